"""A web page → its article: trafilatura finds the body, the tree gives captions, deck and bylines."""

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from onrecord.intake import page
from onrecord.intake.article import Article
from onrecord.intake.layout import collapse, paragraphs
from onrecord.records import Caption, InputError, Source

DEEPEST = 2_000  # nested elements: real pages stay below a hundred
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr p li td tr th option dt dd".split())
DECK_CLASS = re.compile(r"(?:^|[\s_-])(?:standfirst|deck|dek|subtitle|sub-?title|sub-?head(?:line)?|strapline|kicker-text|summary-lead)(?:$|[\s_-])", re.I)
BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author|by-line|writer)(?:$|[\s_-])", re.I)
LINES = 300  # furniture lines kept of one page


def article_of(markup: str, source: Source, name: str, seconds: float) -> Article:
    """The article in a page's markup. Raises `InputError` where there is none, or where it cannot be taken apart."""
    refuse_deep(markup, name)
    try:
        with time_limit(seconds):
            return _extracted(markup, source, name)
    except TimeoutError as error:
        raise InputError(name, "extract", f"taking the page apart took over {seconds:.0f} s", "save its text and read that") from error
    except RecursionError as error:
        raise InputError(name, "extract", "the page's elements are nested too deep", "save its text and read that") from error


def refuse_deep(markup: str, name: str) -> None:
    """Raise `InputError` for markup nested deeper than any page is: it is made to break its reader."""
    depth = 0
    for match in TAG.finditer(markup):
        if match[2].lower() not in VOID and not match[3]:
            depth = max(0, depth + (-1 if match[1] else 1))
            if depth > DEEPEST:
                raise InputError(name, "extract", f"elements nested more than {DEEPEST:,} deep", "save its text and read that")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the block after ``seconds``, where the platform has an alarm and this is the main thread."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _extracted(markup: str, source: Source, name: str) -> Article:
    import trafilatura
    from lxml import etree, html

    try:
        tree = html.fromstring(markup.encode("utf8"), parser=html.HTMLParser(encoding="utf8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(name, "extract", f"no HTML that can be parsed ({error})", "check that it is a web page") from error
    every = lines(tree)
    captions = take_captions(tree)
    deck = first_text(tree, DECK_CLASS)
    names = [n for text in texts(tree, BYLINE_CLASS) for n in page.byline(text if text.lower().startswith("by ") else f"By {text}")]
    found = trafilatura.bare_extraction(
        tree, url=source.url, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False, with_metadata=True
    )
    body = found.text if found is not None else ""
    if not body or not body.strip():
        raise InputError(name, "extract", "no article text in the page", "check that it is a report, not an index or a picture page")
    title = collapse(found.title or heading(tree) or "") or None
    parts = page.sort_out(paragraphs(body), title)
    authors = [a.strip() for a in (found.author or "").split(";") if page.looks_like_name(a.strip())]
    standfirst = collapse(deck) if deck else parts.standfirst
    if not parts.body:
        raise InputError(name, "extract", "no article text in the page", "check that it is a report, not an index or a picture page")
    content = [p for p in parts.body if not standfirst or page.squeezed(p) != page.squeezed(standfirst)]
    kept = {page.squeezed(t) for t in (*content, title or "", standfirst or "", *(c.text for c in captions))}
    published = found.date or parts.published
    return Article(
        source=source.model_copy(update={"url": source.url or found.url, "publisher": source.publisher or found.sitename}),
        text="\n\n".join(content), language=(tree.get("lang") or found.language or "")[:2].lower() or None, title=title,
        standfirst=standfirst, bylines=list(dict.fromkeys([*parts.bylines, *names] or authors)), dateline=page.dateline(content),
        published=published, published_from="metadata" if found.date else "text" if parts.published else None,
        captions=[*captions, *parts.captions], furniture=left_out(every, kept, captions),
    )  # fmt: skip


def take_captions(tree: Any) -> list[Caption]:
    """The captions of a page's figures, each once; the figures are cut out of the tree."""
    found: dict[str, Caption] = {}
    for figure in list(tree.iter("figure")):
        for element in figure.iter("figcaption"):
            text = collapse(element.text_content())
            if text:
                found.setdefault(page.squeezed(text), page.as_caption(text) or Caption(text=text))
        if figure.getparent() is not None and not any(True for _ in figure.iter("p")):
            figure.drop_tree()
    return list(found.values())


def texts(tree: Any, wanted: re.Pattern[str]) -> Iterator[str]:
    """Texts of elements whose class is as wanted."""
    for element in tree.iter("p", "div", "span", "h2", "h3", "a", "li"):
        if wanted.search(element.get("class") or ""):
            text = collapse(element.text_content())
            if 3 < len(text) < page.DECK:
                yield text


def first_text(tree: Any, wanted: re.Pattern[str]) -> str | None:
    """The first text of an element whose class is as wanted."""
    return next(texts(tree, wanted), None)


def heading(tree: Any) -> str | None:
    """The text of the page's first main heading."""
    return next((collapse(h.text_content()) for h in tree.iter("h1")), None)


def lines(tree: Any) -> list[str]:
    """The lines of text that a page shows, in order, scripts left out."""
    found: list[str] = []
    for element in tree.iter("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "td", "div", "nav", "footer", "a", "span", "button"):
        own = collapse(" ".join([element.text or "", *(child.tail or "" for child in element)]))
        whole = collapse(element.text_content()) if element.tag in ("p", "li", "h1", "h2", "h3", "figcaption") else own
        if whole and not (found and whole in found[-1]):
            found.append(whole)
    return found


def left_out(every: list[str], kept: set[str], captions: list[Caption]) -> list[str]:
    """The page's lines that no part of the article holds, each once."""
    shown = " ".join(kept)
    credits = {page.squeezed(c.credit or "") for c in captions}
    found: dict[str, str] = {}
    for line in every:
        key = page.squeezed(line)
        if key not in shown and key not in credits and not any(k and k in key for k in kept if len(k) > 20):
            found.setdefault(key, line)
    return list(found.values())[:LINES]
