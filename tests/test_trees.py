"""Trees from arc scores."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.language import trees

Scores = npt.NDArray[np.float64]
SCORE = st.integers(-9, 9).map(float)


def single_rooted(heads: tuple[int, ...] | list[int]) -> bool:
    """Whether heads (-1 the root) make one tree with one root."""
    if list(heads).count(-1) != 1:
        return False
    for start in range(len(heads)):
        node, steps = start, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return True


def worth(scores: Scores, heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(scores[i, h + 1] for i, h in enumerate(heads)))


def best(scores: Scores) -> float:
    """The worth of the best single-rooted tree, all of them tried."""
    count = len(scores)
    every = itertools.product(range(-1, count), repeat=count)
    return max(worth(scores, heads) for heads in every if single_rooted(heads))


def grids(smallest: int, largest: int) -> st.SearchStrategy[Scores]:
    return st.integers(smallest, largest).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=SCORE))


@given(grids(1, 4))
@settings(max_examples=150, deadline=None)
def test_no_tree_is_better_than_the_one_decoded(scores: Scores) -> None:
    heads = trees.decode(scores, [(0, len(scores))])
    assert single_rooted(heads)
    assert worth(scores, heads) == best(scores)


def test_no_tree_of_six_words_is_better() -> None:
    random = np.random.default_rng(7)
    valid = [h for h in itertools.product(range(-1, 5), repeat=5) if single_rooted(h)]
    assert len(valid) == 5**4, "Cayley counts the single-rooted trees of n labelled nodes: n to the n - 1"
    for _ in range(30):
        scores = random.normal(0, 5, (5, 6))
        found = worth(scores, trees.decode(scores, [(0, 5)]))
        assert found == pytest.approx(max(worth(scores, heads) for heads in valid))


@given(grids(5, 25))
@settings(max_examples=30, deadline=None)
def test_long_sentences_get_one_root_and_no_cycle(scores: Scores) -> None:
    heads = trees.decode(scores, [(0, len(scores))])
    assert single_rooted(heads)
    assert all(h != i for i, h in enumerate(heads))


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_a_sentence_where_every_word_would_be_root_gets_one(scale: float) -> None:
    scores = np.zeros((6, 7))
    scores[:, 0] = np.arange(6) * scale + scale
    heads = trees.decode(scores, [(0, 6)])
    assert heads[5] == -1
    assert heads.count(-1) == 1


def test_a_cycle_of_best_heads_is_opened_where_it_costs_least() -> None:
    scores = np.array([[0.0, 0, 10], [5, 10, 0]])  # each word's best head is the other; word 1 loses less as root
    assert trees.decode(scores, [(0, 2)]) == [1, -1]


def test_a_nested_cycle_is_opened() -> None:
    scores = np.full((4, 5), -5.0)
    scores[0, 2] = scores[1, 1] = 9  # 0 and 1 hold each other
    scores[2, 4] = scores[3, 3] = 9  # 2 and 3 hold each other
    scores[0, 3], scores[2, 1] = 8, 8  # and the two pairs hold each other
    scores[3, 0] = 1
    heads = trees.decode(scores, [(0, 4)])
    assert heads == [2, 0, 3, -1]
    assert worth(scores, heads) == best(scores)


def test_sentences_are_decoded_apart() -> None:
    scores = np.zeros((5, 6))
    scores[:, 1] = 50  # every word of the second sentence would rather hang on a word of the first
    scores[1, 0] = scores[4, 0] = 9
    heads = trees.decode(scores, [(0, 2), (2, 5)])
    assert heads[:2] == [1, -1] or heads[:2] == [-1, 0]
    assert heads[4] == -1
    assert all(2 <= h < 5 for h in heads[2:4])


def test_the_best_heads_are_kept_where_they_make_a_tree() -> None:
    scores = np.zeros((3, 4), np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 3
    assert trees.decode(scores, [(0, 3)]) == [1, -1, 1]


def test_no_words_and_one_word() -> None:
    assert trees.decode(np.zeros((0, 1)), []) == []
    assert trees.decode(np.array([[-7.0, 0.0]]), [(0, 1)]) == [-1]


@pytest.mark.parametrize(
    ("heads", "expected"), [([-1, 0, 1, 2], []), ([-1, 2, 1, 1], [1, 2]), ([-1, 0, 3, 4, 2], [2, 3, 4]), ([-1], [])]
)
def test_cycles_are_found(heads: list[int], expected: list[int]) -> None:
    assert sorted(trees.cycle(np.array(heads))) == expected
