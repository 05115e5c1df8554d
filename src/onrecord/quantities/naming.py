"""Numbers that count nothing: dates, times, ages, labels, numbers in names."""

from onrecord.quantities.numerals import YEARS, Numeral
from onrecord.quantities.words import Reading, words

OLDEST = 120  # years of a person's age
FARTHEST = 12  # tokens from the last number of a list to its label
LABELS = frozenset(("quantity", "money"))
SINGLE = frozenset(("no", "any", "the", "this", "that", "every", "each", "which", "another", "not", "'s", "’s"))
LINKS = frozenset((",", "and", "or", "to", "through", "-", "–", "&"))


def names(reading: Reading, numeral: Numeral) -> bool:
    """Whether a numeral names or orders something, or tells the time, and so is no quantity."""
    return (
        _timed(reading, numeral)
        or _labelled(reading, numeral)
        or _in_a_name(reading, numeral)
        or _aged(reading, numeral)
        or _year(reading, numeral)
        or _share(reading, numeral)
        or _one(reading, numeral)
    )


def _timed(reading: Reading, numeral: Numeral) -> bool:
    """Whether a number is part of a time expression of the model, or stands beside a month or unit of time."""
    at = numeral.last - 1
    times = [t for t in reading.document.times if t.first <= at < t.last and not numeral.unit]
    if any(t.first < numeral.first or t.last > numeral.last or numeral.value in YEARS for t in times):
        return True
    after = numeral.last + reading.hyphen(numeral.last)
    month = (
        reading.word(numeral.first - 1) in words("time")
        and not numeral.worded
        and reading.upos(numeral.first - 1) == "PROPN"
    )
    return reading.word(after) in words("time") or (month and numeral.plain)


def _labelled(reading: Reading, numeral: Numeral) -> bool:
    """Whether the word before a number makes it a name: Resolution 1441, page 12, articles 2 and 3."""
    if numeral.unit or not (numeral.plain or numeral.worded) or numeral.approx == "over":
        return False
    at = numeral.first - 1
    first = max(reading.sentence(numeral.first)[0], at - FARTHEST)
    while at > first and reading.word(at) in LINKS and reading.word(at - 1).isdigit():
        at -= 2
    return at >= first and reading.word(at) in words("label") and reading.upos(at) not in ("VERB", "DET", "ADP")


def _in_a_name(reading: Reading, numeral: Numeral) -> bool:
    """Whether a number belongs to a name: Apollo 11, the Group of Seven, Six-Party talks."""
    document, at = reading.document, numeral.last - 1
    token, start = document.tokens[at], reading.sentence(numeral.first)[0]
    if any(e.first <= at < e.last and e.last - e.first > 1 and e.label not in LABELS for e in document.entities):
        return numeral.plain or token.text[:1].isupper()
    if numeral.worded and numeral.first > start and document.tokens[numeral.first].text.istitle():
        return reading.word(numeral.first - 1) not in ('"', "“", "”", "'", "‘", ":", "(", "—")
    before = document.tokens[numeral.first - 1] if numeral.first > start else None
    if before is None or before.upos != "PROPN" or not numeral.plain or numeral.unit:
        return False
    return token.head == numeral.first - 1 and document.related(
        at, "nummod", "flat", "nmod", "compound", "dep", "appos"
    )


def _aged(reading: Reading, numeral: Numeral) -> bool:
    """Whether a number between commas or in brackets after a name is an age: "Kim, 40, met"."""
    if not numeral.plain or numeral.value > OLDEST or numeral.unit:
        return False
    pair = reading.word(numeral.first - 1), reading.word(numeral.last)
    return pair in ((",", ","), ("(", ")"), (",", ".")) and reading.upos(numeral.first - 2) in ("PROPN", "NOUN")


def _year(reading: Reading, numeral: Numeral) -> bool:
    """Whether a number without separator is a year and not a count: 2022, but 2000 soldiers."""
    if not numeral.plain or numeral.unit or numeral.value not in YEARS:
        return False
    after = reading.document.tokens[numeral.last : numeral.last + 1]
    plural = bool(after) and after[0].xpos in ("NNS", "NNPS", "JJ")
    if not plural or reading.word(numeral.first - 1) in ("the", "in", "since", "by", "'s", "’s", "its", "of"):
        return reading.phrase_before("bound", numeral.first) is None or not plural
    return numeral.value % 100 != 0


def _share(reading: Reading, numeral: Numeral) -> bool:
    """Whether two numbers make a share or a fraction: one in five, three out of four, two thirds."""
    after, before = (
        reading.lower[numeral.last : numeral.last + 3],
        reading.lower[max(0, numeral.first - 2) : numeral.first],
    )
    if after and after[0] in words("not"):
        return True
    if numeral.unit or numeral.scale > 100:
        return False
    ahead = after[2:3] if after[:2] == ["out", "of"] else after[1:2] if after[:1] == ["in"] else []
    if (
        ahead
        and (ahead[0].isdigit() or ahead[0] in words("number"))
        and reading.word(numeral.last + 2) not in words("time")
    ):
        return True
    behind = before[0] if before[1:] == ["in"] else reading.word(numeral.first - 3) if before == ["out", "of"] else ""
    return behind.isdigit() or behind in words("number")


def _one(reading: Reading, numeral: Numeral) -> bool:
    """Whether *one* is a pronoun, or part of "no one", "one of", "the one"."""
    if reading.lower[numeral.first : numeral.last] != ["one"]:
        return False
    return reading.upos(numeral.last) not in ("NOUN", "ADJ", "PROPN") or reading.word(numeral.first - 1) in SINGLE
