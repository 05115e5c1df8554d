"""Ladders: the positions of one actor on one measure through time, its silences among them, and where it moved.

*Seoul refrains from supplying arms*, then *does not rule out weapons*, then *considers* them: three steps, two shifts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from onrecord import rows, select, tables
from onrecord.records import Actor, Position, Report, Statement

LADDER_COLUMNS = (*rows.POSITION_COLUMNS, "day", "step", "shift_from", "shift_to", "direction", "before", "now")
OFFICIAL = frozenset(("GOV", "MIL", "SPY"))  # sectors that speak for their state
LAST = "9999"  # where steps without any date stand
Same = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of stance since the same actor's last step on the same measure; ``closer`` where it is nearer to doing.

    ``before`` and ``now`` are the sentences that say so, as quoted from their reports.
    """

    was: str
    stance: str
    closer: bool
    before: str
    now: str

    @property
    def direction(self) -> str:
        """Whether the actor moved towards the measure or away from it."""
        return "closer" if self.closer else "further"


@dataclass(frozen=True, slots=True)
class Step:
    """A position (or a silence, where ``position`` is ``None``) with its report and its day, and the shift it makes."""

    report: Report
    day: str | None
    position: Position | None = None
    silence: Statement | None = None
    shift: Shift | None = None

    @property
    def finding(self) -> Position | Statement:
        """The position or the silence."""
        found = self.position or self.silence
        assert found is not None, "a step is a position or a silence"
        return found

    @property
    def actors(self) -> list[Actor]:
        """Those who hold the position or are silent."""
        ids = self.position.actor if self.position else self.silence.speaker if self.silence else []
        return [actor for i in ids for actor in self.report.actors if actor.id == i]

    @property
    def topic(self) -> str:
        """The words of the measure, or of what was not said."""
        if self.position:
            return rows.words(self.report, self.position, self.position.measure)
        assert self.silence is not None
        return " ".join(rows.words(self.report, self.silence, span) for span in self.silence.content)

    @property
    def quote(self) -> str:
        """The sentence on one line."""
        return " ".join(rows.words(self.report, self.finding, self.finding.evidence).split())


def ladder(reports: Iterable[Report], wanted: select.Held, same: Same) -> list[Step]:
    """The steps of what is asked for, by day and place in their reports, with the shifts marked.

    ``wanted`` names an actor and a measure (``on``); ``same`` tells whether two phrases name one measure. Stances that
    are not asked for are left out after the shifts are found. Undated steps come last.
    """
    every = select.Held(wanted.actor, wanted.on, (), wanted.since, wanted.until)
    found = sorted(_steps(reports, every, same), key=_order)
    marked = list(_marked(found, same))
    return [s for s in marked if not wanted.stances or (s.position and s.position.stance in wanted.stances)]


def _steps(reports: Iterable[Report], wanted: select.Held, same: Same) -> Iterator[Step]:
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for position in report.positions:
            if select.held(report, position, actors, wanted, same):
                yield Step(report, select.day_held(report, position), position)
        for statement in report.statements:
            if statement.kind == "silence":
                step = Step(report, select.day_held(report, statement), silence=statement)
                if _silent(step, actors, wanted, same):
                    yield step


def _silent(step: Step, actors: Mapping[str, Actor], wanted: select.Held, same: Same) -> bool:
    """Whether a silence is the wanted actor's, on the wanted measure and in the period."""
    assert step.silence is not None
    day = step.day or ""
    return (
        (not wanted.actor or select.spoke(step.report, step.silence, actors, wanted.actor))
        and (not wanted.since or day >= wanted.since[:10])
        and (not wanted.until or "" < day <= wanted.until[:10])
        and (not wanted.on or same(step.topic, wanted.on))
    )


def _order(step: Step) -> tuple[str, str, str, str, int]:
    report = step.report
    return step.day or LAST, report.published or LAST, report.id, step.finding.within, step.finding.evidence[0]


def _marked(steps: Iterable[Step], same: Same) -> Iterator[Step]:
    """The steps, each with its shift where its stance is not that of the last step of its voice and measure."""
    before: dict[str, list[Step]] = {}
    for step in steps:
        shift = None
        for voice in voices(step):
            last = next((s for s in reversed(before.get(voice, [])) if same(s.topic, step.topic)), None)
            shift = shift or (shift_between(last, step) if last and step.position else None)
            if step.position:
                before.setdefault(voice, []).append(step)
        yield Step(step.report, step.day, step.position, step.silence, shift)


def voices(step: Step) -> list[str]:
    """Whose stance a step is: a state speaks through its ministers, offices and forces, anybody else for himself."""
    found = [
        actor.country if actor.country and (actor.kind == "state" or OFFICIAL.intersection(actor.sectors)) else actor.id
        for actor in step.actors
    ]
    return list(dict.fromkeys(found))


def shift_between(last: Step, step: Step) -> Shift | None:
    """The shift from one step to a later one, if their stances differ."""
    assert last.position is not None
    assert step.position is not None
    was, stance = last.position.stance, step.position.stance
    if was == stance:
        return None
    closer = tables.stances()[stance].rank > tables.stances()[was].rank
    return Shift(was, stance, closer, last.quote, step.quote)


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for: the steps of a ladder, or (``ladder`` is false) positions of many actors and measures."""

    steps: Sequence[Step]
    ladder: bool


def found(reports: Iterable[Report], wanted: select.Held, same: Same | None = None) -> Found:
    """The ladder, where an actor and a measure are asked for; else the positions, in the order of their reports.

    Without ``same`` measures are compared by the shipped matcher, which is loaded only if it is needed.
    """
    if wanted.on and same is None:
        from onrecord import measures

        same = measures.shipped().same
    if wanted.on and wanted.actor and same:
        return Found(ladder(reports, wanted, same), True)
    chosen = select.positions(reports, wanted, same or str.__eq__)
    return Found([Step(r, select.day_held(r, p), p) for r in chosen for p in r.positions], False)


def write(asked: Found, as_json: bool, out: IO[str]) -> None:
    """Steps as JSON Lines or CSV, with the columns of a ladder where they are one."""
    table, columns = ladder_rows(asked.steps), LADDER_COLUMNS if asked.ladder else rows.POSITION_COLUMNS
    if as_json:
        rows.write_json(({name: row[name] for name in columns} for row in table), out)
    else:
        rows.write_csv(columns, table, out)


def ladder_rows(steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """A row a step, with `LADDER_COLUMNS`: the position's columns, those of a silence empty where it has none."""
    for step in steps:
        shift = step.shift
        yield _finding_row(step) | {
            "day": step.day, "step": "position" if step.position else "silence",
            "shift_from": shift and shift.was, "shift_to": shift and shift.stance,
            "direction": shift and shift.direction, "before": shift and shift.before, "now": shift and shift.now,
        }  # fmt: skip


def _finding_row(step: Step) -> dict[str, Any]:
    report, actors = step.report, {actor.id: actor for actor in step.report.actors}
    if step.position:
        return rows.position_row(report, step.position, actors)
    assert step.silence is not None
    date, lists = step.silence.date, ("toward", "toward_country", "conditions", "condition_kinds", "constraints")
    row: dict[str, Any] = dict.fromkeys(rows.POSITION_COLUMNS) | {name: [] for name in lists}
    return row | {
        "report": report.id, "source": rows.input_of(report), "published": report.published, "id": step.silence.id,
        "in": step.silence.within, "date": date and date.start, "enddate": date and date.end,
        "actor": rows.speakers(report, step.silence, actors), "actor_country": [a.country for a in step.actors],
        "measure": step.topic, "evidence": rows.words(report, step.silence, step.silence.evidence),
        "confidence": round(step.silence.confidence, 3),
    }  # fmt: skip
