"""Statements: every construction of saying, and of not saying, in trees made by hand."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.findings.page import Page
from onrecord.findings.proposals import ALONE, PROPOSED, UNAIDED, distinct, gather, merge, overlap
from onrecord.findings.sayings import Saying
from onrecord.language.document import ROOT, Attribution, Document, Token, TokenRange
from onrecord.records import Statement
from statement_documents import Case, case, cases, statements

ALL = list(cases())


def marks(tested: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=tested.wrong, strict=True)] if tested.wrong else []


@pytest.mark.parametrize("tested", [pytest.param(c, id=c.name, marks=marks(c)) for c in ALL])
def test_constructions(tested: Case) -> None:
    assert tested.shown() == tested.expected


def test_cases_have_names_of_their_own() -> None:
    assert [name for name, times in Counter(c.name for c in ALL).items() if times > 1] == []


@pytest.mark.parametrize("tested", [pytest.param(c, id=c.name) for c in ALL])
def test_the_trees_of_the_cases_are_trees(tested: Case) -> None:
    document = tested.document
    for first, last in document.sentences:
        roots = [i for i in range(first, last) if document.tokens[i].head == ROOT]
        assert [document.tokens[i].deprel for i in roots] == ["root"]
        assert document.subtree(roots[0]) == list(range(first, last))


# Evidence, ids, order


def test_evidence_is_the_sentences_that_a_statement_stands_in() -> None:
    found = case("run of quoted paragraphs")
    (statement,) = statements(found.document)
    assert statement.evidence == (0, len(found.document.text))
    found = case("dated by the lead")
    (statement,) = statements(found.document)
    assert found.document.text[slice(*statement.evidence)] == "Otieno said the step was needed."


def test_ids_hash_report_field_cue_and_content() -> None:
    document = case("two cues of one subject").document
    denied, said = statements(document)
    assert denied.id != said.id
    assert [s.id for s in statements(document)] == [denied.id, said.id]
    assert statements(document, within="title")[0].id != denied.id
    assert denied.id.startswith("s")


def test_statements_point_into_the_field_that_they_were_read_in() -> None:
    document = case("said that").document
    assert [s.within for s in statements(document, within="caption:1")] == ["caption:1"]


def test_a_text_without_words_has_no_statements() -> None:
    assert statements(Document("", [], [])) == []


# What the model proposes and what the rules find


def proposed(name: str, *attributions: Attribution) -> list[Statement]:
    document = case(name).document
    document.attributions = list(attributions)
    return statements(document)


def test_a_weak_rule_needs_the_model() -> None:
    weak = case("adding, after another statement")
    weak.document.attributions = []
    assert weak.shown() == ["Moreau | adding | aid would follow | indirect"]


def test_the_model_raises_the_confidence_of_a_rule() -> None:
    (alone,) = proposed("said that")
    (joint,) = proposed("said that", Attribution([(0, 1)], [(1, 2)], [(3, 8)], 0.5))
    assert joint.confidence == pytest.approx(1 - (1 - alone.confidence) / 2, abs=0.001)
    assert joint.content == alone.content


def test_syntax_sets_the_bounds_of_what_the_model_proposes() -> None:
    # The model left out "would stay open" and took in the complementiser.
    (found,) = proposed("said that", Attribution([], [(1, 2)], [(2, 6)], 0.9))
    text = case("said that").document.text
    assert [text[a:b] for a, b in found.content] == ["the border would stay open"]
    assert found.speaker == ["Otieno"]


@pytest.mark.parametrize(("score", "expected"), [(PROPOSED, 1), (PROPOSED - 0.01, 0)])
def test_the_model_stands_alone_when_it_is_sure_enough(score: float, expected: int) -> None:
    assert len(proposed("no statement: deeds", Attribution([(0, 2)], [(2, 3)], [(3, 5)], score))) == expected


def test_a_proposal_of_one_word_is_none() -> None:
    assert proposed("no statement: deeds", Attribution([(0, 2)], [(2, 3)], [(6, 7)], 0.9)) == []


def test_a_proposal_without_cue_is_none() -> None:
    assert proposed("no statement: deeds", Attribution([(0, 2)], [], [(3, 5)], 0.9)) == []


def saying(content: list[TokenRange], score: float, source: TokenRange | None = None, cue: int = 50) -> Saying:
    return Saying(cue, (cue, cue + 1), source, content, score, "clause")


def test_overlap_is_what_two_contents_share() -> None:
    assert overlap([(0, 4)], [(2, 6)]) == pytest.approx(2 / 6)
    assert overlap([(0, 2), (4, 6)], [(0, 2), (4, 6)]) == 1
    assert overlap([], []) == 0


@pytest.mark.parametrize(("aided", "least"), [(False, UNAIDED), (True, ALONE)])
def test_a_rule_stands_alone_from_its_threshold_on(aided: bool, least: float) -> None:
    page = Page.of(case("said that").document)
    page.document.attributions = [Attribution([], [(40, 41)], [(42, 44)], 0.5)] if aided else []
    sure, unsure = saying([(0, 4)], least), saying([(0, 4)], least - 0.01)
    assert merge(page, [sure, unsure], []) == [sure]
    silent = saying([(0, 4)], 0.1)
    silent.silence = True
    assert merge(page, [silent], []) == [silent]


def test_a_rule_takes_its_source_from_the_model() -> None:
    page = Page.of(case("said that").document)
    (joined,) = merge(page, [saying([(0, 4)], 0.5)], [saying([(0, 3)], 0.5, source=(60, 61))])
    assert (joined.source, joined.content, joined.score) == ((60, 61), [(0, 4)], 0.75)


def test_the_surer_content_wins_where_the_two_differ() -> None:
    page = Page.of(case("said that").document)
    (joined,) = merge(page, [saying([(0, 4)], 0.4)], [saying([(10, 20)], 0.8)])
    assert joined.content == [(10, 20)]


def test_the_same_content_of_one_source_is_told_once() -> None:
    sure, unsure = saying([(0, 10)], 0.9, (20, 21)), saying([(0, 9)], 0.7, (20, 22), cue=60)
    other = saying([(0, 9)], 0.7, (30, 31), cue=60)
    assert distinct([unsure, sure]) == [sure]
    assert distinct([other, sure]) == [sure, other]


def test_sayings_come_in_the_order_of_their_cues() -> None:
    page = Page.of(case("nested in a quotation").document)
    assert [s.cue for s in gather(page)] == [(3, 4), (13, 14)]


# Whatever the trees are like

WORDS = sorted({(t.text, t.lemma, t.upos, t.xpos) for c in ALL for t in c.document.tokens})
RELATIONS = sorted({t.deprel for c in ALL for t in c.document.tokens} - {"root"})
ROW = st.tuples(st.sampled_from(WORDS), st.sampled_from(RELATIONS), st.integers(0, 99), st.sampled_from(("", " ")))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One to three sentences of the cases' words in any order under any tree."""
    found = Document("", [], [])
    for _ in range(draw(st.integers(1, 3))):
        rows = draw(st.lists(ROW, min_size=1, max_size=12))
        order = draw(st.permutations(range(len(rows))))
        first = len(found.tokens)
        found.text += draw(st.sampled_from(("", " ", "\n\n"))) if found.text else ""
        for i, (word, relation, choice, space) in enumerate(rows):
            rank = order.index(i)
            head = first + order[choice % rank] if rank else ROOT
            start = len(found.text)
            found.text += word[0] + space
            found.tokens.append(Token(start, start + len(word[0]), *word, head, relation if rank else "root"))
        found.sentences.append((first, len(found.tokens)))
    return found


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(documents())
def test_every_span_is_words_of_the_text_and_lies_in_the_evidence(document: Document) -> None:
    for statement in statements(document):
        assert statement.content
        assert statement.cue is not None
        for start, end in (*statement.content, statement.cue, statement.speaker_span or statement.cue):
            assert 0 <= start < end <= len(document.text)
            assert document.text[start:end] == document.text[start:end].strip()
            assert statement.evidence[0] <= start < end <= statement.evidence[1]
        assert all(any(map(str.isalnum, document.text[a:b])) for a, b in statement.content)


def lees(sentences: int) -> Document:
    """*Lee said talks failed.*, again and again."""
    found = Document("", [], [])
    rows = [
        ("Lee", "PROPN", "NNP", 1, "nsubj"),
        ("said", "VERB", "VBD", None, "root"),
        ("talks", "NOUN", "NNS", 3, "nsubj"),
        ("failed", "VERB", "VBD", 1, "ccomp"),
        (".", "PUNCT", ".", 1, "punct"),
    ]
    for number in range(sentences):
        first = number * len(rows)
        for form, upos, xpos, head, deprel in rows:
            start = len(found.text)
            found.text += form + " "
            governor = ROOT if head is None else first + head
            found.tokens.append(Token(start, start + len(form), form, form, upos, xpos, governor, deprel))
        found.sentences.append((first, first + len(rows)))
    return found


def test_long_reports_take_time_in_proportion() -> None:
    document = lees(3000)
    began = time.process_time()
    found = statements(document)
    assert time.process_time() - began < 6  # comparing each with each took 20
    assert len(found) == 3000
