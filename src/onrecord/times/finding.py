"""Time expressions in a document: where the grammar sees them, and the days that they name there."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.language.document import Document
from onrecord.records import Span
from onrecord.times import chains
from onrecord.times.calendar import ONE, Range, day_of, is_quarter, single
from onrecord.times.context import Context, Dated, Pattern
from onrecord.times.grammar import grammar
from onrecord.times.relative import bare_quarter, pending
from onrecord.times.tense import firm, tense_of

LED = re.compile(r"(?:in|on|since|until|by|of|during|from|over|through)\s+(?=\w)", re.IGNORECASE)
LATEST = 3  # days after its dateline's date on which a report may run
DATELINE = re.compile(r"\s*[^\n]{0,60}?\b[A-Z][a-z]{2,8}\.? \d{1,2}\b[^\n]{0,30}?(?:--|—|–| - |_)")
MONTH_DAY = re.compile(
    r"\b(Jan(?:\.|uary)?|Feb(?:\.|ruary)?|Mar(?:\.|ch)?|Apr(?:\.|il)?|May|June?|July?|Aug(?:\.|ust)?|"
    r"Sept?(?:\.|ember)?|Oct(?:\.|ober)?|Nov(?:\.|ember)?|Dec(?:\.|ember)?) (\d{1,2})\b"
)
AROUND = 40  # characters of a time expression before and after a word that gives it away
YEAR_DAYS = 366  # an expression of more days is nothing that others count from
QUARTERS = frozenset({"quarter", "quarter_of_year", "quarter_bare", "quarter_the"})  # what may be the quarter told of
UNNAMED = frozenset({"holiday", "nine_eleven"})  # what stands inside a longer name and is a date all the same


@dataclass(slots=True)
class Told:
    """What the report has dated so far, for the expressions that count from it."""

    before: Range | None = None
    day: Range | None = None
    quarter: Range | None = None
    end: int = 0
    found: list[Dated] = field(default_factory=list)

    def add(self, dated: Dated, days: Range, pattern: Pattern) -> None:
        """Keep a date; a quarter that is only compared with ("a year earlier") is not the one told of."""
        self.found.append(dated)
        if (days[1] - days[0]).days <= YEAR_DAYS:
            self.before, self.end = days, dated.span[1]
        if single(days):
            self.day = days
        if is_quarter(days) and pattern.name in QUARTERS and "ago" not in dated.text and "earlier" not in dated.text:
            self.quarter = self.quarter or days


def find_dates(document: Document, published: str | None) -> list[Dated]:
    """All time expressions of a document in order, dates resolved against the publication day (ISO) if it is known.

    "talks on Nov. 7", published 2024-11-27 → 2024-11-07. Candidates come from the grammar; the language model vouches
    for the doubtful ones ("May", "1998") and adds durations and sets.
    """
    day = written_on(document.text, day_of(published))
    told, links = Told(), []
    for match, pattern in candidates(document):
        span = span_of(match)
        first, last = document.tokens_in(*span)
        if named(document, first, last, pattern):
            continue
        if pattern.resolve is pending:
            links.append(match)
            continue
        context = Context(
            day, tense_of(document, first, last), told.before, grammar(), firm(document, first, last),
            told.day, told.quarter, document.text[told.end : span[0]],
        )  # fmt: skip
        days = resolved(pattern, match, context)
        if days is None and pattern.resolve is bare_quarter and (inner := within(match)):
            pattern, match = inner
            span = span_of(match)
            first, last = document.tokens_in(*span)
            days = resolved(pattern, match, context)
        if days:
            made = Dated(span, document.text[slice(*span)], "date", str(days[0]), str(days[1]), first, last)
            told.add(made, days, pattern)
    found = chains.linked(document, chains.agreed(document, told.found, day), links, day)
    return sorted([*found, *tagged(document, [d.span for d in found])], key=lambda d: d.span)


def written_on(text: str, published: datetime.date | None) -> datetime.date | None:
    """The day that a report counts from: its dateline's ("BEIJING, Nov. 26 (Wire) --") if it ran within days of it."""
    opening = DATELINE.match(text)
    if opening is None or published is None:
        return published
    for match in MONTH_DAY.finditer(opening[0]):
        days = grammar().month(match[1].rstrip(".")), int(match[2])
        for back in range(LATEST + 1):
            day = published - back * ONE
            if (day.month, day.day) == days:
                return day
    return published


def tagged(document: Document, taken: Sequence[Span]) -> Iterator[Dated]:
    """The durations and sets that the model reads where no date stands."""
    for time in document.times:
        span = document.span(time.first, time.last)
        if time.label in ("DURATION", "SET") and not any(a < span[1] and span[0] < b for a, b in taken):
            kind: Literal["duration", "set"] = "duration" if time.label == "DURATION" else "set"
            yield Dated(span, document.text[slice(*span)], kind, None, None, time.first, time.last)


def resolved(pattern: Pattern, match: re.Match[str], context: Context) -> Range | None:
    """The days that a match names; ``None`` where it names none, or none of the calendar's (years 1 to 9999)."""
    try:
        return pattern.resolve(match, context)
    except (OverflowError, ValueError):
        return None


def within(match: re.Match[str]) -> tuple[Pattern, re.Match[str]] | None:
    """The longest expression inside one that names no days: the same period *last year*."""
    found = [
        (pattern, inner)
        for pattern, compiled in grammar().patterns
        if pattern.sure and compiled is not match.re and pattern.resolve is not pending
        for inner in compiled.finditer(match.string, *match.span())
    ]
    return max(found, key=lambda f: f[1].end() - f[1].start(), default=None)


def named(document: Document, first: int, last: int, pattern: Pattern) -> bool:
    """Whether an expression is part of a longer name: the *Sunday* Times, the Good *Friday* Agreement."""
    if pattern.name in UNNAMED:
        return any(e.label == "person" and e.first <= first and last <= e.last for e in document.entities)
    return any(e.first <= first and last <= e.last and e.last - e.first > last - first for e in document.entities)


def candidates(document: Document) -> Iterator[tuple[re.Match[str], Pattern]]:
    """Matches of the grammar, the longest first where they overlap, doubtful ones only where the model agrees."""
    text = document.text
    timed = [document.span(t.first, t.last) for t in document.times]
    modelled = bool(document.times) or any(t.xpos for t in document.tokens)
    found: list[tuple[re.Match[str], Pattern, int]] = []
    near = hinted(text)
    for rank, (pattern, compiled) in enumerate(grammar().patterns):
        for match in (m for start, end in near for m in compiled.finditer(text, start, end)):
            vouched = any(a < match.end() and match.start() < b for a, b in timed)
            if (pattern.sure or vouched or not modelled) and not repeated(text, match):
                found.append((match, pattern, rank))
    found.sort(key=lambda f: (f[0].start() - f[0].end(), f[2]))
    free = bytearray(len(text))
    kept = []
    for match, pattern, _ in found:
        start, end = span_of(match)
        if not any(free[start:end]):
            free[start:end] = b"\1" * (end - start)
            kept.append((match, pattern))
    yield from sorted(kept, key=lambda k: k[0].start())


def hinted(text: str) -> list[Span]:
    """The stretches of a text in which a time expression can stand."""
    found: list[Span] = []
    for match in grammar().hint.finditer(text):
        start, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def repeated(text: str, match: re.Match[str]) -> bool:
    """Whether a word before an expression makes it a set: every Monday, each May, every other Friday."""
    return text[max(0, match.start() - 20) : match.start()].rstrip().lower().endswith(tuple(grammar().words["every"]))


def span_of(match: re.Match[str]) -> Span:
    """The expression's own span: without the preposition that leads it and the stop that ends its sentence.

    The group ``span`` is it where a pattern looks at more than it means.
    """
    start, end = match.span("span") if "span" in match.groupdict() else match.span()
    if led := LED.match(match.string, start, end):
        start = led.end()
    word = match.string[max(start, end - 20) : end].rstrip(".").rpartition(" ")[2].lower()
    if match.string[end - 1] == "." and (len(word) > 4 or word in ("may", "june", "july")):
        end -= 1
    return start, end
