"""The noun phrases that a number counts."""

from dataclasses import dataclass

from onrecord.language.document import Document
from onrecord.quantities.words import Reading, words

FURTHEST = 10  # tokens of a noun phrase after its number
NOUNS = ("NOUN", "PROPN")
INNER = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "ADV"))
POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(slots=True)
class Phrase:
    """What is counted: words from ``start`` to their ``head``; ``end`` is the token after the head.

    ``normal`` is the normal form where the noun is itself one of casualties ("12 deaths", "41 dead"), ``named``
    whether it is a name.
    """

    start: int
    head: int
    end: int
    normal: str | None = None
    named: bool = False


def phrase(reading: Reading, index: int, number: int) -> Phrase | None:
    """The noun phrase that begins at a token after the number that begins at ``number``; pronouns give none."""
    last = reading.sentence(number)[1]
    start = index + (index < last and _determines(reading, index))
    end = _run(reading, start, last)
    head = _head(reading, start, end, number)
    if head is None:
        return None
    while start < head and (reading.word(start) in words("further") or _counting(reading, start)):
        start += 1
    if reading.word(head) in words("not") or reading.word(head) in words("time"):
        return None
    named = reading.upos(head) == "PROPN" and reading.document.tokens[head].xpos != "NNPS"
    return Phrase(start, head, head + 1, words("victims").get(reading.word(head)), named)


def _counting(reading: Reading, index: int) -> bool:
    """Whether a word is a number of the whole: nine of the *15* members."""
    word = reading.word(index)
    return word in words("number") or (word.replace(",", "").isdigit() and not reading.glued(index))


def _determines(reading: Reading, index: int) -> bool:
    """Whether a word is an article, a demonstrative or a possessive pronoun."""
    return reading.upos(index) == "DET" or reading.document.tokens[index].xpos == "PRP$"


def _run(reading: Reading, start: int, last: int) -> int:
    """The end of the run of words that may stand in a noun phrase without its following modifiers."""
    at = start
    while at < min(last, start + FURTHEST) and _inner(reading, at, start):
        at += 1
    return at


def _inner(reading: Reading, index: int, start: int) -> bool:
    """Whether a word may stand before the head of a noun phrase, or be it."""
    word, upos = reading.word(index), reading.upos(index)
    if word in words("time"):
        return False
    if word in words("casualty"):
        return reading.upos(index + 1) in NOUNS and reading.word(index + 1) not in words("time")
    if upos == "VERB":
        first = not any(reading.upos(i) in NOUNS for i in range(start, index))
        led = reading.upos(index + 1) in NOUNS or (first and reading.upos(index + 1) == "ADJ")
        return (
            reading.document.tokens[index].xpos in ("VBN", "VBG")
            and led
            and reading.word(index + 1) not in words("time")
        )
    if word in POSSESSIVE or reading.hyphen(index):
        return index > start
    return upos in INNER


def _head(reading: Reading, start: int, end: int, number: int) -> int | None:
    """The head of a run of words: the noun that hangs outside of it and of its number, else the last noun."""
    nouns = [i for i in range(start, end) if reading.upos(i) in NOUNS]
    tokens = reading.document.tokens
    for i in nouns:
        if not number <= tokens[i].head < end and not (i + 1 in nouns and not _apart(reading.document, i + 1)):
            return i
    return nouns[-1] if nouns else None


def _apart(document: Document, index: int) -> bool:
    """Whether a noun after another is none of its phrase: "12 soldiers Monday", "gave 12 men weapons"."""
    return document.related(index, "obj", "nmod:unmarked", "obl:unmarked", "nsubj", "appos", "flat")


def before(reading: Reading, first: int) -> Phrase | None:
    """The noun that "of 25 percent" or "worth $2 billion" before a token modifies."""
    if reading.word(first - 1) not in ("of", "worth"):
        return None
    head = first - 2
    if reading.upos(head) not in NOUNS or head < reading.sentence(first)[0]:
        return None
    start = head
    while reading.upos(start - 1) in ("NOUN", "ADJ") and start > reading.sentence(first)[0]:
        start -= 1
    named = reading.upos(head) == "PROPN"
    return Phrase(start, head, 0, words("victims").get(reading.word(head)), named)
