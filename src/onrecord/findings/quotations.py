"""What stands between quotation marks: by paragraph, closed or not, typographic or straight, double or single."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.language.document import Document

PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
DOUBLE = re.compile(r"``|''|[\"“”„«»]")
SINGLE = re.compile(r"['‘’`]")
OPENS, CLOSES = frozenset("“„«"), frozenset("”»")
BEFORE_OPENING = frozenset("([{-–—/:\"“„«‘'")
AFTER_CLOSING = frozenset(")]},.;:!?-–—/\"”»’'")
STOPS = frozenset(",.;:!?…-–—")


@dataclass(slots=True, frozen=True)
class Quotation:
    """One outermost quotation: tokens ``first..last`` inside its marks, code points ``start..end`` marks included.

    ``closed`` and ``opened`` say whether the closing and the opening mark are there; ``paragraph`` counts from 0.
    """

    first: int
    last: int
    start: int
    end: int
    paragraph: int
    opened: bool = True
    closed: bool = True


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The code-point spans of the paragraphs of a text: what blank lines divide."""
    bounds, start = [], 0
    for gap in PARAGRAPH.finditer(text):
        bounds.append((start, gap.start()))
        start = gap.end()
    bounds.append((start, len(text)))
    return [(a, b) for a, b in bounds if text[a:b].strip()]


def find_quotations(document: Document) -> list[Quotation]:
    """All outermost quotations of a document, in text order.

    ``He said: "We saw 'nothing'."`` gives one quotation, the tokens of ``We saw 'nothing'.``. A paragraph that opens a
    quotation and does not close it is quoted to its end when another quoted paragraph follows, and to the end of the
    sentence otherwise; a closing mark without an opening one quotes the sentences from the start of its paragraph.
    """
    text, starts = document.text, [t.start for t in document.tokens]
    bounds = paragraphs(text)
    found = []
    for number, (a, b) in enumerate(bounds):
        follows = number + 1 < len(bounds) and _opens_at(text, bounds[number + 1][0])
        for start, end, opened, closed in _marked(text, a, b, follows):
            inner = start + (_width(text, start) if opened else 0), end - (_width(text, end - 1) if closed else 0)
            first, last = bisect_left(starts, inner[0]), bisect_left(starts, inner[1])
            if first < last:
                found.append(Quotation(first, last, start, end, number, opened, closed))
    return found


def _width(text: str, at: int) -> int:
    return 2 if text[at : at + 2] in ("``", "''") or text[at - 1 : at + 1] in ("``", "''") else 1


def _opens_at(text: str, at: int) -> bool:
    return bool(DOUBLE.match(text, at)) and text[at] not in CLOSES


def _marked(text: str, a: int, b: int, follows: bool) -> Iterator[tuple[int, int, bool, bool]]:
    """Outer spans of the quotations of one paragraph: start, end, whether opened, whether closed."""
    marks = [(m.start(), m.end(), _role(text, m.start(), m.end(), a, b)) for m in DOUBLE.finditer(text, a, b)]
    if not marks:
        yield from _single(text, a, b)
        return
    start: int | None = None
    seen = False
    for left, right, role in marks:
        if start is None and role == "close" and not seen and text[left - 1 : left] in STOPS:
            yield a, right, False, True
        elif start is None and role != "close":
            start = left
        elif start is not None and role != "open":
            yield start, right, True, True
            start = None
        elif start is not None and text[left] not in OPENS:
            # Two straight marks that both look opening: the first was never closed.
            yield start, _sentence_end(text, start, left), True, False
            start = left
        seen = True
    if start is not None:
        whole = start == a or follows
        yield start, b if whole else _sentence_end(text, start, b), True, False


def _role(text: str, left: int, right: int, a: int, b: int) -> str:
    """``open``, ``close`` or ``either``, by the shape of the mark and by what stands next to it."""
    before = text[left - 1] if left > a else " "
    after = text[right] if right < b else " "
    opening = (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    closing = (after.isspace() or after in AFTER_CLOSING) and not before.isspace()
    if opening != closing and (opening or before.isalnum() or text[left] not in OPENS):
        return "open" if opening else "close"
    if text[left] in OPENS or text[left:right] == "``":
        return "open"
    return "close" if text[left] in CLOSES else "either"


def _sentence_end(text: str, start: int, limit: int) -> int:
    stop = re.compile(r"[.!?](?=\s)").search(text, start, limit)
    return len(text[:limit].rstrip()) if stop is None else stop.end()


def _single(text: str, a: int, b: int) -> Iterator[tuple[int, int, bool, bool]]:
    """Quotations in single marks, for reports that use no double ones; apostrophes do not count."""
    start: int | None = None
    for mark in SINGLE.finditer(text, a, b):
        at = mark.start()
        before = text[at - 1] if at > a else " "
        after = text[at + 1] if at + 1 < b else " "
        if start is None and after.isalnum() and not before.isalnum() and text[at] != "’" and not after.isdigit():
            start = at
        elif start is not None and not after.isalnum() and (before in STOPS or before.isalnum()):
            # A plural's apostrophe (workers' rights) may stand before a space; a stop or a bound may not.
            if before not in STOPS and after.isspace() and SINGLE.search(text, at + 1, b) and before == "s":
                continue
            yield start, at + 1, True, True
            start = None
