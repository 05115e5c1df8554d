"""Resolvers of expressions that say which day, month or year they mean, or leave only the year to the reader."""

import datetime
import re
from collections.abc import Sequence

from onrecord.times import calendar
from onrecord.times.calendar import ONE, Range, full_year, third, week_of, whole
from onrecord.times.context import Context

FAR, NEAR = 200, 100  # days: a date without a year so far off in the tense's direction is the one so near in the other
ZONE = re.compile(r"\s*\([\w:.]+(?: [ap]\.?m\.?)?(?: (?:[A-Z]{3,4}|local time))?(?:,? on)?\s*")  # Friday (0400 GMT …
AWAY = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "the current": 0, "next": 1, "coming": 1}


def words_of(text: str | None) -> str:
    """A group's text in lower case with single blanks; empty where the group took no part."""
    return re.sub(r"\s+", " ", text or "").lower()


def numeric(match: re.Match[str], context: Context) -> Range | None:
    """1997-11-07, 11/07/97."""
    day = datetime.date(full_year(match["y"], context.published), int(match["m"]), int(match["d"]))
    return day, day


def month_day(match: re.Match[str], context: Context) -> Range | None:
    """Nov. 7; 7 November 1997; July 1-3; Nov. 7 last year; without a year, the nearest in the tense's direction."""
    groups = match.groupdict()
    number = context.grammar.month(groups["month"])
    first, last = int(groups["d"]), int(groups.get("d2") or groups["d"])

    def days(year: int) -> list[Range]:
        try:
            start, end = datetime.date(year, number, first), datetime.date(year, number, last)
        except ValueError:
            return []
        return [(start, end)] if start <= end else []

    if groups.get("y") or groups.get("spoken"):
        return next(iter(days(year_of(match, context))), None)
    if groups.get("of") and context.published:
        return next(iter(days(context.published.year + AWAY[groups["of"].split()[-2].lower()])), None)
    found = [r for y in _years_around(context) for r in days(y)]
    fitting = found
    if name := groups.get("weekday"):
        fitting = [r for r in found if r[0].isoweekday() == context.grammar.words["weekdays"][name.lower()]] or found
    return nearest(fitting, context)


def year_of(match: re.Match[str], context: Context) -> int:
    """The year that a match spells in digits or words."""
    groups = match.groupdict()
    return spoken_year(groups["spoken"], context) if groups.get("spoken") else full_year(match["y"], context.published)


def spoken_year(text: str, context: Context) -> int:
    """Nineteen ninety-seven, two thousand and five, twenty twenty-four."""
    parts = [part for part in re.split(r"[-\s]+", text.lower()) if part not in ("and", "hundred", "oh")]
    numbers = [int(context.grammar.words["numbers"][part]) for part in parts if part != "thousand"]
    return numbers[0] * (1000 if "thousand" in parts else 100) + sum(numbers[1:])


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


def day_number(match: re.Match[str], context: Context) -> Range | None:
    """On the 15th: of the month nearest in the direction of the tense."""
    day = context.published
    months = [calendar.shifted((day, day), "month", n) for n in (-1, 0, 1)] if day else []
    number = int(match["d"])
    found = [(m[0].replace(day=number),) * 2 for m in months if m and 1 <= number <= m[1].day]
    return nearest(found, context)


def month(match: re.Match[str], context: Context) -> Range | None:
    """January; last May; mid-March 1998; in October last year."""
    groups = match.groupdict()
    number, day = context.grammar.month(match["month"]), context.published
    if groups.get("y") or groups.get("spoken"):
        found = whole(year_of(match, context), number)
    elif day is None:
        return None
    elif of := groups.get("of"):
        found = whole(day.year + AWAY[of.split()[-2].lower()], number)
    elif (rel := (groups.get("rel") or "").lower()) in ("last", "past", "next"):
        behind = rel != "next"
        found = whole(day.year - (number >= day.month) if behind else day.year + (number <= day.month), number)
    elif rel == "this":
        found = whole(day.year, number)
    else:
        found = nearest([r for y in _years_around(context) if (r := whole(y, number))], context)
    return third(found, groups.get("part")) if found else None


def weekday(match: re.Match[str], context: Context) -> Range | None:
    """Monday; last Friday; Thursday of next week; the previous Friday (before the day told of)."""
    groups, day = match.groupdict(), context.published
    if day is None:
        return None
    number = int(context.grammar.words["weekdays"][match["weekday"].lower()])
    if groups.get("week"):
        found = week_of(day, AWAY[groups["week"].split()[-2].lower()])[0] + ONE * (number - 1)
        return found, found
    rel = words_of(groups.get("rel"))
    if rel in ("the previous", "the following"):
        return _weekday_from(context, number, 1 if rel == "the following" else -1)
    before = context.before
    if calendar.single(before) and ZONE.fullmatch(context.between):
        found = before[0] + ONE * ((number - before[0].isoweekday() + 3) % 7 - 3)
        return found, found
    back = (day.isoweekday() - number) % 7
    if rel in ("last", "this past"):
        found = day - ONE * (back or 7)
    elif rel in ("next", "this coming", "the coming") or (context.tense == "future" and back):
        found = day + ONE * (7 - back)
    else:
        found = day - ONE * back
    return found, found


def _weekday_from(context: Context, number: int, way: int) -> Range | None:
    """The first such weekday before or after the day told of, else before or after publication."""
    base = context.day or ((context.published,) * 2 if context.published else None)
    if base is None:
        return None
    found = base[0] + ONE * way * ((way * (number - base[0].isoweekday())) % 7 or 7)
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
    rel = words_of(match["rel"])
    this = week_of(day)[0] + 5 * ONE
    behind = rel in ("last", "this past", "the past", "the previous") or (
        rel in ("the", "this", "at the") and context.tense == "past"
    )
    saturday = this - 7 * ONE if behind and day <= this + ONE else this
    if rel in ("next", "the following"):
        saturday = this + (7 * ONE if day.isoweekday() >= 6 else 0 * ONE)
    return saturday, saturday + ONE


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
    """The 1990s, the '80s, the nineties."""
    if name := match.groupdict().get("name"):
        return calendar.decade_days(full_year(str(context.grammar.words["decades"][name.lower()]), context.published))
    return calendar.decade_days(full_year(match["y"], context.published))


def year(match: re.Match[str], context: Context) -> Range | None:
    """1998, mid-1998, '98, nineteen ninety-eight; 1998-99."""
    first = whole(year_of(match, context))
    if (until := match.groupdict().get("y2")) and first:
        last = whole(int(str(first[0].year)[: 4 - len(until)] + until))
        return (first[0], last[1]) if last and last > first else None
    return first


def season(match: re.Match[str], context: Context) -> Range | None:
    """Last summer, the winter of 1994, this spring: three whole months, as the northern hemisphere counts them."""
    groups, day = match.groupdict(), context.published
    if groups.get("y") or groups.get("spoken"):
        return calendar.season_days(match["season"], year_of(match, context))
    if day is None:
        return None
    found = [r for n in (-2, -1, 0, 1) if (r := calendar.season_days(match["season"], day.year + n))]
    rel = words_of(groups.get("rel"))
    over = [r for r in found if r[1] < day]
    if rel in ("last", "this past"):
        return over[-1]
    if rel == "next":
        return next(r for r in found if r[0] > day)
    if rel == "this" and (now := [r for r in found if r[0] <= day <= r[1]]):
        return now[0]
    return nearest(found[1:], context)


def year_end(match: re.Match[str], context: Context) -> Range | None:
    """Year-end: the last day of the year."""
    number = int(match["y"]) if match["y"] else context.published.year if context.published else None
    return (datetime.date(number, 12, 31),) * 2 if number else None


def day_of_month(match: re.Match[str], context: Context) -> Range | None:
    """The 15th of next month."""
    if context.published is None:
        return None
    months = calendar.shifted((context.published,) * 2, "month", AWAY[match["rel"].lower()])
    return (months[0].replace(day=int(match["d"])),) * 2 if months else None
