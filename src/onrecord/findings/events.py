"""Events: who did what to whom, whether it happened, and the words that say so.

From ``Turkey condemned the shelling of Kessab on Monday.`` come an ACCUSE of Turkey and an ASSAULT on Kessab, both
``happened``, both with Monday's date, each tied to its trigger.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from onrecord import tables
from onrecord.actors import Cast
from onrecord.findings.lexicon import Lexicon
from onrecord.findings.occasions import lead_day
from onrecord.findings.page import Page
from onrecord.findings.retellings import Told
from onrecord.findings.scenes import scene_of
from onrecord.findings.sides import MUTUAL, Sides, actors_of, find_sides
from onrecord.findings.standing import Standing, find_standing, predicate_of
from onrecord.findings.triggers import Trigger, find_triggers
from onrecord.language.document import Document, TokenRange
from onrecord.quantities import Counted, attach, find_quantities
from onrecord.records import Category, Day, Event, Place, Quantity, Span, Statement, Why, finding_id
from onrecord.times import Dated, date_of, day_of

TO_COME = {"COOPERATE": "AGREE", "AID": "AGREE", "CONSULT": "AGREE", "SUPPORT": "AGREE", "RETREAT": "CONCEDE"}


def find_events(
    page: Page,
    cast: Cast,
    dates: Sequence[Dated],
    statements: Sequence[Statement],
    published: str | None,
    report_id: str,
    lexicon: Lexicon,
) -> list[Told]:
    """The events of a text in the order of their triggers, retellings not yet merged.

    ``page`` is the text analysed, ``cast`` knows the actors, ``dates`` the days on the calendar, ``statements``
    what was said; ``published`` is the ISO date of publication.
    """
    document = page.document
    lead = lead_day(page, [d for d in dates if page.quoted[d.first] < 0], published)
    found = []
    triggers = find_triggers(page, cast, lexicon)
    counted = attach(find_quantities(document), document, [({*t.words, t.head}, t.head) for t in triggers])
    for trigger, quantities in zip(triggers, counted, strict=True):
        sides = find_sides(page, trigger)
        own = _own_date(document, dates, trigger)
        standing = find_standing(page, trigger, _days_before(own, published))
        trigger = bounded(trigger, standing)
        date = (
            own
            or _told_date(document, dates, trigger, standing, published)
            or (lead if standing.status == "happened" else None)
        )
        place = scene_of(page, cast, trigger)
        actor, recipient = _roles(page, cast, trigger, sides, place, statements)
        event = _event(page, trigger, standing, actor, recipient, date, place, statements, report_id)
        event = event.model_copy(update={"quantities": [quantity(document, q) for q in quantities]})
        countries = [frozenset(cast.country_of(i) or i for i in side) for side in (actor, recipient)]
        found.append(Told(event, page.lemmas[trigger.head], countries[0], countries[1]))
    return found


def _event(
    page: Page,
    trigger: Trigger,
    standing: Standing,
    actor: list[str],
    recipient: list[str],
    date: Day | None,
    place: Place | None,
    statements: Sequence[Statement],
    report_id: str,
) -> Event:
    document = page.document
    category = tables.categories()[trigger.category]
    entry = trigger.entry
    span = document.span(*trigger_run(trigger))
    name: Category = trigger.category  # type: ignore[assignment]  # the tables hold the record's categories only
    return Event(
        id=finding_id("e", report_id, span, trigger.category),
        event=name,
        mode=trigger.mode,
        context=list(entry.contexts) if entry else [],
        cameo=cameo_of(trigger),
        quad=category.quad,
        score=category.score,
        actor=actor,
        recipient=recipient,
        trigger=span,
        evidence=document.sentence_span(document.sentence_of(trigger.head)),
        date=date,
        place=place,
        status=standing.status,
        according_to=told_in(statements, span, document.span(trigger.head, trigger.head + 1)),
        confidence=round(min(1.0, trigger.score) * (0.5 + standing.score / 2), 3),
        why=Why(
            trigger=f"lexicon: {entry.name}" if entry else "model", status=[document.span(*c) for c in standing.cues]
        ),
    )


def quantity(document: Document, counted: Counted) -> Quantity:
    """A number of things as the record holds it."""
    return Quantity(
        span=document.span(counted.first, counted.last), value=counted.value, unit=counted.unit, approx=counted.approx,
        of=counted.of,
    )  # fmt: skip


def bounded(trigger: Trigger, standing: Standing) -> Trigger:
    """The trigger with its category on the right side of PLOVER's boundaries.

    Cooperation that is yet to come is AGREE, a withdrawal or release that is yet to come CONCEDE.
    """
    category = TO_COME.get(trigger.category) if standing.status == "planned" else None
    return trigger if category is None else replace(trigger, category=category, mode=None)


def cameo_of(trigger: Trigger) -> str:
    """The closest CAMEO code: the entry's, else the mode's, else the category's root."""
    category = tables.categories()[trigger.category]
    if trigger.entry and trigger.entry.cameo and trigger.entry.category == trigger.category:
        return trigger.entry.cameo
    return category.modes.get(trigger.mode or "", category.cameo)


def trigger_run(trigger: Trigger) -> TokenRange:
    """The trigger's words where they stand together, else its head and what stands right beside it."""
    words = sorted({*trigger.words, trigger.head})
    first = last = trigger.head
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    return first, last + 1


def told_in(statements: Sequence[Statement], trigger: Span, head: Span) -> str | None:
    """The statement that an event is reported in: the shortest content that holds its trigger, its cue aside."""
    holding = [
        (sum(b - a for a, b in s.content), s.id)
        for s in statements
        if s.kind != "silence"
        and any(a <= head[0] and head[1] <= b for a, b in s.content)
        and not (s.cue and s.cue[0] < trigger[1] and trigger[0] < s.cue[1])
    ]
    return min(holding)[1] if holding else None


# Sides


def _roles(
    page: Page, cast: Cast, trigger: Trigger, sides: Sides, place: Place | None, statements: Sequence[Statement]
) -> tuple[list[str], list[str]]:
    """Actors and recipients; the sides of a meeting or a fight without host, visitor or victim are all actors."""
    actor, recipient = (actors_of(page, cast, side, statements) for side in (sides.actor, sides.recipient))
    recipient = [i for i in recipient if i not in actor]
    if trigger.category in MUTUAL and trigger.mode != "visit" and recipient:
        host = place.country if place else None
        countries = {cast.country_of(i) for i in actor}
        hosted = host is not None and host not in countries and {cast.country_of(i) for i in recipient} == {host}
        if trigger.category == "CONSULT" and hosted:
            return actor, recipient
        if trigger.category == "CONSULT" and host in countries and countries == {host}:
            return recipient, actor
        return [*actor, *recipient], []
    return actor, recipient


# When and where


def _own_date(document: Document, dates: Sequence[Dated], trigger: Trigger) -> Day | None:
    """The nearest date that hangs on the trigger, on the verb that bears it, or on a phrase of theirs."""
    own = {*trigger.words, trigger.head, predicate_of(document, trigger)}
    named = [d for d in dates if d.kind == "date" and d.start and _belongs(document, d, own)]
    return min(named, key=lambda d: abs(d.first - trigger.head)).day() if named else None


def _belongs(document: Document, dated: Dated, own: set[int]) -> bool:
    """Whether one of these words is the first verb, or stands before the first verb, above a date."""
    for above in document.ancestors(document.head_of(dated.first, dated.last)):
        if above in own:
            return True
        if document.tokens[above].upos == "VERB":
            return False
    return False


def _told_date(
    document: Document, dates: Sequence[Dated], trigger: Trigger, standing: Standing, published: str | None
) -> Day | None:
    """The date that an act inherits: of a clause above it, else of its sentence or paragraph.

    What is yet to come is at the next day to come that its sentence names, and inherits nothing from its paragraph.
    """
    if standing.status in ("planned", "conditional"):
        ahead = [d for d in _in_sentence(document, dates, trigger) if published and (d.end or "") > published[:10]]
        nearest = min(ahead, key=lambda d: abs(d.first - trigger.head), default=None)
        return nearest.day() if nearest else None
    if standing.status not in ("happened", "denied", "background"):
        return None
    day = _clause_date(document, dates, trigger)
    day = day or date_of(document, dates, (trigger.head, trigger.head + 1), published)
    return None if day is None or (published and day.start > published[:10]) else day


def _in_sentence(document: Document, dates: Sequence[Dated], trigger: Trigger) -> list[Dated]:
    first, last = document.sentences[document.sentence_of(trigger.head)]
    return [d for d in dates if d.kind == "date" and d.start and first <= d.first < last and d.first < d.last]


def _clause_date(document: Document, dates: Sequence[Dated], trigger: Trigger) -> Day | None:
    """The date of the nearest clause above a trigger that has one, up to where what is told begins."""
    hanging = {
        document.tokens[document.head_of(d.first, d.last)].head: d for d in _in_sentence(document, dates, trigger)
    }
    index = trigger.head
    for above in document.ancestors(trigger.head):
        if document.related(index, "ccomp", "parataxis", "conj"):
            return None
        if above in hanging:
            return hanging[above].day()
        index = above
    return None


def _days_before(day: Day | None, published: str | None) -> int | None:
    end, until = day_of(day.end if day else None), day_of(published)
    return (until - end).days if end and until and isinstance(until, datetime.date) else None
