"""Lexicons that users bring: their own, checked and used for a run, and those of older coders, turned into ours."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.findings.lexicon import COLUMNS, Entry, event_lexicon, own_entries

DICTIONARIES = ("verbs", "actors")


@dataclass(frozen=True, slots=True)
class Imported:
    """What dictionaries gave: rows with these columns, and for each line that gave none where it stands and why."""

    columns: Sequence[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def entries(path: Path) -> list[Entry]:
    """The entries of a user's own event lexicon. Raises `TableError` naming file and line."""
    return list(own_entries(path))


@contextmanager
def in_force(path: Path | None) -> Iterator[None]:
    """Have what is read meanwhile, in this process and those it starts, read by a lexicon too. Raises `TableError`."""
    if path is None:
        yield
        return
    event_lexicon(path)
    before = os.environ.get("ONRECORD_LEXICON")
    os.environ["ONRECORD_LEXICON"] = str(path.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["ONRECORD_LEXICON"]
        else:
            os.environ["ONRECORD_LEXICON"] = before


def imported(kind: str, paths: Iterable[Path]) -> Imported:
    """What verb or actor dictionaries (one of `DICTIONARIES`) of PETRARCH and TABARI hold. Raises `InputError`."""
    from onrecord import dictionaries

    verbs = kind == "verbs"
    read = dictionaries.imported_verbs if verbs else dictionaries.imported_actors
    found = Imported(COLUMNS if verbs else dictionaries.ACTOR_COLUMNS)
    for path in paths:
        skipped: list[dictionaries.Skipped] = []
        found.rows.extend(read(path, skipped))
        found.skipped.extend(f"{path}:{s.line}: not imported ({s.reason}): {s.text}" for s in skipped)
    return found
