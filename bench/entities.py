"""Names and groups in defence and security reports: F1 on re3d's persons, organisations, locations and nationalities.

re3d marks whole phrases ("The Members of the Security Council"). One of its entities is found by an entity or an
actor's mention (no pronoun) of the same type that overlaps it, one to one, the longest overlap first.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from training.corpora import DATA, kept_back

from onrecord.actors import find_actors
from onrecord.intake import Article
from onrecord.language import Document, analyse
from onrecord.records import Source, Span

Typed = tuple[Span, str]
TYPES = ("Person", "Organisation", "Location", "Nationality")
LABELS = {"gpe": "Location", "place": "Location", "nationality": "Nationality"}
KINDS = {"person": "Person", "organization": "Organisation", "group": "Organisation"}


def ours(text: str, name: str) -> Iterator[Typed]:
    """The reader's entities and actors in a text, each once, with re3d's types."""
    document = analyse(text)
    cast = find_actors(document, Article(Source(id=name), text))
    yield from ((document.span(e.first, e.last), LABELS[e.label]) for e in document.entities if e.label in LABELS)
    for figure in cast.figures:
        if figure.kind in KINDS:
            mentions = {m for m in figure.mentions if not pronoun(document, *m)}
            yield from ((document.span(*m), KINDS[figure.kind]) for m in sorted(mentions))


def pronoun(document: Document, first: int, last: int) -> bool:
    """Whether a mention is a pronoun."""
    return last - first == 1 and document.tokens[first].upos == "PRON"


def hits(gold: list[Typed], found: list[Typed]) -> int:
    """How many pairs of one type overlap, one to one."""
    pairs = sorted(
        (-min(a[1], b[1]) + max(a[0], b[0]), i, j)
        for i, (a, one) in enumerate(gold)
        for j, (b, other) in enumerate(found)
        if one == other and a[0] < b[1] and b[0] < a[1]
    )
    left, right = set(range(len(gold))), set(range(len(found)))
    for _, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
    return len(gold) - len(left)


def re3d(path: Path = DATA / "re3d.jsonl.gz") -> dict[str, float]:
    """Precision, recall and F1 over all documents that the reading exam is not made of."""
    hit = wanted = given = 0
    with gzip.open(path, "rt", encoding="utf8") as file:
        for record in map(json.loads, file):
            if f"re3d_{record['_id']}" in kept_back():
                continue
            gold = [((e["begin"], e["end"]), e["type"]) for e in record["entities"] if e["type"] in TYPES]
            found = list(dict.fromkeys(ours(record["text"], record["_id"])))
            hit, wanted, given = hit + hits(gold, found), wanted + len(gold), given + len(found)
    precision, recall = hit / given, hit / wanted
    return {"precision": precision, "recall": recall, "entities": 2 * precision * recall / (precision + recall)}
