"""A dossier: all that the record tells of one actor, across reports."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord import offices, roster, rows, tables
from onrecord.identities import Identity, terms_of, words
from onrecord.lookup import looked_up
from onrecord.records import Report, Span, actor_id
from onrecord.store import Store

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
# Words of an office that make it another one; any other of `offices.OTHERS` says that it is not held.
RANKS = frozenset({"deputy", "vice", "assistant", "under", "undersecretary", "aide"})
DATED = ("by", "first", "last", "from", "to", "reports", "source")  # what dates a link and says who tells it
EVERY_PERIOD: dict[str, str | None] = {"since": None, "until": None}


def dossier(store: Store, name: str, limit: int | None = None) -> Row:
    """All that the record tells of an actor, given by its id, country code or name.

    At most ``limit`` statements, positions and silences each, newest first; ``counts`` tell how many there are. Raises
    `StoreError` where no actor is called so, with the nearest names, or several are.
    """
    with store.views() as connection:
        every = roster.known(connection)
        one = looked_up(every, name, store.folder)
        of = {i: each for each in every for i in each.ids}
        own = {"own": one.ids}
        keys = {part: found_by(connection, part, own) for part in ("statements", "positions", "silences")}
        counts = roster.counts(connection, EVERY_PERIOD)[one.id]
        told = {
            **who(connection, one, of),
            "counts": {name: counts[name] for name in roster.COUNTS} | {name: len(k) for name, k in keys.items()},
            **roster.span_of(days(connection, own)),
            "offices": [*offices_told(connection, one), *table_offices(one)],
            "holds": holds(connection, one, every),
            "acts_on": dealings(connection, one, of, "actor"),
            "acted_on_by": dealings(connection, one, of, "recipient"),
        }
    return told | findings(store, {part: found[:limit] for part, found in keys.items()})


def who(connection: "duckdb.DuckDBPyConnection", one: Identity, of: Mapping[str, Identity]) -> Row:
    """Who an actor is: its names and ids, what joined them, the words that mean it."""
    own = {"own": one.ids}
    wikidata = sorted({w for m in one.members for w in m.wikidata})
    return {
        "id": one.id, "name": one.name, "kind": one.main.kind, "country": one.country,
        "sectors": roster.sectors_told(connection, EVERY_PERIOD)[one.id], "wikidata": wikidata,
        "joined": [
            {"id": m.id, "name": m.name, "country": m.country, "reports": m.reports, "by": one.by[m.id]}
            for m in one.members
            if m.id != one.id
        ],
        "perhaps": [party(of[i]) for i in one.perhaps],
        "names": counted(connection, NAMES, own, "name", "reports"),
        "mentions": counted(connection, MENTIONS, own, "words", "count"),
    }  # fmt: skip


NAMES = """
    select name, count(distinct report) from actors where list_contains($own, id) group by name order by 2 desc, 1
"""
MENTIONS = r"""
    select regexp_replace(substring(text, span.start + 1, span."end" - span.start), '\s+', ' ', 'g') as words, count(*)
    from (select report, unnest(mentions) as span from actors where list_contains($own, id))
    join reports on reports.id = report group by words order by 2 desc, 1
"""


def counted(connection: "duckdb.DuckDBPyConnection", query: str, own: Row, what: str, count: str) -> list[Row]:
    """Pairs that a query gives, as rows."""
    return [{what: found, count: number} for found, number in connection.execute(query, own).fetchall()]


def days(connection: "duckdb.DuckDBPyConnection", own: Row) -> list[str | None]:
    """The days of publication of the reports that tell of an actor."""
    query = "select distinct left(report_published, 10) from actors where list_contains($own, id)"
    return [day for (day,) in connection.execute(query, own).fetchall()]


def party(one: Identity) -> Row:
    """An actor as the other side of something."""
    return {"id": one.id, "name": one.name, "country": one.country}


# Offices


OFFICES = """
    select told.report, source, report_published, told.name, office, text, sentences, mentions,
        (select flatten(list(other.mentions)) from actors as other
         where other.report = told.report and other.kind = 'person' and not list_contains($own, other.id)) as others
    from actors as told join reports on reports.id = told.report
    where list_contains($own, told.id) and office is not null order by report_published desc, told.report, told.id
"""


def offices_told(connection: "duckdb.DuckDBPyConnection", one: Identity) -> list[Row]:
    """The offices that reports give an actor, the latest told first, each with the reports and their words for it.

    ``span`` is `None` where the report does not say so and its reader knew; what the table of offices has too is left
    to the table then.
    """
    tabled = {roster.office_key(term.title) for term in terms_of(one)}
    found: dict[tuple[str, bool], Row] = {}
    for report, source, published, name, office, text, *where in connection.execute(
        OFFICES, {"own": one.ids}
    ).fetchall():
        key = roster.office_key(office)
        span = told_at(office, name, text, *(list(map(as_span, spans or ())) for spans in where))
        if span or key not in tabled:
            known = {"by": "report", "office": office, "first": None, "last": None, "reports": []}
            found.setdefault(key, known)["reports"].append({
                "report": report, "source": source["id"] or source["path"] or source["url"], "published": published,
                "span": span, "words": text[slice(*span)] if span else None,
            })  # fmt: skip
    for row in found.values():
        row |= roster.span_of((told["published"] or "")[:10] for told in row["reports"])
    return list(found.values())


def as_span(struct: Mapping[str, int]) -> Span:
    """A span as rows of the record have it."""
    return struct["start"], struct["end"]


def told_at(
    office: str, name: str, text: str, sentences: Iterable[Span], mentions: Sequence[Span], others: Sequence[Span]
) -> Span | None:
    """Where a text gives somebody of this name an office: in a mention, else near one in its sentence.

    No ``others``, mentions of other persons, may stand between the name and the office.
    """
    pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, office.split())) + r"\b", re.IGNORECASE)
    surnames = set(words(name))
    named = [m for m in mentions if surnames & set(tables.folded(text[slice(*m)]).split())]
    for start, end in named:
        if match := pattern.search(text, start, end):
            return match.span()
    for mention in named:
        first, last = next((s for s in sentences if s[0] <= mention[0] < s[1]), mention)
        for match in pattern.finditer(text, first, last):
            between = min(match.start(), mention[0]), max(match.end(), mention[1])
            if not any(start < between[1] and between[0] < end for start, end in others):
                return match.span()
    return None


def table_offices(one: Identity) -> Iterator[Row]:
    """The terms that the table of offices has for a person, as rows."""
    for term in terms_of(one):
        yield {
            "by": "table", "office": term.title, "class": term.office, "org": term.org, "from": term.start,
            "to": term.end, "source": term.source,
        }  # fmt: skip


def holds(connection: "duckdb.DuckDBPyConnection", one: Identity, every: Iterable[Identity]) -> list[Row]:
    """Links from persons over offices to states: those of a person, or of all persons by name of a state.

    Person, office and state are actors of their own. Links that reports tell have ``first`` and ``last``, the days of
    publication; those of the table of offices have ``from`` and ``to``.
    """
    held = roster.offices_told(connection, EVERY_PERIOD)
    of_state = [p for p in every if p.is_named and p.country == one.country]
    people = of_state if one.main.kind == "state" else [one] if one.is_named else []
    return [link for person in people for link in links(person, held[person.id])]


def links(person: Identity, told: Iterable[Row]) -> Iterator[Row]:
    """What links a person to a state: offices told in reports, then those of the table."""
    of_reports = ({"by": "report", **row} for row in told if is_held(row["office"]))
    for row in (*of_reports, *table_offices(person)):
        dates: Row = {key: row[key] for key in DATED if key in row}
        office = {"id": actor_id("office", offices.plain(row["office"]), person.country), "name": row["office"]}
        yield {"person": party(person), "office": office, "state": state(person.country), **dates}


def is_held(office: str) -> bool:
    """Whether the words of an office say that somebody holds it: no former minister does, no president-elect."""
    return not (offices.OTHERS - RANKS).intersection(tables.folded(office).split())


def state(code: str | None) -> Row | None:
    """A state, or a body that PLOVER has a code for."""
    known = tables.countries().get(code or "")
    return {"id": code, "name": known.name if known else code} if code else None


# Findings


def dealings(
    connection: "duckdb.DuckDBPyConnection", one: Identity, of: Mapping[str, Identity], side: str
) -> list[Row]:
    """With whom an actor deals as ``actor`` or as ``recipient``: a row a category and partner, most frequent first.

    ``statuses`` count what happened, was planned, denied. Partners in a meeting that has no recipient are those who
    meet; an event with nobody on the other side has the partner `None`.
    """
    other = "recipient" if side == "actor" else "actor"
    query = f"select event, status, {side}, {other} from events where list_has_any({side}, $own)"
    found: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for event, status, ours, theirs in connection.execute(query, {"own": one.ids}).fetchall():
        facing = theirs or (ours if side == "actor" else ())
        partners: set[str | None] = {of[i].id for i in facing if theirs or of[i] is not one}
        for partner in partners or {None}:
            found[event, partner][status] += 1
    told = [
        {
            "event": event, "partner": party(of[partner]) if partner else None, "count": statuses.total(),
            "statuses": dict(sorted(statuses.items(), key=lambda s: (-s[1], s[0]))),
        }
        for (event, partner), statuses in found.items()
    ]  # fmt: skip
    return sorted(told, key=lambda r: (-r["count"], r["event"], r["partner"]["name"] if r["partner"] else ""))


FOUND = {
    "statements": "from statements where list_has_any(speaker, $own) and kind != 'silence'",
    "positions": "from positions where list_has_any(actor, $own)",
    "silences": "from statements where list_has_any(speaker, $own) and kind = 'silence'",
}
Key = tuple[str, str]  # of a finding: its report's id and its own


def found_by(connection: "duckdb.DuckDBPyConnection", part: str, own: Row) -> list[Key]:
    """The statements, positions or silences of an actor, newest first, those without any date last."""
    newest = 'coalesce("date"."end", left(report_published, 10)) desc nulls last, report, evidence.start, id'
    return connection.execute(f"select report, id {FOUND[part]} order by {newest}", own).fetchall()


def findings(store: Store, keys: Mapping[str, Sequence[Key]]) -> Row:
    """Findings as rows, in the order of their keys."""
    wanted = {key for found in keys.values() for key in found}
    read: dict[Key, Row] = {}
    for report in store.reports({report for report, _ in wanted}):
        read |= {key: row for key, row in rows_of(report) if key in wanted}
    return {part: [read[key] for key in found] for part, found in keys.items()}


def rows_of(report: Report) -> Iterator[tuple[Key, Row]]:
    """The statements and positions of a report as rows."""
    for row in (*rows.statements([report]), *rows.positions([report])):
        yield (report.id, row["id"]), row
