"""The record's types: what goes in comes out, what is wrong is refused, which changes keep an id."""

import json
from collections.abc import Callable, Iterator
from typing import Any, get_args

import jsonschema
import pyarrow as pa  # type: ignore[import-untyped]  # has no types
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from onrecord import records
from onrecord.records import (
    Actor,
    Caption,
    Condition,
    DatedMention,
    Dateline,
    Day,
    Entry,
    Event,
    Failure,
    InputError,
    Place,
    Position,
    Quantity,
    Report,
    Source,
    Span,
    Statement,
    Why,
    actor_id,
    arrow_schema,
    checked_day,
    finding_id,
    from_row,
    json_schema,
    report_id,
    spans_of,
    to_row,
)  # fmt: skip

TEXT = "Oslo said on Monday it might send 40 engineers to Riga if the Saeima agreed. It gave no date."
TITLE = "Oslo weighs sending engineers"


def span_of(words: str, text: str = TEXT) -> Span:
    """Where these words first stand."""
    start = text.index(words)
    return start, start + len(words)


def full_report(**changes: Any) -> Report:
    """A report that fills every field of the contract, with ``changes`` to the top ones."""
    monday = Day(start="2024-11-25", end="2024-11-25", text="Monday", span=span_of("Monday"))
    riga = Place(text="Riga", span=span_of("Riga"), name="Riga", country="LVA", lat=56.946, lon=24.106, geonames=456172)
    sentence = span_of(TEXT.partition(". ")[0] + ".")
    statement = Statement(
        id="s1", speaker=["NOR"], speaker_span=span_of("Oslo"), cue=span_of("said"), kind="indirect",
        content=[span_of("it might send 40 engineers to Riga if the Saeima agreed")], addressee=["LVA"], date=monday,
        venue=span_of("on Monday"), evidence=sentence, confidence=0.875,
    )  # fmt: skip
    silence = Statement(
        id="s2", within="title", content=[(0, 4)], kind="silence", evidence=(0, len(TITLE)), confidence=0.5
    )
    event = Event(
        id="e1", event="AID", mode=None, context=["military"], cameo="070", quad=2, score=7.4, actor=["NOR"],
        recipient=["LVA"], trigger=span_of("send"), evidence=sentence, date=monday, place=riga, status="conditional",
        according_to="s1", confidence=0.75,
        quantities=[Quantity(span=span_of("40"), value=40, unit="person", approx="about", of="engineers")],
        retold=[span_of("gave")], why=Why(trigger="lexicon: send (VERB)", status=[span_of("might"), span_of("if")]),
    )  # fmt: skip
    visit = event.model_copy(update={"id": "e2", "event": "CONSULT", "mode": "visit"})
    position = Position(
        id="p1", actor=["NOR"], measure=span_of("send 40 engineers"), toward=["LVA"], stance="considers",
        conditions=[Condition(span=span_of("if the Saeima agreed"), kind="if")], constraints=[span_of("the Saeima")],
        phase="1", date=monday, according_to="s1", evidence=sentence, confidence=0.5,
    )  # fmt: skip
    actors = [
        Actor(
            id="NOR", name="Norway", kind="state", country="NOR", sectors=["GOV"], office="government", org="Norway",
            wikidata="Q20", mentions=[span_of("Oslo"), span_of("it")],
        ),
        Actor(id="LVA", name="Latvia", kind="state", country="LVA", mentions=[span_of("Riga")]),
    ]  # fmt: skip
    fields: dict[str, Any] = {
        "id": report_id(TITLE, "2024-11-27", TEXT),
        "source": Source(
            id="n-1", path="in/a.txt", url="https://example.org/a", publisher="Example", feed="https://example.org/f"
        ),
        "language": "en", "title": TITLE, "standfirst": "No date is set", "bylines": ["Ada Berg"],
        "dateline": Dateline(text="RIGA (Example) —", place="Riga", country="LVA"), "published": "2024-11-27",
        "published_from": "metadata", "text": TEXT, "furniture": ["Sign up"], "sentences": [sentence],
        "captions": [Caption(text="A bridge in Riga", credit="Example", date="2024-11-20")], "actors": actors,
        "statements": [statement, silence], "events": [event, visit], "positions": [position],
        "dates": [DatedMention(start="2024-11-25", end="2024-11-25", text="Monday", span=span_of("Monday"))],
    }  # fmt: skip
    return Report(**(fields | changes))


def unfilled(entry: Entry, path: str = "report") -> Iterator[str]:
    """The fields of an entry that hold nothing."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if value is None or value == []:
            yield f"{path}.{name}"
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Entry):
                yield from unfilled(inner, f"{path}.{name}")


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
chance = st.floats(0, 1)
maybe = st.none() | words


@st.composite
def spans(draw: st.DrawFn, field: str) -> Span:
    start = draw(st.integers(0, len(field) - 1))
    return start, draw(st.integers(start + 1, len(field)))


@st.composite
def days(draw: st.DrawFn, field: str) -> Day:
    start, end = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    span = draw(spans(field))
    return Day(start=start.isoformat(), end=end.isoformat(), text=field[slice(*span)], span=span)


@st.composite
def places(draw: st.DrawFn, field: str) -> Place:
    span = draw(spans(field))
    point = st.none() | st.floats(-180, 180)
    number = draw(st.none() | st.integers(0, 10**7))
    return Place(
        text=field[slice(*span)], span=span, name=draw(maybe), country=draw(maybe), lat=draw(point), lon=draw(point),
        geonames=number,
    )  # fmt: skip


@st.composite
def statements(draw: st.DrawFn, number: int, fields: dict[str, str], ids: list[str]) -> Statement:
    within = draw(st.sampled_from(sorted(fields)))
    span = spans(fields[within])
    sides = st.lists(st.sampled_from(ids), max_size=2)
    return Statement(
        id=f"s{number}", within=within, speaker=draw(sides), speaker_span=draw(st.none() | span),
        cue=draw(st.none() | span), content=draw(st.lists(span, max_size=3)), addressee=draw(sides),
        kind=draw(st.sampled_from(get_args(records.StatementKind))), date=draw(st.none() | days(fields[within])),
        venue=draw(st.none() | span), evidence=draw(span), confidence=draw(chance),
    )  # fmt: skip


@st.composite
def events(draw: st.DrawFn, number: int, fields: dict[str, str], ids: list[str], told: list[str]) -> Event:
    within = draw(st.sampled_from(sorted(fields)))
    span = spans(fields[within])
    sides = st.lists(st.sampled_from(ids), max_size=2)
    amount = st.builds(
        Quantity, span=span, value=st.floats(allow_nan=False, allow_infinity=False), unit=maybe, approx=maybe, of=maybe
    )
    return Event(
        id=f"e{number}", within=within, event=draw(st.sampled_from(get_args(records.Category))), mode=draw(maybe),
        context=draw(st.lists(words, max_size=2)), cameo=draw(maybe), quad=draw(st.integers(1, 4)),
        score=draw(st.none() | st.floats(-10, 10)), actor=draw(sides), recipient=draw(sides), trigger=draw(span),
        evidence=draw(span), date=draw(st.none() | days(fields[within])),
        place=draw(st.none() | places(fields[within])), status=draw(st.sampled_from(get_args(records.Status))),
        according_to=draw(st.none() | st.sampled_from(told)), quantities=draw(st.lists(amount, max_size=2)),
        retold=draw(st.lists(span, max_size=2)), confidence=draw(chance),
        why=draw(st.none() | st.builds(Why, trigger=words, status=st.lists(span, max_size=2))),
    )  # fmt: skip


@st.composite
def positions(draw: st.DrawFn, number: int, fields: dict[str, str], ids: list[str], told: list[str]) -> Position:
    within = draw(st.sampled_from(sorted(fields)))
    span = spans(fields[within])
    sides = st.lists(st.sampled_from(ids), max_size=2)
    kind = st.sampled_from(get_args(records.ConditionKind))
    return Position(
        id=f"p{number}", within=within, actor=draw(sides), measure=draw(span), toward=draw(sides),
        stance=draw(st.sampled_from(get_args(records.Stance))), constraints=draw(st.lists(span, max_size=2)),
        conditions=draw(st.lists(st.builds(Condition, span=span, kind=kind), max_size=2)), phase=draw(maybe),
        date=draw(st.none() | days(fields[within])), according_to=draw(st.none() | st.sampled_from(told)),
        evidence=draw(span), confidence=draw(chance),
    )  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that the contract allows."""
    fields = {"text": draw(words), "title": draw(words), "standfirst": draw(words), "caption:0": draw(words)}
    ids = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    mentions = st.lists(spans(fields["text"]), max_size=3)
    kinds = st.sampled_from(get_args(records.ActorKind))
    known = st.lists(words, max_size=2)
    said = [draw(statements(n, fields, ids)) for n in range(draw(st.integers(1, 2)))]
    told = [s.id for s in said]
    published = draw(st.none() | st.dates().map(str) | st.datetimes(timezones=st.timezones() | st.none()).map(_iso))
    mentioned = draw(st.lists(st.sampled_from(sorted(fields)), max_size=2))
    return Report(
        id=report_id(fields["title"], published, fields["text"]),
        source=draw(st.builds(Source, id=maybe, path=maybe, url=maybe, publisher=maybe, feed=maybe)),
        language=draw(maybe), title=fields["title"], standfirst=fields["standfirst"], bylines=draw(known),
        dateline=draw(st.none() | st.builds(Dateline, text=words, place=maybe, country=maybe)), published=published,
        published_from=draw(st.none() | st.sampled_from(get_args(records.PublishedFrom))), text=fields["text"],
        captions=[Caption(text=fields["caption:0"], credit=draw(maybe), date=draw(maybe))], furniture=draw(known),
        sentences=draw(st.lists(spans(fields["text"]), max_size=3)),
        actors=[
            Actor(
                id=i, name=draw(words), kind=draw(kinds), country=draw(maybe), sectors=draw(known), office=draw(maybe),
                org=draw(maybe), wikidata=draw(maybe), mentions=draw(mentions),
            )
            for i in ids
        ],
        statements=said,
        events=[draw(events(n, fields, ids, told)) for n in range(draw(st.integers(0, 2)))],
        positions=[draw(positions(n, fields, ids, told)) for n in range(draw(st.integers(0, 2)))],
        dates=[DatedMention(**draw(days(fields[w])).model_dump(), within=w) for w in mentioned],
    )  # fmt: skip


def _iso(moment: Any) -> str:
    return str(moment.isoformat())


def test_the_full_report_fills_every_field_of_the_contract() -> None:
    empty = set(unfilled(full_report()))
    assert {e for e in empty if not e.startswith(("report.statements", "report.actors", "report.events"))} == set()
    first = full_report()
    assert list(unfilled(first.statements[0])) == []
    assert list(unfilled(first.actors[0])) == []
    assert list(unfilled(first.events[1])) == []


@settings(deadline=None, max_examples=60, derandomize=True)
@given(reports())
@example(full_report())
def test_json_model_and_arrow_row_give_each_other_back(report: Report) -> None:
    line = report.to_json()
    assert "\n" not in line
    assert Report.model_validate_json(line) == report
    table = pa.Table.from_pylist([to_row(report)], schema=arrow_schema())
    assert from_row(table.to_pylist()[0]).to_json() == line


@settings(deadline=None, max_examples=30, derandomize=True)
@given(reports())
@example(full_report())
def test_printed_reports_fit_the_exported_schema(report: Report) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(report.to_json()))


def test_the_exported_schema_is_one_and_asks_for_every_key_in_the_order_of_the_contract() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == [
        "id", "source", "language", "title", "standfirst", "bylines", "dateline", "published", "published_from", "text",
        "captions", "furniture", "sentences", "actors", "statements", "events", "positions", "dates",
    ]  # fmt: skip
    assert schema["required"] == list(schema["properties"])
    assert schema["additionalProperties"] is False
    assert sorted(schema["$defs"]) == [
        "Actor", "Caption", "Condition", "DatedMention", "Dateline", "Day", "Event", "Place", "Position", "Quantity",
        "Source", "Statement", "Why",
    ]  # fmt: skip
    assert list(schema["$defs"]["Statement"]["properties"]) == [
        "id", "in", "speaker", "speaker_span", "cue", "content", "kind", "addressee", "date", "venue", "evidence",
        "confidence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [("text", None), ("published", "soon"), ("sentences", [[0]]), ("sentences", [[-1, 4]]), ("mood", 1)],
)
def test_what_is_no_report_does_not_fit_the_exported_schema(key: str, value: object) -> None:
    wrong = json.loads(full_report().to_json()) | {key: value}
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(wrong)


def test_the_printed_line_has_the_keys_of_the_contract_in_its_order() -> None:
    found = json.loads(full_report().to_json())
    assert list(found)[:4] == ["id", "source", "language", "title"]
    assert list(found["statements"][0])[:3] == ["id", "in", "speaker"]
    assert found["statements"][1]["in"] == "title"
    assert found["statements"][0]["cue"] == [5, 9]
    assert found["dates"] == [
        {"start": "2024-11-25", "end": "2024-11-25", "text": "Monday", "span": [13, 19], "in": "text"}
    ]


def changed(part: str, number: int, **changes: Any) -> Callable[[], Report]:
    """The full report with one entry of one list changed."""

    def make() -> Report:
        entries = list(getattr(full_report(), part))
        entries[number] = entries[number].model_copy(update=changes)
        return full_report(**{part: entries})

    return make


NO_DAY = Day(start="2024-11-25", end="2024-11-25", text="Tuesday", span=span_of("Monday"))
LENGTH = len(TEXT)
OUTSIDE = "is empty or outside a field of"
UNLISTED = "names actors that the report does not list:"
UNTOLD = "is according to a statement that the report does not list:"
EARLY, FEBRUARY = ("2024-11-27", "2024-11-26"), ("2024-02-30", "2024-02-30")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (changed("statements", 0, cue=(90, 120)), f"finding s1: span [90, 120) {OUTSIDE} {LENGTH} characters"),
        (changed("statements", 0, cue=(9, 9)), f"finding s1: span [9, 9) {OUTSIDE}"),
        (changed("statements", 0, cue=(9, 5)), f"finding s1: span [9, 5) {OUTSIDE}"),
        (changed("statements", 1, evidence=(0, 30)), f"finding s2: span [0, 30) {OUTSIDE} 29 characters"),
        (changed("statements", 1, within="caption:4"), f"finding s2: span [0, 4) {OUTSIDE} 0 characters"),
        (changed("statements", 0, speaker=["SWE"]), f"finding s1 {UNLISTED} ['SWE']"),
        (changed("statements", 0, addressee=["SWE"]), f"finding s1 {UNLISTED} ['SWE']"),
        (changed("events", 0, recipient=["SWE", "FIN"]), f"finding e1 {UNLISTED} ['FIN', 'SWE']"),
        (changed("positions", 0, toward=["SWE"]), f"finding p1 {UNLISTED} ['SWE']"),
        (changed("events", 0, according_to="s9"), f"finding e1 {UNTOLD} 's9'"),
        (changed("events", 1, id="s1"), "more than one finding has the id 's1'"),
        (changed("actors", 1, id="NOR"), "more than one actor has the id 'NOR'"),
        (changed("actors", 0, mentions=[(0, LENGTH + 1)]), f"actor NOR: span [0, {LENGTH + 1}) {OUTSIDE}"),
        (changed("statements", 0, date=NO_DAY), "finding s1: 'Tuesday' is not what stands at [13, 19): 'Monday'"),
        (changed("dates", 0, text="Tuesday"), "date 'Tuesday': 'Tuesday' is not what stands at [13, 19): 'Monday'"),
        (lambda: full_report(sentences=[(0, LENGTH + 9)]), f"sentences: span [0, {LENGTH + 9}) {OUTSIDE}"),
        (lambda: full_report(published="27 November"), "String should match pattern"),
        (lambda: full_report(mood="calm"), "Extra inputs are not permitted"),
        (lambda: Day(start=EARLY[0], end=EARLY[1], text="x", span=(0, 1)), "date 'x': 2024-11-27 is after 2024-11-26"),
        (lambda: Day(start=FEBRUARY[0], end=FEBRUARY[1], text="x", span=(0, 1)), "day is out of range for month"),
        (lambda: Quantity(span=(0, 1), value=float("nan")), "Input should be a finite number"),
    ],
)  # fmt: skip
def test_a_record_that_lies_is_not_made(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    assert message in str(caught.value)


def test_spans_of_finds_nested_spans_in_the_order_of_the_fields() -> None:
    event = full_report().events[0]
    assert spans_of(event) == [
        event.trigger, event.evidence, span_of("Monday"), span_of("Riga"), span_of("40"), span_of("gave"),
        span_of("might"), span_of("if"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "published", "text", "same"),
    [
        (TITLE, "2024-11-27", TEXT, True),
        (TITLE, "2024-11-27T16:30:00+09:00", TEXT, True),
        (TITLE, "2024-11-28", TEXT, False),
        (TITLE, None, TEXT, False),
        (TITLE + "!", "2024-11-27", TEXT, False),
        (None, "2024-11-27", TEXT, False),
        (TITLE, "2024-11-27", TEXT + " ", False),
    ],
)
def test_a_report_id_hashes_title_day_and_text(title: str | None, published: str | None, text: str, same: bool) -> None:
    assert (report_id(title, published, text) == full_report().id) is same
    assert report_id(title, published, text).startswith("sha256:")


def test_no_other_field_of_a_report_is_part_of_its_id() -> None:
    report = full_report(
        source=Source(path="elsewhere.html"), bylines=[], furniture=[], statements=[], events=[], positions=[]
    )
    assert report_id(report.title, report.published, report.text) == full_report().id


def test_a_finding_id_hashes_report_and_identity_and_shows_its_kind() -> None:
    first = finding_id("s", "sha256:1", "text", (0, 4), [(5, 9)])
    assert first == finding_id("s", "sha256:1", "text", (0, 4), [(5, 9)])
    assert first[0] == "s"
    assert len(first) == 13
    others = [
        finding_id("s", "sha256:2", "text", (0, 4), [(5, 9)]),
        finding_id("s", "sha256:1", "title", (0, 4), [(5, 9)]),
        finding_id("s", "sha256:1", "text", (0, 5), [(5, 9)]),
        finding_id("s", "sha256:1", "text", (0, 4), [(5, 9), (11, 12)]),
    ]
    assert len({first, *others}) == 5


def test_an_actor_id_is_the_same_in_every_report() -> None:
    assert actor_id("state", "the Kremlin", "RUS") == actor_id("state", "Russia", "RUS") == "RUS"
    shin = actor_id("person", "Shin Won-sik", "KOR")
    assert shin == actor_id("person", "SHIN WON-SIK", "KOR")
    changes = [("group", "Shin Won-sik", "KOR"), ("person", "Shin Wonsik", "KOR"), ("person", "Shin Won-sik", None)]
    assert shin not in {actor_id(*change) for change in changes}
    assert actor_id("state", "Ruritania", None).startswith("a")


def test_an_input_error_names_the_input_what_was_seen_and_what_to_do() -> None:
    error = InputError("a.jsonl:7", "decode", "a JSON list, not an object", "write one object a line")
    assert str(error) == "a.jsonl:7: a JSON list, not an object; write one object a line"
    assert Failure.of(error).model_dump() == {
        "input": "a.jsonl:7", "stage": "decode", "error": "InputError", "seen": "a JSON list, not an object",
        "remedy": "write one object a line",
    }  # fmt: skip


@pytest.mark.parametrize("given_day", [None, "2024-11-27", "2024-11-27T08:00:00", "2024-11-27T08:00:00+09:00"])
def test_a_publication_date_on_the_calendar_is_taken_as_given(given_day: str | None) -> None:
    assert checked_day(given_day) == given_day


@pytest.mark.parametrize("wrong", ["", "2024", "20241127", "2024-02-30", "27.11.2024", "2024-W48-3", "tomorrow"])
def test_any_other_publication_date_is_refused(wrong: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_day(wrong)
    assert str(caught.value) == f"published: {wrong!r} is no date on the calendar; write it as YYYY-MM-DD"
