"""Days as pages and metadata print them → ISO."""

import datetime
import email.utils
import re

MONTHS = [datetime.date(2000, number, 1).strftime("%B").lower() for number in range(1, 13)]
MONTH = (
    r"(?P<month>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|"
    + "|".join(m.title() for m in MONTHS)
    + r")\b\.?"
)
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
PRINTED = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){YEAR}(?P<mark>[-./])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d)",
        rf"\b{MONTH}\s{{0,2}}{DAY}\s{{0,2}},?\s{{0,2}}{YEAR}(?!\d)",
        rf"(?<!\d){DAY}\s{{1,2}}(?:of )?{MONTH},?\s{{0,2}}{YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.{YEAR}(?!\d)",
        rf"(?<!\d)(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/{YEAR}(?!\d)",
    )
]


def days_in(text: str) -> list[str]:
    """The ISO days that a text gives in full, each once, by where they stand.

    >>> days_in("Posted Nov. 27, 2024, updated 28 November 2024")
    ['2024-11-27', '2024-11-28']
    """
    found = {match.start(): day for pattern in PRINTED for match in pattern.finditer(text) if (day := _day_of(match))}
    return list(dict.fromkeys(found[start] for start in sorted(found)))


def day_in(text: str) -> str | None:
    """The first ISO day that a text gives in full."""
    return next(iter(days_in(text)), None)


def moment(text: str) -> str | None:
    """The ISO day, or day and time, of a metadata value; ``None`` for what is no whole day.

    >>> moment("2024-11-27 16:30"), moment("Wed, 27 Nov 2024 02:00:00 +0900"), moment("yesterday")
    ('2024-11-27T16:30:00', '2024-11-27T02:00:00+09:00', None)
    """
    text = text.strip()
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text).isoformat()
        return (
            datetime.datetime.fromisoformat(text).isoformat()
            if re.match(r"\d{4}-\d\d-\d\d[T ]", text)
            else _mailed(text)
        )
    except ValueError:
        return day_in(text)


def _mailed(text: str) -> str | None:
    """A moment as e-mail and RSS write it, in the writer's own time zone, since the day is the writer's day."""
    try:
        return email.utils.parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return day_in(text)


def _day_of(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    try:
        if "first" in parts:
            day, month = _ordered(int(parts["first"]), int(parts["second"]))
        else:
            day, month = int(parts["day"]), _month(parts["month"])
        return datetime.date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return None


def _ordered(first: int, second: int) -> tuple[int, int]:
    """Day and month of "27/11" and "11/27". Raises ``ValueError`` where either could be the month."""
    if first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    raise ValueError("day and month cannot be told apart")


def _month(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(printed.lower()[:3]))
