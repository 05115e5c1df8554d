"""Standing: whether an event happened, goes on, is planned, possible, conditional, denied or history.

Words around the trigger speak for a status, each with a weight (``tables/event_status.csv``); the model's status head
adds its probabilities; the highest sum decides.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np

from onrecord.findings.clauses import infinitive, negated, preposition
from onrecord.findings.page import Page
from onrecord.findings.triggers import NOMINAL, Trigger
from onrecord.language.document import ROOT, Document, TokenRange
from onrecord.records import Status
from onrecord.tables import rows

STATUSES: tuple[Status, ...] = get_args(Status)
PASSING = ("xcomp", "ccomp", "csubj", "conj", "obj", "nsubj:pass", "obl", "acl", "nmod")
# Verbs that say of an act, their subject, only when it is: *talks will begin*.
ASPECTS = frozenset(("begin", "start", "resume", "open", "continue", "end", "occur", "happen", "follow", "take"))
GROUNDS = 0.5  # chance from which a word belongs to the grounds that the model sees
YEAR = 366  # days
NOR = frozenset(("nor", "neither"))  # goes on with a negation, and takes none back
MAY = frozenset(("may", "might"))  # what may not happen is as open as what may
HAVE = frozenset(("have", "has", "had", "'ve", "’ve", "having"))


@dataclass(frozen=True, slots=True)
class Sign:
    """A status that words speak for, with their tokens and a weight."""

    status: Status
    weight: float
    cue: TokenRange


@dataclass(frozen=True, slots=True)
class Standing:
    """The status decided on, the tokens that say so, and how sure it is (0 to 1)."""

    status: Status
    cues: list[TokenRange]
    score: float


@cache
def signs() -> dict[tuple[str, str], tuple[Status, float]]:
    """Status and weight by construction and word."""
    known: dict[str, Status] = {status: status for status in STATUSES}
    return {
        (row["construction"], row["word"]): (known[row["status"]], float(row["weight"]))
        for _, row in rows("event_status.csv")
    }


def find_standing(page: Page, trigger: Trigger, days_ago: int | None) -> Standing:
    """The status of an event; ``days_ago`` is how long before the report its own date ends, if it has one."""
    document = page.document
    found = list(dict.fromkeys(_signs(page, trigger)))
    denials = {s.cue for s in found if s.status == "denied" and document.tokens[s.cue[0]].text.lower() not in NOR}
    if len(denials) == 2:  # *did not fail to*
        found = [s for s in found if s.status != "denied"]
    sums: defaultdict[Status, float] = defaultdict(float)
    for status, chance in _learned(document, trigger).items():
        sums[status] += chance
    for sign in found:
        sums[sign.status] = max(sums[sign.status], sums[sign.status] * 0.5 + sign.weight)
    if days_ago is not None and days_ago > YEAR and sums["happened"] + sums["background"] + sums["ongoing"] > 0.3:
        sums["background"] += 0.8
    if not sums:
        sums["happened"] = 0.6
    status = max(sums, key=lambda s: sums[s])
    cues = [s.cue for s in found if s.status == status]
    if not cues and status not in ("happened", "ongoing"):
        cues = list(_grounds(document, trigger))
    total = sum(sums.values())
    return Standing(status, cues, sums[status] / total if total else 0.0)


def _learned(document: Document, trigger: Trigger) -> dict[Status, float]:
    if document.deeds is None:
        return {"happened": 0.5}
    chances = document.deeds.statuses[trigger.head]
    known: dict[str, Status] = {status: status for status in STATUSES}
    return {known[name]: float(chance) for name, chance in zip(document.deeds.status_labels, chances, strict=True)}


def _grounds(document: Document, trigger: Trigger) -> Iterator[TokenRange]:
    """The words that the model takes for the grounds of a status."""
    if document.deeds is None:
        return
    first, chances = document.deeds.links.of(trigger.head, "grounds")
    chosen = np.flatnonzero(chances >= GROUNDS)
    for group in np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1):
        if len(group):
            yield first + int(group[0]), first + int(group[-1]) + 1


def _signs(page: Page, trigger: Trigger) -> Iterator[Sign]:
    """What the words around a trigger say of its status, its own clause first, then the clauses above."""
    document = page.document
    head = predicate_of(document, trigger)
    if document.tokens[trigger.head].upos in NOMINAL:
        yield from _of_noun(page, trigger.head)
    yield from _of_clause(page, head)
    if trigger.head != head:
        yield from _of_governor(page, trigger.head, head)
    below = head
    for above in document.ancestors(head):
        if not _passes(document, below):
            break
        yield from _of_governor(page, below, above)
        if document.related(below, "xcomp") or (document.related(below, "conj") and _shares(document, below, above)):
            yield from _of_clause(page, above)
        if document.related(below, "obl", "nmod") and preposition(document, below) != "of":
            break  # what is said of a phrase is said of no act inside it, *reports of* an act apart
        below = above


def predicate_of(document: Document, trigger: Trigger) -> int:
    """The verb whose auxiliaries tell the trigger's time: itself, or the one that a noun is the object of."""
    anchor = trigger.anchor if document.tokens[trigger.anchor].upos == "VERB" else trigger.head
    if document.tokens[anchor].upos in NOMINAL and document.child(anchor, "cop") is None:
        above = document.tokens[anchor].head
        light = document.related(anchor, "obj", "nsubj:pass")
        starts = document.related(anchor, "nsubj") and above != ROOT and document.tokens[above].lemma.lower() in ASPECTS
        if above != ROOT and (light or starts) and document.tokens[above].upos == "VERB":
            return above
    return anchor


def _shares(document: Document, verb: int, before: int) -> bool:
    """Whether a joined verb has the auxiliaries of the one before: *will meet and sign*, not *did not go but left*."""
    finite = document.tokens[verb].xpos in ("VBD", "VBZ", "VBP")
    return document.child(verb, "nsubj", "aux", "cop") is None and not (finite and document.child(before, "aux"))


def _passes(document: Document, index: int) -> bool:
    """Whether what stands above a clause may still speak of it: complements and what is joined to them."""
    return document.related(
        index, "xcomp", "ccomp", "csubj", "conj", "obj", "nsubj:pass", "obl", "advcl", "acl", "nmod"
    )


def _sign(page: Page, construction: str, index: int, scale: float = 1.0) -> Iterator[Sign]:
    document = page.document
    particle = document.child(index, "compound:prt")
    lemma = document.tokens[index].lemma.lower()
    whole = () if particle is None else (f"{lemma} {document.tokens[particle].text.lower()}",)
    for word in (*whole, document.tokens[index].text.lower(), page.lemmas[index], lemma):
        if found := signs().get((construction, word)):
            yield Sign(found[0], found[1] * scale, (index, index + 1))
            return


def _of_noun(page: Page, noun: int) -> Iterator[Sign]:
    """*alleged* attacks, *no* agreement, *planned* talks."""
    for child in page.document.children(noun):
        if page.document.related(child, "amod", "det", "advmod", "compound"):
            yield from _sign(page, "modifier", child)


def _of_clause(page: Page, verb: int) -> Iterator[Sign]:
    """Auxiliaries, negation, adverbs, the clause's own marker, and conditions that hang on it."""
    document = page.document
    perfect = any(document.tokens[c].text.lower() in HAVE for c in document.children(verb))
    for child in document.children(verb):
        if document.related(child, "aux"):
            yield from _sign(page, "aux perfect" if perfect else "aux", child)
        elif document.related(child, "advmod", "obl", "discourse", "parataxis"):
            yield from _sign(page, "adverb", child)
        elif document.related(child, "mark"):
            yield from _sign(page, "marker", child)
        elif document.related(child, "nsubj", "obj") and (no := _no(document, child)) is not None:
            yield Sign("denied", 1.0, (no, no + 1))
        elif document.related(child, "advcl") and (mark := document.child(child, "mark")) is not None:
            yield from _sign(page, "condition", mark)
        timed = page.timed(child)  # *until Monday* sets a time, no condition
        if (
            document.related(child, "advcl", "obl")
            and not timed
            and (case := document.child(child, "case")) is not None
        ):
            yield from _sign(page, "condition", case)
    if negated(document, verb) and not any(document.tokens[c].text.lower() in MAY for c in document.children(verb)):
        at = next(
            c
            for c in document.children(verb)
            if document.tokens[c].text.lower() in ("not", "n't", "n’t", "never", "neither", "nor")
        )
        yield Sign("denied", 1.1, (at, at + 1))


def _no(document: Document, noun: int) -> int | None:
    """The *no* of a noun phrase: *no troops were withdrawn*."""
    return next((c for c in document.children(noun) if document.tokens[c].text.lower() == "no"), None)


def _of_governor(page: Page, below: int, above: int) -> Iterator[Sign]:
    """What a verb or noun says of the act that hangs on it: *failed* to, *plans* to, *denied*, *possibility* of."""
    document = page.document
    relation = document.tokens[below].deprel
    if document.related(below, "conj"):
        return
    if document.related(below, "xcomp", "acl", "csubj", "advcl") or infinitive(document, below):
        yield from _sign(page, "infinitive", above)
        if document.related(below, "csubj", "ccomp", "xcomp"):
            yield from _sign(page, "clause", above)
    elif document.related(below, "ccomp"):
        yield from _sign(page, "clause", above)
    elif relation in ("obj", "nsubj:pass") or (document.tokens[below].upos in NOMINAL and relation == "nmod"):
        yield from _sign(page, "object", above)
    if document.related(below, "obl", "advcl", "nmod") and (word := preposition(document, below)):
        for name in dict.fromkeys((word, f"{page.lemmas[above]} {word}")):
            if found := signs().get(("phrase", name)):
                at = above if " " in name else (document.child(below, "case") or below)
                yield Sign(found[0], found[1], (at, at + 1))
