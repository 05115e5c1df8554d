"""Sides: who did it and to whom, by the frame of the trigger's entry, the tree, and the model's links together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord import tables
from onrecord.actors import Cast, parties
from onrecord.findings.clauses import antecedent, noun_phrase, passive, preposition, understood_subject
from onrecord.findings.page import Page
from onrecord.findings.triggers import NOMINAL, Trigger, logical_objects
from onrecord.language.document import ROOT, Document, TokenRange
from onrecord.records import Span, Statement

LINKED = 0.4  # mean chance from which the model's link alone makes a side
BESIDE = 0.6  # the same beside a side that the tree gives
REFUSED = 0.12  # chance below which the model talks the tree out of a side
ACTOR = {"VERB": ("subj",), "NOUN": ("poss", "by", "adj", "between")}
RECIPIENT = {"VERB": ("obj",), "NOUN": ("on", "against", "with", "of", "to")}
# Acts that both sides do: without host and visitor all are actors.
MUTUAL = frozenset(("CONSULT", "COOPERATE"))
BEARING = ("on", "in", "into", "to", "for")  # *went on strike*, *called for talks*
FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our", "ours", "mine"))
SUFFERED = frozenset(("kill", "wound", "injure", "die", "hurt", "arrest", "detain", "perish", "maim"))


@dataclass(slots=True)
class Sides:
    """Ranges of tokens that name the actors and the recipients of an event."""

    actor: list[TokenRange]
    recipient: list[TokenRange]


def find_sides(page: Page, trigger: Trigger) -> Sides:
    """The sides of an event, each mention once; a mention is not on both sides."""
    sides = {role: list(_side(page, trigger, role)) for role in ("actor", "recipient")}
    both = set(sides["actor"]) & set(sides["recipient"])
    for run in both:
        weaker = min(("actor", "recipient"), key=lambda role: _chance(page.document, trigger, role, run))
        sides[weaker].remove(run)
    return Sides(sides["actor"], sides["recipient"])


def _side(page: Page, trigger: Trigger, role: str) -> Iterator[TokenRange]:
    document = page.document
    told = [noun_phrase(document, antecedent(document, i), trigger.anchor) for i in _heads(document, trigger, role)]
    seen: set[int] = set()
    if document.deeds is None:
        yield from told
        return
    for run in told:
        if _chance(document, trigger, role, run) >= REFUSED:
            seen.update(range(*run))
            yield run
    bar = BESIDE if seen else LINKED
    for run in linked(document, trigger, role):
        if seen.isdisjoint(range(*run)) and _chance(document, trigger, role, run) >= bar:
            seen.update(range(*run))
            yield run


def linked(document: Document, trigger: Trigger, role: str) -> Iterator[TokenRange]:
    """The runs of tokens that the model links to a trigger in a role."""
    assert document.deeds is not None, "asked only where the model has looked at the text"
    yield from document.deeds.links.runs([trigger.head], role, LINKED)


def _chance(document: Document, trigger: Trigger, role: str, run: TokenRange) -> float:
    """The model's chance that a mention stands in a role: the highest of its words."""
    if document.deeds is None:
        return 1.0
    first, chances = document.deeds.links.of(trigger.head, role)
    inside = chances[max(0, run[0] - first) : max(0, run[1] - first)]
    return float(inside.max()) if len(inside) else 0.0


def _heads(document: Document, trigger: Trigger, role: str) -> list[int]:
    """The head tokens of the first slot of the frame that is filled."""
    pos = "NOUN" if document.tokens[trigger.anchor].upos in NOMINAL else "VERB"
    entry = trigger.entry
    slots = (entry.actor if role == "actor" else entry.recipient) if entry else ()
    slots = slots or (ACTOR if role == "actor" else RECIPIENT)[pos]
    if pos == "NOUN" and "none" not in slots:
        slots = (*slots, "subj" if role == "actor" else "victims")
    for slot in slots:
        found = [i for i in _slot(document, trigger, slot, pos) if i not in trigger.words]
        if found:
            return found
    return []


def _slot(document: Document, trigger: Trigger, slot: str, pos: str) -> list[int]:
    anchor = trigger.anchor
    if slot == "none":
        return []
    if slot == "subj":
        verb = anchor if pos == "VERB" else bearer(document, anchor)
        subject = understood_subject(document, verb) if verb is not None else None
        return [] if subject is None else [subject]
    if slot == "obj":
        return logical_objects(document, anchor)
    if slot == "iobj":
        return [c for c in document.children(anchor) if document.related(c, "iobj")]
    if slot == "victims":
        return _victims(document, anchor)
    if slot == "poss":
        return [c for w in trigger.words for c in document.children(w) if document.related(c, "nmod:poss")]
    if slot == "adj":
        before = [c for w in trigger.words for c in document.children(w) if document.related(c, "amod", "compound")]
        return [i for c in before for i in (c, *document.children(c)) if _national(document, i)]
    return [
        c
        for w in trigger.words
        for c in document.children(w)
        if preposition(document, c) == slot and _phrasal(document, c)
    ]


def _victims(document: Document, noun: int) -> list[int]:
    """Who was killed, hurt or taken in an attack: *three guards were wounded in the raid*."""
    above = document.tokens[noun].head
    if above == ROOT or not document.related(noun, "obl") or document.tokens[above].lemma.lower() not in SUFFERED:
        return []
    return [c for c in document.children(above) if document.related(c, "nsubj:pass", "nsubj")]


def _phrasal(document: Document, index: int) -> bool:
    return document.related(index, "obl", "nmod", "obj")


def _national(document: Document, index: int) -> bool:
    """Whether a modifier names who acts: *Russian* invasion, *police* raid, *U.S.*-led strike."""
    text = document.tokens[index].text
    known = tables.demonym_code(text) or tables.country_code(text) or tables.organization(text)
    return bool(known) or document.tokens[index].lemma.lower() in tables.roles()


def bearer(document: Document, noun: int) -> int | None:
    """The verb that lends a noun its subject: *launched* in *launched an attack*, *is* in *is on strike*."""
    token = document.tokens[noun]
    if document.child(noun, "cop") is not None:
        return noun
    above = token.head
    if above == ROOT or document.tokens[above].upos not in ("VERB", "AUX"):
        return None
    borne = document.related(noun, "obj", "xcomp") or preposition(document, noun) in BEARING
    return above if borne and not passive(document, above) else None


def actors_of(page: Page, cast: Cast, runs: Iterable[TokenRange], statements: Sequence[Statement] = ()) -> list[str]:
    """The ids of the actors that mentions name, each once; *I* and *we* are whoever is quoted with them."""
    found: dict[str, None] = {}
    for run in runs:
        head = page.document.tokens[page.document.head_of(*run)]
        spoken = head.text.lower() in FIRST_PERSON
        found |= dict.fromkeys(quoted(statements, (head.start, head.end)) if spoken else parties(cast, *run))
    return list(found)


def quoted(statements: Sequence[Statement], span: Span) -> list[str]:
    """Who says the words at a span: the speaker of the shortest content that holds it."""
    holding = [
        (sum(b - a for a, b in s.content), n)
        for n, s in enumerate(statements)
        if s.speaker and any(a <= span[0] and span[1] <= b for a, b in s.content)
    ]
    return statements[min(holding)[1]].speaker if holding else []
