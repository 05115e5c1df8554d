"""Quantities and the events they belong to; ``quantity_phrases.csv`` holds the authored sentences.

A sentence has a row for each of its quantities in order, or one without a phrase where it has none. A row whose
``wrong`` cell is filled is not read as it should be yet.
"""

import csv
import functools
import itertools
import math
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language import Document, Token, analyse, words
from onrecord.language.document import ROOT
from onrecord.quantities import Counted, attach, find_quantities
from onrecord.quantities.words import numbers
from onrecord.quantities.words import words as table

LINE = 10_000  # characters of an adversarial line
APPROX = {None, "over", "under", "about"}
CASUALTIES = {"dead", "injured", "arrested", "missing", "captured", "abducted", "displaced"}
FIELDS = ("phrase", "value", "unit", "approx", "of", "head", "casualty")
PHRASES = 160


@functools.cache
def analysed(text: str) -> Document:
    return analyse(text)


def rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("quantity_phrases.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def cases() -> list[object]:
    found: list[object] = []
    for sentence, group in itertools.groupby(rows(), key=lambda row: row["sentence"]):
        expected = list(group)
        wrong = next((row["wrong"] for row in expected if row["wrong"]), "")
        marks = [pytest.mark.xfail(strict=not wrong.startswith("model:"), reason=wrong)] if wrong else []
        told = [tuple(row[field] for field in FIELDS) for row in expected if row["phrase"]]
        found.append(pytest.param(sentence, told, id=sentence, marks=marks))
    return found


def shown(document: Document, found: Counted) -> tuple[str, ...]:
    """A quantity as the cells of a row."""
    head = "" if found.of_token is None else document.tokens[found.of_token].text
    cells = found.unit or "", found.approx or "", found.of or "", head, found.casualty or ""
    return document.words(found.first, found.last), f"{found.value:.15g}", *cells


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_numbers_count_what_a_reader_would_say(sentence: str, expected: list[tuple[str, ...]]) -> None:
    document = analysed(sentence)
    assert [shown(document, found) for found in find_quantities(document)] == expected


def test_the_phrases_are_sound() -> None:
    sentences = [sentence for sentence, _ in itertools.groupby(row["sentence"] for row in rows())]
    assert len(sentences) == len(set(sentences))
    assert sum(bool(row["phrase"]) for row in rows()) >= PHRASES
    for row in rows():
        assert row["phrase"] in row["sentence"], row
        assert (row["approx"] or None) in APPROX, row
        assert row["casualty"] in CASUALTIES | {""}, row
        assert bool(row["phrase"]) == bool(row["value"]), row


# Which event a quantity belongs to


def attached(text: str, *triggers: str) -> list[list[str]]:
    """The quantities of the events that these words of a text name."""
    document = analysed(text)
    at = [next(i for i, t in enumerate(document.tokens) if t.text == word) for word in triggers]
    found = attach(find_quantities(document), document, [({i}, i) for i in at])
    return [[document.words(q.first, q.last) for q in group] for group in found]


@pytest.mark.parametrize(
    ("text", "triggers", "expected"),
    [
        ("Berlin sent 20 tanks.", ["sent"], [["20 tanks"]]),
        ("Some 250 activists were detained.", ["detained"], [["Some 250 activists"]]),
        ("The deployment of 3,000 soldiers alarmed Seoul.", ["deployment"], [["3,000 soldiers"]]),
        ("The strike killed 12 people.", ["strike"], [["12 people"]]),
        ("The strike killed 12 people.", ["strike", "killed"], [[], ["12 people"]]),
        ("Berlin agreed to send 20 tanks.", ["agreed", "send"], [[], ["20 tanks"]]),
        ("Berlin agreed to send 20 tanks.", ["agreed"], [["20 tanks"]]),
        (
            "Pyongyang deployed 10,000 troops to Kursk and shipped 500,000 rounds of artillery shells.",
            ["deployed", "shipped"],
            [["10,000 troops"], ["500,000 rounds of artillery shells"]],
        ),
        (
            "Some 5,000 people marched in Minsk and police arrested 300 of them.",
            ["marched", "arrested"],
            [["Some 5,000 people"], ["300"]],
        ),
        (
            "An airstrike hit a market in Khartoum, killing at least 54 people and wounding 158, medics said.",
            ["hit", "said"],
            [["at least 54 people", "158"], []],
        ),
        ("At least 30 people were killed in an attack on a base.", ["attack"], [["At least 30 people"]]),
        ("Police made 17 arrests.", ["arrests"], [["17 arrests"]]),
        (
            "Paris pledged $300 million in aid and condemned the raid that killed 40.",
            ["pledged", "condemned", "raid"],
            [["$300 million in aid"], [], ["40"]],
        ),
        ("The town, home to 2,000 people, was shelled.", ["shelled"], [[]]),
        ("Officials said that the army would buy 40 jets.", ["said"], [[]]),
        ("Berlin sent 20 tanks. Paris met nobody.", ["met"], [[]]),
    ],
)
def test_a_quantity_goes_to_the_nearest_event_that_it_takes_part_in(
    text: str, triggers: list[str], expected: list[list[str]]
) -> None:
    assert attached(text, *triggers) == expected


def test_without_events_or_quantities_nothing_is_attached() -> None:
    document = analysed("Berlin sent 20 tanks.")
    assert attach(find_quantities(document), document, []) == []
    assert attach([], document, [({1}, 1)]) == [[]]


# Any document


def bare(text: str, upos: str = "NUM", xpos: str = "CD") -> Document:
    """A document of words that all hang on the first, with one tag."""
    found = Document(text, [], [])
    for i, (start, end) in enumerate(words.split(text)):
        head, relation = (0, "dep") if i else (ROOT, "root")
        word = text[start:end]
        found.tokens.append(Token(start, end, word, word.lower(), upos, xpos, head, relation))
    found.sentences.append((0, len(found.tokens)))
    return found


PIECES = (
    "10,000", "2.5", "bn", "$", "€300m", "155mm", "more", "than", "between", "and", "to", "-", "3", "7", "half", "a",
    "million", "dozens", "of", "thousands", "troops", "people", "dead", "killed", "percent", "%", "one", "two", "in",
    "out", "page", "no.", ",", "(", "+", "years", "strong", "rounds", "worth", "over", "or", "so", "hundred", "2014",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.sampled_from(("NUM", "NOUN", "VERB", "X", "ADJ")))
@settings(max_examples=400, deadline=None)
def test_whatever_is_found_is_finite_and_in_order(parts: list[str], upos: str) -> None:
    document = bare(" ".join(parts), upos, "NNS" if upos == "NOUN" else "")
    found = find_quantities(document)
    assert all(0 <= q.first < q.last <= len(document.tokens) and q.first <= q.number < q.last for q in found)
    assert all(math.isfinite(q.value) and q.approx in APPROX for q in found)
    assert all(a.last <= b.first for a, b in itertools.pairwise(found))
    groups = attach(found, document, [({0}, 0), ({len(document.tokens) - 1}, len(document.tokens) - 1)])
    assert sum(map(len, groups)) <= len(found)


def test_a_document_without_words_has_no_quantity() -> None:
    assert find_quantities(Document("", [], [])) == []


@pytest.mark.parametrize("text", ["9" * 400, "9" * 16 + " troops", "million " * 60, "thousands of " * 60])
def test_numbers_beyond_anything_counted_are_none(text: str) -> None:
    assert all(q.value < 1e15 for q in find_quantities(bare(text)))


def quickest(document: Document) -> float:
    """Seconds of the best of three readings: the other processes of a machine disturb one of them."""
    found = []
    for _ in range(3):
        began = time.process_time()
        find_quantities(document)
        found.append(time.process_time() - began)
    return min(found)


@pytest.mark.parametrize(
    "unit",
    [
        "9", "1 ", "1,", "1.", "1-", "$", "+1 ", "ten ", "million ", "hundred ", "thousands of ", "five-", "half a ",
        "two hundred and ", "one and a half million ", "more than ", "about ", "a ", "of ",
    ],
)  # fmt: skip
def test_a_long_line_of_digits_or_words_is_read_quickly(unit: str) -> None:
    assert quickest(bare((unit * LINE)[:LINE])) < 0.05


@pytest.mark.parametrize("unit", ["$1 ", "12 dead ", "1 and ", "20 to 30 to ", "killed 12 ", "10 of ", "1-1 "])
def test_the_time_for_a_crowded_line_grows_with_its_length(unit: str) -> None:
    assert quickest(bare((unit * LINE)[:LINE])) < 0.4  # a tenth of a second; quadratic search would take seconds


# The table


@pytest.mark.parametrize("kind", ["number", "scale", "many", "several", "suffix"])
def test_numbers_of_the_table_are_numbers(kind: str) -> None:
    assert all(value >= 0 for value in numbers(kind).values())


@pytest.mark.parametrize("kind", ["bound", "adverb", "after"])
def test_bounds_of_the_table_are_known(kind: str) -> None:
    assert set(table(kind).values()) <= APPROX


@pytest.mark.parametrize("kind", ["casualty", "victims", "neuter"])
def test_casualties_of_the_table_have_a_normal_form(kind: str) -> None:
    assert set(table(kind).values()) <= CASUALTIES
