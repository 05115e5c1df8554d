"""What can be named as an input: files, folders, standard input, JSON Lines, gzip, feeds, archives."""

import gzip
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from onrecord.intake import IntakeOptions, articles
from onrecord.intake.article import Article
from onrecord.records import Dateline, Failure, InputError, Source

ONE = "The two governments said on Tuesday that the talks on the border would go on for another week."
TWO = "A spokesman for the Swiss foreign ministry declined to comment on a draft of the agenda."
START = "<html><head><title>Talks go on</title></head><body><h1>Talks go on</h1>"
PAGE = f"{START}<p>{ONE}</p><p>{TWO}</p><p>{ONE[:-1]} or two.</p>"


def read(*inputs: Path | str, options: IntakeOptions | None = None) -> list[Article | Failure]:
    """What the inputs give."""
    return list(articles(map(str, inputs), options or IntakeOptions()))


def texts(found: list[Article | Failure]) -> list[str]:
    """The bodies of articles, and what was seen instead of one."""
    return [item.seen if isinstance(item, Failure) else item.text for item in found]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(data))))


def test_json_lines_give_an_article_a_line_and_a_failure_for_each_bad_one(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    given = {
        "id": 7, "title": " Talks\n go on ", "text": f"GENEVA (AP) — {ONE}\n{TWO}",
        "published": "Wed, 27 Nov 2024 02:00:00 +0900",
        "url": "https://wire.example/7", "publisher": "Wire", "language": "en-US", "extra": [1],
    }  # fmt: skip
    lines = [
        json.dumps(given).encode(),
        b"",
        b"[1]",
        b'"text"',
        b'{"text": "caf\xe9"}',
        b'{"text": ',
        b'{"title": "x"}',
    ]
    lines += [b'{"text": 3}', b'{"text": " - "}', json.dumps({"text": ONE, "published": "yesterday"}).encode(), b"null"]
    file.write_bytes(b"\n".join(lines))
    found = read(file)
    first, last = found[0], found[8]
    assert first == Article(
        source=Source(id="7", path=str(file), url="https://wire.example/7", publisher="Wire", feed=None),
        text=f"GENEVA (AP) — {ONE}\n\n{TWO}",
        language="en",
        title="Talks go on",
        dateline=Dateline(text="GENEVA (AP) —", place="Geneva", country="CHE"),
        published="2024-11-27T02:00:00+09:00",
        published_from="metadata",
    )
    assert isinstance(last, Article)
    assert (last.text, last.published, last.source.id) == (ONE, None, None)
    assert [(f.input.removeprefix(str(file)), f.stage, f.seen, f.remedy) for f in found if isinstance(f, Failure)] == [
        (":3", "decode", "a JSON list, not an object", "write one object a line"),
        (":4", "decode", "a JSON string, not an object", "write one object a line"),
        (":5", "decode", "not UTF-8 (byte 14 of the line)", "write JSON Lines in UTF-8"),
        (":6", "decode", "not JSON (Expecting value, column 9)", "write one whole object a line"),
        (":7", "decode", "neither 'text' nor 'html' in the object", "give the report's text in one of them"),
        (":8", "decode", "the field 'text' is no string", "write its value as a string"),
        (":9", "extract", "no words in its text", "leave it out, or check where it came from"),
        (":11", "decode", "a JSON null, not an object", "write one object a line"),
    ]


def test_json_lines_may_hold_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text(json.dumps({"html": PAGE, "title": "Another title", "published": "2024-11-27"}) + "\n")
    [found] = read(file)
    assert isinstance(found, Article)
    assert (found.title, found.published, found.text.split("\n\n")[0]) == ("Another title", "2024-11-27", ONE)


def test_lone_surrogates_in_json_strings_cannot_break_the_record(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Talks \\ud800 went on", "title": "a\\udfff", "url": "u\\ud800"}\n')
    [found] = read(file)
    assert isinstance(found, Article)
    assert (found.text, found.title, found.source.url) == ("Talks \ufffd went on", "a\ufffd", "u\ufffd")


def test_a_deeply_nested_json_line_is_one_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": ' + "[" * 100_000 + "\n" + json.dumps({"text": ONE}) + "\n")
    assert texts(read(file)) == ["JSON that is nested too deep or holds too long a number", ONE]


def test_json_over_several_lines_is_one_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for value in ({"text": ONE}, [{"text": ONE}]):
        file.write_text(json.dumps(value, indent=1))
        [found] = read(file)
        assert isinstance(found, Failure)
        assert (found.seen, found.remedy) == (
            "JSON over several lines, not JSON Lines",
            "write one whole object a line",
        )


def test_a_line_over_the_cap_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "a" * 5000}) + "\n" + json.dumps({"text": ONE}) + "\n")
    found = read(file, options=IntakeOptions(largest=2000))
    assert texts(found) == ["more than 2,000 bytes in one line", ONE]
    assert isinstance(found[0], Failure)
    assert found[0].input == f"{file}:1"


def test_a_folder_is_read_in_order_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name, text in (
        ("b.txt", TWO),
        ("a.txt", ONE),
        ("c/d.txt", ONE),
        ("notes.md", ONE),
        (".hidden.txt", ONE),
        ("e.png", "x"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "b2.txt").write_text("")
    with gzip.open(tmp_path / "z.jsonl.gz", "wt") as file:
        file.write(json.dumps({"text": TWO}))
    found = read(tmp_path)
    assert texts(found) == [ONE, TWO, "nothing in it", ONE, TWO]
    assert [f.source.path for f in found if isinstance(f, Article)][:3] == [
        str(tmp_path / name) for name in ("a.txt", "b.txt", "c/d.txt")
    ]


def test_standard_input_holds_text_pages_json_lines_and_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"id": "x", "text": ONE}).encode()
    for data, text in (
        (ONE.encode(), ONE),
        (PAGE.encode(), f"{ONE}\n\n{TWO}\n\n{ONE[:-1]} or two."),
        (line, ONE),
        (gzip.compress(line), ONE),
        (gzip.compress(ONE.encode()), ONE),
    ):
        stdin(monkeypatch, data)
        [found] = read("-")
        assert isinstance(found, Article)
        assert (found.text, found.source.path) == (text, None)


def test_gzipped_files_are_known_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "b.txt").write_bytes(gzip.compress(ONE.encode()))
    assert [text.split("\n\n")[0] for text in texts(read(tmp_path))] == [ONE, ONE]


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbour Wire</title><link>https://wire.example/</link><language>en-gb</language>
<item><title>Talks &amp; tea</title><link>https://wire.example/1</link><guid>wire-1</guid>
<dc:creator>Lena Fournier</dc:creator>
<pubDate>Wed, 27 Nov 2024 02:00:00 +0900</pubDate><description>{TWO}</description>
<content:encoded><![CDATA[<figure><img src="a.jpg"><figcaption>Envoys meet. AFP</figcaption></figure>
<p>SEOUL, Nov. 27 (Yonhap) -- {ONE}</p><p>{TWO}<br>Both left.</p><p>Read more: Who pays</p>]]></content:encoded></item>
<item><title>Only a title</title><link>https://wire.example/2</link></item>
<item><title>A summary</title><link>https://wire.example/3</link><description>&lt;p&gt;{ONE}&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Wire</title><link href="https://wire.example/"/>
<entry><title>Talks go on</title><id>urn:1</id><link href="https://wire.example/1"/><updated>2024-11-27T02:00:00+09:00</updated>
<content type="html">&lt;p&gt;{ONE}&lt;/p&gt;</content></entry></feed>"""


def test_rss_gives_an_article_an_entry(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    first, second, third = read(file)
    assert isinstance(first, Article)
    assert first.source == Source(
        id="wire-1",
        path=str(file),
        url="https://wire.example/1",
        publisher="Harbour Wire",
        feed="https://wire.example/",
    )
    assert (first.title, first.language, first.bylines) == ("Talks & tea", "en", ["Lena Fournier"])
    # The day is the publisher's day, not that of Greenwich.
    assert (first.published, first.published_from) == ("2024-11-27T02:00:00+09:00", "metadata")
    assert first.text == f"SEOUL, Nov. 27 (Yonhap) -- {ONE}\n\n{TWO}\n\nBoth left."
    assert first.dateline == Dateline(text="SEOUL, Nov. 27 (Yonhap) --", place="Seoul", country="KOR")
    assert [(c.text, c.credit) for c in first.captions] == [("Envoys meet.", "AFP")]
    assert first.furniture == ["Read more: Who pays"]
    assert second == Failure(
        input=f"{file}#2",
        stage="extract",
        error="InputError",
        seen="an entry without text",
        remedy="fetch the page that it links to",
    )
    assert isinstance(third, Article)
    assert (third.text, third.published) == (ONE, None)


def test_atom_gives_an_article_an_entry(tmp_path: Path) -> None:
    file = tmp_path / "feed.atom"
    file.write_text(ATOM)
    [found] = read(file)
    assert isinstance(found, Article)
    assert (found.text, found.published, found.source.id) == (ONE, "2024-11-27T02:00:00+09:00", "urn:1")


def test_a_feed_without_entries_is_one_failure(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text('<rss version="2.0"><channel><title>x</title></channel></rss>')
    assert texts(read(file)) == ["a feed without entries"]


def warc(*pages: tuple[str, bytes]) -> bytes:
    """A WARC file: one response a page, given its HTTP head and body."""
    out = io.BytesIO()
    for number, (head, body) in enumerate(pages, 1):
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response, record_urn=f"urn:uuid:{number}".encode())
        record.headers["WARC-Target-URI"] = f"https://wire.example/{number}"
        record.set_bytes_content(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.write(out)
    return out.getvalue()


OK = "HTTP/1.1 200 OK\nContent-Type: text/html; charset="


def test_an_archive_gives_an_article_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = warc(
        (OK + "windows-1252", PAGE.replace("week", "“week”").encode("cp1252")),
        ("HTTP/1.1 404 Not Found\nContent-Type: text/html", PAGE.encode()),
        ("HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG"),
        (OK + "utf-8\nContent-Encoding: gzip", gzip.compress(PAGE.encode())),
        (OK + "utf-8", b"<html><body></body></html>"),
    )
    (tmp_path / "a.warc").write_bytes(data)
    found = read(tmp_path / "a.warc")
    assert [text.split("\n\n")[0] for text in texts(found)] == [
        ONE.replace("week", "“week”"), ONE, "no article text in the page",
    ]  # fmt: skip
    assert isinstance(found[0], Article)
    assert found[0].source.url == "https://wire.example/1"
    assert found[0].source.path == str(tmp_path / "a.warc")
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(data))
    assert texts(read(tmp_path / "b.warc.gz")) == texts(found)
    stdin(monkeypatch, gzip.compress(data))
    assert texts(read("-")) == texts(found)


def test_an_archive_without_pages_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc(("HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG")))
    (tmp_path / "b.warc").write_bytes(b"")
    (tmp_path / "c.warc").write_bytes(b"no archive at all")
    assert texts(read(tmp_path)) == [
        "no web pages in the archive",
        "nothing in it",
        "an archive that is cut short or damaged after 0 pages (Invalid WARC header)",
    ]


def test_damage_in_an_archive_costs_no_page_but_its_own(tmp_path: Path) -> None:
    page, coded = (OK + "utf-8", PAGE.encode()), OK + "utf-8\nContent-Encoding: "
    (tmp_path / "a.warc").write_bytes(
        warc(
            (coded + "gzip", b"\x1f\x8bno gzip"),
            (coded + "gzip", gzip.compress(PAGE.encode())[:-20]),
            (coded + "br", b"?"),
            page,
            page,
        )[:-100]
    )
    found = texts(read(tmp_path / "a.warc"))
    assert [text.split("\n\n")[0] for text in found] == [
        "a page whose coding is damaged (Error -3 while decompressing data: unknown compression method)",
        "a page whose coding is cut short",
        "a page coded as 'br'",
        ONE,
        f"cut short: {len(PAGE) - 96} of {len(PAGE)} bytes",
    ]
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(warc(page) * 2000, compresslevel=0)[:2000])
    *pages, failure = texts(read(tmp_path / "b.warc.gz"))
    assert {text.split("\n\n")[0] for text in pages} == {ONE}
    assert failure.startswith(
        f"an archive that is cut short or damaged after {len(pages)} pages (Compressed file ended"
    )


def test_a_dateline_with_its_year_dates_the_report(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"BEIJING, Nov. 1, 2006 (Xinhua) -- {ONE}")
    [found] = read(file, options=IntakeOptions(published="2024-01-01"))
    assert isinstance(found, Article)
    assert (found.published, found.published_from) == ("2006-11-01", "text")


@pytest.mark.parametrize("given", ["2024-13-45", "27 Nov 2024", "20241127", ""])
def test_an_argument_that_is_no_date_is_refused(given: str) -> None:
    with pytest.raises(InputError) as caught:
        read("-", options=IntakeOptions(published=given))
    assert str(caught.value) == f"--published: {given!r} is no ISO date; write it as YYYY-MM-DD"


def test_the_language_is_told_from_the_words_or_left_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ONE)
    (tmp_path / "b.txt").write_text(
        "Die Gespräche dauern nach Angaben beider Regierungen noch eine Woche.", encoding="utf8"
    )
    assert [found.language for found in read(tmp_path) if isinstance(found, Article)] == ["en", None]
