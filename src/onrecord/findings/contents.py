"""What is said: the runs of tokens of a content, from the heads of its phrases and the quotation marks around it."""

from collections.abc import Iterable, Sequence

from onrecord.findings.clauses import is_word, ranges, trim
from onrecord.findings.page import Page
from onrecord.language.document import TokenRange

OPENERS = frozenset(("that",))
APART = ("obl:unmarked", "nmod:unmarked", "obl:agent")
STOPS = frozenset((".", "!", "?"))


def content_of(
    page: Page, cue: int, heads: Sequence[int], clausal: bool, marker: int | None = None
) -> list[TokenRange]:
    """The content that hangs on a cue by these heads, widened to what the sentence shows it to be.

    ``clausal`` contents may stand before the cue and then begin where its sentence does. A cue and subject that
    break the content in two are left out: *The plan, he said, would fail* gives *The plan* and *would fail*.
    """
    document = page.document
    own = {i for head in heads for i in document.subtree(head)}
    if marker is not None:
        own.difference_update(i for i in document.subtree(heads[-1]) if i <= marker)
    reporting = set(document.subtree(cue)) - own
    reporting.add(cue)
    before, after = [i for i in own if i < cue], [i for i in own if i > cue]
    found: list[TokenRange] = []
    if before and clausal:
        found.append(_fronted(page, cue, before, reporting))
    elif before:
        found.append((min(before), max(before) + 1))
    if after:
        found.append(_following(page, cue, after))
    return tidy(page, cue, found)


def _fronted(page: Page, cue: int, before: Sequence[int], reporting: set[int]) -> TokenRange:
    """Content before its cue: from the start of the sentence (of the inner clause, if the cue is in one)."""
    document = page.document
    first = min(before)
    start = page.sentence(cue)[0]
    spoken = [i for i in reporting if i > max(before) or document.related(i, "nsubj")]
    if document.related(cue, "root") and not any(start <= i < first for i in spoken if document.related(i, "nsubj")):
        first = start
    return first, max(before) + 1


def _following(page: Page, cue: int, after: Sequence[int]) -> TokenRange:
    """Content after its cue, with the phrases behind it that the tree hangs on the cue: they mostly belong inside."""
    document = page.document
    first, last = min(after), max(after) + 1
    for child in document.children(cue):
        if child < last or not document.related(child, "obl", "nmod", "advcl", "acl", "xcomp", "ccomp", "dep"):
            continue
        phrase = document.subtree(child)
        if phrase[0] != last or document.related(child, *APART) or page.timed(child) or _participle(page, child):
            break
        last = phrase[-1] + 1
    return first, last


def _participle(page: Page, clause: int) -> bool:
    """Whether a clause behind a content is a participle of the speaker's: *…, adding that*, *…, citing …*."""
    document = page.document
    token = document.tokens[clause]
    return document.related(clause, "advcl") and token.xpos == "VBG" and document.child(clause, "mark") is None


def tidy(page: Page, cue: int, found: Iterable[TokenRange]) -> list[TokenRange]:
    """Runs snapped to the quotations that they touch, without complementiser and outer marks, joined and in order."""
    snapped = [_snap(page, cue, *_within(page, cue, *_unled(page, *r))) for r in found]
    inside = {i for first, last in snapped for i in range(first, last)}
    return [trimmed for r in ranges(inside) if (trimmed := trim(page.document, *r)) and _worded(page, trimmed)]


def _worded(page: Page, found: TokenRange) -> bool:
    return any(is_word(page.document, i) for i in range(*found))


def _unled(page: Page, first: int, last: int) -> TokenRange:
    """A run without the complementiser *that* and the marks before it."""
    document = page.document
    a, b = trim(document, first, last)
    if b - a > 1 and document.tokens[a].text.lower() in OPENERS and document.related(a, "mark"):
        return _unled(page, a + 1, b)
    return a, b


def _within(page: Page, cue: int, first: int, last: int) -> TokenRange:
    """A run cut where a sentence that the model missed ends: behind a full stop that a quotation mark follows."""
    document = page.document
    for i in range(last - 2, first, -1):
        if document.tokens[i].text not in STOPS or page.quoted[i] >= 0:
            continue
        if page.quoted[i + 1] >= 0 or (i + 2 < last and page.quoted[i + 2] >= 0):
            return (i + 1, last) if last <= cue else (first, i)
    return first, last


def _snap(page: Page, cue: int, first: int, last: int) -> TokenRange:
    """A run widened to the quotations that it begins or ends in, or kept inside the quotation that its cue is in."""
    around = page.quotation(cue)
    if around is not None:
        return max(first, around.first), min(last, around.last)
    for index in (first, last - 1):
        quotation = page.quotation(index)
        if quotation is not None and not quotation.first <= cue < quotation.last:
            first, last = _reach(first, last, quotation.first, quotation.last, cue)
    return first, last


def _reach(first: int, last: int, opening: int, closing: int, cue: int) -> TokenRange:
    """The union of two runs, cut where the cue stands between them."""
    if last <= cue:
        return min(first, opening), max(last, min(closing, cue))
    return min(first, max(opening, cue + 1)), max(last, closing)
