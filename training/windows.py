"""From labelled documents to batches of tensors."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from onrecord.language import features
from onrecord.language.model import CHANNELS, PAIRS
from onrecord.tables import modes
from training.corpora import ENTITIES, FACTUAL, PARTS, STANCES, STATUSES, TIMES, UNKNOWN, Example, Link, mode_labels
from training.network import Inventory

TAGS = ("upos", "xpos", "lemma", "sentence", "entity", "time", *PARTS, "event", "mode", "status", "stance", "factual")
MOST = {"attributions": 6, "deeds": 3, "mentions": 1, "positions": 3}  # words of a row that train its links
JOINED = 700  # words: short documents of a treebank are joined up to this, or windows would be half empty


@dataclass(slots=True)
class Encoded:
    """An example in numbers: piece ids a word, looks, tag labels (tags, words), heads, relations, links."""

    pieces: list[list[int]]
    cases: np.ndarray
    flags: np.ndarray
    tags: np.ndarray
    heads: np.ndarray
    deprels: np.ndarray
    links: list[Link]

    def __len__(self) -> int:
        return len(self.pieces)


def inventory(examples: Sequence[Example], rare: int = 3) -> Inventory:
    """The labels that occur at least ``rare`` times (all of the closed sets)."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("upos", "xpos", "lemma", "deprel")}
    for example in examples:
        for name, counter in counts.items():
            counter.update(getattr(example.labels, name) or ())
    kept = {name: [k for k, n in c.most_common() if n >= rare] for name, c in counts.items()}

    def bio(labels: Sequence[str]) -> list[str]:
        return ["O", *(f"{side}-{label}" for label in labels for side in "BI")]

    return Inventory(
        tags={
            "upos": kept["upos"], "xpos": kept["xpos"], "lemma": kept["lemma"], "sentence": ["in", "start"],
            "entity": bio(ENTITIES), "time": bio(TIMES), **{part: bio([part]) for part in PARTS},
            "event": bio(list(modes())), "mode": mode_labels(), "status": list(STATUSES), "stance": bio(STANCES),
        },
        deprels=kept["deprel"],
        together={f"{one} {other}": together(examples, one, other, kept) for one, other in PAIRS},
    )  # fmt: skip


def together(
    examples: Sequence[Example], one: str, other: str, kept: dict[str, list[str]], rare: int = 3
) -> dict[str, list[str]]:
    """The labels of one head that occur on a word with each label of another, at least ``rare`` times."""
    counts: Counter[tuple[str, str]] = Counter()
    for example in examples:
        counts.update(zip(getattr(example.labels, one) or (), getattr(example.labels, other) or (), strict=True))
    found: dict[str, list[str]] = {}
    for (label, beside), number in sorted(counts.items()):
        if number >= rare and label in kept[one] and beside in kept[other]:
            found.setdefault(label, []).append(beside)
    return found


def encode(example: Example, labels: Inventory, pieces: features.Pieces) -> Encoded:
    """Numbers for an example; labels outside the inventory are unknown."""
    count = len(example.words.texts)
    grid = np.full((len(TAGS), count), UNKNOWN, np.int64)
    for row, name in enumerate(TAGS):
        found = getattr(example.labels, name)
        if name == "sentence" and found is not None:
            grid[row] = found
        elif found is not None:
            index = {label: i for i, label in enumerate(FACTUAL if name == "factual" else labels.tags[name])}
            grid[row] = [index.get(label, UNKNOWN) for label in found]
    heads = np.full(count, UNKNOWN, np.int64)
    deprels = np.full(count, UNKNOWN, np.int64)
    if example.labels.head is not None and example.labels.deprel is not None:
        index = {label: i for i, label in enumerate(labels.deprels)}
        heads[:] = example.labels.head
        deprels[:] = [index.get(label, UNKNOWN) for label in example.labels.deprel]
    return Encoded(
        [pieces.of(t) for t in example.words.texts], example.words.cases, example.words.flags, grid, heads, deprels,
        example.labels.links or [],
    )  # fmt: skip


def join(examples: Sequence[Encoded], least: int = JOINED) -> list[Encoded]:
    """Run short documents together until each has at least ``least`` words."""
    groups: list[list[Encoded]] = [[]]
    for example in examples:
        if sum(map(len, groups[-1])) >= least:
            groups.append([])
        groups[-1].append(example)
    return [_joined(group) for group in groups if group]


def _joined(group: Sequence[Encoded]) -> Encoded:
    base = np.cumsum([0, *map(len, group)])
    return Encoded(
        [p for e in group for p in e.pieces],
        np.concatenate([e.cases for e in group]),
        np.concatenate([e.flags for e in group]),
        np.concatenate([e.tags for e in group], 1),
        np.concatenate([np.where(e.heads >= 0, e.heads + b, e.heads) for e, b in zip(group, base, strict=False)]),
        np.concatenate([e.deprels for e in group]),
        [link.moved(int(b)) for e, b in zip(group, base, strict=False) for link in e.links],
    )


@dataclass(slots=True)
class Window:
    """A stretch of an encoded document."""

    source: Encoded
    first: int
    last: int


SHORT = 0.2  # share of windows cut down to a few sentences: readers are given lone sentences and captions too


def shortened(window: Window, chance: random.Random) -> Window:
    """One to three sentences out of a window."""
    begins = window.source.flags[window.first : window.last] & (features.PARAGRAPH | features.AFTER_STOP)
    starts = sorted({0, *np.flatnonzero(begins).tolist()})
    first = chance.randrange(len(starts))
    after = [*starts, window.last - window.first][min(first + chance.randint(1, 3), len(starts))]
    return Window(window.source, window.first + starts[first], window.first + after)


def endless(examples: Sequence[Encoded], chance: random.Random) -> Iterator[Window]:
    """Windows of all examples, shuffled, for ever; each round cuts them elsewhere, and some of them short."""
    while True:
        found = []
        for example in examples:
            sizes = [len(p) for p in example.pieces]
            lead = features.cut(sizes, example.flags.tolist(), chance.randint(40, features.WINDOW))[0][1]
            rest = features.cut(sizes[lead:], example.flags[lead:].tolist())
            found += [Window(example, 0, lead)] + [Window(example, a + lead, b + lead) for a, b in rest]
        chance.shuffle(found)
        yield from (shortened(w, chance) if chance.random() < SHORT else w for w in found)


def mixed(sources: Sequence[tuple[Iterator[Window], int]]) -> Iterator[list[Window]]:
    """Batches with a fixed number of windows of each source."""
    while True:
        yield [window for windows, count in sources for window in itertools.islice(windows, count)]


@dataclass(slots=True)
class Tensors:
    """A batch: the network's inputs and what it should answer."""

    inputs: dict[str, Tensor]
    tags: Tensor  # (tags, windows, words)
    heads: Tensor  # (windows, words): column of the arc scores
    deprels: Tensor
    sentences: Tensor  # (windows, words): sentence number, -1 padding
    rows: dict[str, Tensor]  # of each linker of `CHANNELS`, (rows, 2): window and word
    linked: dict[str, Tensor]  # (rows, words, channels)
    counts: Tensor  # (windows,)


def tensors(windows: Sequence[Window], pieces: features.Pieces) -> Tensors:
    """Lay windows and their labels side by side."""
    batch = features.batch(
        [
            (w.source.pieces[w.first : w.last], w.source.cases[w.first : w.last], w.source.flags[w.first : w.last])
            for w in windows
        ],
        pieces,
    )
    wide = batch.firsts.shape[1]
    tags = np.full((len(TAGS), len(windows), wide), UNKNOWN, np.int64)
    heads = np.full((len(windows), wide), UNKNOWN, np.int64)
    deprels = np.full((len(windows), wide), UNKNOWN, np.int64)
    sentences = np.full((len(windows), wide), -1, np.int64)
    rows: dict[str, list[tuple[int, int]]] = {name: [] for name in CHANNELS}
    linked: dict[str, list[np.ndarray]] = {name: [] for name in CHANNELS}
    for row, w in enumerate(windows):
        count = w.last - w.first
        tags[:, row, :count] = w.source.tags[:, w.first : w.last]
        heads[row, :count] = columns(w)
        deprels[row, :count] = np.where(heads[row, :count] >= 0, w.source.deprels[w.first : w.last], UNKNOWN)
        sentences[row, :count] = np.cumsum(w.source.tags[TAGS.index("sentence"), w.first : w.last] == 1)
        for link in w.source.links:
            inside = [i - w.first for i in sorted(link.row) if w.first <= i < w.last][: MOST[link.kind]]
            target = np.zeros((wide, len(link.others)), np.float32)
            for column, part in enumerate(link.others):
                target[[i - w.first for i in part if w.first <= i < w.last], column] = 1
            rows[link.kind] += [(row, i) for i in inside]
            linked[link.kind] += [target] * len(inside)
    inputs = {name: torch.from_numpy(array) for name, array in batch.inputs().items()}
    inputs["distances"] = torch.from_numpy(features.distances(wide))
    return Tensors(
        inputs, torch.from_numpy(tags), torch.from_numpy(heads), torch.from_numpy(deprels), torch.from_numpy(sentences),
        {name: torch.tensor(found, dtype=torch.long).reshape(-1, 2) for name, found in rows.items()},
        {name: torch.from_numpy(np.stack(found)) for name, found in linked.items() if found},
        torch.tensor(batch.counts),
    )  # fmt: skip


def columns(window: Window) -> np.ndarray:
    """The arc-score column of each word's head: 0 the root, 1 + word in the window, unknown where it lies outside."""
    heads = window.source.heads[window.first : window.last]
    inside = (heads >= window.first) & (heads < window.last)
    return np.where(inside, heads - window.first + 1, np.where(heads == -1, 0, UNKNOWN))
