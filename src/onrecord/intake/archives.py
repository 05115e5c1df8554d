"""WARC files: one article a captured web page."""

import zlib
from collections.abc import Iterator
from typing import IO, Any

from onrecord.intake import html
from onrecord.intake.article import Article
from onrecord.intake.decoding import decoded
from onrecord.records import Failure, InputError, Source

PAGES = ("text/html", "application/xhtml+xml")


class AsItComes:
    """A file whose reads give what there is: a full read of a damaged gzip file loses all that came before the damage.

    It tells its place itself, as the archive's reader asks for that and pipes cannot answer.
    """

    def __init__(self, file: Any) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``."""
        data = bytes(self._file.read1(size))
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def seek(self, *_: int) -> int:
        """Part of what a file is; the archive's reader only reads on."""
        raise OSError("an archive is read once, from front to back")

    def close(self) -> None:
        """Part of what a file is; who opened it closes it."""


def articles(file: IO[bytes], name: str, source: Source, largest: int, seconds: float) -> Iterator[Article | Failure]:
    """The article of each page in an archive. Raises `InputError` where it holds none."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    pages = 0
    kinds = WarcRecordType.response | WarcRecordType.resource
    try:
        for record in ArchiveIterator(AsItComes(file), record_types=kinds, parse_http=True, auto_decode="transfer"):
            if holds_page(record):
                pages += 1
                yield page(record, f"{name}#{record.record_id}", source, largest, seconds)
    except (OSError, EOFError, zlib.error) as error:
        seen = f"an archive that is cut short or damaged after {pages} pages ({error})"
        raise InputError(name, "open", seen, "fetch it again") from error
    if not pages:
        remedy = "check that it is a whole WARC file with responses"
        raise InputError(name, "extract", "no web pages in the archive", remedy)


def page(record: Any, place: str, source: Source, largest: int, seconds: float) -> Article | Failure:
    """The article of a record, or why there is none."""
    own = source.model_copy(update={"id": record.record_id, "url": record.headers.get("WARC-Target-URI")})
    try:
        return article(record, own, place, largest, seconds)
    except InputError as error:
        return Failure.of(error)


def holds_page(record: Any) -> bool:
    """Whether a record is a page that was there: no picture, redirect or error."""
    if record.http_headers is None:
        return str(record.headers.get("Content-Type", "")).startswith(PAGES)
    return record.http_headers.status_code == 200 and str(record.http_content_type or "").startswith(PAGES)


def article(record: Any, source: Source, name: str, largest: int, seconds: float) -> Article:
    """The article of one record. Raises `InputError`."""
    data = payload(record, name, largest)
    charset = record.http_charset if record.http_headers is not None else None
    return html.article_of(decoded(data, name, charset), source, name, seconds)


def payload(record: Any, name: str, largest: int) -> bytes:
    """The bytes of a page, unzipped where it was sent zipped. Raises `InputError`."""
    headers = record.http_headers
    coding, chunked = (headers.get("Content-Encoding"), headers.get("Transfer-Encoding")) if headers else (None, None)
    whole = 0 if chunked else record.content_length
    data = bytes(record.reader.read(largest + 1))
    if len(data) < min(whole, largest):
        raise InputError(name, "open", f"cut short: {len(data):,} of {whole:,} bytes", "fetch the archive again")
    if coding and coding.lower() != "identity":
        data = unzipped(data, coding.lower(), name, largest)
    if len(data) > largest:
        raise InputError(name, "open", f"more than {largest:,} bytes in one page", "leave it out")
    return data


def unzipped(data: bytes, coding: str, name: str, largest: int) -> bytes:
    """The bytes that a content coding stands for. Raises `InputError`.

    Done here, not by the archive's reader, which ends at the first page whose coding is damaged.
    """
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise InputError(name, "decode", f"a page coded as {coding!r}", "store it as gzip or uncoded")
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unzip.decompress(data, largest + 1)
    except zlib.error as error:
        raise InputError(name, "decode", f"a page whose coding is damaged ({error})", "fetch it again") from error
    if not unzip.eof and len(plain) <= largest:
        raise InputError(name, "decode", "a page whose coding is cut short", "fetch it again")
    return plain
