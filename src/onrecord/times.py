"""Time expressions resolved to days on the calendar, as a newspaper reader would.

"Shin said in an interview on Sunday", published Wednesday 27 November 2024 → 2024-11-24. The grammar is data
(``tables/time_grammar.yaml``); here is what its patterns mean. Ranges are inclusive ISO days; what cannot be resolved
has no start. After the TIMEX3 guidelines (TimeML 1.2.1), with the record's own rule for "earlier this week".
"""

import datetime
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal, TypeGuard

import yaml

from onrecord.language.document import ROOT, Document, TokenRange
from onrecord.records import Day, Span

Range = tuple[datetime.date, datetime.date]
Tense = Literal["past", "future", "unknown"]
ONE = datetime.timedelta(days=1)
BLANK = r"(?:[^\S\n]|\n(?!\n))"  # white space inside a paragraph
LED = re.compile(r"(?:in|since|until|by|of|during|from)\s+(?=\w)", re.IGNORECASE)
CENTURY_TURN = 30  # years ahead of publication that a two-digit year may name
FAR, NEAR = 200, 100  # days: a date without a year so far off in the tense's direction is the one so near in the other


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression: its span and tokens, and the days it names (``None`` where it names none).

    ``kind`` is ``date``, ``duration`` or ``set``; only dates have days.
    """

    span: Span
    text: str
    kind: Literal["date", "duration", "set"]
    start: str | None = None
    end: str | None = None
    first: int = 0
    last: int = 0

    def day(self) -> Day | None:
        """The expression as the record keeps a date, if it names days."""
        return Day(start=self.start, end=self.end, text=self.text, span=self.span) if self.start and self.end else None


@dataclass(slots=True)
class Context:
    """What a resolver may look at: the publication day, the tense around the expression, the date named before it.

    ``firm`` says that the expression hangs on the very verb that has the tense: "was signed on Dec. 3", not "a Dec. 3
    deadline" or "until Dec. 3".
    """

    published: datetime.date | None
    tense: Tense
    before: Range | None
    grammar: "Grammar"
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of the grammar."""

    name: str
    sure: bool
    resolve: Callable[[re.Match[str], Context], Range | None]


@dataclass(slots=True)
class Grammar:
    """The grammar table with its patterns compiled."""

    words: dict[str, Any]
    patterns: list[tuple[Pattern, re.Pattern[str]]] = field(default_factory=list)
    hint: re.Pattern[str] = field(default_factory=lambda: re.compile(""))

    def month(self, name: str) -> int:
        """The number of a month's name or abbreviation."""
        return int(self.words["months"][name.lower()])

    def number(self, text: str) -> int | None:
        """A number in digits or words."""
        return int(text) if text.isdigit() else self.words["numbers"].get(text.lower())


@functools.cache
def grammar() -> Grammar:
    """The date grammar, compiled once."""
    words = yaml.safe_load(resources.files("onrecord.tables").joinpath("time_grammar.yaml").read_text(encoding="utf8"))
    found = Grammar(words)
    days = {name: number for name, number in words["weekdays"].items() if name.endswith("day")}
    holidays = _either(name.replace("'", "['’]") for name in words["holidays"])
    lists = {
        "{month}": f"(?-i:(?P<month>{_either(_cased(words['months']))}))",
        "{weekday}": f"(?-i:(?P<weekday>{_either(_cased(words['weekdays']))}))",
        "{fullweekday}": f"(?-i:(?P<weekday>{_either(_cased(days))}))",
        "{number}": _either(words["numbers"]),
        "{partofday}": _either(words["parts_of_day"]),
        "{about}": f"(?:{_either(words['about'])})",
        "{holiday}": f"(?-i:(?P<holiday>{holidays}))",
    }
    for row in words["patterns"]:
        pattern = row["pattern"]
        for name, alternatives in lists.items():
            pattern = pattern.replace(name, alternatives)
        pattern = pattern.replace(" ?", f"{BLANK}{{0,3}}").replace(" ", f"{BLANK}{{1,3}}")
        compiled = re.compile(r"(?<![\w])" + pattern, re.IGNORECASE)
        found.patterns.append((Pattern(row["name"], row["sure"], RESOLVERS[row["resolve"]]), compiled))
    return found


def _cased(names: dict[str, int]) -> list[str]:
    return [form for name in names for form in (name.title(), name.upper())]


def _either(names: Any) -> str:
    return "|".join(sorted(map(str, names), key=len, reverse=True))


def find_dates(document: Document, published: str | None) -> list[Dated]:
    """All time expressions of a document in order, dates resolved against the publication day (ISO) if it is known.

    "talks on Nov. 7", published 2024-11-27 → 2024-11-07. Candidates come from the grammar; the language model vouches
    for the doubtful ones ("May", "1998") and adds durations and sets.
    """
    day = day_of(published)
    found: list[Dated] = []
    before: Range | None = None
    for match, pattern in candidates(document):
        span = span_of(match)
        first, last = document.tokens_in(*span)
        if named(document, first, last):
            continue
        context = Context(day, tense_of(document, first, last), before, grammar(), firm(document, first, last))
        days = resolved(pattern, match, context)
        if days is None:
            continue
        before = days if (days[1] - days[0]).days <= 366 else before
        found.append(Dated(span, document.text[slice(*span)], "date", str(days[0]), str(days[1]), first, last))
    taken = [d.span for d in found]
    for tagged in document.times:
        span = document.span(tagged.first, tagged.last)
        if tagged.label in ("DURATION", "SET") and not any(a < span[1] and span[0] < b for a, b in taken):
            kind: Literal["duration", "set"] = "duration" if tagged.label == "DURATION" else "set"
            found.append(Dated(span, document.text[span[0] : span[1]], kind, None, None, tagged.first, tagged.last))
    return sorted(found, key=lambda d: d.span)


def resolved(pattern: Pattern, match: re.Match[str], context: Context) -> Range | None:
    """The days that a match names; ``None`` where it names none, or none of the calendar's (years 1 to 9999)."""
    try:
        return pattern.resolve(match, context)
    except (OverflowError, ValueError):
        return None


def named(document: Document, first: int, last: int) -> bool:
    """Whether an expression is part of a longer name: the *Sunday* Times, the Good *Friday* Agreement."""
    return any(e.first <= first and last <= e.last and e.last - e.first > last - first for e in document.entities)


def candidates(document: Document) -> Iterator[tuple[re.Match[str], Pattern]]:
    """Matches of the grammar, the longest first where they overlap, doubtful ones only where the model agrees."""
    text = document.text
    every = tuple(grammar().words["every"])
    timed = [document.span(t.first, t.last) for t in document.times]
    modelled = bool(document.times) or any(t.xpos for t in document.tokens)
    found: list[tuple[re.Match[str], Pattern, int]] = []
    for rank, (pattern, compiled) in enumerate(grammar().patterns):
        for match in compiled.finditer(text):
            if text[: match.start()].rstrip()[-6:].lower().endswith(every):
                continue
            vouched = any(a < match.end() and match.start() < b for a, b in timed)
            if pattern.sure or vouched or not modelled:
                found.append((match, pattern, rank))
    found.sort(key=lambda f: (f[0].start() - f[0].end(), f[2]))
    free = bytearray(len(text))
    kept = []
    for match, pattern, _ in found:
        if not any(free[match.start() : match.end()]):
            free[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            kept.append((match, pattern))
    yield from sorted(kept, key=lambda k: k[0].start())


def span_of(match: re.Match[str]) -> Span:
    """The expression's own span: without the preposition that leads it and the stop that ends its sentence.

    The group ``span`` is it where a pattern looks at more than it means.
    """
    start, end = match.span("span") if "span" in match.groupdict() else match.span()
    if led := LED.match(match.string, start, end):
        start = led.end()
    word = match.string[:end].rstrip(".").rpartition(" ")[2].lower()
    if match.string[end - 1] == "." and (len(word) > 4 or word in ("may", "june", "july")):
        end -= 1
    return start, end


def day_of(published: str | None) -> datetime.date | None:
    """The day of an ISO date or datetime, ``None`` where it is none."""
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


# Tense


def tense_of(document: Document, first: int, last: int) -> Tense:
    """The direction that the verb over an expression points: "said Monday" past, "will meet Monday" future."""
    if first >= last:
        return "unknown"
    index = document.head_of(first, last)
    if document.related(index, "nmod:poss"):
        return "past"
    limited = any(document.tokens[c].lemma in grammar().words["limits"] for c in document.children(index))
    for verb in (index, *document.ancestors(index)):
        token = document.tokens[verb]
        if token.lemma in grammar().words["future"] and token.xpos in ("JJ", "VBN"):
            return "future"
        if token.upos in ("VERB", "AUX") or (
            token.deprel in ("root", "ccomp", "conj", "advcl") and document.child(verb, "cop", "aux")
        ):
            if limited and document.tokens[verb].xpos in ("VB", "VBP", "VBZ", "VBG"):
                return "future"
            found = _tense(document, verb)
            if found != "unknown":
                return found
    return "unknown"


def firm(document: Document, first: int, last: int) -> bool:
    """Whether an expression hangs on a verb, and not as the end of what it tells ("until", "by")."""
    if first >= last:
        return False
    index = document.head_of(first, last)
    over = document.tokens[index].head
    ends = any(
        document.tokens[c].lemma.lower() in (*grammar().words["limits"], "through", "around")
        for c in document.children(index)
    )
    return over != ROOT and document.tokens[over].upos in ("VERB", "AUX") and not ends


def _tense(document: Document, verb: int) -> Tense:
    future = grammar().words["future"]
    tokens = document.tokens
    around = [tokens[c] for c in document.children(verb) if document.related(c, "aux", "mark", "cop")]
    if any(
        (t.xpos == "MD" and t.lemma.lower() in future) or t.text.lower() in ("will", "'ll", "’ll", "would")
        for t in around
    ):
        return "future" if not any(t.lemma == "have" for t in around) else "past"
    if tokens[verb].xpos == "VB" and any(t.text.lower() == "to" for t in around):
        over = tokens[verb].head
        coming = {*future, *grammar().words["ahead"]}
        return "future" if over == ROOT or tokens[over].xpos != "VBD" or tokens[over].lemma in coming else "past"
    if tokens[verb].xpos in ("VBD", "VBN") or any(t.xpos in ("VBD",) or t.lemma == "have" for t in around):
        return "past"
    if tokens[verb].xpos in ("VBZ", "VBP", "VBG") and any(t.xpos in ("VBZ", "VBP") for t in (tokens[verb], *around)):
        return "future"  # the scheduled present: "talks begin Monday", "is leaving on Friday"
    return "unknown"


# Resolvers: a match and its context to a range of days


def whole(year: int, month: int | None = None) -> Range | None:
    """All days of a year, or of a month of it; ``None`` outside the calendar."""
    try:
        if month is None:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
        return datetime.date(year, month, 1), after - ONE
    except ValueError:
        return None


def week_of(day: datetime.date, weeks: int = 0) -> Range:
    """Monday to Sunday of the week of ``day``, or of one so many weeks on."""
    monday = day - ONE * (day.isoweekday() - 1) + datetime.timedelta(weeks=weeks)
    return monday, monday + 6 * ONE


def full_year(text: str, published: datetime.date | None) -> int:
    """A year in two or four digits; two digits are the latest such year not far after publication."""
    if len(text) == 4:
        return int(text)
    latest = (published or datetime.date.today()).year + CENTURY_TURN
    return latest - (latest - int(text)) % 100


def numeric(match: re.Match[str], context: Context) -> Range | None:
    """1997-11-07, 11/07/97."""
    try:
        day = datetime.date(full_year(match["y"], context.published), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return day, day


def month_day(match: re.Match[str], context: Context) -> Range | None:
    """Nov. 7; 7 November 1997; July 1-3: without a year, the nearest in the direction of the tense."""
    month, last = context.grammar.month(match["month"]), match.groupdict().get("d2")
    if len(match["month"]) > 4 and match.string[match.end("month")] == "." and match.start("d") > match.end("month"):
        return None  # "passed in March. 12 soldiers": only abbreviations take a stop inside a date
    years = [int(match["y"])] if match["y"] else _years_around(context)
    found = []
    for year in years:
        try:
            start = datetime.date(year, month, int(match["d"]))
            found.append((start, datetime.date(year, month, int(last)) if last else start))
        except ValueError:
            continue
    if match["y"]:
        return found[0] if found and found[0][0] <= found[0][1] else None
    named = context.grammar.words["weekdays"].get((match.groupdict().get("weekday") or "").lower())
    fitting = [f for f in found if f[0] <= f[1] and f[0].isoweekday() == (named or f[0].isoweekday())]
    return nearest(fitting, context)


def _years_around(context: Context) -> list[int]:
    return [context.published.year + n for n in (-1, 0, 1)] if context.published else []


def nearest(ranges: Sequence[Range], context: Context) -> Range | None:
    """The range closest to publication that lies in the direction of the tense (publication day fits both).

    "He set a Nov. 6 deadline" on Oct. 30 means the coming November: of a day almost a year off the year is named.
    """
    day = context.published
    if day is None:
        return None

    def off(days: Range) -> int:
        return abs((days[0] - day).days)

    fits = {"past": lambda r: r[0] <= day, "future": lambda r: r[1] >= day, "unknown": lambda _: True}[context.tense]
    best = min(filter(fits, ranges), key=off, default=None)
    closest = min(ranges, key=off, default=None)
    if best is None or closest is None or (not context.firm and off(best) > FAR and off(closest) <= NEAR):
        return closest
    return best


def month(match: re.Match[str], context: Context) -> Range | None:
    """January; last May; mid-March 1998; in October last year."""
    groups = match.groupdict()
    number, day = context.grammar.month(match["month"]), context.published
    if groups.get("y"):
        found = whole(int(groups["y"]), number)
    elif day is None:
        return None
    elif of := groups.get("of"):
        found = whole(day.year + {"last": -1, "this": 0, "next": 1}[of.split()[-2].lower()], number)
    elif (rel := (groups.get("rel") or "").lower()) in ("last", "past", "next"):
        behind = rel != "next"
        found = whole(day.year - (number >= day.month) if behind else day.year + (number <= day.month), number)
    elif rel == "this":
        found = whole(day.year, number)
    else:
        found = nearest([r for y in _years_around(context) if (r := whole(y, number))], context)
    return third(found, groups.get("part")) if found else None


def third(days: Range, part: str | None) -> Range:
    """Early, mid or late in a month: days 1–10, 11–20, 21–end."""
    start, end = days
    bounds = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}.get((part or "").lower())
    return (start.replace(day=bounds[0]), start.replace(day=bounds[1])) if bounds else days


def weekday(match: re.Match[str], context: Context) -> Range | None:
    """Monday; last Friday; Thursday of next week."""
    groups, day = match.groupdict(), context.published
    if day is None:
        return None
    number = int(context.grammar.words["weekdays"][match["weekday"].lower()])
    if groups.get("week"):
        shift = {"last": -1, "this": 0, "next": 1}[groups["week"].lower()]
        found = week_of(day, shift)[0] + ONE * (number - 1)
        return found, found
    back = (day.isoweekday() - number) % 7
    rel = re.sub(r"\s+", " ", groups.get("rel") or "").lower()
    if rel in ("last", "this past", "the previous"):
        found = day - ONE * (back or 7)
    elif rel in ("next", "this coming", "the following") or (context.tense == "future" and back):
        found = day + ONE * (7 - back)
    else:
        found = day - ONE * back
    return found, found


def week(match: re.Match[str], context: Context) -> Range | None:
    """The week of March 6: the Monday-to-Sunday week that holds that day."""
    found = month_day(match, context)
    return week_of(found[0]) if found else None


def weekend(match: re.Match[str], context: Context) -> Range | None:
    """The weekend, this weekend, last weekend: Saturday and Sunday."""
    day = context.published
    if day is None:
        return None
    rel = re.sub(r"\s+", " ", match["rel"]).lower()
    this = week_of(day)[0] + 5 * ONE
    behind = rel in ("last", "this past", "the past", "the previous") or (
        rel in ("the", "this") and context.tense == "past"
    )
    saturday = this - 7 * ONE if behind and day <= this + ONE else this
    if rel in ("next", "the following"):
        saturday = this + (7 * ONE if day.isoweekday() >= 6 else 0 * ONE)
    return saturday, saturday + ONE


def day_word(match: re.Match[str], context: Context) -> Range | None:
    """Today, tonight, yesterday, last night, this morning."""
    if context.published is None:
        return None
    word = re.sub(r"\s+", " ", match["word"]).lower()
    shift = {
        "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1,
        "the day before yesterday": -2, "the day after tomorrow": 2,
    }.get(word, 0)  # fmt: skip
    found = context.published + ONE * shift
    return found, found


def relative_unit(match: re.Match[str], context: Context) -> Range | None:
    """Last week, this year, later this month, earlier this week (Monday to the day before publication)."""
    day = context.published
    if day is None:
        return None
    rel, unit = re.sub(r"\s+", " ", match["rel"]).lower(), match["unit"].lower()
    part = (match.groupdict().get("part") or "").lower()
    if rel in ("the following", "the previous", "the same"):
        return _shifted(
            context.before or (day, day), unit, {"the following": 1, "the previous": -1, "the same": 0}[rel]
        )
    if unit == "day":
        return None
    found = _shifted((day, day), unit, {"last": -1, "next": 1, "the next": 1, "the coming": 1}.get(rel, 0))
    if unit == "week" and rel == "this" and found and part == "earlier" and day > found[0]:
        return found[0], day - ONE
    if unit == "week" and rel == "this" and found and part == "later" and day < found[1]:
        return day + ONE, found[1]
    return third(found, part) if found and unit == "month" and part in ("early", "late") else found


def _shifted(days: Range, unit: str, by: int) -> Range | None:
    """The calendar unit so many units away from the one that ``days`` begins in."""
    start = days[0]
    unit = unit.rstrip("s")
    try:
        if unit == "day":
            return start + ONE * by, start + ONE * by
        if unit == "week":
            return week_of(start, by)
        if unit == "month":
            number = start.year * 12 + start.month - 1 + by
            return whole(number // 12, number % 12 + 1)
        if unit == "quarter":
            number = start.year * 4 + (start.month - 1) // 3 + by
            return quarter_days(number // 4, number % 4 + 1)
        if unit == "decade":
            first = (start.year // 10 + by) * 10
            return datetime.date(first, 1, 1), datetime.date(first + 9, 12, 31)
        return whole(start.year + by)
    except (ValueError, OverflowError):
        return None


def ago(match: re.Match[str], context: Context) -> Range | None:
    """Three days ago, two weeks ago, a year ago: the day, week, month or year so far back."""
    count = 1 if match["n"].lower() == "year" else context.grammar.number(match["n"])
    if context.published is None or count is None:
        return None
    if is_quarter(context.before) and match["unit"].lower().startswith(("year", "ago", "earlier")) and count == 1:
        return _shifted(context.before, "quarter", -4)
    forward = match.group().lower().endswith("now")
    unit = match["unit"].lower().rstrip("s").replace("ago", "year").replace("earlier", "year")
    if unit == "decade":
        unit, count = "year", count * 10
    return _shifted((context.published, context.published), unit, count if forward else -count)


def ahead(match: re.Match[str], context: Context) -> Range | None:
    """In three days, told of what is to come; "in three days of fighting" is no date."""
    count = context.grammar.number(match["n"])
    if context.published is None or count is None or context.tense != "future":
        return None
    return _shifted((context.published, context.published), match["unit"].lower(), count)


def day_of_month(match: re.Match[str], context: Context) -> Range | None:
    """The 15th of next month."""
    if context.published is None:
        return None
    months = _shifted((context.published,) * 2, "month", {"last": -1, "this": 0, "next": 1}[match["rel"].lower()])
    return (months[0].replace(day=int(match["d"])),) * 2 if months else None


def anchored(match: re.Match[str], context: Context) -> Range | None:
    """Two days later, the next day: counted from the date named before, else from publication."""
    rel = re.sub(r"\s+", " ", match["rel"]).lower()
    groups = match.groupdict()
    forward = any(word in rel for word in ("after", "later", "next", "following"))
    published = (context.published, context.published) if context.published and not forward else None
    base = context.before or published
    fine = (groups.get("unit") or "day").lower().startswith(("day", "week"))
    if base is None or (fine and (base[1] - base[0]).days > 31):
        return None
    if groups.get("n"):
        count = context.grammar.number(groups["n"])
        if count == 1 and groups["unit"].lower() == "year" and is_quarter(base):
            return _shifted(base, "quarter", 4 if forward else -4)
        return None if count is None else _shifted(base, groups["unit"].lower(), count if forward else -count)
    return _shifted(base, "day", 0 if "same" in rel else 1 if forward else -1)


def quarter_days(year: int, number: int) -> Range | None:
    """All days of a calendar quarter."""
    first, last = whole(year, 3 * number - 2), whole(year, 3 * number)
    return (first[0], last[1]) if first and last else None


def quarter(match: re.Match[str], context: Context) -> Range | None:
    """The first quarter of 1998; third-quarter; this year's second quarter: without a year, the latest begun."""
    groups, day = match.groupdict(), context.published
    if groups.get("bare"):
        return bare_quarter(groups["bare"].lower(), context)
    number = int(context.grammar.words["ordinals"][match["q"].lower()])
    if groups.get("y"):
        return quarter_days(int(groups["y"]), number)
    if day is None:
        return None
    if rel := groups.get("rel") or groups.get("rel2"):
        return quarter_days(day.year + {"last": -1, "this": 0, "next": 1}[rel.lower()], number)
    this = quarter_days(day.year, number)
    return this if this and (this[0] <= day or context.tense == "future") else quarter_days(day.year - 1, number)


def bare_quarter(which: str, context: Context) -> Range | None:
    """The quarter told of: the one named before, else the last one complete; or the same a year before it."""
    if context.published is None:
        return None
    told = context.before if is_quarter(context.before) else _shifted((context.published,) * 2, "quarter", -1)
    if which == "current":
        return _shifted((context.published,) * 2, "quarter", 0)
    return _shifted(told, "quarter", -4) if told and which.startswith("year") else told


def is_quarter(days: Range | None) -> TypeGuard[Range]:
    """Whether a range is a calendar quarter."""
    return days is not None and quarter_days(days[0].year, (days[0].month + 2) // 3) == days


def year_end(_: re.Match[str], context: Context) -> Range | None:
    """Year-end: the last day of the year."""
    if context.published is None:
        return None
    found = datetime.date(context.published.year, 12, 31)
    return found, found


def anchored_unit(match: re.Match[str], context: Context) -> Range | None:
    """That day, that year: the unit that the date named before begins in."""
    return _shifted(context.before, match["unit"].lower(), 0) if context.before else None


def half(match: re.Match[str], context: Context) -> Range | None:
    """The first half of 1998."""
    groups, day = match.groupdict(), context.published
    if not groups.get("y") and day is None:
        return None
    shift = {"last": -1, "next": 1}.get((groups.get("rel") or "").lower(), 0)
    year = int(groups["y"]) if groups.get("y") else day.year + shift  # type: ignore[union-attr]  # checked above
    second = match["h"].lower() in ("second", "2nd")
    return datetime.date(year, 7 if second else 1, 1), datetime.date(year, 12 if second else 6, 31 if second else 30)


def decade(match: re.Match[str], context: Context) -> Range | None:
    """The 1990s, the '80s."""
    first = full_year(match["y"], context.published)
    return datetime.date(first, 1, 1), datetime.date(first + 9, 12, 31)


def year(match: re.Match[str], context: Context) -> Range | None:
    """1998, mid-1998, '98."""
    return whole(full_year(match["y"], context.published))


def holiday(match: re.Match[str], context: Context) -> Range | None:
    """New Year's Day: the nearest in the direction of the tense."""
    number, day = context.grammar.words["holidays"][match["holiday"].replace("’", "'")]
    return nearest([(d, d) for y in _years_around(context) for d in [datetime.date(y, number, day)]], context)


RESOLVERS: dict[str, Callable[[re.Match[str], Context], Range | None]] = {
    f.__name__: f
    for f in (
        numeric,
        month_day,
        month,
        weekday,
        week,
        weekend,
        day_word,
        relative_unit,
        ago,
        ahead,
        day_of_month,
        anchored,
        quarter,
        half,
        decade,
        year_end,
        anchored_unit,
        year,
        holiday,
    )
}


# Inheritance


def date_of(document: Document, dates: Sequence[Dated], near: TokenRange, published: str | None) -> Day | None:
    """The date of what is told at ``near``: its own clause's, else its sentence's, else its paragraph's reporting time.

    "Rudenko said on Sunday" → that Sunday. A paragraph's reporting time is a day named before in it that is not after
    publication; with none, ``None``.
    """
    if not document.tokens or near[0] >= len(document.tokens):
        return None
    head = document.head_of(*near)
    named = [d for d in dates if d.kind == "date" and d.start and d.first < d.last]
    own = [d for d in named if governs(document, head, d)]
    if own:
        return min(own, key=lambda d: abs(d.first - head)).day()
    sentence = document.sentences[document.sentence_of(head)]
    same = [d for d in named if sentence[0] <= d.first < sentence[1] and narrow(d)]
    if same:
        return min(same, key=lambda d: abs(d.first - head)).day()
    opening = document.text.rfind("\n\n", 0, document.tokens[head].start) + 1
    told = [d for d in named if opening <= d.span[0] < document.tokens[head].start and narrow(d)]
    told = [d for d in told if not published or (d.start or "") <= published[:10]]
    return told[-1].day() if told else None


def narrow(dated: Dated) -> bool:
    """Whether an expression names a month or less: longer stretches date no telling."""
    start, end = day_of(dated.start), day_of(dated.end)
    return start is not None and end is not None and (end - start).days <= 31


def governs(document: Document, head: int, dated: Dated) -> bool:
    """Whether a date hangs on this very verb."""
    index = document.head_of(dated.first, dated.last)
    return document.tokens[index].head == head
