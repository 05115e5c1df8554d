"""Lemma edit rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language import lemmas

TEXT = st.text(min_size=1, max_size=12)
LIKE = st.tuples(st.text("abzABZ-'é", min_size=1, max_size=8), st.text("abzABZ-'é", max_size=4), st.integers(0, 4))


@given(TEXT, TEXT)
def test_a_rule_gives_back_any_lemma(form: str, lemma: str) -> None:
    assert lemmas.apply(form, lemmas.rule(form, lemma)) == lemma


@given(LIKE)
def test_a_rule_gives_back_a_lemma_that_begins_like_its_form(parts: tuple[str, str, int]) -> None:
    form, added, cut = parts
    lemma = (form[: max(1, len(form) - cut)] + added).lower()
    assert lemmas.apply(form, lemmas.rule(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("talks", "talk", "l1:"),
        ("Talks", "talk", "l1:"),
        ("TALKS", "talk", "l1:"),
        ("said", "say", "l2:y"),
        ("Kyiv", "Kyiv", "k0:"),
        ("ministries", "ministry", "l3:y"),
        ("were", "be", "=be"),
        ("NATO", "NATO", "k0:"),
        ("UKRAINE", "Ukraine", "t0:"),
        ("iaea", "IAEA", "u0:"),
        ("Koreans", "Korean", "k1:"),
        ("n't", "not", "l2:ot"),
    ],
)
def test_the_shortest_rule_is_found(form: str, lemma: str, rule: str) -> None:
    assert lemmas.rule(form, lemma) == rule


@pytest.mark.parametrize(
    ("form", "rule", "lemma"),
    [
        ("denied", "l3:y", "deny"),
        ("Visits", "l1:", "visit"),
        ("Visits", "k1:", "Visit"),
        ("VISITS", "t1:", "Visit"),
        ("us", "=we", "we"),
        ("a", "l3:y", "ay"),  # a rule meant for longer words keeps the first letter
        ("a", "=", ""),
    ],
)
def test_a_rule_applies_to_forms_it_was_not_made_of(form: str, rule: str, lemma: str) -> None:
    assert lemmas.apply(form, rule) == lemma


@given(TEXT)
def test_a_form_that_is_its_own_lemma_needs_no_whole_lemma(form: str) -> None:
    rule = lemmas.rule(form, form)
    assert rule in ("l0:", "k0:") or len(form.lower()) != len(form)
