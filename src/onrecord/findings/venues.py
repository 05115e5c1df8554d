"""Venues and addressees: where and to whom something was said, read off the phrases around its cue."""

from collections.abc import Iterator

from onrecord.findings.clauses import ranges, trim
from onrecord.findings.cues import role
from onrecord.findings.page import Page
from onrecord.language.document import ROOT, TokenRange

TO = frozenset(("to", "with"))


def venue_of(page: Page, head: int, content: list[TokenRange]) -> TokenRange | None:
    """The phrase that names where something was said: *in an interview with Yonhap TV*, *upon arrival in Beijing*.

    Occasions and media (table ``cue_venues``) go before bare places (*in Beijing*, *here*); a phrase inside the content
    is no venue.
    """
    said = {i for a, b in content for i in range(a, b)}
    phrases = [p for p in _phrases(page, head) if not said.intersection(range(*p))]
    for test in (_occasion, _place):
        for phrase in phrases:
            if test(page, phrase):
                return phrase
    return None


def _phrases(page: Page, head: int) -> Iterator[TokenRange]:
    """Prepositional phrases and place adverbs on the cue, and on a participle of speaking beside it."""
    document = page.document
    for child in document.children(head):
        if document.related(child, "obl", "advmod", "nmod") and not document.related(child, "obl:agent"):
            inside = [i for i in document.subtree(child) if not _relative(page, i, child)]
            run = next((r for r in ranges(inside) if r[0] <= child < r[1]), (child, child + 1))
            yield trim(document, *run)
        elif document.related(child, "advcl") and page.lemmas[child] in role("holding-forth"):
            yield from _phrases(page, child)
        elif document.related(child, "obj", "iobj") and page.lemmas[child] in role("venue:audience"):
            yield trim(document, *(lambda s: (s[0], s[-1] + 1))(document.subtree(child)))


def _relative(page: Page, index: int, top: int) -> bool:
    document = page.document
    while index != top and index != ROOT:
        if document.related(index, "acl:relcl"):
            return True
        index = document.tokens[index].head
    return False


def _occasion(page: Page, phrase: TokenRange) -> bool:
    document = page.document
    first = document.tokens[phrase[0]]
    noun = document.head_of(*phrase)
    if first.upos == "ADP" and first.text.lower() not in role("venue:preposition"):
        return False
    if first.text.lower() == "to" and page.lemmas[noun] not in role("venue:assembly"):
        return False
    return page.lemmas[noun] in role("venue:occasion") and not page.timed(noun)


def _place(page: Page, phrase: TokenRange) -> bool:
    document = page.document
    if document.words(*phrase).lower() == "here":
        return True
    noun = document.head_of(*phrase)
    placed = noun in page.places
    return placed and document.tokens[phrase[0]].text.lower() in ("in", "at", "from")


def addressee_of(page: Page, head: int, infinitive: bool) -> TokenRange | None:
    """Whom the words were said to: the object of *told*, who *was told*, the *to* phrase of *said*, *speaking to*."""
    document = page.document
    for child in document.children(head):
        if document.related(child, "advcl") and page.lemmas[child] in role("holding-forth"):
            heard = addressee_of(page, child, False)
            if heard is not None:
                return heard
        if _addressed(page, head, child, infinitive) and page.lemmas[child] not in role("venue:audience"):
            marks = {i for c in document.children(child) if document.related(c, "case") for i in document.subtree(c)}
            inside = [i for i in document.subtree(child) if not _relative(page, i, child) and i not in marks]
            run = next((r for r in ranges(inside) if r[0] <= child < r[1]), (child, child + 1))
            return trim(document, *run)
    return None


def _addressed(page: Page, head: int, child: int, infinitive: bool) -> bool:
    document = page.document
    telling = page.lemmas[head] in role("telling")
    if document.related(child, "iobj") or (document.related(child, "obj") and (infinitive or telling)):
        return True
    if document.related(child, "nsubj:pass"):
        return telling and document.child(head, "ccomp", "xcomp") is not None
    return (
        document.related(child, "obl")
        and page.lemmas[head] in role("saying-to")
        and any(document.tokens[c].text.lower() in TO and document.related(c, "case") for c in document.children(child))
    )
