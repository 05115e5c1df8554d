"""White space: the lines of a text file → paragraphs on one line each.

Only white space changes here. Lines that were broken to fit a column (old wire copy, PDF text) are joined again; lines
of any other text are paragraphs of their own.
"""

import re
from itertools import pairwise

PARAGRAPH_BREAK = "\n\n"
COLUMNS = range(36, 133)
FULL_SHARE = 0.7
GOING_ON_SHARE = 0.3
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
CONTROLS = dict.fromkeys((*range(9), *range(14, 28), 127), " ")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SENTENCE_END = re.compile(r"""[.!?…:;。！？؟।](?:["'”’»)\]]|''){0,3}$""")


def normalise(text: str) -> str:
    """Body text in, the same words out: paragraphs on one line each, joined by one blank line.

    ``"The talks  ended. \\nBoth left."`` gives ``"The talks ended.\\n\\nBoth left."``; lines broken to fit a column are
    joined.
    """
    return PARAGRAPH_BREAK.join(paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, white space inside each collapsed to single spaces; no empty ones."""
    lines = clean(text).expandtabs(4).splitlines()
    if is_wrapped(lines):
        return unwrap(lines)
    return [line for line in map(collapse, lines) if line]


def clean(text: str) -> str:
    """A text without invisible characters; control characters become spaces, lone surrogates U+FFFD."""
    return LONE_SURROGATE.sub("\ufffd", text.translate(CONTROLS | INVISIBLE))


def collapse(line: str) -> str:
    """A line with every run of white space (no-break spaces included) as one space and none at its ends."""
    return " ".join(line.split())


def is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken to fit a column.

    They were if hardly a line is longer than the column, most unfinished lines are full (the first word of the next
    line would not have fitted any more) and enough of the next lines go on in lower case.
    """
    column = _column(lines)
    unfinished = [(one, two) for one, two in _neighbours(lines) if not SENTENCE_END.search(one.rstrip())]
    if not unfinished or column not in COLUMNS or _overlong(lines, column):
        return False
    full = sum(_is_full(one, two, column) for one, two in unfinished)
    going_on = sum(two.lstrip()[0].islower() for _, two in unfinished)
    return full >= FULL_SHARE * len(unfinished) and going_on >= GOING_ON_SHARE * len(unfinished)


def _overlong(lines: list[str], column: int) -> bool:
    """Whether more than a tenth of the lines run well past the column."""
    return sum(len(line) > column + 8 for line in lines) > len(lines) / 10


def unwrap(lines: list[str]) -> list[str]:
    """Join hard-wrapped lines into paragraphs; blank lines, indents and lines left short end one."""
    column, base = _column(lines), _base_indent(lines)
    found: list[str] = []
    previous = ""
    for line in lines:
        if not line.strip():
            previous = ""
            continue
        if previous and _indent(line) <= base and _is_full(previous, line, column):
            found[-1] = _join(found[-1], collapse(line))
        else:
            found.append(collapse(line))
        previous = line
    return found


def _neighbours(lines: list[str]) -> list[tuple[str, str]]:
    """Pairs of lines that follow each other without a blank line between them."""
    return [(one, two) for one, two in pairwise(lines) if one.strip() and two.strip()]


def _column(lines: list[str]) -> int:
    """The width that lines were broken at: nearly the longest line, so that one long line does not decide."""
    widths = sorted(len(one.rstrip()) for one, _ in _neighbours(lines))
    return widths[int(len(widths) * 0.9)] if widths else 0


def _is_full(line: str, following: str, column: int) -> bool:
    first_word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first_word) > column


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _base_indent(lines: list[str]) -> int:
    """The indent of lines that go on with the one before: a line indented further opens a paragraph."""
    going_on = [_indent(two) for one, two in _neighbours(lines) if not SENTENCE_END.search(one.rstrip())]
    return max(set(going_on), key=going_on.count) if going_on else 0


def _join(start: str, rest: str) -> str:
    hyphenated = start.endswith("-") and not start.endswith("--") and start[-2:-1].isalpha()
    return start + rest if hyphenated else f"{start} {rest}"
