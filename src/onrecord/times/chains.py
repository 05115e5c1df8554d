"""Dates that hang on other dates: "a month after X", "the 46th anniversary of X", "from X to Y"."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.language.document import ROOT, Document
from onrecord.times.calendar import ONE, Range, day_of, in_year, shifted, single
from onrecord.times.context import Dated
from onrecord.times.grammar import grammar

REACH = 60  # characters between "a month after" and the date that it counts from
JOINS = re.compile(r"\s*(?:(to|through|until|till|and)\s+(?:the\s+)?|[-–—]\s*)$", re.IGNORECASE)
LEADS = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
YEAR = re.compile(r"\b\d{4}\b|['’]\d\d\b")
STEM = 4  # letters that an event's name and its verb share at least: invasion, invaded


def range_of(dated: Dated) -> Range | None:
    """The days of a date."""
    start, end = day_of(dated.start), day_of(dated.end)
    return (start, end) if start and end else None


def moved_to(dated: Dated, days: Range | None) -> Dated:
    """The same expression, naming other days."""
    return replace(dated, start=str(days[0]), end=str(days[1])) if days else dated


# From … to …


def joined(text: str, first: Dated, second: Dated) -> bool:
    """Whether two dates are the ends of one stretch: from March to June, between 1998 and 2001."""
    link = JOINS.fullmatch(text[first.span[1] : second.span[0]])
    lead = LEADS.search(text[max(0, first.span[0] - 20) : first.span[0]])
    if link is None or lead is None:
        return False
    return (link[1] or "").lower() != "and" or lead[0].lower().startswith("between")


def agreed(document: Document, found: Sequence[Dated], published: datetime.date | None) -> list[Dated]:
    """The dates with the ends of each stretch in order: in "from November to February" February is the year after."""
    dates = list(found)
    for n, (first, second) in enumerate(pairwise(found)):
        if joined(document.text, first, second):
            dates[n], dates[n + 1] = in_order(dates[n], second, published)
    return dates


def in_order(first: Dated, second: Dated, published: datetime.date | None) -> tuple[Dated, Dated]:
    """Two ends, the one that leaves its year or week to the reader moved so that the first comes first."""
    a, b = range_of(first), range_of(second)
    if a is None or b is None or (a[0].year == b[0].year and a[0] <= b[0]):
        return first, second
    dated, spelt = bool(YEAR.search(first.text)), bool(YEAR.search(second.text))
    if spelt and not dated:
        year = b[0].year if (a[0].month, a[0].day) <= (b[0].month, b[0].day) else b[0].year - 1
        return moved_to(first, in_year(a, year)), second
    if a[0] <= b[0] or spelt:
        return first, second
    if dated or (b[1] - b[0]).days > 6 or not second.text[:1].isalpha() or any(c.isdigit() for c in second.text):
        return first, moved_to(second, in_year(b, a[0].year + ((b[0].month, b[0].day) < (a[0].month, a[0].day))))
    later = (b[0] + 7 * ONE, b[1] + 7 * ONE)
    if published and a[0] < published < later[0]:
        return moved_to(first, (a[0] - 7 * ONE, a[1] - 7 * ONE)), second
    return first, moved_to(second, later)


# A month after …, the 46th anniversary of …


def linked(
    document: Document, found: list[Dated], links: Sequence[re.Match[str]], published: datetime.date | None
) -> list[Dated]:
    """The dates and, after them, those that hang on one of them."""
    dates = sorted(found, key=lambda d: d.span)
    made = []
    for match in links:
        for dated in (anniversary if "th" in match.groupdict() else counted)(document, dates, match, published):
            dates = [d for d in dates if not (dated.span[0] <= d.span[0] and d.span[1] <= dated.span[1])]
            made.append(dated)
            dates.append(dated)
    return sorted(dates, key=lambda d: d.span)


def counted(
    document: Document, dates: Sequence[Dated], match: re.Match[str], _published: datetime.date | None
) -> Iterator[Dated]:
    """A month after the Nov. 5 vote; two days before the raid, whose day the report tells elsewhere."""
    number = grammar().number(match["n"]) if match["n"] else 1
    named = following(document, dates, match.end())
    base = range_of(named) if named else event_days(document, dates, match.end())
    if base is None or number is None:
        return
    unit = match["unit"] or match["unit2"]
    if unit.lower().startswith("day") and not single(base):
        return
    way = -1 if match["rel"].lower() in ("before", "ahead of", "prior to") else 1
    start = base[1] if way > 0 and single(base) else base[0]
    touches = named is not None and not document.text[match.end() : named.span[0]].strip()
    end = named.span[1] if named and touches else match.end("span")
    yield from dated_at(document, match, days_off((start, start), unit, way * number), end)


def days_off(base: Range, unit: str, by: int) -> Range | None:
    """Units away from a day, ``None`` off the calendar."""
    try:
        return shifted(base, unit, by)
    except (OverflowError, ValueError):
        return None


def dated_at(document: Document, match: re.Match[str], days: Range | None, end: int | None = None) -> Iterator[Dated]:
    """A match as a date of these days; ``end`` where it ends after the group that is its span."""
    if days:
        start, end = match.start("span"), end or match.end("span")
        first, last = document.tokens_in(start, end)
        yield Dated((start, end), document.text[start:end], "date", str(days[0]), str(days[1]), first, last)


def anniversary(
    document: Document, dates: Sequence[Dated], match: re.Match[str], published: datetime.date | None
) -> Iterator[Dated]:
    """The 46th anniversary of the 1979 accord: that year; of the Feb. 24 invasion: the nearest such day to publication.

    In the second case the invasion's own year follows, and its date comes anew too.
    """
    number = grammar().ordinal(match["th"])
    named = following(document, dates, match.end())
    base = range_of(named) if named else event_days(document, dates, match.end())
    if base is None or number is None:
        return
    if named is None or YEAR.search(named.text) or not single(base) or published is None:
        try:
            yield from dated_at(document, match, in_year(base, base[0].year + number))
        except ValueError:
            return
        return
    years = (published.year - 1, published.year, published.year + 1)
    near = min((in_year(base, y) for y in years), key=lambda r: abs((r[0] - published).days))
    yield from dated_at(document, match, near)
    yield moved_to(named, in_year(near, near[0].year - number))


def following(document: Document, dates: Sequence[Dated], at: int) -> Dated | None:
    """The date that stands right after a point of the text, in its clause."""
    for dated in dates:
        if at <= dated.span[0] <= at + REACH:
            between = document.text[at : dated.span[0]]
            return dated if not re.search(r"[.;:,\n]", between) and len(between.split()) <= WORDS_BETWEEN else None
    return None


WORDS_BETWEEN = 7


def event_days(document: Document, dates: Sequence[Dated], at: int) -> Range | None:
    """The one day, or stretch, that the report gives elsewhere for the event named at a point: "after the raid"."""
    event = event_at(document, at)
    if event is None:
        return None
    found = {
        days
        for i, token in enumerate(document.tokens)
        if i != event and token.upos in ("NOUN", "VERB") and same_event(token.lemma, document.tokens[event].lemma)
        for dated in dates
        if dated.start and dated.first < dated.last and tells(document, dated, i) and (days := range_of(dated))
    }
    return found.pop() if len(found) == 1 else None


def tells(document: Document, dated: Dated, event: int) -> bool:
    """Whether a date is an event's own: it hangs on it, or on a verb that says that it took place."""
    over = document.tokens[document.head_of(dated.first, dated.last)].head
    if over in (event, ROOT):
        return over == event
    token = document.tokens[event]
    return token.head == over and document.related(event, "nsubj") and document.tokens[over].lemma in happening()


def happening() -> list[str]:
    """The verbs of taking place."""
    verbs: list[str] = grammar().words["happening"]
    return verbs


def event_at(document: Document, at: int) -> int | None:
    """The noun or verb that a phrase at a point of the text is headed by."""
    first, last = document.tokens_in(at, min(len(document.text), at + REACH))
    for i in range(first, last):
        token = document.tokens[i]
        if token.upos == "VERB" or (
            token.upos == "NOUN" and token.deprel != "compound" and (token.head == ROOT or not first <= token.head < i)
        ):
            return i
        if token.upos == "PUNCT":
            return None
    return None


def same_event(one: str, other: str) -> bool:
    """Whether two lemmas name one kind of event: raid and raid, invasion and invade, withdrawal and withdraw."""
    one, other = one.lower(), other.lower()
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(STEM, min(len(one), len(other)) - 3)
