"""What a time expression is, what names its days, and what a resolver may look at."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from onrecord.records import Day, Span
from onrecord.times.calendar import Range

Tense = Literal["past", "future", "unknown"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression: its span and tokens, and the days it names (``None`` where it names none).

    ``kind`` is ``date``, ``duration`` or ``set``; only dates have days.
    """

    span: Span
    text: str
    kind: Literal["date", "duration", "set"]
    start: str | None = None
    end: str | None = None
    first: int = 0
    last: int = 0

    def day(self) -> Day | None:
        """The expression as the record keeps a date, if it names days."""
        return Day(start=self.start, end=self.end, text=self.text, span=self.span) if self.start and self.end else None


@dataclass(slots=True)
class Context:
    """What a resolver may look at: the publication day, the tense around the expression, the date named before it.

    ``firm`` says that the expression hangs on the very verb that has the tense: "was signed on Dec. 3", not "a Dec. 3
    deadline" or "until Dec. 3". ``day`` is the single day named last, ``quarter`` the quarter of the year that the
    report tells of, ``between`` the text since the date named before.
    """

    published: datetime.date | None
    tense: Tense
    before: Range | None
    grammar: "Grammar"
    firm: bool = False
    day: Range | None = None
    quarter: Range | None = None
    between: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of the grammar; a doubtful one (not ``sure``) counts only where the model reads a time too.

    ``day`` is the day that an expression names whenever it is used ("9/11").
    """

    name: str
    sure: bool
    resolve: Callable[[re.Match[str], Context], Range | None]
    day: datetime.date | None = None


@dataclass(slots=True)
class Grammar:
    """The grammar table with its patterns compiled."""

    words: dict[str, Any]
    patterns: list[tuple[Pattern, re.Pattern[str]]] = field(default_factory=list)
    hint: re.Pattern[str] = field(default_factory=lambda: re.compile(""))

    def month(self, name: str) -> int:
        """The number of a month's name or abbreviation."""
        return int(self.words["months"][name.lower()])

    def number(self, text: str) -> int | None:
        """A number in digits or words."""
        if text.isdigit():
            return int(text)
        parts = re.split(r"[-\s]+", text.lower())
        found = [self.words["numbers"].get(part) for part in parts if part not in ("of", "a") or len(parts) == 1]
        return None if not found or None in found else sum(found)

    def ordinal(self, text: str) -> int | None:
        """An ordinal in digits or words: 46th, tenth."""
        digits = re.match(r"\d+", text)
        return int(digits[0]) if digits else self.words["ordinal_words"].get(text.lower())
