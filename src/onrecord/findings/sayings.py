"""Sayings: what the lexicon of cues and the tree find of who says what, before actors and dates come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.findings import cues
from onrecord.findings.clauses import (
    antecedent,
    infinitive,
    is_word,
    negated,
    noun_phrase,
    passive,
    preposition,
    quoting,
    subject,
    trim,
    understood_subject,
    verb_group,
)
from onrecord.findings.contents import content_of, tidy
from onrecord.findings.frames import Frame, frames
from onrecord.findings.page import Page
from onrecord.findings.quotations import Quotation
from onrecord.findings.silences import silence_at
from onrecord.language.document import ROOT, TokenRange

FIRST_PERSON = frozenset(("i", "we"))
PARENTHETICAL = 0.85
SILENT = 0.85
ARTICLES = frozenset(("the", "a", "an"))
GENERIC = frozenset(("you", "one"))
NAMING = frozenset(("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"))
INSIDE = NAMING | {"ADV", "AUX", "ADP", "PART"}
CLOSING = frozenset(('"', "”", "''", "’", "'", ","))


@dataclass(slots=True)
class Saying:
    """One act of saying: token runs of source, cue and content, and the rule that found it.

    ``head`` is the token of the cue that governs the content; ``speaker`` the run that names the speaker where the
    source as it stands does not (the antecedent of *who*).
    """

    head: int
    cue: TokenRange
    source: TokenRange | None
    content: list[TokenRange]
    score: float
    rule: str
    speaker: TokenRange | None = None
    silence: bool = False
    extra: list[TokenRange] = field(default_factory=list)


def find_sayings(page: Page) -> list[Saying]:
    """All sayings that lexicon and tree give, in text order of their cues."""
    found, taken = [*_accordings(page)], set[int]()
    for index in range(len(page.document.tokens)):
        silent = _silence(page, index)
        if silent is not None:
            found.append(silent)
            taken.update(range(*silent.cue))
    for index, token in enumerate(page.document.tokens):
        if index in taken or token.upos not in ("VERB", "NOUN", "ADJ") or page.document.related(index, "aux", "cop"):
            continue
        saying = _saying(page, index)
        if saying is not None:
            found.append(saying)
    light = {page.document.tokens[s.head].head for s in found if _lent(page, s.head)}
    return sorted((s for s in found if s.head not in light), key=lambda s: s.head)


def _silence(page: Page, index: int) -> Saying | None:
    silent = silence_at(page, index)
    if silent is None or _own_words(page, index):
        return None
    source, speaker = sources(page, index)
    who = subject(page.document, index)
    if source is None and who is not None and not any(a <= who < b for a, b in (silent.cue, silent.content)):
        # Who could not be reached is the subject of a passive verb.
        source = noun_phrase(page.document, who, index)
    return Saying(index, silent.cue, source, [silent.content], SILENT, "silence", speaker, silence=True)


def _saying(page: Page, head: int) -> Saying | None:
    """The saying that a cue word heads, through the frame that the lexicon trusts most."""
    token = page.document.tokens[head]
    weights = cues.weights(page.lemmas[head], token.upos)
    if not weights or _own_words(page, head) or _quoted_as(page, head):
        return None
    best: tuple[float, Frame] | None = None
    for frame in frames(page.document, head):
        weight = weights.get(frame.name, 0.0)
        if weight and (best is None or weight > best[0]):
            best = weight, frame
    if best is None and token.upos == "VERB" and ("clause" in weights or "aside" in weights):
        return _by_place(page, head, weights)
    if best is None:
        return None
    weight, frame = best[0] * _certainty(page, head), best[1]
    content = content_of(page, head, frame.heads, frame.name in ("clause", "predicative"), frame.marker)
    if not content:
        return None
    source, speaker = sources(page, head)
    if token.upos == "ADJ" and source is None:
        return None
    if _lent(page, head):
        weight = (1 + weight) / 2
    cue, content = _asked(page, _cue(page, head, frame), content)
    return Saying(head, cue, source, content, weight, frame.name, speaker)


def _asked(page: Page, cue: TokenRange, content: list[TokenRange]) -> tuple[TokenRange, list[TokenRange]]:
    """The cue with the *whether* that follows it, the content without."""
    first, last = content[0]
    if first == cue[1] and last - first > 1 and page.document.tokens[first].text.lower() in ("whether", "if"):
        return (cue[0], first + 1), [(first + 1, last), *content[1:]]
    return cue, content


def _quoted_as(page: Page, head: int) -> bool:
    """Whether a verb of quoting leaves its content to another one: *quoted Lee as saying*."""
    return any(quoting(page.document, c) for c in page.document.children(head))


def _certainty(page: Page, head: int) -> float:
    """How far mood and negation leave it that something was said: *may say*, *to say*, *did not warn*."""
    document = page.document
    certain = 1.0
    if any(document.tokens[c].xpos == "MD" for c in document.children(head)) or infinitive(document, head):
        certain *= 0.7
    who = understood_subject(document, head)
    if who is not None and document.tokens[who].text.lower() in GENERIC:
        certain *= 0.5
    return certain * (0.7 if negated(document, head) else 1.0)


def _own_words(page: Page, head: int) -> bool:
    """Whether a quoted speaker speaks of himself: *I think* inside a quotation is no report of its own."""
    if page.quoted[head] < 0:
        return False
    who = understood_subject(page.document, head)
    return who is None or page.document.tokens[who].text.lower() in FIRST_PERSON


def _cue(page: Page, head: int, frame: Frame) -> TokenRange:
    """The cue with its helpers, its preposition, and what lends it its source: *was quoted as saying*, *made clear*."""
    document = page.document
    first, last = verb_group(document, head)
    if frame.marker is not None and frame.marker == last:
        last += 1
    above = document.tokens[head].head
    if quoting(document, head):
        first = verb_group(document, above)[0] if passive(document, above) else head - 1
    elif _lent(page, head) and above < head:
        first = verb_group(document, above)[0]
    return first, last


def _lent(page: Page, head: int) -> bool:
    """Whether a noun or adjective gets its source from a light verb: *expressed hope that*, *made clear that*."""
    document = page.document
    token = document.tokens[head]
    if token.head == ROOT or token.upos not in ("NOUN", "ADJ") or not document.related(head, "obj", "xcomp"):
        return False
    return page.lemmas[token.head] in cues.role("lending")


def sources(page: Page, head: int) -> tuple[TokenRange | None, TokenRange | None]:
    """The run of a cue's source as it stands, and the run that names the speaker if that is another one."""
    document = page.document
    who = _possessor(page, head) if document.tokens[head].upos == "NOUN" else understood_subject(document, head)
    if who is not None and page.quoted[head] < 0 and (page.quoted[who] >= 0 or not is_word(document, who)):
        who = None
    if who is not None and document.tokens[who].text.lower() in ARTICLES:
        who = None  # a tree that lost the noun: what stands beside the cue tells more
    if who is None:
        return _neighbour(page, head), None
    source = noun_phrase(document, who, head)
    real = antecedent(document, who)
    return source, None if real == who else noun_phrase(document, real, head)


def _neighbour(page: Page, head: int) -> TokenRange | None:
    """The name that stands between a cue and the quotation beside it where the tree has lost the subject."""
    document = page.document
    if page.quoted[head] >= 0 or document.tokens[head].xpos not in ("VBD", "VBZ", "VBP"):
        return None
    for step in (-1, 1):
        at = head + step
        while 0 <= at < len(page.quoted) and document.tokens[at].upos in NAMING and page.quoted[at] < 0:
            at += step
        run = (at + 1, head) if step < 0 else (head + 1, at)
        bound = at if step < 0 else head - 1
        closes = 0 <= bound < len(page.quoted) and document.tokens[bound].text in CLOSING
        if (
            run[0] < run[1]
            and closes
            and any(document.tokens[i].upos in ("NOUN", "PROPN", "PRON") for i in range(*run))
        ):
            return trim(document, *run)
    return None


def _possessor(page: Page, noun: int) -> int | None:
    """Whose saying a noun names: *Kyiv's claim*, *the claim by Kyiv*, *Kyiv made the claim*."""
    document = page.document
    own = document.child(noun, "nmod:poss")
    if own is not None:
        return own
    for child in document.children(noun):
        if document.related(child, "nmod") and preposition(document, child) in ("by", "from"):
            return child
    return understood_subject(document, document.tokens[noun].head) if _lent(page, noun) else None


def _by_place(page: Page, head: int, weights: Mapping[str, float]) -> Saying | None:
    """A saying whose content the tree does not hang on the cue: found by what stands next to the reporting clause."""
    document = page.document
    who = subject(document, head)
    weight = weights.get("clause", 0.0)
    content = _above(page, head)
    if content:
        weight = max(weight, weights.get("aside", 0.0))
    elif weight:
        content = _beside(page, head, who) or _parenthetical(page, head, weight)
    if not content:
        return None
    source, speaker = sources(page, head)
    return Saying(head, verb_group(document, head), source, content, weight * 0.9, "place", speaker)


def _above(page: Page, head: int) -> list[TokenRange]:
    """Content that the cue interrupts or closes: *talks, he said, failed*; *as he put it*."""
    document = page.document
    token = document.tokens[head]
    hangs = document.related(head, "parataxis") or (
        document.related(head, "advcl")
        and any(document.tokens[c].text.lower() == "as" for c in document.children(head))
    )
    if not hangs or token.head == ROOT or subject(document, head) is None:
        return []
    inside = set(document.subtree(token.head)).difference(document.subtree(head))
    first, last = min(inside), max(inside) + 1
    clause = document.subtree(head)
    parts = [(first, min(last, clause[0])), (max(first, clause[-1] + 1), last)]
    return tidy(page, head, [p for p in parts if p[0] < p[1]])


def _parenthetical(page: Page, head: int, weight: float) -> list[TokenRange]:
    """The sentence around a cue and its subject that commas set off: ``Talks, Lee said, had failed.``

    Behind an inverted clause (*said Lee, an analyst*) stands an apposition, not more content.
    """
    document = page.document
    first, last = page.sentence(head)
    if weight < PARENTHETICAL or document.tokens[head].xpos not in ("VBD", "VBZ", "VBP") or page.quoted[head] >= 0:
        return []
    a, b = head, head + 1
    while a > first and document.tokens[a - 1].upos in INSIDE and page.quoted[a - 1] < 0:
        a -= 1
    while b < last and document.tokens[b].upos in INSIDE and page.quoted[b] < 0:
        b += 1
    named = _named(page, a, head)
    if not (named or _named(page, head + 1, b)) or a - first < 3 or document.tokens[a - 1].text != ",":
        return []
    if b < last and document.tokens[b].text not in (",", ".", ";"):
        return []
    return tidy(page, head, [(first, a), *([(b, last)] if named and b < last else [])])


def _named(page: Page, first: int, last: int) -> bool:
    return any(page.document.tokens[i].upos in ("NOUN", "PROPN", "PRON") for i in range(first, last))


def _beside(page: Page, head: int, who: int | None) -> list[TokenRange]:
    """The quotation right before or after the reporting clause, in its sentence or across the sentence's bound.

    Between a quotation and its cue stand the speaker and the occasion, no other verb.
    """
    if page.quoted[head] >= 0 or page.document.related(head, "acl:relcl", "acl"):
        return []
    before, after = _quotation_before(page, head), _quotation_after(page, head)
    if before is not None:
        before = _led(page, head, *before)
        goes_on = after is not None and page.sentence(head)[1] > after[0]
        return tidy(page, head, [before, after] if goes_on and after is not None else [before])
    if after is not None and who is not None:
        return tidy(page, head, [after])
    return []


def _led(page: Page, head: int, first: int, last: int) -> TokenRange:
    """A quotation with the unquoted words of its sentence that lead up to it: ``The camp "had failed," Lee said.``"""
    start = page.sentence(head)[0]
    led = start < first and page.quoted[start] < 0 and page.document.tokens[first].text[:1].islower()
    return (start, last) if led else (first, last)


def _quotation_before(page: Page, head: int) -> TokenRange | None:
    """The quotation that ends right before the reporting clause of a cue: ``"…," Lee said``."""
    at = head - 1
    while at >= 0 and page.quoted[at] < 0 and page.paragraph[at] == page.paragraph[head]:
        if _breaks(page, at):
            return None
        at -= 1
    quotation = page.quotation(at) if at >= 0 else None
    if quotation is None or quotation.paragraph != page.paragraph[head] or not _utterance(page, quotation):
        return None
    return quotation.first, quotation.last


def _quotation_after(page: Page, head: int) -> TokenRange | None:
    """The quotation that opens right after the reporting clause of a cue: ``Lee said in Seoul: "…"``."""
    document = page.document
    at, led = head + 1, False
    while at < len(page.quoted) and page.quoted[at] < 0:
        led = led or document.tokens[at].text in (",", ":")
        if _breaks(page, at) or (page.paragraph[at] != page.paragraph[head] and not led):
            return None
        at += 1
    quotation = page.quotation(at) if at < len(page.quoted) else None
    if quotation is None or not (led or _utterance(page, quotation)):
        return None
    return quotation.first, quotation.last


def _breaks(page: Page, index: int) -> bool:
    token = page.document.tokens[index]
    finite = token.upos == "VERB" and token.xpos in ("VBD", "VBZ", "VBP", "VB")
    return finite or token.text in (";", ".", "?", "!")


def _utterance(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation is something said, not a term: it has a verb or ends before a comma of its own."""
    tokens = page.document.tokens
    if tokens[quotation.last - 1].text in (",", "?", "!", "--", "…", "...", "—"):
        return True
    return quotation.last - quotation.first > 2 and any(
        tokens[i].upos in ("VERB", "AUX") and tokens[i].xpos != "VBG" for i in range(quotation.first, quotation.last)
    )


def _accordings(page: Page) -> Iterator[Saying]:
    """*According to X* and the clause that it hangs on."""
    document = page.document
    for index, token in enumerate(document.tokens):
        if token.text.lower() != "according" or index + 2 >= len(document.tokens):
            continue
        if document.tokens[index + 1].text.lower() != "to":
            continue
        who = token.head if document.related(index, "case", "mark") else _object_of(page, index)
        if who is None or who == ROOT or who < index:
            continue
        content = _scope(page, index, who)
        if content:
            yield Saying(index, (index, index + 2), noun_phrase(document, who), content, 0.95, "according to")


def _object_of(page: Page, index: int) -> int | None:
    """The noun that *according to* leads to: by the tree, else the noun phrase that stands behind it."""
    document = page.document
    hung = (c for c in document.children(index) if document.related(c, "obl", "nmod", "obj") and c > index)
    found = next(hung, None)
    if found is None and document.tokens[index + 2].upos in NAMING:
        found = index + 2
        while document.tokens[found].head > found and document.tokens[document.tokens[found].head].upos in NAMING:
            found = document.tokens[found].head
    return found


def _scope(page: Page, index: int, who: int) -> list[TokenRange]:
    """What an *according to* phrase vouches for: the sentence without the phrase, or the clause that it stands in."""
    document = page.document
    phrase = sorted({index, index + 1, *document.subtree(who), *document.subtree(index)})
    phrase = [i for i in phrase if i >= index]
    a, b = phrase[0], phrase[-1] + 1
    first, last = page.sentence(index)
    if a - first > 2 and not any(document.tokens[i].upos in ("VERB", "AUX") for i in range(b, last)):
        b = last
    above = next(
        (h for h in (document.tokens[who].head, document.tokens[index].head) if h != ROOT and not a <= h < b), None
    )
    while (
        above is not None
        and document.tokens[above].upos in ("NOUN", "PROPN", "PRON", "NUM")
        and document.related(above, "obj", "obl", "nmod", "nsubj")
    ):
        above = document.tokens[above].head
    if above is not None and above != ROOT and not document.related(above, "root"):
        clause = _clause(page, above)
        inside = document.subtree(clause)
        first, last = max(first, inside[0]), min(last, inside[-1] + 1)
    return tidy(page, index, [p for p in ((first, a), (b, last)) if p[0] < p[1]])


def _clause(page: Page, index: int) -> int:
    """The head of the main or complement clause around a token."""
    document = page.document
    for above in (index, *document.ancestors(index)):
        if document.related(above, "ccomp", "root", "parataxis", "acl:relcl"):
            return above
    return index
