"""The words of quantities from ``tables/quantity_words.csv``, and a document read with them."""

import functools
from collections import defaultdict
from dataclasses import dataclass, field

from onrecord import tables
from onrecord.language.document import Document

LONGEST = 4  # words of the longest phrase of the table
HYPHENS = frozenset("-–‑")
PADDING = 16  # empty words that look-ups around a number may reach


@functools.cache
def words(kind: str) -> dict[str, str]:
    """The values of the phrases of a kind, in lower case; signs and codes of currencies keep theirs."""
    return _table()[kind]


@functools.cache
def numbers(kind: str) -> dict[str, float]:
    """The phrases of a kind whose values are numbers."""
    return {phrase: float(value) for phrase, value in words(kind).items()}


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for _, row in tables.rows("quantity_words.csv"):
        phrase = row["words"] if row["kind"] == "sign" else row["words"].lower()
        found[row["kind"]][phrase] = row["value"]
    return dict(found)


@functools.cache
def starts() -> frozenset[str]:
    """The words at which a numeral in words may be seen first."""
    return frozenset([*words("number"), *words("scale"), *words("many"), *words("several"), "half", "quarter"])


@functools.cache
def _openings(kind: str) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in words(kind))


@functools.cache
def _endings(kind: str) -> frozenset[str]:
    return frozenset(phrase.rpartition(" ")[2] for phrase in words(kind))


@dataclass(slots=True)
class Reading:
    """A document with its words in lower case, empty ones after the last; indices are tokens of the document."""

    document: Document
    lower: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lower = [token.text.lower() for token in self.document.tokens] + [""] * PADDING

    def word(self, index: int) -> str:
        """A word in lower case, empty up to `PADDING` words outside the document on either side."""
        return self.lower[index]

    def glued(self, index: int) -> bool:
        """Whether a token begins where the one before it ends."""
        tokens = self.document.tokens
        return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end

    def hyphen(self, index: int) -> bool:
        """Whether a token is a hyphen between two words without blanks."""
        return self.lower[index] in HYPHENS and self.glued(index) and self.glued(index + 1)

    def upos(self, index: int) -> str:
        """The part of speech of a token, empty outside the document."""
        tokens = self.document.tokens
        return tokens[index].upos if 0 <= index < len(tokens) else ""

    def sentence(self, index: int) -> tuple[int, int]:
        """The tokens of the sentence of a token."""
        return self.document.sentences[self.document.sentence_of(index)]

    def phrase_at(self, kind: str, index: int) -> tuple[str, int] | None:
        """The value of the longest phrase of a kind that begins at a token, and the token after it."""
        table = words(kind)
        if self.lower[index] not in _openings(kind):
            return None
        for end in range(index + LONGEST, index, -1):
            if (phrase := " ".join(self.lower[index:end])) in table:
                return table[phrase], end
        return None

    def phrase_before(self, kind: str, index: int) -> tuple[str, int] | None:
        """The value of the longest phrase of a kind that ends before a token, and its first token."""
        table = words(kind)
        if self.lower[index - 1] not in _endings(kind):
            return None
        for start in range(max(index - LONGEST, 0), index):
            if (phrase := " ".join(self.lower[start:index])) in table:
                return table[phrase], start
        return None
