"""The reading exam's scorer on the fifth of the read reports (``training/annotated``) that training never sees.

Each reading becomes a gold file as the exam has them: actors, events with their sides, places and days, positions. It
tells nothing of statements and dates; those figures are left out. `countries` asks how sure the reader may be of the
countries that no words give (`actors.belonging`): how often each band of chances is right.
"""

import itertools
import json
from pathlib import Path
from typing import Any

from training import belonging, readings

from onrecord.actors.belonging import NOBODY, weighed

Figures = dict[str, float]
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "his",
        "her",
        "their",
        "its",
        "him",
        "them",
        "our",
        "my",
        "us",
        "you",
        "who",
        "whose",
        "himself",
        "herself",
        "itself",
        "themselves",
    ]
)
UNTOLD = ("statements", "speaker", "kind", "date said", "SAID", "silences", "WHEN", "reading score")
BANDS = (0.5, 0.7, 0.9, 1.01)


def gold(record: dict[str, Any], text: str) -> dict[str, Any]:
    """A reading as a gold file of the reading exam."""
    bounds = readings.sentence_bounds(text)
    mentions: dict[str, list[str]] = {}
    for start, end, *keys in record["mentions"]:
        for key in keys:
            mentions.setdefault(key, []).append(text[start:end])

    def words(span: Any) -> str:
        return text[slice(*span)] if span else ""

    def sentence(span: Any) -> str:
        start = max(b for b in bounds if b <= span[0])
        return text[start : min((b for b in bounds if b > span[0]), default=len(text))].strip()

    actors = [
        {**actor, "key": key, "aliases": [m for m in mentions.get(key, []) if m.lower() not in PRONOUNS]}
        for key, actor in record["actors"].items()
    ]
    events = [
        {
            **event, "event": event["category"], "also": [], "trigger": words(event["trigger"]),
            "evidence": sentence(event["trigger"]),
        }
        for event in record["events"]
    ]  # fmt: skip
    positions = [
        {
            "actor": next(iter(position["actor"]), ""), "stance": position["stance"],
            "measure": words(position["measure"]), "evidence": sentence(position["trigger"]),
            "conditions": [{"text": words(c["span"])} for c in position["conditions"]],
        }
        for position in record["positions"]
    ]  # fmt: skip
    return {
        "doc": record["id"], "actors": actors, "statements": [], "events": events, "positions": positions, "dates": []
    }  # fmt: skip


def write(folder: Path, development: bool = True) -> None:
    """The exam's files in ``folder``: ``gold/`` and ``reports.jsonl``."""
    (folder / "gold").mkdir()
    with (folder / "reports.jsonl").open("w", encoding="utf8") as file:
        for record in readings.records(development):
            text = readings.report(record["id"])
            file.write(json.dumps({"id": record["id"], "published": record["published"], "text": text}) + "\n")
            (folder / "gold" / f"{record['id']}.json").write_text(json.dumps(gold(record, text)), encoding="utf8")


def told(figures: Figures) -> Figures:
    """The figures that a reading can tell."""
    return {name: value for name, value in figures.items() if not any(part in name for part in UNTOLD)}


def countries() -> Figures:
    """How often a weighed country is right, by how likely the reader holds it."""
    seen: dict[str, list[bool]] = {}
    for found, answer in belonging.cases(development=True):
        code, chance = max(weighed(found).items(), key=lambda item: item[1])
        if code != NOBODY:
            band = next(
                (f"{low:.1f} to {min(high, 1):.1f}" for low, high in itertools.pairwise(BANDS) if low <= chance < high),
                "",
            )
            seen.setdefault(band, []).append(code == answer)
    return {f"right at {band}": sum(hits) / len(hits) for band, hits in sorted(seen.items()) if band}
