"""Quantities: a numeral with its bounds, its unit and what is counted."""

from dataclasses import dataclass, replace

from onrecord.language.document import Document, TokenRange
from onrecord.quantities import casualties
from onrecord.quantities.naming import names
from onrecord.quantities.numerals import THOUSAND, Numeral, numerals
from onrecord.quantities.phrases import Phrase, before, phrase
from onrecord.quantities.words import Reading, words

MANY = 100  # a bare number from which on a bound alone makes it a quantity

OWNERS = frozenset(("its", "his", "her", "their", "our", "'s", "’s"))


@dataclass(slots=True, frozen=True)
class Counted:
    """A quantity: tokens ``(first, last)`` of the whole expression, last exclusive, and what it says.

    ``approx`` is ``over``, ``under``, ``about`` or ``None``; ``unit`` an ISO 4217 code, ``percent`` or a measure;
    ``of`` the words for what is counted, or the normal form of a casualty (``dead``, ``injured``, ``arrested``,
    ``missing``, ``captured``, ``abducted``, ``displaced``) where no other noun is, and ``of_token`` the head of
    these words. ``casualty`` is that normal form whatever the noun: "12 soldiers were killed" has ``soldiers`` and
    ``dead``. ``number`` is the last token of the numeral.
    """

    first: int
    last: int
    value: float
    unit: str | None
    approx: str | None
    of: str | None
    of_token: int | None
    casualty: str | None
    number: int


def find_quantities(document: Document) -> list[Counted]:
    """The quantities of an analysed document in text order; they do not overlap.

    "sent more than 10,000 troops" → 10000 over ``troops``; "500,000 rounds of 155mm artillery shells" → 500000
    ``rounds`` of ``155mm artillery shells``. Dates, durations, times, ages, ordinals, scores and numbers in names are
    none.
    """
    reading = Reading(document)
    found: list[Counted] = []
    for numeral in numerals(reading):
        if (found and numeral.first < found[-1].last) or names(reading, numeral):
            continue
        if quantity := _quantity(reading, numeral):
            found.append(quantity)
    return found


def _quantity(reading: Reading, numeral: Numeral) -> Counted | None:
    """The quantity of a numeral, ``None`` where nothing says that it counts."""
    first, bound = _bounds(reading, numeral)
    approx, last = _after(reading, numeral.last, bound)
    unit, last = _unit(reading, numeral, last)
    if reading.phrase_at("time", last + reading.hyphen(last)):
        return None
    sized = _sized(reading, last)
    what = _of(reading, (first, sized or last), unit)
    if (reading.hyphen(last) and unit is None and not sized) or (sized and not what):
        return None
    if _calibre(reading, last, what):
        return None
    approx, end = _after(reading, max(sized or last, what.end if what else 0), approx)
    casualty = casualties.befallen(reading, (first, end), what.head if what else None, numeral.last - 1)
    if not (unit or what or casualty) and _bare(reading, numeral, approx):
        return None
    made = Counted(first, end, numeral.value, unit, approx, None, None, casualty, numeral.last - 1)
    return _named(reading, made, what)


def _calibre(reading: Reading, last: int, what: Phrase | None) -> bool:
    """Whether a measure names a weapon: "a 155mm howitzer", but "50 mm of rain"."""
    token = reading.document.tokens[last - 1]
    letters = token.text.lower().lstrip("0123456789.")
    beside = reading.upos(last) not in ("ADP", "ADV", "PUNCT", "CCONJ", "")
    return letters in words("calibre") and (what is None or what.start == last) and beside


def _named(reading: Reading, made: Counted, what: Phrase | None) -> Counted:
    """A quantity with the words for what is counted; a casualty's normal form where there are none, or only those."""
    if what is None:
        end = made.last + (reading.word(made.last) in words("casualty") and bool(made.casualty))
        head = made.last if end > made.last else None
        return replace(made, last=end, of=made.casualty, of_token=head)
    if what.normal:
        return replace(made, of=what.normal, of_token=what.head, casualty=what.normal)
    return replace(made, of=reading.document.words(what.start, what.head + 1), of_token=what.head)


def _bare(reading: Reading, numeral: Numeral, approx: str | None) -> bool:
    """Whether nothing tells that a number alone counts: no bound, scale or separator of thousands, no place for it."""
    if _subject(reading, numeral) or reading.lower[numeral.last : numeral.last + 2] == ["of", "them"]:
        return False
    if (numeral.worded or numeral.plain) and numeral.scale == 1 and numeral.value < MANY:
        return True
    return approx is None and numeral.plain


def _subject(reading: Reading, numeral: Numeral) -> bool:
    """Whether a number is by itself the subject of a clause: "95 were women", but "the two met"."""
    subject = reading.document.related(numeral.last - 1, "nsubj") and reading.upos(numeral.last - 1) == "NUM"
    return subject and reading.upos(numeral.first - 1) not in ("DET", "PROPN") and reading.upos(numeral.last) != "PUNCT"


def _bounds(reading: Reading, numeral: Numeral) -> tuple[int, str | None]:
    """Where the words of a bound before a numeral begin, and the bound: "more than", "up to around"."""
    first, approx = numeral.first, numeral.approx
    while found := _bound(reading, first):
        approx, first = found[0] if approx in (None, "about") else approx, found[1]
    return first, approx


def _bound(reading: Reading, index: int) -> tuple[str, int] | None:
    if index <= reading.sentence(index)[0]:
        return None
    if found := reading.phrase_before("bound", index):
        return found
    word = reading.word(index - 1)
    if word in words("adverb") and _adverbial(reading, index - 1):
        return words("adverb")[word], index - 1
    return None


def _adverbial(reading: Reading, index: int) -> bool:
    """Whether *over*, *about* and the like bound a number and do not govern its noun: "over 200 people"."""
    if reading.upos(index) not in ("ADP", "SCONJ"):
        return True
    return index == reading.sentence(index)[0] or reading.upos(index - 1) in ("ADP", "PUNCT", "CCONJ")


def _after(reading: Reading, index: int, approx: str | None) -> tuple[str | None, int]:
    """The bound that stands after a number or a quantity ("or more", "-odd", "+"), and where it ends."""
    at = index + 1 if reading.hyphen(index) else index
    if at > index and reading.word(at) in ("odd", "plus"):
        return approx or words("after")[reading.word(at)], at + 1
    found = reading.phrase_at("after", index)
    if found is None or (
        reading.word(index) in ("+", "plus", "odd") and not (reading.word(index) == "+" and reading.glued(index))
    ):
        return approx, index
    return approx or found[0], found[1]


def _unit(reading: Reading, numeral: Numeral, index: int) -> tuple[str | None, int]:
    """The unit of a numeral and the token after it: a currency, a measure, or what goods come in."""
    if numeral.unit:
        return numeral.unit, index
    many = numeral.approx == "over" and numeral.worded and reading.word(index) == "of"
    at = index + (reading.hyphen(index) or many)
    for kind in ("money", "unit"):
        if (found := reading.phrase_at(kind, at)) and _measures(reading, found[0], at, found[1]):
            return _pounds(reading, numeral, found)
    found = reading.phrase_at("measure", at)
    return found if found and reading.word(found[1]) == "of" else (None, index)


def _pounds(reading: Reading, numeral: Numeral, found: tuple[str, int]) -> tuple[str, int]:
    """Pounds are money in thousands and more, and a weight where they are pounds of something."""
    sterling = found[0] == "pounds" and numeral.scale >= THOUSAND and reading.word(found[1]) != "of"
    return ("GBP", found[1]) if sterling else found


def _measures(reading: Reading, unit: str, first: int, last: int) -> bool:
    """Whether a word is a unit where it stands: *won* may be a verb, *pounds of* flour are no money."""
    if unit == "KRW" and last - first == 1:
        return reading.word(first - 1) in words("scale") or reading.upos(first) == "NOUN"
    return True


def _sized(reading: Reading, index: int) -> int | None:
    """The end of "-strong" or "-member" after a number."""
    return index + 2 if reading.hyphen(index) and reading.word(index + 1) in words("size") else None


def _of(reading: Reading, span: TokenRange, unit: str | None) -> Phrase | None:
    """What the number in a span counts: the noun after it, in its *of* phrase, or the one that it modifies."""
    first, last = span
    word = reading.word(last)
    if word in ("of", "worth") or (word == "in" and unit and unit.isupper()):
        at = last + 1 + (word == "worth" and reading.word(last + 1) == "of")
        found = phrase(reading, at, first)
        if word != "in" or (found and not found.named and found.start == at):
            return found
    elif unit is None or _attributive(reading, first, last):
        at = last + (unit is not None and reading.hyphen(last))
        if found := phrase(reading, at, first):
            return found
    return before(reading, first)


def _attributive(reading: Reading, first: int, last: int) -> bool:
    """Whether a measure stands before the noun that it describes: "a 25 percent tariff", "its $2 billion debt"."""
    return reading.hyphen(last) or reading.upos(first - 1) == "DET" or reading.word(first - 1) in OWNERS
