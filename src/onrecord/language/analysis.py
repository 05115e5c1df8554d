"""From the heads' scores to a `Document`: sentences, tags, trees, entities, times, attributions."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from onrecord import tables
from onrecord.language import features, lemmas, trees, words
from onrecord.language.document import (
    ROOT,
    Attribution,
    Deeds,
    Document,
    Floats,
    Links,
    Mentions,
    Stances,
    Tagged,
    Token,
    TokenRange,
)  # fmt: skip
from onrecord.language.model import CHANNELS, Model, Scores
from onrecord.language.plurals import singular

Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]
NOMINAL = ("obl", "obl:unmarked", "obj", "nmod")
EDGES = ("ADP", "DET", "PUNCT", "CCONJ", "SYM")
SURE = 0.45  # mean probability of its kind that a name must have
MARKS = frozenset(("PUNCT", "SYM", "CCONJ", "PART", "X"))  # universal tags of what has no letter and no digit
GAP = 2  # words: a hole this small inside a source or content is the model's hesitation, not a break


def analyse_words(text: str, looks: features.Words, model: Model) -> Document:
    """Analyse a text whose words are given (``looks.spans`` are code points of ``text``)."""
    document = Document(text, [], [])
    windows = model.windows(looks)
    read = [
        _Window(model, looks, first, last, scores)
        for (first, last), scores in zip(windows, model.score(looks, windows), strict=True)
    ]
    for window in read:
        window.write(document)
    if read:
        document.deeds = deeds_of(model, read)
        document.stances = stances_of(model, read)
        document.mentions = Mentions([(w.first, w.scores.mentions[..., 0]) for w in read])
    document.entities = [t for e in document.entities if e.score >= SURE and (t := trimmed(document, e))]
    return document


def trimmed(document: Document, entity: Tagged) -> Tagged | None:
    """A name without the prepositions, articles and marks at its edges, a person's without titles and addresses.

    ``None`` where nothing else is in it: *Senators* and *the Emperor* name nobody.
    """
    first, last = entity.first, entity.last
    while first < last and (document.tokens[first].upos in EDGES or titles(document, first, entity.label)):
        first += 1
    while last > first and (document.tokens[last - 1].upos in EDGES or "@" in document.tokens[last - 1].text):
        last -= 1
    return replace(entity, first=first, last=last) if first < last else None


def titles(document: Document, index: int, label: str) -> bool:
    """Whether a token is a title in front of a person's name."""
    token = document.tokens[index]
    return label == "person" and (
        token.lemma.lower() in tables.roles() or token.text.lower() in words.forms()["honorifics"]
    )


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    found: Floats = shifted / shifted.sum(-1, keepdims=True)
    return found


def sigmoid(logits: Floats) -> Floats:
    """Probability of yes from log-odds."""
    found: Floats = np.divide(1.0, 1.0 + np.exp(-np.clip(logits, -30, 30)))
    return found


class _Window:
    """One window on its way into a document: words [first, last) and their scores."""

    def __init__(self, model: Model, looks: features.Words, first: int, last: int, scores: Scores) -> None:
        self.model, self.looks, self.first, self.last, self.scores = model, looks, first, last, scores
        self.chances = {name: softmax(scores.tags[:, part]) for name, part in model.slices.items()}

    def write(self, document: Document) -> None:
        sentences = self._sentences()
        best = self._tags()
        heads, relations = self._trees(sentences, best["upos"])
        document.tokens += cased(list(self._tokens(best, heads, relations)), self.first)
        document.sentences += [(a + self.first, b + self.first) for a, b in sentences]
        for kind, found in (("entity", document.entities), ("time", document.times)):
            found += [
                Tagged(a + self.first, b + self.first, label, score)
                for a, b, label, score in runs(self.chances[kind], self.model.tags[kind])
            ]
        document.attributions += self._attributions()

    def _sentences(self) -> list[TokenRange]:
        starts = self.chances["sentence"][:, 1] > 0.5
        starts |= (self.looks.flags[self.first : self.last] & features.PARAGRAPH) > 0
        starts[0] = True
        bounds = [*np.flatnonzero(starts).tolist(), self.last - self.first]
        return list(itertools.pairwise(bounds))

    def _trees(self, sentences: Sequence[TokenRange], upos: Indices) -> tuple[list[int], list[str]]:
        heads = trees.decode(self.scores.arcs, sentences)
        columns = np.asarray([h + 1 for h in heads], np.int64)
        allowed = self.model.together["upos", "deprel"][upos]
        relations = [self.model.deprels[i] for i in self.scores.relations(columns, allowed)]
        return heads, relations

    def _tags(self) -> dict[str, Indices]:
        """The best tags that go together: universal and language tag as a pair, then a lemma rule for the latter."""
        upos, xpos = (np.log(self.chances[name] + 1e-9) for name in ("upos", "xpos"))
        pairs = upos[:, :, None] + xpos[:, None, :]
        pairs = np.where(self.model.together["upos", "xpos"], pairs, -np.inf)
        texts = self.looks.texts[self.first : self.last]
        marks = np.array([not any(c.isalnum() for c in text) for text in texts], np.bool_)
        words = np.array([label not in MARKS for label in self.model.tags["upos"]], np.bool_)
        pairs[np.ix_(marks, words)] = -np.inf  # a word without a letter or digit is a mark
        best = np.unravel_index(pairs.reshape(len(pairs), -1).argmax(-1), pairs.shape[1:])
        lemma = np.where(self.model.together["xpos", "lemma"][best[1]], self.chances["lemma"], -1.0).argmax(-1)
        return {"upos": best[0], "xpos": best[1], "lemma": lemma}

    def _tokens(self, best: dict[str, Indices], heads: Sequence[int], relations: Sequence[str]) -> Iterator[Token]:
        named = self.model.tags
        for i, (head, relation) in enumerate(zip(heads, relations, strict=True)):
            start, end = self.looks.spans[self.first + i]
            form = self.looks.texts[self.first + i]
            xpos = named["xpos"][best["xpos"][i]]
            yield Token(
                start, end, form,
                singular(form) if xpos == "NNS" else lemmas.apply(form, named["lemma"][best["lemma"][i]]),
                named["upos"][best["upos"][i]], xpos,
                head + self.first if head != ROOT else ROOT,
                "root" if head == ROOT else relation,
            )  # fmt: skip

    def _attributions(self) -> Iterator[Attribution]:
        for a, b, _, score in runs(self.chances["cue"], self.model.tags["cue"]):
            linked = sigmoid(self.scores.attributions[a:b].mean(0))
            source = solid(linked[:, 0] > 0.5)
            content = solid(linked[:, 1] > 0.5)
            if content:
                certain = float(np.mean([linked[i:j, 1].mean() for i, j in content]))
                yield Attribution(self._moved(source), self._moved([(a, b)]), self._moved(content), score * certain)

    def _moved(self, ranges: Sequence[TokenRange]) -> list[TokenRange]:
        return [(a + self.first, b + self.first) for a, b in ranges]


def deeds_of(model: Model, windows: Sequence[_Window]) -> Deeds:
    """The event heads' say on all windows of a text together."""
    joined = {name: np.concatenate([w.chances[name] for w in windows]) for name in ("event", "mode", "status")}
    categories, events = merged(joined["event"], model.tags["event"])
    links = Links(CHANNELS["deeds"], [(w.first, sigmoid(w.scores.deeds)) for w in windows])
    return Deeds(
        categories, model.tags["mode"], model.tags["status"], events, joined["mode"], joined["status"], links
    )  # fmt: skip


def stances_of(model: Model, windows: Sequence[_Window]) -> Stances:
    """The position heads' say on all windows of a text together."""
    labels, chances = merged(np.concatenate([w.chances["stance"] for w in windows]), model.tags["stance"])
    found = [(w.first, sigmoid(w.scores.positions)) for w in windows]
    return Stances(labels, chances, Links(CHANNELS["positions"], found))


def merged(chances: Floats, labels: Sequence[str]) -> tuple[list[str], Floats]:
    """Kinds of BIO labels, and the chance of each on every word beside that of none in column 0."""
    kinds = [label[2:] for label in labels if label.startswith("B-")]
    columns = [[labels.index(f"{side}-{kind}") for side in "BI"] for kind in kinds]
    return kinds, np.stack([chances[:, 0], *(chances[:, pair].sum(-1) for pair in columns)], -1)


def cased(tokens: list[Token], first: int) -> list[Token]:
    """The tokens of a window (``first`` is the index of its first), prepositions tied to their nouns as UD has it.

    A preposition that hangs on the verb beside the noun right behind it belongs to that noun, and a noun with a
    preposition is no ``obl:unmarked``.
    """
    governing = {token.head for token in tokens}
    for i, (token, after) in enumerate(itertools.pairwise(tokens)):
        alone = token.upos == "ADP" and first + i not in governing
        if alone and token.head == after.head and after.deprel in NOMINAL:
            token.head, token.deprel = first + i + 1, "case"
        if token.deprel == "case" and 0 <= token.head - first < len(tokens):
            noun = tokens[token.head - first]
            noun.deprel = "obl" if noun.deprel == "obl:unmarked" else noun.deprel
    return tokens


def runs(chances: Floats, labels: Sequence[str]) -> Iterator[tuple[int, int, str, float]]:
    """Labelled runs of BIO tags, ``labels`` being O, B-x, I-x, …: first, last (exclusive), label, mean probability.

    Where a run begins and ends is decided on all kinds together, then its kind on all of its words together: of *United
    States Congress* the first word alone looks like a country, the three of them like a body.
    """
    inside = decided(chances)
    begins = chances[:, 1::2].sum(-1) >= chances[:, 2::2].sum(-1)
    starts = inside & (begins | ~np.concatenate([[False], inside[:-1]]))
    bounds = [*np.flatnonzero(starts | ~inside).tolist(), len(chances)]
    kinds = chances[:, 1::2] + chances[:, 2::2]
    for first, last in itertools.pairwise(bounds):
        if inside[first]:
            likeliest = int(np.log(kinds[first:last] + 1e-6).sum(0).argmax())
            yield first, last, labels[2 * likeliest + 1][2:], float(kinds[first:last, likeliest].mean())


def decided(chances: Floats) -> Bools:
    """Whether each word is inside a run of any kind: O is less likely than all other tags together."""
    found: Bools = chances[:, 0] < 0.5
    return found


def solid(chosen: Bools) -> list[TokenRange]:
    """Runs of true, holes of at most `GAP` words closed.

    >>> solid(np.array([True, False, True, False, False, False, True]))
    [(0, 3), (6, 7)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]])))
    found: list[TokenRange] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and first - found[-1][1] <= GAP:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
