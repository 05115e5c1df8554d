"""Resolvers of expressions that count from publication or from what the report told before."""

import datetime
import re

from onrecord.times import calendar
from onrecord.times.absolute import AWAY, words_of
from onrecord.times.calendar import ONE, Range, is_quarter, quarter_days, shifted, third, whole
from onrecord.times.context import Context

REACH = 80  # characters before "in ten years" in which a word may say that it looks back: "the first visit in …"
FIRST = re.compile(r"\b(?:first|only|worst|best|[a-z]{2,}est)\b[^.;\n]*$", re.IGNORECASE)


def published_day(context: Context) -> Range | None:
    """The day of publication as a range."""
    return (context.published, context.published) if context.published else None


def day_word(match: re.Match[str], context: Context) -> Range | None:
    """Today, tonight, yesterday, last night, this morning."""
    if context.published is None:
        return None
    shift = {
        "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1,
        "the day before yesterday": -2, "the day after tomorrow": 2,
    }.get(words_of(match["word"]), 0)  # fmt: skip
    found = context.published + ONE * shift
    return found, found


def relative_unit(match: re.Match[str], context: Context) -> Range | None:
    """Last week, this year, later this month, earlier this week (Monday to the day before publication)."""
    day = context.published
    if day is None:
        return None
    rel, unit = words_of(match["rel"]), match["unit"].lower()
    part = words_of(match.groupdict().get("part"))
    if rel in ("the following", "the previous", "the same"):
        return shifted(context.before or (day, day), unit, {"the following": 1, "the previous": -1, "the same": 0}[rel])
    if unit == "day":
        return None
    found = shifted((day, day), unit, AWAY.get(rel.removeprefix("the "), 0))
    if unit == "week" and rel == "this" and found and part == "earlier" and day > found[0]:
        return found[0], day - ONE
    if unit == "week" and rel == "this" and found and part == "later" and day < found[1]:
        return day + ONE, found[1]
    return third(found, part) if found and unit == "month" and part in ("early", "late") else found


def ago(match: re.Match[str], context: Context) -> Range | None:
    """Three days ago, two weeks ago, a year ago: the day, week, month or year so far back."""
    groups = match.groupdict()
    count = 1 if match["n"].lower() == "year" else context.grammar.number(match["n"])
    if context.published is None or count is None:
        return None
    unit = match["unit"].lower().rstrip("s").replace("ago", "year").replace("earlier", "year")
    if unit == "year" and count == 1 and (told := told_quarter(context)):
        return shifted(told, "quarter", -4)
    if unit == "decade":
        unit, count = "year", count * 10
    by = count if words_of(match.group()).endswith("now") else -count
    found = shifted((context.published, context.published), unit, by)
    return narrowed(found, words_of(groups.get("on")), context)


def narrowed(days: Range | None, on: str, context: Context) -> Range | None:
    """A year ago *this month*, two years ago *today*: the same day, week or month of the unit so far off."""
    today = context.published
    if days is None or today is None or not on:
        return days
    if on in context.grammar.words["months"]:
        return whole(days[0].year, context.grammar.month(on))
    if on in context.grammar.words["weekdays"]:
        return (days[0] + ONE * ((context.grammar.words["weekdays"][on] - days[0].isoweekday()) % 7),) * 2
    same = calendar.in_year((today, today), days[0].year)
    return same if on == "today" else shifted(same, on.split()[-1], 0)


def told_quarter(context: Context) -> Range | None:
    """The quarter that "a year earlier" is compared with: the one named before, unless months were named since."""
    if not is_quarter(context.before) or "months" in context.between:
        return None
    return context.quarter or context.before


def ahead(match: re.Match[str], context: Context) -> Range | None:
    """In three days, told of what is to come; "in three days of fighting" is no date."""
    count = context.grammar.number(match["n"])
    if context.published is None or count is None or context.tense != "future":
        return None
    if FIRST.search(match.string, max(0, match.start() - REACH), match.start()):
        return None
    return shifted((context.published, context.published), match["unit"].lower(), count)


def anchored(match: re.Match[str], context: Context) -> Range | None:
    """Two days later, the next day: counted from the date named before, else from publication."""
    rel, groups = words_of(match["rel"]), match.groupdict()
    forward = any(word in rel for word in ("after", "later", "next", "following"))
    unit = (groups.get("unit") or "day").lower()
    base = anchor(context, unit) or (None if forward else published_day(context))
    if base is None:
        return None
    if groups.get("n"):
        count = context.grammar.number(groups["n"])
        if count == 1 and unit == "year" and (told := told_quarter(context)):
            return shifted(told, "quarter", 4 if forward else -4)
        return None if count is None else shifted(base, unit, count if forward else -count)
    return shifted(base, unit, 0 if "same" in rel else 1 if forward else -1)


def anchor(context: Context, unit: str) -> Range | None:
    """What days, or coarser units, count from: the day told of, or the date named before."""
    fine = unit.startswith("day")
    base = context.day if fine and not calendar.single(context.before) else context.before
    return None if base and unit.startswith("week") and (base[1] - base[0]).days > 31 else base


def anchored_unit(match: re.Match[str], context: Context) -> Range | None:
    """That day, that year, later in the day: the unit that the date named before begins in."""
    unit = match["unit"].lower()
    if unit in context.grammar.words["parts_of_day"]:
        unit = "day"
    base = anchor(context, unit)
    if base is None and words_of(match.groupdict().get("rel")) == "the":
        base = published_day(context)
    return shifted(base, unit, 0) if base else None


def quarter(match: re.Match[str], context: Context) -> Range | None:
    """The first quarter of 1998; third-quarter; this year's second quarter: without a year, the latest begun."""
    groups, day = match.groupdict(), context.published
    name = groups.get("q")
    number = int(context.grammar.words["ordinals"][name.lower()]) if name else None
    told = context.quarter or shifted((day, day), "quarter", -1) if day else context.quarter
    if number is None and told is None:
        return None
    number = number or (told[0].month + 2) // 3  # type: ignore[index]  # either is given
    if groups.get("y"):
        return quarter_days(int(groups["y"]), number)
    if day is None:
        return None
    if rel := groups.get("rel") or groups.get("rel2"):
        return quarter_days(day.year + AWAY[rel.lower()], number)
    this = quarter_days(day.year, number)
    found = this if this and (this[0] <= day or context.tense == "future") else quarter_days(day.year - 1, number)
    return shifted(found, "quarter", -4) if found and groups.get("ago") else found


def bare_quarter(match: re.Match[str], context: Context) -> Range | None:
    """The quarter, the latest period: the one the report tells of, else the last one complete; or a year before it."""
    day = published_day(context)
    if day is None:
        return None
    which = match["bare"].lower()
    if which in ("current", "this"):
        return shifted(day, "quarter", 0)
    if match["noun"].lower() == "period" and context.quarter is None:
        return None
    return _compared(context.quarter or shifted(day, "quarter", -1), which)


def _compared(told: Range | None, which: str) -> Range | None:
    """The quarter itself, the one before it ("previous"), or the same of the year before."""
    by = {"the": 0, "latest": 0, "previous": -1, "preceding": -1}.get(which, -4)
    return shifted(told, "quarter", by) if told else None


def fiscal_year(match: re.Match[str], context: Context) -> Range | None:
    """The current fiscal year, taken as the calendar's: which days it has only its owner knows."""
    if context.published is None:
        return None
    return whole(context.published.year + AWAY.get(words_of(match["rel"]).removeprefix("the "), 0))


def named_day(match: re.Match[str], context: Context) -> Range | None:
    """9/11: a day that is named so wherever it is used, once it has been."""
    for pattern, compiled in context.grammar.patterns:
        if compiled is match.re and pattern.day and (not context.published or context.published >= pattern.day):
            return pattern.day, pattern.day
    return None


def pending(_match: re.Match[str], _context: Context) -> Range | None:
    """A month after X, the 46th anniversary of X: resolved once all other dates are (see `chains`)."""
    return datetime.date.min, datetime.date.min
