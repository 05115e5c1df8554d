"""Reports and findings on a terminal: text with its findings marked, tables of what was read."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from onrecord import tables
from onrecord.ladders import Step
from onrecord.records import Actor, Caption, Day, Event, Failure, Position, Report, Statement
from onrecord.rows import speakers, words

if TYPE_CHECKING:
    from onrecord.watches import Match

CONTENT, CUE, DATE, SILENCE, ACTOR = "green", "bold yellow", "magenta", "red", "cyan"
EVENT = "underline"  # no colour: many a trigger is a cue, or stands in what is said, and shows that too
STATUSES = {"denied": "red", "planned": "blue", "possible": "yellow", "conditional": "yellow", "background": "dim"}
STANCES = {"▲ ": "green", "▼ ": "red", "": ""}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
KEY = {"content": CONTENT, "silence": SILENCE, "cue": CUE, "actor": ACTOR, "date": DATE, "event": EVENT}
SHORT = 90  # characters that stand for a title
PIPED_WIDTH = 160
WIDE = 110  # characters: on a narrower terminal the sentence of an event needs the room of its trigger


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
                cell(words(report, statement, statement.cue)),
                Text(statement.kind, SILENCE if statement.kind == "silence" else ""),
                cell(content_text(report, statement)),
            )
    return table


def events_table(reports: Iterable[Report], width: int = PIPED_WIDTH) -> Table:
    """One line an event: when, who, what, to whom, whether, and the sentence that says so with its trigger marked.

    On fewer than `WIDE` characters of ``width`` the trigger has no column of its own.
    """
    table = Table(header_style="bold")
    event_columns(table, side=20, event=14)
    if width >= WIDE:
        table.add_column("trigger", max_width=14, overflow="fold")
    table.add_column("evidence", overflow="fold")
    for report in reports:
        for event in report.events:
            trigger = [cell(words(report, event, event.trigger))] if width >= WIDE else []
            table.add_row(*event_row(report, event), *trigger, marked_evidence(report, event))
    return table


def ladder_columns(table: Table) -> None:
    """The columns that `ladder_row` fills."""
    table.add_column("date", no_wrap=True)
    table.add_column("actor", max_width=20, overflow="fold")
    table.add_column("stance", max_width=18)
    table.add_column("condition", max_width=30, overflow="fold")
    table.add_column("words", ratio=1, overflow="fold")
    table.add_column("source", max_width=20, overflow="fold")


def ladder_row(step: Step) -> tuple[Text | str, ...]:
    """When, who, how far (an arrow marks a shift), on which condition, the sentence, and the report it stands in."""
    names = ", ".join(actor.name for actor in step.actors) or "—"
    arrow = "" if step.shift is None else "▲ " if step.shift.closer else "▼ "
    name = tables.stances()[step.position.stance].name if step.position else "silent"
    stance = Text(arrow + name, STANCES[arrow] if step.position else SILENCE)
    conditions = [words(step.report, step.position, c.span) for c in step.position.conditions] if step.position else []
    told = (cell("; ".join(conditions)), marked_step(step), cell(name_of(step.report)))
    return step.day or "?", cell(names), stance, *told


def marked_step(step: Step) -> Text:
    """The sentence of a step on one line, its measure or what was not said marked."""
    (start, end), finding = step.finding.evidence, step.finding
    text = cell(re.sub(r"\s", " ", words(step.report, finding, finding.evidence)))  # one for one: offsets stay
    for first, last in [finding.measure] if isinstance(finding, Position) else finding.content:
        text.stylize(EVENT, max(first, start) - start, min(last, end) - start)
    return text


def ladder_tables(steps: Sequence[Step]) -> RenderableType:
    """The steps of a ladder, then each shift with what was said before and what is said now side by side."""
    ladder = Table(header_style="bold")
    ladder_columns(ladder)
    for step in steps:
        ladder.add_row(*ladder_row(step))
    shifts = Table(title="Shifts", title_justify="left", header_style="bold")
    shifts.add_column("date", no_wrap=True)
    shifts.add_column("shift", max_width=24)
    shifts.add_column("before", ratio=1, overflow="fold")
    shifts.add_column("now", ratio=1, overflow="fold")
    for step in steps:
        if shift := step.shift:
            was, now = (tables.stances()[stance].name for stance in (shift.was, shift.stance))
            shifts.add_row(step.day or "?", f"{was} → {now}", cell(shift.before), cell(shift.now))
    return Group(ladder, *([shifts] if shifts.row_count else []))


def matches_table(found: "Iterable[Match]") -> Table:
    """One line a match of a watch: how well, what is watched, both passages, what a person said of it."""
    table = Table(header_style="bold")
    table.add_column("match", no_wrap=True)
    table.add_column("score", no_wrap=True, justify="right")
    table.add_column("watched", max_width=30, overflow="fold")
    table.add_column("position", ratio=1, overflow="fold")
    table.add_column("event", ratio=1, overflow="fold")
    table.add_column("judged", max_width=20, overflow="fold")
    for match in found:
        watch, sighting = match.watch, match.sighting
        step = watch.report and watch.position and Step(watch.report, watch.day, watch.position)
        held = Text.assemble(f"{step.day or '?'} ", marked_step(step)) if step else Text("your own watch", "dim")
        told = Text.assemble(f"{sighting.day or '?'} ", marked_evidence(sighting.report, sighting.event))
        judged = "; ".join(filter(None, (match.verdict, match.note)))
        table.add_row(match.id, f"{match.score:.2f}", cell(watch.wording), held, told, cell(judged))
    return table


def own_events_table(report: Report) -> Table:
    """The events of one report whose text stands above: what was found, without the sentences."""
    table = Table(title="Events", title_justify="left", header_style="bold")
    event_columns(table)
    table.add_column("trigger", overflow="fold")
    for event in report.events:
        table.add_row(*event_row(report, event), cell(words(report, event, event.trigger)))
    return table


def own_positions_table(report: Report) -> Table:
    """The positions of one report whose text stands above: who, how far, what, and on which condition."""
    table = Table(title="Positions", title_justify="left", header_style="bold")
    for column in ("actor", "stance", "measure", "condition"):
        table.add_column(column, overflow="fold")
    names = {actor.id: actor.name for actor in report.actors}
    for position in report.positions:
        conditions = "; ".join(words(report, position, c.span) for c in position.conditions)
        held = (", ".join(names[i] for i in position.actor), tables.stances()[position.stance].name)
        table.add_row(*map(cell, (*held, words(report, position, position.measure), conditions)))
    return table


def event_columns(table: Table, side: int | None = None, event: int | None = None) -> None:
    """The columns that `event_row` fills, at most so wide."""
    table.add_column("date", no_wrap=True)
    for name, width in (("actor", side), ("event", event), ("recipient", side)):
        table.add_column(name, max_width=width, overflow="fold")
    table.add_column("status", no_wrap=True)


def event_row(report: Report, event: Event) -> tuple[Text | str, ...]:
    """When, who, what, to whom, whether."""
    names = {actor.id: actor.name for actor in report.actors}
    actor, recipient = (", ".join(names[i] for i in side) or "—" for side in (event.actor, event.recipient))
    category = f"{event.event} ({event.mode})" if event.mode else event.event
    status = Text(event.status, STATUSES.get(event.status, ""))
    return day_text(event.date), cell(actor), cell(category), cell(recipient), status


def marked_evidence(report: Report, event: Event) -> Text:
    """The sentence of an event on one line, its trigger marked."""
    start, end = event.evidence
    text = cell(re.sub(r"\s", " ", words(report, event, event.evidence)))  # one for one: offsets stay
    first, last = event.trigger
    text.stylize(f"bold {EVENT}", max(first, start) - start, min(last, end) - start)
    return text


def marked_report(report: Report) -> RenderableType:
    """One report: headline, body with its findings marked, then actors, statements, events and positions as tables."""
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
    parts += [actors_table(report), statements_table([report])]
    parts += [own_events_table(report)] if report.events else []
    return Group(*parts, *([own_positions_table(report)] if report.positions else []))


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
    for event in report.events:
        if event.within == "text":
            for start, end in (event.trigger, *event.retold):
                text.stylize(EVENT, start, end)
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


def roster_table(actors: Iterable[Mapping[str, Any]]) -> Table:
    """One line an actor of the record: who, offices with the days of the reports that give them, how much is told."""
    table = Table(header_style="bold")
    table.add_column("name", overflow="fold")
    table.add_column("id", no_wrap=True)  # to be copied whole
    for column in ("kind", "country", "sectors"):
        table.add_column(column)
    table.add_column("offices", max_width=40, overflow="fold")
    for column in ("reports", "said", "acted", "acted on", "positions"):
        table.add_column(column, justify="right")
    for actor in actors:
        offices = "; ".join(f"{o['office']} {office_days(o)}".strip() for o in actor["offices"])
        known = (actor["name"], actor["id"], actor["kind"], actor["country"] or "?", " ".join(actor["sectors"]))
        counts = (actor[name] for name in ("reports", "statements", "as_actor", "as_recipient", "positions"))
        table.add_row(*map(cell, (*known, offices, *map(str, counts))))
    return table


def office_days(office: Mapping[str, Any]) -> str:
    """The first and last day on which a report gives somebody an office."""
    first, last = office["first"], office["last"]
    return f"({first if first == last else f'{first}…{last}'})" if first else ""


def speaker_text(report: Report, statement: Statement, names: dict[str, Actor]) -> str:
    """The speaker's name, or the words that name the source, or a dash where the report names none."""
    return ", ".join(speakers(report, statement, names)) or "—"


def content_text(report: Report, statement: Statement) -> str:
    """The content's words; a break between two spans is shown as an ellipsis in brackets."""
    return " […] ".join(" ".join(words(report, statement, s).split()) for s in statement.content)


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
