"""The parts of a page of text: which paragraph is headline, deck, byline, caption, furniture, and which is body.

Works on paragraphs in reading order, whether they were scraped from a page or extracted from HTML. A paragraph is moved
out of the body only for what it says of itself (a credit, "By …", a line of the page_lines table) or where it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.intake import days, patterns
from onrecord.intake.bylines import byline, signed
from onrecord.intake.captions import squeezed, without_captions
from onrecord.intake.datelines import alone
from onrecord.records import Caption

DECK = 260  # characters: longer lines are no headline or deck
LINE = 120  # characters: longer lines are no furniture, whatever they begin with
NOTICE = 300  # characters: nor are longer notices
HEADLINE = 160  # characters: headlines that end like a sentence
LINK_WORDS = 8
WORDS = 4  # a headline or deck has at least so many, where a line that has can be found
PROSE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]{0,3}$")
SENTENCE_BREAK = re.compile(r"[a-z0-9)\"”][.!?][\"”]? [A-Z\"“]")
ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}[\"'”’]?$")
ASKED = re.compile(r"[^.!?]*[?!][\"'”’]?")
BODY = ("prose", "dateline")
Kind = Literal["plain", "prose", "dateline", "byline", "date", "furniture", "heading", "title"]


@dataclass(slots=True)
class Parts:
    """The typed parts of a page."""

    title: str | None = None
    standfirst: str | None = None
    bylines: list[str] = field(default_factory=list)
    published: str | None = None
    captions: list[Caption] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A paragraph and what it is by its own words; ``taken`` once it has a part."""

    text: str
    kind: Kind
    taken: bool = False


def sort_out(paragraphs: Sequence[str], title: str | None = None) -> Parts:
    """Give every paragraph its part. With ``title`` given, no paragraph becomes the headline (its copy is dropped)."""
    left, captions, again = without_captions(paragraphs)
    parts = Parts(title=title, captions=captions)
    lines = [Line(text, kind_of(text)) for text in left]
    opening(lines, parts)
    closing(lines, parts)
    for line in lines:
        if not line.taken:
            settle(line, parts)
    parts.furniture += again
    return parts


def kind_of(text: str) -> Kind:
    """What a paragraph is by its own words."""
    if byline(text):
        return "byline"
    if len(text) <= LINE and (patterns.whole("date", text) or patterns.whole("updated", text)):
        return "date"
    if len(text) <= LINE and patterns.whole("heading", text):
        return "heading"
    ends = is_prose(text)
    if len(text) <= NOTICE and patterns.whole("notice", text):
        return "furniture"
    if len(text) <= LINE and not ends and patterns.whole("furniture", text):
        return "furniture"
    if ends:
        return "prose"
    return "dateline" if alone(text) else "plain"


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph ends like a sentence, holds several, or is too long for a line of the page."""
    several = len(paragraph) > LINE and SENTENCE_BREAK.search(paragraph)
    return bool(PROSE_END.search(paragraph) or several) or len(paragraph) > DECK


def opening(lines: list[Line], parts: Parts) -> None:
    """Take headline, deck and what stands around them off the top, before the body begins."""
    start = next((n for n, line in enumerate(lines) if line.kind in BODY), None)
    if start is None:
        return
    if start == 0 and parts.title is None and like_headline(lines):
        lines[0].kind = "plain"
        start = next(n for n, line in enumerate(lines) if line.kind in BODY)
    head = lines[:start]
    for line in head:
        line.kind = "byline" if line.kind == "plain" and signed(line.text) else line.kind
    take_title(head, parts)
    decks = decks_before_byline(lines, start, parts) or [
        line for line in head if line.kind == "plain" and not line.taken and len(line.text.split()) >= WORDS
    ]
    for line in decks:
        if parts.standfirst is None and not same(line.text, parts.title):
            parts.standfirst, line.taken = line.text, True
    for line in head:
        if line.kind == "plain" and not line.taken:
            line.kind = "title" if same(line.text, parts.title) else "furniture"


def like_headline(lines: list[Line]) -> bool:
    """Whether the first line is a headline although it ends like a sentence: it asks, or ends in "U.S."."""
    first = lines[0].text
    ends = ABBREVIATED.search(first) or ASKED.fullmatch(first)
    return (
        bool(ends)
        and len(first) <= HEADLINE
        and any(line.kind == "prose" and len(line.text) > LINE for line in lines[1:])
    )


def take_title(head: list[Line], parts: Parts) -> None:
    """The headline: the first line above the body that has a headline's words (section names have fewer)."""
    plain = [line for line in head if line.kind == "plain"]
    if parts.title is not None or not plain:
        return
    chosen = next((line for line in plain if len(line.text.split()) >= WORDS), plain[0])
    parts.title, chosen.taken = chosen.text, True
    for line in head[: head.index(chosen)]:
        line.kind = "furniture" if line.kind == "plain" else line.kind


def decks_before_byline(lines: list[Line], start: int, parts: Parts) -> list[Line]:
    """The sentence that stands between headline and byline, where the body follows after that."""
    below = [line.kind for line in lines[start + 1 :] if line.kind not in ("date", "furniture")]
    if parts.title is None or lines[start].kind != "prose" or below[:1] != ["byline"] or "prose" not in below:
        return []
    return [lines[start]] if len(lines[start].text) <= DECK else []


def closing(lines: list[Line], parts: Parts) -> None:
    """Mark links: what ends like no sentence under a heading and, below the body, lines as short as links are."""
    below = max((n for n, line in enumerate(lines) if line.kind in BODY), default=len(lines))
    scraped = bool(parts.captions) or any(line.kind not in (*BODY, "plain") for line in lines)
    headed = False
    for at, line in enumerate(lines):
        headed = line.kind not in BODY and (
            headed or line.kind == "heading" or (at > below and line.kind == "furniture")
        )
        short = at > below and scraped and len(line.text.split()) <= LINK_WORDS
        if line.kind == "plain" and not line.taken and (headed or short):
            line.kind = "title" if same(line.text, parts.title) else "furniture"


def settle(line: Line, parts: Parts) -> None:
    """Put a line where its kind belongs."""
    if line.kind == "title" or same(line.text, parts.title):
        return
    if line.kind == "byline":
        parts.bylines += [n for n in byline(line.text) or signed(line.text) if n not in parts.bylines]
        parts.published = parts.published or published_in(line.text)
    elif line.kind in ("date", "heading", "furniture"):
        parts.furniture.append(line.text)
        parts.published = parts.published or (published_in(line.text) if line.kind == "date" else None)
    else:
        parts.body.append(line.text)


def published_in(line: str) -> str | None:
    """The day that a page's time line gives, unless it is that of a later change."""
    before = re.split(r"(?i)\b(?:last )?(?:updated|modified|edited)\b", line, maxsplit=1)[0]
    return days.day_in(before)


def same(text: str, title: str | None) -> bool:
    """Whether a line repeats the headline."""
    return title is not None and squeezed(text) == squeezed(title)
