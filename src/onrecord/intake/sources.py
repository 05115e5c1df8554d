"""From what the user names (path, folder, URL, ``-``) to articles, one at a time; what fails becomes a `Failure`."""

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from onrecord.intake import fetch, html, page
from onrecord.intake.article import Article
from onrecord.intake.layout import normalise, paragraphs
from onrecord.records import Failure, InputError, Source

KINDS = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".xml", ".rss", ".atom", ".warc")
MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive or office document", b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture", b"\x7fELF": "a program", b"\xd0\xcf\x11\xe0": "an old office document", b"SQLite": "a database",
    b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive", b"PAR1": "a Parquet file",
}  # fmt: skip
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9_.-]{2,40})""", re.I)
MARKUP = re.compile(r"^\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|article|div|p|h1|section|main)\b", re.I | re.S)
FEED = re.compile(r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?xml-stylesheet[^>]{0,300}\?>\s*){0,3}<(?:rss|feed|rdf:RDF)\b", re.I | re.S)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[0-9:.+Z-]+)?")
COMMON = frozenset("the of to and in a that said for on is was with".split())


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the user said about the inputs, and the caps. Sizes in bytes, times in seconds."""

    published: str | None = None
    allow_private: bool = False
    largest: int = 50_000_000
    page_seconds: float = 20.0
    fetch_seconds: float = 30.0


def articles(inputs: Iterable[str], options: IntakeOptions) -> Iterator[Article | Failure]:
    """Every article in the inputs, in order; an input or line that cannot be read gives one `Failure` and no more."""
    if options.published is not None and not DAY.fullmatch(options.published):
        raise InputError("--published", "open", f"{options.published!r} is no ISO date", "write it as YYYY-MM-DD")
    for name in inputs:
        yield from guarded(name, _opened(name, options), options)


def guarded(name: str, found: Iterator[Article | Failure], options: IntakeOptions) -> Iterator[Article | Failure]:
    """Turn whatever ends an input early into its failure row, and finish each article with what the user said."""
    while True:
        try:
            item = next(found)
        except StopIteration:
            return
        except InputError as error:
            yield Failure.of(error)
            return
        except Exception as error:  # one broken input must not end the others
            seen = f"{type(error).__name__}: {error}"
            yield Failure(input=name, stage="open", error=type(error).__name__, seen=seen, remedy="report this input as a bug")
            return
        yield item if isinstance(item, Failure) else finished(item, options)


def finished(article: Article, options: IntakeOptions) -> Article:
    """The article with the user's publication date where it has none, and a language where it can be told."""
    if article.published is None and options.published:
        article = replace(article, published=options.published, published_from="argument")
    return article if article.language else replace(article, language=language_of(article.text))


def language_of(text: str) -> str | None:
    """``en`` where English function words are frequent, else unknown."""
    words = re.findall(r"[A-Za-z]+", text[:4000].lower())
    return "en" if len(words) >= 8 and sum(w in COMMON for w in words) >= len(words) * 0.1 else None


def _opened(name: str, options: IntakeOptions) -> Iterator[Article | Failure]:
    if name == "-":
        yield from _stream(sys.stdin.buffer, "-", Source(), options)
    elif name.startswith(("http://", "https://")):
        data, url = fetch.fetch(name, options.largest, options.fetch_seconds, options.allow_private)
        yield from _stream(io.BytesIO(data), name, Source(url=url), options)
    else:
        yield from _path(Path(name), options)


def _path(path: Path, options: IntakeOptions) -> Iterator[Article | Failure]:
    if path.is_dir():
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and known(f) and not any(p.startswith(".") for p in f.relative_to(path).parts)]
        if not files:
            raise InputError(str(path), "open", "no reports in this folder", f"it may hold {' '.join(KINDS)} files, .gz too")
        for file in files:
            yield from guarded(str(file), _file(file, options), options)
    else:
        yield from _file(path, options)


def known(path: Path) -> bool:
    """Whether a file in a folder is of a kind that may hold reports."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(KINDS)


def _file(path: Path, options: IntakeOptions) -> Iterator[Article | Failure]:
    try:
        with path.open("rb") as file:
            yield from _stream(file, str(path), Source(path=str(path)), options)
    except FileNotFoundError as error:
        raise InputError(str(path), "open", "no such file or folder", "check the path") from error
    except PermissionError as error:
        raise InputError(str(path), "open", "no permission to read it", "check its permissions") from error
    except OSError as error:
        raise InputError(str(path), "open", error.strerror or str(error), "check the file") from error


def _stream(file: IO[bytes], name: str, source: Source, options: IntakeOptions) -> Iterator[Article | Failure]:
    """Articles of an open input, by what its first bytes are."""
    buffered = io.BufferedReader(file, 1 << 16) if isinstance(file, io.RawIOBase) else file
    head = _peek(buffered)
    if head.startswith(b"\x1f\x8b") and not _warc(name):
        buffered = io.BufferedReader(gzip.GzipFile(fileobj=buffered), 1 << 16)  # type: ignore[arg-type]  # GzipFile is raw enough
        head = _unzipped_peek(buffered, name)
        name = name.removesuffix(".gz")
    if head.startswith(b"WARC/") or _warc(name):
        yield from _archive(buffered, name, options)
    elif _lines(name, head):
        yield from _json_lines(buffered, name, options)
    else:
        data = _whole(buffered, name, options.largest)
        yield from _document(decoded(data, name), name, source, options)


def _peek(file: Any) -> bytes:
    return bytes(file.peek(4096)[:4096]) if hasattr(file, "peek") else b""


def _unzipped_peek(file: Any, name: str) -> bytes:
    try:
        return _peek(file)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(name, "open", f"a damaged gzip file ({error})", "fetch or compress it again") from error


def _warc(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".warc")


def _lines(name: str, head: bytes) -> bool:
    named = name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    return named or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _whole(file: IO[bytes], name: str, largest: int) -> bytes:
    try:
        data = file.read(largest + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(name, "open", f"a gzip file cut short or damaged ({error})", "fetch or compress it again") from error
    if len(data) > largest:
        raise InputError(name, "open", f"more than {largest:,} bytes in one report", "split it into its reports, one a file or one a JSON line")
    if not data.strip():
        raise InputError(name, "open", "nothing in it", "leave it out, or check where it came from")
    return data


def decoded(data: bytes, name: str) -> str:
    """The text of bytes: by byte-order mark, else as declared, else UTF-8, else as sniffed. Raises `InputError`."""
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise InputError(name, "decode", f"it is {what}, not text", "convert it to text or HTML first")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:65536]:
        raise InputError(name, "decode", "binary data, not text", "convert it to text or HTML first")
    declared = CHARSET.search(data[:4096])
    for encoding in ([(declared[1] or declared[2]).decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _sniffed(data, name)


def _sniffed(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise InputError(name, "decode", "neither UTF-8 nor any encoding that can be told", "convert it to UTF-8")
    return data.decode(best.encoding, "replace")


def _document(text: str, name: str, source: Source, options: IntakeOptions) -> Iterator[Article | Failure]:
    if FEED.match(text[:4096]):
        yield from _feed(text, name, source, options)
    elif MARKUP.match(text[:4096]) or (name.lower().endswith((".html", ".htm", ".xhtml")) and "<" in text):
        yield html.article_of(text, source, name, options.page_seconds)
    else:
        yield page_article(text, source, name)


def page_article(text: str, source: Source, name: str) -> Article:
    """Plain text, perhaps scraped from a page, as an article. Raises `InputError` where it has no words."""
    parts = page.sort_out(paragraphs(text))
    if not any(map(str.isalpha, "".join(parts.body))):
        raise InputError(name, "extract", "no words in it", "leave it out, or check where it came from")
    return Article(
        source=source, text="\n\n".join(parts.body), title=parts.title, standfirst=parts.standfirst, bylines=parts.bylines,
        dateline=page.dateline(parts.body), published=parts.published, published_from="text" if parts.published else None,
        captions=parts.captions, furniture=parts.furniture,
    )  # fmt: skip


def _json_lines(file: IO[bytes], name: str, options: IntakeOptions) -> Iterator[Article | Failure]:
    number = 0
    while True:
        number += 1
        place = f"{name}:{number}"
        try:
            line = file.readline(options.largest + 1)
            if not line:
                return
            if len(line) > options.largest:
                while line and not line.endswith(b"\n"):
                    line = file.readline(1 << 20)
                raise InputError(place, "open", f"more than {options.largest:,} bytes in one line", "split it into its reports")
            if line.strip():
                yield json_article(line, place, Source(path=None if name == "-" else name), options)
        except InputError as error:
            yield Failure.of(error)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Failure.of(InputError(place, "open", f"the gzip file is cut short or damaged here ({error})", "fetch or compress it again"))
            return


def json_article(line: bytes, name: str, source: Source, options: IntakeOptions) -> Article:
    """One JSON line as an article: its ``text`` is the body as it stands, its ``html`` is taken apart. Raises `InputError`."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(name, "decode", f"not UTF-8 (byte {error.start})", "write JSON Lines in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InputError(name, "decode", f"not JSON ({error})", "write one whole object a line") from error
    if not isinstance(record, dict):
        raise InputError(name, "decode", f"a JSON {type(record).__name__}, not an object", "write one object a line")
    given = {k: v for k in ("id", "url", "publisher", "title", "published", "language", "text", "html") if (v := record.get(k)) not in (None, "")}
    wrong = [k for k, v in given.items() if not isinstance(v, str) and k != "id"]
    if wrong:
        raise InputError(name, "decode", f"the field {wrong[0]!r} is no string", "write its value as a string")
    source = source.model_copy(update={"id": str(given["id"]) if "id" in given else None, "url": given.get("url"), "publisher": given.get("publisher")})
    if "text" not in given and "html" not in given:
        raise InputError(name, "decode", "neither 'text' nor 'html' in the object", "give the report's text in one of them")
    if "text" in given:
        text = normalise(given["text"])
        if not any(map(str.isalpha, text)):
            raise InputError(name, "extract", "no words in its text", "leave it out, or check where it came from")
        article = Article(source=source, text=text, dateline=page.dateline(text.split("\n\n", 1)))
    else:
        article = html.article_of(given["html"], source, name, options.page_seconds)
    published = given.get("published")
    day = published if published and DAY.match(published) else page.day_in(published) if published else None
    return replace(
        article, title=given.get("title") or article.title, language=given.get("language") or article.language,
        published=day or article.published, published_from="metadata" if day else article.published_from,
    )  # fmt: skip


def _feed(text: str, name: str, source: Source, options: IntakeOptions) -> Iterator[Article | Failure]:
    import feedparser  # type: ignore[import-untyped]  # has no types

    feed = feedparser.parse(io.BytesIO(text.encode("utf8")), response_headers={"content-type": "application/xml; charset=utf-8"})
    if not feed.entries:
        raise InputError(name, "extract", "a feed without entries", "check that it is the feed's own address")
    for number, entry in enumerate(feed.entries, 1):
        place = f"{name}#{number}"
        content = next((c.value for c in entry.get("content", []) if c.get("value")), entry.get("summary", ""))
        day = entry.get("published_parsed") or entry.get("updated_parsed")
        own = Source(id=entry.get("id") or entry.get("link"), path=source.path, url=entry.get("link"), publisher=feed.feed.get("title"), feed=source.url or feed.feed.get("link") or name)
        try:
            yield entry_article(content, entry.get("title"), f"{day[0]:04}-{day[1]:02}-{day[2]:02}" if day else None, own, place, options)
        except InputError as error:
            yield Failure.of(error)


def entry_article(content: str, title: str | None, day: str | None, source: Source, name: str, options: IntakeOptions) -> Article:
    """A feed entry as an article: short summaries are their own body, whole articles are taken apart."""
    from lxml import html as markup

    html.refuse_deep(content, name)
    text = "\n\n".join(t for b in re.split(r"(?i)</p>|<br\s*/?>|</div>", content) if b.strip() and (t := markup.fromstring(f"<div>{b}</div>").text_content().strip()))
    if not any(map(str.isalpha, text)):
        raise InputError(name, "extract", "an entry without text", "fetch the page that it links to")
    parts = page.sort_out(paragraphs(text), title or "")
    return Article(
        source=source, text="\n\n".join(parts.body or paragraphs(text)), title=title, standfirst=parts.standfirst, bylines=parts.bylines,
        dateline=page.dateline(parts.body), published=day, published_from="metadata" if day else None, captions=parts.captions,
        furniture=parts.furniture,
    )  # fmt: skip


def _archive(file: IO[bytes], name: str, options: IntakeOptions) -> Iterator[Article | Failure]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    found = False
    for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
        kind = (record.http_content_type or "") if record.http_headers is not None else ""
        if "html" not in kind:
            continue
        found = True
        place = f"{name}#{record.record_id}"
        source = Source(id=record.record_id, path=name, url=record.headers.get("WARC-Target-URI"))
        try:
            data = record.reader.read(options.largest + 1)
            if len(data) > options.largest:
                raise InputError(place, "open", f"more than {options.largest:,} bytes in one page", "leave it out")
            yield html.article_of(decoded(data, place), source, place, options.page_seconds)
        except InputError as error:
            yield Failure.of(error)
    if not found:
        raise InputError(name, "extract", "no web pages in the archive", "check that it is a whole WARC file with responses")
