"""Positions: what an actor would do, would not do, or makes depend on something.

From ``Seoul would not rule out sending weapons if the North sent troops.`` comes the position of South Korea on
*sending weapons*, stance ``not-ruled-out``, with the condition *if the North sent troops*.

The model marks the words of a stance and what belongs to them; the tree decides where the measure begins and ends and
who holds the position when the model is unsure.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord import tables
from onrecord.actors import Cast
from onrecord.actors.descriptions import acts
from onrecord.findings.clauses import antecedent, negated, noun_phrase, trim, understood_subject
from onrecord.findings.events import told_in
from onrecord.findings.page import Page
from onrecord.findings.sides import actors_of
from onrecord.language.document import ROOT, Document, Stances, TokenRange
from onrecord.records import Condition, ConditionKind, Position, Span, Stance, Statement, finding_id
from onrecord.times import Dated, date_of

ENOUGH = 0.4  # chance of any stance from which words are a stance
LINKED = 0.4  # chance from which a word belongs to a stance
CONDITION = 0.25  # the same for its conditions, which are rarer and which the table of their words confirms
NEGATIONS = frozenset(("not", "n't", "never", "no", "neither", "nor"))
GAP = 2  # tokens: a hole this small inside a measure is the model's hesitation
UNFINISHED = frozenset(("ADP", "DET", "ADJ", "PART", "NUM", "AUX", "SCONJ", "CCONJ"))  # no phrase ends with these


@dataclass(slots=True)
class Stand:
    """The words of a stance, its kind, and how sure the model is."""

    words: list[int]
    stance: Stance
    score: float

    @property
    def head(self) -> int:
        """The last word: the one next to the measure."""
        return self.words[-1]


def find_positions(
    page: Page,
    cast: Cast,
    dates: Sequence[Dated],
    statements: Sequence[Statement],
    published: str | None,
    report_id: str,
) -> list[Position]:
    """The positions of a text in the order of their stances.

    ``page`` is the text analysed, ``cast`` knows the actors, ``dates`` the days on the calendar, ``statements``
    what was said; ``published`` is the ISO date of publication. A text analysed without the model has none.
    """
    document = page.document
    if document.stances is None:
        return []
    found = [
        position
        for stand in find_stands(document, document.stances)
        if (position := _position(page, cast, stand, dates, statements, published, report_id))
    ]
    return list({(p.stance, p.measure): p for p in reversed(found)}.values())[::-1]


def find_stands(document: Document, stances: Stances) -> Iterator[Stand]:
    """The runs of words that the model takes for a stance, each inside one sentence."""
    chosen = [i for i in range(len(document.tokens)) if 1 - stances.chances[i, 0] >= ENOUGH]
    run: list[int] = []
    for index in [*chosen, -1]:
        if run and (index != run[-1] + 1 or document.sentence_of(index) != document.sentence_of(run[-1])):
            yield _stand(document, stances, run)
            run = []
        run = [*run, index]


def _stand(document: Document, stances: Stances, run: list[int]) -> Stand:
    kinds = stances.chances[run, 1:].mean(0)
    best = int(kinds.argmax())
    stance: Stance = stances.labels[best]  # type: ignore[assignment]  # the model's labels are the record's stances
    return Stand(run, worded(document, run) or stance, float(kinds[best]))


def worded(document: Document, run: Sequence[int]) -> Stance | None:
    """The stance that a verb of the table has plain or negated: *ruled out*, *would not rule out*."""
    for index in run:
        entry = stance_verbs().get(document.tokens[index].lemma.lower())
        if entry is None:
            continue
        particle, plain, denied = entry
        after = document.tokens[index + 1].text.lower() if index + 1 < len(document.tokens) else ""
        if particle in ("", after):
            return denied if negated(document, index) or NEGATIONS & {document.tokens[i].lemma for i in run} else plain
    return None


@functools.cache
def stance_verbs() -> dict[str, tuple[str, Stance, Stance]]:
    """Particle, stance, and stance under negation, of verbs that leave no choice."""
    return {row["verb"]: (row["particle"], row["stance"], row["negated"]) for _, row in tables.rows("stance_verbs.csv")}  # type: ignore[misc]  # checked with the tables


def _position(
    page: Page,
    cast: Cast,
    stand: Stand,
    dates: Sequence[Dated],
    statements: Sequence[Statement],
    published: str | None,
    report_id: str,
) -> Position | None:
    document = page.document
    conditions = list(find_conditions(document, stand))
    measure = find_measure(document, stand, conditions)
    if measure is None:
        return None
    holders = [run for run in find_holders(page, stand, measure) if _acts(cast, run)]
    actor = actors_of(page, cast, holders, statements)
    if not actor:
        return None
    words = stand.words[0], stand.head + 1
    return Position(
        id=finding_id("p", report_id, document.span(*words), stand.stance),
        actor=actor,
        measure=document.span(*measure),
        toward=[a for a in toward(cast, measure) if a not in actor],
        stance=stand.stance,
        conditions=[Condition(span=document.span(*run), kind=kind) for run, kind in conditions],
        constraints=[document.span(*run) for run in _linked(document, stand, "constraint")],
        phase=phase_of(document, stand),
        date=date_of(document, dates, words, published),
        according_to=told_in(statements, document.span(*words), document.span(stand.head, stand.head + 1)),
        evidence=_evidence(document, stand, conditions),
        confidence=round(min(1.0, stand.score), 3),
    )


def _acts(cast: Cast, run: TokenRange) -> bool:
    """Whether a mention names somebody who can hold a position: borders and prices have none."""
    head = cast.document.head_of(*run)
    token = cast.document.tokens[head]
    return token.upos != "NOUN" or cast.figure_at(head) is not None or acts(token.lemma.lower())


def _evidence(document: Document, stand: Stand, conditions: Sequence[tuple[TokenRange, ConditionKind]]) -> Span:
    """The sentence of a stance, up to the one that its last condition stands in."""
    numbers = [document.sentence_of(i) for i in (stand.head, *(run[0] for run, _ in conditions))]
    return document.sentence_span(min(numbers))[0], document.sentence_span(max(numbers))[1]


# Who, and what


def find_holders(page: Page, stand: Stand, measure: TokenRange) -> list[TokenRange]:
    """The mentions of those whose position it is: the model's, else the subject of the stance or of its measure."""
    document = page.document
    linked = list(_linked(document, stand, "holder"))
    if linked:
        return _likeliest(document, stand, linked)
    for index in (stand.head, document.head_of(*measure)):
        verb = index if document.tokens[index].upos in ("VERB", "AUX") else document.tokens[index].head
        verb = document.tokens[verb].head if verb != ROOT and document.related(verb, "aux", "cop") else verb
        found = understood_subject(document, verb) if verb != ROOT else None
        if found is not None:
            return [noun_phrase(document, antecedent(document, found), verb)]
    return []


def _likeliest(document: Document, stand: Stand, linked: Sequence[TokenRange]) -> list[TokenRange]:
    """The likeliest holder, with those coordinated with it."""
    assert document.stances is not None, "stands come from the model"
    first, chances = document.stances.links.of(stand.head, "holder")

    def chance(run: TokenRange) -> float:
        return float(chances[max(0, run[0] - first) : max(0, run[1] - first)].max(initial=0.0))

    best = max(linked, key=chance)
    head = document.head_of(*best)
    return [
        run
        for run in linked
        if run == best
        or (document.tokens[h := document.head_of(*run)].head == head and document.related(h, "conj"))
        or (document.tokens[head].head == h and document.related(head, "conj"))
    ]


def find_measure(
    document: Document, stand: Stand, conditions: Sequence[tuple[TokenRange, ConditionKind]]
) -> TokenRange | None:
    """The words of the measure: the model's longest run, else the clause or phrase that hangs on the stance."""
    runs = joined(list(_linked(document, stand, "measure")))
    if runs:
        return completed(document, max(runs, key=lambda run: run[1] - run[0]))
    outside = {i for run, _ in conditions for i in range(*run)} | set(stand.words)
    for word in (*reversed(stand.words), document.tokens[stand.head].head):
        if word == ROOT:
            continue
        inside = (
            word if word not in stand.words else document.child(word, "xcomp", "obj", "ccomp", "advcl", "obl", "acl")
        )
        if inside is None or (inside == word and document.related(word, "ccomp")):
            continue
        last = stand.head + 1
        while last < len(document.tokens) and last not in outside and last in set(document.subtree(inside)):
            last += 1
        if last > stand.head + 1:
            return stand.head + 1, last
    return None


def joined(runs: Sequence[TokenRange]) -> list[TokenRange]:
    """Runs with holes of at most `GAP` tokens between them closed."""
    found: list[TokenRange] = []
    for first, last in runs:
        if found and first - found[-1][1] <= GAP:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def completed(document: Document, run: TokenRange) -> TokenRange:
    """A run that breaks off in the middle of a phrase, led to the phrase's head: *transfers between* → *… Russia*."""
    first, last = run
    end = document.sentences[document.sentence_of(first)][1]
    while last < end and document.tokens[last - 1].upos in UNFINISHED and last <= document.tokens[last - 1].head < end:
        last = document.tokens[last - 1].head + 1
    return first, last


def whole(document: Document, run: TokenRange) -> TokenRange:
    """A clause or phrase that breaks off, led to its end: *after taking* → *after taking office*."""
    first, last = completed(document, run)
    below = set(document.subtree(document.head_of(first, last)))
    while last in below and document.tokens[last].upos != "PUNCT":
        last += 1
    return first, last


def toward(cast: Cast, measure: TokenRange) -> list[str]:
    """The ids of states, bodies and people named in a measure: those whom it would meet."""
    figures = [figure for i in range(*measure) if (figure := cast.figure_at(i)) and figure.acted]
    return list(dict.fromkeys(figure.id for figure in figures))


def phase_of(document: Document, stand: Stand) -> str | None:
    """The words that tell the steps of a position, *in phases*, in its sentence."""
    first, last = document.sentences[document.sentence_of(stand.head)]
    words = [t.text.lower() for t in document.tokens[first:last]]
    for phrase in phases():
        for start in range(len(words) - len(phrase) + 1):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return document.words(first + start, first + start + len(phrase))
    return None


# On which condition


def find_conditions(document: Document, stand: Stand) -> Iterator[tuple[TokenRange, ConditionKind]]:
    """What a position depends on, by the model, and by the tree where words are plain; its kind by its first words.

    A phrase that tells a day (*after Monday*) is no condition.
    """
    seen: set[int] = set()
    linked = joined(list(_linked(document, stand, "condition", CONDITION)))
    for run in [*(whole(document, r) for r in linked), *_clauses(document, stand)]:
        kind = kind_of(document, run)
        dated = any(run[0] < t.first <= run[0] + 2 for t in document.times)
        if (
            kind is not None
            and run[1] - run[0] > 1
            and seen.isdisjoint(range(*run))
            and not (dated and kind in ("after", "before", "until"))
        ):
            seen.update(range(*run))
            yield run, kind


def _clauses(document: Document, stand: Stand) -> Iterator[TokenRange]:
    """Clauses and phrases on the verb of a stance, or on what it governs, that plain words make a condition."""
    verbs = {stand.head, document.tokens[stand.head].head} - {ROOT}
    verbs |= {c for v in verbs for c in document.children(v) if document.related(c, "xcomp")}
    for verb in sorted(verbs):
        for child in document.children(verb):
            first = min(document.subtree(child))
            words = " ".join(t.text.lower() for t in document.tokens[first : first + 3])
            if document.related(child, "advcl", "obl") and any(words.startswith(f"{w} ") for w in plain_words()):
                yield trim(document, first, max(document.subtree(child)) + 1)


@functools.cache
def plain_words() -> tuple[str, ...]:
    """The words that begin nothing but conditions."""
    return tuple(row["words"] for _, row in tables.rows("condition_words.csv") if row["plain"])


def kind_of(document: Document, run: TokenRange) -> ConditionKind | None:
    """The kind of a condition by the longest entry of the table among its first words; ``None`` where none is."""
    words = [t.text.lower() for t in document.tokens[run[0] : min(run[1], run[0] + 6)]]
    for start in range(min(3, len(words))):
        for length in (4, 3, 2, 1):
            kind = condition_words().get(" ".join(words[start : start + length]))
            if kind is not None and start + length <= len(words):
                return kind
    return None


@functools.cache
def condition_words() -> dict[str, ConditionKind]:
    """Kinds of conditions by the words that begin them."""
    return {row["words"]: row["kind"] for _, row in tables.rows("condition_words.csv")}  # type: ignore[misc]  # checked with the tables


@functools.cache
def phases() -> tuple[tuple[str, ...], ...]:
    """Words that tell that something is done in steps."""
    return tuple(tuple(row["words"].split()) for _, row in tables.rows("phase_words.csv"))


def _linked(document: Document, stand: Stand, role: str, least: float = LINKED) -> Iterator[TokenRange]:
    """The runs of tokens that the model links to a stance in a role, without punctuation at their edges."""
    assert document.stances is not None, "stands come from the model"
    for first, last in document.stances.links.runs(stand.words, role, least):
        while first < last and document.tokens[first].upos == "PUNCT":
            first += 1
        while last > first and document.tokens[last - 1].upos == "PUNCT":
            last -= 1
        if first < last:
            yield first, last
