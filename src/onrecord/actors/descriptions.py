"""Those whom a report describes or means: role nouns, pronouns, and whoever stands on one side of an event."""

import functools
from collections.abc import Callable, Iterable

import numpy as np

from onrecord import tables
from onrecord.actors.cast import Cast, Figure
from onrecord.actors.countries import acting, country_in
from onrecord.actors.settling import fill
from onrecord.actors.titles import described, office_in, phrase, role_of, sectors_of, titular
from onrecord.language.document import Document, TokenRange
from onrecord.records import ActorKind

SINGULAR = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she"
}  # fmt: skip
NEUTRAL = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
LIKELY = 0.8  # chance from which the model's antecedent is taken
RARE = 0.01  # chance below which a word is not looked at as an antecedent


def meet_noun(cast: Cast, index: int) -> None:
    """A role noun or pronoun in text order."""
    token = cast.document.tokens[index]
    if token.upos == "PRON":
        meet_pronoun(cast, index)
    elif token.upos in ("NOUN", "PROPN") and (role := role_of(cast.document, index)):
        if (
            followed_by_name(cast, index)
            or names_somebody(cast, index)
            or cast.figure_at(index)
            or token.deprel.split(":")[0] in ("compound", "amod")
        ):
            return
        meet_role(cast, index, role)


def followed_by_name(cast: Cast, index: int) -> bool:
    """Whether a role noun is the title of a name after it."""
    after = index + 1
    while after < len(cast.document.tokens) and after - index < 4:
        if cast.entity(after) == "person":
            return True
        if not titular(cast.document, after):
            return False
        after += 1
    return False


def names_somebody(cast: Cast, index: int) -> bool:
    """Whether a role noun has the name of its holder in apposition: *her counterpart, Mateus Cardoso*."""
    return any(cast.entity(c) == "person" for c in cast.document.children(index) if cast.document.related(c, "appos"))


def meet_role(cast: Cast, index: int, role: tables.Role) -> None:
    """A description: someone known ("the minister", "the office") or, where it acts, someone new ("a US official")."""
    document = cast.document
    run = phrase(document, index)
    if state := governed(cast, index, run):
        cast.mention(state, run, acted=acting(document, index))
        return
    country = country_in(cast, run)
    if definite(document, index):
        figure = again(cast, index, country) or meant(cast, index, role, country)
        if figure is not None:
            cast.mention(figure, run, acted=False)
            return
    if acting(document, index) and role.noun != "people":
        introduce(cast, index, role)


def definite(document: Document, index: int) -> bool:
    """Whether a description means somebody already told of."""
    determiner = document.child(index, "det")
    return determiner is not None and document.tokens[determiner].text.lower() in ("the", "this", "that", "these")


def again(cast: Cast, index: int, country: str | None) -> Figure | None:
    """The figure that a definite description names again by the model, if number and country allow it."""
    plural = cast.document.tokens[index].xpos in ("NNS", "NNPS")
    return antecedent_of(
        cast, index, lambda f: (f.plural or f.kind == "group") == plural and country in (None, f.country)
    )


def couple(cast: Cast, index: int) -> list[Figure]:
    """The two whom *the two sides*, *both leaders* mean: the last two met of that sort and of different countries."""
    document = cast.document
    words = {document.tokens[c].text.lower() for c in document.children(index)}
    sort = pairs().get(document.tokens[index].lemma.lower())
    if sort is None or not words & {"two", "both"}:
        return []
    found: list[Figure] = []
    for figure in cast.lately(index):
        fits = figure.kind in sort and not figure.plural and figure.country
        if fits and figure.country not in {f.country for f in found}:
            found.append(figure)
    return found[:2] if len(found) > 1 else []


@functools.cache
def pairs() -> dict[str, tuple[str, ...]]:
    """Nouns of which two are told of together, and the kinds of actors that they can be."""
    return {row["noun"]: tables.several(row["kinds"]) for _, row in tables.rows("pair_nouns.csv")}


def governed(cast: Cast, index: int, run: TokenRange) -> Figure | None:
    """The state that "the government" or "the North Korean regime" is: by its modifier, or the one last named."""
    token = cast.document.tokens[index]
    if token.lemma.lower() not in ("government", "regime") or token.xpos in ("NNS", "NNPS"):
        return None
    code = country_in(cast, run)
    states = [f for f in cast.lately(index) if f.kind == "state" and (code is None or f.country == code)]
    if states:
        return states[0]
    return Figure(tables.countries()[code].name, "state", code, ("GOV",)) if code in tables.countries() else None


def meant(cast: Cast, index: int, role: tables.Role, country: str | None) -> Figure | None:
    """Whom a definite description means: the last figure of that role, country and number that fits."""
    plural = cast.document.tokens[index].xpos in ("NNS", "NNPS")
    for figure in cast.lately(index):
        fits = figure.role == role.noun or (figure.office or "").lower().endswith(role.noun)
        if fits and figure.plural == plural and country in (None, figure.country):
            return figure
    return None


def introduce(cast: Cast, index: int, role: tables.Role) -> Figure:
    """A new actor from a description; one of the same words and country is the same actor."""
    document = cast.document
    run = phrase(document, index)
    plural = document.tokens[index].xpos in ("NNS", "NNPS")
    kind: ActorKind = (
        "group"
        if role.kind == "group" or (plural and role.kind == "person")
        else "organization"
        if role.kind == "organization"
        else "person"
    )
    name = described(document, run)
    country = country_in(cast, run)
    same = next(
        (f for f in cast.figures if tables.folded(f.name) == tables.folded(name) and country in (None, f.country)), None
    )
    if same is None:
        modifiers = [t.text.lower() for t in document.tokens[run[0] : index]]
        office = office_in(document, run) if kind == "person" else None
        same = Figure(
            name,
            kind,
            country,
            sectors_of(role, modifiers),
            office[0] if office else None,
            role=role.noun,
            plural=plural,
        )
    cast.mention(same, run, acted=True)
    fill(cast, same)
    return same


def party(cast: Cast, index: int) -> Figure | None:
    """Whoever a noun on one side of an event names; ``None`` for pronouns and what is no noun."""
    document = cast.document
    token = document.tokens[index]
    if token.upos in ("ADJ", "PROPN") and (state := by_nationality(cast, index)):
        return state
    if token.upos not in ("NOUN", "PROPN"):
        return None
    if token.upos == "NOUN" and not acts(token.lemma.lower()) and (whose := owner(cast, index)):
        return whose
    run = phrase(document, index)
    name, country = described(document, run), country_in(cast, run)
    if definite(document, index) and (known := again(cast, index, country)):
        cast.mention(known, run, acted=True)
        return known
    same = (f for f in cast.figures if tables.folded(f.name) == tables.folded(name) and country in (None, f.country))
    figure = next(same, None) or Figure(name, "unknown", country, plural=token.xpos in ("NNS", "NNPS"))
    cast.mention(figure, run, acted=True)
    fill(cast, figure)
    return figure


def by_nationality(cast: Cast, index: int) -> Figure | None:
    """The state that a nationality stands for, with this word as a mention of it; ``None`` for other words."""
    code = tables.demonym_code(cast.document.tokens[index].text)
    if code is None or code not in tables.countries():
        return None
    state = cast.state(code)
    cast.mention(state, (index, index + 1), acted=True)
    return state


@functools.cache
def actor_nouns() -> frozenset[str]:
    """Nouns, by lemma, that name somebody who can act more often than not."""
    return frozenset(row["noun"] for _, row in tables.rows("actor_nouns.csv"))


def acts(lemma: str) -> bool:
    """Whether a noun names somebody who can act, and no thing."""
    return lemma in actor_nouns() or lemma in tables.roles()


def owner(cast: Cast, index: int) -> Figure | None:
    """Whose a thing is that stands on one side of an act: *criticised China's record*, *shelled the rebels' camp*."""
    document = cast.document
    for child in document.children(index):
        if document.related(child, "nmod:poss", "amod", "compound"):
            found = cast.figure_at(child) or by_nationality(cast, child)
            if found is not None:
                return found
    return None


def meet_pronoun(cast: Cast, index: int) -> None:
    """Whom a pronoun means: whoever the model is sure of, else the last person, body or group that it fits."""
    word = cast.document.tokens[index].text.lower()
    fits = fitting(cast, index, word)
    if fits is None or cast.document.related(index, "expl"):
        return
    figure = antecedent_of(cast, index, fits) or next(filter(fits, cast.lately(index)), None)
    if figure is None:
        return
    if word in SINGULAR:
        figure.gender = "she" if SINGULAR[word] == "she" else "he"
    cast.mention(figure, (index, index + 1), acted=False)


def fitting(cast: Cast, index: int, word: str) -> Callable[[Figure], bool] | None:
    """Whether a figure can be what a pronoun means, by number, kind and place; ``None`` for other words."""
    barred = None if word.endswith(("self", "selves")) else same_clause(cast, index)

    def fits(figure: Figure) -> bool:
        if figure is barred:
            return False
        if word in SINGULAR:
            return figure.kind == "person" and not figure.plural and figure.gender in ("", SINGULAR[word])
        if word in NEUTRAL:
            return figure.kind in ("state", "organization")
        return figure.kind == "group" or figure.plural

    return fits if word in SINGULAR or word in NEUTRAL or word in PLURAL else None


def same_clause(cast: Cast, index: int) -> Figure | None:
    """The subject of the clause that a pronoun is an object in: *accused him* is never said of oneself."""
    document = cast.document
    if not document.related(index, "obj", "iobj", "obl"):
        return None
    subject = document.child(document.tokens[index].head, "nsubj")
    return cast.figure_at(subject) if subject is not None else None


def antecedent_of(cast: Cast, index: int, fits: Callable[[Figure], bool]) -> Figure | None:
    """The figure that the model links a mention to, if it is `LIKELY` and fits."""
    mentions = cast.document.mentions
    if mentions is None:
        return None
    first, chances = mentions.before(index)
    votes: dict[int, float] = {}
    for offset in np.flatnonzero(chances > RARE).tolist():
        figure = cast.figure_at(first + offset)
        if figure is not None and fits(figure):
            at = cast.figures.index(figure)
            votes[at] = votes.get(at, 0.0) + float(chances[offset])
    best = max(votes, key=lambda at: votes[at], default=None)
    return cast.figures[best] if best is not None and votes[best] >= LIKELY else None


def actors_in(cast: Cast, first: int, last: int) -> list[str]:
    """Ids of the actors that the tokens [first, last) name: one as a rule, several for a coordination.

    A role noun that names nobody yet ("a senior official") becomes an actor of its own; a noun for a document or
    anything else that is no actor gives an empty list.
    """
    found: list[Figure] = []
    head = cast.document.head_of(first, last)
    for index in coordinated(cast, head, first, last):
        figure = None if (both := couple(cast, index)) else figure_of(cast, index, first, last)
        found += both or ([figure] if figure else [])
    return acted(found)


def parties(cast: Cast, first: int, last: int) -> list[str]:
    """Ids of those on one side of an event that the tokens [first, last) name, each once.

    Beside those whom `actors_in` knows, a nationality stands for its state, and any other noun becomes an actor of
    unknown kind with the country that its words name: "the herders of Darfur" are on its side, whoever they are.
    """
    found: list[Figure] = []
    head = cast.document.head_of(first, last)
    for index in coordinated(cast, head, first, last):
        figure = None if (both := couple(cast, index)) else figure_of(cast, index, first, last) or party(cast, index)
        found += both or ([figure] if figure else [])
    return acted(found)


def acted(figures: Iterable[Figure]) -> list[str]:
    """The ids of figures that do or suffer something, each once."""
    found = list(figures)
    for figure in found:
        figure.acted = True
    return list(dict.fromkeys(f.id for f in found))


def coordinated(cast: Cast, head: int, first: int, last: int) -> list[int]:
    """A head and those coordinated with it inside [first, last)."""
    joined = [c for c in cast.document.children(head) if cast.document.related(c, "conj") and first <= c < last]
    return [head, *joined]


def figure_of(cast: Cast, index: int, first: int, last: int) -> Figure | None:
    """Whom a head token names: itself, a person in apposition, or somebody new by a role noun."""
    if index in cast.known:
        return cast.known[index]
    near = [
        c
        for c in cast.document.children(index)
        if cast.document.related(c, "flat", "appos", "compound") and first <= c < last
    ]
    for other in near:
        if other in cast.known and cast.known[other].kind == "person":
            return cast.known[other]
    role = role_of(cast.document, index)
    return introduce(cast, index, role) if role else None
