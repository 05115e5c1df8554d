"""Figures of the event stage on this project's own passages and on the factuality corpora.

authored    the fifth of the authored passages that training never sees: an event is found where its trigger's words
            overlap; `category` is the same with the right category; then, of those found with their category, how
            many have the right status, mode and sides (mentions that overlap)
factuality  UW, MEANTIME and UDS-IH2 development: the status that the reader gives each judged predicate, as
            fact / counterfact / open
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from training import events
from training.corpora import FACTUAL, HERE, written

from onrecord import reader
from onrecord.findings.page import Page
from onrecord.findings.standing import find_standing
from onrecord.findings.triggers import Trigger
from onrecord.intake import Article
from onrecord.language import analyse
from onrecord.records import Event, Report, Source, Span

Figures = dict[str, float]
Labelled = dict[str, Any]  # an event with spans, as `training.events.located` gives it
SECOND = HERE / "authored" / "second_reading.jsonl"


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def paired(gold: Sequence[Labelled], ours: Sequence[Labelled]) -> Iterator[tuple[Labelled, Labelled]]:
    """Pairs of events whose triggers overlap, each event once, those of one category first."""
    left, right = set(range(len(gold))), set(range(len(ours)))
    for same in (True, False):
        for i in sorted(left):
            for j in sorted(right):
                agrees = (gold[i]["category"] == ours[j]["category"]) == same
                if agrees and overlap(gold[i]["trigger"], ours[j]["trigger"]):
                    left.discard(i)
                    right.discard(j)
                    yield gold[i], ours[j]
                    break


def touches(wanted: Sequence[Span], found: Sequence[Sequence[Span]]) -> bool:
    """Whether every mention wanted is one of somebody found, and everybody found has one of them."""
    mentions = [m for who in found for m in who]
    return all(any(overlap(w, m) for m in mentions) for w in wanted) and all(
        any(overlap(w, m) for w in wanted for m in who) for who in found
    )


def grouped(side: Sequence[Any]) -> list[list[Span]]:
    """A side as mentions of each actor; those of the authored passages have one each."""
    return [[who] if isinstance(who, tuple) else list(who) for who in side]


def labelled(report: Report, event: Event) -> Labelled:
    """An event of the reader in the shape of the authored ones; a side is the mentions of each of its actors."""
    actors = {a.id: a for a in report.actors}

    def side(ids: Sequence[str]) -> list[list[Span]]:
        return [actors[i].mentions for i in ids]

    return {
        "trigger": event.trigger, "category": event.event, "mode": event.mode, "status": event.status,
        "actor": side(event.actor), "recipient": side(event.recipient),
    }  # fmt: skip


def compared(pairs: Sequence[tuple[Sequence[Labelled], Sequence[Labelled]]]) -> Figures:
    """Figures of one reading of passages against another."""
    n: Counter[str] = Counter()
    for gold, ours in pairs:
        n.update(wanted=len(gold), given=len(ours))
        for one, other in paired(gold, ours):
            n["found"] += 1
            if one["category"] == other["category"]:
                n["category"] += 1
                n.update({key: int(one[key] == other[key]) for key in ("mode", "status")})
                n.update({key: int(touches(one[key], grouped(other[key]))) for key in ("actor", "recipient")})
    figures = {name: 2 * n[name] / max(1, n["wanted"] + n["given"]) for name in ("found", "category")}
    return figures | {f"right {k}": n[k] / max(1, n["category"]) for k in ("status", "mode", "actor", "recipient")}


def authored() -> Figures:
    """The reader on the authored fifth."""
    pairs = []
    for record in events.records(development=True):
        report = reader.read(Article(Source(), record["text"]))
        told = [labelled(report, e) for e in report.events]
        pairs.append(([events.located(record["text"], e) for e in record["events"]], told))
    return compared(pairs)


def second_reader() -> Figures:
    """The second reading of the authored fifth against the first: what the reader may hope for."""
    first = {r["id"]: r for r in events.records(development=True)}
    second = [json.loads(line) for line in SECOND.read_text(encoding="utf8").splitlines()]

    def spans(record: dict[str, Any], text: str) -> list[Labelled]:
        return [events.located(text, e) for e in record["events"]]

    return compared([(spans(first[r["id"]], t := first[r["id"]]["text"]), spans(r, t)) for r in second])


def factuality() -> Figures:
    """The share of judged predicates whose status agrees with the judgement, by corpus and over all."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for example in events.factual("dev"):
        corpus = example.id.rsplit("-", 1)[0]
        document = analyse(written(example))
        page = Page.of(document)
        for (start, end), judged in zip(example.words.spans, example.labels.factual or (), strict=True):
            if judged == "?":
                continue
            first, _ = document.tokens_in(start, end)
            status = find_standing(page, Trigger(first, (first,), "ASSAULT", 1.0), None).status
            right[corpus] += coarse(status) == judged
            asked[corpus] += 1
    figures = {f"{corpus}": right[corpus] / asked[corpus] for corpus in asked}
    return {"status": sum(right.values()) / max(1, sum(asked.values()))} | figures


def coarse(status: str) -> str:
    """A status as fact, counterfact or open; what is planned is open."""
    return next(name for name in ("open", "counterfact", "fact") if status in FACTUAL[name])
