"""The tables of cue words, roles and forms."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from onrecord.findings import cues
from onrecord.records import TableError

FRAME = re.compile(r"(passive:)?(clause|infinitive|object|small|predicative|subject|pp:[a-z]+)|aside")
FINDINGS = Path(cues.__file__).parent
TABLES = ("cue_words", "cue_roles", "cue_forms")


def test_every_cue_word_has_a_known_frame_a_weight_and_a_source() -> None:
    for line, row in cues.rows("cue_words"):
        assert FRAME.fullmatch(row["frame"]), (line, row)
        assert 0 < float(row["weight"]) <= 1, (line, row)
        assert row["pos"] in ("VERB", "NOUN", "ADJ"), (line, row)
        assert row["source"], (line, row)


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_sorted_and_hold_nothing_twice(table: str) -> None:
    rows = [tuple(v for k, v in row.items() if k not in ("weight", "source")) for _, row in cues.rows(table)]
    assert rows == sorted(set(rows))


def test_every_row_is_looked_up() -> None:
    words = list(cues.rows("cue_words"))
    assert len(words) > 800
    assert all(cues.weights(row["lemma"], row["pos"])[row["frame"]] == float(row["weight"]) for _, row in words)
    assert all(row["lemma"] in cues.role(row["role"]) for _, row in cues.rows("cue_roles"))
    assert all(cues.lemma_of(row["form"], "?", row["pos"]) == row["lemma"] for _, row in cues.rows("cue_forms"))


def test_lemmas_and_forms_are_in_lower_case() -> None:
    written = [v for table in TABLES for _, row in cues.rows(table) for v in _spelt(row)]
    assert [word for word in written if word != word.lower().strip()] == []


def _spelt(row: dict[str, str]) -> list[str]:
    return [row[name] for name in ("lemma", "form", "role") if name in row]


def test_every_role_that_the_code_asks_for_is_in_the_table() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FINDINGS.glob("*.py"))
    asked = set(re.findall(r'\brole\("([^"]+)"\)', code))
    known = {row["role"] for _, row in cues.rows("cue_roles")}
    assert asked == known


@pytest.mark.parametrize(
    ("form", "lemma", "pos", "expected"),
    [
        ("said", "say", "VERB", "say"),
        ("denied", "deni", "VERB", "deny"),
        ("pledged", "pledg", "VERB", "pledge"),
        ("Urging", "urg", "VERB", "urge"),
        ("admitted", "admitt", "VERB", "admit"),
        ("swore", "swore", "VERB", "swear"),
        ("replies", "repli", "VERB", "reply"),
        ("had", "have", "AUX", "have"),
        ("claims", "claim", "NOUN", "claim"),
        ("ships", "ship", "NOUN", "ship"),
        ("Sailed", "Sail", "VERB", "sail"),
    ],
)
def test_the_lexicon_knows_its_own_forms(form: str, lemma: str, pos: str, expected: str) -> None:
    assert cues.lemma_of(form, lemma, pos) == expected


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("say", ["say", "says", "sayed", "saying"]),
        ("urge", ["urge", "urges", "urged", "urging"]),
        ("stress", ["stress", "stresses", "stressed", "stressing"]),
        ("admit", ["admit", "admits", "admited", "admiting", "admitted", "admitting"]),
        ("publish", ["publish", "publishes", "published", "publishing"]),
    ],
)
def test_regular_forms(lemma: str, forms: list[str]) -> None:
    assert sorted(cues.verb_forms(lemma)) == sorted(forms)


def test_words_that_do_not_report_have_no_frames() -> None:
    assert cues.weights("sail", "VERB") == {}
    assert cues.weights("say", "VERB")["clause"] > 0.9


def test_a_row_with_missing_fields_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cue_bad.csv").write_text("role,lemma,source\nlending,make,us\nlending,make\n", encoding="utf-8")
    monkeypatch.setattr(cues, "files", lambda _: tmp_path)
    with pytest.raises(TableError, match=r"cue_bad\.csv:3: wrong number of fields in \['lending', 'make', None\]"):
        list(cues.rows("cue_bad"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("say,VERB,clause,high,us", "cue_words.csv:2: weight 'high' is not a number"),
        ("say,VERB,clause,,us", "cue_words.csv:2: weight '' is not a number"),
        ("say,VERB,clause,0.9", "cue_words.csv:2: wrong number of fields in ['say', 'VERB', 'clause', '0.9', None]"),
        (
            "say,VERB,clause,0.9,us\nask,VERB,clause,0.8,us,you",
            "cue_words.csv:3: wrong number of fields in ['ask', 'VERB', 'clause', '0.8', 'us', ['you']]",
        ),
    ],
)
def test_a_wrong_row_of_cue_words_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, expected: str
) -> None:
    (tmp_path / "cue_words.csv").write_text(f"lemma,pos,frame,weight,source\n{lines}\n", encoding="utf-8")
    monkeypatch.setattr(cues, "files", lambda _: tmp_path)
    with pytest.raises(TableError) as caught:
        cues._words.__wrapped__()
    assert str(caught.value) == expected


def test_a_role_that_the_table_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="silence:humming"):
        cues.role("silence:humming")


def test_the_tables_ship_with_the_package() -> None:
    assert all((files("onrecord.tables") / f"{name}.csv").is_file() for name in TABLES)
