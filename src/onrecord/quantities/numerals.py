"""Numerals: where a document writes a number, in digits or words, and what it amounts to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.quantities.words import Reading, numbers, starts, words

# Both are matched where a token begins, so that no text is searched twice.
DIGITS = re.compile(r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,4}|\d{1,15})(?![\d,\u00a0\u202f]\d)(?:\.\d{1,9})?(?!\d)")
CHAIN = re.compile(r"\d+(?:[-–/.,:]\d+)+")
DIALLED = re.compile(r"\d+(?:[ -]\d+)*")
LETTERS = re.compile(r"[^\W\d_]+")
LIMIT = 1e15  # more than anything that is counted
THOUSAND = 1000
CHANGE = 8  # words before "10 to 20" among which a verb of change makes it two numbers
YEARS = range(1900, 2100)
SIGN = 5  # characters of the longest currency sign


@dataclass(slots=True)
class Numeral:
    """A number in tokens ``(first, last)``, its currency sign and unit inside where they are written together.

    ``scale`` is what its last words multiply by ("two *hundred*"), ``worded`` whether no digit is in it, ``exact``
    whether it was written out in digits to the last place.
    """

    first: int
    last: int
    value: float
    unit: str | None = None
    approx: str | None = None
    scale: float = 1.0
    worded: bool = False
    plain: bool = True


def numerals(reading: Reading) -> Iterator[Numeral]:
    """The numerals of a document in order, ranges as one; scores, phone numbers and parts of names are none."""
    known, tokens, at = starts(), reading.document.tokens, 0
    for i, word in enumerate(reading.lower):
        if i < at or not (word in known or word[:1].isdigit()):
            continue
        if _listed(reading, i):
            at = i + 1
            continue
        found, at = _read(reading, i)
        if found and found.value < LIMIT and not _inside(reading, tokens[found.first].start):
            yield from (n for n in _ranged(reading, found) if (at := n.last))


def _listed(reading: Reading, index: int) -> bool:
    """Whether numbers stand side by side, and so count nothing: "7 14 21", "one two three"."""
    word, after = reading.lower[index], reading.lower[index + 1]
    if word.isdigit():
        return after.isdigit() and not reading.hyphen(index + 2)
    return (
        after in words("number")
        and word in words("number")
        and not _fits(float(words("number")[word]), float(words("number")[after]))
    )


def _inside(reading: Reading, start: int) -> bool:
    """Whether a name or a longer number runs up to a number: Su-35, #5, mid-2010, 9/11."""
    before = reading.document.text[max(0, start - 2) : start]
    return bool(before) and (
        before[-1] in "#/_№'’&@" or (before[-1] in "-–.:" and before[0].isalnum() and len(before) > 1)
    )


def _read(reading: Reading, index: int) -> tuple[Numeral | None, int]:
    """The numeral at a token, if there is one, and the token from which to look on."""
    if not reading.lower[index][0].isdigit():
        found = _worded(reading, index)
        return found, found.last if found else index + 1
    text, start = reading.document.text, reading.document.tokens[index].start
    if start and text[start - 1] == "+" and (dialled := DIALLED.match(text, start)):
        return None, _token_at(reading, index, dialled.end())
    chain = CHAIN.match(text, start)
    if chain and sum(chain[0].count(mark) for mark in "-–/:") > 1:
        return None, _token_at(reading, index, chain.end())
    found = _digits(reading, index)
    return found, found.last if found else _token_at(reading, index, chain.end() if chain else start)


def _token_at(reading: Reading, index: int, end: int) -> int:
    """The first token after an offset, at least the next one."""
    tokens = reading.document.tokens
    index += 1
    while index < len(tokens) and tokens[index].start < end:
        index += 1
    return index


def _digits(reading: Reading, index: int) -> Numeral | None:
    """A number in digits with what is written to it: "$2.5bn", "155mm", "10 thousand"."""
    text, tokens = reading.document.text, reading.document.tokens
    match = DIGITS.match(text, tokens[index].start)
    if match is None:
        return None
    letters = LETTERS.match(text, match.end())
    end = letters.end() if letters else match.end()
    last = _token_at(reading, index, end)
    following = text[end : end + 2]
    if tokens[last - 1].end != end or (following[:1] in "./:," and following[1:].isdigit()):
        return None
    value = float(re.sub(r"[,\u00a0\u202f]", "", match[0]))
    sign, first = _sign(reading, index)
    bare = Numeral(first, last, value, sign, plain="," not in match[0])
    if letters:
        return _lettered(reading, bare, letters[0])
    return _scaled(reading, bare)


def _sign(reading: Reading, index: int) -> tuple[str | None, int]:
    """The currency whose sign or code stands before a token, and the token where it begins."""
    start = reading.document.tokens[index].start
    text = reading.document.text
    end = start - (text[start - 1 : start] in (" ", "\u00a0"))
    for begin in range(max(0, end - SIGN), end):
        if (code := words("sign").get(text[begin:end])) and not (
            text[begin].isalpha() and text[begin - 1 : begin].isalnum()
        ):
            while index and reading.document.tokens[index - 1].end > begin:
                index -= 1
            return code, index
    return None, index


def _lettered(reading: Reading, bare: Numeral, letters: str) -> Numeral | None:
    """A number with letters written to it: a scale ("bn"), a unit ("km"), or no number ("7th", "1990s")."""
    tail = letters.lower()
    money = bare.unit is not None
    if tail == "m" and not money and not _millions(reading, bare):
        return replace(bare, unit="metres")
    if tail in words("suffix") and (money or tail not in ("b", "mil")):
        scale = numbers("suffix")[tail]
        return replace(bare, value=bare.value * scale, scale=scale, plain=False)
    unit = words("unit").get(tail)
    return replace(bare, unit=unit, plain=False) if unit and not money else None


def _millions(reading: Reading, bare: Numeral) -> bool:
    """Whether an m after a number without a currency means millions: "300m barrels", not "a 300m tower"."""
    after = reading.document.tokens[bare.last : bare.last + 1]
    return bool(after) and after[0].upos == "NOUN" and after[0].xpos != "NN" and after[0].text not in words("metre")


def _scaled(reading: Reading, bare: Numeral) -> Numeral:
    """A number in digits with the scale after it: "2.5 million", "2.5-million", "$2.5 bn"."""
    at = bare.last + reading.hyphen(bare.last)
    word = reading.word(at)
    scale = numbers("scale").get(word) or (
        numbers("suffix").get(word) if bare.unit or word in ("bn", "mn", "mln", "bln", "tn", "trn") else None
    )
    if not scale:
        return bare
    return replace(bare, last=at + 1, value=bare.value * scale, scale=scale, plain=False)


def _worded(reading: Reading, index: int) -> Numeral | None:
    """A number in words, or the lower bound that a plural gives."""
    word = reading.word(index)
    if word in words("many"):
        return _many(reading, index)
    if word in ("half", "quarter"):
        return _part(reading, index, 0.5 if word == "half" else 0.25)
    if word in words("several"):
        return _several(reading, index)
    return _spelled(reading, index)


def _many(reading: Reading, index: int) -> Numeral:
    """At least the base of a plural: "scores of" 20, "tens of thousands of" 10,000."""
    value, last = numbers("many")[reading.word(index)], index + 1
    while reading.word(last) == "of" and reading.word(last + 1) in words("many") and value < LIMIT:
        value, last = value * numbers("many")[reading.word(last + 1)], last + 2
    return Numeral(index, last, value, approx="over", scale=value, worded=True, plain=False)


def _part(reading: Reading, index: int, part: float) -> Numeral | None:
    """ "half a million", "a half-dozen", "a quarter of a million"."""
    at = index + 1
    if part < 0.5 and reading.word(at) == "of":
        at += 1
    at += reading.word(at) == "a" or reading.hyphen(at)
    scale = numbers("scale").get(reading.word(at))
    if not scale:
        return None
    first = index - (reading.word(index - 1) == "a")
    return Numeral(first, at + 1, part * scale, scale=scale, worded=True, plain=False)


def _several(reading: Reading, index: int) -> Numeral | None:
    """ "several hundred", "a few thousand", "a couple of dozen": at least twice the scale."""
    at = index + 1 + (reading.word(index + 1) == "of")
    scale = numbers("scale").get(reading.word(at))
    if not scale:
        return None
    first = index - (reading.word(index - 1) == "a")
    return Numeral(first, at + 1, 2 * scale, approx="over", scale=scale, worded=True, plain=False)


def _spelled(reading: Reading, index: int) -> Numeral:
    """ "two hundred and fifty", "a dozen", "one and a half million"."""
    first = index - (reading.word(index) in words("scale") and reading.word(index - 1) in ("a", "an"))
    total, current, scale, last = 0.0, 0.0, 1.0, index
    at = index
    while True:
        word = reading.word(at)
        number, times = numbers("number").get(word), numbers("scale").get(word)
        if number is not None and (at == index or _fits(current, number)):
            current, scale = current + number, 1.0
        elif times and total + (current or 1) * times < LIMIT:
            current, scale = (current or 1) * times, scale * times
            if times >= THOUSAND:
                total, current = total + current, 0.0
        elif last > index and reading.lower[at - 1 : at + 2] == ["and", "a", "half"] and _scales(reading, at + 2):
            current, at = current + 0.5, at + 1
        else:
            break
        last = at + 1
        at = last + _joined(reading, last)
    return Numeral(first, last, total + current, scale=scale, worded=True, plain=False)


def _scales(reading: Reading, index: int) -> bool:
    return reading.word(index) in words("scale")


def _joined(reading: Reading, index: int) -> int:
    """The length of what may join two parts of a number in words."""
    return int(reading.hyphen(index) or reading.word(index) == "and")


def _fits(current: float, number: float) -> bool:
    """Whether a number word goes on a number: twenty *five*, two hundred *and fifty*, (a thousand and) *one*."""
    if current == 0:
        return True
    rest = current % 100
    return (rest == 0 and number < 100) or (rest >= 20 and rest % 10 == 0 and 0 < number < 10)


def _ranged(reading: Reading, low: Numeral) -> Iterator[Numeral]:
    """A number alone or with the second number of its range; two apart where the text tells of a change.

    A pair that falls ("3-1", "12 to 3") is a score and yields nothing.
    """
    joint = _joint(reading, low)
    high = _read(reading, _past_sign(reading, low.last + joint))[0] if joint else None
    if high is None or high.first < low.last:
        yield low
        return
    if reading.word(low.last) == "to" and _changes(reading, low.first):
        yield low
        yield from _ranged(reading, high)
        return
    scaled = low.value * high.scale
    if low.scale == 1 and scaled < high.value:
        low = replace(low, value=scaled)
    if low.value < high.value and not (low.value in YEARS and high.value in YEARS and high.plain):
        yield _spanning(reading, low, high)
    elif reading.word(low.last) in ("and", "or"):
        yield low


def _past_sign(reading: Reading, index: int) -> int:
    """The token of the digits after a currency sign."""
    return index + (reading.word(index) in words("sign"))


def _joint(reading: Reading, low: Numeral) -> int:
    """The length of what joins two numbers to a range."""
    word, before = reading.word(low.last), reading.word(low.first - 1)
    after = reading.word(_past_sign(reading, low.last + 1))
    if not after or not (after[0].isdigit() or after in words("number") or after in words("scale")):
        return 0
    return int(
        word in ("to", "or") or (word in ("-", "–") and reading.glued(low.last)) or (word, before) == ("and", "between")
    )


def _changes(reading: Reading, index: int) -> bool:
    """Whether a verb of change stands before "from 10 to 20"."""
    first = max(reading.sentence(index)[0], index - CHANGE)
    return any(word in words("change") for word in reading.lower[first:index])


def _spanning(reading: Reading, low: Numeral, high: Numeral) -> Numeral:
    """The middle of a range; *or* between near numbers and *between … and* are ranges too."""
    first = low.first - (reading.word(low.first - 1) in ("between", "from"))
    unit = high.unit or low.unit
    return replace(high, first=first, value=(low.value + high.value) / 2, unit=unit, approx="about", plain=False)
