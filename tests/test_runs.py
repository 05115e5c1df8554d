"""One run of reading: whole lines, whole commits, every failure listed, codes that say how it went."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import runs
from onrecord.language import Document
from onrecord.records import Failure, InputError, Report, Source, StoreError, report_id
from onrecord.runs import Outcome
from onrecord.store import Store
from test_records import full_report

FAILED = Failure(input="b.txt", stage="open", error="InputError", seen="nothing in it", remedy="leave it out")
TREE = "1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\t_\n"


def numbered(number: int) -> Report:
    title = f"Oslo weighs sending engineers ({number})"
    return full_report(
        title=title, id=report_id(title, "2024-11-27", full_report().text), source=Source(id=f"n-{number}")
    )


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Report | Failure]:
    """What the next runs read, instead of their inputs; filled by the test."""
    items: list[Report | Failure] = []
    monkeypatch.setattr(runs, "outcomes", lambda inputs, options: iter(items))  # noqa: ARG005  # as the function it replaces
    return items


@pytest.mark.parametrize(("read", "failures", "code"), [(2, 0, 0), (0, 0, 2), (0, 1, 2), (1, 1, 3)])
def test_the_exit_code_says_how_much_was_read(read: int, failures: int, code: int) -> None:
    assert runs.exit_code(Outcome(read=read, failures=[FAILED] * failures)) == code


def test_reports_become_lines_and_failures_are_complained_of(
    given: list[Report | Failure], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given += [numbered(1), FAILED, numbered(2)]
    outcome = runs.to_json(["in"], str(tmp_path / "out.jsonl"), runs.Options())
    assert (tmp_path / "out.jsonl").read_text() == numbered(1).to_json() + "\n" + numbered(2).to_json() + "\n"
    assert (outcome.read, outcome.failures) == (2, [FAILED])
    assert capsys.readouterr() == ("", "onrecord: b.txt: nothing in it; leave it out\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl"]


def test_lines_go_to_standard_output_one_by_one(given: list[Report | Failure], monkeypatch: pytest.MonkeyPatch) -> None:
    given += [numbered(1), numbered(2)]

    class Watched(io.StringIO):
        flushed: list[int] = []

        def flush(self) -> None:
            self.flushed.append(self.getvalue().count("\n"))

    watched = Watched()
    monkeypatch.setattr("sys.stdout", watched)
    runs.to_json(["in"], "-", runs.Options())
    assert watched.flushed[:2] == [1, 2]


def stopped(*items: Report | Failure) -> Iterator[Report | Failure]:
    """Outcomes, then Ctrl-C."""
    yield from items
    raise KeyboardInterrupt


def test_a_run_cut_short_leaves_the_old_file_and_whole_lines_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")
    monkeypatch.setattr(runs, "outcomes", lambda inputs, options: stopped(numbered(1)))  # noqa: ARG005  # as it is called
    with pytest.raises(KeyboardInterrupt):
        runs.to_json(["in"], str(target), runs.Options())
    assert target.read_text() == "old\n"
    assert (tmp_path / "out.jsonl.part").read_text() == numbered(1).to_json() + "\n"
    assert capsys.readouterr().err == f"onrecord: stopped; what was read is in {target}.part\n"


def test_a_run_into_the_record_cut_short_keeps_what_it_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runs, "outcomes", lambda inputs, options: stopped(numbered(1), FAILED))  # noqa: ARG005  # as called
    folder = tmp_path / "record"
    with pytest.raises(KeyboardInterrupt):
        runs.to_store(["in"], folder, runs.Options())
    assert [r.source.id for r in Store.open(folder).reports()] == ["n-1"]
    assert Store.open(folder).failures() == [FAILED]
    counts = f"1 read into {folder}: 1 new, 0 read anew, 0 known; 1 not read"
    assert capsys.readouterr().err == f"onrecord: stopped; {counts}\n"


def test_what_was_read_is_shown_and_counted(
    given: list[Report | Failure], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "record"
    given += [numbered(1), FAILED, numbered(2)]
    outcome = runs.to_store(["in"], folder, runs.Options())
    assert (outcome.read, outcome.added, outcome.failures) == (2, 2, [FAILED])
    out, err = capsys.readouterr()
    assert err == "onrecord: b.txt: nothing in it; leave it out\n"
    lines = out.splitlines()
    assert lines[2].split() == ["report", "published", "title", "said", "silent", "actors", "dates"]
    assert lines[4].split() == [
        "n-1",
        "2024-11-27",
        "Oslo",
        "weighs",
        "sending",
        "engineers",
        "(1)",
        "2",
        "1",
        "2",
        "1",
    ]
    assert lines[-1] == f"2 read into {folder}: 2 new, 0 read anew, 0 known; 1 not read"
    given[1:2] = []
    assert runs.to_store(["in"], folder, runs.Options()).unchanged == 2
    assert capsys.readouterr().out.splitlines()[-1] == f"2 read into {folder}: 0 new, 0 read anew, 2 known; 0 not read"


def test_a_long_run_lists_the_first_and_counts_the_rest(
    given: list[Report | Failure], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given += [numbered(n) for n in range(runs.LISTED + 7)]
    runs.to_store(["in"], tmp_path / "record", runs.Options())
    out = capsys.readouterr().out
    assert out.count("Oslo weighs") == runs.LISTED
    assert out.splitlines()[-2] == "… and 7 more"


def test_batches_are_cut_by_count_and_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    items: list[Report | Failure] = [FAILED] * (runs.COMMIT_EVERY + 2)
    assert [len(batch) for batch in runs.batches(items)] == [runs.COMMIT_EVERY, 2]
    monkeypatch.setattr(runs, "COMMIT_SECONDS", -1.0)
    assert [len(batch) for batch in runs.batches(items[:3])] == [1, 1, 1]
    assert list(runs.batches([])) == []


def test_inputs_with_nothing_in_them_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.intake.articles", lambda inputs, options: iter(()))  # noqa: ARG005  # as it is called
    (found,) = runs.outcomes(["a.jsonl", "b.jsonl"], runs.Options())
    assert found == Failure.of(
        InputError("a.jsonl b.jsonl", "read", "no reports in it", "check that it is the right input")
    )


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere/out.jsonl", "{}: its folder does not exist; make it first"),
        ("", "{}: cannot be written (Is a directory); name another file"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, path: str, message: str) -> None:
    target = str(tmp_path / path)
    if not path:
        (tmp_path.with_name(tmp_path.name + ".part")).mkdir()
    with pytest.raises(StoreError) as caught, runs.writable(target if path else str(tmp_path)):
        pass
    assert str(caught.value) == message.format(target)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_named(given: list[Report | Failure]) -> None:
    given.append(numbered(1))
    with pytest.raises(StoreError) as caught:
        runs.to_json(["in"], "/dev/full", runs.Options())
    assert str(caught.value) == "/dev/full: cannot be written (No space left on device); name another file"
    assert Path("/dev/full").is_char_device()


def test_trees_are_read_zipped_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(TREE)
    (tmp_path / "b.conllu.gz").write_bytes(gzip.compress(TREE.encode()))
    (plain,) = runs.documents(str(tmp_path / "a.conllu"))
    (zipped,) = runs.documents(str(tmp_path / "b.conllu.gz"))
    assert isinstance(plain, Document)
    assert plain == zipped
    assert plain.text == "Talks ended"


def _missing(path: Path) -> str:
    return f"{path}: No such file or directory; check the path and its permissions"


def _folder(path: Path) -> str:
    path.mkdir()
    return f"{path}: Is a directory; check the path and its permissions"


def _latin(path: Path) -> str:
    path.write_bytes("# text = Malmö\n".encode("latin-1"))
    return f"{path}: not UTF-8; write it in UTF-8"


def _no_gzip(path: Path) -> str:
    path.write_bytes(b"# text = Oslo\n")
    return f"{path}: a damaged gzip file (Not a gzipped file (b'# ')); fetch or compress it again"


def _cut_gzip(path: Path) -> str:
    path.write_bytes(gzip.compress(TREE.encode())[:-9])
    return (
        f"{path}: a damaged gzip file (Compressed file ended before the end-of-stream marker was reached); "
        "fetch or compress it again"
    )


def _wrong_line(path: Path) -> str:
    path.write_text(TREE + "3\tagain\n")
    return f"{path}:3: 2 columns; CoNLL-U has 10, divided by tabs"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.conllu", _missing), ("a.conllu", _folder), ("a.conllu", _latin), ("a.conllu.gz", _no_gzip),
        ("a.conllu.gz", _cut_gzip), ("a.conllu", _wrong_line),
    ],
)  # fmt: skip
def test_trees_that_cannot_be_read_are_a_failure(tmp_path: Path, name: str, make: object) -> None:
    assert callable(make)
    message = make(tmp_path / name)
    *_, last = runs.documents(str(tmp_path / name))
    assert isinstance(last, Failure)
    assert f"{last.input}: {last.seen}; {last.remedy}" == message


def test_parse_goes_on_after_an_input_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.conllu", tmp_path / "b.conllu"
    good.write_text(TREE)
    outcome = runs.parse([str(bad), str(good)], as_json=True)
    assert runs.exit_code(outcome) == 3
    out, err = capsys.readouterr()
    assert err == f"onrecord: {bad}: No such file or directory; check the path and its permissions\n"
    found = json.loads(out)
    assert list(found) == ["text", "tokens", "sentences", "entities", "attributions", "times"]
    assert found["tokens"][0] == {
        "start": 0, "end": 5, "text": "Talks", "lemma": "talk", "upos": "NOUN", "xpos": "NNS", "head": 1,
        "deprel": "nsubj",
    }  # fmt: skip


def test_control_codes_of_an_input_do_not_reach_the_terminal(
    given: list[Report | Failure], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given += [numbered(1).model_copy(update={"title": "Oslo \x1b]0;owned\x07 [bold]agrees[/bold]"})]
    given += [FAILED.model_copy(update={"input": "\x1b[2J.txt"})]
    runs.to_store(["in"], tmp_path / "record", runs.Options())
    out, err = capsys.readouterr()
    assert "Oslo \ufffd]0;owned\ufffd [bold]agrees[/bold]" in out
    assert err == "onrecord: \ufffd[2J.txt: nothing in it; leave it out\n"
