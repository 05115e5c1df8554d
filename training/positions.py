"""Passages with positions (guide ``authored/POSITIONS.md``) as training `Example`s."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.language import features, words
from onrecord.language.model import CHANNELS
from training import events
from training.corpora import Example, Labels, Link, Places, tags
from training.events import covered, span_of


def records(development: bool | None) -> Iterator[dict[str, Any]]:
    """The authored passages as they stand; ``development`` picks the fifth kept back, the rest, or (None) all."""
    return events.records(development, what="positions")


def authored(development: bool | None) -> Iterator[Example]:
    """The authored passages as examples."""
    for record in records(development):
        text = record["text"]
        spans = words.split(text)
        stance, links = labels(Places(spans), len(spans), [located(text, p) for p in record["positions"]])
        yield Example(record["id"], features.look(text, spans), Labels(stance=stance, links=links))


def located(text: str, position: dict[str, Any]) -> dict[str, Any]:
    """A position with the span of every string instead of the string."""
    return {
        "stance": position["stance"],
        "trigger": span_of(text, position["trigger"]),
        "holder": [span_of(text, item) for item in position["actor"]],
        "measure": span_of(text, position["measure"]),
        "conditions": [{"span": span_of(text, c["text"]), "kind": c["kind"]} for c in position["conditions"]],
        "constraints": [span_of(text, item) for item in position["constraints"]],
    }


def labels(places: Places, count: int, positions: Iterable[dict[str, Any]]) -> tuple[list[str], list[Link]]:
    """Stance tags of the words and the links of each stance's words to holder, measure, conditions and constraints."""
    runs, links = [], []
    for position in positions:
        first, last = places.words(*position["trigger"])
        runs.append((first, last, position["stance"]))
        parts = {
            "holder": position["holder"],
            "measure": [position["measure"]] if position["measure"] else [],
            "condition": [c["span"] for c in position["conditions"]],
            "constraint": position["constraints"],
        }
        roles = tuple(frozenset(covered(places, parts[role])) for role in CHANNELS["positions"])
        links.append(Link("positions", frozenset(range(first, last)), roles))
    return tags(count, runs), links
