"""Retellings: which tellings are of one act, which of them is kept, and what is left of the others."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_reports import event
from onrecord.findings.retellings import REAL, Told, merged, same
from onrecord.records import Day, Event, Place, Span

STATUSES = ("happened", "ongoing", "planned", "possible", "conditional", "denied", "background")


def day(start: str, end: str | None = None) -> Day:
    return Day(start=start, end=end or start, text="then", span=(0, 4))


RIGA = Place(text="Riga", span=(0, 4), name="Riga", country="LVA")
MONDAY, TUESDAY, WEEK = day("2024-11-25"), day("2024-11-26"), day("2024-11-25", "2024-12-01")


def told(
    at: int = 0,
    sentence: int = 0,
    lemma: str = "attack",
    actor: str = "NOR",
    recipient: str = "MLI",
    category: str = "ASSAULT",
    **more: Any,
) -> Told:
    """A telling of an attack by Norway on Mali whose trigger stands at ``at`` and whose sentence at ``sentence``."""
    found = event(
        f"e{at}{more.get('within', '')}", category, 4, None, (at, at + 5), (sentence, sentence + 1000),
        actor=actor.split(), recipient=recipient.split(), **more,
    )  # fmt: skip
    return Told(found, lemma, frozenset(actor.split()), frozenset(recipient.split()))


def again(**more: Any) -> Told:
    """The telling of `told` in a later sentence."""
    return told(**{"at": 1005, "sentence": 1000} | more)


ONE = [
    pytest.param(told(), again(), id="the same words"),
    pytest.param(told(date=MONDAY), again(), id="a day on one side alone"),
    pytest.param(told(date=MONDAY), again(date=MONDAY), id="the same day"),
    pytest.param(told(date=MONDAY), again(date=WEEK), id="a day of the week told"),
    pytest.param(told(mode="aerial"), again(), id="a mode on one side alone"),
    pytest.param(told(), again(actor=""), id="no actor the second time"),
    pytest.param(told(), again(recipient=""), id="no recipient the second time"),
    pytest.param(told(), again(actor="", recipient=""), id="no sides the second time"),
    pytest.param(told(actor="NOR LVA"), again(), id="one of two actors"),
    pytest.param(told(status="happened"), again(status="ongoing"), id="happened and goes on"),
    pytest.param(told(status="background"), again(status="happened"), id="history"),
    pytest.param(told(status="planned"), again(status="planned"), id="planned twice"),
    pytest.param(
        told(category="CONSULT", lemma="visit", mode="visit"), again(category="CONSULT", lemma="talk"),
        id="a visit and its talks",
    ),
    pytest.param(told(recipient=""), told(at=50, recipient=""), id="twice in a sentence"),
    pytest.param(told(), again(within="title"), id="a headline"),
]  # fmt: skip

TWO = [
    pytest.param(told(), again(category="COERCE"), id="another category"),
    pytest.param(told(), again(lemma="bomb"), id="another word"),
    pytest.param(told(date=MONDAY), again(date=TUESDAY), id="another day"),
    pytest.param(told(mode="aerial"), again(mode="drone"), id="another mode"),
    pytest.param(told(), again(actor="RUS"), id="another actor"),
    pytest.param(told(), again(recipient="NER"), id="another recipient"),
    pytest.param(told(actor="NOR LVA"), again(actor="NOR RUS"), id="actors that only overlap"),
    pytest.param(told(), again(actor="MLI", recipient="NOR"), id="the other way round"),
    pytest.param(told(actor=""), again(recipient=""), id="no side in common"),
    pytest.param(told(actor="", recipient=""), told(at=50), id="no side in common in one sentence"),
    pytest.param(
        told(category="CONSULT", lemma="visit", recipient=""), again(category="CONSULT", lemma="talk", actor=""),
        id="meetings without a side in common",
    ),
    pytest.param(
        told(category="CONSULT", lemma="visit"), again(category="CONSULT", lemma="talk", actor="", recipient=""),
        id="a meeting of nobody",
    ),
    *(
        pytest.param(told(status=one), again(status=other), id=f"{one} and {other}")
        for one in STATUSES
        for other in STATUSES
        if one < other and not {one, other} <= REAL
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE)
def test_tellings_of_one_act(one: Told, other: Told) -> None:
    assert same(one, other)
    assert same(other, one)
    assert len(merged([one, other])) == 1


@pytest.mark.parametrize(("one", "other"), TWO)
def test_tellings_of_two_acts(one: Told, other: Told) -> None:
    assert not same(one, other)
    assert not same(other, one)
    assert [e.id for e in merged([one, other])] == [one.event.id, other.event.id]
    assert [e.retold for e in merged([one, other])] == [[], []]


# Which is kept


@pytest.mark.parametrize(
    ("fuller", "barer"),
    [
        (told(), again(actor="")),
        (told(), again(recipient="")),
        (told(recipient=""), again(actor="", recipient="")),
        (told(date=MONDAY), again()),
        (told(place=RIGA), again()),
        (told(mode="aerial"), again()),
        (told(), again(actor="", date=MONDAY)),
        (told(), again(within="title")),
        (told(), again(within="caption:0")),
    ],
)
def test_the_fullest_telling_is_kept(fuller: Told, barer: Told) -> None:
    assert fuller.fullness > barer.fullness
    for tellings in permutations((fuller, barer)):
        (kept,) = merged(tellings)
        others = [barer.event.trigger] if barer.event.within == "text" else []
        assert kept == fuller.event.model_copy(update={"retold": others})


def test_of_tellings_as_full_the_first_is_kept() -> None:
    (kept,) = merged([told(), again()])
    assert (kept.trigger, kept.retold) == ((0, 5), [(1005, 1010)])


@pytest.mark.parametrize(
    ("more", "fullness"),
    [
        ({}, 5),
        ({"actor": ""}, 3),
        ({"actor": "", "recipient": "", "within": "title"}, 0),
        ({"date": MONDAY, "place": RIGA, "mode": "aerial"}, 8),
    ],
)
def test_fullness(more: dict[str, Any], fullness: int) -> None:
    assert told(**more).fullness == fullness


# What is left of the others


def test_the_other_spans_are_kept_in_order() -> None:
    tellings = [told(at=3000, sentence=3000), told(at=5, recipient=""), told(at=2000, sentence=2000, recipient="")]
    (kept,) = merged(tellings)
    assert (kept.trigger, kept.retold) == ((3000, 3005), [(5, 10), (2000, 2005)])


@pytest.mark.parametrize("within", ["title", "standfirst", "caption:0"])
def test_a_headlines_retelling_is_dropped(within: str) -> None:
    (kept,) = merged([told(), again(), again(at=0, sentence=0, within=within)])
    assert (kept.within, kept.retold) == ("text", [(1005, 1010)])


def test_what_a_headline_alone_tells_is_kept() -> None:
    found = merged([told(), again(within="title", recipient="NER")])
    assert [(e.within, e.retold) for e in found] == [("text", []), ("title", [])]


def test_a_fuller_headline_is_kept_without_the_spans_of_the_body() -> None:
    (kept,) = merged([told(actor=""), again(within="title")])
    assert (kept.within, kept.retold) == ("title", [])


def test_two_headlines_retell_each_other_in_their_own_field() -> None:
    (kept,) = merged([told(within="title"), told(at=50, within="title", recipient="")])
    assert (kept.within, kept.retold) == ("title", [(50, 55)])


# Groups


def test_a_telling_joins_only_those_that_it_agrees_with_all() -> None:
    bare = again(actor="", recipient="")
    found = merged([told(date=MONDAY), bare, told(at=2005, sentence=2000, date=TUESDAY)])
    assert [(e.trigger, e.retold) for e in found] == [((0, 5), [(1005, 1010)]), ((2005, 2010), [])]


def test_a_chain_does_not_join_what_differs() -> None:
    first, second = told(recipient="NER"), again(recipient="")
    third = told(at=2005, sentence=2000)
    assert [e.trigger for e in merged([first, second, third])] == [(0, 5), (2005, 2010)]


def test_events_come_in_text_order() -> None:
    tellings = [told(actor=""), told(at=500, sentence=400, recipient="NER"), again()]
    assert [e.trigger for e in merged(tellings)] == [(500, 505), (1005, 1010)]


def test_talks_with_others_on_a_trip_are_events_of_their_own() -> None:
    visit = told(category="CONSULT", lemma="visit", mode="visit", recipient="LVA", place=RIGA)
    talks = again(category="CONSULT", lemma="talk", actor="NOR SWE", recipient="")
    assert [e.trigger for e in merged([visit, talks])] == [(0, 5), (1005, 1010)]


def test_nothing_told_is_nothing() -> None:
    assert merged([]) == []


TELLINGS = st.builds(
    lambda at, actor, recipient, lemma, more: told(at, at, lemma, actor, recipient, **more),
    st.integers(0, 10_000),
    st.sampled_from(["", "NOR", "RUS", "NOR LVA"]),
    st.sampled_from(["", "MLI", "NER"]),
    st.sampled_from(["attack", "bomb"]),
    st.fixed_dictionaries(
        {},
        optional={
            "date": st.sampled_from([MONDAY, TUESDAY, WEEK]),
            "mode": st.sampled_from(["aerial", "drone"]),
            "status": st.sampled_from(STATUSES),
            "within": st.sampled_from(["text", "title"]),
            "category": st.sampled_from(["ASSAULT", "CONSULT"]),
        },
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TELLINGS, max_size=8, unique_by=lambda t: (t.event.trigger, t.event.within)))
def test_every_telling_is_kept_or_retold(tellings: list[Told]) -> None:
    found = merged(tellings)
    known = {(t.event.within, t.event.trigger) for t in tellings}
    kept: list[tuple[str, Span]] = [(e.within, e.trigger) for e in found]
    others = [(e.within, span) for e in found for span in e.retold]
    assert len({*kept, *others}) == len(kept) + len(others)
    assert {*kept, *others} <= known
    by_id: dict[str, Event] = {t.event.id: t.event for t in tellings}
    assert all(by_id[e.id] == e.model_copy(update={"retold": []}) for e in found)
    assert [e.retold for e in found] == [sorted(e.retold) for e in found]


@settings(max_examples=60, deadline=None)
@given(TELLINGS, TELLINGS)
def test_sameness_has_no_direction(one: Told, other: Told) -> None:
    assert same(one, other) == same(other, one)


@settings(max_examples=60, deadline=None)
@given(TELLINGS)
def test_a_telling_with_a_side_is_the_same_as_itself(one: Told) -> None:
    sided = replace(one, actor=frozenset(("NOR",)))
    assert same(sided, sided)
    assert merged([one])[0] == one.event
