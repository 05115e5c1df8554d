"""Marked reports: taken apart, checked, and made into training examples."""

from typing import Any

import pytest
from training import positions, readings
from training.corpora import Places

from onrecord.language import words

MARKED = (
    "[South Korean President Yoon Suk Yeol|yoon] {met|e1} [an envoy|envoy] in [Seoul|] on Monday.\n\n"
    "[He|yoon] {did not rule out|p1} sending aid if [the two sides|yoon+envoy] agreed."
)
EVENT = {
    "category": "CONSULT", "mode": "visit", "actor": ["envoy"], "recipient": ["yoon"], "status": "happened",
    "cue": None, "place": "Seoul", "place_country": "KOR", "date": ["2024-11-25", "2024-11-25"],
}  # fmt: skip
POSITION = {
    "actor": ["yoon"], "measure": "sending aid", "toward": [], "stance": "not-ruled-out",
    "conditions": [{"text": "if the two sides agreed", "kind": "if"}], "constraints": [],
}  # fmt: skip
READING: dict[str, Any] = {
    "id": "made-up", "published": "2024-11-25", "marked": MARKED,
    "actors": {
        "yoon": {"name": "Yoon Suk Yeol", "kind": "person", "country": "KOR", "sectors": ["GOV"]},
        "envoy": {"name": "envoy", "kind": "person", "country": None, "sectors": ["GOV"]},
    },
    "events": {"e1": EVENT}, "positions": {"p1": POSITION},
}  # fmt: skip
TEXT = readings.unmarked(MARKED).text


def test_marks_come_out_with_their_spans() -> None:
    marks = readings.unmarked("[The aide of [Lee|lee]|aide] {left|e1+p2} [here|].")
    assert marks.text == "The aide of Lee left here."
    assert marks.mentions == [((12, 15), ("lee",)), ((0, 15), ("aide",))]
    assert marks.triggers == [((16, 20), ("e1", "p2"))]


@pytest.mark.parametrize(
    ("marked", "wrong"),
    [("left|e1}.", "closes what is not open"), ("[Lee|lee} left.", "closes what is not open"), ("[Lee left", "[ is")],
)
def test_marks_that_do_not_pair_are_an_error(marked: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.replace("[", r"\[")):
        readings.unmarked(marked)


def test_a_good_reading_has_no_faults() -> None:
    assert list(readings.faults(READING, TEXT)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"events": {"e1": EVENT | {"category": "TALK"}}}, "e1: category 'TALK'"),
        ({"events": {"e1": EVENT | {"mode": "kidnap"}}}, "e1: CONSULT has no mode 'kidnap'"),
        ({"events": {"e1": EVENT | {"status": "past"}}}, "e1: status 'past'"),
        ({"events": {"e1": EVENT | {"actor": ["kim"]}}}, "e1: no actor kim"),
        ({"events": {"e1": EVENT | {"place": "Busan"}}}, "e1: 'Busan' is not in the text"),
        ({"events": {"e1": EVENT | {"date": ["Monday", "Monday"]}}}, "e1: date ['Monday', 'Monday']"),
        ({"events": {}}, "triggers and entries differ: ['e1']"),
        ({"positions": {"p1": POSITION | {"stance": "hopes"}}}, "p1: stance 'hopes'"),
        ({"positions": {"p1": POSITION | {"measure": "sending arms"}}}, "p1: 'sending arms' is not in the text"),
        ({"actors": {"yoon": READING["actors"]["yoon"]}}, "mention of envoy, who is not in actors"),
    ],
)
def test_a_fault_is_told(change: dict[str, Any], fault: str) -> None:
    assert fault in list(readings.faults(READING | change, TEXT))


def test_a_text_that_is_not_the_reports_is_a_fault() -> None:
    (fault,) = readings.faults(READING, TEXT.replace("Monday", "Sunday"))
    assert fault.startswith("the text differs:")


def test_white_space_alone_makes_no_other_text() -> None:
    assert list(readings.faults(READING, TEXT.replace(" ", "\n"))) == []


def test_letters_are_aligned_whatever_the_white_space() -> None:
    at = readings.aligned("a b  c", "a\n\nb c")
    assert [at[i] for i in (0, 2, 5)] == [0, 3, 5]
    assert readings.moved((2, 6), at) == (3, 6)


def test_a_string_is_found_near_its_trigger_or_by_its_number() -> None:
    text = "the deal, the war, the deal"
    assert readings.located(text, "the deal", (20, 22)) == (19, 27)
    assert readings.located(text, ["the deal", 0], (20, 22)) == (0, 8)
    assert readings.located(text, None, (0, 1)) is None


def test_a_side_is_linked_to_its_nearest_mention_in_the_sentence_else_the_last_before() -> None:
    text = "Oslo met Rome. Talks went on. Oslo left."
    mentions = [((0, 4), ("oslo",)), ((9, 13), ("rome",)), ((30, 34), ("oslo",))]
    bounds = readings.sentence_bounds(text)
    assert bounds == [0, 15, 30]
    assert readings.nearest(mentions, "oslo", (35, 39), bounds) == (30, 34)
    assert readings.nearest(mentions, "rome", (35, 39), bounds) == (9, 13)
    assert readings.nearest(mentions, "bonn", (35, 39), bounds) is None


@pytest.mark.parametrize(
    ("mention", "heads"),
    [
        ("Foreign Minister Ada Lind", ["Foreign", "Minister", "Ada", "Lind"]),
        ("the ministers of Chile", ["ministers"]),
        ("Norway's", ["Norway"]), ("he", ["he"]), ("the minister, who left", ["minister"]),
    ],
)  # fmt: skip
def test_the_head_words_of_a_mention(mention: str, heads: list[str]) -> None:
    spans = words.split(mention)
    found = readings.head_words(mention, Places(spans), 0, len(mention))
    assert [mention[slice(*spans[i])] for i in found] == heads


def test_a_later_mention_is_linked_to_those_before_it() -> None:
    spans = words.split(TEXT)
    marks = readings.unmarked(MARKED)
    links = list(readings.chains(TEXT, Places(spans), marks.mentions))
    told = {
        TEXT[slice(*spans[min(link.row)])]: sorted(TEXT[slice(*spans[i])] for i in link.others[0]) for link in links
    }
    assert told["He"] == ["Korean", "President", "South", "Suk", "Yeol", "Yoon"]
    assert told["sides"] == ["He", "Korean", "President", "South", "Suk", "Yeol", "Yoon", "envoy"]
    assert told["envoy"] == []


def test_a_position_labels_its_stance_and_links_its_parts() -> None:
    text = "Oslo will not sell arms unless Bern agrees."
    found = positions.located(text, {
        "trigger": "will not", "actor": ["Oslo"], "measure": "sell arms", "toward": [], "stance": "rules-out",
        "conditions": [{"text": "unless Bern agrees", "kind": "unless"}], "constraints": [],
    })  # fmt: skip
    spans = words.split(text)
    stance, (link,) = positions.labels(Places(spans), len(spans), [found])
    assert stance[:4] == ["O", "B-rules-out", "I-rules-out", "O"]
    assert [sorted(part) for part in link.others] == [[0], [3, 4], [5, 6, 7], []]


def test_the_readings_kept_name_their_reports_and_hold_no_word_of_them() -> None:
    for record in readings.records(None):
        assert set(record) == {"id", "published", "sha", "actors", "mentions", "events", "positions"}
        assert all(key in record["actors"] for _, _, *keys in record["mentions"] for key in keys)
        assert all(isinstance(event["trigger"], list) for event in record["events"])


def test_the_authored_positions_are_whole() -> None:
    records = list(positions.records(None))
    assert sum(bool(r["positions"]) for r in records) >= 1200
    assert sum(not r["positions"] for r in records) >= 600
    assert len({r["id"] for r in records}) == len(records)
    for record in records:
        for position in record["positions"]:
            positions.located(record["text"], position)
