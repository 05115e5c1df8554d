"""Those whom a report names: persons, states, bodies and peoples, each met anew or again."""

from onrecord import tables
from onrecord.actors.cast import Cast, Figure
from onrecord.actors.countries import acting, country_in, name_code, owner_of, placing
from onrecord.actors.titles import appositions, office_in, phrase, role_of, sectors_of, title_before
from onrecord.language.document import TokenRange


def meet_name(cast: Cast, first: int, last: int, label: str) -> None:
    """Take a named run into the cast; the surname of somebody met before is that person's, whatever its label."""
    name = " ".join(cast.document.words(first, last).split())
    if label == "person" or (last - first == 1 and label in ("organization", "place") and surnamed(cast, name)):
        meet_person(cast, first, last, name)
    elif label == "gpe":
        meet_state(cast, first, last, name)
    elif label == "organization":
        meet_organization(cast, first, last, name)
    elif label == "nationality":
        meet_people(cast, first, last, name)


def surnamed(cast: Cast, name: str) -> bool:
    """Whether somebody in the cast has this surname, and no table knows it as something else."""
    folded = tables.folded(name)
    known = tables.organization(name) or tables.country_code(name) or tables.metonym_code(name)
    return not known and any(f.kind == "person" and " " in f.name and f.surname == folded for f in cast.figures)


def meet_person(cast: Cast, first: int, last: int, name: str) -> None:
    """A person by name: an old acquaintance by full name or surname, or a new one with what the words around tell."""
    folded = tables.folded(name)
    same = [f for f in cast.figures if f.kind == "person" and f.name and known_as(f, folded)]
    title = title_before(cast.document, first)
    figure = same[-1] if len(same) == 1 else next((f for f in reversed(same) if tables.folded(f.name) == folded), None)
    if figure is None:
        figure = Figure(name, "person")
    if len(name) > len(figure.name):
        figure.name = name
    describe(cast, figure, title, first, last)
    cast.mention(figure, (title[0] if title else first, last), acted=True)


def known_as(figure: Figure, folded: str) -> bool:
    """Whether a folded name is this figure's full name, its surname or first part, or holds it."""
    own = tables.folded(figure.name).split()
    words = folded.split()
    if own == words:
        return True
    short, long = sorted((own, words), key=len)
    return bool(short) and (
        long[-len(short) :] == short or (long[: len(short)] == short and len(long) - len(short) <= 2)
    )


def describe(cast: Cast, figure: Figure, title: TokenRange | None, first: int, last: int) -> None:
    """Add office, country and sectors that title and apposition give."""
    for run in filter(None, (title, *appositions(cast.document, first, last))):
        office = office_in(cast.document, run)
        if office is None:
            continue
        words, role, modifiers = office
        figure.office = figure.office or words
        figure.role = figure.role or role.noun
        figure.sectors = tuple(dict.fromkeys((*figure.sectors, *sectors_of(role, modifiers))))
        figure.country = figure.country or country_in(cast, run)
        if role.noun in ("spokeswoman", "chairwoman", "queen"):
            figure.gender = "she"


def meet_state(cast: Cast, first: int, last: int, name: str) -> None:
    """A country, or a capital or seat that stands for one where it acts; a place where it only locates."""
    code = name_code(cast, name)
    if code is None:
        return
    head = cast.document.head_of(first, last)
    symbol = not tables.country_code(name)
    if placing(cast.document, head) and symbol:
        return
    if symbol and not acting(cast.document, head) and not cast.document.related(head, "nmod:poss"):
        return
    cast.mention(
        cast.state(code), (first, last), acted=acting(cast.document, head) and not placing(cast.document, head)
    )


def meet_organization(cast: Cast, first: int, last: int, name: str) -> None:
    """An organisation by name, with what table, modifiers and head noun tell.

    One of the same name is the same, unless the words give the two different countries.
    """
    known = tables.organization(name)
    full = known.name if known else name
    run = phrase(cast.document, cast.document.head_of(first, last))
    owner = owner_of(cast, first)
    bodies = [f for f in cast.figures if f.kind == "organization" and (owner is None or f.country in (None, owner))]
    same = next((f for f in bodies if tables.folded(f.name) == tables.folded(full)), None)
    same = same or next((f for f in bodies if initials(f.name) == name.replace(".", "")), None)
    if same is None:
        role = role_of(cast.document, last - 1)
        # The table's organisations stand on their own; a body the table does not know belongs to whom the words say.
        own = known.country if known else None
        country = own or owner or country_in(cast, (min(run[0], first), last))
        by_role = sectors_of(role, [w.lower() for w in name.split()]) if role else ()
        sectors = known.sectors if known and known.sectors else by_role
        same = Figure(full, "organization", country, sectors, role=role.noun if role else None)
    cast.mention(same, (first, last), acted=True)


def initials(name: str) -> str:
    """The capital letters that begin the words of a name."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())


def meet_people(cast: Cast, first: int, last: int, name: str) -> None:
    """Plural demonyms that stand as nouns: "the North Koreans"."""
    head = cast.document.tokens[last - 1]
    code = tables.demonym_code(name)
    if (
        code is None
        or head.xpos not in ("NNPS", "NNS")
        or not acting(cast.document, cast.document.head_of(first, last))
    ):
        return
    same = next((f for f in cast.figures if f.kind == "group" and f.country == code and f.role == "people"), None)
    same = same or Figure(name, "group", code, ("CVL",), role="people", plural=True)
    cast.mention(same, (first, last), acted=cast.document.related(last - 1, "nsubj"))
