"""JSON Lines: one object a line, one article an object; a line that cannot be read is one `Failure`."""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from onrecord.intake import days, html
from onrecord.intake.article import Article
from onrecord.intake.datelines import dateline
from onrecord.intake.layout import clean, collapse, normalise
from onrecord.records import Failure, InputError, Source

FIELDS = ("id", "url", "publisher", "title", "published", "language", "text", "html")
OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*(?:"|\})')
GZIP_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)


def looks_like(head: bytes) -> bool:
    """Whether an input begins as JSON Lines do."""
    return OBJECT.match(head) is not None


def articles(file: IO[bytes], name: str, source: Source, largest: int, seconds: float) -> Iterator[Article | Failure]:
    """The article of each line of a file; blank lines are passed over."""
    number = 0
    while True:
        number += 1
        place = f"{name}:{number}"
        try:
            line = next_line(file, place, largest)
            if not line:
                return
            if line.strip():
                yield article(line, place, source, seconds)
        except InputError as error:
            yield Failure.of(error)
        except GZIP_ERRORS as error:
            seen = f"the gzip file is cut short or damaged here ({error})"
            yield Failure.of(InputError(place, "open", seen, "fetch or compress it again"))
            return


def next_line(file: IO[bytes], place: str, largest: int) -> bytes:
    """The next line; one of more than ``largest`` bytes is passed over. Raises `InputError` for that."""
    line = file.readline(largest + 1)
    if len(line) <= largest:
        return line
    while line and not line.endswith(b"\n"):
        line = file.readline(1 << 20)
    raise InputError(place, "open", f"more than {largest:,} bytes in one line", "split it into its reports")


def article(line: bytes, name: str, source: Source, seconds: float) -> Article:
    """One line as an article: its ``text`` is the body, its ``html`` is taken apart. Raises `InputError`."""
    given = fields(loaded(line, name), name)
    source = source.model_copy(update={key: value for key, value in given.items() if key in ("id", "url", "publisher")})
    text = normalise(given.get("text", ""))
    if any(map(str.isalpha, text)):
        found = Article(source=source, text=text, dateline=dateline(text))
    elif "html" in given:
        found = html.article_of(given["html"], source, name, seconds)
    elif "text" in given:
        raise InputError(name, "extract", "no words in its text", "leave it out, or check where it came from")
    else:
        raise InputError(
            name, "decode", "neither 'text' nor 'html' in the object", "give the report's text in one of them"
        )
    return with_fields(found, given)


def with_fields(article: Article, given: dict[str, str]) -> Article:
    """An article with what its line says of title, language and publication."""
    moment = days.moment(given["published"]) if "published" in given else None
    return replace(
        article,
        title=collapse(clean(given.get("title", ""))) or article.title,
        language=html.language(given.get("language")) or article.language,
        published=moment or article.published,
        published_from="metadata" if moment else article.published_from,
    )


def loaded(line: bytes, name: str) -> dict[str, Any]:
    """The object of a line. Raises `InputError`."""
    try:
        record = json.loads(line.decode("utf-8-sig").rstrip())
    except UnicodeDecodeError as error:
        raise InputError(
            name, "decode", f"not UTF-8 (byte {error.start + 1} of the line)", "write JSON Lines in UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise InputError(
            name, "decode", f"not JSON ({error.msg}, column {error.colno})", "write one whole object a line"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            name, "decode", "JSON that is nested too deep or holds too long a number", "write one plain object a line"
        ) from error
    if not isinstance(record, dict):
        kinds = {list: "list", str: "string", int: "number", float: "number", bool: "truth value", type(None): "null"}
        raise InputError(name, "decode", f"a JSON {kinds[type(record)]}, not an object", "write one object a line")
    return record


def fields(record: dict[str, Any], name: str) -> dict[str, str]:
    """The fields that a line gives, as strings. Raises `InputError` where one is no string."""
    given = {key: value for key in FIELDS if (value := record.get(key)) is not None and value != ""}
    if isinstance(given.get("id"), int | float):
        given["id"] = str(given["id"])
    wrong = next((key for key, value in given.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise InputError(name, "decode", f"the field {wrong!r} is no string", "write its value as a string")
    return {key: value if key in ("text", "html") else clean(value) for key, value in given.items()}


def refuse_utf16(head: bytes, name: str) -> None:
    """Raise `InputError` for JSON Lines in UTF-16, whose lines cannot be told apart."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(name, "decode", "UTF-16, not UTF-8", "write JSON Lines in UTF-8")
