"""Event passages and judged predicates as training examples; the committed labels themselves."""

import json
from pathlib import Path
from typing import get_args

import pytest
from training import events
from training.corpora import FACTUAL, Example, Labels, written

from onrecord.language import features, words
from onrecord.records import Status
from onrecord.tables import modes

TEXT = "Turkey condemned the raid, and Turkey's envoy left."
EVENT = {
    "trigger": "condemned", "category": "ACCUSE", "mode": "disapprove", "actor": ["Turkey"], "recipient": [],
    "status": "happened", "cue": None, "place": None, "date": None, "of": None,
}  # fmt: skip
FOLDER = Path(events.__file__).parent / "annotated"
ANNOTATED = sorted(p for p in FOLDER.glob("*.jsonl") if p.name != "readings.jsonl")


def test_strings_become_spans_of_their_occurrence() -> None:
    assert events.span_of(TEXT, "Turkey") == (0, 6)
    assert events.span_of(TEXT, ["Turkey", 1]) == (31, 37)
    found = events.located(TEXT, EVENT | {"actor": [["Turkey", 1]], "of": "raid", "cue": "left"})
    assert found == {
        "category": "ACCUSE", "mode": "disapprove", "status": "happened", "trigger": (7, 16), "actor": [(31, 37)],
        "recipient": [], "act": [(21, 25)], "place": [], "grounds": [(46, 50)],
    }  # fmt: skip


def test_an_event_labels_its_trigger_and_links_its_roles() -> None:
    labels = events.example("x", TEXT, [events.located(TEXT, EVENT)]).labels
    assert labels.event is not None
    assert labels.mode is not None
    assert labels.status is not None
    assert labels.event[:4] == ["O", "B-ACCUSE", "O", "O"]
    assert labels.mode[:3] == ["?", "ACCUSE disapprove", "?"]
    assert labels.status[:3] == ["?", "happened", "?"]
    assert labels.links is not None
    (link,) = labels.links
    assert (link.kind, set(link.row)) == ("deeds", {1})
    assert link.others == (frozenset({0}), frozenset(), frozenset(), frozenset(), frozenset())


def test_a_bare_category_is_the_label_of_no_mode() -> None:
    labels = events.example("x", TEXT, [events.located(TEXT, EVENT | {"mode": None})]).labels
    assert labels.mode is not None
    assert labels.mode[1] == "ACCUSE"


def test_labels_on_a_corpus_are_kept_as_offsets_without_its_words() -> None:
    found = events.standoff({"id": "plv-whatever-7", "text": TEXT, "events": [EVENT]})
    assert found["id"] == f"plv-{events.digest(TEXT)}"
    assert (found["length"], found["sha"]) == (len(TEXT), events.digest(TEXT))
    assert "condemned" not in json.dumps(found)
    assert events.standoff({"id": "AFP@17", "text": TEXT, "events": []})["id"] == "AFP@17"


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda p: p.name)
def test_committed_offsets_lie_in_their_texts_and_name_known_labels(path: Path) -> None:
    statuses = set(get_args(Status))
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        record = json.loads(line)
        for event in record["events"]:
            assert event["status"] in statuses, number
            assert event["category"] in modes(), number
            assert event["mode"] is None or event["mode"] in modes()[event["category"]], number
            spans = [event["trigger"], *(s for role in events.ROLES for s in event[role])]
            assert all(0 <= a < b <= record["length"] for a, b in spans), number


def test_there_are_thousands_of_labelled_passages() -> None:
    assert [p.name for p in ANNOTATED] == ["plv.jsonl", "silver.jsonl"]
    assert sum(len(p.read_text(encoding="utf8").splitlines()) for p in ANNOTATED) > 3000


def test_penn_tokens_become_running_text() -> None:
    text, spans = events.running(["``", "He", "ca", "n't", "(", "yet", ")", "go", ",", "''", "she", "said"])
    assert text == "“He can't (yet) go,” she said"
    assert [text[a:b] for a, b in spans] == ["“", "He", "ca", "n't", "(", "yet", ")", "go", ",", "”", "she", "said"]


@pytest.mark.parametrize(
    ("value", "wanted"), [(3.0, "fact"), (1.6, "fact"), (1.5, "open"), (-1.5, "open"), (-1.6, "counterfact")]
)
def test_judgements_are_three(value: float, wanted: str) -> None:
    assert events.judgement(value) == wanted
    assert wanted in FACTUAL


def judged(text: str, at: int, value: float) -> list[str]:
    record = {"text": text, "targets": [{"span1": [at, at + 1], "label": value}]}
    return events.judged("x", record).labels.factual or []


def test_what_surely_will_be_is_no_fact() -> None:
    assert judged("Troops left Gao .", 1, 3.0)[1] == "fact"
    assert judged("Troops will leave Gao .", 2, 3.0)[2] == "?"
    assert judged("Troops will leave Gao .", 2, 0.0)[2] == "open"


def test_every_status_agrees_with_one_judgement() -> None:
    assert sorted(s for group in FACTUAL.values() for s in group) == sorted(get_args(Status))


def test_an_example_is_written_out_at_its_spans() -> None:
    example = Example("x", features.look(TEXT, words.split(TEXT)), Labels())
    assert written(example) == TEXT
