"""The lines of pages that are known by their words: patterns of ``tables/page_lines.csv``, by kind."""

import functools
import re

from onrecord import tables


@functools.cache
def of(kind: str) -> re.Pattern[str]:
    """The patterns of one kind as one expression, whose case does not count (but in ``(?-i:…)``)."""
    found = [row["pattern"] for _, row in tables.rows("page_lines.csv") if row["kind"] == kind]
    return re.compile(f"(?:{'|'.join(found)})", re.IGNORECASE)


def whole(kind: str, line: str) -> bool:
    """Whether a line is of a kind from its first to its last character."""
    return of(kind).fullmatch(line) is not None
