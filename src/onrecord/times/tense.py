"""The direction in which the verb over a time expression points: "said Monday" past, "will meet Monday" future."""

import functools
import re

from onrecord.language.document import ROOT, Document
from onrecord.times.context import Tense
from onrecord.times.grammar import grammar

CLAUSE = 12  # tokens of a relative clause before an expression in it
REACH = 40  # characters before an expression in which its own words of direction may stand


def tense_of(document: Document, first: int, last: int) -> Tense:
    """The direction of time at a run of tokens.

    The words right before it decide where they can ("scheduled for Monday"); else the first verb over it that has a
    tense.
    """
    if first >= last:
        return "unknown"
    return near_words(document, first) or tree_tense(document, first, last)


def near_words(document: Document, first: int) -> Tense | None:
    """What the words right before an expression say: "set for Monday" future, "met Monday" past."""
    lead = document.text[max(0, document.tokens[first].start - REACH) : document.tokens[first].start]
    if coming().search(lead):
        return "future"
    verb = first - 1
    while verb > 0 and document.tokens[verb].text.lower() in ("on", "in", "late", "early"):
        verb -= 1
    if verb < 0 or document.sentence_of(verb) != document.sentence_of(first):
        return None
    if clause := relative_clause(document, first):
        return clause
    told = document.tokens[verb]
    word = told.text.lower()
    if word in ("had", "was", "were") or expects(told.lemma, word):
        return None
    # A regular past form that is tagged as something else is told by its ending.
    return "past" if told.xpos == "VBD" or (told.xpos in ("VBP", "VBZ") and word.endswith("ed")) else None


def relative_clause(document: Document, first: int) -> Tense | None:
    """What the only finite verb of an open relative clause says: "the envoy, who met him on Friday, will leave"."""
    finite: list[str] = []
    for i in range(first - 1, max(-1, first - CLAUSE), -1):
        token = document.tokens[i]
        if token.text.lower() in ("who", "which"):
            return "past" if finite == ["VBD"] else None
        if token.upos == "PUNCT":
            return None
        if token.xpos in ("VBD", "VBZ", "VBP", "MD") or token.text in grammar().words["past_forms"]:
            finite.append("VBD" if token.text in grammar().words["past_forms"] else token.xpos)
    return None


@functools.cache
def coming() -> re.Pattern[str]:
    """Words that put what follows them ahead of the time told: "due on", "scheduled to open late on"."""
    words = "|".join(grammar().words["coming"])
    links = r"(?:\s+(?:for|on|in|at|by|until|late|early|the|to\s+be\s+\w+|to\s+\w+(?:\s+\w+){0,3})){0,4}"
    return re.compile(rf"(?:\b(?:{words}){links}|\bof\s+record)\s+$", re.IGNORECASE)


def expects(lemma: str, word: str) -> bool:
    """Whether a verb in itself looks ahead ("plan"); its form stands in where its lemma is cut short."""
    words = grammar().words["future"]
    return lemma in words or any(len(w) > 3 and word.startswith(w) for w in words)


def ahead(lemma: str, word: str = "") -> bool:
    """Whether what follows a verb lies ahead of it: "plan to", "agree to"."""
    return expects(lemma, word) or lemma in grammar().words["ahead"]


def tree_tense(document: Document, first: int, last: int) -> Tense:
    """The tense of the first verb over an expression that has one."""
    index = document.head_of(first, last)
    if document.related(index, "nmod:poss"):
        return "past"
    limited = any(document.tokens[c].lemma in grammar().words["limits"] for c in document.children(index))
    for verb in (index, *document.ancestors(index)):
        token = document.tokens[verb]
        if token.xpos in ("JJ", "VBN") and expects(token.lemma, token.text.lower()):
            return "future"
        if is_predicate(document, verb):
            if ahead(token.lemma, token.text.lower()) and any(
                c < first and document.related(c, "xcomp") for c in document.children(verb)
            ):
                return "future"  # "planned to leave on Thursday", be the day hung on either verb
            if limited and token.xpos in ("VB", "VBP", "VBZ", "VBG"):
                return "future"
            found = verb_tense(document, verb)
            if found != "unknown":
                return found
    return "unknown"


def is_predicate(document: Document, index: int) -> bool:
    """Whether a token is a verb, or the head of a clause with a copula or auxiliary."""
    token = document.tokens[index]
    if token.upos in ("VERB", "AUX"):
        return True
    return token.deprel in ("root", "ccomp", "conj", "advcl") and document.child(index, "cop", "aux") is not None


def verb_tense(document: Document, verb: int) -> Tense:
    """The direction that one verb's form and auxiliaries give."""
    future = grammar().words["future"]
    tokens = document.tokens
    around = [tokens[c] for c in document.children(verb) if document.related(c, "aux", "mark", "cop")]
    if any(
        (t.xpos == "MD" and t.lemma.lower() in future) or t.text.lower() in ("will", "'ll", "’ll", "would")
        for t in around
    ):
        return "future" if not any(t.lemma == "have" for t in around) else "past"
    if tokens[verb].xpos == "VB" and any(t.text.lower() == "to" for t in around):
        over = tokens[verb].head
        return "future" if over == ROOT or tokens[over].xpos != "VBD" or ahead(tokens[over].lemma) else "past"
    now = any(t.xpos in ("VBZ", "VBP") and t.lemma == "be" for t in around)
    if now and not any(t.lemma == "have" for t in around) and tokens[verb].xpos not in ("VBD", "VBG"):
        return "future"  # "the results are announced Tuesday", "the deadline is Thursday"
    if tokens[verb].lemma in grammar().words["invariant"] and any(
        tokens[c].xpos in ("NN", "NNP") for c in document.children(verb) if document.related(c, "nsubj")
    ):
        return "past"
    if tokens[verb].xpos in ("VBD", "VBN") or any(t.xpos in ("VBD",) or t.lemma == "have" for t in around):
        return "past"
    if tokens[verb].xpos in ("VBZ", "VBP", "VBG") and any(t.xpos in ("VBZ", "VBP") for t in (tokens[verb], *around)):
        return "future"  # the scheduled present: "talks begin Monday", "is leaving on Friday"
    return "unknown"


def firm(document: Document, first: int, last: int) -> bool:
    """Whether an expression hangs on a verb, and not as the end of what it tells ("until", "by")."""
    if first >= last:
        return False
    index = document.head_of(first, last)
    over = document.tokens[index].head
    ends = any(
        document.tokens[c].lemma.lower() in (*grammar().words["limits"], "through", "around")
        for c in document.children(index)
    )
    return over != ROOT and document.tokens[over].upos in ("VERB", "AUX") and not ends
