"""Where a named place is: candidates of a name, the country it stands for alone, and the one that a report means.

``"Kursk region"`` among reports on Russia → Kursk, RUS, region, 51.7 N 36.2 E; ``"Tripoli"`` beside Lebanon → the
Lebanese city, with the Libyan capital as runner-up; ``"Springfield"`` alone → ``None``.
"""

import functools
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from onrecord import tables

TABLE, WORDS = "places.csv", "place_words.csv"
LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe", "ə": "a",
    **dict.fromkeys("'’‘ʻʿʼ`´.", None),
})  # fmt: skip
ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ed) (?=\w{3})")

OF = re.compile(r"(?:[\w-]+ ){0,3}?(?P<word>[\w-]+) of (?:the )?(?=\w)", re.IGNORECASE)
OWNED = re.compile(r"(?P<owner>[^’']{2,40}?)(?:['’]s|(?<=s)['’]) (?=\w)")

LONGEST = 12  # words of a name

# How prominent a place is whose population is not known, as a power of ten.
PROMINENCE = {"city": 4.3, "region": 6.0, "area": 6.3, "sea": 6.5, "strait": 6.3, "river": 6.0, "border": 6.0,
              "base": 5.7, "site": 5.5, "island": 5.5, "mountain": 6.0, "country": 5.0}  # fmt: skip
NOTED = 1.0  # the hand-written rows are of what reports write of
SMALLEST = 4.0  # what a capital counts at least
SEAT = 2.0  # countries and their capitals come before namesakes a hundred times as populous
AROUND = (3.5, 2.5, 2.2, 2.0, 1.8)  # countries named around it, the most important first
AFAR = 1.5  # the rest of them
TOWN, WITH_ITS_STATE = 300_000, 0.4  # American towns smaller than that are written with their state
NOBODYS = 2.5  # a sea or a mountain range belongs into any report
BESIDE_THEM, REACH = 2.0, 20.0  # next to a country named around it, fading over so many degrees

CLEAR = 0.9  # of two places that the context does not tell apart, the one must be eight times as prominent
DECIDED = 0.3  # enough where the context speaks for the winner
UPSET = 1.5  # needed against a country or a capital
NESTED = 6.0  # degrees from a city to the middle of the region of its name
DWARFED = 10  # times as populous as its city: then the region is meant ("Quebec"), unless the city is known as well
HOLDERS = {"region": 10.0, "area": 10.0, "island": 10.0, "city": 1.0}  # degrees from the middle to the rim, at the most
SAME = 0.6  # degrees within which two rows tell one spot


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of a name: ISO alpha-3 code (``None``: no state's), kind, degrees, people (0: not known), GeoNames id.

    ``level`` is how exact the coordinates are: ``site``, ``city``, ``region``, ``country`` or ``area``; ``noted`` says
    that the hand-written table has it.
    """

    name: str
    country: str | None
    kind: str
    lat: float
    lon: float
    population: int
    geonames: int | None
    level: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place that is meant, the likeliest other one, and how exact its coordinates are."""

    place: Candidate
    runner_up: Candidate | None
    level: str


@dataclass(frozen=True, slots=True)
class _Container:
    """What holds a place by the words: a country and, where the words name a region or city, that."""

    country: str
    region: Candidate | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name freed of what stands beside it: the kinds and the container that those words tell."""

    found: tuple[Candidate, ...] = ()
    kinds: frozenset[str] = frozenset()
    within: str | None = None


# The table


@functools.lru_cache(100_000)
def key(name: str) -> str:
    """A name for looking up: `tables.folded` without points and apostrophes, "St." and "Mt." written out."""
    plain = tables.folded(name).translate(LETTERS)
    for short, long in (("st ", "saint "), ("ste ", "sainte "), ("mt ", "mount ")):
        if plain.startswith(short):
            plain = long + plain.removeprefix(short)
    return plain


def _name(line: str) -> str:
    return line[: line.index(",")]


@functools.cache
def _lines() -> list[str]:
    """The table's lines in the order of their names' keys; they are split where they are wanted."""
    raw = resources.files(tables.__name__).joinpath(TABLE).read_bytes()
    return raw.decode("utf8").split("\n")[1:-1]


@functools.cache
def _other_names() -> dict[str, list[int]]:
    """Lines by the keys of their other names; few have any."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(_lines()):
        start = line.index(",") + 1
        if line[start] != ",":
            for name in line[start : line.index(",", start)].split("|"):
                found.setdefault(key(name), []).append(number)
    return found


def _rows(wanted: str) -> list[str]:
    """The lines of a name's key."""
    lines = _lines()
    number = bisect_left(lines, wanted, key=lambda line: key(_name(line)))
    found = [lines[other] for other in _other_names().get(wanted, ())]
    while number < len(lines) and key(_name(lines[number])) == wanted:
        found.append(lines[number])
        number += 1
    return found


def _candidates(line: str) -> list[Candidate]:
    """The places of a line: one for each country that holds or claims it."""
    name, _, countries, kind, level, lat, lon, population, geonames, source = line.split(",")
    made = Candidate(
        name, countries or None, kind, float(lat), float(lon), int(population or 0), int(geonames or 0) or None, level,
        source.endswith("authored"),
    )  # fmt: skip
    return [replace(made, country=code) for code in countries.split("|")] if "|" in countries else [made]


@functools.lru_cache(1000)
def _state(code: str) -> Candidate | None:
    """A country as a place."""
    known = tables.countries().get(code)
    rows = _rows(key(known.name)) if known else []
    return next(
        (one for row in rows for one in _candidates(row) if one.kind == "country" and one.country == code), None
    )


@functools.cache
def _states_by_name() -> dict[str, list[str]]:
    """Codes by the folded names of countries; "Congo" has two."""
    found: dict[str, list[str]] = {}
    for code, state in tables.countries().items():
        for name in {tables.folded(name) for name in (state.name, *state.names)}:
            found.setdefault(name, []).append(code)
    return found


@functools.lru_cache(20_000)
def candidates(name: str) -> tuple[Candidate, ...]:
    """All places of a name that stands alone ("Kiev", "the Kuril Islands", "U.S."), in no order."""
    wanted = key(name)
    rows = _rows(wanted) or (_rows(wanted[article.end() :]) if (article := ARTICLE.match(wanted)) else [])
    found = {one: None for row in rows for one in _candidates(row)}
    parts = {one.country for one in found if one.noted}  # "Scotland" is a name of Britain too, but has a row
    for code in _states_by_name().get(tables.folded(name), ()):
        if code not in parts and (state := _state(code)):
            found[state] = None
    return tuple(found)


# What the words beside a name tell


@functools.lru_cache(5000)
def _containers(words: str | None) -> tuple[_Container, ...]:
    """What words may put around a place: the country of a code, name or people, and what else has that name."""
    if not words:
        return ()
    code = words if words in tables.countries() else tables.country_code(words) or tables.demonym_code(words)
    regions = [one for one in candidates(words) if one.kind in HOLDERS and one.country]
    return (*([_Container(code)] if code else []), *(_Container(one.country or "", one) for one in regions))


def _without_owner(name: str) -> tuple[str, str] | None:
    """The rest of a name and its container: "Russia's Kursk", "Iraqi Kurdistan", "Paris, Texas"."""
    if owned := OWNED.match(name):
        return name[owned.end() :], owned["owner"]
    inner, comma, outer = name.partition(",")
    if comma and outer.strip():
        return inner.strip(), outer.split(",")[0].strip()
    first, _, rest = name.partition(" ")
    return (rest, first) if rest and tables.demonym_code(first) else None


@functools.cache
def _words() -> dict[tuple[str, str], frozenset[str]]:
    """What words say of a place's kind, by the word and where it stands: beside names, before them or joined to one."""
    return {(row["word"], row["stands"]): frozenset(tables.several(row["kinds"])) for _, row in tables.rows(WORDS)}


def _without_kind(name: str) -> tuple[str, str] | None:
    """The rest of a name and the word beside it: "Kursk region", "the city of Kursk", "northern Kursk"."""
    words = _words()
    if of := OF.match(name):
        return name[of.end() :], of["word"].casefold()
    before, _, after = name.partition(" ")
    rest, _, last = name.rpartition(" ")
    if after and _opens(before.casefold()):
        return after, ""
    if rest and (last.casefold(), "beside") in words:
        return rest, last.casefold()
    return (after, before.casefold()) if after and (before.casefold(), "beside") in words else None


def _opens(word: str) -> bool:
    """Whether a word only leads up to a name: "north-eastern", "rebel-held"."""
    words = _words()
    return (word.replace("-", ""), "before") in words or ("-" in word and (word.rpartition("-")[2], "joined") in words)


@functools.lru_cache(20_000)
def _reading(name: str) -> _Reading:
    """A name's places, once what stands beside it is taken off, a piece at a time."""
    kinds: frozenset[str] = frozenset()
    within: str | None = None
    rest = " ".join(name.split()[:LONGEST])
    while rest:
        if found := candidates(rest):
            return _Reading(found, kinds, within)
        if rest.endswith(("'s", "’s")):
            rest = rest[:-2]
        elif owned := _without_owner(rest):
            rest, within = owned[0], within or owned[1]
        elif beside := _without_kind(rest):
            rest, kinds = beside[0], kinds or _words().get((beside[1], "beside"), frozenset())
        else:
            break
    return _Reading(within=within)


# Which is meant


def degrees(one: Candidate, other: Candidate) -> float:
    """The distance of two places in degrees of a great circle."""
    a, b, c, d = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _seat(one: Candidate) -> bool:
    """Whether a place is a country or the capital of one."""
    if one.kind == "country":
        return True
    state = tables.countries().get(one.country or "") if one.kind == "city" else None
    return state is not None and key(one.name) in map(key, state.capitals)


def _people(one: Candidate) -> float:
    """How many people a place has, as a power of ten, or what its kind stands for; a capital is never small."""
    known = math.log10(one.population) if one.population else PROMINENCE[one.kind]
    return max(known, SMALLEST) if _seat(one) else known


def _prominence(one: Candidate) -> float:
    return _people(one) + NOTED * one.noted + (SEAT if _seat(one) else 0.0)


def _fit(one: Candidate, context: Sequence[str]) -> float:
    """How well a place belongs among countries."""
    if one.country is None:
        return NOBODYS if context else 0.0
    if one.country not in context:
        return 0.0
    rank = context.index(one.country)
    town = one.kind == "city" and one.country == "USA" and one.population < TOWN and not one.noted
    return (AROUND[rank] if rank < len(AROUND) else AFAR) * (WITH_ITS_STATE if town else 1)


def _nearness(one: Candidate, context: Sequence[str]) -> float:
    """How near a place lies to the first countries of the context, if in none of them."""
    if one.country is None or one.country in context:
        return 0.0
    states = filter(None, map(_state, context[:3]))
    return BESIDE_THEM * max([0.0, *(1 - degrees(one, state) / REACH for state in states)])


def _inside(found: Iterable[Candidate], container: _Container) -> list[Candidate]:
    """The candidates of a country or, of a region or city, the one nearest to its middle."""
    inside = [one for one in found if one.country in (container.country, None)]
    if not container.region:
        return inside
    region = container.region
    near = [one for one in inside if degrees(one, region) < HOLDERS[region.kind]]
    return [min(near, key=lambda one: degrees(one, region))] if near else []


def _contained(found: Iterable[Candidate], containers: Sequence[_Container]) -> list[Candidate]:
    """The candidates inside a container; where none is, those few that are no namesakes of a city."""
    every = list(found)
    inside = {one: None for container in containers for one in _inside(every, container)}
    if inside or not containers:
        return list(inside) or every
    return every if all(one.noted and one.kind != "city" for one in every) else []


def _of_kind(found: list[Candidate], kinds: frozenset[str]) -> list[Candidate]:
    return [one for one in found if one.kind in kinds] or found


def _meant(reading: _Reading, within: str | None = None) -> list[Candidate]:
    """The candidates that the words allow; for a name that its owner does not have ("Mosul's Old City") the owner."""
    inside = _contained(reading.found, _containers(within) or _containers(reading.within))
    return _of_kind(inside, reading.kinds) if inside else list(candidates(reading.within or ""))


def _margin(winner: Candidate, rival: Candidate, context: Sequence[str]) -> float:
    """By how much a winner must lead a rival."""
    if _fit(winner, context) != _fit(rival, context):
        return DECIDED
    if _seat(winner) != _seat(rival):
        return DECIDED if _seat(winner) else UPSET
    return CLEAR


def _one_spot(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are one place on the map, or a region and the city of its name."""
    if one.country != other.country:
        return False
    nested = {one.level, other.level} == {"city", "region"}
    return degrees(one, other) < (NESTED if nested else SAME)


def _represented(winner: Candidate, others: Iterable[Candidate], kinds: frozenset[str]) -> Candidate:
    """The city for the region of its name, and for a city the region that dwarfs it, unless the words tell which."""
    if kinds:
        return winner
    for other in others:
        if {winner.kind, other.kind} == {"city", "region"} and _one_spot(winner, other):
            city, region = (winner, other) if winner.kind == "city" else (other, winner)
            known = city.noted and key(city.name) == key(region.name)
            return city if known or region.population < DWARFED * city.population else region
    return winner


def _shared(winner: Candidate, ranked: list[tuple[float, Candidate]]) -> Candidate:
    """A place that several states hold or claim, without a country unless the context speaks for one."""
    scores = [score for score, one in ranked if (one.lat, one.lon, one.kind) == (winner.lat, winner.lon, winner.kind)]
    return replace(winner, country=None) if len(scores) > 1 and scores[0] - scores[1] < DECIDED else winner


def _ranked(found: Iterable[Candidate], context: Sequence[str]) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, the best first."""
    scored = [(_prominence(one) + _fit(one, context) + _nearness(one, context), one) for one in found]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].country or "", pair[1].lat, pair[1].lon, pair[1].kind))


def resolve(name: str, context: Sequence[str], within: str | None = None) -> Resolved | None:
    """The place that a report means by a name, or ``None``: unknown, or as likely one as another.

    ``context`` are the codes of the countries named around it, the most important first. ``within`` is what the
    words themselves put around it ("Russia's Kursk region", "Paris, Texas"): a country's code or a name of a country,
    people or region; words of ``name`` do the same. A place of several states (Kashmir, the DMZ) has the country that
    the context names first, else none.
    """
    reading = _reading(name)
    ranked = _ranked(_meant(reading, within), context)
    if not ranked:
        return None
    best, winner = ranked[0]
    spots = [(score, one) for score, one in ranked[1:] if not _same_place(winner, one)]
    if any(best - score < _margin(winner, one, context) for score, one in spots):
        return None
    place = _shared(_represented(winner, [one for _, one in ranked], reading.kinds), ranked)
    level = "region" if place.level == "city" and "region" in reading.kinds else place.level
    return Resolved(place, spots[0][1] if spots else None, level)


def _same_place(one: Candidate, other: Candidate) -> bool:
    return _one_spot(one, other) or (one.lat, one.lon, one.kind) == (other.lat, other.lon, other.kind)


def country_of(name: str) -> str | None:
    """The country that a name of a place stands for without context, or ``None``.

    Countries, capitals and the table's own rows count ten times; a country must come out ten times its rivals.
    """
    weights: dict[str, float] = {}
    for one in _meant(_reading(name)):
        weight = _people(one) + (_seat(one) or (one.noted and one.kind != "city"))
        weights[one.country or ""] = max(weights.get(one.country or "", 0.0), weight)
    ranked = sorted(weights, key=lambda code: -weights[code])
    if not ranked or (len(ranked) > 1 and weights[ranked[0]] - weights[ranked[1]] < 1):
        return None
    return ranked[0] or None
