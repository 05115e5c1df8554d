"""Look-ups over the data tables beside this file, each read once, on first use.

Every table has a ``source`` column (CSV) or key (YAML); `check_tables` verifies what the look-ups rely on.
"""

import csv
import functools
import io
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources

from onrecord.records import TableError

NON_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
SECTORS = frozenset([
    "GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PTY", "PRM", "REB", "UAF", "UNK", "OPP", "ELI", "BUS", "CVL", "CRM",
    "EDU", "JRN", "LAB", "MED", "REF", "REL", "SOC", "AGR", "PRE",
])  # fmt: skip
CONTEXTS = frozenset([
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
])  # fmt: skip
KINDS = frozenset({"person", "organization", "group", "state"})


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO alpha-3 code, short name, all names, demonyms, capitals and seats of government."""

    code: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """A known organisation with its country or PLOVER code and its sectors."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What a noun for people or bodies tells of them."""

    noun: str
    kind: str
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a stance is called, and how near it is to doing the thing: 0 for the furthest."""

    rank: int
    name: str


@dataclass(frozen=True, slots=True)
class Leader:
    """A term of a head of state or government; years, ``None`` where it goes on or is not known."""

    name: str
    country: str
    office: str
    start: int | None
    end: int | None
    wikidata: str


def rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and fields of each row of a CSV table of this folder."""
    raw = resources.files(__name__).joinpath(name).open("rb")
    with io.TextIOWrapper(raw, encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell, which a bar divides."""
    return tuple(filter(None, cell.split("|")))


def names() -> list[str]:
    """The CSV tables of this folder."""
    return sorted(each.name for each in resources.files(__name__).iterdir() if each.name.endswith(".csv"))


@functools.cache
def countries() -> dict[str, Country]:
    """Countries by code."""
    return {
        row["code"]: Country(
            row["code"],
            row["name"],
            several(row["names"]),
            several(row["demonyms"]),
            several(row["capital"]),
            several(row["seats"]),
        )
        for _, row in rows("countries.csv")
    }


@functools.cache
def organizations() -> dict[str, Organization]:
    """Organisations by each of their folded names."""
    found: dict[str, Organization] = {}
    for _, row in rows("organizations.csv"):
        known = Organization(row["name"], several(row["aliases"]), row["country"] or None, several(row["sectors"]))
        for name in (known.name, *known.aliases):
            found.setdefault(folded(name), known)
    return found


@functools.cache
def roles() -> dict[str, Role]:
    """Role nouns by lemma."""
    return {row["noun"]: Role(row["noun"], row["kind"], several(row["sectors"])) for _, row in rows("roles.csv")}


@functools.cache
def stances() -> dict[str, Standing]:
    """Stances by their name in the record, from a plain no to a practice."""
    return {row["stance"]: Standing(int(row["rank"]), row["name"]) for _, row in rows("stances.csv")}


@functools.cache
def leaders() -> dict[str, tuple[Leader, ...]]:
    """Terms of heads of state and government by folded full name: a view of ``offices.csv``."""
    found: defaultdict[str, list[Leader]] = defaultdict(list)
    for _, row in rows("offices.csv"):
        if (
            row["office"] in ("head-of-state", "head-of-government")
            and row["wikidata"]
            and row["country"] in countries()
        ):
            start, end = (int(row[key][:4]) if row[key] else None for key in ("from", "to"))
            wikidata = several(row["wikidata"])[0]
            found[folded(row["name"])].append(Leader(row["name"], row["country"], row["title"], start, end, wikidata))
    return {name: tuple(terms) for name, terms in found.items()}


@dataclass(frozen=True, slots=True)
class Category:
    """A PLOVER category: quad, score of conflict and cooperation, CAMEO root, and its modes with their CAMEO codes."""

    name: str
    quad: int
    score: float
    cameo: str
    modes: dict[str, str]


@functools.cache
def categories() -> dict[str, Category]:
    """PLOVER's categories by name."""
    codes = {(row["category"], row["mode"]): row["cameo"] for _, row in rows("mode_codes.csv")}
    return {
        row["category"]: Category(
            row["category"], int(row["quad"]), float(row["score"]), row["cameo"],
            {mode: codes[row["category"], mode] for mode in several(row["modes"])},
        )
        for _, row in rows("plover.csv")
    }  # fmt: skip


@functools.cache
def modes() -> dict[str, tuple[str, ...]]:
    """The modes of each PLOVER category, empty for those that have none."""
    return {row["category"]: several(row["modes"]) for _, row in rows("plover.csv")}


@functools.lru_cache(100_000)
def folded(name: str) -> str:
    """A name for comparing: no accents, no case, no article, hyphens as blanks."""
    plain = name
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().replace("-", " ").replace("’", "'").removeprefix("the ").strip()


def _by_name(names: Callable[[Country], tuple[str, ...]]) -> dict[str, str]:
    """Codes by folded name; a name of two countries is left out: it decides nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for country in countries().values():
        for name in names(country):
            found[folded(name)].add(country.code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


@functools.cache
def _country_names() -> dict[str, str]:
    return _by_name(lambda c: (c.name, *c.names))


@functools.cache
def _demonyms() -> dict[str, str]:
    return _by_name(lambda c: c.demonyms)


@functools.cache
def _metonyms() -> dict[str, str]:
    return _by_name(lambda c: (*c.capitals, *c.seats))


def country_code(name: str) -> str | None:
    """The code of a country's name ("Ukraine", "the United States")."""
    return _country_names().get(folded(name))


def demonym_code(word: str) -> str | None:
    """The code behind a demonym ("Ukrainian", "South Korean")."""
    return _demonyms().get(folded(word))


def metonym_code(name: str) -> str | None:
    """The code of the state that a capital or seat of government may stand for ("Seoul", "the Kremlin")."""
    return _metonyms().get(folded(name))


def organization(name: str) -> Organization | None:
    """A known organisation by name or alias."""
    return organizations().get(folded(name))


# What no two rows of a table share, for tables whose rows have a key.
KEYS = {"countries.csv": "code", "dependencies.csv": "code", "organizations.csv": "name", "roles.csv": "noun",
        "plover.csv": "category"}  # fmt: skip
ACTOR_TABLES = frozenset({"organizations.csv", "roles.csv", "offices.csv", "office_titles.csv", "joint_offices.csv"})


def check_tables() -> None:
    """Verify the tables. Raises `TableError` with file and line at the first row that is wrong."""
    # The checks of offices need look-ups that stand on this module.
    from onrecord.office_checks import check_offices

    for file in names():
        seen: set[str] = set()
        unique = KEYS.get(file)
        for line, row in rows(file):
            if None in row.values() or None in row:
                raise TableError(f"{file}:{line}: not as many fields as the header has")
            if not row.get("source"):
                raise TableError(f"{file}:{line}: no source")
            if unique and row[unique] in seen:
                raise TableError(f"{file}:{line}: {row[unique]!r} stands twice")
            seen.add(row[unique] if unique else "")
            if file in ACTOR_TABLES:
                _check_codes(file, line, row)
    check_offices()


def _check_codes(file: str, line: int, row: dict[str, str]) -> None:
    if (country := row.get("country")) and country not in countries() and country not in NON_STATES:
        raise TableError(f"{file}:{line}: {country!r} is no country of countries.csv and no PLOVER code")
    if strange := set(several(row.get("sectors", ""))) - SECTORS:
        raise TableError(f"{file}:{line}: {sorted(strange)} are no PLOVER sectors")
    if (kind := row.get("kind")) and kind not in KINDS:
        raise TableError(f"{file}:{line}: {kind!r} is no kind of actor; one of {', '.join(sorted(KINDS))}")
