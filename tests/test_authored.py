"""The authored training passages and their checker."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from training.authored import check

TEXT = (
    "Kenya's foreign minister, Grace Otieno, said on Tuesday that the border would stay open, and her ministry "
    "declined to comment on the arrests. She said the two sides would meet again in Nairobi before the end of the "
    "month, and that traders should expect no new fees."
)


def passage(**changes: Any) -> dict[str, Any]:
    record = {
        "id": "t-1",
        "text": TEXT,
        "attributions": [
            {
                "source": "Kenya's foreign minister, Grace Otieno,",
                "cue": ["said"],
                "content": ["the border would stay open"],
                "silence": False,
            },
            {"source": "her ministry", "cue": ["declined to comment on"], "content": ["the arrests"], "silence": True},
            {"source": "She", "cue": [["said", 1]], "content": ["the two sides would meet again"], "silence": False},
        ],
        "entities": [["Kenya", "gpe"], ["Grace Otieno", "person"], ["Nairobi", "gpe"]],
        "times": [["Tuesday", "DATE"], ["the end of the month", "DATE"]],
    }
    return {**copy.deepcopy(record), **changes}


def spoken(**changes: Any) -> list[dict[str, Any]]:
    return [{"source": None, "cue": ["said"], "content": ["the border"], "silence": False, **changes}]


def test_a_good_passage_has_no_faults_and_no_doubts() -> None:
    assert list(check.faults(passage())) == []
    assert list(check.doubts(passage())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": "Too short."}, "text has 2 words"),
        ({"text": TEXT + "\n\n"}, "empty or padded paragraph"),
        ({"text": TEXT + "\n\nA.\n\nB.\n\nC.\n\nD."}, "5 paragraphs"),
        ({"attributions": spoken(source="Nobody")}, "source 'Nobody' is not in the text"),
        ({"attributions": spoken(source="")}, "source '' is not in the text"),
        ({"attributions": spoken(cue=[])}, "cue is empty"),
        ({"attributions": spoken(cue=[["said", 2]])}, "cue ['said', 2] is not in the text"),
        ({"attributions": spoken(cue=["aid"])}, "does not start at a word"),
        ({"attributions": spoken(content=["the bord"])}, "does not end at a word"),
        ({"attributions": spoken(content=["Kenya's foreign minister,"])}, "ends with a comma"),
        ({"attributions": spoken(silence="no")}, "silence is not true or false"),
        ({"attributions": [{"cue": ["said"]}]}, "keys are"),
        ({"entities": [["Kenya", "country"]]}, "'country' is not one of"),
        ({"entities": [["Keny", "gpe"]]}, "not in the text as whole words"),
        ({"entities": [["Kenya", "gpe"], ["Kenya", "place"]]}, "labelled twice"),
        ({"times": [["Tuesday"]]}, "is not a pair"),
        ({"times": [["Tuesday", "date"]]}, "'date' is not one of"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], expected: str) -> None:
    assert expected in " | ".join(check.faults(passage(**changes)))


def test_a_source_or_cue_may_not_run_past_its_paragraph_but_a_content_may() -> None:
    text = TEXT + "\n\nNothing else was known."
    across = ["no new fees.\n\nNothing else"]
    assert "runs past its paragraph" in " ".join(check.faults(passage(text=text, attributions=spoken(cue=across))))
    assert list(check.faults(passage(text=text, attributions=spoken(content=across)))) == []


def test_missing_fields_are_named() -> None:
    assert list(check.faults({"id": "t-1", "text": TEXT})) == ["fields missing: attributions, entities, times"]


def test_doubts_point_at_unlabelled_names_and_verbs_of_saying() -> None:
    found = " | ".join(check.doubts(passage(entities=[["Kenya", "gpe"]], attributions=spoken())))
    assert "no entity: …foreign minister, Grace" not in found  # the cut starts inside the passage
    assert "Grace Otieno" in found
    assert "Nairobi" in found
    assert "She said" in found


def test_files_are_checked_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join([json.dumps(passage()), json.dumps(passage()), "{"]), encoding="utf8")
    assert check.check([file]) == [
        "some.jsonl:2: t-1: id t-1 occurs before",
        "some.jsonl:3: not a JSON object; write one passage a line",
    ]


def test_the_command_says_how_many_and_fails_on_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(json.dumps(passage()), encoding="utf8")
    assert check.main([str(file)]) == 0
    assert capsys.readouterr().out == "1 passages, 0 faults\n"
    file.write_text(json.dumps(passage(times=[["Friday", "DATE"]])), encoding="utf8")
    assert check.main([str(file)]) == 1


def test_the_committed_passages_are_sound() -> None:
    files = sorted(Path(check.__file__).parent.glob("statements*.jsonl"))
    assert check.check(files) == []
