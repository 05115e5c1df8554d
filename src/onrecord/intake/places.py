"""Where a city is: only to tell the country of a dateline."""

import functools

from onrecord import places, tables

DOMINANT = 8  # times as populous as its namesakes elsewhere


@functools.cache
def _capitals() -> dict[str, str]:
    """Printed names of capitals by folded name: what the map prints comes after what reports write ("Kiev")."""
    return {tables.folded(name): name for country in tables.countries().values() for name in country.capitals}


def city(name: str) -> dict[str, tuple[int, str]]:
    """Population and printed name, by country, of the cities of a name ("Gaza City" is Gaza)."""
    folded = tables.folded(name)
    return _cities(name) or (_cities(folded.removesuffix(" city")) if folded.endswith(" city") else {})


def _cities(name: str) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for one in places.candidates(name):
        if one.kind == "city":
            code = one.country or ""
            found[code] = max(found.get(code, (0, "")), (one.population, one.name))
    return found


def city_country(name: str, dominant: bool = True) -> str | None:
    """The country of a city's name: the only one that has such a city or, with ``dominant``, by far the largest."""
    ranked = sorted(city(name).items(), key=lambda entry: -entry[1][0])
    if not ranked or (len(ranked) > 1 and not (dominant and ranked[0][1][0] >= DOMINANT * ranked[1][1][0])):
        return None
    return ranked[0][0] or None


def printed(name: str) -> str:
    """A name in capitals as a map prints it: "RIO DE JANEIRO" → "Rio de Janeiro"."""
    if not name.isupper():
        return name
    folded = tables.folded(name)
    if capital := _capitals().get(folded):
        return capital
    known = max((entry for entry in city(name).values() if tables.folded(entry[1]) == folded), default=None)
    if known is not None and len(known[1]) == len(name):
        return known[1]
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
