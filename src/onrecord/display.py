"""Reports and findings on a terminal: text with its findings marked, tables of what was read."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from onrecord.records import Actor, Caption, Day, Failure, Report, Span, Statement

CONTENT, CUE, DATE, SILENCE, ACTOR = "green", "bold yellow", "magenta", "red", "cyan"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
KEY = {"content": CONTENT, "silence": SILENCE, "cue": CUE, "actor": ACTOR, "date": DATE}
SHORT = 90  # characters that stand for a title
PIPED_WIDTH = 160


def report_row(report: Report) -> tuple[str, ...]:
    """A report as a row of `reports_table`."""
    silences = sum(s.kind == "silence" for s in report.statements)
    counts = (len(report.statements), silences, len(report.actors), len(report.dates))
    day, title = (report.published or "?")[:10], report.title or first_words(report.text)
    return name_of(report), day, title, *map(str, counts)


def reports_table(reports: Iterable[Report]) -> Table:
    """One line a report: name, date, title, how much was found."""
    table = Table(title="Read", title_justify="left", header_style="bold", box=SIMPLE_HEAD)
    table.add_column("report", overflow="ellipsis", no_wrap=True, max_width=20)
    table.add_column("published", no_wrap=True)
    table.add_column("title", max_width=60)  # on a narrow terminal it is the title that yields
    for column in ("said", "silent", "actors", "dates"):
        table.add_column(column, justify="right", no_wrap=True)
    for report in reports:
        table.add_row(*map(cell, report_row(report)))
    return table


def failures_table(failures: Sequence[Failure]) -> Table:
    """One line a failed input: where, what was seen, what to do."""
    table = Table(title="Not read", title_justify="left", header_style="bold red")
    for column in ("input", "stage", "seen", "what to do"):
        table.add_column(column, overflow="fold")
    for failure in failures:
        table.add_row(*map(cell, (failure.input, failure.stage, failure.seen, failure.remedy)))
    return table


def statements_table(reports: Iterable[Report]) -> Table:
    """One line a statement: when, who, how, what."""
    table = Table(header_style="bold")
    table.add_column("said", no_wrap=True)
    table.add_column("speaker", max_width=28)
    table.add_column("cue", max_width=18)
    table.add_column("kind", no_wrap=True)
    table.add_column("content", ratio=1)
    for report in reports:
        names = {actor.id: actor for actor in report.actors}
        for statement in report.statements:
            table.add_row(
                day_text(statement.date),
                cell(speaker_text(report, statement, names)),
                cell(span_text(report, statement, statement.cue)),
                Text(statement.kind, SILENCE if statement.kind == "silence" else ""),
                cell(content_text(report, statement)),
            )
    return table


def marked_report(report: Report) -> RenderableType:
    """One report: headline, body with statements, actors and dates marked, then its actors and statements as tables."""
    head = Text(printable(report.title or first_words(report.text)), "bold")
    if report.standfirst:
        head.append("\n" + printable(report.standfirst), "italic")
    facts = [", ".join(report.bylines), report.source.publisher, report.published, report.id[:19]]
    head.append("\n" + printable(" · ".join(filter(None, facts))), "dim")
    key = Text("  ").join(Text(*pair) for pair in KEY.items())
    parts: list[RenderableType] = [Panel(head), key, Text(), marked_text(report), Text()]
    parts += [Text(printable(caption_text(c)), "dim") for c in report.captions]
    if report.furniture:
        parts.append(Text(printable("Left out as page furniture: " + " · ".join(report.furniture)), "dim"))
    return Group(*parts, actors_table(report), statements_table([report]))


def marked_text(report: Report) -> Text:
    """The body with its findings marked by style; later styles win where they overlap."""
    text = Text(printable(report.text))
    for statement in report.statements:
        if statement.within == "text":
            for start, end in statement.content:
                text.stylize(SILENCE if statement.kind == "silence" else CONTENT, start, end)
    for actor in report.actors:
        for start, end in actor.mentions:
            text.stylize(ACTOR, start, end)
    for date in report.dates:
        if date.within == "text":
            text.stylize(DATE, *date.span)
    for statement in report.statements:
        if statement.within == "text" and statement.cue:
            text.stylize(CUE, *statement.cue)
    return text


def actors_table(report: Report) -> Table:
    """One line an actor: name, kind, country, sectors, office, number of mentions."""
    table = Table(title="Actors", title_justify="left", header_style="bold")
    for column in ("name", "kind", "country", "sectors", "office", "mentions"):
        table.add_column(column)
    for actor in sorted(report.actors, key=lambda a: (-len(a.mentions), a.name)):
        known = (actor.name, actor.kind, actor.country or "?", " ".join(actor.sectors), actor.office or "")
        table.add_row(*map(cell, (*known, str(len(actor.mentions)))))
    return table


def speaker_text(report: Report, statement: Statement, names: dict[str, Actor]) -> str:
    """The speaker's name, or the words that name the source, or a dash where the report names none."""
    if statement.speaker:
        return ", ".join(names[i].name for i in statement.speaker)
    return span_text(report, statement, statement.speaker_span) or "—"


def span_text(report: Report, statement: Statement, span: Span | None) -> str:
    """The words of a span in the field that the statement stands in."""
    return report.field(statement.within)[span[0] : span[1]] if span else ""


def content_text(report: Report, statement: Statement) -> str:
    """The content's words; a break between two spans is shown as an ellipsis in brackets."""
    return " […] ".join(" ".join(span_text(report, statement, s).split()) for s in statement.content)


def day_text(day: Day | None) -> str:
    """A date or range as printed: ``2024-11-24`` or ``2024-11-25…26``."""
    if day is None:
        return "?"
    if day.start == day.end:
        return day.start
    return f"{day.start}…{day.end[8:] if day.end[:8] == day.start[:8] else day.end}"


def name_of(report: Report) -> str:
    """What a reader would call a report: its own id, file name or short hash."""
    source = report.source
    return source.id or (source.path or "").rsplit("/", 1)[-1] or report.id[7:19]


def first_words(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text[:SHORT].split())


def caption_text(caption: Caption) -> str:
    """A caption with its credit."""
    return f"Caption: {caption.text}" + (f" ({caption.credit})" if caption.credit else "")


def cell(text: str) -> Text:
    """Words of a report as a table cell: never markup, never a terminal's control codes."""
    return Text(printable(text))


def printable(text: str) -> str:
    """The text, as long as before, with a mark in place of each character that would steer the terminal."""
    return CONTROLS.sub("\ufffd", text)


class _Console(Console):
    """Standard output; a reader that has seen enough (``| head``) ends the command like any other closed pipe."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, "closed by its reader")


def console() -> Console:
    """Where what was asked for goes: standard output, wider than a terminal where it is none and COLUMNS is not set."""
    piped = not sys.stdout.isatty() and not os.environ.get("COLUMNS")
    return _Console(width=PIPED_WIDTH) if piped else _Console()


def progress_console() -> Console:
    """Where progress and tables of failures go: standard error, so that piped output stays clean."""
    return Console(stderr=True)
