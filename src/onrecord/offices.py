"""Who held which office, when: look-ups over ``tables/offices.csv``, read on first use.

A term knows its months, or only its years; a day falls in it where its month (or year) does, so that both holders
are found at a change inside a month.
"""

import csv
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from onrecord import tables
from onrecord.records import checked_day

# Offices of which a state has one holder at a time; of spokespeople, say, or of speakers it has several.
SINGLE = frozenset({"head-of-state", "head-of-government", "foreign", "defence", "interior"})
HEADS = frozenset({"head-of-state", "head-of-government", "leader"})
OFFICES = SINGLE | HEADS | {
    "security-adviser", "chief-of-staff", "spokesperson", "speaker", "intelligence", "organization-head",
}  # fmt: skip
# Who "the deputy foreign minister" or "the former president" is, an office does not tell.
OTHERS = frozenset({
    "deputy", "vice", "former", "ex", "shadow", "assistant", "under", "undersecretary", "designate", "elect", "late",
    "incoming", "outgoing", "aide", "wife", "son", "candidate",
})  # fmt: skip
# Wires print the family name first, and alone, for people of these states.
FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "VNM", "SGP", "KHM"})
# Words of titles that name a class of office and no body that has it.
CLASS_WORDS = frozenset({
    "spokesperson", "press", "secretary", "chief", "staff", "general", "national", "security", "advisor", "speaker",
    "parliament", "parliamentary", "intelligence", "spy", "director", "head", "chair", "leader",
})  # fmt: skip
IDLE = frozenset({"of", "for", "the", "and", "to", "at", "s"})
SPELLINGS = {
    "defense": "defence", "adviser": "advisor", "spokesman": "spokesperson", "spokeswoman": "spokesperson",
    "organisation": "organization", "chairman": "chair", "chairwoman": "chair", "chairperson": "chair",
    "secretaries": "secretary", "affair": "affairs", "u.n.": "un", "u.s.": "us",
}  # fmt: skip
MARKS = re.compile("[\u0300-\u036f]")
SHAPE = re.compile(r"(?P<rank>minister|secretary) (?:of|for) (?:(?<=secretary of )state for )?(?:the )?(?P<matter>.+)")
STANDING_IN = re.compile(r"^(?:acting|caretaker|interim|transitional|provisional) ")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office. ``start`` and ``end`` are YYYY-MM or YYYY, both inclusive; no ``end``: still in office."""

    name: str
    aliases: tuple[str, ...]
    country: str
    office: str
    title: str
    org: str | None
    start: str
    end: str | None
    wikidata: tuple[str, ...]
    source: str

    def covers(self, day: str) -> bool:
        """Whether an ISO day falls into the term, as exactly as the term's ends are known."""
        return day[: len(self.start)] >= self.start and (self.end is None or day[: len(self.end)] <= self.end)


@dataclass(frozen=True, slots=True)
class Title:
    """What the words of a title say: offices in order, kinds of title ("king", "president") that they may mean."""

    offices: tuple[str, ...]
    kinds: tuple[str, ...]
    start: str
    end: str

    def covers(self, day: str) -> bool:
        """Whether it is so on an ISO day."""
        return day[: len(self.start)] >= self.start and (not self.end or day[: len(self.end)] <= self.end)


def terms_of(name: str, day: str | None = None) -> list[Term]:
    """The terms of everybody of that full name, alias or surname, oldest first; of a day only, where one is given.

    Raises `InputError` for a day that is no ISO date.
    """
    wanted = tuple(tables.folded(name).split())
    day = checked_day(day)
    if not wanted:
        return []
    near = map(_term, _by_word().get(wanted[-1], ()))
    found = [term for term in near if _is_called(term, wanted)]
    return sorted((t for t in found if day is None or t.covers(day)), key=lambda t: (t.start, t.country, t.office))


def holders(country: str, office: str, day: str) -> list[Term]:
    """Who holds an office (one of `OFFICES`) of a country on an ISO day.

    The president of a state without a prime minister is its head of government too. Raises `InputError` for a day that
    is no ISO date.
    """
    day = checked_day(day) or ""
    return [term for term in _of_country(country) if term.covers(day) and office in offices_held(term, day)]


def office_of(words: str) -> str | None:
    """The office that the words of a title name ("secretary of state for defence"), whichever the country."""
    title = _meaning(words, "", "")
    return title.offices[0] if title and title.offices else None


def held_by(country: str, title_words: str, day: str) -> list[Term]:
    """Who is a country's "foreign minister", "president", "chancellor" on an ISO day, as newspapers use the title.

    Nobody is a title that the country does not have: the Spanish president, the German prime minister. Raises
    `InputError` for a day that is no ISO date.
    """
    day = checked_day(day) or ""
    serving = [term for term in _of_country(country) if term.covers(day)]
    asked = plain(title_words)
    if exact := [term for term in serving if plain(term.title) == asked]:
        return exact
    meaning = _meaning(title_words, country, day)
    if meaning is None:
        return []
    for office in meaning.offices:
        fitting = [t for t in serving if office in offices_held(t, day) and _kind_fits(t, meaning)]
        if office not in SINGLE | HEADS:
            fitting = _of_that_body(fitting, asked, country)
        if fitting:
            return fitting
    return []


# Titles


def plain(words: str) -> str:
    """A title for comparing: one spelling, nobody "acting", "minister of defence" as "defence minister"."""
    spelt = " ".join(_spelt(STANDING_IN.sub("", tables.folded(words))))
    shape = None if spelt in _titles() else SHAPE.fullmatch(spelt)
    return f"{shape['matter']} {shape['rank']}" if shape else spelt


def _spelt(words: str) -> list[str]:
    return [SPELLINGS.get(word, word) for word in tables.folded(words).split()]


def _meaning(words: str, country: str, day: str) -> Title | None:
    """What a title means in a country: its own row of the table, else the general one; the longest ending first."""
    tokens = plain(words).split()
    if OTHERS.intersection(tokens) and " ".join(tokens) not in _titles():
        return None
    for first in range(len(tokens)):
        title = _row(" ".join(tokens[first:]), country, day)
        if title and _may_precede(tokens[:first], title):
            return title
    return None


def _row(title: str, country: str, day: str) -> Title | None:
    """The row of a plain title: the country's own if it has one for that day, else the general one."""
    rows = _titles().get(title, {})
    return next((row for row in (*rows.get(country, ()), *rows.get("", ())) if not day or row.covers(day)), None)


def _may_precede(words: list[str], title: Title) -> bool:
    """Whether a title means the same with words before it: those of a country, or a body that has such an office.

    "The opposition leader" leads no state, and "the bank president" is no head of one.
    """
    named = " ".join(words)
    if "organization-head" in title.offices:
        return tables.organization(named) is not None if words else "body" not in title.kinds
    of_state = not words or any(known(named) for known in (tables.demonym_code, tables.country_code))
    return of_state or not HEADS.union(SINGLE).intersection(title.offices)


@functools.cache
def _titles() -> dict[str, dict[str, list[Title]]]:
    """Meanings by plain title and country ("" for all others)."""
    found: dict[str, dict[str, list[Title]]] = {}
    for _, row in tables.rows("office_titles.csv"):
        title = Title(tables.several(row["office"]), tables.several(row["kinds"]), row["from"], row["to"])
        found.setdefault(" ".join(_spelt(row["title"])), {}).setdefault(row["country"], []).append(title)
    return found


def offices_held(term: Term, day: str) -> tuple[str, ...]:
    """The offices that a term holds: its own, and the head of government's for presidents who are both.

    A deputy or envoy whom the table files under a minister's office does not hold it, nor a party's leader the state's.
    """
    meaning = _meaning(term.title, term.country, day)
    if term.office not in SINGLE | HEADS:
        return (term.office,)
    if meaning is None or term.office not in meaning.offices:
        return ()
    return meaning.offices if term.office == "head-of-state" else (term.office,)


def _kind_fits(term: Term, asked: Title) -> bool:
    """Whether the title held is of a kind that the words may mean; words like "head of state" may mean any."""
    held = _meaning(term.title, term.country, "") if asked.kinds and term.office in HEADS else None
    return held is None or not held.kinds or held.kinds[0] in asked.kinds


def _of_that_body(terms: list[Term], asked: str, country: str) -> list[Term]:
    """Of several who hold offices of one class, those whose title or organisation has all the words asked for.

    Words that only name the class or the country choose nobody: all are given.
    """
    words = set(asked.split()) - IDLE - _country_words(country)
    themselves = [term for term in terms if not OTHERS.intersection(_words_of(term)) - words]
    having = [term for term in themselves if words <= _words_of(term)]
    return having or ([] if words - CLASS_WORDS else themselves)


@functools.cache
def _country_words(country: str) -> frozenset[str]:
    known = tables.countries().get(country)
    names = (*known.names, *known.demonyms) if known else ()
    return frozenset(word for name in names for word in _spelt(name))


@functools.lru_cache(10_000)
def _words_of(term: Term) -> frozenset[str]:
    body = tables.organization(term.org) if term.org else None
    names = (term.title, *((body.name, *body.aliases) if body else (term.org or "",)))
    return frozenset(word for name in names for word in _spelt(name))


# Reading


def terms() -> tuple[Term, ...]:
    """Every term of the table, in its order."""
    return tuple(map(_term, range(len(_lines()))))


@functools.cache
def _lines() -> tuple[str, ...]:
    """The table's lines as they stand: thousands, of which a report needs the terms of a few."""
    text = resources.files("onrecord.tables").joinpath("offices.csv").read_text("utf8")
    return tuple(text.split("\n")[1:-1])


def _first_cells(line: str) -> list[str]:
    """At least name, aliases and country of a line."""
    return line.split(",", 3) if '"' not in line else next(csv.reader([line]))


@functools.cache
def _term(number: int) -> Term:
    return term_of(next(csv.reader([_lines()[number]])))


def term_of(cells: Sequence[str]) -> Term:
    """The term that the cells of a row of ``offices.csv`` tell."""
    name, aliases, country, office, title, org, start, end, wikidata, source = cells
    return Term(
        name, tables.several(aliases), country, office, title, org or None, start, end or None,
        tables.several(wikidata), source,
    )  # fmt: skip


def _of_country(country: str) -> list[Term]:
    """The terms of a country or PLOVER code, in the table's order."""
    return [_term(number) for number in _by_country().get(country, ())]


@functools.cache
def _by_country() -> dict[str, list[int]]:
    """Numbers of the lines of each country."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(_lines()):
        found[_first_cells(line)[2]].append(number)
    return dict(found)


@functools.cache
def _by_word() -> dict[str, list[int]]:
    """Numbers of lines by each word of each name: the last word asked for finds the few names to look at."""
    # As `tables.folded` does, but all names in one go: one by one takes three times as long.
    names = unicodedata.normalize("NFKD", "\n".join(" ".join(_first_cells(line)[:2]) for line in _lines()))
    names = MARKS.sub("", names).casefold().replace("-", " ").replace("|", " ").replace("’", "'")
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(names.split("\n")):
        for word in set(line.split(" ")):
            found[word].append(number)
    return dict(found)


def _is_called(term: Term, wanted: tuple[str, ...]) -> bool:
    """Whether words are one of a holder's names, or its end, or its beginning where family names stand first."""
    return any(_names(tuple(tables.folded(name).split()), wanted, term.country) for name in (term.name, *term.aliases))


def _names(name: tuple[str, ...], wanted: tuple[str, ...], country: str) -> bool:
    return name[-len(wanted) :] == wanted or (country in FAMILY_FIRST and name[: len(wanted)] == wanted)
