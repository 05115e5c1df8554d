"""Users' own lexicons: checked with line numbers, used for a run and no longer, imported from other coders."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ended
from onrecord import lexicons, runs
from onrecord.dictionaries import ACTOR_COLUMNS, Skipped
from onrecord.findings.lexicon import COLUMNS
from onrecord.records import TableError

HEAD = ",".join(COLUMNS)
GOOD = f"{HEAD}\nlend ship,VERB,AID,,military,072,subj,to,,1,own\nnaval loan,NOUN,AID,,,,by,to,,1,own\n"
BAD = f"{HEAD}\nlend ship,VERB,AID,,,,subj,to,,1,own\nlend ship,VERB,GIVE,,,,subj,to,,1,own\n"
FAULT = "my.csv:3: 'GIVE' is no PLOVER category; one of "


@pytest.fixture
def lexicon(tmp_path: Path) -> Callable[[str], Path]:
    """A lexicon file of this text."""

    def written(text: str) -> Path:
        file = tmp_path / "my.csv"
        file.write_text(text, encoding="utf8")
        return file

    return written


def test_a_checked_lexicon_is_counted(lexicon: Callable[[str], Path], run: Callable[..., Ended]) -> None:
    file = lexicon(GOOD)
    assert run("lexicon", "check", file) == Ended(0, f"{file}: 2 entries\n", "")
    ended = run("lexicon", "check", file, "--json")
    assert json.loads(ended.out) == {"file": str(file), "entries": 2}
    assert run("lexicon", "check", lexicon("\n".join(GOOD.splitlines()[:2]))).out == f"{file}: 1 entry\n"


def test_a_wrong_lexicon_is_told_with_file_and_line(lexicon: Callable[[str], Path], run: Callable[..., Ended]) -> None:
    file = lexicon(BAD)
    ended = run("lexicon", "check", file)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"onrecord: {file.parent}/{FAULT}")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "cannot be read (No such file or directory); check the path and its permissions"),
        (b"\xff\xfe", "not UTF-8; write it in UTF-8"),
    ],
)
def test_a_file_that_is_no_lexicon_is_told(content: bytes | None, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "my.csv"
    if content is not None:
        file.write_bytes(content)
    for use in (lexicons.entries, _used):
        with pytest.raises(TableError) as caught:
            use(file)
        assert str(caught.value) == f"{file}: {fault}"


def _used(file: Path) -> None:
    with lexicons.in_force(file):
        raise AssertionError("a wrong lexicon was used")


@pytest.mark.parametrize("before", [None, "other.csv"])
def test_a_lexicon_is_in_force_for_one_run(
    before: str | None, lexicon: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    if before:
        monkeypatch.setenv("ONRECORD_LEXICON", before)
    monkeypatch.chdir(lexicon(GOOD).parent)
    with lexicons.in_force(Path("my.csv")):
        assert os.environ["ONRECORD_LEXICON"] == str(Path("my.csv").resolve())
    assert os.environ.get("ONRECORD_LEXICON") == before
    with lexicons.in_force(None):
        assert os.environ.get("ONRECORD_LEXICON") == before


def test_reading_by_a_wrong_lexicon_is_a_usage_error(
    lexicon: Callable[[str], Path], tmp_path: Path, run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lexicon(BAD)
    wrong = f"Error: Invalid value for '--lexicon': {file.parent}/{FAULT}"
    ended = run("read", "-", "--lexicon", file, "--into", tmp_path / "record")
    assert (ended.code, ended.out) == (1, "")
    assert wrong in " ".join(ended.err.split())
    assert not (tmp_path / "record").exists()
    monkeypatch.setenv("ONRECORD_LEXICON", str(file))
    assert run("read", "-", "--into", tmp_path / "record").code == 1


def test_reading_goes_by_the_lexicon_that_is_named(
    lexicon: Callable[[str], Path], run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def to_json(*_: object) -> runs.Outcome:
        seen.append(os.environ.get("ONRECORD_LEXICON"))
        return runs.Outcome(read=1)

    monkeypatch.setattr(runs, "to_json", to_json)
    file = lexicon(GOOD)
    assert run("read", "a.txt", "--json", "-", "--lexicon", file).code == 0
    assert run("read", "a.txt", "--json", "-").code == 0
    assert seen == [str(file), None]


@pytest.fixture
def dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importers that give one row a file and skip one line, in place of those that read dictionaries."""

    def verbs(path: Path, skipped: list[Skipped]) -> list[dict[str, str]]:
        skipped.append(Skipped(7, "- * SALT\x1b [---]", "coded as no event"))
        return [dict.fromkeys(COLUMNS, "") | {"entry": path.stem}]

    def actors(path: Path, skipped: list[Skipped]) -> list[dict[str, str]]:
        assert skipped == []
        return [dict.fromkeys(ACTOR_COLUMNS, "") | {"name": "A, B", "source": path.name}]

    monkeypatch.setattr("onrecord.dictionaries.imported_verbs", verbs)
    monkeypatch.setattr("onrecord.dictionaries.imported_actors", actors)


@pytest.mark.usefixtures("dictionaries")
def test_dictionaries_become_csv_and_what_is_left_out_is_listed(run: Callable[..., Ended]) -> None:
    ended = run("lexicon", "import", "verbs", "one.txt", "two.txt")
    left_out = [
        f"onrecord: {name}.txt:7: not imported (coded as no event): - * SALT\ufffd [---]" for name in ("one", "two")
    ]
    assert ended == Ended(0, f"{HEAD}\none{',' * 10}\ntwo{',' * 10}\n", "\n".join(left_out) + "\n")
    ended = run("lexicon", "import", "actors", "in/one.txt")
    assert ended == Ended(0, 'name,aliases,kind,country,sectors,start,end,source\n"A, B",,,,,,,one.txt\n', "")
    ended = run("lexicon", "import", "actors", "in/one.txt", "--json")
    assert json.loads(ended.out) == {
        "name": "A, B", "aliases": "", "kind": "", "country": "", "sectors": "", "start": "", "end": "",
        "source": "one.txt",
    }  # fmt: skip


@pytest.mark.usefixtures("dictionaries")
def test_dictionaries_are_imported_into_a_file(tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("lexicon", "import", "verbs", "one.txt", "--into", tmp_path / "my.csv")
    assert (ended.code, ended.out) == (0, "")
    assert (tmp_path / "my.csv").read_text(encoding="utf8") == f"{HEAD}\none{',' * 10}\n"
    assert [p.name for p in tmp_path.iterdir()] == ["my.csv"]


def test_a_dictionary_that_cannot_be_read_leaves_the_file_as_it_was(tmp_path: Path, run: Callable[..., Ended]) -> None:
    (tmp_path / "my.csv").write_text("mine")
    ended = run("lexicon", "import", "verbs", tmp_path / "one.txt", "--into", tmp_path / "my.csv")
    wrong = f"onrecord: {tmp_path}/one.txt: No such file or directory; give a file that can be read\n"
    assert ended == Ended(2, "", wrong)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("my.csv", "mine")]


def test_an_imported_dictionary_is_a_lexicon(tmp_path: Path, run: Callable[..., Ended]) -> None:
    (tmp_path / "verbs.txt").write_text("--- LEND [070] ---\nLEND\n- * SHIP [072]\n")
    assert run("lexicon", "import", "verbs", tmp_path / "verbs.txt", "--into", tmp_path / "my.csv").code == 0
    assert run("lexicon", "check", tmp_path / "my.csv").out == f"{tmp_path}/my.csv: 2 entries\n"
