"""CoNLL-U: what is written reads back as the same document, and any UD file is read."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language import Attribution, Document, Tagged, Token, analyse, conllu
from onrecord.language.document import ROOT
from onrecord.records import InputError

WIRE = (
    "Latvia’s foreign minister said on Monday that talks in Riga would go on.  \n\n"
    "“We can't rule it out,” she told reporters;\nthe envoy declined to comment.\n\n \nOslo agreed.\n"
)


def rows(*lines: str) -> list[str]:
    """Lines of CoNLL-U from words divided by spaces."""
    return [line if line.startswith("#") else "\t".join(line.split()) for line in lines]


SPANISH = rows(
    "# newdoc id = a",
    "# newpar",
    "# sent_id = a-1",
    "# text = Vámonos al mar.",
    "1-2 Vámonos _ _ _ _ _ _ _ _",
    "1 Vamos ir VERB _ Mood=Imp 0 root _ _",
    "2 nos nosotros PRON _ _ 1 obj _ _",
    "3-4 al _ _ _ _ _ _ _ _",
    "3 a a ADP _ _ 5 case _ _",
    "4 el el DET _ _ 5 det _ _",
    "5 mar mar NOUN _ _ 1 obl 1:obl:a SpaceAfter=No|Entity=(1-place)",
    "5.1 _ _ _ _ _ _ _ 1:dep _",
    "6 . . PUNCT _ _ 1 punct _ _",
    "",
)
ENGLISH = rows(
    "# newdoc id = b",
    "1-2 Don't _ _ _ _ _ _ _ _",
    "1 Do do AUX VBP _ 3 aux _ _",
    "2 n't not PART RB _ 3 advmod _ _",
    "3 sign sign VERB VB _ 0 root _ SpaceAfter=No",
    "4 , , PUNCT , _ 3 punct _ SpacesAfter=\\s\\n",
    "5 Oslo Oslo PROPN NNP _ 6 nsubj _ _",
    "6 said say VERB VBD _ 3 parataxis _ _",
    "",
    "# newpar",
    "1 Talks talk NOUN NNS _ 2 nsubj _ _",
    "2 ended end VERB VBD _ 0 root _ _",
    "",
    "1 Quietly quietly ADV RB _ 0 root _ _",
)


def read(lines: Sequence[str]) -> Document:
    """The one document of these lines."""
    (found,) = conllu.read(lines)
    return found


def bare(document: Document) -> Document:
    """The document without the look-ups it has built meanwhile."""
    document._children = document._sentence_of = None
    return document


def test_an_analysis_reads_back_as_the_same_document() -> None:
    document = bare(analyse(WIRE))
    lines = list(conllu.write(document))
    assert read(lines) == document
    assert read([line + "\n" for line in lines]) == document
    assert read([line + "\r\n" for line in lines]) == document
    assert document.entities
    assert document.attributions
    assert document.times
    assert any("Onrecord=" in line for line in lines)


def test_an_analysis_is_written_as_ud_files_are() -> None:
    lines = list(conllu.write(analyse(WIRE)))
    assert lines[:2] == ["# newdoc", "# sent_id = 1"]
    assert lines[2] == "# text = Latvia’s foreign minister said on Monday that talks in Riga would go on."
    assert lines.count("# newpar") == 2
    texts = [line for line in lines if line.startswith("# text = ")]
    assert "# text = Oslo agreed." in texts
    words = [line.split("\t") for line in lines if re.match(r"\d", line)]
    assert {len(columns) for columns in words} == {10}
    assert words[0][:2] == ["1", "Latvia"]
    assert words[0][9].split("|")[0] == "SpaceAfter=No"


def test_multiword_tokens_become_their_words_and_empty_nodes_are_passed_over() -> None:
    document = read(SPANISH)
    assert document.text == "Vámonos al mar."
    assert [(t.text, t.lemma, t.head, t.deprel, document.text[t.start : t.end]) for t in document.tokens] == [
        ("Vamos", "ir", ROOT, "root", "Vámonos"),
        ("nos", "nosotros", 0, "obj", "Vámonos"),
        ("a", "a", 4, "case", "al"),
        ("el", "el", 4, "det", "al"),
        ("mar", "mar", 0, "obl", "mar"),
        (".", ".", 0, "punct", "."),
    ]
    assert document.sentences == [(0, 6)]
    assert document.entities == []


def test_words_that_make_up_their_multiword_token_have_spans_of_their_own() -> None:
    document = read(ENGLISH)
    assert document.text == "Don't sign, \nOslo said\n\nTalks ended Quietly"
    assert [document.text[t.start : t.end] for t in document.tokens] == [t.text for t in document.tokens]
    assert document.sentences == [(0, 6), (6, 8), (8, 9)]
    assert [t.head for t in document.tokens] == [2, 2, ROOT, 2, 5, 2, 7, ROOT, ROOT]


def test_multiword_tokens_are_written_back() -> None:
    lines = list(conllu.write(read(SPANISH)))
    assert lines == rows(
        "# newdoc",
        "# sent_id = 1",
        "# text = Vámonos al mar.",
        "1-2 Vámonos _ _ _ _ _ _ _ _",
        "1 Vamos ir VERB _ _ 0 root _ _",
        "2 nos nosotros PRON _ _ 1 obj _ _",
        "3-4 al _ _ _ _ _ _ _ _",
        "3 a a ADP _ _ 5 case _ _",
        "4 el el DET _ _ 5 det _ _",
        "5 mar mar NOUN _ _ 1 obl _ SpaceAfter=No",
        "6 . . PUNCT _ _ 1 punct _ _",
        "",
    )
    assert read(lines) == read(SPANISH)


def test_each_newdoc_is_a_document() -> None:
    first, second = conllu.read([*SPANISH, *ENGLISH])
    assert first == read(SPANISH)
    assert second == read(ENGLISH)
    assert list(conllu.read([])) == []
    assert list(conllu.read(["# newdoc", "", "# newdoc"])) == []
    assert read(["\ufeff" + SPANISH[0], *SPANISH[1:]]) == read(SPANISH)


def test_documents_come_before_the_line_that_is_wrong_is_reached() -> None:
    found = conllu.read([*SPANISH, *ENGLISH[:1], "1\tword"], "trees.conllu")
    assert next(found) == read(SPANISH)
    with pytest.raises(InputError, match=r"^trees\.conllu:16: 2 columns; CoNLL-U has 10, divided by tabs$"):
        next(found)


WORD = "1 Oslo Oslo PROPN NNP _ 0 root _ _"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["Oslo said."], "1: 2 columns; CoNLL-U has 10, divided by tabs"),
        (["x Oslo Oslo PROPN NNP _ 0 root _ _"], "1: the id 'x'; ids are 1, 1-2 or 1.1"),
        (["2 Oslo Oslo PROPN NNP _ 0 root _ _"], "1: the id 2; the next word is 1"),
        ([WORD, WORD], "2: the id 1; the next word is 2"),
        ([WORD, "# text = Oslo"], "2: a comment inside a sentence; put a blank line before it"),
        ([WORD, "# newdoc"], "2: a comment inside a sentence; put a blank line before it"),
        (
            ["1 Oslo Oslo PROPN NNP _ _ _ _ _"],
            "1: the head '_'; give every word one: the id of a word, or 0 for the root",
        ),
        ([WORD, "2 said say VERB VBD _ 4 dep _ _", ""], "2: the head 4; the sentence has 2 words"),
        (
            [WORD, "2 said say VERB VBD _ 3 dep _ _", "3 so so ADV RB _ 2 dep _ _"],
            "2: heads that go in a circle through the word 2; a tree has none",
        ),
        (["1 Oslo Oslo PROPN NNP _ 1 dep _ _", ""], "1: heads that go in a circle through the word 1; a tree has none"),
        (["2-3 al _ _ _ _ _ _ _ _"], "1: the multiword token '2-3'; the next word is 1"),
        (["2-1 al _ _ _ _ _ _ _ _"], "1: the multiword token '2-1'; the next word is 1"),
        (
            ["1-2 al _ _ _ _ _ _ _ _", WORD, ""],
            "3: a multiword token without all its words; give the words that its id names after it",
        ),
        (
            ["1 Oslo Oslo PROPN NNP _ 0 root _ Onrecord=entity:gpe"],
            "1: the tag 'entity:gpe'; Onrecord= holds kind:label:words:score",
        ),
        (
            ["1 Oslo Oslo PROPN NNP _ 0 root _ Onrecord=mood:calm:1:0.5"],
            "1: the tag 'mood:calm:1:0.5'; Onrecord= holds kind:label:words:score",
        ),
        (
            ["1 Oslo Oslo PROPN NNP _ 0 root _ Onrecord=entity:gpe:2:0.5"],
            "1: a tag of Onrecord= that runs past the end of its document; tag fewer words",
        ),
    ],
)
def test_a_line_that_is_no_conllu_is_named(lines: list[str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        list(conllu.read(rows(*lines), "t.conllu"))
    assert str(caught.value) == f"t.conllu:{message}"
    assert caught.value.stage == "read"


def test_a_form_may_hold_a_space_and_a_word_may_be_missing_its_form() -> None:
    columns = ["1", "10 000", "10000", "NUM", "CD", "_", "0", "root", "_", "_"]
    assert read(["\t".join(columns)]).text == "10 000"
    columns[1] = ""
    with pytest.raises(InputError) as caught:
        read(["\t".join(columns)])
    assert str(caught.value) == "-:1: a word without a form; give every word its form in the second column"


@pytest.mark.parametrize("text", [" ", "\n\n", "\t|\\", "\\s", " \r\n", "a\\pb"])
def test_white_space_is_escaped_and_back(text: str) -> None:
    assert conllu.unescaped(conllu.escaped(text)) == text
    assert not re.search(r"[\s|]", conllu.escaped(text))


def test_an_unknown_escape_stays_as_it_is() -> None:
    assert conllu.unescaped(r"\s\q") == r" \q"


forms = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=6)
gaps = st.sampled_from(["", " ", "\n", "\n\n", " \n \n", "\t", "|", "\\n", "\u2028", "  ", "\r\n"])
labels = st.sampled_from(["gpe", "person", "DATE"])
chances = st.floats(0, 1)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text cut into words and sentences, with trees and overlapping tags."""
    words = draw(st.lists(forms, min_size=1, max_size=12))
    document = Document(draw(gaps), [], [])
    for word in words:
        start = len(document.text)
        document.text += word + draw(gaps)
        lemma, tag = draw(forms), draw(st.sampled_from(["NOUN", "X"]))
        document.tokens.append(Token(start, start + len(word), word, lemma, tag, "_", ROOT, "root"))
    cuts = draw(st.sets(st.integers(1, len(words)), max_size=4)) | {len(words)}
    document.sentences = list(pairwise([0, *sorted(cuts)]))
    for first, last in document.sentences:
        for i in range(first + 1, last):
            document.tokens[i].head, document.tokens[i].deprel = draw(st.integers(first, i - 1)), "dep"
    run = st.tuples(st.integers(0, len(words) - 1), st.integers(1, 4)).map(
        lambda r: (r[0], min(r[0] + r[1], len(words)))
    )
    tags = st.lists(
        st.builds(lambda r, label, score: Tagged(r[0], r[1], label, score), run, labels, chances), max_size=3
    )
    document.entities = sorted(draw(tags), key=lambda t: t.first)
    document.times = sorted(draw(tags), key=lambda t: t.first)
    some = st.lists(run, min_size=1, max_size=2).map(lambda found: sorted(found, key=lambda r: r[0]))
    document.attributions = draw(st.lists(st.builds(Attribution, st.just([]) | some, some, some, chances), max_size=2))
    return document


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.lists(documents(), min_size=1, max_size=3))
def test_any_documents_read_back_as_they_were_written(given_documents: list[Document]) -> None:
    lines = [line for document in given_documents for line in conllu.write(document)]
    assert list(conllu.read(lines)) == given_documents
    assert not any("\n" in line or "\r" in line for line in lines)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(st.sampled_from([*SPANISH, *ENGLISH, "1\tx", "", "0\t" * 9 + "0", "# newdoc", "\x00"]), max_size=12))
def test_lines_in_any_order_are_read_or_named(lines: list[str]) -> None:
    try:
        for document in conllu.read(lines, "f"):
            assert [document.text[t.start : t.end] != "" for t in document.tokens] == [True] * len(document.tokens)
            assert sum(last - first for first, last in document.sentences) == len(document.tokens)
    except InputError as error:
        number = int(error.name.removeprefix("f:"))
        assert 1 <= number <= len(lines)
