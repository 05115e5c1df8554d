"""What the tree says of a predicate: its subject, understood or stated, its agent, its verb group, its phrases."""

from collections.abc import Iterable

from onrecord.findings.cues import lemma_of, role
from onrecord.language.document import ROOT, Document, TokenRange

RELATIVES = frozenset(("who", "which", "that", "whom"))
HAVE = frozenset(("have", "has", "had", "having", "'ve", "’ve", "'s", "’s", "'d", "’d"))
PASSIVE = frozenset(("aux:pass", "nsubj:pass", "csubj:pass"))
BE = frozenset(
    ("be", "is", "are", "am", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "get", "got", "gets")
)
OUTSIDE = ("acl:relcl", "parataxis", "case", "cc", "mark", "nsubj", "cop", "advcl", "ccomp", "aux")


def subject(document: Document, predicate: int) -> int | None:
    """The head of the stated subject of a predicate, passive subjects included; expletives are no subjects."""
    return document.child(predicate, "nsubj", "csubj")


def passive(document: Document, predicate: int) -> bool:
    """Whether a verb is in the passive: a passive auxiliary, a passive subject, or a bare participle after a noun."""
    if any(document.tokens[c].deprel in PASSIVE for c in document.children(predicate)):
        return True
    token = document.tokens[predicate]
    if token.xpos != "VBN":
        return False
    helpers = [document.tokens[c].text.lower() for c in document.children(predicate) if document.related(c, "aux")]
    if helpers:
        return helpers[-1] in BE
    if document.related(predicate, "conj") and subject(document, predicate) is None:
        return passive(document, token.head)  # *was beaten and threatened*
    return document.related(predicate, "acl", "advcl", "amod")


def perfect(document: Document, predicate: int) -> bool:
    """Whether a form of *have* helps the verb."""
    return any(
        document.tokens[c].text.lower() in HAVE and document.related(c, "aux") for c in document.children(predicate)
    )


def agent(document: Document, predicate: int) -> int | None:
    """The head of the *by* phrase of a passive verb."""
    for child in document.children(predicate):
        if document.related(child, "obl", "nmod") and preposition(document, child) == "by":
            return child
    return None


def preposition(document: Document, noun: int) -> str:
    """The preposition of a phrase in lower case (``""`` if none): its first case marker and what is fixed to it."""
    case = document.child(noun, "case")
    if case is None or case > noun:
        return ""
    parts = [case, *(c for c in document.children(case) if document.related(c, "fixed"))]
    return " ".join(document.tokens[i].text.lower() for i in parts)


def understood_subject(document: Document, predicate: int) -> int | None:
    """The head of the noun that does what a predicate says, stated with it or shared from the clause above it.

    In *Lavrov met the envoy and said …, adding …* all three verbs have the subject *Lavrov*; in *asked Seoul to say*
    the understood subject is *Seoul*. A passive verb gives its agent. ``None`` where the text names nobody.
    """
    seen: set[int] = set()
    while predicate not in seen:
        seen.add(predicate)
        if passive(document, predicate):
            return agent(document, predicate)
        found = subject(document, predicate)
        if found is not None:
            return found
        above = document.tokens[predicate].head
        if above == ROOT:
            return None
        if document.related(predicate, "acl") and not document.related(predicate, "acl:relcl"):
            return _holder(document, above) if infinitive(document, predicate) else above
        nominal = document.tokens[above].upos in ("NOUN", "PROPN", "PRON")
        if (nominal or document.related(predicate, "ccomp", "csubj")) and document.child(above, "cop") is None:
            return None
        if document.related(predicate, "xcomp") or quoting(document, predicate):
            controller = document.child(above, "obj", "iobj")
            if controller is not None and controller < predicate and document.tokens[controller].text.lower() != "it":
                return controller
        surface = subject(document, above)
        if surface is not None:
            return surface
        predicate = above
    return None


def infinitive(document: Document, predicate: int) -> bool:
    """Whether a clause is a *to* infinitive."""
    return any(
        document.tokens[c].text.lower() == "to" and document.related(c, "mark", "aux")
        for c in document.children(predicate)
    )


def _holder(document: Document, noun: int) -> int | None:
    """Who is to do what an infinitive after a noun says: *Kyiv's chance to speak*, *Kyiv has a chance to speak*."""
    own = document.child(noun, "nmod:poss")
    above = document.tokens[noun].head
    if own is not None or above == ROOT or not document.related(noun, "obj"):
        return own
    return subject(document, above)


def quoting(document: Document, predicate: int) -> bool:
    """Whether a verb of saying is what somebody is quoted as doing: *quoted him as saying*, *was cited as telling*."""
    above = document.tokens[predicate].head
    if above == ROOT or document.tokens[predicate].xpos != "VBG":
        return False
    token = document.tokens[above]
    if lemma_of(token.text, token.lemma, token.upos) not in role("quoting"):
        return False
    return any(
        document.tokens[c].text.lower() == "as" and document.related(c, "mark", "case")
        for c in document.children(predicate)
    )


def antecedent(document: Document, noun: int) -> int:
    """The noun that a relative pronoun stands for; any other noun stands for itself."""
    if document.tokens[noun].text.lower() not in RELATIVES:
        return noun
    for above in document.ancestors(noun):
        if document.related(above, "acl:relcl"):
            head = document.tokens[above].head
            return head if head != ROOT else noun
    return noun


def noun_phrase(document: Document, noun: int, cue: int = -1) -> TokenRange:
    """The run of tokens of a noun with its modifiers and appositions, without relative clauses and what hangs after.

    A clause on the noun that holds the ``cue`` is left out: *a letter* in *a letter warning that …*.
    """
    skipped: set[int] = set()
    for child in document.children(noun):
        part = document.subtree(child)
        if document.related(child, *OUTSIDE) or cue in part:
            skipped.update(part)
    return run(document, noun, skipped)


def run(document: Document, head: int, skipped: Iterable[int] = ()) -> TokenRange:
    """The unbroken run around a head of tokens in its subtree that are not skipped, marks at its edges dropped."""
    inside = set(document.subtree(head)).difference(skipped)
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return trim(document, first, last + 1)


def trim(document: Document, first: int, last: int) -> TokenRange:
    """A run without the commas, stops, dashes and quotation marks at its edges (the run itself if it holds no more)."""
    a, b = first, last
    while a < b and not is_word(document, a):
        a += 1
    while b > a and not is_word(document, b - 1):
        b -= 1
    while (
        b < last
        and document.text[document.tokens[b].start] in ")%"
        and document.tokens[b].start == document.tokens[b - 1].end
    ):
        b += 1
    return (a, b) if a < b else (first, last)


def is_word(document: Document, index: int) -> bool:
    """Whether a token has a letter, a digit or a currency sign in it."""
    return any(c.isalnum() or c in "$€£%" for c in document.tokens[index].text)


def verb_group(document: Document, verb: int) -> TokenRange:
    """The run of auxiliaries, negations, adverbs and particles around a verb: *has repeatedly said*, *point out*."""
    first, last = verb, verb + 1
    children = set(document.children(verb))
    while first - 1 in children and document.related(first - 1, "aux", "advmod", "cop"):
        first -= 1
    while last < len(document.tokens) and last in children and document.related(last, "compound:prt"):
        last += 1
    return first, last


def negated(document: Document, predicate: int) -> bool:
    """Whether *not*, *n't* or *never* modifies a predicate."""
    return any(
        document.tokens[c].text.lower() in ("not", "n't", "n’t", "never", "neither", "nor")
        and document.related(c, "advmod", "cc")
        for c in document.children(predicate)
    )


def ranges(indices: Iterable[int]) -> list[TokenRange]:
    """Sorted unbroken runs of a set of token indices."""
    found: list[TokenRange] = []
    for i in sorted(set(indices)):
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found
