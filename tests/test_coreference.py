"""The measures of chains, on cases whose figures are known."""

import pytest
from bench.coreference import b_cubed, ceaf, muc, score


def chains(*groups: str) -> list[frozenset[int]]:
    return [frozenset(ord(letter) for letter in group) for group in groups]


def test_the_same_chains_score_one() -> None:
    found = score([(chains("abc", "de"), chains("de", "abc"))])
    assert found == {"MUC": 1.0, "B3": 1.0, "CEAF-e": 1.0, "CoNLL F1": 1.0}


def test_nothing_found_scores_nothing() -> None:
    assert score([(chains("abc"), [])])["CoNLL F1"] == 0.0


def test_a_chain_cut_in_two_loses_one_link() -> None:
    gold, ours = chains("abcd"), chains("ab", "cd")
    assert muc(gold, ours) == (2, 3)
    assert muc(ours, gold) == (2, 2)
    assert b_cubed(gold, ours) == (2.0, 4)
    assert b_cubed(ours, gold) == (4.0, 4)
    assert ceaf(gold, ours) == pytest.approx(2 * 2 / 6)


def test_the_best_match_of_chains_counts_not_the_first() -> None:
    assert ceaf(chains("abc", "de"), chains("ade", "bc")) == pytest.approx(0.8 + 0.8)


def test_mentions_that_ours_misses_cost_recall_alone() -> None:
    gold, ours = chains("abc"), chains("ab")
    assert muc(gold, ours) == (1, 2)
    assert muc(ours, gold) == (1, 1)
