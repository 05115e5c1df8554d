"""Choosing findings out of reports: the reports that have what is asked for, with only that left in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from onrecord import tables
from onrecord.records import (
    Actor,
    Category,
    Day,
    Event,
    InputError,
    Position,
    Report,
    Stance,
    Statement,
    StatementKind,
    Status,
)
from onrecord.rows import words

KINDS: tuple[str, ...] = get_args(StatementKind)
CATEGORIES: tuple[str, ...] = get_args(Category)
STATUSES: tuple[str, ...] = get_args(Status)
STANCES: tuple[str, ...] = get_args(Stance)


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


def spoke(report: Report, statement: Statement, actors: Mapping[str, Actor], wanted: str) -> bool:
    """Whether a statement's speaker is of the country ``wanted`` or has it in a name."""
    source = words(report, statement, statement.speaker_span)
    return any(called(actors[i], wanted) for i in statement.speaker) or wanted.casefold() in source.casefold()


def called(actor: Actor, wanted: str) -> bool:
    """Whether an actor is of the country ``wanted`` or has it in the name."""
    return actor.country == wanted.upper() or wanted.casefold() in actor.name.casefold()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; what is left empty leaves out nothing.

    ``actor`` and ``recipient`` are part of a name or a country code, in any case; ``pair`` is what `pair` gives;
    ``since`` and ``until`` are ISO days.
    """

    actor: str | None = None
    recipient: str | None = None
    pair: str | None = None
    categories: Sequence[str] = ()
    statuses: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


def events(reports: Iterable[Report], wanted: Wanted) -> Iterator[Report]:
    """The reports that have an event that is asked for, with only those events left in them."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        kept = [event for event in report.events if fits(event, actors, wanted)]
        if kept:
            yield report.model_copy(update={"events": kept})


def fits(event: Event, actors: Mapping[str, Actor], wanted: Wanted) -> bool:
    """Whether an event is all that is asked for."""
    return (
        (not wanted.categories or event.event in wanted.categories)
        and (not wanted.statuses or event.status in wanted.statuses)
        and (not wanted.actor or any(called(actors[i], wanted.actor) for i in event.actor))
        and (not wanted.recipient or any(called(actors[i], wanted.recipient) for i in event.recipient))
        and (not wanted.pair or between(event, actors, wanted.pair))
        and within(event.date, wanted.since, wanted.until)
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Which positions are asked for; what is left empty leaves out nothing.

    ``actor`` is part of a name or a country code, in any case; ``on`` words for a measure, matched by meaning;
    ``since`` and ``until`` are ISO days, compared with `day_held`.
    """

    actor: str | None = None
    on: str | None = None
    stances: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


def positions(reports: Iterable[Report], wanted: Held, same: Callable[[str, str], bool]) -> Iterator[Report]:
    """The reports that have a position that is asked for, with only those positions left in them.

    ``same`` tells whether two phrases name one measure (`measures.Matcher.same`).
    """
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        kept = [p for p in report.positions if held(report, p, actors, wanted, same)]
        if kept:
            yield report.model_copy(update={"positions": kept})


def held(
    report: Report, position: Position, actors: Mapping[str, Actor], wanted: Held, same: Callable[[str, str], bool]
) -> bool:
    """Whether a position is all that is asked for."""
    day = day_held(report, position)
    return (
        (not wanted.stances or position.stance in wanted.stances)
        and (not wanted.actor or any(called(actors[i], wanted.actor) for i in position.actor))
        and (not wanted.since or (day is not None and day >= wanted.since[:10]))
        and (not wanted.until or (day is not None and day <= wanted.until[:10]))
        and (not wanted.on or same(words(report, position, position.measure), wanted.on))
    )


def day_held(report: Report, finding: Position | Statement) -> str | None:
    """The first day of a finding's date, else the day of the report."""
    return finding.date.start if finding.date else report.published and report.published[:10]


def between(event: Event, actors: Mapping[str, Actor], wanted: str) -> bool:
    """Whether the two countries of a pair face each other in an event, either way round, or meet in one."""
    one, other = wanted.split("-")
    facing = [(i, j) for i in event.actor for j in event.recipient]
    if not event.recipient:
        facing = [(i, j) for i in event.actor for j in event.actor if i != j]
    return any({(one, other), (other, one)} & {(actors[i].country, actors[j].country)} for i, j in facing)


def within(date: Day | None, since: str | None, until: str | None) -> bool:
    """Whether some of a date lies in a period; what has no date lies in none."""
    if not since and not until:
        return True
    return date is not None and (not since or date.end >= since[:10]) and (not until or date.start <= until[:10])


def choices(given: Iterable[str], known: Sequence[str], noun: str) -> list[str]:
    """Those of ``known`` that were asked for, in any case, commas between several. Raises `InputError`."""
    names = {name.casefold(): name for name in known}
    asked = [part.strip() for several in given for part in several.split(",")]
    for part in asked:
        if part.casefold() not in names:
            raise InputError(noun, "open", f"{part!r} is no {noun}", f"give one of {', '.join(known)}")
    return [names[part.casefold()] for part in asked]


def pair(given: str) -> str:
    """A pair of country codes, in any case, as ``RUS-UKR``. Raises `InputError`."""
    codes = given.upper().split("-")
    if len(codes) != 2 or not set(codes) <= {*tables.countries(), *tables.NON_STATES}:
        raise InputError("pair", "open", f"{given!r} is no pair of country codes", "write it like RUS-UKR")
    return given.upper()
