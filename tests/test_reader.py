"""From an article to its report: the stages, the fields that findings stand in, failures."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord import bulk, reader
from onrecord.intake import Article, IntakeOptions, articles
from onrecord.reader import Reading, Section, attempt, begin, read
from onrecord.records import (
    Actor,
    Caption,
    Dateline,
    Day,
    Failure,
    InputError,
    Report,
    Source,
    Span,
    Statement,
    actors_of,
    report_id,
    spans_of,
)  # fmt: skip
from onrecord.times import Dated

EXAMPLES = Path(__file__).parents[1] / "examples"
BODY = (
    "Kenya said on Tuesday that the border would stay open.\n\n"
    "Ethiopia welcomed the decision, and its foreign minister said trade would grow."
)
PUBLISHED = "2024-11-27"


def article(**fields: Any) -> Article:
    return replace(Article(Source(id="a-1"), BODY, published=PUBLISHED, published_from="metadata"), **fields)


def told(report: Report) -> list[tuple[str, str, str, str]]:
    """Field, kind, cue and content of each statement."""
    found: list[tuple[str, str, str, str]] = []
    for s in report.statements:
        words = report.field(s.within)
        cue = words[slice(*s.cue)] if s.cue else "-"
        found.append((s.within, s.kind, cue, " / ".join(words[a:b] for a, b in s.content)))
    return found


# How the fields are laid out


def test_the_body_comes_first_then_standfirst_title_and_captions() -> None:
    some = article(title="The title", standfirst="The deck", captions=[Caption(text="One"), Caption(text="Two")])
    reading = begin(some)
    assert reading.text == f"{BODY}\n\nThe deck\n\nThe title\n\nOne\n\nTwo"
    assert [s.within for s in reading.sections] == ["text", "standfirst", "title", "caption:0", "caption:1"]
    assert [reading.text[s.start : s.end] for s in reading.sections] == [BODY, "The deck", "The title", "One", "Two"]
    assert reading.id == report_id("The title", PUBLISHED, BODY)


def test_fields_that_are_missing_or_empty_take_no_place() -> None:
    reading = begin(article(title="", captions=[Caption(text=""), Caption(text="Two")]))
    assert reading.text == f"{BODY}\n\nTwo"
    assert [s.within for s in reading.sections] == ["text", "caption:1"]


def test_an_article_without_a_body_still_has_its_section() -> None:
    reading = begin(article(text="", title="The title"))
    assert reading.text == "The title"
    assert reading.sections == [Section("text", 0, 0), Section("title", 0, 9)]


# What a report holds


def test_a_report_keeps_the_article_as_it_was() -> None:
    some = article(
        language="en", title="Border to stay open", standfirst="Trade to grow", bylines=["Grace Wanjiru"],
        dateline=Dateline(text="NAIROBI (Wire) —", place="Nairobi", country="KEN"), furniture=["Sign up"],
        captions=[Caption(text="Trucks at the border", credit="Ann Holt")],
    )  # fmt: skip
    report = read(some)
    for name in ("source", "text", "language", "title", "standfirst", "bylines", "dateline", "published",
                 "published_from", "captions", "furniture"):  # fmt: skip
        assert getattr(report, name) == getattr(some, name), name
    assert report.id == report_id(some.title, PUBLISHED, BODY)


def test_statements_dates_actors_and_sentences_of_a_body() -> None:
    report = read(article())
    assert ("text", "indirect", "said", "the border would stay open") in told(report)
    assert ("text", "indirect", "said", "trade would grow") in told(report)
    (first, *_) = report.statements
    assert first.speaker == ["KEN"]
    assert first.date == Day(start="2024-11-26", end="2024-11-26", text="Tuesday", span=(14, 21))
    assert [(d.text, d.start, d.within) for d in report.dates] == [("Tuesday", "2024-11-26", "text")]
    assert [a.id for a in report.actors][:2] == ["KEN", "ETH"]
    assert [report.text[a:b] for a, b in report.sentences] == BODY.split("\n\n")
    assert report.positions == []


def test_an_article_without_words_is_an_empty_report() -> None:
    report = read(article(text=""))
    assert (report.sentences, report.actors, report.statements, report.dates) == ([], [], [], [])


# Headline, standfirst and captions


@pytest.mark.parametrize("within", ["title", "standfirst"])
@pytest.mark.parametrize("words", ["Kenya says border will stay open", "Kenya says the border would stay open."])
def test_what_a_headline_only_repeats_is_dropped(within: str, words: str) -> None:
    assert {s.within for s in read(article(**{within: words})).statements} == {"text"}


@pytest.mark.parametrize("within", ["title", "standfirst"])
def test_what_a_headline_alone_tells_is_recorded_in_its_field(within: str) -> None:
    report = read(article(**{within: "Ethiopia declined to comment on the arrests."}))
    assert told(report)[-1] == (within, "silence", "declined to comment on", "the arrests")
    (found,) = (s for s in report.statements if s.within == within)
    assert found.speaker == ["ETH"]
    assert found.speaker_span == (0, 8)
    assert found.evidence == (0, 44)
    assert found.date is None  # the body's Tuesday has no span in this field


def test_a_caption_is_recorded_under_its_number() -> None:
    texts = ("Trucks wait at the border.", "Kenya said on Monday that soldiers would leave.")
    report = read(article(captions=[Caption(text=text) for text in texts]))
    assert told(report)[-1] == ("caption:1", "indirect", "said", "soldiers would leave")
    assert report.statements[-1].date == Day(start="2024-11-25", end="2024-11-25", text="Monday", span=(14, 20))
    assert [(d.within, d.text) for d in report.dates] == [("text", "Tuesday"), ("caption:1", "Monday")]


def test_a_caption_that_repeats_another_is_told_once() -> None:
    caption = Caption(text="Kenya said on Monday that soldiers would leave.")
    report = read(article(captions=[caption, Caption(text="Kenya said on Monday soldiers would leave the town.")]))
    assert [s.within for s in report.statements if s.within != "text"] == ["caption:0"]


def test_mentions_and_sentences_are_those_of_the_body() -> None:
    captions = [Caption(text="Kenya's flag in Nairobi.")]
    report = read(article(title="Kenya says border will stay open", captions=captions))
    kenya = next(a for a in report.actors if a.id == "KEN")
    assert [report.text[a:b] for a, b in kenya.mentions] == ["Kenya"]
    assert [report.text[a:b] for a, b in report.sentences] == BODY.split("\n\n")


def test_an_actor_of_a_headline_statement_alone_is_listed_without_mentions() -> None:
    report = read(article(title="Somalia declined to comment on the arrests."))
    somalia = next(a for a in report.actors if a.id == "SOM")
    assert somalia.mentions == []
    assert report.statements[-1].speaker == ["SOM"]


@pytest.mark.xfail(
    strict=False, reason="model: the present of a caption may be read as a schedule: the day after publication"
)
def test_the_day_of_a_picture_is_not_after_publication() -> None:
    report = read(article(captions=[Caption(text="Trucks wait at the border on Sunday.")]))
    assert [d.start for d in report.dates if d.within == "caption:0"] == ["2024-11-24"]


# Moving findings back to their fields

SECTIONS = [Section("text", 0, 20), Section("title", 22, 40)]


def statement(**changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": "s1", "speaker": ["KEN"], "speaker_span": (22, 27), "cue": (28, 32), "content": [(33, 36), (37, 40)],
        "kind": "mixed", "evidence": (22, 40), "confidence": 0.5,
        "date": Day(start="2024-11-26", end="2024-11-26", text="x", span=(33, 36)),
    }  # fmt: skip
    return Statement(**(fields | changes))


@pytest.mark.parametrize(
    ("span", "expected"), [((0, 20), "text"), ((22, 23), "title"), ((19, 23), None), ((20, 22), None), ((39, 41), None)]
)
def test_a_section_holds_a_span_whole_or_not_at_all(span: Span, expected: str | None) -> None:
    found = reader.section_of(span, SECTIONS)
    assert (found.within if found else None) == expected


def test_a_finding_moves_into_its_field_with_all_its_spans() -> None:
    moved = reader.placed(statement(), SECTIONS)
    assert moved is not None
    assert (moved.within, moved.speaker_span, moved.cue, moved.evidence) == ("title", (0, 5), (6, 10), (0, 18))
    assert moved.content == [(11, 14), (15, 18)]
    assert moved.date is not None
    assert moved.date.span == (11, 14)


def test_a_finding_of_the_body_stays_where_it_is() -> None:
    here = statement(speaker_span=(0, 2), cue=(3, 5), content=[(6, 9)], evidence=(0, 10), date=None)
    assert reader.placed(here, SECTIONS) == here


def test_a_date_of_another_field_is_left_behind() -> None:
    moved = reader.placed(statement(date=Day(start="2024-11-26", end="2024-11-26", text="x", span=(3, 9))), SECTIONS)
    assert moved is not None
    assert moved.date is None
    assert moved.content == [(11, 14), (15, 18)]


@pytest.mark.parametrize("changes", [{"content": [(10, 24)]}, {"cue": (0, 4)}, {"evidence": (15, 30)}])
def test_a_finding_that_runs_across_two_fields_is_none(changes: dict[str, Any]) -> None:
    assert reader.placed(statement(**changes), SECTIONS) is None


def test_an_actor_keeps_the_mentions_of_the_body() -> None:
    actor = Actor(id="KEN", name="Kenya", mentions=[(0, 5), (18, 20), (18, 23), (22, 27)])
    assert reader.moved_actor(actor, SECTIONS[0]).mentions == [(0, 5), (18, 20)]


def test_only_dates_with_days_inside_one_field_are_listed() -> None:
    day = ("2024-11-26", "2024-11-26")
    found = reader.dated(Dated((24, 31), "Tuesday", "date", *day), SECTIONS)
    assert found is not None
    assert (found.within, found.span, found.start) == ("title", (2, 9), "2024-11-26")
    assert reader.dated(Dated((18, 25), "Tuesday", "date", *day), SECTIONS) is None
    assert reader.dated(Dated((24, 31), "for days", "duration"), SECTIONS) is None


@pytest.mark.parametrize(
    ("words", "speakers", "others", "other_speakers", "expected"),
    [
        ({"border", "open"}, {"KEN"}, {"border", "stay"}, {"KEN"}, True),
        ({"border", "open"}, {"KEN"}, {"border", "stay"}, {"ETH"}, False),
        ({"border", "open"}, set(), {"border", "stay"}, {"ETH"}, True),
        ({"border", "open"}, {"KEN"}, {"border", "stay"}, set(), True),
        ({"border", "open", "trade"}, {"KEN"}, {"border", "stay"}, {"KEN"}, False),
        (set(), {"KEN"}, {"border"}, {"KEN"}, True),
    ],
)
def test_half_of_the_words_by_a_speaker_in_common_are_a_repeat(
    words: set[str], speakers: set[str], others: set[str], other_speakers: set[str], expected: bool
) -> None:
    assert reader.repeats(words, speakers, others, other_speakers) is expected


# What cannot be read


def test_a_text_too_long_to_be_one_report_is_refused() -> None:
    with pytest.raises(InputError) as error:
        read(article(text="a" * 1_000_001))
    assert str(error.value) == (
        "a-1: 1,000,001 characters in one report (at most 1,000,000); "
        "split it into its reports, one a file or one a line of JSON Lines"
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source(id="a-1", path="p.txt", url="https://example.org/a"), "a-1"),
        (Source(path="p.txt", url="https://example.org/a"), "p.txt"),
        (Source(url="https://example.org/a"), "https://example.org/a"),
        (Source(), "-"),
    ],
)
def test_a_failure_names_the_input_as_far_as_it_is_known(source: Source, name: str) -> None:
    assert attempt(article(source=source, text="a" * 1_000_001)) == Failure(
        input=name, stage="read", error="InputError",
        seen="1,000,001 characters in one report (at most 1,000,000)",
        remedy="split it into its reports, one a file or one a line of JSON Lines",
    )  # fmt: skip


def test_a_stage_that_breaks_becomes_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(reading: Reading) -> None:
        raise KeyError(reading.article.source.id)

    monkeypatch.setattr(reader, "STAGES", (reader.language, broken))
    assert attempt(article()) == Failure(
        input="a-1", stage="read", error="KeyError", seen="KeyError: 'a-1'", remedy="report this input as a bug"
    )


def test_a_finding_without_evidence_is_never_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def lying(reading: Reading) -> None:
        reading.dates = [Dated((0, 9), "Tuesday", "date", "2024-11-31", "2024-11-31")]

    monkeypatch.setattr(reader, "STAGES", (reader.language, lying))
    found = attempt(article())
    assert isinstance(found, Failure)
    assert found.error == "ValidationError"


def test_the_stages_are_one_visible_list() -> None:
    stages = [stage.__name__ for stage in reader.STAGES]
    assert stages == ["language", "dates", "actors", "statements", "events", "positions"]


# The examples


@pytest.fixture(scope="module")
def examples() -> list[Article]:
    """Every article under ``examples``."""
    found = list(articles([str(EXAMPLES)], IntakeOptions(published="2024-11-27")))
    kept = [item for item in found if isinstance(item, Article)]
    assert len(kept) == len(found) >= 7
    return kept


@pytest.fixture(scope="module")
def reports(examples: list[Article]) -> list[Report]:
    """Their reports."""
    return [read(item) for item in examples]


def spans(report: Report) -> Iterator[tuple[str, Span]]:
    """Every span of a report with the text of the field that it points into."""
    for span in (*report.sentences, *(m for a in report.actors for m in a.mentions)):
        yield report.text, span
    for finding in report.statements:
        yield from ((report.field(finding.within), span) for span in spans_of(finding))
    for date in report.dates:
        yield report.field(date.within), date.span


def test_every_span_is_exact(reports: list[Report]) -> None:
    for report in reports:
        for words, (start, end) in spans(report):
            assert 0 <= start < end <= len(words)
            assert words[start:end] == words[start:end].strip()
        for date in report.dates:
            assert report.field(date.within)[slice(*date.span)] == date.text
        for found in report.statements:
            assert found.date is None or report.field(found.within)[slice(*found.date.span)] == found.date.text


def test_sentences_cover_the_body_in_order(reports: list[Report]) -> None:
    for report in reports:
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(report.sentences))
        covered = "".join(report.text[a:b] for a, b in report.sentences)
        assert "".join(covered.split()) == "".join(report.text.split())


def test_statements_stand_in_their_evidence(reports: list[Report]) -> None:
    assert sum(len(report.statements) for report in reports) >= 20
    for report in reports:
        known = {actor.id for actor in report.actors}
        for found in report.statements:
            first, last = found.evidence
            own = [*found.content, *filter(None, (found.cue, found.speaker_span))]
            assert all(first <= a < b <= last for a, b in own), told(report)
            assert found.content
            assert {*found.speaker, *found.addressee} <= known


def test_every_actor_is_mentioned_or_speaks(reports: list[Report]) -> None:
    for report in reports:
        named = {a for finding in (*report.statements, *report.events) for a in actors_of(finding)}
        assert all(actor.mentions or actor.id in named for actor in report.actors)


def test_dates_are_days_in_order(reports: list[Report]) -> None:
    for report in reports:
        for date in report.dates:
            assert datetime.date.fromisoformat(date.start) <= datetime.date.fromisoformat(date.end)


def test_a_report_survives_json(reports: list[Report]) -> None:
    for report in reports:
        assert Report.model_validate_json(report.to_json()) == report


def test_reading_twice_gives_the_same_record(examples: list[Article], reports: list[Report]) -> None:
    assert [read(item).to_json() for item in examples] == [report.to_json() for report in reports]


def test_two_processes_read_what_one_reads(examples: list[Article], reports: list[Report]) -> None:
    shared = list(bulk.read_all(examples, jobs=2))
    assert [item.to_json() for item in shared if isinstance(item, Report)] == [r.to_json() for r in reports]


def test_a_failure_of_intake_passes_through_in_its_place(examples: list[Article]) -> None:
    failure = Failure(input="x", stage="open", error="InputError", seen="nothing", remedy="look")
    found = list(bulk.read_all([examples[0], failure, examples[1]], jobs=1))
    assert [type(item) for item in found] == [Report, Failure, Report]
    assert found[1] == failure
