"""Scenes: where an event took place, tied to the words that name the place.

A place in a phrase on the trigger decides, then one that the model links to it, then one that its clause or the
clauses above it are set in, then the one place that its sentence names, and for acts on the ground the place that the
paragraph was at. ``here`` is the place of the dateline.
"""

from collections.abc import Iterator, Sequence

from onrecord.actors import Cast, country_named
from onrecord.actors.countries import placing
from onrecord.findings.clauses import preposition
from onrecord.findings.page import Page
from onrecord.findings.triggers import Trigger
from onrecord.language.document import ROOT, Tagged
from onrecord.places import resolve
from onrecord.records import Place

LINKED = 0.4  # chance from which the model's link makes a place
LOCATING = frozenset(
    ("in", "at", "near", "outside", "inside", "across", "around", "over", "throughout", "off", "along")
)
GOING = frozenset(("to", "into", "from"))  # after a visit, a march, a deployment
REPORTED = ("ccomp", "parataxis")  # clauses that are told, so that what the telling verb says of places is its own
# Acts that are done on the ground, so that they go on where the paragraph was.
GROUNDED = frozenset(("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"))


def scene_of(page: Page, cast: Cast, trigger: Trigger) -> Place | None:
    """The place of an event, with its coordinates where the gazetteer is sure; ``None`` where the text tells none."""
    for index in _here(page, trigger):
        span = page.document.span(index, index + 1)
        if cast.home_place:
            return located(cast, "here", span, cast.home_place, cast.home)
    entity = next(_candidates(page, trigger), None)
    if entity is None:
        return None
    span = page.document.span(entity.first, entity.last)
    name = page.document.text[slice(*span)]
    return located(cast, name, span, name, country_named(cast, entity.first, entity.last))


def located(cast: Cast, text: str, span: tuple[int, int], name: str, country: str | None) -> Place:
    """A place with what the gazetteer knows of it, given the countries that the report names."""
    context = list(dict.fromkeys([*([country] if country else []), *(sign.code for sign in cast.signs)]))
    found = resolve(name, context)
    if found is None:
        return Place(text=text, span=span, name=name, country=country)
    place = found.place
    return Place(
        text=text, span=span, name=place.name, country=place.country or country, lat=place.lat, lon=place.lon,
        geonames=place.geonames,
    )  # fmt: skip


def _here(page: Page, trigger: Trigger) -> Iterator[int]:
    for above in _setting(page, trigger):
        for child in page.document.children(above):
            if page.document.tokens[child].text.lower() == "here" and page.document.related(child, "advmod"):
                yield child


def _candidates(page: Page, trigger: Trigger) -> Iterator[Tagged]:
    """The places that may be it, the likeliest first."""
    document = page.document
    own = {*trigger.words, trigger.head}
    for word in sorted(own):
        yield from _in_phrases(page, word, LOCATING | GOING)
        yield from (e for c in document.children(word) if document.related(c, "obj") for e in _named(page, [c]))
    if document.deeds is not None:
        for first, last in document.deeds.links.runs([trigger.head], "place", LINKED):
            yield from _named(page, range(first, last))
    for above in _setting(page, trigger):
        if above not in own:
            yield from _in_phrases(page, above, LOCATING)
    sentence = page.sentence(trigger.head)
    here = [e for e in places_of(page) if sentence[0] <= e.first < sentence[1]]
    yield from [e for e in here if placing(document, document.head_of(e.first, e.last))]
    if trigger.category in GROUNDED:
        paragraph = page.paragraph[trigger.head]
        before = [e for e in places_of(page) if page.paragraph[e.first] == paragraph and e.first < sentence[0]]
        yield from [e for e in reversed(before) if placing(document, document.head_of(e.first, e.last))]


def _setting(page: Page, trigger: Trigger) -> Iterator[int]:
    """The trigger and the words above it up to the end of what is told with it."""
    index = trigger.head
    while index != ROOT:
        yield index
        if page.document.related(index, *REPORTED):
            return
        index = page.document.tokens[index].head


def _in_phrases(page: Page, word: int, prepositions: frozenset[str]) -> Iterator[Tagged]:
    document = page.document
    for child in document.children(word):
        if preposition(document, child) in prepositions and document.related(child, "obl", "nmod"):
            yield from _named(page, document.subtree(child))


def _named(page: Page, words: Sequence[int]) -> Iterator[Tagged]:
    inside = set(words)
    yield from (e for e in places_of(page) if e.first in inside)


def places_of(page: Page) -> list[Tagged]:
    """The names of places in a text."""
    return [e for e in page.document.entities if e.label in ("gpe", "place")]
