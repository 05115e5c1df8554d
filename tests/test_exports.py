"""PLOVER records and CAMEO dyads: every field of a record, which pairs an event becomes, what is left out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ended
from event_reports import patrols, talks
from onrecord import __version__, exports
from onrecord.records import Event, Report
from onrecord.store import Store

HEADER = (
    "GLOBALEVENTID,SQLDATE,Actor1Code,Actor1Name,Actor1CountryCode,Actor1Type1Code,Actor2Code,Actor2Name,"
    "Actor2CountryCode,Actor2Type1Code,IsRootEvent,EventCode,EventBaseCode,EventRootCode,QuadClass,GoldsteinScale,"
    "ActionGeo_FullName,ActionGeo_CountryCode,ActionGeo_Lat,ActionGeo_Long,SOURCEURL,EndDate,Status"
)
ADDRESS = "https://example.org/talks"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the talks and the patrols."""
    place = tmp_path_factory.mktemp("store") / "record"
    Store.create(place).add([talks(), patrols()])
    return place


def of(number: str, **changes: Any) -> Event:
    """An event of the talks, changed."""
    return next(e for e in talks().events if e.id == number).model_copy(update=changes)


def telling(event: Event) -> Report:
    """The report of the talks with one event only."""
    return talks().model_copy(update={"events": [event]})


def plover(number: str) -> dict[str, Any]:
    """The PLOVER record of an event."""
    return next(row for row in exports.plover([talks(), patrols()]) if row["id"] == number)


def test_a_plover_record_has_the_fields_of_the_manual_and_ours() -> None:
    assert plover("e1") == {
        "id": "e1", "date": "2024-11-25", "enddate": "2024-11-25",
        "actor": [
            {"code": "NOR", "sector": "GOV", "actor_text": "Norway", "identifier_id": None, "identifier_text": "Norway",
             "office": None},
            {"code": "LVA", "sector": "GOV", "actor_text": "Latvia", "identifier_id": None, "identifier_text": "Latvia",
             "office": None},
        ],
        "recipient": [], "event": ["CONSULT"], "mode": [], "context": ["diplomatic"],
        "event_loc": {"name": "Riga", "latitude": 56.946, "longitude": 24.106, "geonameid": 456172, "cc3": "LVA"},
        "event_text": ["held talks"], "quad_code": 1, "event_scale": 2.1,
        "text": "Norway and Latvia held talks in Riga on Monday.", "text_info": {"in": "text", "start": 0, "end": 47},
        "cite_info": {
            "url": ADDRESS, "title": "Norwegian minister visits Riga", "publication": "Baltic Courier",
            "language": "en", "coder": f"onrecord {__version__}", "codebook": "PLOVER 2.0",
        },
        "coder": f"onrecord {__version__}", "comment": None, "status": "happened", "according_to": None,
        "confidence": 0.9,
    }  # fmt: skip


def test_a_plover_record_of_a_headline_says_so_and_leaves_unknown_what_is() -> None:
    found = plover("e5")
    assert found["text_info"] == {"in": "title", "start": 0, "end": 30}
    assert found["actor"] == [
        {"code": "NOR", "sector": "GOVMIL", "actor_text": None, "identifier_id": "Q1", "identifier_text": "Kari Lund",
         "office": "Defense Minister"},
    ]  # fmt: skip
    assert (found["date"], found["enddate"], found["event_loc"], found["mode"]) == (None, None, None, ["visit"])


def test_plover_tells_on_whose_word_an_event_stands() -> None:
    told = [(row["id"], row["status"], row["according_to"]) for row in exports.plover([talks(), patrols()])]
    assert told == [
        ("e1", "happened", None), ("e2", "planned", ["Kari Lund"]), ("e3", "denied", None),
        ("e4", "happened", ["a source"]), ("e5", "happened", None), ("e6", "ongoing", ["United Nations"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "text"), [("a1", "Defense Minister Kari Lund"), ("LVA", "Latvia"), ("SWE", None), ("a2", None)]
)
def test_an_actor_is_named_by_the_longest_mention_in_the_evidence(number: str, text: str | None) -> None:
    report = talks()
    actor = next(a for a in report.actors if a.id == number)
    assert exports.side(report, of("e2"), actor)["actor_text"] == text


@pytest.mark.parametrize(
    ("event", "pairs"),
    [
        (of("e2"), [("NOR", "LVA")]),
        (of("e4"), [("FIN", None), ("EST", None)]),
        (of("e4", recipient=["SWE", "NOR"]), [("FIN", "SWE"), ("FIN", "NOR"), ("EST", "SWE"), ("EST", "NOR")]),
        (of("e2", actor=[]), [(None, "LVA")]),
        (of("e2", actor=[], recipient=[]), [(None, None)]),
        (of("e1"), [("NOR", "LVA"), ("LVA", "NOR")]),
        (of("e1", event="COOPERATE"), [("NOR", "LVA"), ("LVA", "NOR")]),
        (of("e1", actor=["NOR"]), [("NOR", None)]),
        (of("e1", recipient=["SWE"]), [("NOR", "SWE"), ("LVA", "SWE")]),
        (of("e1", mode="visit"), [("NOR", None), ("LVA", None)]),
        (
            of("e1", actor=["NOR", "LVA", "SWE"]),
            [("NOR", "LVA"), ("NOR", "SWE"), ("LVA", "NOR"), ("LVA", "SWE"), ("SWE", "NOR"), ("SWE", "LVA")],
        ),
    ],
)
def test_sides_become_pairs_and_a_meeting_goes_both_ways(
    event: Event, pairs: list[tuple[str | None, str | None]]
) -> None:
    assert exports.dyads(event) == pairs


def test_a_dyad_has_the_columns_of_gdelt() -> None:
    there, back = exports.cameo([telling(of("e1"))])
    assert there == {
        "GLOBALEVENTID": "e1", "SQLDATE": "20241125", "Actor1Code": "NORGOV", "Actor1Name": "Norway",
        "Actor1CountryCode": "NOR", "Actor1Type1Code": "GOV", "Actor2Code": "LVAGOV", "Actor2Name": "Latvia",
        "Actor2CountryCode": "LVA", "Actor2Type1Code": "GOV", "IsRootEvent": 1, "EventCode": "040",
        "EventBaseCode": "040", "EventRootCode": "04", "QuadClass": 1, "GoldsteinScale": 2.1,
        "ActionGeo_FullName": "Riga", "ActionGeo_CountryCode": "LVA", "ActionGeo_Lat": 56.946,
        "ActionGeo_Long": 24.106, "SOURCEURL": ADDRESS, "EndDate": "20241125", "Status": "happened",
    }  # fmt: skip
    assert tuple(there) == tuple(back) == exports.CAMEO_COLUMNS == tuple(HEADER.split(","))
    assert (back["Actor1Code"], back["Actor2Code"]) == ("LVAGOV", "NORGOV")


def test_a_date_known_in_part_has_its_end_and_none_is_made_up() -> None:
    dates = {row["GLOBALEVENTID"]: (row["SQLDATE"], row["EndDate"]) for row in exports.cameo([talks()])}
    assert dates["e3"] == ("20241118", "20241124")
    assert dates["e4"] == (None, None)


def test_codes_of_four_digits_have_a_base_and_a_root() -> None:
    (row,) = exports.cameo([telling(of("e2", cameo="0874"))])
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("0874", "087", "08")


def test_a_sanction_is_material_conflict() -> None:
    (row,) = exports.cameo([telling(of("e3"))])
    assert (row["QuadClass"], row["Actor2Code"], row["Actor2Type1Code"]) == (4, "LVA", None)


@pytest.mark.parametrize(
    ("event", "opens"),
    [
        (of("e1"), True),
        (of("e2"), False),
        (of("e5"), False),
        (of("e2", retold=[of("e1").trigger]), True),
        (of("e1", trigger=of("e1").retold[0], retold=[of("e1").trigger]), True),
    ],
)
def test_a_root_event_is_told_in_the_first_paragraph(event: Event, opens: bool) -> None:
    assert exports.opens(talks(), event) is opens


def test_exports_hold_what_took_place_unless_asked(record: Path, run: Callable[..., Ended]) -> None:
    def ids(*options: str) -> list[str]:
        lines = run("events", "--record", record, "--json", *options).out.splitlines()
        return sorted({row.get("id", row.get("GLOBALEVENTID")) for row in map(json.loads, lines)})

    assert ids("--to", "plover") == ids("--to", "cameo") == ["e1", "e4", "e5", "e6"]
    assert ids("--to", "plover", "--status", "planned,happened") == ["e1", "e2", "e4", "e5"]
    assert ids("--to", "cameo", "--status", "denied") == ["e3"]
    assert ids("--to", "cameo", "--pair", "NOR-LVA") == ["e1", "e5"]


def test_plover_records_are_json_lines(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("events", "--record", record, "--to", "plover", "--category", "MOBILIZE")
    assert ended.code == 0
    (line,) = ended.out.splitlines()
    assert json.loads(line) == plover("e6")
    assert run("events", "--record", record, "--to", "PLOVER", "--json", "--category", "MOBILIZE").out == ended.out


def test_cameo_dyads_are_csv_with_a_header(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("events", "--record", record, "--to", "cameo", "--actor", "FIN", "--csv")
    tail = f",,,,,0,111,111,11,3,-3.0,,,,,{ADDRESS},,happened"
    assert ended.out == f"{HEADER}\ne4,,FINGOV,Finland,FIN,GOV{tail}\ne4,,ESTGOV,Estonia,EST,GOV{tail}\n"
    assert run("events", "--record", record, "--to", "cameo", "--actor", "FIN").out == ended.out


def test_a_dyad_of_an_event_without_code_score_or_address_leaves_them_empty() -> None:
    (row,) = exports.cameo([patrols()])
    unknown = [column for column, value in row.items() if value is None]
    assert unknown == [
        "SQLDATE", "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2Type1Code", "EventCode", "EventBaseCode",
        "EventRootCode", "GoldsteinScale", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat",
        "ActionGeo_Long", "SOURCEURL", "EndDate",
    ]  # fmt: skip
    assert (row["Actor1Code"], row["Actor1Type1Code"], row["Status"]) == ("NORCOP", "COP", "ongoing")
