"""Who is whom across reports: the ids that one person's names split over, made one where only one person fits.

A report that says "President Yoon" and one that says "Yoon Suk Yeol" give two ids. Names of one country are one
person's where they are spelt alike, where the table of offices has both for one holder, or where one is the other's
surname and nobody else's. Two candidates left: none is chosen, and both are kept.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from onrecord import offices, tables
from onrecord.intake.bylines import PARTICLES
from onrecord.language.words import forms
from onrecord.records import ActorKind

By = Literal["spelling", "table", "wikidata", "surname"]
Name = tuple[str, ...]  # the folded words of a name
# What these know by a name is no person.
TABLED = (tables.country_code, tables.demonym_code, tables.metonym_code, tables.organization)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr."})


@dataclass(frozen=True, slots=True)
class Told:
    """What all reports together tell of one actor id; ``days`` are the ISO days of those that name it."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    offices: frozenset[str] = frozenset()
    wikidata: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    reports: int = 1


@dataclass(slots=True)
class Identity:
    """One actor: the id and name that stand for it, every id that it has, and by what each other one belongs to it.

    ``perhaps`` are the ids of persons who may be meant too, but nothing says which of them, or that any is.
    """

    main: Told
    members: list[Told]
    by: dict[str, By] = field(default_factory=dict)
    perhaps: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that stands for the actor."""
        return self.main.id

    @property
    def name(self) -> str:
        """The name that stands for the actor, without a title before it."""
        return untitled(self.main.name) if self.is_named else self.main.name

    @property
    def is_named(self) -> bool:
        """Whether it is a person by name."""
        return self.main.kind == "person" and nameable(self.main)

    @property
    def country(self) -> str | None:
        """Its country, as any of its members knows it."""
        return next((m.country for m in (self.main, *self.members) if m.country), None)

    @property
    def ids(self) -> list[str]:
        """Every id, the one that stands for the actor first."""
        return [self.main.id, *(m.id for m in self.members if m is not self.main)]


@dataclass(slots=True, eq=False)
class Person:
    """Ids that are known to be one person's, while names are being joined."""

    country: str | None
    members: list[Told]
    names: set[Name]
    holder: str | None = None  # the name that the table of offices has for a person of these names
    by: dict[str, By] = field(default_factory=dict)
    perhaps: list["Person"] = field(default_factory=list)
    joined: "Person | None" = None

    @property
    def root(self) -> "Person":
        """The person that this one was found to be."""
        return self.joined.root if self.joined else self

    def join(self, other: "Person", by: By) -> None:
        """Make this person ``other``, which its names belong to by ``by``."""
        other.by |= self.by | {m.id: by for m in self.members}
        other.members += self.members
        other.names |= self.names
        other.holder = other.holder or self.holder
        self.joined = other


def identities(told: Iterable[Told]) -> list[Identity]:
    """The actors behind these ids: persons joined where only one fits, all others as they are.

    In the order of the first id of each.
    """
    every = list(told)
    people = joined([t for t in every if nameable(t)])
    owner = {m.id: p for p in people for m in p.members}
    found: dict[str, Identity] = {}
    for one in every:
        person = owner.get(one.id)
        identity = of_person(person) if person else Identity(one, [one])
        found.setdefault(identity.id, identity)
    return list(found.values())


def of_person(person: Person) -> Identity:
    """A person's identity; the fullest name that most reports give stands for all."""
    main = max(person.members, key=standing)
    by = {i: how for i, how in person.by.items() if i != main.id}
    # The members that the main one joined have no reason of their own: theirs is why it joined them.
    reason = person.by.get(main.id, "spelling")
    by |= {m.id: reason for m in person.members if m.id != main.id and m.id not in by}
    perhaps = dict.fromkeys(of_person(p.root).id for p in person.perhaps)
    return Identity(main, sorted(person.members, key=lambda t: (-t.reports, t.name)), by, list(perhaps))


def standing(told: Told) -> tuple[bool, bool, bool, int, int, str]:
    """How well a name stands for all of its bearer's: a person's, of several words, with a country, in most reports."""
    length = len(called(told))
    return told.kind == "person", length > 1, told.country is not None, told.reports, length, told.name


def joined(people: Iterable[Told]) -> list[Person]:
    """Persons, each with all ids that are its own."""
    found = spelt_alike(people)
    join_wikidata(found)
    join_short(found)
    join_stateless(found)
    return [person for person in found if person.joined is None]


def spelt_alike(people: Iterable[Told]) -> list[Person]:
    """Persons of one country whose full names are the same, however spelt, or one holder's in the table of offices."""
    found: dict[object, Person] = {}
    for one in people:
        name = called(one)
        holder = holder_of(name, one.country) if len(name) > 1 else None
        key = (one.country, "holder", holder) if holder else (one.country, "name", order_free(name, one.country))
        if key not in found:
            found[key] = Person(one.country, [one], {name}, holder)
            continue
        person = found[key]
        alike = any(order_free(name, one.country) == order_free(n, one.country) for n in person.names)
        person.by[one.id] = "spelling" if alike else "table"
        person.members.append(one)
        person.names.add(name)
    return list(found.values())


def join_wikidata(people: Iterable[Person]) -> None:
    """Join persons of one country that have one Wikidata id."""
    known: dict[tuple[str | None, str], Person] = {}
    for person in people:
        for wikidata in sorted({w for m in person.members for w in m.wikidata}):
            other = known.setdefault((person.country, wikidata), person).root
            if other is not person.root:
                short, full = sorted((person.root, other), key=lambda p: max(map(len, p.names)))
                short.join(full, "wikidata")


def join_short(people: Iterable[Person]) -> None:
    """Join short names ("Yoon", "bin Salman") to the one full name of their country that they are short for."""
    left = [person for person in people if person.joined is None and person.country]
    longer = by_short_name(left)
    # Longest first: "Salman" fits one person only once "bin Salman" is known to be that person.
    for person in sorted(left, key=lambda p: -max(map(len, p.names))):
        asked = {p.root for name in person.names for p in longer.get((person.country, name), ())} - {person}
        every = sorted(asked, key=lambda p: p.members[0].id)
        fitting = [p for p in every if fits(person, p)]
        agreeing = [p for p in fitting if agree(person, p)] if len(fitting) > 1 else fitting
        if len(agreeing) == 1:
            person.join(agreeing[0], "surname" if is_short(person, agreeing[0]) else "table")
        else:
            person.perhaps = every


def is_short(short: Person, full: Person) -> bool:
    """Whether a name is the end (or beginning, where family names stand first) of another's."""
    return any(one in short_names(name, full.country) for name in full.names for one in short.names)


def by_short_name(people: Iterable[Person]) -> defaultdict[tuple[str | None, Name], list[Person]]:
    """Persons by country and each name that may be short for theirs."""
    found: defaultdict[tuple[str | None, Name], list[Person]] = defaultdict(list)
    for person in people:
        shorts = {short for name in person.names for short in short_names(name, person.country)}
        shorts |= {words(alias) for alias in aliases(person)} - person.names
        for short in shorts:
            found[person.country, short].append(person)
    return found


def short_names(name: Name, country: str | None) -> Iterator[Name]:
    """The ends of a name, and its beginnings where family names stand first."""
    for length in range(1, len(name)):
        yield name[-length:]
        if country in offices.FAMILY_FIRST:
            yield name[:length]


def aliases(person: Person) -> set[str]:
    """The names of one word that the table of offices has for a person."""
    terms = offices.terms_of(person.holder) if person.holder else []
    return {
        a for t in terms if (t.name, t.country) == (person.holder, person.country) for a in t.aliases if " " not in a
    }


def fits(short: Person, full: Person) -> bool:
    """Whether nothing tells the bearers of a short and a full name apart.

    Where the table of offices has people so called in office on the days of the reports, it must be one of them: the
    only one, or the one whose office the reports tell.
    """
    if all(m.kind != "person" for m in full.members):
        return False
    one, other = (frozenset(w for m in p.members for w in m.wikidata) for p in (short, full))
    if one and other and one.isdisjoint(other):
        return False
    serving = in_office(short)
    return serving <= {full.holder} or (full.holder in serving and agree(short, full))


def in_office(person: Person) -> set[str | None]:
    """Whom the table of offices has in office by a person's names in its country on the days that they are told."""
    days = {day for m in person.members for day in m.days}
    terms = [t for name in person.names for t in offices.terms_of(" ".join(name)) if t.country == person.country]
    return {t.name for t in terms if any(map(t.covers, days))}


def agree(short: Person, full: Person) -> bool:
    """Whether all offices that are told of a short name are told of the full name too."""
    one, other = ({offices.plain(o) for m in p.members for o in m.offices} for p in (short, full))
    return bool(one) and one <= other


def join_stateless(people: Iterable[Person]) -> None:
    """Join full names whose country no report tells to the one person of the same name whose country is told."""
    left = [person for person in people if person.joined is None]
    by_name: defaultdict[Name, list[Person]] = defaultdict(list)
    for person in left:
        if person.country:
            for name in person.names:
                by_name[name].append(person)
    for person in left:
        same = {p.root for name in person.names if len(name) > 1 for p in by_name[name]}
        if person.country is None and len(same) == 1:
            person.join(same.pop(), "spelling")
        elif person.country is None:
            person.perhaps = sorted(same, key=lambda p: p.members[0].id)


def holder_of(name: Name, country: str | None) -> str | None:
    """The one person of a country that the table of offices knows by these words, if it is one."""
    orders = [name, (*name[-1:], *name[:-1])] if country in offices.FAMILY_FIRST else [name]
    found = {term.name for words in orders for term in offices.terms_of(" ".join(words)) if term.country == country}
    return found.pop() if len(found) == 1 else None


def terms_of(one: Identity) -> list[offices.Term]:
    """The terms of office that the table has for a person, oldest first; none where it may mean several."""
    if not one.is_named:
        return []
    full = [called(m) for m in one.members if len(called(m)) > 1]
    holders = {holder_of(name, one.country) for name in full} - {None}
    if len(holders) != 1:
        return []
    holder = holders.pop()
    return [t for t in offices.terms_of(str(holder)) if (t.name, t.country) == (holder, one.country)]


def order_free(name: Name, country: str | None) -> Name:
    """A name for comparing: in no order where some print the family name first and others last."""
    return tuple(sorted(name)) if country in offices.FAMILY_FIRST else name


def nameable(told: Told) -> bool:
    """Whether an actor may be a person by name: no description ("Latvian envoy", "spokesman for the port") is a name.

    Of unknown kind is many a surname that its report tells nothing else of.
    """
    name = untitled(told.name) if told.kind == "person" else told.name
    parts = name.split()
    return (
        told.kind in ("person", "unknown")
        and bool(parts)
        and all(map(of_name, parts))
        and any(letter.isupper() for letter in parts[-1])
        and parts[-1].casefold() not in tables.roles()
        and not any(known(name) for known in TABLED)
    )


def called(told: Told) -> Name:
    """The folded words of an actor's name, a person's without titles."""
    return words(told.name) if told.kind == "person" else tuple(tables.folded(told.name).split())


def of_name(word: str) -> bool:
    """Whether a word may be one of a person's name: capitalised, or a particle ("bin", "al-Bashir")."""
    return word[0].isupper() or word.replace("’", "-").replace("'", "-").split("-")[0] in PARTICLES


@functools.lru_cache(100_000)
def words(name: str) -> Name:
    """The folded words of a person's name without titles: "President Yoon" → ``("yoon",)``."""
    return tuple(tables.folded(untitled(name)).split())


@functools.lru_cache(100_000)
def untitled(name: str) -> str:
    """A person's name without titles and forms of address before it and "Jr." after it, in its own spelling.

    A title that the table of offices has as a part of the name ("Sheikh Hasina") is one.
    """
    parts = name.split()
    if len(parts) > 1 and parts[-1].casefold() in SUFFIXES:
        parts = parts[:-1]
    starts = [n + 1 for n, part in enumerate(parts[:-1]) if is_title(part)]
    for start in (0, *starts) if starts else ():
        if offices.terms_of(" ".join(parts[start:])):
            return " ".join(parts[start:])
    return " ".join(parts[starts[-1] if starts else 0 :]).rstrip(",")


def is_title(word: str) -> bool:
    """Whether a word before a name is a title or a form of address."""
    return word.casefold() in tables.roles() or word.casefold() in forms()["honorifics"]
