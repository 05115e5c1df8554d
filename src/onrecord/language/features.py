"""From words to what the encoder reads: word pieces, case shapes, flags, and the cutting of documents into windows.

Training and reading both go through here, so that training sees exactly what reading sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Array = npt.NDArray[np.int64]
Span = tuple[int, int]

WINDOW = 254  # word pieces in a window; [CLS] and [SEP] make 256
LONGEST_WORD = 16  # pieces kept of one word: a URL must not fill a window
CASES = ("other", "lower", "title", "upper", "mixed", "digits", "punct")
GLUED, PARAGRAPH, QUOTED, AFTER_STOP = 1, 2, 4, 8
STOPS = frozenset(".!?…")
CLOSERS = frozenset("\"”’»)]'")
OPENING, CLOSING, STRAIGHT = frozenset("“«„"), frozenset("”»"), frozenset('"')
DISTANCES = 32


@dataclass(slots=True)
class Words:
    """The words of a text and what their look tells: ``cases`` index `CASES`, ``flags`` are bit sets.

    Flags: `GLUED` no space before the word, `PARAGRAPH` first of a paragraph, `QUOTED` inside double quotation marks of
    its paragraph, `AFTER_STOP` a full stop stands before the word (closing quotes and brackets aside).
    """

    spans: list[Span]
    texts: list[str]
    cases: Array
    flags: Array


def case_of(word: str) -> int:
    """The case shape of a word, as an index into `CASES`.

    >>> [CASES[case_of(w)] for w in ("US", "us", "Turkey", "McCain", "155mm", "--")]
    ['upper', 'lower', 'title', 'mixed', 'digits', 'punct']
    """
    if not any(map(str.isalnum, word)):
        return CASES.index("punct")
    if any(map(str.isdigit, word)):
        return CASES.index("digits")
    if word.islower():
        return CASES.index("lower")
    if word.isupper() and len(word) > 1:
        return CASES.index("upper")
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return CASES.index("title")
    return CASES.index("mixed") if any(map(str.isupper, word)) else CASES.index("other")


def look(text: str, spans: Sequence[Span]) -> Words:
    """The words of ``text`` at ``spans`` (code points, in order) with their cases and flags."""
    texts = [text[a:b] for a, b in spans]
    cases = np.fromiter((case_of(t) for t in texts), np.int64, len(texts))
    flags = np.zeros(len(texts), np.int64)
    quoted, ended, before = False, False, 0
    for i, (start, end) in enumerate(spans):
        gap = text[before:start]
        if i == 0 or "\n\n" in gap:
            flags[i] |= PARAGRAPH
            quoted = False
        if not gap:
            flags[i] |= GLUED
        if ended:
            flags[i] |= AFTER_STOP
        mark = texts[i][0]
        if mark in STRAIGHT:
            quoted = not quoted
        elif mark in OPENING:
            quoted = True
        elif mark in CLOSING:
            quoted = False
        elif quoted:
            flags[i] |= QUOTED
        ended = STOPS.issuperset(texts[i]) or (ended and CLOSERS.issuperset(texts[i]))
        before = end
    return Words(list(spans), texts, cases, flags)


def piece_id(tokenizer: Tokenizer, piece: str) -> int:
    """The id of a word piece. Raises `ValueError` where the vocabulary lacks it."""
    found = tokenizer.token_to_id(piece)
    if found is None:
        raise ValueError(f"the vocabulary has no {piece}")
    return found


class Pieces:
    """Word pieces of single words, remembered: news repeats its words."""

    def __init__(self, tokenizer: Tokenizer, remembered: int = 100_000) -> None:
        self._tokenizer, self._limit = tokenizer, remembered
        self._known: dict[str, list[int]] = {}
        self.unknown = piece_id(tokenizer, "[UNK]")
        self.first, self.last = piece_id(tokenizer, "[CLS]"), piece_id(tokenizer, "[SEP]")

    def of(self, word: str) -> list[int]:
        """The piece ids of one word, at least one, at most `LONGEST_WORD`."""
        found = self._known.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids
            found = ids[:LONGEST_WORD] or [self.unknown]
            if len(self._known) < self._limit:
                self._known[word] = found
        return found


def cut(sizes: Sequence[int], flags: Sequence[int], room: int = WINDOW) -> list[Span]:
    """Word ranges of windows of at most ``room`` pieces, cut at the last paragraph that fits, else at a sentence end.

    ``sizes`` are pieces a word. A paragraph bound in the first two thirds of a window is not used, nor a sentence end
    in its first half: short windows waste the encoder's time and read with less around them.
    """
    windows, first = [], 0
    while first < len(sizes):
        total, last = 0, first
        while last < len(sizes) and total + sizes[last] <= room:
            total += sizes[last]
            last += 1
        if last < len(sizes):
            last = _bound(flags, first, max(last, first + 1))
        windows.append((first, last))
        first = last
    return windows


def _bound(flags: Sequence[int], first: int, last: int) -> int:
    for flag, least in ((PARAGRAPH, 2 * (last - first) // 3), (AFTER_STOP, (last - first) // 2)):
        for i in range(last, first + max(1, least), -1):
            if flags[i] & flag:
                return i
    return last


@dataclass(slots=True)
class Batch:
    """Windows laid out for the encoder: arrays of shape (windows, pieces) and (windows, words)."""

    pieces: Array
    cases: Array
    flags: Array
    present: Array
    firsts: Array
    lasts: Array
    counts: list[int]

    def inputs(self) -> dict[str, Array]:
        """The named inputs of the model."""
        return {
            "pieces": self.pieces, "cases": self.cases, "flags": self.flags, "present": self.present,
            "firsts": self.firsts, "lasts": self.lasts,
        }  # fmt: skip


def batch(windows: Sequence[tuple[Sequence[list[int]], Array, Array]], pieces: Pieces) -> Batch:
    """Lay windows (piece ids a word, cases, flags) side by side, padded to the longest."""
    long = max(sum(map(len, ids)) for ids, _, _ in windows) + 2
    wide = max(len(ids) for ids, _, _ in windows)
    grid = np.zeros((4, len(windows), long), np.int64)
    places = np.zeros((2, len(windows), wide), np.int64)
    for row, (ids, cases, flags) in enumerate(windows):
        sizes = np.fromiter(map(len, ids), np.int64, len(ids))
        ends = 1 + np.cumsum(sizes)
        total = int(ends[-1])
        grid[0, row, 0], grid[0, row, total] = pieces.first, pieces.last
        grid[0, row, 1:total] = [i for word in ids for i in word]
        grid[1, row, 1:total] = np.repeat(cases, sizes)
        grid[2, row, 1:total] = np.repeat(flags, sizes)
        grid[3, row, : total + 1] = 1
        places[0, row, : len(ids)], places[1, row, : len(ids)] = ends - sizes, ends - 1
    counts = [len(ids) for ids, _, _ in windows]
    return Batch(grid[0], grid[1], grid[2], grid[3], places[0], places[1], counts)


def distances(words: int) -> Array:
    """Buckets of how far word j stands from word i, shape (words, words): fine near by, logarithmic farther off."""
    gap = np.arange(words)[None, :] - np.arange(words)[:, None]
    near = np.minimum(np.abs(gap), 6)
    far = np.clip(np.floor(np.log2(np.maximum(np.abs(gap), 1) / 6.0) * 2).astype(np.int64) + 1, 0, 9)
    bucket = near + np.where(np.abs(gap) > 6, far, 0)
    found: Array = np.where(gap >= 0, bucket, bucket + DISTANCES // 2).astype(np.int64)
    return found
