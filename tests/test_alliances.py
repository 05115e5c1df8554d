"""Who belonged to which organisation of states, when."""

import itertools
import re
from collections import defaultdict

import pytest

from onrecord import tables
from onrecord.alliances import Membership, alliances, alliances_of, members, memberships
from onrecord.records import InputError

DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
# The last day that a table without a day of its own may mean.
LAST = "9999-12-31"


@pytest.mark.parametrize(
    ("organisation", "country", "day", "expected"),
    [
        ("NATO", "POL", "1999-03-11", False),
        ("NATO", "POL", "1999-03-12", True),
        ("NATO", "FIN", "2023-04-03", False),
        ("NATO", "FIN", "2023-04-04", True),
        ("North Atlantic Treaty Organization", "SWE", "2024-03-07", True),
        ("NATO", "UKR", "2024-11-27", False),
        ("NATO", "FRA", "1991-01-15", True),
        ("the European Union", "GBR", "2020-01-31", True),
        ("EU", "GBR", "2020-02-01", False),
        ("the European Community", "AUT", "1994-12-31", False),
        ("EU", "HRV", "2013-07-01", True),
        ("Warsaw Pact", "HUN", "1991-07-01", True),
        ("the Warsaw Pact", "HUN", "1991-07-02", False),
        ("CSTO", "UZB", "2009-05-04", True),
        ("CSTO", "UZB", "2013-01-01", False),
        ("CIS", "GEO", "2008-08-08", True),
        ("CIS", "GEO", "2009-08-18", False),
        ("CIS", "LTU", "1992-05-01", False),
        ("SCO", "IND", "2016-06-23", False),
        ("Shanghai Cooperation Organisation", "IRN", "2023-07-04", True),
        ("ASEAN", "VNM", "1995-07-28", True),
        ("ASEAN", "MMR", "1997-07-22", False),
        ("OAU", "MAR", "1999-09-09", False),
        ("African Union", "MAR", "2017-01-30", True),
        ("AU", "SSD", "2011-07-09", False),
        ("League of Arab States", "COM", "1993-11-20", True),
        ("GCC", "YEM", "2010-01-01", False),
        ("OPEC", "QAT", "2018-12-31", True),
        ("OPEC", "QAT", "2019-01-01", False),
        ("OPEC", "ECU", "2000-09-27", False),
        ("OPEC", "ECU", "2008-03-05", True),
        ("G8", "RUS", "2014-03-24", True),
        ("G-8", "RUS", "2014-03-25", False),
        ("G7", "RUS", "2006-07-15", False),
        ("BRICS", "ZAF", "2010-06-01", False),
        ("BRICS", "ETH", "2024-01-01", True),
        ("the Quad", "AUS", "2007-05-25", True),
        ("the Quad", "AUS", "2010-01-01", False),
        ("Mercosur", "VEN", "2012-07-31", True),
        ("ECOWAS", "NER", "2023-07-30", True),
        ("ECOWAS", "NER", "2025-01-29", False),
        ("SADC", "SYC", "2006-01-01", False),
        ("the Commonwealth", "ZWE", "2003-12-07", True),
        ("the Commonwealth", "ZWE", "2003-12-08", False),
        ("the Commonwealth", "ZAF", "1994-05-31", False),
        ("OIC", "CIV", "2001-06-01", True),
    ],
)
def test_members_on_a_day(organisation: str, country: str, day: str, expected: bool) -> None:
    assert (country in members(organisation, day)) is expected


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("NATO", "1990-01-01", 16), ("NATO", "2004-03-29", 26), ("NATO", "2024-03-07", 32), ("EU", "1990-01-01", 12),
        ("EU", "1995-01-01", 15), ("EU", "2004-05-01", 25), ("EU", "2013-07-01", 28), ("EU", "2024-01-01", 27),
        ("ASEAN", "1990-01-01", 6), ("ASEAN", "2000-01-01", 10), ("AU", "2018-01-01", 55),
        ("Arab League", "2000-01-01", 22), ("GCC", "2024-01-01", 6), ("OPEC", "2024-01-01", 12),
        ("G7", "2024-01-01", 7), ("G8", "2006-07-15", 8),
        ("BRICS", "2009-06-16", 4), ("BRICS", "2025-01-06", 10), ("SCO", "2024-07-04", 10), ("CSTO", "2024-01-01", 6),
        ("ECOWAS", "2024-01-01", 15), ("ECOWAS", "2025-02-01", 12), ("SADC", "2024-01-01", 16),
        ("OIC", "2024-01-01", 57),
        ("Commonwealth", "2024-01-01", 56), ("CIS", "1995-01-01", 12), ("Warsaw Pact", "2000-01-01", 0),
    ],
)  # fmt: skip
def test_how_many_members_there_were(organisation: str, day: str, count: int) -> None:
    assert len(members(organisation, day)) == count


def test_all_members_of_a_small_organisation() -> None:
    assert members("AUKUS", "2024-01-01") == {"AUS", "GBR", "USA"}
    assert members("AUKUS", "2021-09-14") == frozenset()


def test_a_datetime_is_its_day() -> None:
    assert "GBR" in members("EU", "2020-01-31T22:59:00")


def test_an_organisation_that_the_table_does_not_know_has_no_members() -> None:
    assert members("Utopian League", "2024-01-01") == frozenset()
    assert members("Amnesty International", "2024-01-01") == frozenset()
    assert "Amnesty International" not in alliances()


@pytest.mark.parametrize("day", ["", "2024", "2024-02-30", "yesterday"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    expected = f"^published: '{day}' is no date on the calendar; write it as YYYY-MM-DD$"
    with pytest.raises(InputError, match=expected):
        members("NATO", day)
    with pytest.raises(InputError, match=expected):
        alliances_of("FRA", day)


def test_alliances_of_a_state() -> None:
    assert alliances_of("UKR", "2020-01-01") == frozenset()
    assert alliances_of("POL", "1990-01-01") == {"Warsaw Pact"}
    assert alliances_of("POL", "2024-01-01") == {"NATO", "European Union", "Visegrad Group"}
    assert alliances_of("KAZ", "2024-01-01") == {
        "Collective Security Treaty Organization", "Commonwealth of Independent States", "Eurasian Economic Union",
        "Organization of Islamic Cooperation", "Shanghai Cooperation Organization",
    }  # fmt: skip


def test_every_organisation_stands_in_the_table_of_organisations_under_that_name() -> None:
    for name in alliances():
        known = tables.organization(name)
        assert known is not None, name
        assert known.name == name


def test_members_are_states_and_ends_are_days_in_order() -> None:
    for each in memberships():
        assert each.member in tables.countries(), each
        assert each.source, each
        assert all(DAY.fullmatch(day) for day in (each.start, each.end) if day), each
        assert not each.end or each.start <= each.end, each


def test_nobody_joins_before_having_left() -> None:
    spells: defaultdict[tuple[str, str], list[Membership]] = defaultdict(list)
    for each in memberships():
        spells[each.organisation, each.member].append(each)
    for of_one in spells.values():
        ordered = sorted(of_one, key=lambda each: each.start)
        for one, later in itertools.pairwise(ordered):
            assert (one.end or LAST) < later.start, (one, later)
