"""Casualties: what befell the people that a number counts, in the normal forms of the table."""

from onrecord.language.document import ROOT, Document, TokenRange
from onrecord.quantities.words import Reading, words

TOLL = 8  # words before a bare number among which "toll" makes it one of the dead
CHAIN = 6  # conjuncts from one casualty to the next


def befallen(reading: Reading, span: TokenRange, noun: int | None, number: int) -> str | None:
    """The normal form of what befell those whom a quantity counts ("dead", "arrested"), ``None`` if nothing did.

    ``span`` are the tokens of the quantity, ``noun`` the head of what is counted and ``number`` the numeral's token.
    """
    first, last = reading.sentence(number)
    after = span[1] + (reading.word(span[1]) in words("further"))
    if after < last and reading.word(after) in words("casualty") and not _active(reading, after):
        return words("casualty")[reading.word(after)]
    if noun is not None and (within := _within(reading, number, noun)):
        return within
    if span[0] > first and reading.word(span[0] - 1) in words("casualty") and _verbal(reading, span[0] - 1):
        return words("casualty")[reading.word(span[0] - 1)]
    anchor = _anchor(reading.document, span, number if noun is None else noun)
    own = after < last and reading.document.tokens[after].xpos in ("VBN", "VBD")
    if told := _told(reading, anchor, span[0], own):
        return told
    return "dead" if noun is None and _toll(reading, number) else None


def _verbal(reading: Reading, index: int) -> bool:
    """Whether what follows a casualty word is its object: "injured 30 others", "killing 12", "shot dead 11"."""
    word, upos = reading.word(index), reading.upos(index)
    return word not in words("neuter") and (upos in ("VERB", "ADJ") or word.endswith(("ed", "ing")))


def _within(reading: Reading, number: int, noun: int) -> str | None:
    """A casualty word before the noun: "12 wounded soldiers"."""
    return next((words("casualty")[w] for w in reading.lower[number + 1 : noun] if w in words("casualty")), None)


def _active(reading: Reading, verb: int) -> bool:
    """Whether a verb tells what the counted did: "three men killed a guard"."""
    document = reading.document
    if reading.word(verb) in words("neuter"):
        return False
    return (
        document.tokens[verb].upos == "VERB"
        and document.child(verb, "obj") is not None
        and (document.child(verb, "aux") is None)
    )


def _anchor(document: Document, span: TokenRange, number: int) -> int:
    """The token by which a number or its noun hangs on its clause."""
    for above in document.ancestors(number):
        if not span[0] <= above < span[1]:
            break
        number = above
    return number


def _told(reading: Reading, anchor: int, first: int, own: bool) -> str | None:
    """What the verb or noun above tells, or a conjunct's: "killed 12 soldiers", "12 were arrested", "deaths of 12".

    One that has its ``own`` participle takes nothing over an *and*: "12 captured and four tanks destroyed".
    """
    document = reading.document
    for _ in range(CHAIN):
        above = document.tokens[anchor].head
        if above == ROOT or (own and any(document.tokens[i].upos == "CCONJ" for i in range(above, first))):
            return None
        if told := _by(reading, anchor, above):
            return told
        if not document.related(anchor, "conj", "appos") or document.tokens[above].upos == "VERB":
            return None
        anchor = above
    return None


def _by(reading: Reading, anchor: int, above: int) -> str | None:
    """What a word tells of its dependent: its object, its passive subject, the subject of *die*."""
    document, word = reading.document, reading.word(above)
    relation = document.tokens[anchor].deprel
    if document.related(anchor, "nmod") and word in words("victims"):
        return words("victims")[word]
    if word not in words("casualty"):
        return None
    if relation in ("obj", "nsubj:pass", "obl:unmarked"):
        return words("casualty")[word]
    if relation == "nsubj" and (word in words("neuter") or document.tokens[above].upos == "ADJ"):
        return words("casualty")[word]
    return None


def _toll(reading: Reading, number: int) -> bool:
    """Whether a bare number is told to be a toll: "the death toll rose to 41"."""
    first = max(reading.sentence(number)[0], number - TOLL)
    return "toll" in reading.lower[first:number]
