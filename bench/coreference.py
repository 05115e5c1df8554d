"""Who is who inside a report: CoNLL F1 on GUM's development part, over the mentions that are names and pronouns.

The reader's mentions against the treebank's, each by its head word, on the treebank's own words. CoNLL F1 is the mean
of MUC (Vilain et al. 1995), B³ (Bagga & Baldwin 1998) and CEAF-e (Luo 2005), the last with the best one-to-one match
of entities; entities of one mention are left out, as in the standard scorer's data.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # has no types
from training import corpora
from training.corpora import DATA

from onrecord.actors import find_actors
from onrecord.intake import Article
from onrecord.language import analysis
from onrecord.language.model import Model
from onrecord.records import Source

Chains = list[frozenset[int]]
PUBLISHED = "2016-01-01"


class Tally:
    """Sums of a measure's numerators and denominators over documents."""

    def __init__(self) -> None:
        self.parts = [0.0, 0.0, 0.0, 0.0]

    def add(self, hit: float, of: float, right: float, found: float) -> None:
        """Count one document: recall ``hit / of``, precision ``right / found``."""
        self.parts = [a + b for a, b in zip(self.parts, (hit, of, right, found), strict=True)]

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        hit, of, right, found = self.parts
        recall, precision = hit / of if of else 0.0, right / found if found else 0.0
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def muc(gold: Chains, ours: Chains) -> tuple[float, float]:
    """Links of the gold chains kept, and all of them."""
    kept = total = 0
    for chain in gold:
        parts = [chain & other for other in ours if chain & other]
        alone = len(chain) - sum(map(len, parts))
        kept += len(chain) - len(parts) - alone
        total += len(chain) - 1
    return kept, total


def b_cubed(gold: Chains, ours: Chains) -> tuple[float, float]:
    """Sum over gold mentions of the share of their chain that ours has with them, and the number of mentions."""
    total = sum(map(len, gold))
    return sum(len(chain & other) ** 2 / len(chain) for chain in gold for other in ours), total


def ceaf(gold: Chains, ours: Chains) -> float:
    """The best sum of likenesses (twice what two chains share by their sizes) of a one-to-one match."""
    if not gold or not ours:
        return 0.0
    like = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in ours] for a in gold])
    rows, columns = linear_sum_assignment(-like)
    return float(like[rows, columns].sum())


def score(documents: Sequence[tuple[Chains, Chains]]) -> dict[str, float]:
    """MUC, B³, CEAF-e and their mean over pairs of gold and own chains, as shares of one."""
    tallies = {"MUC": Tally(), "B3": Tally(), "CEAF-e": Tally()}
    for gold, ours in documents:
        tallies["MUC"].add(*muc(gold, ours), *muc(ours, gold))
        tallies["B3"].add(*b_cubed(gold, ours), *b_cubed(ours, gold))
        likeness = ceaf(gold, ours)
        tallies["CEAF-e"].add(likeness, len(gold), likeness, len(ours))
    found = {name: tally.f1 for name, tally in tallies.items()}
    return {**found, "CoNLL F1": sum(found.values()) / 3}


def chains(model: Model, path: Path = DATA / "ud/gum-dev.conllu.gz") -> Iterator[tuple[Chains, Chains]]:
    """Gold and own chains of each document, mentions by head word, names and pronouns only, chains of two or more."""
    for example, (_, sentences) in zip(corpora.universal(path, entities=True), corpora.documents(path), strict=True):
        rows = [row for _, part, _ in sentences for row in part]
        text = corpora.written(example)
        document = analysis.analyse_words(text, example.words, model)
        heads = example.labels.head or []
        gold: dict[str, set[int]] = {}
        for first, last, kind, identity in corpora.gum_mentions(rows):
            head = next((i for i in range(first, last) if not first <= heads[i] < last), first)
            if kind != "time" and rows[head].upos in ("PROPN", "PRON"):
                gold.setdefault(identity, set()).add(head)
        cast = find_actors(document, Article(Source(id=example.id), text, published=PUBLISHED))
        ours = [
            frozenset(h for m in f.mentions if rows[h := document.head_of(*m)].upos in ("PROPN", "PRON"))
            for f in cast.figures
        ]
        yield [frozenset(c) for c in gold.values() if len(c) > 1], [c for c in ours if len(c) > 1]


def gum(model: Model) -> dict[str, float]:
    """The figures on GUM's development part."""
    return score(list(chains(model)))
