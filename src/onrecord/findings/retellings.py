"""Retellings: an act told again in the same report is one event, recorded where it is told most fully."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.records import Event

REAL = frozenset(("happened", "ongoing", "background"))


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what tells it from others: the lemma of its trigger and the actors' countries on each side."""

    event: Event
    lemma: str
    actor: frozenset[str]
    recipient: frozenset[str]

    @property
    def fullness(self) -> int:
        """How much the telling tells."""
        event = self.event
        sides = 2 * bool(event.actor) + 2 * bool(event.recipient)
        return sides + bool(event.date) + bool(event.place) + bool(event.mode) + (event.within == "text")


def merged(told: Sequence[Told]) -> list[Event]:
    """Events in text order, each once; a telling merged into a fuller one leaves its trigger's span in ``retold``.

    Retellings of the headline or a caption are dropped without a trace: their spans point into another field.
    """
    groups: list[list[Told]] = []
    for one in told:
        group = next((g for g in groups if all(same(one, other) for other in g)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    found = []
    for group in groups:
        fullest = max(group, key=lambda t: t.fullness)
        others = [t.event.trigger for t in group if t is not fullest and t.event.within == fullest.event.within]
        found.append(fullest.event.model_copy(update={"retold": sorted(others)}))
    return sorted(found, key=lambda e: (e.within != "text", e.within, e.trigger))


def same(one: Told, other: Told) -> bool:
    """Whether two tellings are of one act: one category, one standing, no side, day or mode that speaks against it."""
    a, b = one.event, other.event
    if a.event != b.event or (a.status != b.status and not {a.status, b.status} <= REAL):
        return False
    if a.mode and b.mode and a.mode != b.mode:
        return False
    if a.date and b.date and (a.date.end < b.date.start or b.date.end < a.date.start):
        return False
    sides = [(one.actor, other.actor), (one.recipient, other.recipient)]
    if a.event == "CONSULT":  # who met whom counts, not who is told as the visitor
        sides = [(one.actor | one.recipient, other.actor | other.recipient)]
    if any(x and y and not (x <= y or y <= x) for x, y in sides):
        return False
    shared = [x for x, y in sides if x and y]
    bare = not (one.actor | one.recipient) or not (other.actor | other.recipient)
    alike = one.lemma == other.lemma or a.event == "CONSULT"
    if a.evidence == b.evidence:
        return alike and bool(shared)
    return alike and (
        len(shared) == len(sides) or (bool(shared) and _half(one, other)) or (bare and one.lemma == other.lemma)
    )


def _half(one: Told, other: Told) -> bool:
    """Whether one of two tellings leaves a side out that the other names."""
    return any(not x or not y for x, y in ((one.actor, other.actor), (one.recipient, other.recipient)))
