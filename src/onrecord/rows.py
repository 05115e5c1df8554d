"""Findings as flat rows: one a statement or an event, the words of the report beside the ids."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from onrecord.records import Actor, Event, Finding, Position, Report, Span, Statement

EVENT_COLUMNS = (
    "report", "source", "published", "id", "in", "date", "enddate", "actor", "actor_country", "event", "mode",
    "context", "cameo", "quad", "score", "recipient", "recipient_country", "status", "according_to", "place",
    "place_country", "trigger", "evidence", "retold", "why", "status_words", "confidence",
)  # fmt: skip
POSITION_COLUMNS = (
    "report", "source", "published", "id", "in", "date", "enddate", "actor", "actor_country", "stance", "measure",
    "toward", "toward_country", "conditions", "condition_kinds", "constraints", "phase", "according_to", "evidence",
    "confidence",
)  # fmt: skip


def words(report: Report, finding: Finding, span: Span | None) -> str:
    """The exact words of a span of a finding; nothing where there is no span."""
    return report.field(finding.within)[span[0] : span[1]] if span else ""


def input_of(report: Report) -> str | None:
    """What the user called the input: its own id, else its path, else its address."""
    return report.source.id or report.source.path or report.source.url


def speakers(report: Report, statement: Statement, actors: Mapping[str, Actor]) -> list[str]:
    """The speakers' names, else the words that name the source; empty where the report names none."""
    named = [actors[i].name for i in statement.speaker]
    return named or list(filter(None, [words(report, statement, statement.speaker_span)]))


def told_by(report: Report, event: Event | Position, actors: Mapping[str, Actor]) -> list[str] | None:
    """Who tells of an event or a position, as `speakers` gives them; ``None`` where the writer does so himself."""
    statement = next((s for s in report.statements if s.id == event.according_to), None)
    return speakers(report, statement, actors) if statement else None


def statements(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row a statement: report, speaker with country, cue, kind, content as text, date, and the evidence."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for statement in report.statements:
            found = [actors[i] for i in statement.speaker]
            yield {
                "report": report.id, "source": input_of(report), "published": report.published,
                "id": statement.id, "in": statement.within,
                "speaker": [a.name for a in found], "country": [a.country for a in found],
                "speaker_text": words(report, statement, statement.speaker_span) or None,
                "cue": words(report, statement, statement.cue) or None, "kind": statement.kind,
                "content": [words(report, statement, span) for span in statement.content],
                "date": [statement.date.start, statement.date.end] if statement.date else None,
                "venue": words(report, statement, statement.venue) or None,
                "evidence": words(report, statement, statement.evidence), "confidence": round(statement.confidence, 3),
            }  # fmt: skip


def events(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row an event, with `EVENT_COLUMNS`: who, what, to whom, when, where, whether, who says so."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for event in report.events:
            yield _event(report, event, actors)


def _event(report: Report, event: Event, actors: Mapping[str, Actor]) -> dict[str, Any]:
    date, place, why = event.date, event.place, event.why
    sides = {"actor": [actors[i] for i in event.actor], "recipient": [actors[i] for i in event.recipient]}
    row: dict[str, Any] = {
        "report": report.id, "source": input_of(report), "published": report.published, "id": event.id,
        "in": event.within, "date": date and date.start, "enddate": date and date.end, "event": event.event,
        "mode": event.mode, "context": event.context, "cameo": event.cameo, "quad": event.quad, "score": event.score,
        "status": event.status, "according_to": told_by(report, event, actors),
        "place": place and (place.name or place.text), "place_country": place and place.country,
        "trigger": words(report, event, event.trigger), "evidence": words(report, event, event.evidence),
        "retold": [words(report, event, span) for span in event.retold], "why": why and why.trigger,
        "status_words": [words(report, event, span) for span in why.status] if why else [],
        "confidence": round(event.confidence, 3),
    }  # fmt: skip
    for side, found in sides.items():
        row[side] = [a.name for a in found]
        row[f"{side}_country"] = [a.country for a in found]
    return {column: row[column] for column in EVENT_COLUMNS}


def positions(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row a position, with `POSITION_COLUMNS`: who would do what, how far, on which conditions, who says so."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for position in report.positions:
            yield position_row(report, position, actors)


def position_row(report: Report, position: Position, actors: Mapping[str, Actor]) -> dict[str, Any]:
    """One position with the words of its spans."""
    date = position.date
    row: dict[str, Any] = {
        "report": report.id, "source": input_of(report), "published": report.published, "id": position.id,
        "in": position.within, "date": date and date.start, "enddate": date and date.end, "stance": position.stance,
        "measure": words(report, position, position.measure),
        "conditions": [words(report, position, c.span) for c in position.conditions],
        "condition_kinds": [c.kind for c in position.conditions],
        "constraints": [words(report, position, span) for span in position.constraints], "phase": position.phase,
        "according_to": told_by(report, position, actors), "evidence": words(report, position, position.evidence),
        "confidence": round(position.confidence, 3),
    }  # fmt: skip
    for side, found in (("actor", position.actor), ("toward", position.toward)):
        row[side] = [actors[i].name for i in found]
        row[f"{side}_country"] = [actors[i].country for i in found]
    return {column: row[column] for column in POSITION_COLUMNS}


def write_json(rows: Iterable[Mapping[str, Any]], out: IO[str]) -> None:
    """Rows as JSON Lines."""
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], out: IO[str]) -> None:
    """Rows as CSV under a header: unknown is empty, a bar divides several values of a cell."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: Any) -> Any:
    return "|".join("" if part is None else str(part) for part in value) if isinstance(value, list) else value
