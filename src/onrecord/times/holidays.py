"""Holidays that states name, and feasts whose day moves from year to year.

"Ukraine marked its Independence Day" → 24 August. Which state's day is meant where several have one of that name is
read from the words around it; where that leaves two, none is.
"""

import datetime
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from onrecord import tables
from onrecord.times import calendar
from onrecord.times.absolute import nearest
from onrecord.times.calendar import ONE, Range
from onrecord.times.context import Context

WEEKDAYS = {"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
NAME = re.compile(r"(?:U\.S\.?|[A-Z][\w]+(?: (?:of |and )?(?:the )?[A-Z]\w+){0,3})")
BOTH = {"Korea": "KOR", "Korean": "KOR", "Koreans": "KOR"}  # names of two states that keep the same days
REACH = 200  # characters around a holiday in which its state may be named


@functools.cache
def rules() -> dict[str, dict[str, str]]:
    """Each holiday's rule by name and country code; no code where all the world means the same day."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for _, row in tables.rows("holidays.csv"):
        found[row["name"]][row["country"]] = row["rule"]
    return dict(found)


@functools.cache
def feasts() -> dict[str, list[Range]]:
    """The days of each movable feast, year by year."""
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for _, row in tables.rows("movable_feasts.csv"):
        found[row["name"]].append((datetime.date.fromisoformat(row["start"]), datetime.date.fromisoformat(row["end"])))
    return dict(found)


def holiday(match: re.Match[str], context: Context) -> Range | None:
    """New Year's Day, Korea's Liberation Day, Ramadan: the nearest in the tense's direction, or of a named year."""
    name = re.sub(r"\s+", " ", match["holiday"]).replace("’", "'")
    known, day = rules()[name], context.published
    rule = known.get("") or known.get(holder(match, known) or "-")
    if rule is None:
        return None
    if groups := match["y"]:
        return next(iter(days_of(name, rule, int(groups))), None)
    if day is None:
        return None
    if rel := (match["rel"] or "").lower():
        return _next_or_last([r for n in (-1, 0, 1) for r in days_of(name, rule, day.year + n)], rel, day)
    return nearest([r for n in (-1, 0, 1) for r in days_of(name, rule, day.year + n)], context)


def _next_or_last(found: list[Range], rel: str, day: datetime.date) -> Range | None:
    if rel == "this":
        return next((r for r in found if r[0].year == day.year), None)
    return min((r for r in found if r[0] > day), default=None) if rel == "next" else max(
        (r for r in found if r[1] < day), default=None
    )  # fmt: skip


def days_of(name: str, rule: str, year: int) -> Iterator[Range]:
    """The days of a holiday that begin in a year."""
    words = rule.split()
    if rule == "feast":
        yield from (days for days in feasts()[name] if days[0].year == year)
        return
    if words[0] in ("easter", "orthodox"):
        found = (calendar.easter if words[0] == "easter" else calendar.orthodox_easter)(year) + ONE * int(words[-1])
    elif words[0] in ORDINALS:
        found = calendar.nth_weekday(year, int(words[2]), ORDINALS[words[0]], WEEKDAYS[words[1]])
    elif "after" in words:  # tuesday after first monday 11
        found = calendar.nth_weekday(year, int(words[-1]), ORDINALS[words[2]], WEEKDAYS[words[3]])
        found += ONE * ((WEEKDAYS[words[0]] - found.isoweekday()) % 7)
    else:
        found = datetime.date.fromisoformat(f"{year:04}-{rule}")
    yield found, found


def holder(match: re.Match[str], known: dict[str, str]) -> str | None:
    """The country whose holiday is meant: the only one there is, the one named next to it, or the one told of most."""
    if len(known) == 1:
        return next(iter(known))
    text, (start, end) = match.string, match.span("holiday")
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    opening = max(before.rfind("\n\n"), before.rfind(". ")) + 1
    for part in (before[opening:], re.split(r"\n\n|\. ", after)[0]):
        if codes := [code for code in countries_in(part) if code in known]:
            return codes[-1] if part is not after else codes[0]
    told = Counter(code for code in countries_in(text) if code in known).most_common(2)
    return told[0][0] if told and (len(told) == 1 or told[0][1] > told[1][1]) else None


def countries_in(text: str) -> list[str]:
    """Codes of the countries that a text names, by name, demonym or capital, in order."""
    found = []
    for name in NAME.finditer(text):
        words = name[0].split()
        runs = [" ".join(words[a:b]) for a in range(len(words)) for b in range(len(words), a, -1)]
        looked = (
            BOTH.get(r) or tables.country_code(r) or tables.demonym_code(r) or tables.metonym_code(r) for r in runs
        )
        if code := next(filter(None, looked), None):
            found.append(code)
    return found
