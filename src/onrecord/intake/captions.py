"""Captions: "The envoys in Geneva, July 15, 2023. Courtesy of the ministry" → words, credit, date."""

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.intake import days, patterns
from onrecord.records import Caption

LONGEST = 700  # characters
SHOWN_TWICE = 40  # characters: shorter lines that a page repeats are links
CREDIT_WORDS = 6
LABEL = re.compile(
    r"^(?:file )?(?:photos?|images?|pictures?|photograph|credits?|source)(?: credits?)?(?: by|\s?[:/])\s*(?=\S)",
    re.IGNORECASE,
)
ABBREVIATED = re.compile(r"\b(?:Inc|Co|Ltd|Corp|Jr)\.$")
CREDIT_STARTS = re.compile(r"(?<=[.!?\"”’)])\s+(?=\S)|\s+(?=[(\[])|\s*[|/]\s+|\s+[—–-]\s+(?=\S)|\s+(?=©)")


def without_captions(paragraphs: Sequence[str]) -> tuple[list[str], list[Caption], list[str]]:
    """What is left of the paragraphs, the captions among them, each once, and repeated lines that are no captions.

    A caption ends in a credit; a page shows it twice where it has a small and a large picture. A paragraph without
    credit is one only if its copy follows at once: what comes again further down is a pull quote.
    """
    often = Counter(map(squeezed, paragraphs))
    seen: set[str] = set()
    left: list[str] = []
    captions: list[Caption] = []
    again: list[str] = []
    for at, paragraph in enumerate(paragraphs):
        key = squeezed(paragraph)
        twice = often[key] > 1 and len(paragraph) > SHOWN_TWICE
        caption = with_credit(paragraph, twice)
        if caption is None and twice and at + 1 < len(paragraphs) and squeezed(paragraphs[at + 1]) == key:
            caption = as_caption(paragraph)
        if key in seen and (twice or caption is not None):
            if not any(squeezed(c.text) in key for c in captions):
                again.append(paragraph)
        elif caption is not None:
            captions.append(caption)
        else:
            left.append(paragraph)
        seen.add(key)
    return left, captions, list(dict.fromkeys(again))


def squeezed(text: str) -> str:
    """A text for comparing: single blanks, no case."""
    return " ".join(text.split()).casefold()


def as_caption(text: str, credit: str | None = None) -> Caption:
    """A caption of known words, its credit split off where it has one; its date is the one day given in full."""
    found = None if credit else with_credit(text)
    if found is not None:
        return found
    given = days.days_in(text)
    return Caption(text=text, credit=credit, date=given[0] if len(given) == 1 else None)


def with_credit(paragraph: str, twice: bool = False) -> Caption | None:
    """A paragraph as a caption if its end is a credit (of a line shown ``twice``, any few words will do)."""
    if len(paragraph) > LONGEST:
        return None
    for match in CREDIT_STARTS.finditer(paragraph):
        words, end = paragraph[: match.start()].rstrip(), unbracketed(paragraph[match.end() :])
        if sentence_goes_on(words, paragraph):
            continue
        if len(words) > 3 and (patterns.whole("credit", end) or (twice and few(paragraph[match.end() :]))):
            return as_caption(words, unlabelled(end))
    return None


def sentence_goes_on(words: str, paragraph: str) -> bool:
    """Whether brackets before the full stop belong to the sentence: "… told the agency (KCNA)."."""
    return paragraph.endswith((").", "].")) and words[-1:] not in (".", "!", "?", '"', "”")


def unbracketed(credit: str) -> str:
    """A credit without the brackets and the full stop around it."""
    credit = credit.strip()
    if credit[:1] in ("(", "[") and credit.rstrip(".")[-1:] in (")", "]"):
        credit = credit.rstrip(".")[1:-1]
    return credit if ABBREVIATED.search(credit) else credit.rstrip(".").strip()


def unlabelled(credit: str) -> str:
    """A credit without "Photo:" or "Photo by" before it."""
    return LABEL.sub("", credit)


def few(credit: str) -> bool:
    """Whether an end may be a credit that no table knows: few words, none of them ending a sentence."""
    return 0 < len(credit.split()) <= CREDIT_WORDS and not re.search(r"[.!?]", credit) and credit[0].isupper()
