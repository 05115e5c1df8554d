"""Frames: the constructions through which a word takes what is said as its complement.

``clause`` (said *that talks failed*), ``infinitive`` (pledged *to help*), ``object`` (denied *the report*), ``small``
(called him *a hero*), ``as`` (described it *as useful*), ``pp:for`` (called for *restraint*), and the passive ones with
``passive:`` before them (*it was announced that …*, *is believed to …*, *the report was denied*).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.findings.clauses import infinitive, passive
from onrecord.language.document import Document

OBJECT_PHRASES = frozenset(("of", "for", "as", "about", "over", "with", "against", "from", "to", "on"))


@dataclass(slots=True, frozen=True)
class Frame:
    """A frame and the heads of the phrases that make up the content, in text order; ``marker`` is its preposition."""

    name: str
    heads: tuple[int, ...]
    marker: int | None = None


def frames(document: Document, head: int) -> Iterator[Frame]:
    """The frames that a predicate stands in, those that tell most first."""
    upos = document.tokens[head].upos
    if upos in ("VERB", "AUX"):
        yield from _passive(document, head) if passive(document, head) else _active(document, head)
    else:
        yield from _nominal(document, head)


def _active(document: Document, verb: int) -> Iterator[Frame]:
    clauses = tuple(c for c in document.children(verb) if _clausal(document, c))
    objects = tuple(c for c in document.children(verb) if document.related(c, "obj"))
    infinitives = tuple(c for c in document.children(verb) if document.related(c, "xcomp") and infinitive(document, c))
    others = tuple(
        c for c in document.children(verb) if document.related(c, "xcomp") and c not in infinitives and c > verb
    )
    if clauses:
        yield Frame("clause", clauses)
    elif infinitives:
        addressed = (c for c in document.children(verb) if document.related(c, "obj", "iobj") and c > verb)
        yield Frame("infinitive", tuple(sorted((*addressed, *infinitives))))
    if objects and others:
        yield Frame("small", tuple(sorted((*objects, *others))))
    for child, mark in _prepositional(document, verb):
        word = document.tokens[mark].text.lower()
        described = word == "as" and objects and objects[-1] < child
        yield Frame("pp:as", (*objects, child)) if described else Frame("pp:" + word, (child,), mark)
    if objects and not clauses and not infinitives and not others:
        tails = [
            c
            for c, mark in _prepositional(document, verb)
            if c > objects[-1] and document.tokens[mark].text.lower() in OBJECT_PHRASES
        ]
        yield Frame("object", (*objects, *tails[:1]))
    if others and not objects:
        yield Frame("clause" if _gerund(document, others[0]) and not clauses else "predicative", others)


def _gerund(document: Document, clause: int) -> bool:
    """Whether a clause is what somebody *denied doing* or *having done*."""
    verbs = (clause, *(c for c in document.children(clause) if document.related(c, "aux")))
    return any(document.tokens[v].xpos == "VBG" for v in verbs)


def _clausal(document: Document, child: int) -> bool:
    if document.related(child, "ccomp"):
        return True
    return document.related(child, "xcomp") and document.child(child, "nsubj") is not None


def _prepositional(document: Document, head: int) -> Iterator[tuple[int, int]]:
    """Phrases with a preposition, verbal ones (*against doing*) included: head of the phrase, its marker."""
    for child in document.children(head):
        if document.related(child, "obl", "nmod", "advcl", "acl") and not document.related(
            child, "obl:unmarked", "acl:relcl"
        ):
            marker = document.child(child, "case", "mark") or _particle(document, head, child)
            if marker is None or infinitive(document, child):
                continue
            if head < marker < child and document.tokens[marker].upos in ("ADP", "SCONJ", "PART", "ADV"):
                yield child, marker


def _particle(document: Document, head: int, child: int) -> int | None:
    """A preposition that the parser took for a particle of the verb: *called on both sides*."""
    first = document.subtree(child)[0]
    particle = document.child(head, "compound:prt")
    return particle if particle is not None and particle == first - 1 else None


def _passive(document: Document, verb: int) -> Iterator[Frame]:
    clauses = tuple(c for c in document.children(verb) if document.related(c, "ccomp", "csubj"))
    subject = document.child(verb, "nsubj")
    if clauses:
        yield Frame("passive:clause", clauses)
    for child in document.children(verb):
        if document.related(child, "xcomp") and child > verb and subject is not None:
            yield Frame("passive:" + ("infinitive" if infinitive(document, child) else "small"), (subject, child))
    for child, mark in _prepositional(document, verb):
        word = document.tokens[mark].text.lower()
        if word not in ("by", "in", "on", "at"):
            yield Frame("passive:pp:" + word, (child,) if subject is None else (subject, child), mark)
    if subject is not None and not clauses:
        yield Frame("passive:subject", (subject,))


def _nominal(document: Document, head: int) -> Iterator[Frame]:
    for child in document.children(head):
        if child < head:
            continue
        if infinitive(document, child) and document.related(child, "acl", "xcomp", "advcl", "ccomp"):
            yield Frame("infinitive", (child,))
        elif document.related(child, "ccomp") or (document.related(child, "acl", "advcl") and _that(document, child)):
            yield Frame("clause", (child,))
    for child, mark in _prepositional(document, head):
        yield Frame("pp:" + document.tokens[mark].text.lower(), (child,), mark)


def _that(document: Document, child: int) -> bool:
    return not document.related(child, "acl:relcl") and any(
        document.tokens[c].text.lower() == "that" and document.related(c, "mark") for c in document.children(child)
    )
