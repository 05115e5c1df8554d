"""RSS and Atom: one article an entry."""

import io
from typing import Any

from onrecord.intake import days, isolated, page
from onrecord.intake.article import Article
from onrecord.intake.captions import squeezed
from onrecord.intake.datelines import dateline
from onrecord.intake.html import language, merged, take_captions
from onrecord.intake.layout import PARAGRAPH_BREAK, clean, collapse
from onrecord.intake.markup import parsed, refuse_deep, shown_lines
from onrecord.records import Failure, InputError, Source

ROOTS = frozenset(["rss", "feed", "rdf:rdf"])


def articles(text: str, name: str, source: Source, seconds: float) -> list[Article | Failure]:
    """The article of each entry of a feed. Raises `InputError`."""
    return isolated.run(name, seconds, entries, text, name, source)


def entries(text: str, name: str, source: Source) -> list[Article | Failure]:
    """The article of each entry, with no bound of time."""
    import feedparser  # type: ignore[import-untyped]  # has no types

    data = io.BytesIO(text.encode("utf8", "replace"))
    feed = feedparser.parse(data, response_headers={"content-type": "application/xml; charset=utf-8"})
    if not feed.entries:
        raise InputError(name, "extract", "a feed without entries", "check that it is the feed's own address")
    address = source.url or feed.feed.get("link") or name
    found: list[Article | Failure] = []
    for number, entry in enumerate(feed.entries, 1):
        own = Source(
            id=entry.get("id") or entry.get("link"),
            path=source.path,
            url=entry.get("link"),
            publisher=feed.feed.get("title"),
            feed=address,
        )
        try:
            found.append(article(entry, own, f"{name}#{number}", language(feed.feed.get("language"))))
        except InputError as error:
            found.append(Failure.of(error))
    return found


def article(entry: Any, source: Source, name: str, spoken: str | None) -> Article:
    """An entry as an article: its content where it has any, else its summary. Raises `InputError`."""
    content = next((c.value for c in entry.get("content", []) if c.get("value")), entry.get("summary", ""))
    refuse_deep(content, name)
    tree = parsed(f"<div>{content}</div>", name)
    captions = take_captions(tree)
    title = collapse(clean(shown_title(entry.get("title", ""), name))) or None
    parts = page.sort_out(shown_lines(tree), title)
    # An entry is text alone: lines that would be links below a page's body are its own words if nothing else is.
    text = PARAGRAPH_BREAK.join(parts.body or shown_lines(tree))
    if not any(map(str.isalpha, text)) or (title and squeezed(text) == squeezed(title)):
        raise InputError(name, "extract", "an entry without text", "fetch the page that it links to")
    moment = days.moment(entry.get("published") or entry.get("updated") or "")
    return Article(
        source=source, text=text, language=spoken, title=title, standfirst=parts.standfirst if parts.body else None,
        bylines=parts.bylines or writers(entry), dateline=dateline(text), published=moment,
        published_from="metadata" if moment else None, captions=merged(captions, parts.captions),
        furniture=parts.furniture,
    )  # fmt: skip


def shown_title(title: str, name: str) -> str:
    """An entry's title without the markup that some feeds put in it."""
    return " ".join(shown_lines(parsed(f"<div>{title}</div>", name))) if "<" in title else title


def writers(entry: Any) -> list[str]:
    """The persons that a feed names as an entry's authors."""
    from onrecord.intake.bylines import names_in

    return names_in(entry.get("author", ""))
