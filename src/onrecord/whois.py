"""Who or what a name is, by the tables: people in office, organisations, countries and cities that stand for them."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord import offices, tables
from onrecord.offices import Term
from onrecord.records import InputError


def found(name: str, day: str | None = None) -> list[dict[str, Any]]:
    """A row for each term of office, organisation and country of a name, as `onrecord who` prints them.

    ``kind`` is ``person``, ``organization`` or ``state``. With an ISO ``day`` only terms of that day, but where
    nobody of the name is in office then, all with ``on_day`` false. Raises `InputError` where the tables know nobody.
    """
    terms = offices.terms_of(name)
    rows = [*people(terms, day), *organizations(name), *states(name)]
    if not rows:
        raise InputError(name, "who", "nobody and nothing of that name in the tables", "give a full name or a surname")
    return rows


def people(terms: Iterable[Term], day: str | None) -> Iterator[dict[str, Any]]:
    """Rows of terms: those of the day, if there are any; else all, each marked as not of that day."""
    every = list(terms)
    then = [term for term in every if day and term.covers(day)]
    for term in then or every:
        yield row(term, None if day is None else bool(then))


def row(term: Term, on_day: bool | None) -> dict[str, Any]:
    """A term as a row."""
    return {
        "kind": "person", "name": term.name, "country": term.country, "office": term.office, "title": term.title,
        "org": term.org, "from": term.start, "to": term.end, "on_day": on_day, "wikidata": list(term.wikidata),
        "source": term.source,
    }  # fmt: skip


def organizations(name: str) -> Iterator[dict[str, Any]]:
    """The organisation of that name or alias, if there is one."""
    if known := tables.organization(name):
        source = next(r["source"] for _, r in tables.rows("organizations.csv") if r["name"] == known.name)
        yield {
            "kind": "organization", "name": known.name, "country": known.country, "sectors": list(known.sectors),
            "source": source,
        }  # fmt: skip


def states(name: str) -> Iterator[dict[str, Any]]:
    """The country of that name, demonym, capital or seat of government, if there is one."""
    for how, code in (
        ("name", tables.country_code(name)),
        ("demonym", tables.demonym_code(name)),
        ("metonym", tables.metonym_code(name)),
    ):
        if code:
            source = next(r["source"] for _, r in tables.rows("countries.csv") if r["code"] == code)
            yield {
                "kind": "state", "name": tables.countries()[code].name, "country": code, "by": how, "source": source,
            }  # fmt: skip


def line(found_row: dict[str, Any]) -> str:
    """A row in words."""
    return person_line(found_row) if found_row["kind"] == "person" else other_line(found_row)


def person_line(told: dict[str, Any]) -> str:
    """A term of office in words: name, title, office, body and country, dates, Wikidata ids, source."""
    place = ", ".join(filter(None, (told["org"], told["country"])))
    dates = f"{told['from']} to {told['to'] or 'now'}{', not on that day' if told['on_day'] is False else ''}"
    ids = "".join(f" {each}" for each in told["wikidata"])
    return f"{told['name']}: {told['title']} ({told['office']}), {place}, {dates}{ids} [{told['source']}]"


def other_line(told: dict[str, Any]) -> str:
    """An organisation or state in words."""
    country = f", {told['country']}" if told["country"] else ""
    by = "" if told.get("by", "name") == "name" else f" (by {told['by']})"
    return f"{told['name']}{country}: {told['kind']}{by} [{told['source']}]"


def sizes(check: bool = False) -> list[dict[str, Any]]:
    """Name and number of rows of every table; with ``check`` after all were verified.

    Raises `TableError` naming file and line of the first row that is wrong.
    """
    if check:
        tables.check_tables()
    return [{"table": name, "rows": sum(1 for _ in tables.rows(name))} for name in tables.names()]
