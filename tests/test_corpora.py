"""Reading the training corpora: small files made here in the corpora's formats."""

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from training import corpora
from training.corpora import Example, Places, Row

from onrecord.language import features


def rows(*lines: str) -> list[Row]:
    """Rows of ``form upos xpos [misc]`` lines."""
    found = []
    for line in lines:
        form, upos, xpos, *misc = line.split()
        found.append(Row(form, form.lower(), upos, xpos, 0, "dep", misc[0] if misc else "_"))
    return found


def gzipped(path: Path, text: str) -> Path:
    with gzip.open(path, "wt", encoding="utf8") as file:
        file.write(text)
    return path


def development(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


# Tags and places


def test_tags_of_runs() -> None:
    assert corpora.tags(5, [(0, 2, "person"), (3, 4, "gpe")]) == ["B-person", "I-person", "O", "B-gpe", "O"]


def test_a_later_run_never_overwrites_an_earlier_one() -> None:
    assert corpora.tags(3, [(0, 2, "person"), (1, 3, "gpe")]) == ["B-person", "I-person", "O"]
    assert corpora.tags(2, [(1, 1, "gpe")]) == ["O", "O"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 4), (0, 1)), ((0, 5), (0, 1)), ((2, 7), (0, 2)), ((4, 5), (1, 1)), ((5, 12), (1, 3)), ((10, 99), (2, 3))],
)
def test_the_words_of_a_span(span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert Places([(0, 4), (5, 9), (9, 12)]).words(*span) == expected


# Treebanks

TREEBANK = """# newdoc id = one
# newpar
1\tKyiv\tKyiv\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-place-1-sgl)
2-3\tisn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tis\tbe\tAUX\tVBZ\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
3.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
4\tfar\tfar\tADJ\tJJ\t_\t2\tadvmod\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\t_

# newpar
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

# newdoc id = two
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_

"""


def treebank(tmp_path: Path, entities: bool = False) -> list[Example]:
    return list(corpora.universal(gzipped(tmp_path / "some.conllu.gz", TREEBANK), entities))


def test_a_treebank_is_read_as_documents(tmp_path: Path) -> None:
    one, two = treebank(tmp_path)
    assert (one.id, two.id) == ("one", "two")
    assert one.words.texts == ["Kyiv", "is", "n't", "far", ".", "Talks", "ended", "Yes"]
    assert one.words.spans == [(0, 4), (5, 7), (7, 10), (11, 14), (14, 15), (16, 21), (22, 27), (29, 32)]
    flagged = [i for i, flags in enumerate(one.words.flags) if flags & features.PARAGRAPH]
    assert flagged == [0, 7]


def test_heads_count_through_the_document_and_lemmas_are_rules(tmp_path: Path) -> None:
    labels = treebank(tmp_path)[0].labels
    assert labels.head == [2, -1, 1, 1, 1, 6, -1, -1]
    assert labels.sentence == [1, 0, 0, 0, 0, 1, 0, 1]
    assert labels.lemma == ["k0:", "=be", "l2:ot", "l0:", "l0:", "l1:", "l2:", "l0:"]
    assert labels.upos == ["PROPN", "AUX", "PART", "ADJ", "PUNCT", "NOUN", "VERB", "INTJ"]
    assert labels.deprel is not None
    assert labels.deprel[:2] == ["nsubj", "root"]
    assert labels.entity is None


def test_entities_are_read_where_asked_for(tmp_path: Path) -> None:
    assert treebank(tmp_path, entities=True)[0].labels.entity == ["B-gpe", *["O"] * 7]


# GUM's mentions


def linked(cue: set[int], source: set[int], content: set[int]) -> corpora.Link:
    """The link of an attribution."""
    return corpora.Link("attributions", frozenset(cue), (frozenset(source), frozenset(content)))


def test_links_move_as_a_whole() -> None:
    assert linked({1}, {0}, {2, 3}).moved(10) == linked({11}, {10}, {12, 13})


def test_mentions_may_nest_and_end_together() -> None:
    some = rows(
        "President NOUN NNP Entity=(1-person-1-sgl",
        "of ADP IN",
        "Kenya PROPN NNP Entity=(2-place-1-sgl)1)",
        "left VERB VBD",
        "Nairobi PROPN NNP Entity=(3-place-1-sgl)",
    )
    found = list(corpora.gum_mentions(some))
    assert found == [(2, 3, "place", "2"), (0, 3, "person", "1"), (4, 5, "place", "3")]


def test_a_mention_is_linked_to_the_heads_of_those_before_it() -> None:
    some = rows(
        "Kenya PROPN NNP Entity=(1-place-1-sgl)",
        "said VERB VBD",
        "Nairobi PROPN NNP Entity=(2-place-1-sgl)",
        "wants VERB VBZ",
        "it PRON PRP Entity=(1-place-1-sgl)",
    )
    found = corpora.gum_chains(some, [1, -1, 3, 1, 3])
    assert [(set(link.row), set(link.others[0])) for link in found] == [({0}, set()), ({2}, set()), ({4}, {0})]
    assert {link.kind for link in found} == {"mentions"}


def test_a_name_is_cut_to_its_core() -> None:
    some = rows(
        "the DET DT Entity=(1-person-1-sgl",
        "minister NOUN NN",
        "President PROPN NNP",
        "Ana PROPN NNP",
        "Costa PROPN NNP Entity=1)",
        "met VERB VBD",
    )
    assert corpora.gum_names(some, [4, 4, 4, 4, 5, -1]) == [(3, 5, "person")]


def test_a_body_keeps_the_small_words_of_its_name() -> None:
    some = rows(
        "the DET DT Entity=(1-organization-1-sgl",
        "Ministry PROPN NNP",
        "of ADP IN",
        "Trade PROPN NNP",
        "and CCONJ CC",
        "Industry PROPN NNP",
        "here ADV RB Entity=1)",
    )
    assert corpora.gum_names(some, [1, -1, 3, 1, 5, 3, 1]) == [(1, 6, "organization")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Greeks PROPN NNPS Entity=(1-person-1-coref)"], [(0, 1, "nationality")]),
        (["Greece PROPN NNP Entity=(1-place-1-coref)"], [(0, 1, "gpe")]),
        (["Danube PROPN NNP Entity=(1-place-1-coref)"], [(0, 1, "place")]),
        (["Christmas PROPN NNP Entity=(1-event-1-coref)"], [(0, 1, "misc")]),
        (["Monday PROPN NNP Entity=(1-time-1-coref)"], []),
        (["minister NOUN NN Entity=(1-person-1-coref)"], []),
        (["Madam PROPN NNP Entity=(1-person-1-coref", "Speaker PROPN NNP Entity=1)"], []),
    ],
)
def test_what_a_mention_is_called(lines: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert corpora.gum_names(rows(*lines), [-1, 0][: len(lines)]) == expected


def test_capitalised_adjectives_outside_names_are_unknown() -> None:
    some = rows("Greek ADJ JJ", "ships NOUN NNS", "sailed VERB VBD")
    assert corpora.gum_tags(some, [1, 2, -1]) == ["?", "O", "O"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kenya", "gpe"), ("the United States", "gpe"), ("US", "gpe"), ("Nairobi", "gpe"), ("Burma", "gpe"),
        ("Danube", "place"),
    ],
)  # fmt: skip
def test_places_with_a_government(name: str, expected: str) -> None:
    assert corpora.place_label(name) == expected


# Attributions

SPEECH = "Kenya said talks would resume. Nobody spoke."


def polnear(tmp_path: Path, **more: Any) -> Example:
    record = {
        "id": "p-1", "text": SPEECH,
        "attributions": [{"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 29]]}], **more,
    }  # fmt: skip
    (found,) = corpora.polnear(gzipped(tmp_path / "p.jsonl.gz", json.dumps(record) + "\n"))
    return found


def test_attributions_become_tags_and_links(tmp_path: Path) -> None:
    found = polnear(tmp_path)
    assert found.id == "p-1"
    assert found.words.texts == ["Kenya", "said", "talks", "would", "resume", ".", "Nobody", "spoke", "."]
    labels = found.labels
    assert labels.source == ["B-source", *["O"] * 8]
    assert labels.cue == ["O", "B-cue", *["O"] * 7]
    assert labels.content == ["O", "O", "B-content", "I-content", "I-content", *["O"] * 4]
    assert labels.links == [linked({1}, {0}, {2, 3, 4})]
    assert (labels.entity, labels.sentence, labels.upos) == (None, None, None)


def test_an_attribution_without_cue_or_content_links_nothing(tmp_path: Path) -> None:
    found = polnear(tmp_path, attributions=[{"source": [[0, 5]], "cue": [[6, 10]], "content": []}])
    assert found.labels.links == []
    assert found.labels.cue is not None
    assert found.labels.cue[1] == "B-cue"


def test_silver_sentences_and_entities_of_another_parser(tmp_path: Path) -> None:
    kenya = ["Kenya", "Kenya", "NNP", "LOCATION", 0, 5]
    said = ["said", "say", "VBD", "O", 6, 10]
    nobody = ["Nobody", "nobody", "NN", "O", 31, 37]
    labels = polnear(tmp_path, corenlp={"sentences": [[kenya, said], [nobody]]}).labels
    assert labels.sentence == [1, 0, 0, 0, 0, 0, 1, 0, 0]
    assert labels.entity == ["B-gpe", *["O"] * 8]


@pytest.mark.parametrize(
    ("word", "tag", "expected"),
    [("Greek", "JJ", True), ("Greeks", "NNPS", True), ("Republican", "JJ", False), ("Olympics", "NNP", False)],
)
def test_misc_names_that_read_as_demonyms(word: str, tag: str, expected: bool) -> None:
    assert corpora.national([[word, word, tag, "MISC", 0, len(word)]], 0, len(word)) is expected


# Times


def timeml(path: Path, **documents: str) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, body in documents.items():
            data = f"<TimeML><DCT/><TEXT>{body}</TEXT></TimeML>".encode()
            info = tarfile.TarInfo(f"some/{name}.tml")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_time_expressions_are_found_in_the_plain_text(tmp_path: Path) -> None:
    body = 'AT&amp;T said on <TIMEX3 tid="t1" type="DATE" value="x">last <EVENT>Monday</EVENT></TIMEX3> it ended.'
    (found,) = corpora.timeml(timeml(tmp_path / "t.tar.gz", one=body), None)
    assert found.id == "one"
    assert found.words.texts == ["AT&T", "said", "on", "last", "Monday", "it", "ended", "."]
    assert found.labels.time == ["O", "O", "O", "B-DATE", "I-DATE", "O", "O", "O"]


def test_a_fifth_of_the_documents_is_kept_back_by_name(tmp_path: Path) -> None:
    names = [f"d{n}" for n in range(40)]
    path = timeml(tmp_path / "t.tar.gz", **dict.fromkeys(names, "Monday"))
    kept = [e.id for e in corpora.timeml(path, development=True)]
    rest = [e.id for e in corpora.timeml(path, development=False)]
    assert sorted(kept) == sorted(name for name in names if development(name))
    assert sorted(kept + rest) == sorted(names)
    assert kept
    assert len(list(corpora.timeml(path, None))) == 40


# Authored passages

PASSAGE = {
    "id": "x-1",
    "text": "Oslo said it would wait. Oslo said no more on Friday.",
    "attributions": [
        {"source": "Oslo", "cue": ["said"], "content": ["it would wait"], "silence": False},
        {"source": ["Oslo", 1], "cue": [["said", 1]], "content": ["no more"], "silence": True},
        {"source": None, "cue": ["said"], "content": ["absent words"], "silence": False},
    ],
    "entities": [["Oslo", "gpe"]],
    "times": [["Friday", "DATE"]],
}


def test_a_passage_is_found_in_its_text() -> None:
    found = corpora.passage(PASSAGE)
    labels = found.labels
    assert labels.source == ["B-source", "O", "O", "O", "O", "O", "B-source", *["O"] * 6]
    assert labels.content is not None
    assert [i for i, tag in enumerate(labels.content) if tag != "O"] == [2, 3, 4, 8, 9]
    assert labels.links == [
        linked({1}, {0}, {2, 3, 4}),
        linked({7}, {6}, {8, 9}),
    ]
    assert labels.entity is not None
    assert [i for i, tag in enumerate(labels.entity) if tag != "O"] == [0, 6]
    assert labels.time is not None
    assert labels.time[11] == "B-DATE"


def test_a_fifth_of_the_passages_is_kept_back_by_id(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    names = [f"x-{n}" for n in range(30)]
    path.write_text("\n".join(json.dumps({**PASSAGE, "id": name}) for name in names), encoding="utf8")
    kept = [e.id for e in corpora.authored([path], development=True)]
    assert kept == [name for name in names if development(name)]
    assert len(list(corpora.authored([path], development=False))) == 30 - len(kept)
    assert [e.id for e in corpora.authored([path])] == names


@pytest.mark.parametrize(
    ("item", "expected"),
    [("said", (5, 9)), (["said", 0], (5, 9)), (["said", 1], (30, 34)), (["said", 2], None), ("nothing", None)],
)
def test_the_nth_occurrence_of_a_string(item: object, expected: tuple[int, int] | None) -> None:
    assert corpora.occurrence(str(PASSAGE["text"]), item) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oslo", [(0, 4), (11, 15)]),
        (["Oslo", 1], [(5, 9)]),  # an occurrence is one of characters, not of words
        ("Osl", []),
        (["Oslo", 7], []),
    ],
)
def test_a_name_is_found_everywhere_as_a_whole_word(name: object, expected: list[tuple[int, int]]) -> None:
    assert corpora.everywhere("Oslo Oslos Oslo", name) == expected
