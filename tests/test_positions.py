"""Positions: who would do what, and on which condition, from the model's say and the tree."""

from collections.abc import Mapping
from typing import get_args

import numpy as np
import pytest

from onrecord import tables
from onrecord.findings.page import Page
from onrecord.findings.positions import condition_words, find_positions, kind_of, phases
from onrecord.language.document import Document, Links, Stances
from onrecord.records import ConditionKind, Position, Stance
from test_triggers import cast_of, tree

ROLES = ("holder", "measure", "condition", "constraint")
STANCES = get_args(Stance)
SENTENCE = (
    "Oslo/NNP/nsubj/sell/gpe would/MD/aux/sell not/RB/advmod/sell sell/VB/root arms=arms/NNS/obj/sell"
    " if/IN/mark/agreed Bern/NNP/nsubj/agreed/gpe agreed=agree/VBD/advcl/sell"
)


def stanced(
    document: Document, stances: Mapping[str, str], roles: Mapping[tuple[str, str], str] | None = None
) -> Document:
    """The document with stances of words, and the words (one string, blanks between) in each role of a word."""
    forms = [token.text for token in document.tokens]
    chances = np.zeros((len(forms), 1 + len(STANCES)), np.float32)
    chances[:, 0] = 1.0
    for form, stance in stances.items():
        chances[forms.index(form)] = 0.0
        chances[forms.index(form), 1 + STANCES.index(stance)] = 0.9
        chances[forms.index(form), 0] = 0.1
    linked = np.zeros((len(forms), len(forms), len(ROLES)), np.float32)
    for (form, role), words in (roles or {}).items():
        for word in words.split():
            linked[forms.index(form), forms.index(word), ROLES.index(role)] = 0.9
    document.stances = Stances(STANCES, chances, Links(ROLES, [(0, linked)]))
    return document


def positions(document: Document) -> list[Position]:
    return find_positions(Page.of(document), cast_of(document), [], [], "2024-11-24", "sha256:0")


def test_a_position_with_its_parts() -> None:
    document = stanced(
        tree(SENTENCE),
        {"would": "rules-out", "not": "rules-out"},
        {
            ("would", "holder"): "Oslo", ("not", "holder"): "Oslo", ("would", "measure"): "sell arms",
            ("not", "measure"): "sell arms", ("would", "condition"): "if Bern agreed",
            ("not", "condition"): "if Bern agreed",
        },
    )  # fmt: skip
    (found,) = positions(document)
    text = document.text
    assert found.stance == "rules-out"
    assert found.actor == ["NOR"]
    assert text[slice(*found.measure)] == "sell arms"
    assert [(text[slice(*c.span)], c.kind) for c in found.conditions] == [("if Bern agreed", "if")]
    assert text[slice(*found.evidence)] == "Oslo would not sell arms if Bern agreed."
    assert found.confidence == pytest.approx(0.9)


def test_the_tree_gives_the_holder_and_the_measure_that_the_model_does_not_link() -> None:
    (found,) = positions(stanced(tree(SENTENCE), {"would": "rules-out", "not": "rules-out"}))
    assert found.actor == ["NOR"]
    assert found.measure[0] == len("Oslo would not ")


def test_words_of_two_sentences_are_two_stances() -> None:
    document = stanced(
        tree(
            "Oslo/NNP/nsubj/plans/gpe plans=plan/VBZ/root talks=talk/NNS/obj/plans",
            "Bern/NNP/nsubj/waits/gpe waits=wait/VBZ/root",
        ),
        {"plans": "intends", "waits": "undecided"},
        {("plans", "measure"): "talks", ("waits", "measure"): "Bern"},
    )  # fmt: skip
    assert [p.stance for p in positions(document)] == ["intends", "undecided"]


def test_a_stance_without_a_measure_is_no_position() -> None:
    assert positions(stanced(tree("Oslo/NNP/nsubj/waits/gpe waits=wait/VBZ/root"), {"waits": "undecided"})) == []


def test_a_text_that_no_model_has_read_has_no_positions() -> None:
    assert positions(tree(SENTENCE)) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("unless Bern agrees", "unless"), ("only if Bern agrees", "if"), ("provided talks last", "if"),
        ("in coordination with allies", "in-coordination-with"), ("depending on the level", "depending-on"),
        ("once a truce holds", "after"), ("until Friday", "until"), ("without first asking", "before"),
        ("with great care", None),
    ],
)  # fmt: skip
def test_the_kind_of_a_condition(words: str, kind: str | None) -> None:
    document = tree(
        " ".join(
            f"{w}/NN/{'root' if n == 0 else 'dep'}/{words.split()[0] if n else ''}" for n, w in enumerate(words.split())
        )
    )
    assert kind_of(document, (0, len(words.split()))) == kind


def test_the_tables_of_conditions_and_phases_are_sound() -> None:
    assert set(condition_words().values()) == set(get_args(ConditionKind))
    assert ("in", "phases") in phases()
    assert all(row["source"] for name in ("condition_words.csv", "phase_words.csv") for _, row in tables.rows(name))
