"""What the encoder reads: cases, flags, word pieces, windows, batches, distances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from onrecord.language import features, words
from onrecord.language.features import AFTER_STOP, CASES, GLUED, PARAGRAPH, QUOTED

VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "talk": 4, "##s": 5, "a": 6, "##a": 7, ".": 8}
SIZES = st.lists(st.tuples(st.integers(1, 16), st.sampled_from((0, 0, 0, 0, PARAGRAPH, AFTER_STOP))), max_size=200)


def pieces() -> features.Pieces:
    return features.Pieces(Tokenizer(WordPiece(VOCABULARY, unk_token="[UNK]")))


def look(text: str) -> features.Words:
    return features.look(text, words.split(text))


def flagged(text: str, flag: int) -> str:
    """The words of a text that carry a flag, joined by blanks."""
    found = look(text)
    return " ".join(word for word, flags in zip(found.texts, found.flags, strict=True) if flags & flag)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("us", "lower"), ("US", "upper"), ("U.S.", "upper"), ("Turkey", "title"), ("I", "title"), ("McCain", "mixed"),
        ("iPhone", "mixed"), ("155mm", "digits"), ("G7", "digits"), ("10,000", "digits"), ("--", "punct"),
        ("“", "punct"), ("’s", "lower"), ("O'Brien", "mixed"), ("É", "title"), ("élysée", "lower"),
        ("北京", "other"), ("🙂", "punct"), ("co-operation", "lower"), ("Al-Jazeera", "mixed"),
    ],
)  # fmt: skip
def test_the_case_of_a_word(word: str, expected: str) -> None:
    assert CASES[features.case_of(word)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two.\n\nThree four.", "One Three"),
        ("One\ntwo.", "One"),
        ("One.\n \nTwo.", "One"),  # only a blank line without blanks divides: intake has cleaned the rest away
        ("\n\nOne", "One"),
        ("One.\n\n\n\nTwo", "One Two"),
    ],
)
def test_the_first_word_of_each_paragraph_is_flagged(text: str, expected: str) -> None:
    assert flagged(text, PARAGRAPH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we will go" on Monday.', "we will go"),
        ("He said “we will go” on Monday.", "we will go"),
        ("He said „we will go“ on", "we will go on"),  # the low mark's partner opens in English: a rare, accepted miss
        ("He said ‘we will go’ on Monday.", ""),  # single marks are too often apostrophes
        ('He said "we will go.\n\nThen he left.', "we will go ."),
        ("“One.\n\n“Two,” he said.", "One . Two ,"),
        ("He «stayed» here.", "stayed"),
    ],
)
def test_words_between_double_marks_are_flagged(text: str, expected: str) -> None:
    assert flagged(text, QUOTED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ended. The next began? Yes! So", "The Yes So"),
        ("“It ended.” The next", "” The"),
        ("It ended (at last.) The next", ") The"),
        ("The U.S. agreed. It", "It"),
        ("Wait … and see", "and"),
        ("It ended, the next", ""),
    ],
)
def test_words_after_a_full_stop_are_flagged(text: str, expected: str) -> None:
    assert flagged(text, AFTER_STOP) == expected


def test_words_without_a_space_before_them_are_flagged() -> None:
    assert flagged("Kyiv's aid, he said.", GLUED) == "Kyiv 's , ."


def test_no_text_has_no_words() -> None:
    assert look("").texts == look(" \n\n ").texts == []
    assert look("").flags.shape == (0,)


def test_pieces_of_words_are_remembered_and_bounded() -> None:
    some = pieces()
    assert some.of("talks") == [4, 5]
    assert some.of("zzz") == [1]
    assert some.of("a" * 40) == [6, *[7] * (features.LONGEST_WORD - 1)]
    assert some.of("talks") is some.of("talks")
    assert (some.first, some.last, some.unknown) == (2, 3, 1)


def test_a_word_of_no_pieces_is_unknown() -> None:
    assert pieces().of("") == [1]


@given(SIZES, st.integers(16, 80))
@settings(max_examples=200, deadline=None)
def test_windows_cover_all_words_once_and_never_hold_more_than_there_is_room_for(
    document: list[tuple[int, int]], room: int
) -> None:
    sizes, flags = [s for s, _ in document], [f for _, f in document]
    windows = features.cut(sizes, flags, room)
    assert [i for a, b in windows for i in range(a, b)] == list(range(len(sizes)))
    assert all(a < b and sum(sizes[a:b]) <= room for a, b in windows)


@given(SIZES, st.integers(16, 80))
@settings(max_examples=200, deadline=None)
def test_a_window_is_full_unless_it_ends_at_a_bound(document: list[tuple[int, int]], room: int) -> None:
    sizes, flags = [s for s, _ in document], [f for _, f in document]
    for a, b in features.cut(sizes, flags, room)[:-1]:
        assert sum(sizes[a : b + 1]) > room or flags[b] in (PARAGRAPH, AFTER_STOP)


def marked(count: int, **at: list[int]) -> list[int]:
    flags = [0] * count
    for name, places in at.items():
        for i in places:
            flags[i] |= {"paragraph": PARAGRAPH, "stop": AFTER_STOP}[name]
    return flags


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (marked(16), [(0, 10), (10, 16)]),
        (marked(16, paragraph=[8]), [(0, 8), (8, 16)]),
        (marked(16, paragraph=[8, 10]), [(0, 10), (10, 16)]),
        (marked(16, paragraph=[7, 8], stop=[9]), [(0, 8), (8, 16)]),  # a paragraph before a later sentence
        (marked(16, paragraph=[4], stop=[7]), [(0, 7), (7, 16)]),  # too short a window to end at its paragraph
        (marked(16, paragraph=[4], stop=[3]), [(0, 10), (10, 16)]),  # too short for either
    ],
)
def test_windows_end_at_the_last_paragraph_else_the_last_sentence_that_fits(
    flags: list[int], expected: list[tuple[int, int]]
) -> None:
    assert features.cut([1] * 16, flags, 10) == expected


def test_a_document_that_fits_is_one_window() -> None:
    assert features.cut([1] * 254, marked(254, paragraph=[0, 200])) == [(0, 254)]
    assert features.cut([], []) == []


def test_a_word_larger_than_the_room_stands_alone() -> None:
    assert features.cut([3, 20, 3], [0, 0, 0], 10) == [(0, 1), (1, 2), (2, 3)]


def test_windows_are_laid_side_by_side() -> None:
    one = look("Talks. a")
    other = look("a")
    some = pieces()
    parts = [([some.of(t.lower()) for t in found.texts], found.cases, found.flags) for found in (one, other)]
    batch = features.batch(parts, some)
    assert batch.pieces.tolist() == [[2, 4, 5, 8, 6, 3], [2, 6, 3, 0, 0, 0]]
    assert batch.present.tolist() == [[1] * 6, [1, 1, 1, 0, 0, 0]]
    title, punct, lower = (CASES.index(name) for name in ("title", "punct", "lower"))
    assert batch.cases.tolist() == [[0, title, title, punct, lower, 0], [0, lower, 0, 0, 0, 0]]
    first = PARAGRAPH | GLUED
    assert batch.flags.tolist() == [[0, first, first, GLUED, AFTER_STOP, 0], [0, first, 0, 0, 0, 0]]
    assert batch.firsts.tolist() == [[1, 3, 4], [1, 0, 0]]
    assert batch.lasts.tolist() == [[2, 3, 4], [1, 0, 0]]
    assert batch.counts == [3, 1]
    assert list(batch.inputs()) == ["pieces", "cases", "flags", "present", "firsts", "lasts"]


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=12), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_each_word_points_at_its_own_pieces(windows: list[list[int]]) -> None:
    parts = [
        ([[100 * word + n for n in range(size)] for word, size in enumerate(sizes, 1)], np.zeros(len(sizes), np.int64),
         np.zeros(len(sizes), np.int64))
        for sizes in windows
    ]  # fmt: skip
    batch = features.batch(parts, pieces())
    for row, sizes in enumerate(windows):
        assert batch.counts[row] == len(sizes)
        assert batch.present[row].sum() == sum(sizes) + 2
        for word, size in enumerate(sizes):
            first, last = batch.firsts[row, word], batch.lasts[row, word]
            assert batch.pieces[row, first : last + 1].tolist() == [100 * (word + 1) + n for n in range(size)]


def test_distances_are_alike_in_shape_both_ways_and_told_apart() -> None:
    grid = features.distances(300)
    half = features.DISTANCES // 2
    assert grid.shape == (300, 300)
    assert (grid.diagonal() == 0).all()
    ahead, behind = np.triu(grid, 1), np.tril(grid, -1).T
    assert (behind[ahead > 0] == ahead[ahead > 0] + half).all()
    assert ((grid >= 0) & (grid < features.DISTANCES)).all()


def test_distances_are_fine_near_by_and_never_fall_farther_off() -> None:
    row = features.distances(300)[0]
    assert row[:7].tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert (np.diff(row) >= 0).all()
    assert row[7] == 7
    assert row[-1] == features.DISTANCES // 2 - 1


def test_distances_do_not_depend_on_how_many_words_there_are() -> None:
    assert (features.distances(40) == features.distances(90)[:40, :40]).all()
