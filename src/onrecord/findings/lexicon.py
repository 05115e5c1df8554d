"""The event lexicon: which words and phrases name an event, of which category, and where its sides stand.

``tables/event_lexicon.csv`` has a row a sense; a user's own file has the same columns and comes before it. An entry is
a list of lemmas: a verb with what makes the phrase (*pull out*, *hold talk*), or a noun with what stands around it
(*air strike*, *exchange of fire*).
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from onrecord.records import TableError
from onrecord.tables import CONTEXTS, modes, several

COLUMNS = (
    "entry", "pos", "category", "mode", "contexts", "cameo", "actor", "recipient", "object", "sure", "source",
)  # fmt: skip
POS = ("VERB", "NOUN", "ADJ")
SLOTS = frozenset(("subj", "obj", "iobj", "poss", "adj", "none"))
PREPOSITIONS = frozenset((
    "about", "across", "after", "against", "along", "alongside", "among", "around", "at", "before", "behind", "beside",
    "between", "by", "for", "from", "in", "into", "near", "of", "off", "on", "onto", "outside", "over", "through", "to",
    "toward", "towards", "under", "upon", "with", "within",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a word or phrase.

    ``words`` are lemmas; ``anchor`` the one that heads the phrase in the tree. ``actor`` and ``recipient`` list slots
    in order of preference, empty for the default of the part of speech. ``objects`` restrict the sense: `actor`,
    `place`, lemmas, or (``barred``) lemmas that rule it out. ``sure`` entries need no second opinion.
    """

    words: tuple[str, ...]
    pos: str
    category: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    barred: bool = False
    sure: bool = True
    source: str = ""

    @property
    def anchor(self) -> int:
        """The position of the head among the words: a verb's first, a noun's last before a preposition."""
        if self.pos == "VERB":
            return 0
        after = next((i for i, word in enumerate(self.words) if i and word in PREPOSITIONS), len(self.words))
        return after - 1

    @property
    def name(self) -> str:
        """How the entry is named in an explanation: ``pull out (VERB)``."""
        return f"{' '.join(self.words)} ({self.pos})"


@dataclass(slots=True)
class Lexicon:
    """Entries by the lemma and part of speech of their anchor, the longest and most restricted first."""

    entries: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Lexicon":
        """A lexicon of entries; of two that say the same, the one that comes first counts."""
        found: defaultdict[tuple[str, str], dict[tuple[object, ...], Entry]] = defaultdict(dict)
        for entry in entries:
            key = (entry.words, entry.category, entry.objects, entry.barred)
            found[entry.words[entry.anchor], entry.pos].setdefault(key, entry)
        return cls({at: sorted(several.values(), key=_specific, reverse=True) for at, several in found.items()})

    def at(self, lemma: str, pos: str) -> Sequence[Entry]:
        """The entries that a word may be the anchor of."""
        return self.entries.get((lemma, pos), ())


def _specific(entry: Entry) -> tuple[int, int]:
    return len(entry.words), 2 if entry.objects and not entry.barred else 1 if entry.barred else 0


@cache
def event_lexicon(own: Path | None = None) -> Lexicon:
    """The package's lexicon, with a user's own file before it. Raises `TableError` naming file and line."""
    shipped = (files("onrecord.tables") / "event_lexicon.csv").read_text(encoding="utf8")
    return Lexicon.of([*(own_entries(own) if own else ()), *parse(shipped, "event_lexicon.csv")])


def own_entries(path: Path) -> Iterator[Entry]:
    """The entries of a user's file, which may begin with the mark that spreadsheets write. Raises `TableError`."""
    try:
        yield from parse(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: not UTF-8; write it in UTF-8") from error
    except csv.Error as error:
        raise TableError(f"{path}: no CSV ({error}); write it as CSV") from error
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from error


def parse(text: str, name: str) -> Iterator[Entry]:
    """The entries of a lexicon file, in order. Raises `TableError` at the first row that is wrong."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise TableError(f"{name}:1: the columns are {reader.fieldnames}; wanted {','.join(COLUMNS)}")
    for row in reader:
        if None in row or None in row.values():
            raise TableError(f"{name}:{reader.line_num}: not as many fields as the header has")
        if fault := fault_of(row):
            raise TableError(f"{name}:{reader.line_num}: {fault}")
        yield _entry(row)


def fault_of(row: dict[str, str]) -> str | None:
    """What is wrong with a row, or ``None``."""
    strange = {slot for key in ("actor", "recipient") for slot in several(row[key])} - SLOTS - PREPOSITIONS
    if not row["entry"].split():
        return "no entry"
    if row["pos"] not in POS:
        return f"{row['pos']!r} is no part of speech; one of {', '.join(POS)}"
    if row["category"] not in modes():
        return f"{row['category']!r} is no PLOVER category; one of {', '.join(modes())}"
    if row["mode"] and row["mode"] not in modes()[row["category"]]:
        known = ", ".join(modes()[row["category"]]) or "none"
        return f"{row['mode']!r} is no mode of {row['category']} ({known})"
    if unknown := set(several(row["contexts"])) - CONTEXTS:
        return f"{sorted(unknown)} are no PLOVER contexts"
    if strange:
        return f"{sorted(strange)} are no slots; known are {', '.join(sorted(SLOTS | PREPOSITIONS))}"
    if row["cameo"] and not (row["cameo"].isdigit() and 2 <= len(row["cameo"]) <= 4):
        return f"{row['cameo']!r} is no CAMEO code"
    if row["sure"] not in ("0", "1"):
        return f"sure is {row['sure']!r}; 1 for a word that decides alone, 0 for one that needs a second opinion"
    return None


def _entry(row: dict[str, str]) -> Entry:
    objects = row["object"].removeprefix("!")
    return Entry(
        tuple(row["entry"].lower().split()), row["pos"], row["category"], row["mode"] or None,
        several(row["contexts"]), row["cameo"] or None, several(row["actor"]), several(row["recipient"]),
        frozenset(several(objects)), row["object"].startswith("!"), row["sure"] == "1", row["source"],
    )  # fmt: skip
