"""The date of what is told: its own, or the one it inherits from its sentence or paragraph."""

from collections.abc import Sequence
from itertools import pairwise

from onrecord.language.document import Document, TokenRange
from onrecord.records import Day
from onrecord.times.calendar import day_of
from onrecord.times.chains import joined
from onrecord.times.context import Dated


def date_of(document: Document, dates: Sequence[Dated], near: TokenRange, published: str | None) -> Day | None:
    """The date of what is told at ``near``: its own clause's, else its sentence's, else its paragraph's reporting time.

    "Rudenko said on Sunday" → that Sunday. "Talks ran from Monday to Friday" → those five days. A paragraph's reporting
    time is a day named before in it that is not after publication; with none, ``None``.
    """
    if not document.tokens or near[0] >= len(document.tokens):
        return None
    head = document.head_of(*near)
    named = [d for d in dates if d.kind == "date" and d.start and d.first < d.last]
    own = [d for d in named if governs(document, head, d)]
    if own:
        return stretch(document, named, min(own, key=lambda d: abs(d.first - head)))
    sentence = document.sentences[document.sentence_of(head)]
    same = [d for d in named if sentence[0] <= d.first < sentence[1] and narrow(d)]
    if same:
        return min(same, key=lambda d: abs(d.first - head)).day()
    opening = document.text.rfind("\n\n", 0, document.tokens[head].start) + 1
    told = [d for d in named if opening <= d.span[0] < document.tokens[head].start and narrow(d)]
    told = [d for d in told if not published or (d.start or "") <= published[:10]]
    return told[-1].day() if told else None


def stretch(document: Document, dates: Sequence[Dated], dated: Dated) -> Day | None:
    """A date, or all days from its other end to it where it is one end of a stretch ("from Monday to Friday")."""
    for first, second in pairwise(dates):
        if dated in (first, second) and joined(document.text, first, second):
            start, end, span = first.start, second.end, (first.span[0], second.span[1])
            if start and end and start <= end:
                return Day(start=start, end=end, text=document.text[slice(*span)], span=span)
    return dated.day()


def narrow(dated: Dated) -> bool:
    """Whether an expression names a month or less: longer stretches date no telling."""
    start, end = day_of(dated.start), day_of(dated.end)
    return start is not None and end is not None and (end - start).days <= 31


def governs(document: Document, head: int, dated: Dated) -> bool:
    """Whether a date hangs on this very verb."""
    index = document.head_of(dated.first, dated.last)
    return document.tokens[index].head == head
