"""Measures, matched by meaning: *sending weapons to Ukraine* and *arms supplies to Kyiv* are one, *sending medics* not.

A measure is an act (*sending*, *supplies*), what it is done with or to (*weapons*) and the states that it meets. Two
are one if none of the three keeps them apart. Words of one sense stand together in ``tables/measure_senses.csv``, with
the senses that are their opposites; words that share none are compared by their vectors.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord import tables
from onrecord.language import words
from onrecord.language.document import Floats
from onrecord.language.plurals import singular

# Words, each alone or as a phrase, to unit vectors, shape (words, size).
Vectors = Callable[[Sequence[str]], Floats]
SAME = 0.25  # score from which two measures are one: calibrated on tests/measure_pairs.csv
OPPOSITE = -1.0
REACH = 5  # words between the first and the last word of an entry of several: *pull its last soldiers out*
NAMES = 3  # words of the longest name of a country that is looked for
ENDINGS = ("ing", "ed")
STEM = 5  # letters that words of one stem share at least
SUFFIXES = frozenset(
    ("", "e", "y", "al", "ion", "ation", "ition", "ment", "ise", "ize", "isation", "ization", "ance", "ence")
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a measure that tells something: its base form, the senses it may have, the country that it names."""

    base: str
    kind: str
    senses: frozenset[str] = frozenset()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure taken apart: its act (``None`` where no word tells one), things and countries."""

    act: Term | None
    things: tuple[Term, ...]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Senses:
    """The senses of the field: by word, by entry of several words, and with the opposites of each."""

    single: dict[str, frozenset[str]]
    several: dict[tuple[str, ...], frozenset[str]]
    kinds: dict[str, str]
    opposites: dict[str, frozenset[str]]


@functools.cache
def senses() -> Senses:
    """The table of senses; opposites go both ways."""
    single, several = defaultdict(set), defaultdict(set)
    kinds: dict[str, str] = {}
    opposites: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in tables.rows("measure_senses.csv"):
        kinds[row["sense"]] = row["kind"]
        for other in tables.several(row["opposites"]):
            opposites[row["sense"]].add(other)
            opposites[other].add(row["sense"])
        for entry in tables.several(row["words"]):
            if " " in entry:
                several[tuple(entry.split())].add(row["sense"])
            else:
                single[entry].add(row["sense"])
    return Senses(
        {word: frozenset(found) for word, found in single.items()},
        {entry: frozenset(found) for entry, found in several.items()},
        kinds,
        {sense: frozenset(found) for sense, found in opposites.items()},
    )


class Matcher:
    """Tells whether two measures are one. ``vectors`` compares the words that the table does not know.

    Without ``vectors`` such words match only themselves.
    """

    def __init__(self, vectors: Vectors | None = None, least: float = SAME) -> None:
        self.least = least
        self._vectors = vectors
        self._known: dict[str, Floats] = {}

    def same(self, one: str, other: str) -> bool:
        """Whether two phrases name one measure."""
        return self.score(one, other) >= self.least

    def score(self, one: str, other: str) -> float:
        """How much two phrases are one measure, from 0 to 1.

        What only one of them tells (a country, an act, a thing) does not keep them apart.
        """
        first, second = taken_apart(one), taken_apart(other)
        if first.countries and second.countries and not first.countries & second.countries:
            return 0.0
        found = [part for part in (self._acts(first, second), self._things(first, second)) if part is not None]
        return max(0.0, min(found, default=0.0))

    def _acts(self, one: Measure, other: Measure) -> float | None:
        """How near two acts are; what a measure names may tell one too (*extend the loan*, *lend*)."""
        if one.act is None or other.act is None:
            act = one.act or other.act
            return 1.0 if act and any(self._near(act, t) == 1.0 for t in (*one.things, *other.things)) else None
        direct = self._near(one.act, other.act)
        if direct == OPPOSITE:
            return direct
        crossed = [self._near(one.act, thing) for thing in other.things]
        crossed += [self._near(other.act, thing) for thing in one.things]
        return max([direct, *(near for near in crossed if near == 1.0)])

    def _things(self, one: Measure, other: Measure) -> float | None:
        """How near the things are of the measure that names fewer to those of the other."""
        few, many = sorted((one.things, other.things), key=len)
        if not few:
            return None
        best = np.array([[self._near(a, b) for b in many] for a in few])
        if len(few) == len(many):
            return float(max(_joined(best.max(0)), _joined(best.max(1))))
        return float(_joined(best.max(1)))

    def _near(self, one: Term, other: Term) -> float:
        """1 for words of one sense, −1 for opposites, else the cosine of their vectors."""
        if one.base == other.base or one.senses & other.senses or derived(one.base, other.base):
            return 1.0
        opposites = senses().opposites
        if any(opposites.get(sense, frozenset()) & other.senses for sense in one.senses):
            return OPPOSITE
        if self._vectors is None:
            return 0.0
        return float(self._vector(one.base) @ self._vector(other.base))

    def _vector(self, word: str) -> Floats:
        assert self._vectors is not None, "asked for only where there are vectors"
        if word not in self._known:
            self._known[word] = self._vectors([word])[0]
        return self._known[word]


def _joined(best: Floats) -> float:
    """One word that finds no match keeps measures apart, though less so among many that do."""
    return float(0.5 * best.min() + 0.5 * best.mean())


@functools.cache
def shipped() -> Matcher:
    """The matcher that compares by the table and the shipped model's vectors."""
    from onrecord.language import vectors

    return Matcher(vectors.of_words)


def derived(one: str, other: str) -> bool:
    """Whether two words are of one stem, as far as their endings tell.

    >>> derived("compensate", "compensation"), derived("apologise", "apology"), derived("commit", "committee")
    (True, True, False)
    """
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return any(one[at:] in SUFFIXES and other[at:] in SUFFIXES for at in range(max(STEM, shared - 1), shared + 1))


# A measure taken apart


@functools.lru_cache(20_000)
def taken_apart(phrase: str) -> Measure:
    """The act, things and countries of a phrase.

    >>> found = taken_apart("sending 40 engineers to Latvia")
    >>> found.act.base, [t.base for t in found.things], sorted(found.countries)
    ('send', ['engineer'], ['LVA'])
    """
    told = terms(phrase)
    acts = [t for t in told if t.kind == "act"]
    light = [t for t in told if t.kind == "light"]
    act = next(iter(acts or light), None)
    things = [t for t in told if t.kind in ("thing", "act") and t is not act]
    return Measure(act, tuple(things), frozenset(t.country for t in told if t.country))


def terms(phrase: str) -> list[Term]:
    """The telling words of a phrase in their order."""
    return list(_terms(phrase))


def _terms(phrase: str) -> Iterator[Term]:
    texts = [phrase[a:b] for a, b in words.split(phrase)]
    bases = [base(text) for text in texts]
    countries = dict(_named(texts, _country))
    organizations = dict(_named(texts, _organization))
    entries = dict(_entries(bases))
    covered = {i for found in (countries, organizations, entries) for places, _ in found.values() for i in places}
    opened = False
    for i, text in enumerate(texts):
        if i in countries:
            yield Term(bases[i], "party", country=countries[i][1])
        elif i in entries:
            yield _term(bases[i], entries[i][1], not opened)
        elif i in organizations:
            yield Term(organizations[i][1], "thing")
        elif i in covered or not any(map(str.isalpha, text)):
            continue
        else:
            found = senses().single.get(bases[i], frozenset()) | senses().single.get(text.lower(), frozenset())
            if "stop" not in found or (not opened and len(found) > 1):
                yield _term(bases[i], found, not opened and text.islower(), text)
        opened = True


def _term(word: str, found: frozenset[str], first: bool, text: str = "") -> Term:
    """A term of the senses that its place and form leave it."""
    kinds = {senses().kinds[sense] for sense in found} - {"stop"}
    acts = first or text.lower().endswith("ing")
    if "light" in kinds:
        kind = "light"
    elif kinds == {"act"} or (acts and ("act" in kinds or not kinds)):
        kind = "act"
    else:
        kind = "thing"
    return Term(word, kind, frozenset(sense for sense in found if senses().kinds[sense] in ("act", "thing")))


def _named(texts: Sequence[str], known: Callable[[str], str | None]) -> Iterator[tuple[int, tuple[range, str]]]:
    """Names that a look-up knows, the longest first, by where they begin: the places they take and what it gives."""
    at = 0
    while at < len(texts):
        for size in range(min(NAMES, len(texts) - at), 0, -1):
            name = " ".join(texts[at : at + size])
            found = known(name) if name[:1].isupper() else None
            if found:
                yield at, (range(at, at + size), found)
                at += size - 1
                break
        at += 1


def _country(name: str) -> str | None:
    """The code of a country by its name, people or capital."""
    return tables.country_code(name) or tables.demonym_code(name) or tables.metonym_code(name)


def _organization(name: str) -> str | None:
    """The name of a body that the table of them has, by any of its names in the same letters: *Un* is not the *UN*."""
    found = tables.organization(name)
    return found.name if found and name in (found.name, *found.aliases) else None


def _entries(bases: Sequence[str]) -> Iterator[tuple[int, tuple[list[int], frozenset[str]]]]:
    """Entries of several words by where they begin: the places of their words and the senses."""
    for i, word in enumerate(bases):
        whole: list[tuple[list[int], frozenset[str]]] = []
        for entry, found in _entries_by_first().get(word, ()):
            places = [i]
            for part in entry[1:]:
                rest = range(places[-1] + 1, min(len(bases), i + REACH))
                places += [next((j for j in rest if bases[j] == part), -1)]
                if places[-1] < 0:
                    break
            else:
                whole.append((places, found))
        if whole:
            yield i, min(whole, key=lambda one: (one[0][-1] - i - len(one[0]), one[0]))


@functools.cache
def _entries_by_first() -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """Entries of several words by their first one, the longest first."""
    found: defaultdict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
    for entry, which in sorted(senses().several.items(), key=lambda item: (-len(item[0]), item[0])):
        found[entry[0]].append((entry, which))
    return dict(found)


@functools.lru_cache(20_000)
def base(word: str) -> str:
    """The form under which a word is looked up: of a known word its entry, else its singular.

    >>> [base(w) for w in ("Sending", "supplies", "forgiving", "letting", "admitted", "troops", "drones")]
    ['send', 'supply', 'forgive', 'let', 'admit', 'troop', 'drone']
    """
    lower = word.lower()
    forms = list(_forms(lower))
    # The event lexicon has nouns in -ing of its own: there the shorter form is the likelier.
    known = [form for form in forms if form in _vocabulary()] or [f for f in reversed(forms) if f in _lexicon_words()]
    return known[0] if known else singular(lower)


def _forms(word: str) -> Iterator[str]:
    """What a word may be a form of, the likeliest first."""
    yield word
    yield singular(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if ending == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"
    if word.endswith("es"):
        yield word[:-2]


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The words of the table, those of entries of several included."""
    return frozenset(senses().single) | {word for entry in senses().several for word in entry}


@functools.cache
def _lexicon_words() -> frozenset[str]:
    """The words of the event lexicon: lemmas, so that they tell which form is one."""
    return frozenset(word for _, row in tables.rows("event_lexicon.csv") for word in row["entry"].split())
