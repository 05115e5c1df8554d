"""Datelines: "SEOUL, Nov. 27 (Yonhap) --" at the head of a body → place and country.

A dash after a capitalised word makes no dateline ("Moscow — which denies it — said"): an agency, a date, a known region
or a known city must vouch for it.
"""

import re
from dataclasses import dataclass

from onrecord import tables
from onrecord.intake import days, patterns, places
from onrecord.records import Dateline

REACH = 110  # characters: no dateline is longer
DASH = re.compile(r"\s{0,2}(?:--|[—–―])\s?|\s-\s|\s?_\s|:\s")
DAYNAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = days.MONTH.replace("?P<month>", "?:")
DATE = re.compile(
    rf",?\s{{0,2}}(?:{DAYNAME},?\s)?(?:{MONTH}\s{{0,2}}\d{{1,2}}|\d{{1,2}}\s{{1,2}}{MONTH})"
    rf"(?:\s{{0,2}},?\s{{0,2}}(?:19|20)\d\d){{0,2}}$|,\s{DAYNAME}$"
)
AGENCY = re.compile(r"\s{0,2}\((?P<inside>[A-Za-z0-9][\w .,/&'-]{1,40})\)$")
NAME = re.compile(r"[^\W\d_][\w.'’/-]*(?: [^\W\d_][\w.'’/-]*){0,4}")
PARTICLES = frozenset(
    ["of", "the", "de", "da", "do", "dos", "del", "la", "le", "al", "el", "es", "au", "am", "on", "upon", "and"]
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the dash: names, and whether a date or a name in brackets, or an agency, stands by them."""

    names: list[str]
    vouched: bool
    agency: bool


def dateline(body: str) -> Dateline | None:
    """The dateline that a body opens with, its country where only one comes into question.

    >>> dateline("KYIV, Ukraine (AP) — Talks resumed.")
    Dateline(text='KYIV, Ukraine (AP) —', place='Kyiv', country='UKR')
    """
    first = body.split("\n\n", 1)[0]
    for dash in DASH.finditer(first[:REACH]):
        head = parted(first[: dash.start()])
        if head is not None and vouches(head, dash.group().strip(), first[dash.end() :]):
            return _made(first[: dash.end()].rstrip(), head.names)
    return alone(first)


def alone(line: str) -> Dateline | None:
    """A line that is a dateline and nothing else: "Gaza City, 3 March"."""
    head = parted(line.rstrip(" -—–:")) if len(line) <= REACH else None
    return _made(line, head.names) if head is not None and head.vouched and known(head.names) else None


def parted(head: str) -> Head | None:
    """The names, agency and date in the words before a dash; ``None`` where other words stand there."""
    vouched = agency = False
    for _ in range(3):
        bracket = AGENCY.search(head)
        agency = agency or (bracket is not None and patterns.whole("outlet", bracket["inside"]))
        shorter = head[: bracket.start()] if bracket else DATE.sub("", head)
        if shorter == head:
            break
        head, vouched = shorter.rstrip(" ,"), True
    names = [name.strip() for name in head.split(",")]
    return Head(names, vouched, agency) if len(names) <= 3 and all(map(is_name, names)) else None


def is_name(text: str) -> bool:
    """Whether a text may be a place's name: few words, capitalised but particles."""
    return NAME.fullmatch(text) is not None and all(w[0].isupper() or w in PARTICLES for w in text.split())


def vouches(head: Head, mark: str, rest: str) -> bool:
    """Whether what stands around the dash makes the names a dateline."""
    city = head.names[0]
    if head.vouched:
        return head.agency or known(head.names) or (city.isupper() and len(city) > 3 and not tables.organization(city))
    opens = rest.lstrip("\"'“‘([")[:1]
    if not (opens.isupper() or opens.isdigit()) or mark == "_":
        return False
    if len(head.names) > 1:
        return mark in ("--", "—", "–", "―", "-") and known(head.names)
    if not known(head.names) or (tables.organization(city) and not patterns.whole("place", city)):
        return False
    if city.isupper():
        return len(city) > 3
    return mark in ("--", "—", "–", "―") and not re.search(r"--|[—–―]", rest.split(". ", 1)[0])


def known(names: list[str]) -> bool:
    """Whether the first name is a city that we know, or the second a country or region."""
    city = names[0].split("/")[0]
    if len(names) > 1 and (tables.country_code(names[1]) or patterns.whole("region", names[1])):
        return True
    return bool(tables.metonym_code(city) or patterns.whole("place", city) or places.city(city))


def _made(text: str, names: list[str]) -> Dateline:
    cities = [places.printed(part.strip()) for part in names[0].split("/")]
    codes = {country(city, names[1:]) for city in cities}
    return Dateline(text=text, place="/".join(cities), country=codes.pop() if len(codes) == 1 else None)


def country(city: str, regions: list[str]) -> str | None:
    """The country of a city; with a region that we do not know (Paris, Ont.) only where no namesake competes."""
    if not regions:
        return tables.metonym_code(city) or places.city_country(city) or tables.country_code(city)
    possible = {code for region in regions if (code := tables.country_code(region))}
    possible |= {"USA"} if any(patterns.whole("american_state", region) for region in regions) else set()
    if len(possible) > 1:
        possible &= {places.city_country(city)}
    return possible.pop() if len(possible) == 1 else None if possible else places.city_country(city, dominant=False)
