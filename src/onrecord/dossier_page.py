"""A dossier as a page of plain text: one line a fact, each with the report that gives it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Row = dict[str, Any]
SHOWN = 10  # statements, positions and silences each, if not asked for more
WORDS = 12  # of the words that mean an actor, those that a page shows


def lines(dossier: Row) -> Iterator[str]:
    """The lines of a dossier (what `dossiers.dossier` gives): who it is, then a section for each sort of thing told."""
    yield from head(dossier)
    counts = dossier["counts"]
    sections: list[tuple[str, Iterable[str]]] = [
        ("Offices", map(office_line, dossier["offices"])),
        ("Holds", map(link_line, dossier["holds"])),
        ("Acts on", map(dealing_line, dossier["acts_on"])),
        ("Acted on by", map(dealing_line, dossier["acted_on_by"])),
        (part("Said", dossier["statements"], counts["statements"]), map(statement_line, dossier["statements"])),
        (
            part("Held out or ruled out", dossier["positions"], counts["positions"]),
            map(position_line, dossier["positions"]),
        ),
        (part("Silences", dossier["silences"], counts["silences"]), map(statement_line, dossier["silences"])),
    ]
    for title, body in sections:
        if found := [f"  {line}" for line in body]:
            yield from ("", title, *found)


def head(dossier: Row) -> Iterator[str]:
    """Who an actor is, and by which names it goes."""
    yield dossier["name"]
    sectors = " ".join(dossier["sectors"])
    yield " · ".join(filter(None, (dossier["kind"], dossier["country"], sectors, dossier["id"], *dossier["wikidata"])))
    dates = period(dossier["first"], dossier["last"])
    yield f"{counted(dossier['counts']['reports'], 'report')}{f', {dates}' if dates else ''}"
    yield "Names: " + ", ".join(f"{n['name']} ({counted(n['reports'], 'report')})" for n in dossier["names"])
    if dossier["joined"]:
        yield "Joined: " + ", ".join(map(joined_text, dossier["joined"]))
    if dossier["perhaps"]:
        several = ", ".join(f"{p['name']} ({p['id']})" for p in dossier["perhaps"])
        yield f"Perhaps one of these, but nothing says which: {several}"
    mentions = [f"{m['words']} {m['count']}" for m in dossier["mentions"]]
    more = [f"and {len(mentions) - WORDS} more"] if len(mentions) > WORDS else []
    if mentions:
        yield "Mentioned as: " + ", ".join((*mentions[:WORDS], *more))


BY = {
    "spelling": "the same name",
    "surname": "a short name that fits nobody else",
    "table": "another name of the same person in the table of offices",
    "wikidata": "the same Wikidata id",
}


def joined_text(joined: Row) -> str:
    """A name that was joined, and why."""
    where = joined["country"] or "no country told"
    return f"{joined['name']} ({where}, {counted(joined['reports'], 'report')}: {BY[joined['by']]})"


def office_line(office: Row) -> str:
    """An office with its dates and who gives it."""
    if office["by"] == "table":
        where = f", {office['org']}" if office["org"] else ""
        return f"{office['office']}{where}, {office['from']} to {office['to'] or 'now'} [table: {office['source']}]"
    told = office["reports"]
    shown = next((f": “{t['words']}” [{origin(t)}]" for t in told if t["words"]), f" [{origin(told[0])}]")
    dates = period(office["first"], office["last"])
    return f"{office['office']}, told in {counted(len(told), 'report')}{f', {dates}' if dates else ''}{shown}"


def link_line(link: Row) -> str:
    """Person, office and state with dates."""
    names = (link["person"]["name"], link["office"]["name"], link["state"]["name"] if link["state"] else "?")
    if link["by"] == "table":
        return f"{' → '.join(names)}, {link['from']} to {link['to'] or 'now'} [table: {link['source']}]"
    dates = period(link["first"], link["last"])
    return f"{' → '.join(names)}{f', {dates}' if dates else ''} [{counted(link['reports'], 'report')}]"


def dealing_line(dealing: Row) -> str:
    """A category of events, the other side, and how many of which status."""
    partner = dealing["partner"]["name"] if dealing["partner"] else "—"
    statuses = ", ".join(f"{count} {status}" for status, count in dealing["statuses"].items())
    return f"{dealing['event']} {partner}: {statuses}"


def statement_line(statement: Row) -> str:
    """When something was said or passed over, how, what, and in which report."""
    said = " […] ".join(" ".join(content.split()) for content in statement["content"])
    said = f"“{said}”" if statement["kind"] == "direct" else said
    cue = f"{statement['cue']}: " if statement["cue"] else ""
    return f"{day(statement)} {cue}{said} [{origin(statement)}]"


def position_line(position: Row) -> str:
    """When, with which stance, toward whom and on which conditions something would be done."""
    toward = f" (toward {', '.join(position['toward'])})" if position["toward"] else ""
    conditions = "".join(f"; {condition}" for condition in position["conditions"])
    measure = " ".join(position["measure"].split())
    dated = [position["date"], position["enddate"]] if position["date"] else None
    return f"{day(position | {'date': dated})} {position['stance']}: {measure}{toward}{conditions} [{origin(position)}]"


def part(title: str, shown: Sequence[Row], every: int) -> str:
    """A title that says how much of it is shown."""
    return title if len(shown) == every else f"{title} ({len(shown)} of {every}, the newest)"


def day(row: Row) -> str:
    """The days of a finding, else that of its report's publication."""
    dated = row["date"]
    return period(*dated) if dated else f"({row['published'][:10]})" if row["published"] else "?"


def period(first: str | None, last: str | None) -> str:
    """Two days as words; nothing where they are unknown."""
    return first or "" if first == last else f"{first} to {last}"


def origin(row: Row) -> str:
    """What a reader would call the report of a finding: its input's own id or file name, else a short hash."""
    return str(row["source"] or "").rsplit("/", 1)[-1] or row["report"].removeprefix("sha256:")[:12]


def counted(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
