"""The dates of reports for people and programs: rows, a table, and TimeML with TIMEX3 tags.

"on Tuesday night", 2024-11-26 → ``<TIMEX3 tid="t1" type="TIME" value="2024-11-26TNI">Tuesday night</TIMEX3>`` (TimeML
1.2.1, laid out as in TempEval-3).
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from onrecord import rows
from onrecord.records import DatedMention, Report
from onrecord.select import within
from onrecord.times.calendar import (
    SEASONS,
    Range,
    day_of,
    decade_days,
    is_quarter,
    season_days,
    third,
    week_of,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from rich.table import Table

FORMATS = ("timex3",)
COLUMNS = ("report", "source", "published", "in", "start", "end", "text", "span", "type", "value", "mod", "evidence")
PARTS_OF_DAY = {
    "night": "NI", "tonight": "NI", "overnight": "NI", "morning": "MO", "afternoon": "AF", "evening": "EV",
    "dawn": "MO", "daybreak": "MO",
}  # fmt: skip
SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
MODS = {
    "early": "START", "beginning": "START", "start": "START", "earlier": "START", "mid": "MID", "middle": "MID",
    "late": "END", "end": "END", "later": "END",
}  # fmt: skip
OUTSIDE_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in TimeML's notation; ``mod`` is START, MID or END where only a part of the value is meant."""

    type: str
    value: str
    mod: str | None = None


def timex_of(date: DatedMention) -> Timex:
    """A date in TimeML's notation.

    The week of 11 March 2024 → 2024-W11; early March → 2024-03, mod START. A stretch that no unit of the calendar names
    ("Nov. 4-6") is a DURATION of so many days.
    """
    start, end = day_of(date.start), day_of(date.end)
    if start is None or end is None:
        raise ValueError(f"{date.start}, {date.end}: no ISO days")
    words = re.findall(r"[a-z]+", date.text.lower())
    if start == end:
        part = next((PARTS_OF_DAY[w] for w in words if w in PARTS_OF_DAY), None)
        return Timex("TIME", f"{start}T{part}") if part else Timex("DATE", str(start))
    mod = next((MODS[w] for w in words if w in MODS), None)
    value = unit((start, end), words) or (part_of((start, end), "week" in words) if mod else None)
    if value:
        return Timex("DATE", value, mod)
    return Timex("DURATION", f"P{(end - start).days + 1}D")


def unit(days: Range, words: list[str]) -> str | None:
    """The value of a range that is one unit of the calendar, ``None`` where it is none."""
    start, end = days
    if week_of(start) == days:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if start.isoweekday() == 6 and (end - start).days == 1:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}-WE"
    if whole(start.year, start.month) == days:
        return f"{start.year}-{start.month:02}"
    season = next((w for w in words if w in SEASONS and season_days(w, start.year) == days), None)
    if season:
        return f"{start.year}-{SEASON_CODES[season]}"
    if is_quarter(days):
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if whole(start.year) == days:
        return str(start.year)
    if (start.month, start.day) in ((1, 1), (7, 1)) and end == half_end(start):
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    return str(start.year // 10) if start.year % 10 == 0 and decade_days(start.year) == days else None


def half_end(start: datetime.date) -> datetime.date:
    """The last day of the half of a year that begins on a day."""
    return datetime.date(start.year, 6, 30) if start.month == 1 else datetime.date(start.year, 12, 31)


def part_of(days: Range, of_week: bool) -> str | None:
    """The month whose early, mid or late third a range is, or the week that it begins or ends."""
    start, end = days
    month = whole(start.year, start.month)
    if month and days in (third(month, part) for part in ("early", "mid", "late")):
        return f"{start.year}-{start.month:02}"
    week = week_of(start)
    if of_week and end <= week[1] and (start == week[0] or end == week[1]):
        year, number, _ = start.isocalendar()
        return f"{year}-W{number:02}"
    return None


# Choosing and writing


def chosen(reports: Iterable[Report], since: str | None = None, until: str | None = None) -> Iterator[Report]:
    """The reports that have a date some of which lies in a period, with only those dates left in them."""
    for report in reports:
        kept = [date for date in report.dates if within(date, since, until)]
        if kept:
            yield report.model_copy(update={"dates": kept})


def dates(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row a date, with `COLUMNS`: the days, the words that name them, and TimeML's notation."""
    for report in reports:
        for date in report.dates:
            timex = timex_of(date)
            yield {
                "report": report.id, "source": rows.input_of(report), "published": report.published, "in": date.within,
                "start": date.start, "end": date.end, "text": date.text, "span": list(date.span), "type": timex.type,
                "value": timex.value, "mod": timex.mod, "evidence": sentence(report, date),
            }  # fmt: skip


def sentence(report: Report, date: DatedMention) -> str:
    """The sentence that a date of the body stands in; the whole field where it is another one."""
    text = report.field(date.within)
    if date.within != "text":
        return text
    return next((text[a:b] for a, b in report.sentences if a <= date.span[0] < b), date.text)


def table(reports: Iterable[Report]) -> "Table":
    """One line a date: its days, the words, and the sentence that they stand in."""
    from rich.table import Table

    from onrecord import display

    made = Table(header_style="bold")
    made.add_column("days", no_wrap=True)
    made.add_column("words", max_width=30, overflow="fold")
    made.add_column("evidence", overflow="fold")
    for report in reports:
        for date in report.dates:
            evidence = re.sub(r"\s", " ", sentence(report, date))
            made.add_row(display.day_text(date), display.cell(date.text), display.cell(evidence))
    return made


def write(reports: Iterable[Report], to: str | None, as_json: bool, out: IO[str]) -> None:
    """Dates as JSON Lines, CSV, or (``to`` is ``timex3``) a TimeML document a report, one after the other."""
    if to == "timex3":
        out.writelines(map(document, reports))
    elif as_json:
        rows.write_json(dates(reports), out)
    else:
        rows.write_csv(COLUMNS, dates(reports), out)


# TimeML


def document(report: Report) -> str:
    """A report as a TimeML document, the dates of title and body marked."""
    marks = {field: sorted((d for d in report.dates if d.within == field), key=lambda d: d.span) for field in FIELDS}
    title, number = marked(report.title or "", marks["title"], 1)
    body, _ = marked(report.text, marks["text"], number)
    published = (report.published or "")[:10]
    written = f'tid="t0" type="DATE" value="{published}" functionInDocument="CREATION_TIME"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        f"<DOCID>{clean(rows.input_of(report) or report.id)}</DOCID>\n"
        + (f"<DCT><TIMEX3 {written}>{published}</TIMEX3></DCT>\n" if published else "")
        + (f"<TITLE>{title}</TITLE>\n" if report.title else "")
        + f"<TEXT>\n{body}\n</TEXT>\n</TimeML>\n"
    )


FIELDS = ("title", "text")


def marked(text: str, found: Iterable[DatedMention], number: int) -> tuple[str, int]:
    """A field with its dates in TIMEX3 tags, numbered from ``number``, and the number after the last."""
    parts, at = [], 0
    for date in found:
        start, end = date.span
        tag, number = tagged(date, clean(text[start:end]), number)
        parts += [clean(text[at:start]), tag]
        at = end
    return "".join([*parts, clean(text[at:])]), number


def tagged(date: DatedMention, words: str, number: int) -> tuple[str, int]:
    """One TIMEX3 tag and the number after it; a stretch of days also has empty tags for its first and last day."""
    timex = timex_of(date)
    mod = f' mod="{timex.mod}"' if timex.mod else ""
    if timex.type != "DURATION":
        return f'<TIMEX3 tid="t{number}" type="{timex.type}" value="{timex.value}"{mod}>{words}</TIMEX3>', number + 1
    ends = "".join(
        f'<TIMEX3 tid="t{n}" type="DATE" value="{day}"/>'
        for n, day in ((number + 1, date.start), (number + 2, date.end))
    )
    points = f'beginPoint="t{number + 1}" endPoint="t{number + 2}"'
    return f'<TIMEX3 tid="t{number}" type="DURATION" value="{timex.value}" {points}>{words}</TIMEX3>{ends}', number + 3


def clean(text: str) -> str:
    """Words of a report as XML text: what XML cannot hold is shown as the replacement character."""
    return escape(OUTSIDE_XML.sub("\ufffd", text))
