"""Statements: who said what, or would not say it, to whom, where and when, tied to the words that tell it.

From ``"We will act," Lee told reporters in Seoul on Friday.`` comes a statement with Lee as speaker, the span *Lee*,
the cue *told*, the content *We will act*, kind ``direct``, the venue *in Seoul* and Friday's date.
"""

from collections.abc import Callable, Sequence

from onrecord import times
from onrecord.findings.occasions import said_on
from onrecord.findings.page import Page
from onrecord.findings.proposals import gather
from onrecord.findings.quotations import Quotation
from onrecord.findings.sayings import Saying
from onrecord.findings.venues import addressee_of, venue_of
from onrecord.records import Span, Statement, StatementKind, finding_id

Named = Callable[[int, int], list[str]]  # ids of the actors that the tokens [first, last) name
MARKS = frozenset(("'", "‘", "’", "`", '"', "“", "”"))
STOPS = frozenset((",", ".", "!", "?", "…"))
FULL_STOPS = (".", "!", "?", "…", "...", "?!", "!?")


def find_statements(
    page: Page,
    named: Named,
    dates: list[times.Dated],
    published: str | None,
    report_id: str,
    within: str = "text",
) -> list[Statement]:
    """The statements of a text in the order of their cues.

    ``page`` is the text analysed, with the model's proposals in ``attributions``; ``named`` knows the
    actors, ``dates`` the days on the calendar, ``published`` is the ISO date of publication; ``within`` is the field of
    the report that the spans point into. The model proposes, syntax and the cue lexicon (``tables/cue_*.csv``) repair,
    add and decide; ``confidence`` joins both.
    """
    document = page.document
    sayings = gather(page)
    speakers = [_speaker(s, named) for s in sayings]
    days = said_on(
        page, sayings, [_name(page, s, who) for s, who in zip(sayings, speakers, strict=True)], dates, published
    )
    found = []
    for saying, speaker, day in zip(sayings, speakers, days, strict=True):
        venue = venue_of(page, saying.head, saying.content)
        heard = addressee_of(page, saying.head, saying.rule == "infinitive")
        content = content_spans(page, saying)
        statement = Statement(
            id=finding_id("s", report_id, within, document.span(*saying.cue), content),
            within=within,
            speaker=speaker,
            speaker_span=None if saying.source is None else document.span(*saying.source),
            cue=document.span(*saying.cue),
            content=content,
            kind=kind_of(page, saying),
            addressee=[] if heard is None else named(*heard),
            date=day,
            venue=None if venue is None else document.span(*venue),
            evidence=_evidence(page, saying, content),
            confidence=round(min(1.0, max(0.0, saying.score)), 3),
        )
        found.append(statement)
    return sorted(found, key=lambda s: (s.cue or s.content[0], s.content))


def _speaker(saying: Saying, named: Named) -> list[str]:
    for words in (saying.speaker, saying.source):
        if words is not None and (found := named(*words)):
            return found
    return []


def _name(page: Page, saying: Saying, speaker: list[str]) -> object:
    """What tells one speaker from another: the actors, else the words of the source, else nothing."""
    if speaker:
        return tuple(speaker)
    words = saying.speaker or saying.source
    return None if words is None else page.document.words(*words).lower()


def _evidence(page: Page, saying: Saying, content: Sequence[Span]) -> Span:
    """From the start of the first sentence that the statement stands in to the end of the last."""
    touched = [*saying.content, saying.cue, *([saying.source] if saying.source else [])]
    numbers = [page.document.sentence_of(i) for a, b in touched for i in (a, b - 1)]
    start, end = page.document.sentence_span(min(numbers))[0], page.document.sentence_span(max(numbers))[1]
    # A content keeps a closing mark that the model took for a sentence of its own.
    return min(start, *(a for a, _ in content)), max(end, *(b for _, b in content))


def kind_of(page: Page, saying: Saying) -> StatementKind:
    """``direct`` where every word of the content is quoted, ``mixed`` where some are, ``indirect`` where none is."""
    if saying.silence:
        return "silence"
    around = page.quoted[saying.head]
    if around >= 0 and all(_marked(page, *r) for r in saying.content):
        return "direct"
    words = [page.quoted[i] for a, b in saying.content for i in range(a, b) if _spelt(page, i)]
    quoted = [q >= 0 and q != around for q in words]
    if words and all(quoted):
        return "direct"
    return "mixed" if any(quoted) else "indirect"


def _marked(page: Page, first: int, last: int) -> bool:
    """Whether a run inside a quotation stands between quotation marks of its own."""
    tokens = page.document.tokens
    after = next((t.text for t in tokens[last : last + 3] if t.text not in STOPS), "")
    return first > 0 and tokens[first - 1].text in MARKS and after in MARKS


def _spelt(page: Page, index: int) -> bool:
    return any(map(str.isalnum, page.document.tokens[index].text))


def content_spans(page: Page, saying: Saying) -> list[Span]:
    """Code-point spans of a content: outside the marks of a quotation, with its full stop, without its comma.

    A content that is only partly quoted keeps the marks that it begins or ends with.
    """
    around = page.quoted[saying.head]
    return [_spread(page, first, last, around) for first, last in saying.content]


def _spread(page: Page, first: int, last: int, around: int) -> Span:
    document = page.document
    start, end = document.span(first, last)
    opening, closing = _other(page, first, around), _other(page, last - 1, around)
    whole = opening is not None and opening is closing
    if opening is not None and not whole and opening.first == first and opening.opened:
        start = opening.start
    if closing is not None and not whole and closing.closed and not _words_between(page, last, closing.last):
        end = closing.end
    elif whole or closing is not None:
        end = _stopped(page, last, end)
    return start, end


def _other(page: Page, index: int, around: int) -> Quotation | None:
    return None if page.quoted[index] == around else page.quotation(index)


def _words_between(page: Page, first: int, last: int) -> bool:
    return any(_spelt(page, i) for i in range(first, last))


def _stopped(page: Page, last: int, end: int) -> int:
    """The end of a quotation's last sentence, its full stop included."""
    document = page.document
    if last < len(document.tokens) and document.tokens[last].text in FULL_STOPS and page.quoted[last] >= 0:
        return document.tokens[last].end
    return end


__all__: Sequence[str] = ["find_statements"]
