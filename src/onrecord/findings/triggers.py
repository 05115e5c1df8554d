"""Triggers: the words that name an event, by the lexicon and by the event heads of the model together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from onrecord import tables
from onrecord.actors import Cast
from onrecord.findings.clauses import infinitive, passive, preposition
from onrecord.findings.lexicon import POS, PREPOSITIONS, Entry, Lexicon
from onrecord.findings.page import Page
from onrecord.language.document import ROOT, Document

ENOUGH = 0.55  # score from which a word counts as a trigger
SURE, UNSURE = 0.4, 0.2  # what an entry of the lexicon adds to the model's chance of an event
DECIDES = {True: 0.45, False: 0.2}  # what it adds to the model's share of its category
ALONE = {True: 0.75, False: 0.0}  # score of a sure or unsure entry where no model has looked at the text
FAR = 8  # tokens between the anchor of a phrase and its other words
NOMINAL = ("NOUN", "PROPN")
# Acts about acts: what they ask for, promise, refuse or threaten is told by them, not an event of its own.
ACTS = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))
BEFORE = ("nmod:poss", "amod", "compound")


@dataclass(slots=True)
class Trigger:
    """A word that names an event: ``head`` its token, ``words`` all tokens of the phrase, ``entry`` the lexicon's.

    ``about`` is the trigger of the act that this one is about, if any. ``score`` runs from 0 to 1.
    """

    head: int
    words: tuple[int, ...]
    category: str
    score: float
    entry: Entry | None = None
    mode: str | None = None
    about: "Trigger | None" = field(default=None, repr=False)

    @property
    def anchor(self) -> int:
        """The token that the sides hang on: the entry's verb or noun."""
        return self.words[0] if self.entry is None else self.words[self.entry.anchor]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the tokens that its words stand at, in the order of the entry."""

    entry: Entry
    tokens: tuple[int, ...]


def find_triggers(page: Page, cast: Cast, lexicon: Lexicon) -> list[Trigger]:
    """The triggers of a text in text order; one token belongs to one trigger at most."""
    document = page.document
    candidates = [t for i in range(len(document.tokens)) for t in _at(page, cast, lexicon, i)]
    taken: set[int] = set()
    found = []
    for trigger in sorted(candidates, key=lambda t: (-t.score, -len(t.words), t.head)):
        if trigger.score >= ENOUGH and taken.isdisjoint(_content_words(document, trigger)):
            taken.update(_content_words(document, trigger))
            found.append(trigger)
    # What an act is about need be no event of its own: *refused to meet* tells of no meeting.
    quiet = {t.head: t for t in candidates if t.score < ENOUGH and t.head not in taken}
    return _composed(document, sorted(found, key=lambda t: t.head), quiet)


def _content_words(document: Document, trigger: Trigger) -> set[int]:
    return {i for i in trigger.words if document.tokens[i].text.lower() not in PREPOSITIONS} | {trigger.head}


def _at(page: Page, cast: Cast, lexicon: Lexicon, index: int) -> Iterator[Trigger]:
    """The triggers that a token may head: the best category of the lexicon's and the model's."""
    deeds = page.document.deeds
    matches = best(list(matching(page, cast, lexicon, index)))
    if deeds is None:
        yield from (_trigger(page, m, ALONE[m.entry.sure]) for m in sorted(matches, key=lambda m: not m.entry.sure)[:1])
        return
    told = max((1 - float(deeds.events[i, 0]) for m in matches for i in m.tokens), default=0.0)
    told = max(told, 1 - float(deeds.events[index, 0]))
    score = told + max((SURE if m.entry.sure else UNSURE for m in matches), default=0.0)
    if score < ENOUGH and not matches:
        return
    category, match = _category(page.document, index, matches)
    if match is not None:
        yield _trigger(page, match, min(1.0, score))
    elif score >= ENOUGH:
        mode = _mode(page.document, index, category, None)
        yield Trigger(index, _run(page.document, index), category, min(1.0, score), None, mode)


def _category(document: Document, index: int, matches: Sequence[Match]) -> tuple[str, Match | None]:
    """The likeliest category: the model's share of it, and what an entry adds that has it."""
    deeds = document.deeds
    assert deeds is not None, "asked only where the model has looked at the text"
    chances = np.max([deeds.events[i, 1:] for i in (index, *(i for m in matches for i in m.tokens))], 0)
    shares = chances / max(1e-6, float(chances.sum()))
    by_name = {m.entry.category: m for m in matches}
    sums = {name: float(share) for name, share in zip(deeds.categories, shares, strict=True)}
    for name, match in by_name.items():
        sums[name] += DECIDES[match.entry.sure]
    category = max(sums, key=lambda name: sums[name])
    return category, by_name.get(category)


def _trigger(page: Page, match: Match, score: float) -> Trigger:
    """The trigger that an entry of the lexicon makes."""
    head = _head(page.document, match)
    mode = _mode(page.document, head, match.entry.category, match.entry.mode)
    return Trigger(head, match.tokens, match.entry.category, score, match.entry, mode)


def _run(document: Document, index: int) -> tuple[int, ...]:
    """The token and the particle that belongs to it: *pulled out*."""
    particle = document.child(index, "compound:prt")
    return (index,) if particle is None else (index, particle)


def _head(document: Document, match: Match) -> int:
    """The token of a phrase that names the event: where the model sees it most, else its anchor."""
    if document.deeds is None:
        return match.tokens[match.entry.anchor]
    named = [i for i in match.tokens if document.tokens[i].upos in ("VERB", "NOUN", "PROPN", "ADJ")]
    anchor = match.tokens[match.entry.anchor]
    chances = document.deeds.events
    return min(named or [anchor], key=lambda i: (round(float(chances[i, 0]), 1), i != anchor))


def _mode(document: Document, index: int, category: str, told: str | None) -> str | None:
    """The mode of an event: the lexicon's, unless the model is surer of another one of the category."""
    known = tables.modes()[category]
    if document.deeds is None or not known:
        return told
    labels = [category, *(f"{category} {mode}" for mode in known)]
    columns = [list(document.deeds.mode_labels).index(label) for label in labels]
    chances = document.deeds.modes[index, columns].astype(np.float64)
    chances = chances / max(1e-9, chances.sum())
    if told is not None:
        chances[1 + known.index(told)] += 0.4
    at = int(chances.argmax())
    return None if at == 0 else known[at - 1]


# The lexicon


def matching(page: Page, cast: Cast, lexicon: Lexicon, index: int) -> Iterator[Match]:
    """The entries whose words and restrictions a token and what hangs on it fulfil."""
    document = page.document
    token = document.tokens[index]
    pos = "NOUN" if token.upos in NOMINAL else token.upos
    if pos not in POS:
        return
    near: list[int] | None = None
    for lemma in {page.lemmas[index], token.lemma.lower(), token.text.lower()}:
        for entry in lexicon.at(lemma, pos):
            near = _near(document, index) if near is None else near
            words = _phrase(document, index, entry, near)
            if words is not None and _fits(document, cast, words, entry):
                yield Match(entry, words)


def best(matches: Sequence[Match]) -> list[Match]:
    """Of all matches at a token the longest, and of those the most restricted of each category."""
    if not matches:
        return []
    longest = max(len(m.entry.words) for m in matches)
    found: dict[str, Match] = {}
    narrow = any(m.entry.objects and not m.entry.barred for m in matches if len(m.entry.words) == longest)
    for match in sorted(matches, key=lambda m: not m.entry.sure):
        entry = match.entry
        restricted = bool(entry.objects) and not entry.barred
        if len(entry.words) == longest and (restricted or not narrow or not entry.sure):
            found.setdefault(entry.category, match)
    return list(found.values())


def _phrase(document: Document, index: int, entry: Entry, near: Sequence[int]) -> tuple[int, ...] | None:
    """The tokens of an entry's words around its anchor at ``index``, or ``None`` where one is missing."""
    if len(entry.words) == 1:
        return None if _modifier(document, index) else (index,)
    found = [-1] * len(entry.words)
    found[entry.anchor] = index
    for at, word in enumerate(entry.words):
        if at == entry.anchor:
            continue
        candidates = [i for i in near if i not in found and _is(document, i, word) and _ordered(entry, at, i, index)]
        if not candidates:
            return None
        found[at] = min(candidates, key=lambda i: abs(i - index))
    return tuple(found)


def _ordered(entry: Entry, at: int, token: int, anchor: int) -> bool:
    """Whether a word of a noun phrase stands on its side of the noun; a verb's may stand on either (passives)."""
    return entry.pos == "VERB" or (token < anchor) == (at < entry.anchor)


def _is(document: Document, index: int, word: str) -> bool:
    token = document.tokens[index]
    if word in PREPOSITIONS and token.upos == "PART":  # the *to* of an infinitive
        return False
    return word in (token.lemma.lower(), token.text.lower())


def _near(document: Document, index: int) -> list[int]:
    """The tokens that may belong to a phrase: what hangs on its anchor, two arcs deep, prepositions, its neighbours."""
    children = document.children(index)
    below = [g for c in children for g in document.children(c)]
    cases = [m for g in below for m in document.children(g) if document.related(m, "case")]
    near = {index - 1, index + 1, *children, *below, *cases}
    first, last = document.sentences[document.sentence_of(index)]
    return sorted(i for i in near if first <= i < last and abs(i - index) <= FAR and i != index)


def _modifier(document: Document, index: int) -> bool:
    """Whether a noun only modifies another: *riot* in *riot police*."""
    return document.tokens[index].upos in NOMINAL and document.related(index, "compound", "flat")


def _fits(document: Document, cast: Cast, words: tuple[int, ...], entry: Entry) -> bool:
    """Whether what the event is about lets the entry have this sense."""
    if not entry.objects:
        return True
    heads = _restricted(document, words, entry)
    if "actor" in entry.objects and any(_acts(document, cast, i) for i in heads):
        return not entry.barred
    if "place" in entry.objects and any(cast.entity(i) in ("gpe", "place") for i in heads):
        return not entry.barred
    named = any(_is(document, i, word) for h in heads for i in (h, *_parts(document, h)) for word in entry.objects)
    return not named if entry.barred else named


def _parts(document: Document, noun: int) -> list[int]:
    """Nouns inside a noun phrase that tell what it is about: *peace talks*, *a series of strikes*."""
    return [
        c
        for c in document.children(noun)
        if document.related(c, "compound", "conj") or (document.related(c, "nmod") and preposition(document, c) == "of")
    ]


def _restricted(document: Document, words: tuple[int, ...], entry: Entry) -> list[int]:
    """The head tokens that an entry's restriction looks at."""
    anchor = words[entry.anchor]
    final = document.tokens[words[-1]].text.lower()
    if len(words) > 1 and final in PREPOSITIONS and not document.related(words[-1], "compound:prt"):
        return [c for w in words for c in document.children(w) if preposition(document, c) == final and c not in words]
    if (entry.pos == "VERB" and len(words) == 1) or (
        entry.pos == "VERB" and document.related(words[-1], "compound:prt")
    ):
        return logical_objects(document, anchor)
    slots = entry.recipient or ("on", "against", "with", "of", "to")
    return [
        c
        for w in words
        for c in document.children(w)
        if c not in words
        and (preposition(document, c) in slots or document.related(c, "nmod:poss", "amod", "compound"))
    ]


def logical_objects(document: Document, verb: int) -> list[int]:
    """What a verb is done to: its object, the subject of a passive, the noun that a participle or relative modifies."""
    if passive(document, verb):
        subject = document.child(verb, "nsubj", "csubj")
        if subject is not None:
            return [subject]
        above = document.tokens[verb].head
        if document.related(verb, "acl", "amod"):
            return [above]
        return logical_objects(document, above) if document.related(verb, "conj") and above != ROOT else []
    found = [c for c in document.children(verb) if document.related(c, "obj", "iobj")]
    if not found and document.tokens[min(verb + 1, len(document.tokens) - 1)].upos == "CCONJ":  # *seized and burned it*
        joined = [c for c in document.children(verb) if document.related(c, "conj")]
        shared = (c for c in joined if document.child(c, "nsubj") is None)
        found = [c for j in shared for c in document.children(j) if document.related(c, "obj")]
    if not found and document.related(verb, "acl:relcl") and document.child(verb, "nsubj") is not None:
        return [document.tokens[verb].head]
    return found


def _acts(document: Document, cast: Cast, index: int) -> bool:
    """Whether a noun names somebody who can act: an actor, a name, a role noun, a pronoun for a person."""
    if cast.figure_at(index) is not None or cast.entity(index) in ("person", "organization", "gpe", "nationality"):
        return True
    token = document.tokens[index]
    return token.lemma.lower() in tables.roles() or token.text.lower() in ("him", "her", "them", "us", "me", "who")


# Acts about acts


def _composed(document: Document, triggers: list[Trigger], quiet: dict[int, Trigger]) -> list[Trigger]:
    """Triggers without those that only tell what another asks for, promises, refuses or threatens.

    *Agreed to withdraw* is one event, *agreed*; what it is about gives a demand, a refusal or a threat its mode.
    ``quiet`` are words that the lexicon knows and the model takes for no event.
    """
    by_word = quiet | {i: t for t in triggers for i in t.words}
    dropped: set[int] = set()
    found = []
    for trigger in triggers:
        about = _act(document, trigger, by_word) if trigger.category in ACTS else None
        if about is not None and about.head not in dropped:
            dropped.add(about.head)
            joined = (c for c in document.children(about.head) if document.related(c, "conj"))
            dropped.update(c for c in joined if c in by_word and document.child(c, "nsubj") is None)
            trigger = replace(trigger, about=about, mode=composed_mode(trigger, about))
        found.append(trigger)
    kept = [t for t in found if t.head not in dropped]
    return [t for t in kept if not any(_within(document, t, other) for other in kept)]


def _within(document: Document, trigger: Trigger, other: Trigger) -> bool:
    """Whether a nominal trigger only says again what the verb above it says: *discuss … at a meeting*."""
    if trigger.category != other.category or document.tokens[trigger.head].upos not in NOMINAL:
        return False
    above = document.tokens[trigger.head].head
    over = above if above == ROOT or document.tokens[above].upos == "VERB" else document.tokens[above].head
    return other.head in (above, over) and document.tokens[other.head].upos == "VERB"


def _act(document: Document, trigger: Trigger, by_word: dict[int, Trigger]) -> Trigger | None:
    """The act that a verbal act is about: its clause, or a nominal right under it."""
    for word in trigger.words:
        for child in document.children(word):
            other = by_word.get(child)
            if other is None or other is trigger or child < word:
                continue
            clause = document.related(child, "xcomp", "ccomp") and (infinitive(document, child) or child > word)
            nominal = document.related(child, "obl", "nmod") and preposition(document, child) in ("for", "to", "with")
            if (clause and (infinitive(document, child) or document.tokens[child].xpos == "VBG")) or nominal:
                return other
            if document.related(child, "obj") and other.category not in ("SUPPORT",):
                return other
    return None


ASKED = {
    "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist", "RETREAT": "yield", "CONCEDE": "yield",
}  # fmt: skip
THREATENED = {
    ("COERCE", "arrest"): "arrest", ("SANCTION", "expel"): "expel", ("COERCE", "deport"): "expel",
    ("COERCE", "seize"): "territory",
}  # fmt: skip
THREAT = {"SANCTION": "relations", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence"}


def composed_mode(trigger: Trigger, about: Trigger) -> str | None:
    """The mode of a demand, refusal or threat by what it is about; the trigger's own where that does not tell."""
    if trigger.category in ("REQUEST", "REJECT"):
        return ASKED.get(about.category, trigger.mode)
    if trigger.category == "THREATEN":
        return THREATENED.get((about.category, about.mode or "")) or THREAT.get(about.category, trigger.mode)
    return trigger.mode
