"""The floors, the exams' bookkeeping, and what speed is measured with."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bench import score, speed


def floors() -> dict[str, Any]:
    return {"exams": {"reading": {"corpus": "old", "floors": {"WHEN": 0.55, "WHO SAID WHAT": 0.6}}}, "lowered": []}


def test_a_figure_under_its_floor_or_missing_has_fallen_one_without_a_floor_never() -> None:
    found = list(score.marks("reading", {"WHEN": 0.54, "other": 0.0}, {"WHEN": 0.55, "WHO SAID WHAT": 0.6}))
    assert [(m.figure, m.fallen) for m in found] == [("WHEN", True), ("WHO SAID WHAT", True), ("other", False)]
    assert not next(score.marks("reading", {"WHEN": 0.55}, {"WHEN": 0.55})).fallen


def test_raising_lifts_to_the_hundredth_below_never_lowers_and_pins_the_corpus() -> None:
    found = [score.Mark("reading", "WHEN", 0.7891, 0.55), score.Mark("reading", "WHO SAID WHAT", 0.3, 0.6)]
    assert score.raised(floors(), found, {"reading": "new"})["exams"] == {
        "reading": {"corpus": "new", "floors": {"WHEN": 0.78, "WHO SAID WHAT": 0.6}}
    }


def test_lowering_keeps_the_reason_and_needs_one() -> None:
    found = score.lowered(floors(), "reading", "WHEN", 0.5, "the gold was mended")
    assert found["exams"]["reading"]["floors"]["WHEN"] == 0.5
    assert found["lowered"] == [
        {"exam": "reading", "figure": "WHEN", "from": 0.55, "to": 0.5, "why": "the gold was mended"}
    ]
    with pytest.raises(ValueError, match="--lower needs --why REASON"):
        score.lowered(floors(), "reading", "WHEN", 0.5, " ")
    with pytest.raises(ValueError, match="reading: no floor for 'WHERE'; there is one for WHEN, WHO SAID WHAT"):
        score.lowered(floors(), "reading", "WHERE", 0.5, "a reason")


def test_the_digest_tells_one_corpus_from_another_and_minds_the_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    assert score.digest([one, two]) == score.digest([one, two]) != score.digest([two, one])
    before = score.digest([one])
    one.write_text("1 and more")
    assert score.digest([one]) != before


def exam(tmp_path: Path, value: float) -> score.Exam:
    corpus = tmp_path / "corpus"
    corpus.write_text("reports")
    return score.Exam("reading", lambda: [corpus], lambda: {"WHEN": value, "WHO SAID WHAT": 0.9})


@pytest.mark.parametrize(("value", "code"), [(0.56, 0), (0.54, 1)])
def test_taking_an_exam_prints_figures_beside_floors_and_fails_on_a_fall(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: float, code: int
) -> None:
    taken = exam(tmp_path, value)
    pinned = floors()
    pinned["exams"]["reading"]["corpus"] = score.digest(taken.corpus())
    assert score.take([taken], pinned, as_json=True, lift=False) == code
    printed = json.loads(capsys.readouterr().out)
    assert printed[0] == {"exam": "reading", "figure": "WHEN", "reached": value, "floor": 0.55}


def test_another_corpus_fails_even_where_no_figure_fell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score.take([exam(tmp_path, 0.9)], floors(), as_json=True, lift=False) == 1
    assert "reading: the corpus is not the one that its floors were set on" in " ".join(capsys.readouterr().err.split())


def test_an_exam_whose_corpus_is_not_there_says_which_setting_to_make(capsys: pytest.CaptureFixture[str]) -> None:
    gone = score.Exam("reading", lambda: [Path("/nowhere/reports.jsonl")], dict)
    assert score.take([gone], floors(), as_json=True, lift=False) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert (
        said
        == "reading: /nowhere/reports.jsonl is not there; set ONRECORD_DATA and ONRECORD_EXAM to the corpora's folders"
    )


def test_the_committed_floors_name_the_exams_there_are_and_are_shares_of_one() -> None:
    kept = score.load()
    assert set(kept["exams"]) == {e.name for e in score.exams()}
    for pinned in kept["exams"].values():
        assert len(pinned["corpus"]) == 64
        assert all(0 < value <= 1 for value in pinned["floors"].values())
    assert all(entry["why"] for entry in kept["lowered"])


def test_a_run_is_timed_to_its_first_line_and_its_end_and_its_failure_is_told() -> None:
    found = speed.run([sys.executable, "-c", "import time; print('first', flush=True); time.sleep(0.5)"])
    assert found.first < found.seconds
    assert found.seconds >= 0.5
    with pytest.raises(RuntimeError, match=r"ended with 9: no such luck"):
        speed.run([sys.executable, "-c", "import sys; sys.stderr.write('no such luck'); sys.exit(9)"])


@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="the system tells no memory of processes in /proc"
)
def test_the_family_of_a_process_is_all_below_it_with_its_memory() -> None:
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as parent:
        deadline = time.monotonic() + 20
        while len(speed.family(parent.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(speed.family(parent.pid)) == 2
        assert speed.resident(parent.pid) > 1_000_000
        parent.communicate(b"\n")
    assert speed.resident(parent.pid) == 0
    assert parent.pid in speed.family(os.getpid()) or len(speed.family(parent.pid)) == 1


def test_stories_without_the_corpus_are_the_examples_under_other_ids(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(speed, "DATA", tmp_path)
    found = list(speed.stories(9))
    assert [s["id"] for s in found] == [str(n) for n in range(9)]
    assert len({s["title"] for s in found}) == 9
