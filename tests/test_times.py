"""Time expressions and the days they name; ``time_phrases.csv`` holds the authored phrases.

A row whose ``wrong`` cell is filled is not resolved as it should be yet; ``model:`` there means that the tags and trees
of the shipped weights mislead, which other weights may mend or not.
"""

import csv
import datetime
import functools
import itertools
import re
import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import tables, times
from onrecord.language import Document, Token, analyse
from onrecord.language.document import ROOT, Tagged
from onrecord.times import Context, Dated, Range, calendar, find_dates, holidays
from onrecord.times.finding import hinted

PUBLISHED = "2024-11-27"  # a Wednesday
WEDNESDAY = datetime.date(2024, 11, 27)
LINE = 10_000  # characters of an adversarial line
MOST = 0.005  # seconds that a pattern may take for one
TRIES = 60


@functools.cache
def analysed(text: str) -> Document:
    return analyse(text)


def rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("time_phrases.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def cases() -> list[object]:
    found: list[object] = []
    for line, row in enumerate(rows(), 2):
        wrong = row.pop("wrong")
        marks = [pytest.mark.xfail(strict=not wrong.startswith("model:"), reason=wrong)] if wrong else []
        found.append(pytest.param(row, id=f"{line}-{row['phrase']}-{row['published']}", marks=marks))
    return found


def days(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """What is dated in a text: words, first and last day."""
    found = [d for d in find_dates(analysed(text), published) if d.start and d.end]
    return [(d.text, d.start or "", d.end or "") for d in found]


@pytest.mark.parametrize("row", cases())
def test_phrases_name_the_days_that_a_newspaper_reader_would_take(row: dict[str, str]) -> None:
    text, phrase = row["sentence"], row["phrase"]
    start, end = text.index(phrase), text.index(phrase) + len(phrase)
    found = [d for d in find_dates(analysed(text), row["published"] or None) if d.span[0] < end and start < d.span[1]]
    assert [(d.start, d.end) for d in found if d.start] == ([(row["start"], row["end"])] if row["start"] else [])
    assert all(text[d.span[0] : d.span[1]] == d.text for d in found)


def test_the_phrases_are_sound() -> None:
    for row in rows():
        assert row["sentence"].count(row["phrase"]) == 1, row
        assert row["start"] <= row["end"], row
        assert bool(row["start"]) == bool(row["end"]), row
        for name in ("published", "start", "end"):
            assert not row[name] or datetime.date.fromisoformat(row[name]), row
    keys = [(row["sentence"], row["published"], row["phrase"]) for row in rows()]
    assert len(keys) == len(set(keys)) >= 300


# Where an expression begins and ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met last week in Rome.", "last week"),
        ("Fighting broke out on Tuesday night in the port.", "Tuesday night"),
        ("The ship left port on Nov. 7.", "Nov. 7"),
        ("The treaty was signed on March 26, 1979, in Rome.", "March 26, 1979"),
        ("Friday's attack killed four people.", "Friday"),
        ("The offensive began in mid-March and failed.", "mid-March"),
        ("The ship sank about three weeks ago.", "about three weeks ago"),
        ("The dispute dates from the 1990s, he said.", "the 1990s"),
    ],
)
def test_the_span_is_the_expression(text: str, expected: str) -> None:
    assert [found for found, _, _ in days(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister resigned on Monday.", "Monday"),
        ("The summit was held on 7 November.", "7 November"),
        ("The minister took office in late October.", "late October"),
        ("Talks opened last May.", "last May"),
        ("The plant was closed in October.", "October"),
        ("The truce has held since December.", "December"),
    ],
)
def test_a_span_leaves_out_the_stop_of_its_sentence_and_its_preposition(text: str, expected: str) -> None:
    assert [found for found, _, _ in days(text)] == [expected]


def test_an_expression_ends_with_its_paragraph() -> None:
    text = "The vote will be held in May\n\n10 soldiers died at the post."
    assert [found for found, _, _ in days(text)] == ["May"]


def test_an_expression_may_run_over_the_end_of_a_line() -> None:
    found = days("The treaty was signed on March\n26, 1979, in Rome.")
    assert found == [("March\n26, 1979", "1979-03-26", "1979-03-26")]


def test_dates_come_in_text_order_and_do_not_overlap() -> None:
    text = "On Monday, Nov. 25, he said the talks held last week would resume on Dec. 3, 2024."
    assert days(text) == [
        ("Monday, Nov. 25", "2024-11-25", "2024-11-25"),
        ("last week", "2024-11-18", "2024-11-24"),
        ("Dec. 3, 2024", "2024-12-03", "2024-12-03"),
    ]


def test_a_datetime_of_publication_counts_as_its_day() -> None:
    (found,) = days("The minister came on Monday to Rome.", "2024-11-27T23:59:00+09:00")
    assert found == ("Monday", "2024-11-25", "2024-11-25")


@pytest.mark.parametrize("published", ["", "yesterday", "2024-13-01", "27 November 2024"])
def test_a_publication_day_that_is_none_resolves_nothing(published: str) -> None:
    assert days("The minister came on Monday to Rome.", published) == []


# What the model adds


def bare(text: str, *times_found: Tagged) -> Document:
    """A document of words that all hang on the first, without tags."""
    found, at = Document(text, [], [], times=list(times_found)), 0
    for i, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        head, relation = (0, "dep") if i else (ROOT, "root")
        found.tokens.append(Token(start, at, word, word.lower(), "X", "", head, relation))
    found.sentences.append((0, len(found.tokens)))
    return found


def test_durations_and_sets_of_the_model_have_no_days() -> None:
    document = bare("talks ran three days weekly", Tagged(2, 4, "DURATION", 0.9), Tagged(4, 5, "SET", 0.8))
    assert find_dates(document, PUBLISHED) == [
        Dated((10, 20), "three days", "duration", None, None, 2, 4),
        Dated((21, 27), "weekly", "set", None, None, 4, 5),
    ]
    assert [d.day() for d in find_dates(document, PUBLISHED)] == [None, None]


def test_a_duration_inside_a_date_is_not_told_twice() -> None:
    document = bare("closed three days ago there", Tagged(1, 3, "DURATION", 0.9))
    assert [(d.text, d.kind) for d in find_dates(document, PUBLISHED)] == [("three days ago", "date")]


def test_doubtful_words_count_only_where_the_model_reads_a_time() -> None:
    assert [d.text for d in find_dates(bare("talks of 1998 failed", Tagged(0, 1, "DATE", 0.9)), PUBLISHED)] == ["1998"]
    vouched = bare("both 1998 talks failed", Tagged(1, 2, "DATE", 0.9))
    assert [d.text for d in find_dates(vouched, PUBLISHED)] == ["1998"]
    assert find_dates(bare("both 1998 talks failed Friday", Tagged(4, 5, "DATE", 0.9)), PUBLISHED)[0].text == "Friday"


def test_without_a_model_doubtful_words_count() -> None:
    assert [d.text for d in find_dates(bare("both 1998 talks failed"), PUBLISHED)] == ["1998"]


# Calendar arithmetic


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def between(start: str, end: str) -> Range:
    return day(start), day(end)


def context(tense: times.Tense = "past", published: datetime.date | None = WEDNESDAY) -> Context:
    return Context(published, tense, None, times.grammar())


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.integers(-60, 60))
def test_a_week_runs_from_monday_to_sunday(some: datetime.date, weeks: int) -> None:
    monday, sunday = times.week_of(some, weeks)
    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
    assert (sunday - monday).days == 6
    assert 0 <= (some + datetime.timedelta(weeks=weeks) - monday).days <= 6


@given(st.integers(1600, 2400), st.integers(1, 12))
def test_months_quarters_and_years_fit_together(year: int, month: int) -> None:
    found = times.whole(year, month)
    assert found is not None
    assert found[0] == datetime.date(year, month, 1)
    assert (found[1] + times.ONE).day == 1
    quarter = times.quarter_days(year, (month + 2) // 3)
    assert quarter is not None
    assert quarter[0] <= found[0] <= found[1] <= quarter[1]
    assert times.is_quarter(quarter)
    assert not times.is_quarter(found)
    assert times.whole(year) == between(f"{year}-01-01", f"{year}-12-31")


def test_years_off_the_calendar_are_none() -> None:
    assert times.whole(0) is None
    assert times.whole(10_000) is None
    assert times.whole(2024, 13) is None


@pytest.mark.parametrize(
    ("month", "part", "expected"),
    [
        ("2024-02", "early", ("2024-02-01", "2024-02-10")),
        ("2024-02", "mid", ("2024-02-11", "2024-02-20")),
        ("2024-02", "late", ("2024-02-21", "2024-02-29")),
        ("2023-02", "Late", ("2023-02-21", "2023-02-28")),
        ("2024-12", "late", ("2024-12-21", "2024-12-31")),
        ("2024-12", None, ("2024-12-01", "2024-12-31")),
    ],
)
def test_thirds_of_a_month(month: str, part: str | None, expected: tuple[str, str]) -> None:
    whole = times.whole(int(month[:4]), int(month[5:]))
    assert whole is not None
    assert times.third(whole, part) == between(*expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1998", 1998), ("98", 1998), ("24", 2024), ("54", 2054), ("55", 1955), ("00", 2000)],
)
def test_two_digit_years_lie_at_most_thirty_years_ahead(text: str, expected: int) -> None:
    assert times.full_year(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("tense", "expected"), [("past", "2024-06-14"), ("future", "2025-06-14"), ("unknown", "2024-06-14")]
)
def test_the_nearest_day_in_the_direction_of_the_tense(tense: times.Tense, expected: str) -> None:
    ranges = [between(f"{y}-06-14", f"{y}-06-14") for y in (2023, 2024, 2025)]
    assert times.nearest(ranges, context(tense)) == between(expected, expected)


def test_the_day_of_publication_fits_both_directions() -> None:
    ranges = [between(f"{y}-11-27", f"{y}-11-27") for y in (2023, 2024, 2025)]
    for tense in get_args(times.Tense):
        assert times.nearest(ranges, context(tense)) == between(PUBLISHED, PUBLISHED)
    assert times.nearest(ranges, context("past", None)) is None
    assert times.nearest([], context("past")) is None


# Inheritance

SUNDAY = "The minister said on Sunday that the troops would leave on Friday."


def date_of(text: str, word: str, published: str | None = PUBLISHED) -> str | None:
    """The date of what is told at a word."""
    document = analysed(text)
    at = next(i for i, t in enumerate(document.tokens) if t.text == word)
    found = times.date_of(document, find_dates(document, published), (at, at + 1), published)
    return found.text.rstrip(".") if found else None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        (SUNDAY, "said", "Sunday"),
        (SUNDAY, "leave", "Friday"),
        ("On Monday the army withdrew and the port opened again.", "opened", "Monday"),
        ("The army withdrew on Monday. The port was quiet.", "quiet", "Monday"),
        ("The army withdrew on Monday.\n\nThe port was quiet.", "quiet", None),
        ("The port was quiet. The army withdrew on Monday.", "quiet", None),
        ("The army will withdraw on Friday. The port was quiet.", "quiet", None),
        ("The war began in 1991. The port was quiet.", "quiet", None),
        ("The port was quiet.", "quiet", None),
    ],
)
def test_what_is_told_takes_its_own_date_else_its_sentence_else_its_paragraph(
    text: str, word: str, expected: str | None
) -> None:
    assert date_of(text, word) == expected


def test_a_document_without_words_has_no_date() -> None:
    assert times.date_of(Document("", [], []), [], (0, 1), PUBLISHED) is None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The fair ran from Nov. 4 to Nov. 8.", "ran", ("2024-11-04", "2024-11-08", "Nov. 4 to Nov. 8")),
        ("The strike will last from Friday to Sunday.", "last", ("2024-11-29", "2024-12-01", "Friday to Sunday")),
        (
            "The army withdrew between Monday and Tuesday.",
            "withdrew",
            ("2024-11-25", "2024-11-26", "Monday and Tuesday"),
        ),
    ],
)
def test_what_is_told_from_one_day_to_another_has_all_days_between(
    text: str, word: str, expected: tuple[str, str, str]
) -> None:
    document = analysed(text)
    at = next(i for i, t in enumerate(document.tokens) if t.text == word)
    found = times.date_of(document, find_dates(document, PUBLISHED), (at, at + 1), PUBLISHED)
    assert found is not None
    assert (found.start, found.end, found.text) == expected
    assert text[slice(*found.span)] == found.text


# Holidays


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(1991, "1991-03-31", "1991-04-07"), (2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20")],
)
def test_easter_sunday(year: int, western: str, orthodox: str) -> None:
    assert str(calendar.easter(year)) == western
    assert str(calendar.orthodox_easter(year)) == orthodox


@pytest.mark.parametrize(
    ("month", "number", "weekday", "expected"),
    [(11, 4, 4, "2024-11-28"), (9, 1, 1, "2024-09-02"), (5, -1, 1, "2024-05-27"), (2, -1, 4, "2024-02-29")],
)
def test_the_nth_weekday_of_a_month(month: int, number: int, weekday: int, expected: str) -> None:
    assert str(calendar.nth_weekday(2024, month, number, weekday)) == expected


def test_every_holiday_has_days_in_the_years_that_the_tables_span() -> None:
    for name, by_country in holidays.rules().items():
        for country, rule in by_country.items():
            assert not country or country in tables.countries(), name
            found = [days for year in range(1990, 2031) for days in holidays.days_of(name, rule, year)]
            assert len(found) >= 41, name
            assert all(start <= end for start, end in found), name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Korea marks Liberation Day.", "KOR"),
        ("The Dutch king spoke on Liberation Day.", "NLD"),
        ("Liberation Day is a holiday in Italy.", "ITA"),
        ("The two islands and Italy differ. Italy rests on Liberation Day.", "ITA"),
        ("It rained on Liberation Day.", None),
    ],
)
def test_whose_holiday_it_is(text: str, expected: str | None) -> None:
    (match,) = next(compiled for p, compiled in times.grammar().patterns if p.name == "holiday").finditer(text)
    assert holidays.holder(match, holidays.rules()["Liberation Day"]) == expected


# Any text


@given(st.lists(st.sampled_from(sorted({w for row in rows() for w in row["sentence"].split()})), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_expression_stands_outside_the_stretches_that_are_searched(words: list[str]) -> None:
    text = " ".join(words)
    near = hinted(text)
    for pattern, compiled in times.grammar().patterns:
        for match in compiled.finditer(text):
            assert any(a <= match.start() and match.end() <= b for a, b in near), (pattern.name, match[0])


DATEY = (
    "May", "Nov.", "31", "7", "1998", "'98", "last", "next", "week", "Monday", "quarter", "first", "of", "the", "ago",
    "two", "years", "later", "early", "2024-02-30", "13/13/13", "99999", ",", "-", "\n\n", "0", "9999", "decades",
    "this", "half", "weekend", "fifty", "earlier", "Christmas",
)  # fmt: skip


@given(st.lists(st.sampled_from(DATEY), max_size=14), st.sampled_from((None, "2024-02-29", "1999-12-31", "1861-04-12")))
@settings(max_examples=300, deadline=None)
def test_whatever_is_found_has_an_exact_span_and_days_in_order(parts: list[str], published: str | None) -> None:
    text = " ".join(parts)
    found = find_dates(bare(text), published)
    assert all(text[d.span[0] : d.span[1]] == d.text for d in found)
    assert all(day(d.start or "") <= day(d.end or "") for d in found)
    assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("published", "phrase"),
    [
        ("0001-01-01", "yesterday"),  # a page system's empty date
        ("0001-01-01", "last Monday"),
        ("0001-01-01", "last weekend"),
        ("9999-12-31", "tomorrow"),
        ("9999-12-31", "next Monday"),
        ("9999-12-31", "Christmas"),
        ("9999-12-31", "second half of next year"),
    ],
)
def test_a_phrase_that_leads_off_the_calendar_names_no_day(published: str, phrase: str) -> None:
    assert find_dates(bare(f"closed {phrase}"), published) == []


# The grammar table


def test_patterns_have_names_of_their_own_and_known_resolvers() -> None:
    table = times.grammar().words["patterns"]
    names = [row["name"] for row in table]
    assert len(names) == len(set(names))
    assert {row["resolve"] for row in table} <= set(times.RESOLVERS)
    assert all(set(row) - {"day"} == {"name", "resolve", "sure", "pattern"} for row in table)


def test_every_resolver_is_used() -> None:
    assert {row["resolve"] for row in times.grammar().words["patterns"]} == set(times.RESOLVERS)


@pytest.mark.parametrize(("word", "expected"), [("two", 2), ("Twelve", 12), ("14", 14), ("a", 1), ("many", None)])
def test_numbers(word: str, expected: int | None) -> None:
    assert times.grammar().number(word) == expected


@pytest.mark.parametrize(("name", "expected"), [("Sept", 9), ("september", 9), ("MAY", 5)])
def test_months(name: str, expected: int) -> None:
    assert times.grammar().month(name) == expected


UNITS = (
    "a ", " ", "\n", "1 ", "1", "in ", "the ", "Monday ", "Monday, ", "Nov. 7 ", "Nov ", "May 1", "last ", "early ",
    "2024-11-", "1/1/", "1,", "end of ", "about ", "two ", "’9", "'90 ", "first half of ", "week of ", "this this ",
    "mid-", "19", "about  a ", "New Year's ", "two years ", "quarter of ",
    "the year two thousand ", "nineteen ninety", "46th anniversary ", "the ", "Independence Day", "9/11", "twenty-",
    "between ", "the winter of ", "two days before ", "the same ", "’s 19", "1998-", "Sept. 11 ", "from Monday to ",
    "Bloody ",
)  # fmt: skip


@pytest.mark.parametrize("compiled", [pytest.param(c, id=p.name) for p, c in times.grammar().patterns])
def test_no_pattern_is_slow_on_any_line(compiled: re.Pattern[str]) -> None:
    lines = [(unit * LINE)[:LINE] for unit in UNITS]
    for line in lines:
        assert quickest(compiled, line) < MOST, line[:20]


def quickest(compiled: re.Pattern[str], line: str) -> float:
    """Seconds of the best of some searches through a line: the other processes of a machine disturb some of them."""
    found: list[float] = []
    while len(found) < TRIES and (not found or min(found) >= MOST / 2):
        began = time.process_time()
        for _match in compiled.finditer(line):
            pass
        found.append(time.process_time() - began)
    return min(found)
