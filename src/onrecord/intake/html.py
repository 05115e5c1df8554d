"""A web page → its article: trafilatura finds the body, the tree gives captions, deck and bylines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from onrecord.intake import isolated, metadata, page
from onrecord.intake.article import Article
from onrecord.intake.bylines import byline, is_person, names_in
from onrecord.intake.captions import as_caption, squeezed, unbracketed, unlabelled
from onrecord.intake.datelines import dateline
from onrecord.intake.layout import PARAGRAPH_BREAK, clean, collapse
from onrecord.intake.markup import parsed, refuse_deep, shown_lines, text_of
from onrecord.records import Caption, InputError, Source

DECK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|deck|dek|subtitle|sub-?title|sub-?head(?:line)?|strapline|summary-lead)(?:$|[\s_-])",
    re.IGNORECASE,
)
BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:bylines?|authors?|by-line|writers?)(?:$|[\s_-])", re.IGNORECASE)
CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|figcaption|wp-caption-text|photo-?caption|image-?caption)(?:$|[\s_-])", re.IGNORECASE
)
CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|photo-?credits?|image-?credits?|photographer)(?:$|[\s_-])", re.IGNORECASE
)
LINES = 300  # furniture lines kept of one page


def article_of(markup: str, source: Source, name: str, seconds: float) -> Article:
    """The article in a page's markup. Raises `InputError` where there is none, or where finding it takes too long."""
    refuse_deep(markup, name)
    return isolated.run(name, seconds, extracted, markup, source, name)


@dataclass(frozen=True, slots=True)
class Marked:
    """What a page's markup tells, taken before the body is extracted; the captions are cut out of the tree by then."""

    shown: list[str]
    published: str | None
    captions: list[Caption]
    standfirst: str | None
    bylines: list[str]

    @classmethod
    def of(cls, tree: Any, source: Source) -> "Marked":
        """Read a tree."""
        shown, moment = shown_lines(tree), metadata.published(tree, source.url)
        captions = take_captions(tree)
        return cls(shown, moment, captions, next(texts(tree, DECK_CLASS), None), byline_names(tree))


def extracted(markup: str, source: Source, name: str) -> Article:
    """The article in a page's markup, with no bound of time."""
    import trafilatura

    tree = parsed(markup, name)
    marked = Marked.of(tree, source)
    found = trafilatura.bare_extraction(
        tree, url=source.url, include_comments=False, include_tables=False, favor_recall=True, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if found is None or isinstance(found, dict) or not found.text:
        raise nothing(name)
    publisher = found.sitename if found.sitename != found.hostname else None
    title = headline(tree, found.title, found.sitename)
    parts = page.sort_out(body_lines(found.text, marked.shown), title)
    standfirst = marked.standfirst or parts.standfirst
    body = [p for p in parts.body if standfirst is None or squeezed(p) != squeezed(standfirst)]
    if not any(map(str.isalpha, "".join(body))):
        raise nothing(name)
    known = {"url": source.url or found.url, "publisher": source.publisher or publisher}
    spoken = language(tree.get("lang") or found.language)
    authors = [name for part in (found.author or "").split(";") if is_person(name := part.strip())]
    article = assembled(body, parts, marked, source.model_copy(update=known))
    return replace(article, language=spoken, standfirst=standfirst, bylines=article.bylines or authors)


def assembled(body: Sequence[str], parts: page.Parts, marked: Marked, source: Source) -> Article:
    """The article of a body, the lines that were sorted out of it, and what the markup tells."""
    text = PARAGRAPH_BREAK.join(body)
    captions = merged(marked.captions, parts.captions)
    published = marked.published or parts.published
    kept = [*body, parts.title or "", marked.standfirst or parts.standfirst or ""]
    return Article(
        source=source, text=text, title=parts.title, bylines=list(dict.fromkeys([*marked.bylines, *parts.bylines])),
        dateline=dateline(text), published=published,
        published_from="metadata" if marked.published else "text" if published else None,
        captions=captions, furniture=left_out([*marked.shown, *parts.furniture], kept, captions),
    )  # fmt: skip


def nothing(name: str) -> InputError:
    """The error of a page that holds no article."""
    return InputError(
        name, "extract", "no article text in the page", "check that it is a report, not an index or a picture page"
    )


def language(tag: str | None) -> str | None:
    """The ISO 639-1 code of a language tag: "en-GB" → "en"."""
    match = re.match(r"([a-zA-Z]{2})(?:[-_].*)?$", (tag or "").strip())
    return match[1].lower() if match else None


def headline(tree: Any, title: str | None, publisher: str | None) -> str | None:
    """The page's headline: its main heading where that and the title in its head share words, else that title."""
    headings = [text for h1 in tree.iter("h1") if (text := text_of(h1))]
    title = collapse(clean(title or ""))
    for heading in headings:
        if not title or squeezed(heading) in squeezed(title) or alike(heading, title):
            return heading
    if publisher:
        title = re.sub(rf"\s+[|–—-]\s+{re.escape(publisher)}$", "", title)
    return title or None


def alike(one: str, other: str) -> bool:
    """Whether half of the words of a line stand in another."""
    words = set(squeezed(one).split())
    return len(words & set(squeezed(other).split())) * 2 >= len(words)


def body_lines(text: str, shown: Sequence[str]) -> list[str]:
    """The lines of an extracted body, without the marks of list items that the extraction adds."""
    seen = set(shown)
    found = [line for line in (collapse(clean(line)) for line in text.splitlines()) if line]
    return [bare if (bare := line.removeprefix("- ")) in seen else line for line in found]


def take_captions(tree: Any) -> list[Caption]:
    """The captions of a page's pictures, each once, cut out of the tree."""
    found: dict[str, Caption] = {}
    for element in list(tree.iter("figcaption", "div", "p", "span", "small")):
        if element.tag != "figcaption" and not CAPTION_CLASS.search(element.get("class") or ""):
            continue
        if element.getparent() is None or any(up.get("data-taken") for up in element.iterancestors()):
            continue
        caption = caption_of(element)
        element.set("data-taken", "1")
        if caption is not None:
            found.setdefault(squeezed(caption.text), caption)
    for element in [e for e in tree.iter("figcaption", "div", "p", "span", "small") if e.get("data-taken")]:
        element.drop_tree()
    return list(found.values())


def caption_of(element: Any) -> Caption | None:
    """A caption and its credit, which is an element of its own beside it or the end of its words."""
    credit = None
    for part in list(element.iter("span", "small", "cite", "div", "p", "em", "i")):
        if part is not element and CREDIT_CLASS.search(part.get("class") or "") and credit is None:
            credit = unlabelled(unbracketed(text_of(part))) or None
            part.drop_tree()
    text = text_of(element)
    return as_caption(text, credit) if text else None


def merged(captions: Sequence[Caption], more: Sequence[Caption]) -> list[Caption]:
    """Captions of the tree and of the body's lines, each once."""
    found = {squeezed(caption.text): caption for caption in captions}
    for caption in more:
        found.setdefault(squeezed(caption.text), caption)
    return list(found.values())


def byline_names(tree: Any) -> list[str]:
    """The names in the first group of elements marked as bylines: further down stand those of other stories."""
    marked = [
        e
        for e in tree.iter("p", "div", "span", "h2", "h3", "a", "li", "address")
        if BYLINE_CLASS.search(e.get("class") or "")
    ]
    for _, group in groupby(marked, key=lambda element: element.getparent()):
        names = [n for e in group if 3 < len(text := text_of(e)) < page.DECK for n in byline(text) or names_in(text)]
        if names:
            return list(dict.fromkeys(names))
    return []


def texts(tree: Any, wanted: re.Pattern[str]) -> Iterator[str]:
    """Texts of elements whose class is as wanted, as long as a deck may be."""
    for element in tree.iter("p", "div", "span", "h2", "h3"):
        if wanted.search(element.get("class") or "") and 3 < len(text := text_of(element)) < 2 * page.DECK:
            yield text


def left_out(lines: Sequence[str], kept: Sequence[str], captions: Sequence[Caption]) -> list[str]:
    """The page's lines that no part of the article holds, each once."""
    shown = {squeezed(text) for text in kept} | {squeezed(c.text) for c in captions}
    together = " ".join(shown) + " ".join(squeezed(f"{c.credit}") for c in captions)
    found: dict[str, str] = {}
    for line in lines:
        key = squeezed(line)
        if (
            len(found) < LINES
            and key not in shown
            and key not in found
            and not byline(line)
            and not holds(key, shown, together)
        ):
            found[key] = line
    return list(found.values())


def holds(line: str, shown: set[str], together: str) -> bool:
    """Whether a line is part of what is shown, or holds a whole part of it (a caption before its credit)."""
    return (len(line) > 3 and line in together) or any(len(part) > 20 and part in line for part in shown)
