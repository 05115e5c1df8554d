"""Make ``src/onrecord/tables/offices.csv``: ``python -m training.tables.offices``.

Terms of office from the files ``terms_*.csv`` beside this one (written by hand), REIGN's leaders (months, mostly
surnames), EveryPolitician's leaders of 2022 (years, Wikidata ids) and heads of state and government of August 2026.
Where two tell the same term, hand-written wins, then months over years; merged terms keep every id and name. What
contradicts a better source is left out; what it was goes to standard error.
"""

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pycountry

from onrecord import offices, tables
from training.corpora import DATA

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "src" / "onrecord" / "tables" / "offices.csv"
COLUMNS = ("name", "aliases", "country", "office", "title", "org", "from", "to", "wikidata", "source")
EVERY = ("everypolitician_wikidata_2022.csv.gz", "everypolitician_wikipedia_2022.csv.gz")
CURRENT = "world_leaders_2026-08.json.gz"
REIGN = "reign_leaderlist_1945_2021.csv.gz"
# What a source that ended then tells of terms that went on.
REIGN_ENDS, EVERY_ENDS = "2021-02", "2022"
FIRST = "1990"
PARTICLES = frozenset({"al", "el", "de", "da", "bin", "ibn", "ould", "jr", "ii"})
ALIKE = 0.78  # "Lukashenka" and "Lukashenko" are one, "Mahamat" and "Mohamud" two


@dataclass
class Told:
    """A term as sources tell it; ``open`` where it went on when the source ended; the least ``rank`` is the best."""

    name: str
    country: str
    office: str
    title: str
    start: str
    end: str
    source: str
    rank: int
    org: str = ""
    aliases: list[str] = field(default_factory=list)
    wikidata: list[str] = field(default_factory=list)
    open: bool = False


# What each source tells


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, plain or gzipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf8", errors="replace") as file:
        yield from csv.DictReader(file)


def by_hand() -> Iterator[Told]:
    """The terms written by hand; those of ``heads.csv`` only fill what the others leave open."""
    for path in [*sorted(HERE.glob("terms_*.csv")), HERE / "heads.csv"]:
        rank = int(path.name == "heads.csv")
        for row in table(path):
            yield Told(
                row["name"], row["country"], row["office"], row["title"], row["from"], row["to"], row["source"], rank,
                row["org"], list(tables.several(row["aliases"])), list(tables.several(row["wikidata"])),
            )  # fmt: skip


def reign() -> Iterator[Told]:
    """REIGN's leaders since 1990: whom it counts as the one who governs, with the office that this is in the state."""
    states = {row["state"]: row for row in table(HERE / "reign_states.csv")}
    names = {(row["state"], row["printed"], row["from"]): row for row in table(HERE / "reign_names.csv")}
    for row in table(DATA / "leaders" / REIGN):
        state, printed = states.get(row["stateabb"]), row["leader"].strip()
        who = (row["stateabb"], printed)
        known = (
            names.get((*who, row["syear"]))
            or names.get((*who, ""))
            or {"name": bare(printed), "office": "", "title": ""}
        )
        if state and known["name"] and (row["eyear"] or FIRST) >= FIRST:
            end = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] else REIGN_ENDS
            yield Told(
                known["name"], state["country"], known["office"] or state["office"], known["title"] or state["title"],
                f"{row['syear']}-{int(row['smonth']):02}", end, "REIGN 2021 (MIT)", 2, open=not row["eyear"],
            )  # fmt: skip


def bare(printed: str) -> str:
    """A name as REIGN prints it without its remarks ("Maria Luisa Berti (f)", "Pietro Berti (2nd time)")."""
    return re.sub(r"\s*\((?:f|\w+ time|acting)\)", "", printed)


def every_politician() -> Iterator[Told]:
    """EveryPolitician's leaders of 2022, by the years in which their terms began and ended."""
    labels = {row["label"]: row for row in table(HERE / "every_titles.csv")}
    for rank, file in enumerate(EVERY, start=3):
        for row in table(DATA / "leaders" / file):
            country = tables.country_code(row["country"].removeprefix("Kingdom of the ").removeprefix("Kingdom of "))
            label = title_of(row.get("positionLabel") or row["positionlabel"])
            office = labels.get(label, {"office": "", "title": ""})
            name = named(row.get("officeholderLabel") or row["officeholderlabel"])
            if country and row["start_year"] and not re.fullmatch(r"Q\d+|Pope|Prime Minister.*", name):
                end = row["end_year"] or EVERY_ENDS
                yield Told(
                    name, country, office["office"], office["title"], row["start_year"], end,
                    "EveryPolitician 2022 (CC0)", rank, wikidata=[row["officeholder"]], open=not row["end_year"],
                )  # fmt: skip


def title_of(label: str) -> str:
    """A label of a position without its country ("President of the Republic of Benin"); whole where it names a body."""
    if re.search("assembly|commission|council", label, re.I):
        return label.casefold()
    return re.sub(r"^(?:Federal )?(.+?)(?: of .+| \(.+\))?$", r"\1", label).casefold()


def named(label: str) -> str:
    """A person's name without what tells them apart ("David Thompson (politician)", "Abdullah II of Jordan")."""
    return re.sub(r"\s*\(.*\)|,.*$| of (?:the )?[A-Z]\w+.*$|^King |^Sultan ", "", label)


def current() -> Iterator[Told]:
    """The heads of August 2026."""
    with gzip.open(DATA / "leaders" / CURRENT, "rt", encoding="utf8") as file:
        states = json.load(file)["countries"].values()
    for state in states:
        country = getattr(pycountry.countries.get(alpha_2=state["country"]["iso_code"]), "alpha_3", "")
        # A country with one office inside another's title has its two heads mixed up in the file.
        mixed = any("(" in told["title_en"] for told in state["positions"].values())
        for position, told in state["positions"].items() if country and not mixed else ():
            holder, office = told["current_holder"] or {}, position.replace("_", "-")
            if holder.get("name_en") and holder.get("since") and not doubled(position, told):
                yield Told(
                    holder["name_en"], country, office, told["title_en"], holder["since"][:7], "",
                    "heads of state and government 2026-08 (CC BY-SA 4.0)", 2,
                    aliases=latin(holder["name_local"]), wikidata=[holder["wikidata_id"]], open=True,
                )  # fmt: skip


def doubled(position: str, told: dict[str, Any]) -> bool:
    """Whether a head of state is told of once more as the head of government."""
    return position == "head_of_government" and bool(told.get("is_same_as_head_of_state"))


def latin(name: str | None) -> list[str]:
    """A local name, if it is in Latin letters and hence one that a report may print."""
    return [name] if name and re.fullmatch(r"[\w .'’-]+", name) and re.match(r"[A-Za-zÀ-ɏ]", name) else []


# Putting them together


def merged(told: Iterable[Told], dropped: list[str]) -> list[Told]:
    """One term for each that several tell; lines for those left out go to ``dropped``."""
    kept: defaultdict[str, list[Told]] = defaultdict(list)
    for term in sorted(told, key=lambda t: (t.rank, t.country, t.start, t.name)):
        if term.rank == 0:
            told_before = next((k for k in kept[term.country] if twice(term, k)), None)
            absorb(told_before, term) if told_before else kept[term.country].append(term)
        elif not term.office:
            note_person(term, kept[term.country])
        elif former := next((k for k in kept[term.country] if succeeds(term, k)), None):
            former.end = term.start
            kept[term.country].append(term)
        elif same := same_term(term, kept[term.country]):
            absorb(same, term)
        elif other := next((k for k in kept[term.country] if contradicts(term, k)), None):
            note_person(term, kept[term.country])
            dropped.append(f"{line(term)}: against {line(other)}")
        else:
            kept[term.country].append(term)
    return [term for terms in kept.values() for term in terms]


def twice(term: Told, kept: Told) -> bool:
    """Whether two files written by hand tell one term."""
    who = [(tables.folded(t.name), t.office, offices.plain(t.title), t.org) for t in (term, kept)]
    return who[0] == who[1] and overlap(term, kept)


def line(term: Told) -> str:
    return f"{term.name}, {term.country} {term.office} {term.start}–{term.end} ({term.source.split(' ')[0]})"


def same_term(term: Told, kept: list[Told]) -> Told | None:
    """The kept term of the same person at the same time: of the same office, else of another head's office."""
    together = [
        k for k in kept
        if k.rank < term.rank and k.org == term.org and touch(k, term) and likeness(k, term) >= ALIKE
        and (k.office in offices.HEADS or k.office == term.office)
    ]  # fmt: skip
    best = max(together, key=lambda k: (k.office == term.office, nearness(k, term)), default=None)
    # REIGN names who governs, whatever the office; the others name the office, so that another is a term of its own.
    return best if best and (best.office == term.office or term.source.startswith("REIGN")) else None


def absorb(kept: Told, term: Told) -> None:
    """Give a term what a lesser source adds: names, ids, a later end where it only knew that the term went on."""
    if term.name != kept.name and " " in term.name:
        kept.aliases.append(term.name)
    kept.aliases += term.aliases
    kept.wikidata += [i for i in term.wikidata if i not in kept.wikidata]
    if kept.open and not (term.end and kept.end and term.end[:4] < kept.end[:4]):
        kept.end, kept.open = term.end, term.open
    if kept.source.startswith("REIGN") and " " in term.name and " " not in kept.name:
        kept.name = term.name
    if term.source not in kept.source:
        kept.source += f"; {term.source}"


def note_person(term: Told, kept: list[Told]) -> None:
    """Give a person's kept terms the id that a term left out for its dates carries."""
    for other in kept:
        if tables.folded(other.name) == tables.folded(term.name):
            other.wikidata += [i for i in term.wikidata if i not in other.wikidata]


def succeeds(term: Told, kept: Told) -> bool:
    """Whether a term of today's heads began after one that was written down as going on."""
    same = (term.office, term.title) == (kept.office, kept.title)
    newer = not term.end and not kept.end and term.start > kept.start
    return same and newer and likeness(term, kept) < ALIKE


def contradicts(term: Told, kept: Told) -> bool:
    """Whether a better source has somebody else in that office then."""
    inside = term.start == term.end[:4] and touch(kept, term)
    if inside and term.open:  # began in the source's last year, so that it may well have followed there
        inside = not kept.end or kept.end[:4] > term.end
    same = (kept.office, kept.org) == (term.office, term.org) and not term.title.startswith("Acting ")
    if kept.office in offices.SINGLE and offices.office_of(kept.title) is None:  # a deputy, a monarch's governor
        return False
    return same and kept.rank < term.rank and (inside or overlap(kept, term))


def shared(one: Told, other: Told) -> tuple[str, str]:
    """First and last month, or year, that two terms share; in no order where they share none."""
    first, last = max(one.start, other.start), min(one.end or "9999", other.end or "9999")
    width = min(len(first), len(last))
    return first[:width], last[:width]


def touch(one: Told, other: Told) -> bool:
    """Whether two terms share any month, or year."""
    first, last = shared(one, other)
    return first <= last


def overlap(one: Told, other: Told) -> bool:
    """Whether two terms share more than the month, or year, in which one follows the other."""
    first, last = shared(one, other)
    return first < last


def likeness(one: Told, other: Told) -> float:
    """How alike the names of two are: the worst of the best matches of the shorter name's words."""
    names = [(a, b) for a in (one.name, *one.aliases) for b in (other.name, *other.aliases)]
    # Only REIGN gives surnames; of others a name of one word is a whole one, a king's: Salman is not his son Mohammed.
    whole = not any(t.source.startswith("REIGN") for t in (one, other))
    return max((alike(a, b) for a, b in names if not whole or (" " in a) == (" " in b)), default=0)


def nearness(one: Told, other: Told) -> float:
    """How near the names of two are to being one, letter by letter."""
    a, b = ([tables.folded(name) for name in (t.name, *t.aliases)] for t in (one, other))
    return max(SequenceMatcher(None, x, y).ratio() for x in a for y in b)


def alike(one: str, other: str) -> float:
    a, b = sorted((words(one), words(other)), key=len)
    return min((max(SequenceMatcher(None, x, y).ratio() for y in b) for x in a), default=0) if b else 0


def words(name: str) -> list[str]:
    """The words of a name that tell people apart, initials and particles left out."""
    every = re.findall(r"\w+", tables.folded(name))
    return [
        w for w in every if len(w) > 1 and w not in ("al", "el", "de", "da", "bin", "ibn", "ould", "jr", "ii")
    ] or every


def finished(terms: list[Told]) -> list[dict[str, str]]:
    """The table's rows: each person's names and ids with every term, aliases that the name's end gives left out."""
    people: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for term in terms:
        people[tables.folded(term.name), term.country].append(term)
    more = {(tables.folded(row["name"]), row["country"]): row["aliases"] for row in table(HERE / "person_names.csv")}
    found = []
    for mine in people.values():
        name, country = mine[0].name, mine[0].country
        aliases = [a for t in mine for a in t.aliases]
        for known in {tables.folded(a) for a in (name, *aliases)}:
            aliases += tables.several(more.get((known, country), ""))
        ids = dict.fromkeys(i for t in mine for i in t.wikidata)
        for term in mine:
            found.append({
                "name": name, "aliases": "|".join(distinct(name, aliases)), "country": country,
                "office": term.office, "title": term.title, "org": term.org, "from": term.start, "to": term.end,
                "wikidata": "|".join(ids), "source": term.source,
            })  # fmt: skip
    return sorted(found, key=lambda r: (r["country"], r["office"], r["from"], r["title"], r["name"]))


def distinct(name: str, aliases: Iterable[str]) -> list[str]:
    """Aliases once each, without those that are the end of the full name, by which it is found anyway."""
    whole = tables.folded(name)
    found = {tables.folded(a): a for a in reversed(list(aliases))}
    return sorted(a for key, a in found.items() if not f" {whole}".endswith(f" {key}"))


def rows(dropped: list[str]) -> list[dict[str, str]]:
    """The rows of the table; what was left out, and why, goes to ``dropped``."""
    return finished(merged([*by_hand(), *reign(), *current(), *every_politician()], dropped))


def main() -> None:
    dropped: list[str] = []
    found = rows(dropped)
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    sys.stderr.writelines(f"left out: {each}\n" for each in dropped)
    sys.stdout.write(f"{TABLE.name}: {len(found)} terms\n")


if __name__ == "__main__":
    main()
