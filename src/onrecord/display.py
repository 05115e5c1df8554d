"""Reports and findings on a terminal: text with its findings marked, tables of what was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from onrecord.records import Actor, Day, Failure, Report, Span, Statement

CONTENT, CUE, SPEAKER, DATE, SILENCE, ACTOR = "green", "bold yellow", "bold cyan", "magenta", "red", "cyan"
SHORT = 90  # characters of a content in a table


@dataclass(slots=True)
class Tally:
    """What a run read: counts for its table and its exit code."""

    read: int = 0
    stored: int = 0
    known: int = 0
    statements: int = 0
    actors: int = 0
    dates: int = 0

    def count(self, report: Report) -> None:
        """Add a report read."""
        self.read += 1
        self.statements += len(report.statements)
        self.actors += len(report.actors)
        self.dates += len(report.dates)


def report_row(report: Report) -> tuple[str, ...]:
    """A report as a row of `reports_table`."""
    silences = sum(s.kind == "silence" for s in report.statements)
    said = f"{len(report.statements)}" + (f" ({silences} silent)" if silences else "")
    return (name_of(report), (report.published or "?")[:10], (report.title or first_words(report.text))[:60], said,
            str(len(report.actors)), str(len(report.dates)))  # fmt: skip


def reports_table(reports: Iterable[Report]) -> Table:
    """One line a report: name, date, title, how much was found."""
    table = Table(title="Read", title_justify="left", header_style="bold")
    for column in ("report", "published", "title"):
        table.add_column(column, overflow="ellipsis", no_wrap=True)
    for column in ("statements", "actors", "dates"):
        table.add_column(column, justify="right")
    for report in reports:
        table.add_row(*report_row(report))
    return table


def failures_table(failures: Sequence[Failure]) -> Table:
    """One line a failed input: where, what was seen, what to do."""
    table = Table(title="Not read", title_justify="left", header_style="bold red")
    for column in ("input", "stage", "seen", "what to do"):
        table.add_column(column, overflow="fold")
    for failure in failures:
        table.add_row(failure.input, failure.stage, failure.seen, failure.remedy)
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
                day_text(statement.date), speaker_text(report, statement, names), span_text(report, statement, statement.cue),
                Text(statement.kind, SILENCE if statement.kind == "silence" else ""), content_text(report, statement),
            )  # fmt: skip
    return table


def marked_report(report: Report) -> RenderableType:
    """One report: headline, body with statements, actors and dates marked, then its actors and statements as tables."""
    head = Text(report.title or first_words(report.text), "bold")
    if report.standfirst:
        head.append("\n" + report.standfirst, "italic")
    line = " · ".join(filter(None, [", ".join(report.bylines), report.source.publisher, report.published, report.id[:19]]))
    head.append("\n" + line, "dim")
    key = Text.assemble(("content", CONTENT), "  ", ("silence", SILENCE), "  ", ("cue", CUE), "  ", ("actor", ACTOR), "  ", ("date", DATE))
    parts: list[RenderableType] = [Panel(head), key, Text(), marked_text(report), Text()]
    parts += [Text(f"Caption: {c.text}" + (f" ({c.credit})" if c.credit else ""), "dim") for c in report.captions]
    if report.furniture:
        parts.append(Text("Left out as page furniture: " + " · ".join(report.furniture), "dim"))
    return Group(*parts, actors_table(report), statements_table([report]))


def marked_text(report: Report) -> Text:
    """The body with its findings marked by style; later styles win where they overlap."""
    text = Text(report.text)
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
        table.add_row(actor.name, actor.kind, actor.country or "?", " ".join(actor.sectors), actor.office or "", str(len(actor.mentions)))
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
    return day.start if day.start == day.end else f"{day.start}…{day.end[8:] if day.end[:8] == day.start[:8] else day.end}"


def name_of(report: Report) -> str:
    """What a reader would call a report: its own id, file name or short hash."""
    source = report.source
    return source.id or (source.path or "").rsplit("/", 1)[-1] or report.id[7:19]


def first_words(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text[:SHORT].split())


def progress_console() -> Console:
    """Where progress and tables of failures go: standard error, so that piped output stays clean."""
    return Console(stderr=True)
