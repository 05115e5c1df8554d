"""``onrecord events``: which events are chosen, and how they are shown to people and given to programs."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ended
from event_reports import patrols, talks
from onrecord import display, rows, select
from onrecord.records import InputError
from onrecord.store import Store

HEADER = (
    "report,source,published,id,in,date,enddate,actor,actor_country,event,mode,context,cameo,quad,score,recipient,"
    "recipient_country,status,according_to,place,place_country,trigger,evidence,retold,why,status_words,confidence"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the talks and the patrols."""
    place = tmp_path_factory.mktemp("store") / "record"
    Store.create(place).add([talks(), patrols()])
    return place


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], "e1 e2 e3 e4 e5 e6"),
        (["--actor", "nor"], "e1 e2 e5 e6"),
        (["--actor", "police"], "e6"),
        (["--actor", "Kari"], "e5"),
        (["--recipient", "LVA"], "e2 e3 e5"),
        (["--recipient", "envoy"], "e3"),
        (["--actor", "NOR", "--recipient", "latvia"], "e2 e5"),
        (["--pair", "NOR-LVA"], "e1 e2 e5"),
        (["--pair", "lva-nor"], "e1 e2 e5"),
        (["--pair", "LVA-SWE"], "e3"),
        (["--pair", "FIN-EST"], "e4"),
        (["--pair", "NOR-SWE"], ""),
        (["--pair", "NOR-NOR"], ""),
        (["--category", "consult,AID"], "e1 e2 e5"),
        (["--category", "CONSULT", "--category", "ACCUSE"], "e1 e4 e5"),
        (["--status", "denied, planned"], "e2 e3"),
        (["--status", "ongoing", "--status", "denied"], "e3 e6"),
        (["--since", "2024-11-25"], "e1"),
        (["--since", "2024-11-24"], "e1 e3"),
        (["--until", "2024-11-24"], "e3"),
        (["--until", "2024-11-17"], ""),
        (["--since", "2024-11-20", "--until", "2024-11-22T09:00"], "e3"),
        (["--category", "CONSULT", "--actor", "LVA", "--status", "happened"], "e1"),
    ],
)
def test_events_are_chosen_by_what_is_asked_for(
    options: list[str], found: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("events", "--record", record, "--json", *options)
    chosen = [json.loads(line)["id"] for line in ended.out.splitlines()]
    assert sorted(chosen) == found.split()
    assert (ended.code, ended.err) == (0, "")


def test_an_event_row_has_its_words_beside_its_ids(record: Path, run: Callable[..., Ended]) -> None:
    (line,) = run("events", "--record", record, "--json", "--category", "AID").out.splitlines()
    row = json.loads(line)
    assert tuple(row) == rows.EVENT_COLUMNS
    assert row == {
        "report": talks().id, "source": "talks", "published": "2024-11-27", "id": "e2", "in": "text", "date": None,
        "enddate": None, "actor": ["Norway"], "actor_country": ["NOR"], "event": "AID", "mode": None,
        "context": ["military", "peacekeeping"], "cameo": "072", "quad": 2, "score": 7.4, "recipient": ["Latvia"],
        "recipient_country": ["LVA"], "status": "planned", "according_to": ["Kari Lund"], "place": None,
        "place_country": None, "trigger": "send", "retold": [], "why": "lexicon: send (VERB)",
        "status_words": ["would"], "confidence": 0.5,
        "evidence": "Defense Minister Kari Lund said Norway would send 40 engineers to Latvia.",
    }  # fmt: skip


def test_who_tells_of_an_event_is_a_name_or_the_words_for_it_or_the_writer() -> None:
    told = {row["id"]: row["according_to"] for row in rows.events([talks(), patrols()])}
    assert told == {
        "e1": None, "e2": ["Kari Lund"], "e3": None, "e4": ["a source"], "e5": None, "e6": ["United Nations"],
    }  # fmt: skip


def test_csv_has_a_header_and_a_bar_between_several_values(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("events", "--record", record, "--csv", "--category", "CONSULT", "--since", "2024-11-25")
    assert ended.out == (
        f"{HEADER}\n{talks().id},talks,2024-11-27,e1,text,2024-11-25,2024-11-25,Norway|Latvia,NOR|LVA,CONSULT,,"
        "diplomatic,040,1,2.1,,,happened,,Riga,LVA,held talks,Norway and Latvia held talks in Riga on Monday.,talks,,"
        ",0.9\n"
    )
    assert run("events", "--record", record, "--csv", "--actor", "nobody").out == HEADER + "\n"


def test_csv_and_json_hold_the_same(record: Path, run: Callable[..., Ended]) -> None:
    found = [json.loads(line) for line in run("events", "--record", record, "--json").out.splitlines()]
    read = list(csv.DictReader(io.StringIO(run("events", "--record", record, "--csv").out)))
    assert [{k: _flat(v) for k, v in row.items()} for row in found] == read
    assert "in/port, quay.txt" in [row["source"] for row in read]


def _flat(value: object) -> str:
    return "|".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_the_table_shows_an_event_a_line_without_colours_where_nobody_watches(
    record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("events", "--record", record, "--status", "happened,denied")
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    lines = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in ended.out.splitlines()]
    head = ["date", "actor", "event", "recipient", "status", "trigger", "evidence"]
    meeting = ["2024-11-25", "Norway, Latvia", "CONSULT", "—", "happened", "held talks"]
    assert lines[1] == head
    assert [*meeting, "Norway and Latvia held talks in Riga on Monday."] in lines
    assert ["?", "Kari Lund", "CONSULT", "Latvia", "happened", "visits", "Norwegian minister visits Riga"] in lines
    assert ["2024-11-18…24", "Sweden", "SANCTION", "Latvian envoy", "denied", "expelled"] in [row[:6] for row in lines]


def test_on_a_narrow_terminal_the_trigger_is_marked_in_its_sentence_only() -> None:
    names = [[str(column.header) for column in display.events_table([talks()], n).columns] for n in (109, 110)]
    assert names[0] == ["date", "actor", "event", "recipient", "status", "evidence"]
    assert names[1] == ["date", "actor", "event", "recipient", "status", "trigger", "evidence"]


def test_the_evidence_stands_on_one_line_with_its_trigger_marked() -> None:
    report = talks()
    plan = report.events[1].model_copy(update={"evidence": (report.events[1].evidence[0], report.text.index("Sweden"))})
    text = display.marked_evidence(report, plan)
    assert text.plain == (
        "Defense Minister Kari Lund said Norway would send 40 engineers to Latvia. It was not said when.  "
    )
    assert [(text.plain[s.start : s.end], s.style) for s in text.spans] == [("send", "bold underline")]


def test_a_shown_report_has_its_triggers_marked_retellings_too() -> None:
    text = display.marked_text(talks())
    marked = [text.plain[s.start : s.end] for s in text.spans if s.style == "underline"]
    assert marked == ["held talks", "talks", "send", "expelled", "condemned"]


def test_a_report_without_events_is_shown_without_a_table_of_them() -> None:
    out = display.console()
    with out.capture() as shown:
        out.print(display.marked_report(talks().model_copy(update={"events": []})))
    assert "Events" not in shown.get()
    assert "recipient" not in shown.get()


@pytest.mark.parametrize("given", ["RUS", "RUS-UKR-POL", "RUS UKR", "RUS-XXX", "-UKR", ""])
def test_what_is_no_pair_of_countries_is_refused(given: str) -> None:
    with pytest.raises(InputError) as caught:
        select.pair(given)
    assert (caught.value.seen, caught.value.remedy) == (
        f"{given!r} is no pair of country codes", "write it like RUS-UKR",
    )  # fmt: skip


def test_pairs_may_be_of_bodies_that_are_no_states() -> None:
    assert select.pair("eur-Rus") == "EUR-RUS"
