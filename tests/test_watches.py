"""Watches: conditions and the later events that may meet them, a person's own watches and what he says of matches."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ended
from ladder_reports import FOURTH, everything, fourth, second, third
from onrecord import corrections, watches
from onrecord.corrections import Correction
from onrecord.records import InputError, StoreError
from onrecord.store import Store

CONDITION = "if Northern troops entered combat"
PASSAGE = "North Korean troops engaged in combat near Kursk on Sunday."


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of the four reports."""
    place = tmp_path / "record"
    Store.create(place).add(everything())
    return place


def test_the_conditions_of_positions_are_watches() -> None:
    found = [(w.wording, w.kind, w.day) for w in watches.conditions(everything())]
    assert found == [("after talks with allies", "after", "2024-11-25"), (CONDITION, "if", "2024-11-07")]


def test_a_later_event_of_another_report_meets_a_condition() -> None:
    (match,) = watches.matches(everything(), [])
    assert (match.watch.wording, match.sighting.event.id, match.score) == (CONDITION, "e1", 0.833)
    assert (match.verdict, match.note) == (None, None)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "possible"}, "it may happen"),
        ({"status": "denied"}, "it did not happen"),
        ({"actor": ["RUS"], "evidence": (FOURTH.index("Russian"), FOURTH.index("Kharkiv"))}, "by others, elsewhere"),
        ({"date": second().published}, "before the position"),
    ],
)
def test_what_does_not_meet_a_condition(changes: dict[str, object], why: str) -> None:
    report = fourth()
    if "date" in changes:
        report = report.model_copy(update={"published": "2024-11-01"})
        changes = {"date": None}
    event = report.events[0].model_copy(update=changes)
    later = report.model_copy(update={"events": [event]})
    assert watches.matches([second(), later], []) == [], why


def test_an_event_of_the_same_report_is_no_match() -> None:
    report = second()
    own = report.model_copy(update={"events": [fourth().events[0].model_copy(update={"date": None, "place": None})]})
    assert watches.matches([own], [], 0.0) == []


def test_a_side_that_only_the_sentence_names_counts_for_less() -> None:
    report = fourth()
    event = report.events[0].model_copy(update={"actor": []})
    (match,) = watches.matches([second(), report.model_copy(update={"events": [event]})], [])
    assert match.score == 0.683


@pytest.mark.parametrize(
    ("given", "events"),
    [
        (("PRK", ("ASSAULT", "AID"), "UKR", "Kursk"), {"e1": 1.0}),
        (("PRK", ("AID",), None, None), {}),
        ((None, (), "UKR", None), {"e1": 1.0, "e2": 1.0}),
        ((None, (), None, "kharkiv"), {"e2": 0.5}),
        (("russia", ("ASSAULT",), None, "Kursk"), {}),
    ],
)
def test_a_watch_of_ones_own_asks_for_all_that_it_names(
    given: tuple[str | None, tuple[str, ...], str | None, str | None], events: dict[str, float]
) -> None:
    found = watches.matches([fourth()], [watches.added(*given)])
    assert {match.sighting.event.id: match.score for match in found} == events


def test_the_same_watch_set_twice_is_one() -> None:
    one, other = (watches.added("PRK", ("AID",), None, None) for _ in range(2))
    assert one == other
    assert one.id != watches.added("PRK", ("AID",), None, "Kursk").id
    with pytest.raises(InputError) as caught:
        watches.added(None, (), None, None)
    assert str(caught.value) == "watch: a watch for nothing; give an actor, event, recipient or place"


def test_a_match_is_shown_with_both_passages(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("watch", "--record", record, "--json")
    (row,) = map(json.loads, ended.out.splitlines())
    assert (ended.code, ended.err) == (0, "")
    assert list(row) == ["id", "score", "verdict", "note", "watch", "kind", "wording", "position", "event"]
    assert (row["score"], row["kind"], row["wording"]) == (0.833, "if", CONDITION)
    assert (
        row["position"]["evidence"] == f"President Yoon Suk Yeol did not rule out sending weapons to Kyiv {CONDITION}."
    )
    assert (row["event"]["evidence"], row["event"]["date"]) == (PASSAGE, "2024-11-24")
    shown = run("watch", "--record", record).out
    assert row["id"] in shown
    assert "0.83" in shown


def test_own_watches_and_judgements_are_kept(record: Path, run: Callable[..., Ended]) -> None:
    options = ["--actor", "PRK", "--event", "assault,AID", "--recipient", "UKR", "--place", "Kursk"]
    added = run("watch", "add", "--record", record, *options)
    key = watches.added("PRK", ("ASSAULT", "AID"), "UKR", "Kursk").id
    assert added == Ended(0, f"{key}: PRK ASSAULT,AID to UKR at Kursk\n", "")
    listed = run("watch", "list", "--record", record).out.splitlines()
    assert [line.split("  ")[1] for line in listed] == [
        f"if: {CONDITION}", "after: after talks with allies", "own: PRK ASSAULT,AID to UKR at Kursk",
    ]  # fmt: skip
    rows = [json.loads(line) for line in run("watch", "--record", record, "--json").out.splitlines()]
    assert [(row["kind"], row["score"], row["position"] is None) for row in rows] == [
        ("own", 1.0, True), ("if", 0.833, False),
    ]  # fmt: skip
    ids = [row["id"] for row in rows]
    assert run("watch", "judge", ids[0], "dismiss", "another front", "--record", record) == Ended(
        0, f"{ids[0]}: dismiss (another front)\n", ""
    )
    assert run("watch", "judge", ids[1][:6], "accept", "--record", record).out == f"{ids[1]}: accept\n"
    assert run("watch", "judge", ids[1][:6], "NOTE", "see page 2", "--record", record).out == (
        f"{ids[1]}: accept (see page 2)\n"
    )
    left = [json.loads(line) for line in run("watch", "--record", record, "--json").out.splitlines()]
    assert [(row["id"], row["verdict"], row["note"]) for row in left] == [(ids[1], "accept", "see page 2")]
    both = [json.loads(line) for line in run("watch", "--record", record, "--all", "--json").out.splitlines()]
    assert [row["verdict"] for row in both] == ["dismiss", "accept"]


def test_judgements_outlive_a_new_reading(record: Path) -> None:
    store = Store.open(record)
    (match,) = watches.found(store)
    watches.judge(store, match.id, "accept", None)
    store.add([third()])
    assert [(m.id, m.verdict) for m in watches.found(Store.create(record))] == [(match.id, "accept")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["zzz", "accept"],
            "onrecord: watch: no match with an id that begins with 'zzz'; `onrecord watch --all` lists them\n",
        ),
        (["m", "note"], "onrecord: watch: a note without words; write them after it, in quotes\n"),
    ],
)
def test_what_cannot_be_judged_is_told(
    arguments: list[str], told: str, record: Path, run: Callable[..., Ended]
) -> None:
    assert run("watch", "judge", *arguments, "--record", record) == Ended(2, "", told)


def test_an_id_that_several_matches_begin_with_is_told(record: Path, run: Callable[..., Ended]) -> None:
    run("watch", "add", "--record", record, "--actor", "PRK")
    assert run("watch", "judge", "m", "accept", "--record", record).err == (
        "onrecord: watch: 2 matches with an id that begins with 'm'; `onrecord watch --all` lists them\n"
    )


def test_the_last_correction_of_a_field_counts(record: Path) -> None:
    store = Store.open(record)
    assert corrections.kept(store) == []
    corrections.keep(store, [])
    assert not (record / "corrections").exists()
    one, two, three = (
        Correction(id="x", field=field, value={"v": value}) for field, value in (("a", "1"), ("b", "ü"), ("a", "2"))
    )
    corrections.keep(store, [one, two])
    corrections.keep(store, [three])
    assert corrections.kept(Store.open(record)) == [three, two]


def test_a_damaged_table_of_corrections_is_an_error(record: Path) -> None:
    (record / "corrections").mkdir()
    with pytest.raises(StoreError) as caught:
        corrections.kept(Store.open(record))
    told = str(caught.value)
    assert told.startswith(f"{record / 'corrections'}: the table is damaged (")
    assert told.endswith("); restore the folder or read into a new one")
