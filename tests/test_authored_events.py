"""The checker of authored event passages finds each kind of fault, and the committed passages have none."""

import json
from pathlib import Path
from typing import Any

import pytest
from training.authored import check_events

from onrecord import tables

TEXT = "Police in Lusaka may arrest two union leaders on Friday, a court said."


def event(**changes: Any) -> dict[str, Any]:
    good = {
        "trigger": "arrest", "category": "COERCE", "mode": "arrest", "actor": ["Police in Lusaka"],
        "recipient": ["two union leaders"], "status": "possible", "cue": "may", "place": "Lusaka",
        "date": "Friday", "of": None,
    }  # fmt: skip
    return good | changes


def record(*events: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    return {"id": "t-1", "text": text, "events": list(events)}


def test_a_good_passage_and_one_without_events_have_no_faults() -> None:
    assert list(check_events.faults(record(event()))) == []
    assert list(check_events.faults(record())) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"category": "ARREST"}, "event 0: 'ARREST' is no category"),
        ({"mode": "detain"}, "event 0: 'detain' is no mode of COERCE"),
        ({"status": "maybe"}, "event 0: 'maybe' is no status"),
        ({"trigger": "rest"}, "event 0: 'rest' is not in the text as whole words"),
        ({"actor": ["the police"]}, "event 0: 'the police' is not in the text as whole words"),
        ({"recipient": [["union", 1]]}, "event 0: ['union', 1] is not in the text as whole words"),
        ({"actor": "Police"}, "event 0: actor or recipient is no list"),
    ],
)
def test_each_kind_of_fault_is_named(changes: dict[str, Any], fault: str) -> None:
    assert list(check_events.faults(record(event(**changes)))) == [fault]


def test_a_trigger_stands_for_one_event_only() -> None:
    assert list(check_events.faults(record(event(), event(mode=None)))) == ["trigger arrest occurs twice"]


def test_lines_and_ids_are_named_and_good_passages_counted(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join([json.dumps(record(event())), json.dumps(record()), "[1]"]) + "\n", encoding="utf8")
    lines, counts = check_events.check([file])
    assert lines == [
        "some.jsonl:2: t-1: id t-1 occurs before",
        "some.jsonl:3: not a JSON object; write one passage a line",
    ]
    assert counts == {"COERCE": 1, "possible": 1}


def test_the_committed_passages_have_no_faults() -> None:
    lines, counts = check_events.check(sorted(Path(check_events.__file__).parent.glob("events*.jsonl")))
    assert lines == []
    assert set(tables.modes()) <= set(counts)
