"""Figures of the position stage on the fifth of the authored passages that training never sees.

A position is found where its measure and its holder are right: measures that overlap and a holder whose mention is one
of the actor's (or no holder on either side). ``WHO WOULD DO WHAT`` asks for the stance as well; ``conditions``
counts those of the positions found whose words overlap by half.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from training import positions
from training.corpora import HERE

from bench.events import Figures, overlap
from onrecord import reader
from onrecord.intake import Article
from onrecord.records import Position, Report, Source, Span

SECOND = HERE / "authored" / "second_positions.jsonl"
Labelled = dict[str, Any]  # a position with spans, as `training.positions.located` gives it


def shared(one: Span, other: Span) -> float:
    """The share of two spans that both cover."""
    both = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return both / (max(one[1], other[1]) - min(one[0], other[0]))


def held(report: Report, position: Position, holders: Sequence[Span]) -> bool:
    """Whether a position of the reader is held by one of these mentions, or by nobody where there are none."""
    mentions = [m for a in report.actors if a.id in position.actor for m in a.mentions]
    return any(overlap(h, m) for h in holders for m in mentions) or (not holders and not position.actor)


def compared(passages: Sequence[tuple[Report, Sequence[Labelled]]]) -> Figures:
    """F1 of positions found, with their stances, and of their conditions."""
    n: Counter[str] = Counter()
    for report, gold in passages:
        left = list(report.positions)
        n.update(wanted=len(gold), given=len(left))
        n["conditions given"] += sum(len(p.conditions) for p in left)
        n["conditions wanted"] += sum(len(g["conditions"]) for g in gold)
        for one in gold:
            fits = [p for p in left if overlap(one["measure"], p.measure) and held(report, p, one["holder"])]
            best = max(fits, key=lambda p: (p.stance == one["stance"], shared(one["measure"], p.measure)), default=None)
            if best is None:
                continue
            left.remove(best)
            n["found"] += 1
            n["stance"] += best.stance == one["stance"]
            n["conditions"] += sum(
                any(shared(c["span"], d.span) >= 0.5 for d in best.conditions) for c in one["conditions"]
            )
    total = max(1, n["wanted"] + n["given"])
    conditions = max(1, n["conditions wanted"] + n["conditions given"])
    return {
        "positions found": 2 * n["found"] / total,
        "WHO WOULD DO WHAT": 2 * n["stance"] / total,
        "conditions": 2 * n["conditions"] / conditions,
    }


def authored() -> Figures:
    """The reader on the authored fifth."""
    return compared(
        [
            (reader.read(Article(Source(), r["text"])), [positions.located(r["text"], p) for p in r["positions"]])
            for r in positions.records(development=True)
        ]
    )


def second_reader() -> Figures:
    """The second reading of the authored fifth against the first: what the reader may hope for."""
    first = {r["id"]: r for r in positions.records(development=True)}
    n: Counter[str] = Counter()
    for line in SECOND.read_text(encoding="utf8").splitlines():
        record = json.loads(line)
        text = record["text"]
        gold, ours = ([positions.located(text, p) for p in r["positions"]] for r in (first[record["id"]], record))
        n.update(wanted=len(gold), given=len(ours))
        for one in gold:
            fits = [p for p in ours if overlap(one["measure"], p["measure"])]
            best = max(fits, key=lambda p: p["stance"] == one["stance"], default=None)
            if best is not None:
                ours.remove(best)
                n["found"] += 1
                n["stance"] += best["stance"] == one["stance"]
    total = max(1, n["wanted"] + n["given"])
    return {"positions found": 2 * n["found"] / total, "WHO WOULD DO WHAT": 2 * n["stance"] / total}
