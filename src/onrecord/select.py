"""Choosing findings out of reports, and turning them into flat rows."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from onrecord.records import Actor, Report, Statement, StatementKind

KINDS: tuple[str, ...] = get_args(StatementKind)


def statements(reports: Iterable[Report], speaker: str | None = None, kind: str | None = None) -> Iterator[Report]:
    """The reports that have a statement of this kind by this speaker, with only those statements left in them.

    ``speaker`` is part of a name or a country code, in any case.
    """
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        of_kind = [s for s in report.statements if kind in (None, s.kind)]
        kept = [s for s in of_kind if not speaker or spoke(report, s, actors, speaker)]
        if kept:
            yield report.model_copy(update={"statements": kept})


def spoke(report: Report, statement: Statement, actors: dict[str, Actor], wanted: str) -> bool:
    """Whether a statement's speaker is of the country ``wanted`` or has it in a name."""
    found = [actors[i] for i in statement.speaker]
    if any(actor.country == wanted.upper() for actor in found):
        return True
    names = [actor.name for actor in found] + [words(report, statement, statement.speaker_span)]
    return any(wanted.casefold() in name.casefold() for name in names)


def rows(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """Flat rows of statements: report, speaker with country, cue, kind, content as text, date, and the evidence."""
    for report in reports:
        names = {actor.id: actor for actor in report.actors}
        for statement in report.statements:
            speakers = [names[i] for i in statement.speaker]
            yield {
                "report": report.id, "source": report.source.id or report.source.path or report.source.url,
                "published": report.published, "id": statement.id, "in": statement.within,
                "speaker": [a.name for a in speakers], "country": [a.country for a in speakers],
                "speaker_text": words(report, statement, statement.speaker_span) or None,
                "cue": words(report, statement, statement.cue) or None, "kind": statement.kind,
                "content": [words(report, statement, span) for span in statement.content],
                "date": [statement.date.start, statement.date.end] if statement.date else None,
                "venue": words(report, statement, statement.venue) or None,
                "evidence": words(report, statement, statement.evidence), "confidence": round(statement.confidence, 3),
            }  # fmt: skip


def words(report: Report, statement: Statement, span: tuple[int, int] | None) -> str:
    """The exact words of a span of a statement."""
    return report.field(statement.within)[span[0] : span[1]] if span else ""
