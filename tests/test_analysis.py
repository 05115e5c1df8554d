"""From scores to documents, and what a document answers."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language import Attribution, Document, Tagged, Token, analysis
from onrecord.language.document import ROOT

LABELS = ["O", "B-gpe", "I-gpe", "B-organization", "I-organization"]


def chances(*rows: tuple[float, ...]) -> npt.NDArray[np.float32]:
    return np.array(rows, np.float32)


def certain(*tags: int) -> npt.NDArray[np.float32]:
    """Chances that leave no doubt about a sequence of tags."""
    found = np.full((len(tags), len(LABELS)), 0.01, np.float32)
    found[np.arange(len(tags)), list(tags)] = 1 - 0.01 * (len(LABELS) - 1)
    return found


def found_runs(given: npt.NDArray[np.float32]) -> list[tuple[int, int, str]]:
    return [(a, b, label) for a, b, label, _ in analysis.runs(given, LABELS)]


def test_softmax_gives_probabilities_and_bears_large_scores() -> None:
    found = analysis.softmax(np.array([[1e4, 1e4], [0.0, -1e4]], np.float32))
    assert found.tolist() == [[0.5, 0.5], [1.0, 0.0]]


def test_sigmoid_bears_large_scores() -> None:
    found = analysis.sigmoid(np.array([-1e6, 0.0, 1e6], np.float32))
    assert found.tolist() == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((0, 0, 0), []),
        ((1, 2, 0), [(0, 2, "gpe")]),
        ((0, 1, 1), [(1, 2, "gpe"), (2, 3, "gpe")]),
        ((0, 2, 2), [(1, 3, "gpe")]),  # an I that continues nothing opens a run
        ((1, 0, 2), [(0, 1, "gpe"), (2, 3, "gpe")]),
        ((3, 4, 4), [(0, 3, "organization")]),
        ((1, 3, 4), [(0, 1, "gpe"), (1, 3, "organization")]),
        ((4,), [(0, 1, "organization")]),
    ],
)
def test_runs_of_certain_tags(tags: tuple[int, ...], expected: list[tuple[int, int, str]]) -> None:
    assert found_runs(certain(*tags)) == expected


def test_no_words_have_no_runs() -> None:
    assert found_runs(np.zeros((0, len(LABELS)), np.float32)) == []


def test_a_word_is_inside_where_all_kinds_together_outweigh_outside() -> None:
    assert found_runs(chances((0.4, 0.35, 0.25, 0, 0))) == [(0, 1, "gpe")]
    assert found_runs(chances((0.55, 0.25, 0.2, 0, 0))) == []


def test_the_kind_of_a_run_is_decided_on_all_of_its_words() -> None:
    united_states_congress = chances(
        (0.02, 0.50, 0.00, 0.48, 0.00), (0.02, 0.00, 0.45, 0.00, 0.53), (0.02, 0.01, 0.01, 0.06, 0.90)
    )
    assert found_runs(united_states_congress) == [(0, 3, "organization")]


def test_the_score_of_a_run_is_the_mean_chance_of_its_kind() -> None:
    ((_, _, _, score),) = analysis.runs(chances((0.1, 0.8, 0.1, 0, 0), (0.3, 0.1, 0.6, 0, 0)), LABELS)
    assert score == pytest.approx(0.8)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_runs_are_in_order_and_cover_what_is_tagged(tags: list[int]) -> None:
    runs = found_runs(certain(*tags))
    assert [i for a, b, _ in runs for i in range(a, b)] == [i for i, t in enumerate(tags) if t]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", []),
        ("..", []),
        ("##", [(0, 2)]),
        ("#.#", [(0, 3)]),
        ("#..#", [(0, 4)]),
        ("#...#", [(0, 1), (4, 5)]),
        (".##...#.#..", [(1, 3), (6, 9)]),
    ],
)
def test_small_holes_are_closed(chosen: str, expected: list[tuple[int, int]]) -> None:
    assert analysis.solid(np.array([c == "#" for c in chosen], np.bool_)) == expected


# Documents


def document() -> Document:
    """Kyiv said talks ended. Moscow agreed"""
    rows = [
        ("Kyiv", "PROPN", 1, "nsubj"), ("said", "VERB", ROOT, "root"), ("talks", "NOUN", 3, "nsubj:pass"),
        ("ended", "VERB", 1, "ccomp"), (".", "PUNCT", 1, "punct"), ("Moscow", "PROPN", 6, "nsubj"),
        ("agreed", "VERB", ROOT, "root"),
    ]  # fmt: skip
    text, tokens = "", []
    for form, upos, head, deprel in rows:
        start = len(text) + (form != "." and bool(text))
        text += ("" if form == "." or not text else " ") + form
        tokens.append(Token(start, start + len(form), form, form.lower(), upos, "", head, deprel))
    return Document(text, tokens, [(0, 5), (5, 7)])


def test_children_are_in_text_order() -> None:
    found = document()
    assert [found.children(i) for i in range(7)] == [[], [0, 3, 4], [], [2], [], [], [5]]


def test_a_child_is_found_by_relation_with_subtypes() -> None:
    found = document()
    assert found.child(1, "nsubj") == 0
    assert found.child(3, "nsubj") == 2
    assert found.child(3, "nsubj:pass") == 2
    assert found.child(1, "obj", "ccomp") == 3
    assert found.child(1, "obj") is None
    assert found.related(2, "nsubj")
    assert not found.related(2, "nsub", "obj")


def test_subtrees_ancestors_and_heads_of_runs() -> None:
    found = document()
    assert found.subtree(1) == [0, 1, 2, 3, 4]
    assert found.subtree(3) == [2, 3]
    assert list(found.ancestors(2)) == [3, 1]
    assert list(found.ancestors(1)) == []
    assert found.head_of(2, 4) == 3
    assert found.head_of(0, 5) == 1


def test_ancestors_of_a_cycle_end() -> None:
    found = document()
    found.tokens[1].head = 3
    assert list(found.ancestors(2)) == [3, 1]


def test_spans_words_and_sentences() -> None:
    found = document()
    assert found.text == "Kyiv said talks ended. Moscow agreed"
    assert found.span(2, 4) == (10, 21)
    assert found.words(2, 5) == "talks ended."
    assert found.sentence_span(0) == (0, 22)
    assert found.words(*found.sentences[1]) == "Moscow agreed"
    assert [found.sentence_of(i) for i in range(7)] == [0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 4), (0, 1)), ((1, 6), (0, 2)), ((4, 5), (0, 0)), ((21, 22), (4, 5)), ((0, 99), (0, 7)), ((4, 4), (0, 0))],
)
def test_tokens_in_a_span(span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert document().tokens_in(*span) == expected


def test_findings_of_a_document_start_empty_and_are_not_shared() -> None:
    one, other = document(), document()
    one.entities.append(Tagged(0, 1, "gpe", 0.9))
    one.attributions.append(Attribution([(0, 1)], [(1, 2)], [(2, 4)], 0.9))
    assert (other.entities, other.times, other.attributions) == ([], [], [])
