"""Actors: the persons, bodies, states and groups of a report, with every span that refers to them.

"Ukraine's Defense Minister Rustem Umerov … Umerov … he" → one person of Ukraine, Defense Minister, three mentions. The
text decides first (titles, possessives, appositions), then the tables; where two candidates remain, none is chosen.
"""

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord import tables
from onrecord.intake import Article
from onrecord.intake.places import city_country
from onrecord.language.document import Document, TokenRange
from onrecord.records import Actor, ActorKind, actor_id

Gender = Literal["he", "she", ""]
SINGULAR = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my", "your"})
NEUTRAL = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
ACTING = (
    "nsubj",
    "obj",
    "iobj",
    "obl:agent",
    "obl",
    "conj",
    "appos",
    "root",
    "nmod",
    "parataxis",
    "vocative",
    "csubj",
    "dep",
    "list",
    "ccomp",
)
PLACING = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "around", "on", "off"})
JOINING = frozenset({"with", "by", "between", "from", "against", "to", "for", "among", "of"})
RELIC = frozenset({"former", "ex", "late", "outgoing"})
# Whom these words describe belongs to many states.
REGIONS = frozenset({"Arab", "African", "European", "Asian", "Western", "Muslim", "Islamic", "Latin", "Balkan", "Gulf"})
FAR = 3  # sentences back that a pronoun or description looks for what it means


@dataclass(slots=True)
class Figure:
    """An actor while the report is being read; ``heads`` are the head tokens of its mentions."""

    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    org: str | None = None
    wikidata: str | None = None
    role: str | None = None
    gender: Gender = ""
    plural: bool = False
    mentions: list[TokenRange] = field(default_factory=list)
    acted: bool = False

    @property
    def id(self) -> str:
        """The id that the figure has as an actor, as far as it is known by now."""
        return actor_id(self.kind, self.name, self.country)

    @property
    def surname(self) -> str:
        """The last word of the name, folded."""
        return tables.folded(self.name).split(" ")[-1] if self.name else ""


class Cast:
    """The actors of a report and which of them each stretch of text names."""

    def __init__(self, document: Document, home: str | None) -> None:
        self.document, self.home = document, home
        self.figures: list[Figure] = []
        self._at: dict[int, Figure] = {}
        self._entity = {i: e for e in document.entities for i in range(e.first, e.last)}

    @property
    def actors(self) -> list[Actor]:
        """The actors in the order of their first mention, each id once."""
        found: dict[str, Actor] = {}
        for figure in sorted(self.figures, key=lambda f: min(f.mentions, default=(1 << 30, 0))):
            if not figure.acted:
                continue
            actor = self._actor(figure)
            if actor.id in found:
                merged = sorted({*found[actor.id].mentions, *actor.mentions})
                actor = found[actor.id].model_copy(update={"mentions": merged})
            found[actor.id] = actor
        return list(found.values())

    def _actor(self, figure: Figure) -> Actor:
        spans = sorted({self.document.span(*m) for m in figure.mentions})
        return Actor(
            id=figure.id, name=figure.name, kind=figure.kind,
            country=figure.country, sectors=list(figure.sectors), office=figure.office, org=figure.org,
            wikidata=figure.wikidata, mentions=spans,
        )  # fmt: skip

    def at(self, first: int, last: int) -> list[str]:
        """Ids of the actors that the tokens [first, last) name: one as a rule, several for a coordination.

        A role noun that names nobody yet ("a senior official") becomes an actor of its own; a noun for a document or
        anything else that is no actor gives an empty list.
        """
        found: list[Figure] = []
        head = self.document.head_of(first, last)
        for index in self._joined(head, first, last):
            figure = self._figure(index, first, last)
            if figure is not None and figure not in found:
                figure.acted = True
                found.append(figure)
        return list(dict.fromkeys(f.id for f in found))

    def parties(self, first: int, last: int) -> list[str]:
        """Ids of those on one side of an event that the tokens [first, last) name, each once.

        Beside what `at` knows, a nationality stands for its state, and any other noun becomes an actor of unknown kind
        with the country that its words name: "the herders of Darfur" are on the side of the act, whoever they are.
        """
        found: list[Figure] = []
        head = self.document.head_of(first, last)
        for index in self._joined(head, first, last):
            figure = self._figure(index, first, last) or party(self, index)
            if figure is not None and figure not in found:
                figure.acted = True
                found.append(figure)
        return list(dict.fromkeys(f.id for f in found))

    def _joined(self, head: int, first: int, last: int) -> list[int]:
        joined = [c for c in self.document.children(head) if self.document.related(c, "conj") and first <= c < last]
        return [head, *joined]

    def _figure(self, index: int, first: int, last: int) -> Figure | None:
        if index in self._at:
            return self._at[index]
        near = [
            c
            for c in self.document.children(index)
            if self.document.related(c, "flat", "appos", "compound") and first <= c < last
        ]
        for other in near:
            if other in self._at and self._at[other].kind == "person":
                return self._at[other]
        role = role_of(self.document, index)
        return introduce(self, index, role) if role else None

    def fill(self, figure: Figure) -> None:
        """Give an official who is met late the country of the report's own setting, as `settle` does for the others."""
        if figure.country is None and official(figure):
            figure.country = beside(self, figure) or self.home or main_country(self)

    def country_of(self, identity: str) -> str | None:
        """The country of an actor of this cast by its id."""
        return next((f.country for f in self.figures if f.id == identity), None)

    def country_named(self, first: int, last: int) -> str | None:
        """The country that a place name stands for or lies in, as far as the tables know."""
        name = " ".join(self.document.words(first, last).split())
        return name_code(self, name) or city_country(name)

    def figure_at(self, index: int) -> Figure | None:
        """The figure whose mention has this token, if any."""
        return self._at.get(index)

    def mention(self, figure: Figure, run: TokenRange, acted: bool) -> None:
        """Record that a run of tokens refers to a figure."""
        if figure not in self.figures:
            self.figures.append(figure)
        figure.mentions.append(run)
        figure.acted |= acted
        for index in range(*run):
            self._at.setdefault(index, figure)

    def lately(self, index: int) -> Iterator[Figure]:
        """Figures mentioned before a token and at most `FAR` sentences back, subjects first, the nearest first."""
        sentence = self.document.sentence_of(index)
        seen: list[tuple[tuple[int, bool, int], Figure]] = []
        for figure in self.figures:
            before = [m for m in figure.mentions if m[0] < index and sentence - self.document.sentence_of(m[0]) <= FAR]
            if before:
                last = max(before)
                head = self.document.head_of(*last)
                back = sentence - self.document.sentence_of(last[0])
                seen.append(((back, not self.document.related(head, "nsubj"), -last[0]), figure))
        yield from (figure for _, figure in sorted(seen, key=lambda s: s[0]))

    def entity(self, index: int) -> str:
        """The entity label of a token, empty if it has none."""
        return self._entity[index].label if index in self._entity else ""


def find_actors(document: Document, article: Article) -> Cast:
    """The cast of a report. Names first, then the descriptions and pronouns that need them, all in text order."""
    cast = Cast(document, article.dateline.country if article.dateline else None)
    starts = {run[0]: run for run in names(document)}
    named = {i for first, last, _ in starts.values() for i in range(first, last)}
    for index in range(len(document.tokens)):
        if index in starts:
            first, last, label = starts[index]
            meet_name(cast, first, last, label)
        elif index not in named:
            meet_noun(cast, index)
    settle(cast, article)
    return cast


def names(document: Document) -> list[tuple[int, int, str]]:
    """Named runs with labels mended by the tables: what the country table knows is a ``gpe`` or a ``nationality``."""
    found = []
    for entity in document.entities:
        first, last = entity.first, entity.last
        while first < last - 1 and document.tokens[first].upos in ("DET", "ADP", "PUNCT"):
            first += 1
        while last - 1 > first and document.tokens[last - 1].text.lower() in ("'s", "’s", "'", "’"):
            last -= 1
        found.append((first, last, mended(document.words(first, last), entity.label)))
    covered = {i for a, b, _ in found for i in range(a, b)}
    found += [run for run in missed(document) if covered.isdisjoint(range(run[0], run[1]))]
    return sorted(joined(document, found))


@functools.lru_cache(100_000)
def mended(name: str, label: str) -> str:
    """The label that the tables give a name, else the model's."""
    if tables.organization(name):
        return "organization"
    if tables.country_code(name) or (tables.metonym_code(name) and label != "person"):
        return "nationality" if label == "nationality" and tables.demonym_code(name) else "gpe"
    if tables.demonym_code(name):
        return "nationality"
    return label


def missed(document: Document) -> Iterator[tuple[int, int, str]]:
    """Names of countries, demonyms and organisations in the tables that the model did not mark, longest first."""
    index = 0
    while index < len(document.tokens):
        token = document.tokens[index]
        step = 1
        if token.text[:1].isupper() and (token.xpos.startswith(("NNP", "JJ")) or not token.xpos):
            for length in (4, 3, 2, 1):
                if index + length <= len(document.tokens):
                    name = document.words(index, index + length)
                    label = mended(name, "")
                    if label:
                        yield index, index + length, label
                        step = length
                        break
        index += step


def joined(document: Document, runs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Runs with "North" + "Korean" and the like made one."""
    found: list[tuple[int, int, str]] = []
    for first, last, label in sorted(runs):
        if found and found[-1][1] == first:
            whole = document.words(found[-1][0], last)
            known = mended(whole, "")
            if known:
                found[-1] = (found[-1][0], last, known)
                continue
        found.append((first, last, label))
    return found


# Names


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


def title_before(document: Document, first: int) -> TokenRange | None:
    """The title that stands right before a name: "Ukraine's Defense Minister" Rustem Umerov."""
    start = first
    while (
        start > 0
        and titular(document, start - 1)
        and document.tokens[start - 1].end >= document.tokens[start].start - 1
    ):
        start -= 1
    while start < first and document.tokens[start].text in ("-", "of", ",", "'s", "’s", "and"):
        start += 1
    inside = any(role_of(document, i) for i in range(start, first))
    return (start, first) if inside and start < first else None


def titular(document: Document, index: int) -> bool:
    """Whether a token may be part of a title before a name."""
    token = document.tokens[index]
    if role_of(document, index) or token.text in ("-", "of", "'s", "’s", "for"):
        return True
    return token.upos in ("PROPN", "ADJ", "NOUN") and token.deprel.split(":")[0] in (
        "compound",
        "amod",
        "flat",
        "nmod",
        "nsubj",
        "appos",
        "obl",
        "obj",
        "conj",
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


def appositions(document: Document, first: int, last: int) -> list[TokenRange]:
    """Noun phrases in apposition to a name: "Mr Kim, the North's chief delegate", "his counterpart, Sergei Lavrov"."""
    found = []
    head = document.head_of(first, last)
    for child in document.children(head):
        if document.related(child, "appos"):
            found.append(phrase(document, child))
    if document.related(head, "appos"):
        found.append(phrase(document, document.tokens[head].head))
    if document.related(head, "flat", "compound") and document.tokens[head].head >= 0:
        over = document.tokens[head].head
        found += [phrase(document, c) for c in document.children(over) if document.related(c, "appos")]
    return [run for run in found if run[1] - run[0] < 20]


def office_in(document: Document, run: TokenRange) -> tuple[str, tables.Role, list[str]] | None:
    """The office that a title or apposition names: its words, its role noun, its modifiers (lower case).

    "Ukraine's Defense Minister" → "Defense Minister".
    """
    at = next((i for i in range(*run) if role_of(document, i)), None)
    if at is None:
        return None
    at = next(
        (i for i in range(at, run[1]) if not (i + 1 < run[1] and role_of(document, i + 1))),
        at,
    )
    start = at
    while (
        start > run[0]
        and document.tokens[start - 1].upos in ("PROPN", "ADJ", "NOUN")
        and document.tokens[start - 1].text[0].isalpha()
        and not known_place(document, start - 1)
    ):
        start -= 1
    end = at + 1
    if (
        end + 1 < run[1]
        and document.tokens[end].text == "of"
        and document.tokens[end + 1].text.lower() in ("state", "staff", "defense", "defence")
    ):
        end += 2
    if (
        end + 1 < run[1]
        and document.tokens[end].text == "-"
        and document.tokens[end + 1].text.lower() in ("elect", "general", "designate")
    ):
        end += 2
    words = document.words(start, end)
    role = role_of(document, at)
    return (words, role, [t.text.lower() for t in document.tokens[start:at]]) if role else None


def role_of(document: Document, index: int) -> tables.Role | None:
    """The role that a token is a noun for, if any."""
    return tables.roles().get(document.tokens[index].lemma.lower())


def known_place(document: Document, index: int) -> bool:
    """Whether a token is (part of) a country's name, a demonym or a capital."""
    text = document.tokens[index].text
    if text in ("North", "South", "Korean", "Saudi", "U.S.", "US"):
        return True
    return bool(tables.demonym_code(text) or tables.country_code(text) or tables.metonym_code(text))


def sectors_of(role: tables.Role, modifiers: Sequence[str]) -> tuple[str, ...]:
    """A role's sectors, with MIL where it is one of defence."""
    extra = ("MIL",) if any(m in ("defense", "defence", "military", "army", "navy") for m in modifiers) else ()
    return tuple(dict.fromkeys((*role.sectors, *extra)))


def country_in(cast: Cast, run: TokenRange) -> str | None:
    """The one country that a phrase names by name, demonym or capital; ``None`` where it names none or several."""
    document = cast.document
    found: dict[str, None] = {}
    index = run[0]
    while index < run[1]:
        for length in (3, 2, 1):
            if index + length <= run[1]:
                name = document.words(index, index + length)
                code = name_code(cast, name, part=run[1] - run[0] > length) if name[:1].isupper() else None
                if code:
                    found[code] = None
                    index += length - 1
                    break
        index += 1
    return next(iter(found)) if len(found) == 1 else None


def name_code(cast: Cast, name: str, part: bool = False) -> str | None:
    """The country of a name, demonym or metonym; the two Koreas' short names only where the report has a Korea.

    One word that is ``part`` of a longer phrase names no organisation unless it is an acronym: the *Commission* of an
    *electoral commission* is not the one in Brussels.
    """
    if tables.folded(name) in ("north", "south") and not korean(cast.document):
        return None
    plain = part and " " not in name and not name.isupper()
    organization = None if plain else tables.organization(name)
    return (
        tables.demonym_code(name)
        or tables.country_code(name)
        or tables.metonym_code(name)
        or (organization.country if organization else None)
    )


def korean(document: Document) -> bool:
    """Whether the report names Korea."""
    return "Korea" in document.text or "Pyongyang" in document.text


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
    figure = next((f for f in cast.figures if f.kind == "state" and f.country == code), None)
    figure = figure or Figure(tables.countries()[code].name, "state", code, ("GOV",))
    cast.mention(figure, (first, last), acted=acting(cast.document, head) and not placing(cast.document, head))


def acting(document: Document, head: int) -> bool:
    """Whether a mention stands where actors stand: subject, object, or after with, by, between, to, from, against."""
    if document.related(head, "nsubj", "iobj", "obj", "vocative"):
        return True
    if document.related(head, "conj", "appos", "flat") and document.tokens[head].head >= 0:
        return acting(document, document.tokens[head].head)
    case = document.child(head, "case")
    if document.related(head, "obl", "nmod") and case is not None:
        return document.tokens[case].text.lower() in JOINING
    return document.related(head, "root", "nmod:poss", "parataxis", "compound")


def placing(document: Document, head: int) -> bool:
    """Whether a mention only says where: "in Seoul"."""
    case = document.child(head, "case")
    if case is None and document.related(head, "conj", "appos", "flat") and document.tokens[head].head >= 0:
        return placing(document, document.tokens[head].head)
    return case is not None and document.tokens[case].text.lower() in PLACING and document.related(head, "obl", "nmod")


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


def owner_of(cast: Cast, first: int) -> str | None:
    """The country right before a body's name, however the tree ties it: *Japan's Foreign Ministry*, *Swedish army*."""
    document = cast.document
    end = first - (first > 0 and document.tokens[first - 1].text.lower() in ("'s", "’s", "'", "’"))
    for length in (3, 2, 1):
        if end - length >= 0 and document.tokens[end - length].text[:1].isupper():
            code = name_code(cast, document.words(end - length, end))
            if code in tables.countries():
                return code
    return None


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


# Descriptions and pronouns


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
    definite = document.child(index, "det") is not None and document.tokens[
        document.child(index, "det") or 0
    ].text.lower() in ("the", "this", "that")
    if definite and (figure := meant(cast, index, role, country)):
        cast.mention(figure, run, acted=False)
        return
    if acting(document, index) and role.noun != "people":
        introduce(cast, index, role)


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
        (f for f in cast.figures if tables.folded(f.name) == tables.folded(name) and f.country == country), None
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
    cast.fill(same)
    return same


def party(cast: Cast, index: int) -> Figure | None:
    """Whoever a noun on one side of an event names; ``None`` for pronouns and what is no noun."""
    document = cast.document
    token = document.tokens[index]
    code = tables.demonym_code(token.text)
    if code in tables.countries() and token.upos in ("ADJ", "PROPN"):
        state = next((f for f in cast.figures if f.kind == "state" and f.country == code), None)
        figure = state or Figure(tables.countries()[code or ""].name, "state", code, ("GOV",))
        cast.mention(figure, (index, index + 1), acted=True)
        return figure
    if token.upos not in ("NOUN", "PROPN"):
        return None
    run = phrase(document, index)
    name, country = described(document, run), country_in(cast, run)
    known = (f for f in cast.figures if tables.folded(f.name) == tables.folded(name) and f.country == country)
    figure = next(known, None) or Figure(name, "unknown", country, plural=token.xpos in ("NNS", "NNPS"))
    cast.mention(figure, run, acted=True)
    return figure


def described(document: Document, run: TokenRange) -> str:
    """A description as a name: its words without a leading article."""
    first = run[0] + (document.tokens[run[0]].text.lower() in ("the", "a", "an") and run[1] - run[0] > 1)
    return " ".join(document.words(first, run[1]).split())


def meet_pronoun(cast: Cast, index: int) -> None:
    """He, she: the last person; it: the last state or body; they: the last group; none where nothing fits."""
    word = cast.document.tokens[index].text.lower()
    if word in SINGULAR:
        fitting = (
            f for f in cast.lately(index) if f.kind == "person" and not f.plural and f.gender in ("", SINGULAR[word])
        )
        figure = next(fitting, None)
        if figure is not None:
            figure.gender = "she" if SINGULAR[word] == "she" else "he"
    elif word in NEUTRAL and not cast.document.related(index, "expl"):
        figure = next((f for f in cast.lately(index) if f.kind in ("state", "organization")), None)
    elif word in PLURAL:
        figure = next((f for f in cast.lately(index) if f.kind == "group" or f.plural), None)
    else:
        return
    if figure is not None:
        cast.mention(figure, (index, index + 1), acted=False)


def phrase(document: Document, head: int) -> TokenRange:
    """The noun phrase of a head without its clauses and appositions: determiners to prepositional "of"-phrases."""
    inside = [head]
    for child in document.children(head):
        if (
            document.related(child, "det", "amod", "compound", "nmod:poss", "flat", "nummod", "advmod")
            and abs(child - head) < 12
        ):
            inside += document.subtree(child)
        elif (
            document.related(child, "nmod")
            and child > head
            and child - head < 5
            and (case := document.child(child, "case")) is not None
            and document.tokens[case].text in ("of", "for", "from", "in", "at")
        ):
            inside += [i for i in document.subtree(child) if i - head < 8]
    first = min(inside)
    last = max(inside) + 1
    return first, last


# What only the whole report tells


def settle(cast: Cast, article: Article) -> None:
    """Fill what is still unknown: leaders by table and date, then the report's own setting where it is the only one."""
    year = int(article.published[:4]) if article.published and article.published[:4].isdigit() else None
    for figure in cast.figures:
        if figure.kind == "person" and figure.name:
            by_office(figure, year)
    setting = cast.home or main_country(cast)
    for figure in cast.figures:
        if figure.country is None and official(figure):
            figure.country = beside(cast, figure) or setting


def by_office(figure: Figure, year: int | None) -> None:
    """Country, office and Wikidata id of a head of state or government in office in that year."""
    terms = tables.leaders().get(tables.folded(figure.name), ())
    fitting = [t for t in terms if year is None or ((t.start or 0) <= year <= (t.end or 9999))]
    if len({t.country for t in fitting}) == 1:
        figure.country = figure.country or fitting[0].country
        figure.office = figure.office or fitting[0].office.split(" of ")[0]
        figure.wikidata = fitting[0].wikidata
        figure.sectors = tuple(dict.fromkeys((*figure.sectors, "GOV")))


def official(figure: Figure) -> bool:
    """Whether a figure serves some state, so that it must have a country even where the report does not say.

    Whose counterpart or whose president somebody is, the words around do not tell: none is guessed.
    """
    state = {"GOV", "MIL", "LEG", "JUD", "COP"} & set(figure.sectors)
    words = figure.name.split(" ")
    told = figure.role == "counterpart" or words[0].lower() in POSSESSIVES or bool(REGIONS.intersection(words))
    return figure.kind in ("person", "organization", "group") and bool(state) and not told


def beside(cast: Cast, figure: Figure) -> str | None:
    """The country told of before a figure's first mention, paragraph by paragraph back to one that has any.

    Of several in one paragraph it is the one that acts there last; a paragraph in which none acts decides nothing.
    """
    document = cast.document
    first = min(figure.mentions, default=None)
    if first is None:
        return None
    told = [(m, f.country) for f in telling(cast) for m in f.mentions if m[0] < first[0]]
    end = document.tokens[first[0]].start
    while end > 0:
        opening = document.text.rfind("\n\n", 0, end)
        here = [(m, c) for m, c in told if opening < document.tokens[m[0]].start < end]
        acting_here = [(m, c) for m, c in here if document.related(document.head_of(*m), "nsubj")]
        if here and len({c for _, c in here}) == 1:
            return here[0][1]
        if here:
            return max(acting_here)[1] if acting_here else None
        end = opening
    return None


def telling(cast: Cast) -> Iterator[Figure]:
    """The figures whose countries tell what a report is about: those of states, and not the press that it cites."""
    return (f for f in cast.figures if f.country in tables.countries() and "JRN" not in f.sectors)


def main_country(cast: Cast) -> str | None:
    """The country that a report is about: the only one, or the one with twice the mentions of any other; else none."""
    counts = Counter[str]()
    for figure in telling(cast):
        counts[figure.country or ""] += len(figure.mentions)
    (most, first), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return most if first and first >= 2 * second else None
