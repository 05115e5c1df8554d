"""From what the user names (path, folder, URL, ``-``) to articles, one at a time; what fails becomes a `Failure`."""

import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from onrecord.intake import archives, days, feeds, fetch, html, json_lines, page
from onrecord.intake.article import Article
from onrecord.intake.datelines import dateline
from onrecord.intake.decoding import decoded, refuse_binary
from onrecord.intake.layout import PARAGRAPH_BREAK, paragraphs
from onrecord.intake.markup import root_of
from onrecord.records import Failure, InputError, Source

KINDS = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".xml", ".rss", ".atom", ".warc")
COMMON = frozenset(["the", "of", "to", "and", "in", "a", "that", "said", "for", "on", "is", "was", "with"])
HEAD = 4096  # bytes looked at to tell what an input is
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the user said about the inputs, and the caps: bytes of one report, seconds of computing on one page."""

    published: str | None = None
    allow_private: bool = False
    largest: int = 20_000_000
    page_seconds: float = 20.0
    fetch_seconds: float = 30.0


def articles(inputs: Iterable[str], options: IntakeOptions) -> Iterator[Article | Failure]:
    """Every article in the inputs, in order; an input or line that cannot be read gives one `Failure` and no more."""
    if options.published is not None and not whole_day(options.published):
        raise InputError("--published", "open", f"{options.published!r} is no ISO date", "write it as YYYY-MM-DD")
    for name in inputs:
        yield from guarded(name, _opened(name, options), options)


def whole_day(text: str) -> bool:
    """Whether a text is an ISO date or datetime."""
    return re.match(r"\d{4}-\d\d-\d\d(?:T|$)", text) is not None and days.moment(text) is not None


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
            seen, remedy = f"{type(error).__name__}: {error}", "report this input as a bug"
            yield Failure(input=name, stage="open", error=type(error).__name__, seen=seen, remedy=remedy)
            return
        yield item if isinstance(item, Failure) else finished(item, options)


def finished(article: Article, options: IntakeOptions) -> Article:
    """The article with a date where its dateline or the user gives one, and a language where it can be told."""
    if article.published is None and article.dateline and (day := days.day_in(article.dateline.text)):
        article = replace(article, published=day, published_from="text")
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
    elif name.lower().startswith(("http://", "https://")):
        data, url, charset = fetch.fetch(name, options.largest, options.fetch_seconds, options.allow_private)
        yield from _stream(io.BytesIO(data), name, Source(url=url), options, charset)
    elif Path(name).is_dir():
        yield from _folder(Path(name), options)
    else:
        yield from _file(Path(name), options)


def _folder(folder: Path, options: IntakeOptions) -> Iterator[Article | Failure]:
    """The articles of a folder's files in the order of their names, those of other kinds passed over."""
    found = False
    for item in listed(folder):
        found = True
        if isinstance(item, Failure):
            yield item
        else:
            yield from guarded(str(item), _file(item, options), options)
    if not found:
        remedy = f"it may hold {' '.join(KINDS)} files, .gz too"
        raise InputError(str(folder), "open", "no reports in this folder", remedy)


def listed(folder: Path) -> Iterator[Path | Failure]:
    """The files under a folder that may hold reports, by name; a `Failure` for a folder that cannot be listed."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        seen = f"the folder cannot be listed ({error.strerror or error})"
        yield Failure.of(InputError(str(folder), "open", seen, "check its permissions"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from listed(entry)
        elif entry.is_file() and known(entry):
            yield entry


def known(path: Path) -> bool:
    """Whether a file in a folder is of a kind that may hold reports."""
    return path.name.lower().removesuffix(".gz").endswith(KINDS)


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


def _stream(
    file: IO[bytes], name: str, source: Source, options: IntakeOptions, charset: str | None = None
) -> Iterator[Article | Failure]:
    """Articles of an open input, by what its first bytes are."""
    buffered, head = _peeked(file, name)
    if head.startswith(GZIP):
        buffered, head = _peeked(gzip.GzipFile(fileobj=buffered), name)
    if head.startswith(b"WARC/") or (_named(name, ".warc") and head):
        yield from archives.articles(buffered, name, source, options.largest, options.page_seconds)
        return
    refuse_binary(head, name)
    if head.strip() and (_named(name, ".jsonl", ".ndjson") or json_lines.looks_like(head)):
        json_lines.refuse_utf16(head, name)
        yield from json_lines.articles(buffered, name, source, options.largest, options.page_seconds)
    else:
        data = _whole(buffered, name, options.largest)
        yield from _document(decoded(data, name, charset), name, source, options)


def _peeked(file: Any, name: str) -> tuple[Any, bytes]:
    """A file that can be looked at ahead of reading, and its first bytes."""
    buffered = file if hasattr(file, "peek") else io.BufferedReader(file, 1 << 16)
    try:
        return buffered, buffered.peek(HEAD)[:HEAD]
    except json_lines.GZIP_ERRORS as error:
        raise InputError(name, "open", f"a damaged gzip file ({error})", "fetch or compress it again") from error


def _named(name: str, *endings: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(endings)


def _whole(file: IO[bytes], name: str, largest: int) -> bytes:
    try:
        data = file.read(largest + 1)
    except json_lines.GZIP_ERRORS as error:
        seen = f"a gzip file cut short or damaged ({error})"
        raise InputError(name, "open", seen, "fetch or compress it again") from error
    if len(data) > largest:
        remedy = "split it into its reports, one a file or one a JSON line"
        raise InputError(name, "open", f"more than {largest:,} bytes in one report", remedy)
    if not data.strip():
        raise InputError(name, "open", "nothing in it", "leave it out, or check where it came from")
    return data


def _document(text: str, name: str, source: Source, options: IntakeOptions) -> Iterator[Article | Failure]:
    root = root_of(text)
    if root in feeds.ROOTS:
        yield from feeds.articles(text, name, source, options.page_seconds)
    elif root is not None or (_named(name, ".html", ".htm", ".xhtml") and "<" in text):
        yield html.article_of(text, source, name, options.page_seconds)
    elif text.lstrip("\ufeff \t\r\n")[:2] in ("{\n", "{\r", "[{", "[\n", "[\r"):
        raise InputError(name, "decode", "JSON over several lines, not JSON Lines", "write one whole object a line")
    else:
        yield page_article(text, source, name)


def page_article(text: str, source: Source, name: str) -> Article:
    """Plain text, perhaps scraped from a page, as an article. Raises `InputError` where it has no words."""
    parts = page.sort_out(paragraphs(text))
    body = PARAGRAPH_BREAK.join(parts.body)
    if not any(map(str.isalpha, body)):
        raise InputError(name, "extract", "no words in it", "leave it out, or check where it came from")
    return Article(
        source=source, text=body, title=parts.title, standfirst=parts.standfirst, bylines=parts.bylines,
        dateline=dateline(body), published=parts.published, published_from="text" if parts.published else None,
        captions=parts.captions, furniture=parts.furniture,
    )  # fmt: skip
