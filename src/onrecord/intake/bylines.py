"""Bylines: "By Lena Fournier, staff reporter, and Tomas Keel in Geneva" → the writers' names."""

import re

from onrecord import tables
from onrecord.intake import days, patterns, places

LONGEST = 200  # characters
BYLINE = re.compile(r"(?:by|words by|story by|reported by|written by):?\s+(?P<names>\S.*)", re.IGNORECASE)
BREAK = re.compile(r"\s*[,;|•·&]\s*(?:(?:and|with)\s+)?|\s+(?:and|with|-|–|—)\s+", re.IGNORECASE)
CONTACT = re.compile(r"\(?\S*@\S*\)?")
TAIL = re.compile(
    rf"\s*[,|•·-]?\s*\b(?:(?:published|posted|updated|modified|last|on)\b.*|{days.MONTH}\s\d.*|\d{{1,4}}[ /.-].*)$",
    re.IGNORECASE,
)
WHERE = re.compile(r"\s+(?:in|at|reports? from|reporting from|for)\s+(?:the )?[A-Z].*$")
WORD = re.compile(r"[^\W\d_](?:[\w.'’-]*[\w.])?")
PARTICLES = frozenset(
    [
        "de", "van", "von", "der", "den", "al", "bin", "bint", "ibn", "la", "da", "das", "do", "dos", "e", "el",
        "di", "del", "du", "le", "y", "ter",
    ]
)  # fmt: skip


def byline(line: str) -> list[str]:
    """The names in a byline, roles and agencies stripped; empty where the line is none.

    >>> byline("By Lena Fournier, staff reporter, and Tomas Keel in Geneva")
    ['Lena Fournier', 'Tomas Keel']
    """
    match = BYLINE.fullmatch(" ".join(line.split())) if len(line) <= LONGEST else None
    return names_in(match["names"]) if match else []


def signed(line: str) -> list[str]:
    """The names in a line of names and at least one role, without "By": "Lena Fournier, staff reporter"."""
    if len(line) > LONGEST or BYLINE.match(line) or not any(map(is_role, BREAK.split(line))):
        return []
    return names_in(line)


def names_in(text: str) -> list[str]:
    """The persons' names in the words of a byline; empty where some of it is neither name nor role nor place."""
    text = TAIL.sub("", CONTACT.sub("", text)).strip(" .,|")
    pieces = [bare(piece) for piece in BREAK.split(text) if not patterns.whole("role", piece)]
    names = [piece for piece in pieces if piece and not is_role(piece)]
    persons = [piece for piece in names if is_person(piece)]
    strange = [piece for piece in names if piece not in persons and not is_place(piece)]
    return [] if strange else list(dict.fromkeys(persons))


def bare(piece: str) -> str:
    """A name without the place and the role that stand by it."""
    words = WHERE.sub("", piece).strip(" ()").split()
    for cut in range(2, len(words)):
        if is_role(" ".join(words[cut:])):
            return " ".join(words[:cut])
    for cut in range(len(words) - 2, 0, -1):
        if patterns.whole("role", " ".join(words[:cut])):
            return " ".join(words[cut:])
    return " ".join(words)


def is_role(piece: str) -> bool:
    """Whether a part of a byline is a role, an outlet or an agency."""
    return patterns.whole("role", piece) or patterns.whole("outlet", piece) or tables.organization(piece) is not None


def is_place(piece: str) -> bool:
    """Whether a part of a byline is where its writer is."""
    return bool(tables.country_code(piece) or tables.metonym_code(piece) or places.city(piece))


def is_person(text: str) -> bool:
    """Whether a text may be a person's name: two to five words, all capitalised but particles."""
    words = text.split()
    if not 1 < len(words) <= 5 or words[0] in ("The", "A", "An") or is_role(text):
        return False
    return all(WORD.fullmatch(w) and (w[0].isupper() or w.lower() in PARTICLES) for w in words)
