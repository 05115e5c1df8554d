"""Make ``src/onrecord/tables/leaders.csv``: ``python -m training.tables.leaders``.

Heads of state and government by EveryPolitician's Wikidata export of 2022 (CC0), with years of office.
"""

import csv
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from onrecord import tables
from training.corpora import DATA

TABLE = Path(__file__).parent.parent.parent / "src" / "onrecord" / "tables" / "leaders.csv"
COLUMNS = ("name", "country", "office", "from", "to", "wikidata", "source")
FILES = ("everypolitician_wikidata_2022.csv.gz", "everypolitician_wikipedia_2022.csv.gz")


def rows() -> Iterator[dict[str, str]]:
    """One row a holder and office, the first file's where both have it."""
    seen = set()
    for name in FILES:
        with gzip.open(DATA / "leaders" / name, "rt", encoding="utf8") as file:
            for row in csv.DictReader(file):
                country = tables.country_code(row["country"])
                holder = re.sub(
                    r"\s*\(.*\)",
                    "",
                    row["officeholderLabel"] if "officeholderLabel" in row else row["officeholderlabel"],
                )
                office = row.get("positionLabel") or row["positionlabel"]
                key = (row["officeholder"], row["position"])
                if country and key not in seen and not re.fullmatch(r"Q\d+", holder):
                    seen.add(key)
                    yield {
                        "name": holder, "country": country, "office": office, "from": row["start_year"],
                        "to": row["end_year"], "wikidata": row["officeholder"],
                        "source": f"EveryPolitician {name.split('_')[1]} 2022 (CC0)",
                    }  # fmt: skip


def main() -> None:
    found = sorted(rows(), key=lambda r: (r["country"], r["office"], r["from"], r["name"]))
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    sys.stdout.write(f"{TABLE.name}: {len(found)} terms\n")


if __name__ == "__main__":
    main()
