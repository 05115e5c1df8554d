"""The date grammar: the patterns of ``tables/time_grammar.yaml`` compiled, with what each of them means."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable
from importlib import resources
from typing import Any

import yaml

from onrecord.times import absolute, holidays, relative
from onrecord.times.calendar import SEASONS, Range
from onrecord.times.context import Context, Grammar, Pattern

BLANK = r"(?:[^\S\n]{1,2}|[^\S\n]?\n(?!\n)[^\S\n]?)"  # white space inside a paragraph

RESOLVERS: dict[str, Callable[[re.Match[str], Context], Range | None]] = {
    f.__name__: f
    for f in (
        absolute.numeric,
        absolute.month_day,
        absolute.day_number,
        absolute.month,
        absolute.weekday,
        absolute.week,
        absolute.weekend,
        absolute.half,
        absolute.decade,
        absolute.year,
        absolute.season,
        absolute.year_end,
        absolute.day_of_month,
        holidays.holiday,
        relative.day_word,
        relative.relative_unit,
        relative.ago,
        relative.ahead,
        relative.anchored,
        relative.anchored_unit,
        relative.quarter,
        relative.bare_quarter,
        relative.fiscal_year,
        relative.named_day,
        relative.pending,
    )
}


@functools.cache
def grammar() -> Grammar:
    """The date grammar, compiled once."""
    text = resources.files("onrecord.tables").joinpath("time_grammar.yaml").read_text(encoding="utf8")
    words = yaml.safe_load(text)
    found = Grammar(words)
    lists = word_lists(words)
    for row in words["patterns"]:
        compiled = re.compile(r"(?<!\w)(?=[\w'’])" + filled(row["pattern"], lists), re.IGNORECASE)
        day = datetime.date.fromisoformat(str(row["day"])) if "day" in row else None
        found.patterns.append((Pattern(row["name"], row["sure"], RESOLVERS[row["resolve"]], day), compiled))
    found.hint = re.compile(hint(words), re.IGNORECASE)
    return found


def hint(words: dict[str, Any]) -> str:
    """The pattern of what every time expression holds some of."""
    names = [*words["months"], *words["weekdays"], *words["decades"], *SEASONS, *holidays.rules()]
    return filled(rf"(?<!\w)(?=[\w'’])(?:{'|'.join(words['hints'])}|{_either(names)})", {})


def filled(pattern: str, lists: dict[str, str]) -> str:
    """A pattern with its lists put in and its blanks made to match white space inside a paragraph."""
    for name, alternatives in lists.items():
        pattern = pattern.replace(name, alternatives)
    return pattern.replace(" ?", f"{BLANK}?").replace(" ", BLANK)


def word_lists(words: dict[str, Any]) -> dict[str, str]:
    """The placeholders of the patterns and what each stands for."""
    days = [name for name in words["weekdays"] if name.endswith("day")]
    short = [name for name in words["weekdays"] if not name.endswith("day")]
    names = _either(holidays.rules())
    tens, ones = _either(words["tens"]), _either(words["ones"])
    teens = _either(words["teens"])
    compounds = [f"{ten}-{one}" for ten in words["tens"] for one in words["ones"]]
    return {
        "{month}": f"(?-i:(?P<month>{_either(_cased(words['months']))}))",
        "{weekday}": f"(?-i:(?P<weekday>{_either(_cased(words['weekdays']))}))",
        "{fullweekday}": f"(?-i:(?P<weekday>{_either(_cased(days))}))",
        "{shortweekday}": f"(?-i:(?P<weekday>{_either(_cased(short))}))",
        "{anyweekday}": f"(?:{_either(days)})",
        "{number}": _either([*words["numbers"], *compounds, "a couple of"]),
        "{ordinal}": rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{_either(words['ordinal_words'])})",
        "{partofday}": _either(words["parts_of_day"]),
        "{about}": f"(?:{_either(words['about'])})",
        "{holiday}": f"(?-i:(?=[A-Z])(?P<holiday>{names}))",
        "{season}": f"(?P<season>{_either(SEASONS)})",
        "{decadename}": f"(?P<name>{_either(words['decades'])})",
        "{spokenyear}": rf"(?P<spoken>(?:nineteen|twenty) "
        rf"(?:(?:{tens})(?:(?:-| )(?:{ones}))?|{teens}|oh(?:-| )(?:{ones}))"
        rf"|two thousand(?:(?: and)? (?:{ones}|{teens}))?)",
    }


def _cased(names: Iterable[str]) -> list[str]:
    return [form for name in names for form in (name.title(), name.upper())]


def _either(names: Iterable[Any]) -> str:
    """A pattern of any of these words, the longest first: as a tree of letters, which costs a search little."""
    tree: dict[str, Any] = {}
    for name in map(str, names):
        node = tree
        for letter in name:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    """The pattern of a tree of letters; the key of an end is empty."""
    ways = [_letter(letter) + _branches(after) for letter, after in node.items() if letter]
    if not ways:
        return ""
    if len(ways) == 1 and "" not in node:
        return ways[0]
    return f"(?:{'|'.join(ways)})" + ("?" if "" in node else "")


def _letter(letter: str) -> str:
    """One letter as a pattern: a blank is filled in later, an apostrophe may be either kind."""
    return letter if letter == " " else "['’]" if letter == "'" else re.escape(letter)
