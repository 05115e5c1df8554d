"""Where the words of running English begin and end, after UD English: "Ukraine's" is two words, "U.S." is one.

>>> text = "Seoul can't rule-out U.S. aid, 10,000 troops said."
>>> [text[a:b] for a, b in split(text)]
['Seoul', 'ca', "n't", 'rule', '-', 'out', 'U.S.', 'aid', ',', '10,000', 'troops', 'said', '.']
"""

import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import yaml

Span = tuple[int, int]

# Alternatives are tried in order; each is linear: no nested repetition.
PIECE = re.compile(
    r"""
    (?P<address> (?:https?://|www\.)[^\s<>"“”]+ | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+ )
  | (?P<number>  \d[\d,.:/]*\d(?:st|nd|rd|th|s)?\b | \d+(?:st|nd|rd|th|s)?\b )
  | (?P<initials> (?:[^\W\d_]\.){2,}(?:[^\W\d_](?![\w.]))? )
  | (?P<clitic>  (?<=[\d.])['’](?:s|re|ve|ll|d|m)\b )
  | (?P<word>    [^\W_](?:[\w&\u0300-\u036f]|[.](?=[^\W\d_]{2})|['’](?=\w))* )
  | (?P<dots>    \.{2,} | …+ )
  | (?P<dash>    --+ | ==+ | __+ | \*\*+ )
  | (?P<marks>   [!?]+ | `` | '' | ‘‘ | ’’ | << | >> )
  | (?P<sign>    \S )
    """,
    re.VERBOSE,
)
DOTTED = re.compile(r"(?<=[a-z])\.(?=[A-Z])")  # a missing space after a full stop: "ended.The"


@functools.cache
def forms() -> dict[str, Any]:
    """The word-form table."""
    text = resources.files("onrecord.tables").joinpath("word_forms.yaml").read_text(encoding="utf8")
    table: dict[str, Any] = yaml.safe_load(text)
    for name in ("abbreviations", "before_numbers", "prefixes", "clitics", "honorifics"):
        table[name] = frozenset(map(str, table[name]))
    return table


def split(text: str) -> list[Span]:
    """The words of ``text`` as spans of code points, in order; every character but white space lies in exactly one."""
    found: list[Span] = []
    at = 0
    while match := PIECE.search(text, at):
        start, at = match.span()
        if match.lastgroup == "word":
            at = _end_of_word(text, start, at)
            found.extend(_parts(text, start, at))
        elif match.lastgroup == "address":
            at = _end_of_address(text, start, at)
            found.append((start, at))
        else:
            found.append((start, at))
    return found


def _end_of_address(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in ".,;:!?)]'’":
        end -= 1
    return end


def _end_of_word(text: str, start: int, end: int) -> int:
    """Where a word ends that may keep a full stop (abbreviation, initial) or a hyphen (prefix)."""
    word = text[start:end].lower()
    if text[end : end + 1] == "." and _keeps_stop(text, word, end):
        return end + 1
    if text[end : end + 1] == "-" and word in forms()["prefixes"] and text[end + 1 : end + 2].isalnum():
        match = PIECE.match(text, end + 1)
        return match.end() if match else end
    return end


def _keeps_stop(text: str, word: str, end: int) -> bool:
    if text[end + 1 : end + 2] == ".":
        return False
    if len(word) == 1:
        return text[end - 1].isupper() and text[end + 1 : end + 3].strip() != ""
    if word in forms()["before_numbers"]:
        return text[end + 1 : end + 3].strip()[:1].isdigit()
    if word not in forms()["abbreviations"]:
        return False
    # "in Wash." at the end of a paragraph is a sentence's own stop too; the abbreviation keeps it as in UD only inside.
    return text[end + 1 : end + 3].strip() != ""


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """A word cut at its clitics and, where it is two words written together, between them."""
    clitics: list[Span] = []
    while (mark := max(text.rfind("'", start, end), text.rfind("’", start, end))) > start:
        if text[mark + 1 : end].lower() not in forms()["clitics"]:
            break
        clitics.append((mark, end))
        end = mark
    yield from _base(text, start, end)
    yield from reversed(clitics)


def _base(text: str, start: int, end: int) -> Iterator[Span]:
    """A word without clitics, cut before *n't*, between words written together and where a stop lacks its space."""
    lower = text[start:end].lower().replace("’", "'")
    if lower in forms()["joined"]:
        middle = start + forms()["joined"][lower]
        yield from ((start, middle), (middle, end))
        return
    if lower.endswith("n't") and len(lower) > 3:
        yield from ((start, end - 3), (end - 3, end))
        return
    for stop in DOTTED.finditer(text, start, end):
        yield from ((start, stop.start()), stop.span())
        start = stop.end()
    yield start, end
