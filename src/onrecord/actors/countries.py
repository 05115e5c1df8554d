"""Countries in the words: which one a phrase names, and where a name stands for a state or only for a place."""

from onrecord import tables
from onrecord.actors.cast import Cast
from onrecord.language.document import Document, TokenRange
from onrecord.places import country_of

PLACING = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "around", "on", "off"})
JOINING = frozenset({"with", "by", "between", "from", "against", "to", "for", "among", "of"})


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


def country_named(cast: Cast, first: int, last: int) -> str | None:
    """The country that a place name stands for or lies in, as far as the tables know."""
    name = " ".join(cast.document.words(first, last).split())
    return name_code(cast, name) or country_of(name)
