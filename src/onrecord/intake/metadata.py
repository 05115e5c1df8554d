"""What a page says of itself beside its text: the moment of publication."""

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.intake import days

PUBLISHED_META = frozenset(
    [
        "article:published_time", "og:published_time", "article:published", "datepublished", "date", "pubdate",
        "publishdate", "publish-date", "publication_date", "publication-date", "dc.date", "dc.date.issued",
        "dcterms.issued", "dcterms.created", "dcterms.date", "sailthru.date", "parsely-pub-date",
        "article.published", "cxenseparse:recs:publishtime", "citation_publication_date", "datecreated",
        "rbpubdate",
    ]
)  # fmt: skip
NEWS_TYPE = re.compile(r"Article|Report|Posting|NewsItem")
TIME_CLASS = re.compile(r"(?:^|[\s_-])(?:publi\w*|posted|date\w*|time\w*|entry-date)(?:$|[\s_-])", re.IGNORECASE)
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")


def published(tree: Any, url: str | None) -> str | None:
    """The moment of publication that a page's metadata gives: JSON-LD, meta elements, time elements, then its URL."""
    for value in (*linked_data(tree), *meta_values(tree), *time_values(tree)):
        if moment := days.moment(value):
            return moment
    match = URL_DAY.search(url or "")
    return days.day_in("-".join(match.groups())) if match else None


def linked_data(tree: Any) -> Iterator[str]:
    """Publication dates of the articles in a page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            for item in articles_in(data):
                if isinstance(value := item.get("datePublished") or item.get("dateCreated"), str):
                    yield value


def articles_in(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The article objects in JSON-LD, in whatever list or graph they lie."""
    if isinstance(data, list) and depth < 4:
        for item in data:
            yield from articles_in(item, depth + 1)
    elif isinstance(data, dict):
        if NEWS_TYPE.search(str(data.get("@type", ""))):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from articles_in(data.get(key), depth + 1) if depth < 4 else ()


def meta_values(tree: Any) -> Iterator[str]:
    """The contents of meta elements that name the publication date."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in PUBLISHED_META and meta.get("content"):
            yield meta.get("content")


def time_values(tree: Any) -> Iterator[str]:
    """The times that a page marks as its publication; the page's only time where none is marked."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [
        t
        for t in times
        if t.get("pubdate") is not None
        or t.get("itemprop") == "datePublished"
        or TIME_CLASS.search(t.get("class") or "")
    ]
    for time in marked or (times if len(times) == 1 else []):
        yield time.get("datetime")
