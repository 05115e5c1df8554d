"""Ladders: the steps of one actor on one measure, its silences among them, the shifts; and `onrecord positions`."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ended
from ladder_reports import FIRST, SECOND, THIRD, everything, first, fourth, position, report, second, third
from onrecord import display, ladders, rows
from onrecord.measures import Matcher
from onrecord.records import Report
from onrecord.select import Held
from onrecord.store import Store

HELD, RULED, SILENT, WEIGHED = (
    FIRST,
    SECOND[: SECOND.index("\n")],
    THIRD,
    "Seoul is considering weapons for Ukraine after talks with allies, an official said on Monday.",
)
WANTED = Held("KOR", "weapons to Ukraine")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the four reports."""
    place = tmp_path_factory.mktemp("store") / "record"
    Store.create(place).add(everything())
    return place


def ladder(reports: list[Report], wanted: Held = WANTED) -> list[ladders.Step]:
    return ladders.ladder(reports, wanted, Matcher().same)


def told(steps: list[ladders.Step]) -> list[tuple[Any, ...]]:
    """Of each step its day, its stance, and the stances and direction of its shift."""
    return [
        (s.day, s.position and s.position.stance, s.shift and (s.shift.was, s.shift.stance, s.shift.direction))
        for s in steps
    ]


def test_a_ladder_has_its_steps_by_day_with_silences_and_shifts() -> None:
    steps = ladder(everything())
    assert told(steps) == [
        ("2024-10-20", "refrains", None),
        ("2024-11-07", "not-ruled-out", ("refrains", "not-ruled-out", "closer")),
        ("2024-11-20", None, None),
        ("2024-11-25", "considers", ("not-ruled-out", "considers", "closer")),
    ]
    assert [step.quote for step in steps] == [HELD, RULED, SILENT, WEIGHED]
    assert [(s.shift.before, s.shift.now) for s in steps if s.shift] == [(HELD, RULED), (RULED, WEIGHED)]


def test_a_step_back_is_a_shift_away_and_the_same_stance_again_is_none() -> None:
    again = report(
        "five", "2024-12-01", FIRST, positions=[position("p6", FIRST, "South", "supplying arms", "refrains")]
    )
    more = report("six", "2024-12-02", FIRST + "\n", positions=again.positions)
    assert told(ladder([first(), fourth(), again, more])) == [
        ("2024-10-20", "refrains", None),
        ("2024-11-25", "considers", ("refrains", "considers", "closer")),
        ("2024-12-01", "refrains", ("considers", "refrains", "further")),
        ("2024-12-02", "refrains", None),
    ]


def test_stances_of_two_actors_or_on_two_measures_make_no_shift() -> None:
    steps = ladder([second()], Held(None, "to Ukraine sending"))
    assert told(steps) == [
        ("2024-11-07", "not-ruled-out", None), ("2024-11-07", "refrains", None), ("2024-11-07", "intends", None),
    ]  # fmt: skip


def test_a_state_speaks_through_its_officials_and_a_lawmaker_for_himself() -> None:
    yoon, lawmaker = (
        [a.model_copy(update={"sectors": sectors}) for a in second().actors] for sectors in (["GOV"], ["LEG"])
    )
    found = [ladder([first(), second().model_copy(update={"actors": cast})]) for cast in (yoon, lawmaker)]
    assert [[bool(step.shift) for step in steps] for steps in found] == [[False, True], [False, False]]


def test_a_period_and_stances_leave_steps_out_but_shifts_stay_what_they_are() -> None:
    assert told(ladder(everything(), Held("KOR", "weapons to Ukraine", ("considers",)))) == [
        ("2024-11-25", "considers", ("not-ruled-out", "considers", "closer"))
    ]
    within = Held("KOR", "weapons to Ukraine", (), "2024-11-08", "2024-11-24")
    assert told(ladder(everything(), within)) == [("2024-11-20", None, None)]
    assert ladder(everything(), Held("KOR", "weapons to Ukraine", (), "2025-01-01")) == []


def test_steps_without_a_day_come_last_and_in_no_period() -> None:
    undated = report("none", None, FIRST, positions=first().positions)
    quiet = third().model_copy(update={"published": None})
    assert [s.day for s in ladder([undated, quiet, second()])] == ["2024-11-07", None, None]
    assert ladder([undated, quiet], Held("KOR", "weapons to Ukraine", (), "2000-01-01")) == []
    assert ladder([undated, quiet], Held("KOR", "weapons to Ukraine", (), None, "2030-01-01")) == []


def test_a_ladder_as_data(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("positions", "--record", record, "--actor", "KOR", "--on", "weapons to Ukraine", "--json")
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.code, ended.err, [row["id"] for row in found]) == (0, "", ["p1", "p2", "s1", "p5"])
    assert all(tuple(row) == ladders.LADDER_COLUMNS for row in found)
    assert found[1] == {
        "report": second().id, "source": "two", "published": "2024-11-07", "id": "p2", "in": "text", "date": None,
        "enddate": None, "actor": ["Yoon Suk Yeol"], "actor_country": ["KOR"], "stance": "not-ruled-out",
        "measure": "sending weapons to Kyiv", "toward": ["Ukraine"], "toward_country": ["UKR"],
        "conditions": ["if Northern troops entered combat"], "condition_kinds": ["if"], "constraints": [],
        "phase": None, "according_to": None, "evidence": RULED, "confidence": 0.9, "day": "2024-11-07",
        "step": "position", "shift_from": "refrains", "shift_to": "not-ruled-out", "direction": "closer",
        "before": HELD, "now": RULED,
    }  # fmt: skip
    assert found[2] == {
        "report": third().id, "source": "three", "published": "2024-11-20", "id": "s1", "in": "text", "date": None,
        "enddate": None, "actor": ["presidential office"], "actor_country": ["KOR"], "stance": None,
        "measure": "weapons support for Ukraine", "toward": [], "toward_country": [], "conditions": [],
        "condition_kinds": [], "constraints": [], "phase": None, "according_to": None, "evidence": SILENT,
        "confidence": 0.8, "day": "2024-11-20", "step": "silence", "shift_from": None, "shift_to": None,
        "direction": None, "before": None, "now": None,
    }  # fmt: skip


def cells(out: str) -> list[list[str]]:
    """The cells of the lines of a printed table."""
    return [[c.strip() for c in re.split("[│┃]", line)[1:-1]] for line in out.splitlines() if line[:1] in "│┃"]


def test_the_ladder_is_printed_whole(record: Path, run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "320")
    ended = run("positions", "--record", record, "--actor", "KOR", "--on", "weapons to Ukraine")
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    assert cells(ended.out) == [
        ["date", "actor", "stance", "condition", "words", "source"],
        ["2024-10-20", "South Korea", "refrains", "", HELD, "one"],
        ["2024-11-07", "Yoon Suk Yeol", "▲ does not rule", "if Northern troops entered", RULED, "two"],
        ["", "", "out", "combat", "", ""],
        ["2024-11-20", "presidential office", "silent", "", SILENT, "three"],
        ["2024-11-25", "South Korea", "▲ considers", "after talks with allies", WEIGHED, "four"],
        ["date", "shift", "before", "now"],
        ["2024-11-07", "refrains → does not rule", HELD, RULED],
        ["", "out", "", ""],
        ["2024-11-25", "does not rule out →", RULED, WEIGHED],
        ["", "considers", "", ""],
    ]


def test_what_a_step_is_about_is_marked_in_its_sentence() -> None:
    marks = [(text := display.marked_step(step), text.spans[0]) for step in ladder(everything())]
    assert [text.plain[span.start : span.end] for text, span in marks] == [
        "supplying arms to Ukraine", "sending weapons to Kyiv", "weapons support for Ukraine", "weapons for Ukraine",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], "p1 p2 p3 p4 p5"),
        (["--actor", "jpn"], "p4"),
        (["--actor", "Yoon"], "p2"),
        (["--stance", "refrains,INTENDS"], "p1 p3 p4"),
        (["--since", "2024-11-08"], "p5"),
        (["--until", "2024-11-07", "--actor", "KOR"], "p1 p2 p3"),
        (["--on", "arms supplies to Kyiv"], "p1 p2 p5"),
        (["--on", "medical help to Ukraine", "--actor", "KOR"], "p3"),
        (["--actor", "KOR", "--on", "arms", "--stance", "considers"], "p5"),
        (["--actor", "nobody"], ""),
    ],
)
def test_positions_are_chosen_by_what_is_asked_for(
    options: list[str], found: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("positions", "--record", record, "--json", *options)
    assert sorted(json.loads(line)["id"] for line in ended.out.splitlines()) == found.split()
    assert (ended.code, ended.err) == (0, "")


def test_csv_and_json_hold_the_same(record: Path, run: Callable[..., Ended]) -> None:
    for options in ([], ["--actor", "KOR", "--on", "arms"]):
        found = [json.loads(line) for line in run("positions", "--record", record, "--json", *options).out.splitlines()]
        read = list(csv.DictReader(io.StringIO(run("positions", "--record", record, "--csv", *options).out)))
        assert [{k: _flat(v) for k, v in row.items()} for row in found] == read
        assert tuple(found[0]) == (ladders.LADDER_COLUMNS if options else rows.POSITION_COLUMNS)


def _flat(value: object) -> str:
    return "|".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_wrong_options_are_usage_errors(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("positions", "--record", record, "--stance", "maybe")
    assert ended.code == 1
    assert "'maybe' is no stance; give one of does, intends, considers, not-ruled-out" in " ".join(_plain(ended.err))
    ended = run("positions", "--record", record, "--csv", "--json")
    assert ended.code == 1
    assert "Invalid value for '--csv': give one format: CSV, or JSON Lines" in " ".join(_plain(ended.err))


def _plain(text: str) -> list[str]:
    return [word for word in text.split() if word not in "│╭╮╯╰─"]
