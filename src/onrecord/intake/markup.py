"""Markup as trees: what a page shows, line by line, and what kind of document it is."""

import re
from typing import Any

from onrecord.intake.layout import clean, collapse
from onrecord.records import InputError

DEEPEST = 2_000  # nested elements: real pages stay below a hundred
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
ROOT = re.compile(r"<([a-zA-Z][a-zA-Z0-9:_-]*)")
VOID = frozenset(
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr", "p", "li", "td", "tr", "th", "option", "dt", "dd",
    ]
)  # fmt: skip
HIDDEN = frozenset(["script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea", "object"])
INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr",
    ]
)  # fmt: skip


def root_of(text: str) -> str | None:
    """The name of the first element of a document, in lower case; ``None`` where a text does not begin as markup.

    >>> root_of('<?xml version="1.0"?><!-- by hand --><rss>'), root_of("Talks resumed.")
    ('rss', None)
    """
    at = 0
    while (at := skipped_space(text, at)) < len(text):
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith(("<?", "<!"), at):
            end = text.find(">", at)
        else:
            match = ROOT.match(text, at)
            return match[1].lower() if match else None
        if end < 0:
            return None
        at = text.index(">", end) + 1
    return None


def skipped_space(text: str, at: int) -> int:
    """The place of the first character from ``at`` on that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def refuse_deep(text: str, name: str) -> None:
    """Raise `InputError` for markup nested deeper than any page is: it is made to break its reader."""
    depth = 0
    for match in TAG.finditer(text):
        if match[2].lower() not in VOID and not match[3]:
            depth = max(0, depth + (-1 if match[1] else 1))
            if depth > DEEPEST:
                seen = f"elements nested more than {DEEPEST:,} deep"
                raise InputError(name, "extract", seen, "save its text and read that")


def parsed(text: str, name: str) -> Any:
    """The tree of a page. Raises `InputError`."""
    from lxml import etree, html  # type: ignore[import-untyped]  # has no types

    try:
        return html.document_fromstring(
            text.encode("utf8", "replace"), parser=html.HTMLParser(encoding="utf8", huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(
            name, "extract", f"no HTML that can be parsed ({error})", "check that it is a web page"
        ) from error


def shown_lines(tree: Any) -> list[str]:
    """The lines of text that a tree shows, in order: one a block, scripts and the like left out."""
    from lxml import etree

    found = [""]
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        named = isinstance(element.tag, str)
        hidden = named and element.tag in HIDDEN
        if event == "start" and hidden:
            walk.skip_subtree()
        if named and element.tag not in INLINE:
            found.append("")
        if event == "start":
            found[-1] += "" if hidden else element.text or ""
        elif element is not tree:
            found[-1] += element.tail or ""
    return [line for line in (collapse(clean(text)) for text in found) if line]


def text_of(element: Any) -> str:
    """The text of an element on one line, its blocks divided by blanks."""
    return " ".join(shown_lines(element))
