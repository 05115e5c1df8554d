"""Days on the calendar: ranges of days, inclusive, and the arithmetic that time expressions need.

Every function gives ``None``, or raises ``ValueError`` or ``OverflowError`` as `datetime` does, where a range would
leave the calendar (years 1 to 9999).
"""

import datetime
from typing import TypeGuard

Range = tuple[datetime.date, datetime.date]
ONE = datetime.timedelta(days=1)
CENTURY_TURN = 30  # years ahead of publication that a two-digit year may name
# The month that a season begins with, north of the equator; each has three.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def day_of(published: str | None) -> datetime.date | None:
    """The day of an ISO date or datetime, ``None`` where it is none."""
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def single(days: Range | None) -> TypeGuard[Range]:
    """Whether a range is one day."""
    return days is not None and days[0] == days[1]


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


def third(days: Range, part: str | None) -> Range:
    """Early, mid or late in a month: days 1–10, 11–20, 21–end."""
    start, end = days
    bounds = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}.get((part or "").lower())
    return (start.replace(day=bounds[0]), start.replace(day=bounds[1])) if bounds else days


def quarter_days(year: int, number: int) -> Range | None:
    """All days of a calendar quarter."""
    first, last = whole(year, 3 * number - 2), whole(year, 3 * number)
    return (first[0], last[1]) if first and last else None


def is_quarter(days: Range | None) -> TypeGuard[Range]:
    """Whether a range is a calendar quarter."""
    return days is not None and quarter_days(days[0].year, (days[0].month + 2) // 3) == days


def season_days(name: str, year: int) -> Range | None:
    """The three months of a season that begins in ``year``: winter from its December."""
    first = SEASONS[name.lower()]
    start, end = whole(year, first), whole(year + (first == 12), (first + 1) % 12 + 1)
    return (start[0], end[1]) if start and end else None


def decade_days(year: int) -> Range:
    """The ten years that begin with ``year``."""
    return datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31)


def shifted(days: Range, unit: str, by: int) -> Range | None:
    """The calendar unit so many units away from the one that ``days`` begins in; ``unit`` may be a plural."""
    start = days[0]
    match unit.lower().rstrip("s"):
        case "day":
            return start + ONE * by, start + ONE * by
        case "week":
            return week_of(start, by)
        case "fortnight":
            return week_of(start, 2 * by)
        case "month":
            number = start.year * 12 + start.month - 1 + by
            return whole(number // 12, number % 12 + 1)
        case "quarter":
            number = start.year * 4 + (start.month - 1) // 3 + by
            return quarter_days(number // 4, number % 4 + 1)
        case "decade":
            return decade_days((start.year // 10 + by) * 10)
        case _:
            return whole(start.year + by)


def in_year(days: Range, year: int) -> Range:
    """A range moved to begin in another year; 29 February becomes the 28th where there is none."""
    return moved(days[0], year), moved(days[1], year + days[1].year - days[0].year)


def moved(day: datetime.date, year: int) -> datetime.date:
    """A day of another year."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) and not leap else day.day)


def nth_weekday(year: int, month: int, number: int, weekday: int) -> datetime.date:
    """The nth (−1: last) weekday (Monday is 1) of a month."""
    if number < 0:
        days = whole(year, month)
        last = days[1] if days else datetime.date(year, month, 28)
        return last - ONE * ((last.isoweekday() - weekday) % 7)
    first = datetime.date(year, month, 1)
    return first + ONE * ((weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar (Meeus, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return datetime.date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> datetime.date:
    """Easter Sunday of the Julian calendar, as a day of the Gregorian one (Meeus, chapter 8)."""
    d = (19 * (year % 19) + 15) % 30
    f = d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114
    return datetime.date(year, f // 31, f % 31 + 1) + ONE * (year // 100 - year // 400 - 2)
