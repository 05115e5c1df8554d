"""Runs: quotations without a cue of their own continue what the last speaker said."""

from collections.abc import Sequence

from onrecord.findings.clauses import is_word
from onrecord.findings.page import Page
from onrecord.findings.quotations import Quotation
from onrecord.findings.sayings import Saying

SHORTEST = 3  # words: what is quoted and shorter is a term, not an utterance


def continue_runs(page: Page, sayings: Sequence[Saying]) -> None:
    """Add to each saying the quotations that follow it without a cue, in its paragraph and in the next ones.

    ``"We will act," Lee said. "We have a plan."`` is one saying with two contents; so is a paragraph that is quoted
    from its first word and follows one that Lee spoke in. Sayings nested in a quotation are never continued.
    """
    covered = {i for s in sayings for a, b in s.content for i in range(a, b)}
    outer = [s for s in sayings if page.quoted[s.head] < 0 and s.content]
    for quotation in page.quotations:
        if quotation.first in covered or _words(page, quotation) == 0:
            continue
        last = _spoken_last(page, quotation, outer) if _uncued(page, quotation) else _broken(page, quotation, outer)
        if last is not None:
            last.content.append((quotation.first, quotation.last))
            covered.update(range(quotation.first, quotation.last))


def _broken(page: Page, quotation: Quotation, sayings: Sequence[Saying]) -> Saying | None:
    """The saying whose reporting clause alone stands between a quotation and the first part of it."""
    document = page.document
    at = quotation.first - 1
    while at >= 0 and page.quoted[at] < 0 and page.paragraph[at] == quotation.paragraph:
        for saying in sayings:
            if saying.head == at:
                direct = any(page.quoted[b - 1] >= 0 and b <= at for _, b in saying.content)
                return saying if direct else None
        if document.tokens[at].upos == "VERB" or document.tokens[at].text in (".", ";"):
            return None
        at -= 1
    return None


def _uncued(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation is whole sentences with nothing said around it: it begins and ends with its sentences."""
    begin = page.sentence(quotation.first)[0]
    end = page.sentence(quotation.last - 1)[1]
    around = (*range(begin, quotation.first), *range(quotation.last, end))
    return _words(page, quotation) >= SHORTEST and not any(is_word(page.document, i) for i in around)


def _words(page: Page, quotation: Quotation) -> int:
    return sum(is_word(page.document, i) for i in range(quotation.first, quotation.last))


def _spoken_last(page: Page, quotation: Quotation, sayings: Sequence[Saying]) -> Saying | None:
    """The last saying before a quotation in its paragraph, else in the paragraph before if it opens its own."""
    before = [s for s in sayings if s.head < quotation.first]
    if not before:
        return None
    here = page.paragraph[quotation.first]
    opens = page.document.text[: quotation.start].rstrip(" ")[-1:] in ("\n", "")
    ends = [max(page.paragraph[s.head], *(page.paragraph[b - 1] for _, b in s.content)) for s in before]
    latest = max(
        (n for n, s in enumerate(before) if ends[n] == here or (opens and ends[n] == here - 1)),
        key=lambda n: (max(before[n].head, before[n].content[-1][1]), -n),
        default=None,
    )
    return None if latest is None else _outermost(before, before[latest])


def _outermost(sayings: Sequence[Saying], saying: Saying) -> Saying:
    """The saying in whose content another one stands, or that one itself."""
    for other in sayings:
        if other is not saying and any(a <= saying.head < b for a, b in other.content):
            return _outermost([s for s in sayings if s is not saying], other)
    return saying
