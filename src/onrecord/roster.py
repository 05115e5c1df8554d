"""The record's actors: everyone in its reports, each once, with how much is told of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from onrecord import offices
from onrecord.identities import Identity, Told, identities
from onrecord.records import ActorKind
from onrecord.store import Store

if TYPE_CHECKING:
    import duckdb

KINDS: tuple[str, ...] = get_args(ActorKind)
COUNTS = ("reports", "statements", "as_actor", "as_recipient", "positions")
COLUMNS = ("id", "name", "kind", "country", "sectors", "offices", "also", *COUNTS)
IN_PERIOD = (
    "($since::varchar is null or left(report_published, 10) >= $since) "
    "and ($until::varchar is null or left(report_published, 10) <= $until)"
)
SIDES = """
    select report, report_published, id, unnest(speaker) as side, 'statements' as told from statements
    union all select report, report_published, id, unnest(actor), 'as_actor' from events
    union all select report, report_published, id, unnest(recipient), 'as_recipient' from events
    union all select report, report_published, id, unnest(actor), 'positions' from positions
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which actors are asked for; what is left empty leaves out nobody.

    ``country`` and ``sector`` are codes, ``name`` is part of any of an actor's names, in any case; only reports
    published from ``since`` to ``until`` (ISO days, both inclusive) count, those without a date only if neither is set.
    """

    country: str | None = None
    kinds: Sequence[str] = ()
    sectors: Sequence[str] = ()
    name: str | None = None
    since: str | None = None
    until: str | None = None


def actors(store: Store, asked: Asked, limit: int | None = None) -> list[dict[str, Any]]:
    """A row an actor with `COLUMNS`: who it is, its offices with dates, how much is told; most told of first.

    ``offices`` are those that reports give, each with ``first`` and ``last`` day of publication; ``also`` are the other
    names that were joined under the actor's own. A statement or event with two of an actor's ids counts once.
    """
    period = {"since": day(asked.since), "until": day(asked.until)}
    with store.views() as connection:
        every = known(connection)
        told = counts(connection, period)
        sectors, held = sectors_told(connection, period), offices_told(connection, period)
    rows = [
        row(one, sectors[one.id], held[one.id], told[one.id])
        for one in every
        if told[one.id]["reports"] and fits(one, sectors[one.id], asked)
    ]
    return sorted(rows, key=rank)[:limit]


def row(one: Identity, sectors: list[str], held: list[dict[str, Any]], told: Counter[str]) -> dict[str, Any]:
    """An actor as a row."""
    also = dict.fromkeys(m.name for m in one.members if m.name != one.name)
    return {
        "id": one.id, "name": one.name, "kind": one.main.kind, "country": one.country, "sectors": sectors,
        "offices": held, "also": list(also), **{name: told[name] for name in COUNTS},
    }  # fmt: skip


def csv_row(actor: dict[str, Any]) -> dict[str, Any]:
    """A row of `actors` with its offices as text, for CSV: ``President 2024-11-20/2024-11-27``."""
    return actor | {"offices": [f"{o['office']} {o['first'] or ''}/{o['last'] or ''}" for o in actor["offices"]]}


def rank(actor: dict[str, Any]) -> tuple[int, int, str, str]:
    """By how many reports tell of an actor, then by how much they tell."""
    return -actor["reports"], -sum(actor[name] for name in COUNTS[1:]), actor["name"], actor["id"]


def fits(one: Identity, sectors: Iterable[str], asked: Asked) -> bool:
    """Whether an actor is one of those asked for."""
    names = (one.name, *(m.name for m in one.members))
    return (
        (not asked.country or one.country == asked.country.upper())
        and (not asked.kinds or one.main.kind in asked.kinds)
        and (not asked.sectors or not set(asked.sectors).isdisjoint(sectors))
        and (not asked.name or any(asked.name.casefold() in name.casefold() for name in names))
    )


def day(given: str | None) -> str | None:
    """The day of an ISO day or time."""
    return given[:10] if given else None


# Over the views


def known(connection: "duckdb.DuckDBPyConnection") -> list[Identity]:
    """All actors of the record, persons joined; leaves a table ``same`` (``id``, and ``one`` that stands for it)."""
    import pyarrow as pa  # type: ignore[import-untyped]  # has no types

    every = identities(everyone(connection))
    rows = [{"id": i, "one": one.id} for one in every for i in one.ids]
    schema = pa.schema([("id", pa.string()), ("one", pa.string())])
    connection.register("same", pa.Table.from_pylist(rows, schema=schema))
    return every


def everyone(connection: "duckdb.DuckDBPyConnection") -> list[Told]:
    """Every actor id of the record with what is told of it; those in most reports first."""
    query = """
        select id, max(name), max(kind), max(country), list(distinct office) filter (office is not null),
            list(distinct wikidata) filter (wikidata is not null),
            list(distinct left(report_published, 10)) filter (report_published is not null), count(distinct report)
        from actors group by id order by count(distinct report) desc, id
    """
    return [
        Told(
            id, name, kind, country, frozenset(office or ()), frozenset(wikidata or ()), frozenset(days or ()), reports
        )
        for id, name, kind, country, office, wikidata, days, reports in connection.execute(query).fetchall()
    ]


def counts(connection: "duckdb.DuckDBPyConnection", period: dict[str, str | None]) -> defaultdict[str, Counter[str]]:
    """How many reports, statements, events and positions tell of each actor."""
    query = f"""
        select one, 'reports', count(distinct report) from actors join same using (id) where {IN_PERIOD} group by one
        union all select one, told, count(distinct report || sides.id) from ({SIDES}) as sides
        join same on same.id = side where {IN_PERIOD} group by one, told
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, told, count in connection.execute(query, period).fetchall():
        found[one][told] = count
    return found


def sectors_told(connection: "duckdb.DuckDBPyConnection", period: dict[str, str | None]) -> defaultdict[str, list[str]]:
    """The sectors of each actor, those that most reports tell first."""
    query = f"""
        select one, sector, count(distinct report) from
            (select report, report_published, id, unnest(sectors) as sector from actors where {IN_PERIOD})
        join same using (id) group by one, sector order by 3 desc, 2
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, sector, _ in connection.execute(query, period).fetchall():
        found[one].append(sector)
    return found


def offices_told(
    connection: "duckdb.DuckDBPyConnection", period: dict[str, str | None]
) -> defaultdict[str, list[dict[str, Any]]]:
    """The offices that reports give each actor, the latest told first: ``office``, ``first``, ``last``, ``reports``.

    One office in two spellings is one, spelt as in most reports.
    """
    query = f"""
        select one, office, list(distinct (report, left(report_published, 10))) from actors join same using (id)
        where office is not null and {IN_PERIOD} group by one, office order by count(distinct report) desc, office
    """
    spelt: defaultdict[str, dict[tuple[str, bool], tuple[str, dict[str, str | None]]]] = defaultdict(dict)
    for one, office, told in connection.execute(query, period).fetchall():
        _, days = spelt[one].setdefault(office_key(office), (office, {}))
        days.update(told)
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one, several in spelt.items():
        held = [{"office": office, **span_of(days.values()), "reports": len(days)} for office, days in several.values()]
        found[one] = sorted(held, key=lambda o: o["last"] or "", reverse=True)
    return found


def office_key(office: str) -> tuple[str, bool]:
    """An office for comparing: in one spelling, and whether somebody only stands in."""
    return offices.plain(office), bool(offices.STANDING_IN.match(office.casefold()))


def span_of(days: Iterable[str | None]) -> dict[str, str | None]:
    """The first and last of some days, as far as they are known."""
    told = sorted(filter(None, days))
    return {"first": told[0], "last": told[-1]} if told else {"first": None, "last": None}
