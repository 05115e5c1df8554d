"""Who belonged to which organisation of states, when: look-ups over ``tables/alliances.csv``, read on first use.

A membership knows its days, months or years; a day falls in it where its month (or year) does. It lasts through its
end, and goes back before 1990 where it has no beginning. A member that is suspended is still a member.
"""

import functools
from dataclasses import dataclass

from onrecord import tables
from onrecord.records import checked_day


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's time in an organisation; ``start`` is empty where it is before 1990, ``end`` where it goes on."""

    organisation: str
    member: str
    start: str
    end: str
    source: str

    def covers(self, day: str) -> bool:
        """Whether an ISO day falls into the membership, as exactly as its ends are known."""
        return day[: len(self.start)] >= self.start and (not self.end or day[: len(self.end)] <= self.end)


def members(organisation: str, day: str) -> frozenset[str]:
    """Codes of the states that belong to an organisation, by name or alias ("NATO", "the OAU"), on an ISO day.

    None for one whose members the table does not know (see `alliances`). Raises `InputError` for a day that is no ISO
    date.
    """
    day = checked_day(day) or ""
    return frozenset(each.member for each in _by_organisation().get(_full(organisation), ()) if each.covers(day))


def alliances_of(country: str, day: str) -> frozenset[str]:
    """Names of the organisations that a state (ISO alpha-3) belongs to on an ISO day.

    Raises `InputError` for a day that is no ISO date.
    """
    day = checked_day(day) or ""
    return frozenset(each.organisation for each in memberships() if each.member == country and each.covers(day))


def alliances() -> frozenset[str]:
    """Names of the organisations whose members the table knows."""
    return frozenset(_by_organisation())


@functools.cache
def memberships() -> tuple[Membership, ...]:
    """Every membership of the table, in its order."""
    return tuple(
        Membership(row["organisation"], row["member"], row["from"], row["to"], row["source"])
        for _, row in tables.rows("alliances.csv")
    )


@functools.cache
def _by_organisation() -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    for each in memberships():
        found.setdefault(each.organisation, []).append(each)
    return found


def _full(organisation: str) -> str:
    """The name that an alias stands for."""
    known = tables.organization(organisation)
    return known.name if known else organisation
