"""The reader: one article in, one report out, by a visible list of stages.

>>> report = read(article)  # doctest: +SKIP
>>> [report.text[a:b] for s in report.statements for a, b in s.content]  # doctest: +SKIP
['talks would resume']
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from onrecord.actors import Cast, actors_in, find_actors
from onrecord.findings.events import find_events
from onrecord.findings.lexicon import event_lexicon
from onrecord.findings.page import Page
from onrecord.findings.positions import find_positions
from onrecord.findings.retellings import Told, merged
from onrecord.findings.statements import find_statements
from onrecord.intake import Article
from onrecord.language import Document, analyse
from onrecord.records import (
    Actor,
    DatedMention,
    Entry,
    Event,
    Failure,
    Finding,
    InputError,
    Position,
    Report,
    Span,
    Statement,
    actors_of,
    report_id,
    spans_of,
)  # fmt: skip
from onrecord.times import Dated, find_dates

LONGEST = 1_000_000  # characters: longer than any report; a book or a joined archive is split by the user
BREAK = "\n\n"
E = TypeVar("E", bound=Entry)
F = TypeVar("F", bound=Finding)
Sourced = TypeVar("Sourced", Event, Position)


@dataclass(frozen=True, slots=True)
class Section:
    """A field of the article and where it stands in the text that is analysed."""

    within: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """What is known of an article so far; each stage fills its part, with spans into ``text``.

    ``text`` is the body, then standfirst, title and captions as paragraphs of their own: what they name is resolved
    with all that the body tells, and `settled` moves each finding back to the field it stands in.
    """

    article: Article
    text: str
    sections: list[Section]
    id: str
    document: Document = field(default_factory=lambda: Document("", [], []))
    dates: list[Dated] = field(default_factory=list)
    page: Page | None = None
    cast: Cast | None = None
    actors: list[Actor] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Told] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)


def begin(article: Article) -> Reading:
    """Lay the article's fields out as one text."""
    fields = [("text", article.text), ("standfirst", article.standfirst), ("title", article.title)]
    fields += [(f"caption:{n}", caption.text) for n, caption in enumerate(article.captions)]
    text, sections = "", []
    for within, content in fields:
        if content or within == "text":
            start = len(text) + (len(BREAK) if text else 0)
            text += (BREAK if text else "") + (content or "")
            sections.append(Section(within, start, len(text)))
    return Reading(article, text, sections, report_id(article.title, article.published, article.text))


def language(reading: Reading) -> None:
    """Words, trees, entities, attributions, time expressions."""
    reading.document = analyse(reading.text)


def dates(reading: Reading) -> None:
    """ "Thursday" → 2024-11-21."""
    reading.dates = find_dates(reading.document, reading.article.published)


def actors(reading: Reading) -> None:
    """ "Defense Minister Rustem Umerov … Umerov … he" → one person with three mentions."""
    reading.cast = find_actors(reading.document, reading.article)


def statements(reading: Reading) -> None:
    """ "Shin said in an interview that …" → who said what, where, when."""
    cast = reading.cast
    assert cast is not None, "the actors stage runs before"
    reading.statements = find_statements(
        page_of(reading), partial(actors_in, cast), reading.dates, reading.article.published, reading.id
    )


def events(reading: Reading) -> None:
    """ "Moscow pulled its troops out of Kherson" → who did what to whom, and whether it happened."""
    cast = reading.cast
    assert cast is not None, "the actors stage runs before"
    reading.events = find_events(
        page_of(reading), cast, reading.dates, reading.statements, reading.article.published, reading.id,
        event_lexicon(lexicon_file()),
    )  # fmt: skip


def positions(reading: Reading) -> None:
    """ "Seoul would not rule out sending weapons" → who would do what, and on which condition."""
    cast = reading.cast
    assert cast is not None, "the actors stage runs before"
    reading.positions = find_positions(
        page_of(reading), cast, reading.dates, reading.statements, reading.article.published, reading.id
    )
    reading.actors = cast.actors


def page_of(reading: Reading) -> Page:
    """The text with what the stages of findings look up, made once."""
    if reading.page is None or reading.page.document is not reading.document:
        reading.page = Page.of(reading.document)
    return reading.page


STAGES: Sequence[Callable[[Reading], None]] = (language, dates, actors, statements, events, positions)


def lexicon_file() -> Path | None:
    """The user's own event lexicon: the file that ``ONRECORD_LEXICON`` names (``--lexicon`` sets it)."""
    named = os.environ.get("ONRECORD_LEXICON")
    return Path(named) if named else None


def read(article: Article) -> Report:
    """Read one article. Raises `InputError` where it is too long to be one report."""
    if len(article.text) > LONGEST:
        raise InputError(
            article.source.id or article.source.path or article.source.url or "-", "read",
            f"{len(article.text):,} characters in one report (at most {LONGEST:,})",
            "split it into its reports, one a file or one a line of JSON Lines",
        )  # fmt: skip
    reading = begin(article)
    for stage in STAGES:
        stage(reading)
    return settled(reading)


def attempt(article: Article) -> Report | Failure:
    """Read one article; whatever goes wrong becomes a failure row that names the article and what was seen."""
    name = article.source.id or article.source.path or article.source.url or "-"
    try:
        return read(article)
    except InputError as error:
        return Failure.of(error)
    except Exception as error:  # one report that breaks a stage must not take the others with it
        seen = f"{type(error).__name__}: {error}"
        return Failure(
            input=name, stage="read", error=type(error).__name__, seen=seen, remedy="report this input as a bug"
        )


def settled(reading: Reading) -> Report:
    """The report of a finished reading: every span moved into its own field, what headlines only repeat dropped."""
    article = reading.article
    document, body = reading.document, reading.sections[0]
    kept = novel(reading, [s for f in reading.statements if (s := placed(f, reading.sections))])
    told = [replace(t, event=e) for t in reading.events if (e := placed(t.event, reading.sections))]
    found = [sourced(e, kept) for e in merged(sorted(told, key=lambda t: t.event.within != "text"))]
    stands = [p for position in reading.positions if (p := placed(position, reading.sections))]
    held = [sourced(p, kept) for p in unrepeated(stands)]
    used = {a for f in (*kept, *found, *held) for a in actors_of(f)}
    found_dates = [d for mention in reading.dates if (d := dated(mention, reading.sections))]
    cast = [moved_actor(a, body) for a in reading.actors]
    return Report(
        id=reading.id, source=article.source, language=article.language, title=article.title,
        standfirst=article.standfirst, bylines=list(article.bylines), dateline=article.dateline,
        published=article.published, published_from=article.published_from, text=article.text,
        captions=list(article.captions), furniture=list(article.furniture),
        sentences=[span for n in range(len(document.sentences)) if (span := inside(document.sentence_span(n), body))],
        actors=[a for a in cast if a.mentions or a.id in used],
        statements=kept,
        events=found,
        positions=held,
        dates=found_dates,
    )  # fmt: skip


def sourced(finding: Sourced, statements: Sequence[Statement]) -> Sourced:
    """The event or position without a statement that the record does not keep."""
    kept = {s.id for s in statements}
    return finding if finding.according_to in kept else finding.model_copy(update={"according_to": None})


def unrepeated(found: Sequence[Position]) -> list[Position]:
    """Positions of the body, and those of other fields that no position before them tells already."""
    kept: list[Position] = []
    for position in sorted(found, key=lambda p: p.within != "text"):
        told = any(set(p.actor) == set(position.actor) and p.stance == position.stance for p in kept)
        if position.within == "text" or not told:
            kept.append(position)
    return kept


def section_of(span: Span, sections: Sequence[Section]) -> Section | None:
    """The section that holds a span whole."""
    return next((s for s in sections if s.start <= span[0] and span[1] <= s.end), None)


def inside(span: Span, section: Section) -> Span | None:
    """The span relative to a section that holds it whole, else ``None``."""
    held = section.start <= span[0] and span[1] <= section.end
    return (span[0] - section.start, span[1] - section.start) if held else None


def placed(finding: F, sections: Sequence[Section]) -> F | None:
    """The finding with its spans relative to the field that it stands in; ``None`` if it runs across two fields."""
    section = section_of(finding.evidence, sections) if isinstance(finding, Statement | Event | Position) else None
    if section is None or any(inside(span, section) is None for span in spans_of(without_date(finding))):
        return None
    day = getattr(finding, "date", None)
    strange = day is not None and inside(day.span, section) is None
    return shifted(without_date(finding) if strange else finding, -section.start).model_copy(
        update={"within": section.within}
    )


def without_date(finding: F) -> F:
    """A finding without its date: a date inherited from another field has no span in this one."""
    return finding.model_copy(update={"date": None}) if getattr(finding, "date", None) else finding


def shifted(entry: E, by: int) -> E:
    """The entry with every span in it moved by ``by`` characters."""
    return entry.model_copy(update={name: _shift(getattr(entry, name), by) for name in type(entry).model_fields})


def _shift(value: object, by: int) -> object:
    match value:
        case tuple():
            return (value[0] + by, value[1] + by)
        case Entry():
            return shifted(value, by)
        case list():
            return [_shift(item, by) for item in value]
        case _:
            return value


def dated(mention: Dated, sections: Sequence[Section]) -> DatedMention | None:
    """A resolved calendar date as the record holds it; durations and unresolved words are no dates."""
    section = section_of(mention.span, sections)
    if section is None or not mention.start or not mention.end:
        return None
    span = (mention.span[0] - section.start, mention.span[1] - section.start)
    return DatedMention(start=mention.start, end=mention.end, text=mention.text, span=span, within=section.within)


def moved_actor(actor: Actor, body: Section) -> Actor:
    """The actor with those of its mentions that stand in the body."""
    return actor.model_copy(update={"mentions": [s for m in actor.mentions if (s := inside(m, body))]})


def novel(reading: Reading, found: Sequence[Statement]) -> list[Statement]:
    """Statements of the body, and those of other fields that no statement before them tells already."""
    kept: list[Statement] = []
    told: list[tuple[set[str], set[str]]] = []
    for statement in sorted(found, key=lambda s: s.within != "text"):
        words = content_words(reading, statement)
        speakers = set(statement.speaker)
        if statement.within != "text" and any(repeats(words, speakers, *other) for other in told):
            continue
        kept.append(statement)
        told.append((words, speakers))
    return kept


def repeats(words: set[str], speakers: set[str], others: set[str], other_speakers: set[str]) -> bool:
    """Whether half of the words were said before, by a speaker in common (or by one unknown)."""
    same = not speakers or not other_speakers or bool(speakers & other_speakers)
    return same and len(words & others) * 2 >= len(words)


def content_words(reading: Reading, statement: Statement) -> set[str]:
    """The lemmas of a statement's content, function words left out."""
    section = next(s for s in reading.sections if s.within == statement.within)
    chosen = [(a + section.start, b + section.start) for a, b in statement.content]
    return {
        t.lemma.lower()
        for t in reading.document.tokens
        if t.upos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and any(a <= t.start < b for a, b in chosen)
    }
