"""Silences: what somebody is reported not to have said, in the constructions that news has for it.

``did not say whether``, ``declined to comment on``, ``made no mention of``, ``gave no details``, ``remained silent
on``, ``avoided questions about``, ``stopped short of naming``, ``without elaborating``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.findings.clauses import infinitive, negated, passive, preposition, subject, trim
from onrecord.findings.cues import lemma_of, role
from onrecord.findings.page import Page
from onrecord.language.document import ROOT, TokenRange

ASIDE = (
    "obl:unmarked",
    "nsubj",
    "aux",
    "advmod",
    "punct",
    "cc",
    "conj",
    "parataxis",
    "expl",
    "mark",
    "cop",
    "discourse",
)
SETTINGS = frozenset(("in", "at", "during", "after", "before", "by"))
NONE = frozenset(("no", "any", "little", "few"))
# "could not confirm" tells of what one could find out, "should not say" of what is right: neither is a silence.
OTHERWISE = frozenset(("can", "could", "should", "must", "need", "only"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "neither", "nor"))


@dataclass(slots=True, frozen=True)
class Silence:
    """The cue of a silence and what was not said; with no topic named, the act withheld (*comment*)."""

    cue: TokenRange
    content: TokenRange


def silence_at(page: Page, head: int) -> Silence | None:
    """The silence that a word heads, or ``None``.

    ``The office did not say if the sides met.`` has at *say* the cue *did not say if* and the content *the sides met*.
    """
    if page.document.tokens[head].upos not in ("VERB", "ADJ", "AUX"):
        return None
    lemma = page.lemmas[head]
    finders = (_refused, _negated, _wordless, _silent, _avoided, _unspoken, _unreached)
    return next((found for finder in finders if (found := finder(page, head, lemma))), None)


def wordless(page: Page, cue: TokenRange) -> bool:
    """Whether a cue's words are those of a silence, however the tree ties them: *made no mention of*, *refused to say*.

    The model knows such cues as wholes; a parser that stumbles over one of their words must not turn them around.
    """
    tokens = page.document.tokens[slice(*cue)]
    forms = {t.text.lower() for t in tokens}
    verbs = {lemma_of(t.text, t.lemma, "VERB") for t in tokens}
    nouns = {lemma_of(t.text, t.lemma, "NOUN") for t in tokens}
    given = bool(verbs & role("silence:giving") and nouns & role("silence:unsaid"))
    if forms & NEGATIONS:
        return not forms & OTHERWISE and (given or bool(verbs & role("silence:withheld")))
    if "without" in forms:
        return given or bool(verbs & role("silence:refused"))
    return (given and bool(forms & NONE)) or bool(verbs & role("silence:refusal") and verbs & role("silence:refused"))


def _negated(page: Page, head: int, lemma: str) -> Silence | None:
    """*did not say whether*, *has yet to comment on*, *was not disclosed*."""
    document = page.document
    if lemma not in role("silence:withheld"):
        return None
    pending = _pending(page, head)
    if not (pending or negated(document, head)) or _lemmas(page, head) & OTHERWISE:
        return None
    helpers = (c for c in document.children(head) if document.related(c, "aux", "advmod", "cc:preconj") and c < head)
    first = document.tokens[head].head if pending else min([head, *helpers])
    if passive(document, head):
        who = subject(document, head)
        return None if who is None else Silence((first, head + 1), _whole(page, who))
    return _topic(page, head, first)


def _lemmas(page: Page, head: int) -> set[str]:
    return {page.lemmas[c] for c in page.document.children(head)}


def _pending(page: Page, head: int) -> bool:
    """*has yet to say*."""
    document = page.document
    above = document.tokens[head].head
    if above == ROOT or page.lemmas[above] not in ("have", "be") or not infinitive(document, head):
        return False
    return "yet" in _lemmas(page, head) | _lemmas(page, above)


def _refused(page: Page, head: int, lemma: str) -> Silence | None:
    """*declined to comment on*, *refused to say whether*."""
    document = page.document
    verb = document.child(head, "xcomp") if lemma in role("silence:refusal") else None
    if verb is None or not infinitive(document, verb):
        return None
    if passive(document, verb) and page.lemmas[verb] != "draw":
        return None
    return _topic(page, verb, head) if page.lemmas[verb] in role("silence:refused") else None


def _wordless(page: Page, head: int, lemma: str) -> Silence | None:
    """*made no mention of*, *gave no details*, *did not give a reason*, *had no comment*."""
    document = page.document
    noun = document.child(head, "obj", "nsubj:pass") if lemma in role("silence:giving") else None
    if noun is None or page.lemmas[noun] not in role("silence:unsaid"):
        return None
    if not _lemmas(page, noun) & NONE and not negated(document, head):
        return None
    if document.related(noun, "nsubj:pass"):
        return _topic(page, head, min(document.subtree(noun)), beside=noun)
    helpers = (c for c in document.children(head) if document.related(c, "aux", "advmod") and c < head)
    return _topic(page, noun, min([head, *helpers]), beside=head)


def _silent(page: Page, head: int, lemma: str) -> Silence | None:
    """*remained silent on*, *was tight-lipped about*."""
    document = page.document
    if lemma not in role("silence:silent"):
        return None
    above = document.tokens[head].head
    if above != ROOT and document.related(head, "xcomp") and page.lemmas[above] in role("silence:staying"):
        return _topic(page, head, above, beside=above)
    copula = document.child(head, "cop")
    spoken = any(preposition(document, c) in ("on", "about", "over") for c in document.children(head))
    return _topic(page, head, copula) if copula is not None and spoken else None


def _avoided(page: Page, head: int, lemma: str) -> Silence | None:
    """*avoided mentioning*, *sidestepped questions about*, *stopped short of naming*, *refrained from commenting*."""
    document = page.document
    verb: int | None = None
    if lemma in role("silence:avoiding"):
        noun = document.child(head, "obj")
        if noun is not None and page.lemmas[noun] in role("silence:asked"):
            return _topic(page, noun, head)
        verb = document.child(head, "xcomp", "ccomp")
    elif lemma in role("silence:abstaining"):
        verb = next((c for c in document.subtree(head) if _held_back(page, head, c)), None)
    if verb is None or page.lemmas[verb] not in role("silence:refused"):
        return None
    return _topic(page, verb, head)


def _held_back(page: Page, head: int, verb: int) -> bool:
    document = page.document
    mark = document.child(verb, "mark", "case")
    gerund = verb > head and document.tokens[verb].xpos == "VBG"
    return gerund and mark is not None and document.tokens[mark].text.lower() in ("of", "from")


def _unspoken(page: Page, head: int, lemma: str) -> Silence | None:
    """*without elaborating*, *without giving details*."""
    document = page.document
    mark = document.child(head, "mark", "case")
    if mark is None or document.tokens[mark].text.lower() != "without" or document.tokens[head].xpos != "VBG":
        return None
    if lemma in role("silence:refused") - role("silence:giving"):
        return _topic(page, head, mark)
    noun = document.child(head, "obj") if lemma in role("silence:giving") else None
    if noun is None or page.lemmas[noun] not in role("silence:unsaid"):
        return None
    return _topic(page, noun, mark)


def _unreached(page: Page, head: int, lemma: str) -> Silence | None:
    """*could not be reached for comment on*."""
    document = page.document
    if lemma not in ("reach", "available") or not negated(document, head):
        return None
    comment = next((c for c in document.children(head) if page.lemmas[c] == "comment"), None)
    helpers = (c for c in document.children(head) if document.related(c, "aux", "cop", "advmod") and c < head)
    return None if comment is None else _topic(page, comment, min([head, *helpers]))


def _topic(page: Page, act: int, first: int, beside: int | None = None) -> Silence:
    """Cue and content of a silence: the cue runs from ``first`` to what opens the topic, the topic follows the act.

    ``beside`` is another word that the topic may hang on, as it does in *made no mention of*.
    """
    document = page.document
    acts = _acts(page, act)
    found = [
        i
        for word in (*acts, beside)
        if word is not None
        for c in _phrases(page, word, acts[-1])
        for i in document.subtree(c)
    ]
    if not found:
        return Silence((first, acts[-1] + 1), (act, acts[-1] + 1))
    a, b = trim(document, min(found), max(found) + 1)
    opened = a
    while opened < b - 1 and _opens(page, opened, a):
        opened += 1
    return Silence((first, max(opened, acts[-1] + 1)), (opened, b))


def _acts(page: Page, act: int) -> list[int]:
    """The verbs of *neither confirmed nor denied*, the one verb of any other silence."""
    document = page.document
    if not negated(document, act) and not infinitive(document, act):
        return [act]
    return [act, *(c for c in document.children(act) if document.related(c, "conj") and page.lemmas[c] == "deny")]


def _phrases(page: Page, word: int, act: int) -> Iterator[int]:
    """The phrases behind the act that can be its topic: not when and where it was withheld."""
    document = page.document
    for child in document.children(word):
        if child <= act or document.related(child, *ASIDE) or page.timed(child):
            continue
        if not (document.related(child, "obl") and preposition(document, child) in SETTINGS):
            yield child


def _opens(page: Page, index: int, first: int) -> bool:
    token = page.document.tokens[index]
    return token.text.lower() in ("if", "whether", "that") or (index == first and token.upos in ("ADP", "SCONJ"))


def _whole(page: Page, noun: int) -> TokenRange:
    inside = page.document.subtree(noun)
    return trim(page.document, inside[0], inside[-1] + 1)
