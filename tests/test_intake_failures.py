"""Bad input: one failure row each, in exact words, within bounds of time and memory; the rest is read."""

import gzip
import json
import os
import signal
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from onrecord.intake import IntakeOptions, articles, isolated, markup
from onrecord.intake.article import Article
from onrecord.records import Failure, InputError

GOOD = "The two governments said on Tuesday that the talks on the border would go on for another week."
# So many attributes on one element hold the parser inside C for minutes.
SLOW = "<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">x</p><p>{GOOD}</p>"


def read(*inputs: Path | str, options: IntakeOptions | None = None) -> list[Article | Failure]:
    """What the inputs give."""
    return list(articles(map(str, inputs), options or IntakeOptions()))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Assert that the block computes no longer (the clock would measure what else the machine does)."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


BAD: list[tuple[str, bytes, str, str, str]] = [
    ("empty.txt", b"", "open", "nothing in it", "leave it out, or check where it came from"),
    ("blank.html", b" \r\n\t \n", "open", "nothing in it", "leave it out, or check where it came from"),
    ("empty.jsonl", b"", "open", "nothing in it", "leave it out, or check where it came from"),
    ("signs.txt", b"--- 123 ---\n...\n", "extract", "no words in it", "leave it out, or check where it came from"),
    ("binary.txt", b"\x00\x01\x02" * 50, "decode", "binary data, not text", "convert it to text or HTML first"),
    ("controls.txt", b"a\x01b\x02c\x03" * 50, "decode", "binary data, not text", "convert it to text or HTML first"),
    ("a.txt", b"%PDF-1.7\n%", "decode", "it is a PDF, not text", "convert it to text or HTML first"),
    ("b.txt", b"\x89PNG\r\n\x1a\n", "decode", "it is a PNG picture, not text", "convert it to text or HTML first"),
    (
        "c.html",
        b"PK\x03\x04\x14\x00",
        "decode",
        "it is a ZIP archive or office document, not text",
        "convert it to text or HTML first",
    ),
    ("d.txt", b"{\\rtf1 Talks}", "decode", "it is a rich text document, not text", "convert it to text or HTML first"),
    (
        "e.txt",
        bytes(range(128, 256)) * 9,
        "decode",
        "neither UTF-8 nor any encoding that can be told",
        "convert it to UTF-8",
    ),
    (
        "f.txt.gz",
        gzip.compress(GOOD.encode())[:40],
        "open",
        "a gzip file cut short or damaged (Compressed file ended before the end-of-stream marker was reached)",
        "fetch or compress it again",
    ),
    (
        "g.txt.gz",
        b"\x1f\x8bnot gzip at all",
        "open",
        "a damaged gzip file (Unknown compression method)",
        "fetch or compress it again",
    ),
    ("h.jsonl", "\ufeff{}".encode("utf-16-le"), "decode", "UTF-16, not UTF-8", "write JSON Lines in UTF-8"),
    (
        "i.html",
        b"<html><body><a href='/'>Home</a></body></html>",
        "extract",
        "no article text in the page",
        "check that it is a report, not an index or a picture page",
    ),
    (
        "j.html",
        b"<div>" * 50_000 + GOOD.encode(),
        "extract",
        "elements nested more than 2,000 deep",
        "save its text and read that",
    ),
]


@pytest.mark.parametrize(("name", "data", "stage", "seen", "remedy"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_one_failure_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, stage: str, seen: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(GOOD)
    first, second = read(tmp_path)
    path = str(tmp_path / name)
    assert first == Failure(input=path, stage=stage, error="InputError", seen=seen, remedy=remedy)
    assert isinstance(second, Article)
    assert second.text == GOOD


def test_a_missing_path_and_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(GOOD)
    missing, folder = read(tmp_path / "none.txt", tmp_path)
    assert missing == Failure(
        input=str(tmp_path / "none.txt"),
        stage="open",
        error="InputError",
        seen="no such file or folder",
        remedy="check the path",
    )
    assert folder == Failure(
        input=str(tmp_path),
        stage="open",
        error="InputError",
        seen="no reports in this folder",
        remedy="it may hold .txt .text .html .htm .xhtml .jsonl .ndjson .xml .rss .atom .warc files, .gz too",
    )


def denied(*_: object, **__: object) -> NoReturn:
    """What the system answers to one who may not."""
    raise PermissionError(13, "Permission denied")


def test_what_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", denied)
        [file] = read(tmp_path / "a.txt")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", denied)
        [folder] = read(tmp_path)
    assert isinstance(file, Failure)
    assert isinstance(folder, Failure)
    assert (file.seen, file.remedy) == ("no permission to read it", "check its permissions")
    assert (folder.input, folder.seen) == (str(tmp_path), "the folder cannot be listed (Permission denied)")


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    [found] = read(tmp_path)
    assert isinstance(found, Article)


def test_a_json_lines_file_cut_short_is_read_up_to_there(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    lines = b"".join(json.dumps({"id": n, "text": f"{GOOD} {n}"}).encode() + b"\n" for n in range(3000))
    file.write_bytes(gzip.compress(lines)[:-2000])
    *found, last = read(file)
    assert len(found) > 1000
    assert all(isinstance(item, Article) for item in found)
    assert isinstance(last, Failure)
    assert last.input == f"{file}:{len(found) + 1}"
    assert last.seen == (
        "the gzip file is cut short or damaged here (Compressed file ended before the end-of-stream marker was reached)"
    )


@pytest.mark.parametrize("head", [GOOD.encode(), b"<html><p>", b"\x1f\x8b"])
def test_a_file_of_200_megabytes_is_refused_without_reading_it_whole(tmp_path: Path, head: bytes) -> None:
    file = tmp_path / "a.txt"
    if head == b"\x1f\x8b":
        with gzip.open(file, "wb", compresslevel=1) as packed:
            for _ in range(20):
                packed.write(b"a " * 5_000_000)
    else:
        with file.open("wb") as out:
            out.write(head)
            out.truncate(200_000_000)
    tracemalloc.start()
    [found] = read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Failure)
    assert found.seen == "more than 20,000,000 bytes in one report"
    assert found.remedy == "split it into its reports, one a file or one a JSON line"
    assert peak < 60_000_000


def test_deep_nesting_is_refused_at_once() -> None:
    with within(2), pytest.raises(InputError) as caught:
        markup.refuse_deep("<b><i>" * 25_000, "a.html")
    assert str(caught.value) == "a.html: elements nested more than 2,000 deep; save its text and read that"


@pytest.mark.parametrize(
    "filler", ["<", "<a", "<a ", "<!--", "<!-- --", "<?", "</p", "&amp", "<p>", "<br>", '<a b="', "\x00<"]
)
def test_long_runs_of_markup_take_no_time_to_look_at(filler: str) -> None:
    text = (filler * 10_000)[:10_000]
    with within(1):
        markup.root_of(text)
        markup.refuse_deep(text, "a.html")


@pytest.mark.parametrize("filler", [" ", "-", "a", "<", "By A", "\t"])
def test_long_lines_are_read_or_refused_at_once(tmp_path: Path, filler: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Talks" + (filler * 10_000)[:10_000])
    with within(1):
        [found] = read(file)
    assert isinstance(found, Article)


SHORT = IntakeOptions(page_seconds=1)


def test_a_page_that_holds_its_parser_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(SLOW)
    (tmp_path / "b.txt").write_text(GOOD)
    with within(1):
        first, second = read(tmp_path, options=SHORT)
    assert first == Failure(
        input=str(tmp_path / "a.html"),
        stage="extract",
        error="InputError",
        seen="taking it apart took over 1 s",
        remedy="save its text and read that",
    )
    assert isinstance(second, Article)


def test_a_page_that_holds_its_parser_is_ended_in_a_thread_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(SLOW)
    (tmp_path / "b.html").write_text(
        f"<html><head><title>Talks go on</title><body><p>{GOOD}</p><p>{GOOD[:-1]} or two.</p>"
    )
    found: list[Article | Failure] = []
    thread = threading.Thread(
        target=lambda: found.extend(read(tmp_path / "a.html", tmp_path / "b.html", options=SHORT))
    )
    with within(1):
        thread.start()
        thread.join()
    assert isinstance(found[0], Failure)
    assert found[0].seen == "taking it apart took over 1 s"
    assert isinstance(found[1], Article | Failure)


def test_work_that_ends_its_process_or_fails_is_told() -> None:
    for work, seen in (
        (os.abort, "it ended the process that reads pages"),
        (broken, "ZeroDivisionError: division by zero"),
    ):
        with pytest.raises(InputError) as caught:
            isolated.run("a.html", 20, work)
        assert caught.value.seen == seen
    assert isolated.run("a.html", 20, max, 2, 3) == 3


def test_a_helper_that_was_ended_is_replaced() -> None:
    helper = isolated.helper(os.getpid())
    assert isolated.run("a.html", 20, max, 2, 3) == 3
    helper.end()
    assert isolated.run("a.html", 20, max, 4, 3) == 4
    other = isolated.run("a.html", 20, os.getpid)
    os.kill(other, signal.SIGTERM)
    time.sleep(0.2)
    assert isolated.run("a.html", 20, os.getpid) != other


def broken() -> float:
    """Raise an error of Python's."""
    return 1 / 0


def hungry() -> int:
    """Ask for more memory than the helper may have."""
    return len(bytearray(3_000_000_000))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the bound of memory is one of Linux")
def test_work_that_wants_too_much_memory_is_told() -> None:
    with pytest.raises(InputError) as caught:
        isolated.run("a.html", 20, hungry)
    assert caught.value.seen == "taking it apart needs too much memory"


def test_an_error_of_ours_is_a_row_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> NoReturn:
        raise RuntimeError("no such part")

    monkeypatch.setattr("onrecord.intake.page.sort_out", wrong)
    (tmp_path / "a.txt").write_text(GOOD)
    [found] = read(tmp_path / "a.txt")
    assert found == Failure(
        input=str(tmp_path / "a.txt"),
        stage="open",
        error="RuntimeError",
        seen="RuntimeError: no such part",
        remedy="report this input as a bug",
    )
