"""Nouns that readers took for actors: ``python -m training.nouns`` writes ``src/onrecord/tables/actor_nouns.csv``.

The heads of the descriptions that the read reports (development fifth left out) mark as mentions, by lemma, with how
often each was met as one and not. What is more often no mention than one is left out.
"""

import csv
from collections import Counter
from pathlib import Path

from onrecord import tables
from onrecord.language import analyse
from training import readings

TABLE = Path(__file__).parent.parent / "src" / "onrecord" / "tables" / "actor_nouns.csv"
SHARE = 0.35  # of its uses that a noun must be a mention in


def counts() -> tuple[Counter[str], Counter[str]]:
    """How often each common noun heads a mention, and how often it is used at all."""
    heads, uses = Counter[str](), Counter[str]()
    for record in readings.records(development=False):
        document = analyse(readings.report(record["id"]))
        uses.update(t.lemma.lower() for t in document.tokens if t.upos == "NOUN")
        for start, end, *_ in record["mentions"]:
            token = document.tokens[document.head_of(*document.tokens_in(start, end))]
            if token.upos == "NOUN":
                heads[token.lemma.lower()] += 1
    return heads, uses


def main() -> None:
    heads, uses = counts()
    found = sorted(n for n, k in heads.items() if n.isalpha() and k >= SHARE * uses[n] and n not in tables.roles())
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["noun", "mentions", "uses", "source"])
        writer.writerows([n, heads[n], uses[n], "training/nouns.py"] for n in found)
    print(f"{TABLE.name}: {len(found)} nouns")


if __name__ == "__main__":
    main()
