"""What the language model says of a text: words, sentences, trees, entities, attributions, time expressions.

Every offset counts code points of the text analysed; token indices count through the whole document. Ranges of tokens
are ``(first, last)``, last exclusive.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

TokenRange = tuple[int, int]
ROOT = -1
Floats = npt.NDArray[np.float32]


@dataclass(slots=True)
class Token:
    """One UD word. ``head`` is the index of its head in the document, ``ROOT`` for the root of a sentence."""

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(slots=True, frozen=True)
class Tagged:
    """A labelled run of tokens with the model's probability; ``label`` is an entity or time type."""

    first: int
    last: int
    label: str
    score: float


@dataclass(slots=True, frozen=True)
class Attribution:
    """A source, a cue and a content that belong together; each a list of token ranges, source may be empty."""

    source: list[TokenRange]
    cue: list[TokenRange]
    content: list[TokenRange]
    score: float


@dataclass(slots=True)
class Links:
    """The chances that one word stands in a role of another, window by window.

    ``windows`` holds for each the number of its first token and an array (n, n, roles) of the chance that the second
    token stands in a role of the first.
    """

    labels: Sequence[str]
    windows: list[tuple[int, Floats]]

    def of(self, index: int, role: str) -> tuple[int, Floats]:
        """The first token of a token's window and the chance of each token there of standing in a role of it."""
        first, scores = next(
            window for window in reversed(self.windows) if window[0] <= index < window[0] + len(window[1])
        )
        return first, scores[index - first, :, self.labels.index(role)]

    def runs(self, words: Iterable[int], role: str, least: float) -> Iterator[TokenRange]:
        """The runs of tokens whose mean chance of a role of these words is at least ``least``."""
        rows = [self.of(index, role) for index in words]
        first = rows[0][0]
        chances = np.mean([chance for start, chance in rows if start == first], 0)
        opened = None
        for i, chance in enumerate([*chances, 0.0]):
            if chance >= least and opened is None:
                opened = i
            elif chance < least and opened is not None:
                yield first + opened, first + i
                opened = None


@dataclass(slots=True)
class Deeds:
    """What the event heads say of each token, as probabilities.

    ``events`` (tokens, 1 + categories): column 0 no trigger, then `categories` in their order; ``modes`` (tokens,
    modes) and ``statuses`` (tokens, statuses), with their labels; ``links`` the roles that tokens have for triggers.
    """

    categories: Sequence[str]
    mode_labels: Sequence[str]
    status_labels: Sequence[str]
    events: Floats
    modes: Floats
    statuses: Floats
    links: Links


@dataclass(slots=True)
class Stances:
    """What the position heads say: ``chances`` (tokens, 1 + stances), column 0 no stance, and the ``links``."""

    labels: Sequence[str]
    chances: Floats
    links: Links


@dataclass(slots=True)
class Mentions:
    """What the mention head says: for each window its first token and the log-odds (n, n) of antecedents."""

    windows: list[tuple[int, Floats]]

    def before(self, index: int) -> tuple[int, Floats]:
        """The first token of a mention's window, and the chance of each token from there to it of naming the same.

        What is missing to 1 is the chance that the window names it for the first time.
        """
        first, scores = next(
            window for window in reversed(self.windows) if window[0] <= index < window[0] + len(window[1])
        )
        row = scores[index - first, : index - first]
        raised = np.exp(np.clip(row, -30, 30))
        chances: Floats = raised / (1.0 + raised.sum())
        return first, chances


@dataclass(slots=True)
class Document:
    """A text with its analysis. ``sentences`` are token ranges in order, covering every token once.

    Entity labels: ``person organization gpe place nationality misc`` and, where seen, ``weapon vehicle quantity
    money``. ``gpe`` is a country, city or region with a government; ``place`` any other location. Time labels: ``DATE
    TIME DURATION SET``.
    """

    text: str
    tokens: list[Token]
    sentences: list[TokenRange]
    entities: list[Tagged] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    times: list[Tagged] = field(default_factory=list)
    deeds: Deeds | None = field(default=None, repr=False, compare=False)
    stances: Stances | None = field(default=None, repr=False, compare=False)
    mentions: Mentions | None = field(default=None, repr=False, compare=False)
    _children: list[list[int]] | None = field(default=None, repr=False)
    _sentence_of: list[int] | None = field(default=None, repr=False)

    def children(self, index: int) -> list[int]:
        """Indices of the direct dependents of a token, in text order."""
        if self._children is None:
            self._children = [[] for _ in self.tokens]
            for i, token in enumerate(self.tokens):
                if token.head != ROOT:
                    self._children[token.head].append(i)
        return self._children[index]

    def child(self, index: int, *deprels: str) -> int | None:
        """The first dependent with one of these relations (``nsubj`` also finds ``nsubj:pass``), or ``None``."""
        return next((c for c in self.children(index) if self.related(c, *deprels)), None)

    def related(self, index: int, *deprels: str) -> bool:
        """Whether a token's relation is one of these, subtypes included."""
        relation = self.tokens[index].deprel
        return relation in deprels or relation.partition(":")[0] in deprels

    def subtree(self, index: int) -> list[int]:
        """The token and all that depend on it, in text order."""
        found, stack = [], [index]
        while stack:
            i = stack.pop()
            found.append(i)
            stack.extend(self.children(i))
        return sorted(found)

    def sentence_of(self, index: int) -> int:
        """The number of the sentence that a token stands in."""
        if self._sentence_of is None:
            self._sentence_of = [n for n, (a, b) in enumerate(self.sentences) for _ in range(a, b)]
        return self._sentence_of[index]

    def head_of(self, first: int, last: int) -> int:
        """The head token of a run: the one whose own head lies outside the run (the first such)."""
        return next((i for i in range(first, last) if not first <= self.tokens[i].head < last), first)

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        seen = {index}
        while (index := self.tokens[index].head) != ROOT and index not in seen:
            seen.add(index)
            yield index

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code-point span of a run of tokens."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, first: int, last: int) -> str:
        """The text of a run of tokens, exactly as it stands."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Code-point span of a sentence."""
        return self.span(*self.sentences[number])

    def tokens_in(self, start: int, end: int) -> TokenRange:
        """The run of tokens that lies wholly or partly inside a code-point span (empty run if none)."""
        first = bisect_right(self.tokens, start, key=lambda t: t.end)
        last = bisect_left(self.tokens, end, key=lambda t: t.start)
        return (first, last) if first < last else (0, 0)
