"""What must hold of ``tables/offices.csv``: known offices, sane dates, one holder at a time, somebody at every head."""

import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord import tables
from onrecord.offices import HEADS, OFFICES, SINGLE, Term, offices_held, term_of
from onrecord.records import TableError

MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
# On this day every state must have somebody at its head.
COVERED = "2020-06-30"
Numbered = list[tuple[int, Term]]


def check_offices() -> None:
    """Verify ``offices.csv``, states without a head included. Raises `TableError` with file and line."""
    numbered = [(line, term_of(list(row.values()))) for line, row in tables.rows("offices.csv")]
    for line, term in numbered:
        if fault := fault_of(term):
            raise TableError(f"offices.csv:{line}: {fault}")
    joint = [row for _, row in tables.rows("joint_offices.csv")]
    for line, term, other in contradictions(numbered, joint):
        raise TableError(
            f"offices.csv:{line}: {other.name} and {term.name} both hold {term.office} of {term.country} "
            f"from {max(term.start, other.start)}; an office held jointly stands in joint_offices.csv"
        )
    check_heads([term for _, term in numbered])


def fault_of(term: Term) -> str | None:
    """What is wrong with a term taken alone."""
    if not term.name or not term.title:
        return "no name or no title"
    if term.office not in OFFICES:
        return f"{term.office!r} is no office; one of {', '.join(sorted(OFFICES))}"
    for month in (term.start, *filter(None, [term.end])):
        if not MONTH.fullmatch(month):
            return f"{month!r} is no month or year; write it as YYYY-MM or YYYY"
    if term.end is not None and term.end[: len(term.start)] < term.start[: len(term.end)]:
        return f"the term ends ({term.end}) before it begins ({term.start})"
    if term.office == "organization-head" and term.country in tables.NON_STATES and not term.org:
        return "the head of no organisation; name it in the column org"
    return None


def contradictions(numbered: Numbered, joint: list[dict[str, str]]) -> Iterator[tuple[int, Term, Term]]:
    """Terms, with the later one's line, of two who hold an office with one seat for more than a month together."""
    seats: defaultdict[tuple[str, str], Numbered] = defaultdict(list)
    for line, term in numbered:
        if term.office in SINGLE and term.office in offices_held(term, term.start):
            seats[term.country, term.office].append((line, term))
    for among in seats.values():
        among.sort(key=lambda each: each[1].start)
        for place, (_, one) in enumerate(among):
            for line, other in among[place + 1 :]:
                if one.name != other.name and together(one, other) and not is_joint(one, other, joint):
                    yield line, other, one


def together(one: Term, other: Term) -> bool:
    """Whether two terms share more than the year, or the month and one more, in which one follows the other."""
    first, last = max(one.start, other.start), min(one.end or "9999", other.end or "9999")
    width = min(len(first), len(last))
    return (month_after(first) if width > 4 else first[:width]) < last[:width]


def month_after(month: str) -> str:
    """The month after one (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def is_joint(one: Term, other: Term, joint: list[dict[str, str]]) -> bool:
    """Whether one stands in for another who is suspended, or the table of joint offices has two hold one together."""
    begun = max(one.start, other.start)
    return any(term.title.startswith("Acting ") for term in (one, other)) or all(
        any(covers(row, term, begun) for row in joint) for term in (one, other)
    )


def covers(row: dict[str, str], term: Term, begun: str) -> bool:
    """Whether a row of joint offices tells of a term's office at the time."""
    of_it = (row["country"], row["office"]) == (term.country, term.office) and row["title"] in ("", term.title)
    return (
        of_it and row["from"] <= begun[: len(row["from"])] and (not row["to"] or begun[: len(row["to"])] <= row["to"])
    )


def check_heads(terms: list[Term]) -> None:
    """Raise `TableError` for a state of ``countries.csv`` with nobody at its head on the day that all must have."""
    led = {term.country for term in terms if term.office in HEADS and term.covers(COVERED)}
    dependent = {row["code"] for _, row in tables.rows("dependencies.csv")}
    for line, row in tables.rows("countries.csv"):
        if row["code"] not in led and row["code"] not in dependent:
            raise TableError(f"countries.csv:{line}: {row['name']} has no head of state or government in 2020")
