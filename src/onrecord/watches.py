"""Watches: what to look out for, and the later events that may be it.

The condition of a position is a watch (*if North Korean troops entered combat*), and a person may set his own. An event
told later, in another report, that may meet a watch makes a match with it, for a person to accept, dismiss or note.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord import corrections, measures, rows, select
from onrecord.corrections import Correction
from onrecord.findings.lexicon import event_lexicon
from onrecord.findings.positions import condition_words
from onrecord.records import Actor, Event, InputError, Position, Report, Span, finding_id
from onrecord.store import Store

LEAST = 0.5  # score from which an event may meet a condition
TOLD, SIDES, CATEGORY = 0.5, 0.3, 0.2  # what the words, the sides and the category of an event count for
ONLY_SAID = 0.5  # of a side or place that the event's sentence names though it is none of the event's
TOOK_PLACE = ("happened", "ongoing")
OPENING = 4  # words of the longest entry of the table of condition words
VERDICTS = ("accept", "dismiss", "note")
WATCH, VERDICT, NOTE = "watch", "verdict", "note"  # fields of corrections that are ours


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked out for: the condition of a position, or what a person set.

    A condition has its ``report`` and ``position`` and the span of its words; a person's own has what he gave:
    ``actor`` and ``recipient`` (part of a name or a country code), ``categories`` and ``place``.
    """

    id: str
    report: Report | None = None
    position: Position | None = None
    condition: Span | None = None
    kind: str = "own"
    actor: str | None = None
    categories: Sequence[str] = ()
    recipient: str | None = None
    place: str | None = None

    @property
    def day(self) -> str:
        """The day from which events count; empty for a watch that a person set, which looks back too."""
        if self.report is None or self.position is None:
            return ""
        return select.day_held(self.report, self.position) or ""

    @property
    def wording(self) -> str:
        """The words of the condition, or what a person's own watch looks for."""
        if self.report is not None and self.position is not None:
            return " ".join(rows.words(self.report, self.position, self.condition).split())
        parts = (self.actor, ",".join(self.categories), self.recipient and f"to {self.recipient}")
        return " ".join(filter(None, (*parts, self.place and f"at {self.place}")))


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event with its report, its day, and what `matches` compares: the keys and countries of its words and sides."""

    report: Report
    event: Event
    day: str | None
    keys: frozenset[str]
    named: frozenset[str]
    sides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A watch and an event that may meet it, how well, and what a person said of it."""

    id: str
    watch: Watch
    sighting: Sighting
    score: float
    verdict: str | None = None
    note: str | None = None


@dataclass(slots=True)
class _Wanted:
    """What a condition's words ask of an event; ``terms`` holds the keys of each telling word."""

    terms: list[frozenset[str]] = field(default_factory=list)
    countries: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


# What is watched


def conditions(reports: Iterable[Report]) -> Iterator[Watch]:
    """The watches that the positions of reports set, one a condition."""
    for report in reports:
        for position in report.positions:
            for condition in position.conditions:
                key = finding_id("w", report.id, position.id, condition.span)
                yield Watch(key, report, position, condition.span, condition.kind)


def own(given: Iterable[Correction]) -> list[Watch]:
    """The watches that a person set, the oldest first."""
    return [
        Watch(
            c.id,
            actor=c.value.get("actor"),
            categories=tuple(c.value.get("event", "").split(",")) if c.value.get("event") else (),
            recipient=c.value.get("recipient"),
            place=c.value.get("place"),
        )
        for c in given
        if c.field == WATCH
    ]


def added(actor: str | None, categories: Sequence[str], recipient: str | None, place: str | None) -> Correction:
    """The correction that sets a watch; the same watch has the same id. Raises `InputError` where it asks nothing."""
    given = {"actor": actor, "event": ",".join(categories), "recipient": recipient, "place": place}
    value = {name: text for name, text in given.items() if text}
    if not value:
        raise InputError("watch", "open", "a watch for nothing", "give an actor, event, recipient or place")
    return Correction(id=finding_id("w", "own", *sorted(value.items())), field=WATCH, value=value)


# What meets it


def matches(reports: Sequence[Report], given: Sequence[Correction], least: float = LEAST) -> list[Match]:
    """The events that may meet a watch, the likeliest first, with what a person said of each.

    An event counts for a condition if another report tells it, it took place and is not older than the position.
    """
    seen = list(sightings(reports))
    verdicts = {c.id: c.value for c in given if c.field == VERDICT}
    notes = {c.id: c.value for c in given if c.field == NOTE}
    matched = []
    for watch, sighting, reached in (*_meeting(list(conditions(reports)), seen), *_fitting(own(given), seen)):
        if reached >= least:
            key = finding_id("m", watch.id, sighting.event.id)
            verdict, note = verdicts.get(key, {}).get("verdict"), notes.get(key, {}).get("note")
            matched.append(Match(key, watch, sighting, round(reached, 3), verdict, note))
    return sorted(matched, key=lambda m: (-m.score, m.sighting.day or "", m.id))


def sightings(reports: Iterable[Report]) -> Iterator[Sighting]:
    """The events of reports that took place, with what they are compared by."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for event in report.events:
            if event.status in TOOK_PLACE:
                yield _sighting(report, event, actors)


def _sighting(report: Report, event: Event, actors: dict[str, Actor]) -> Sighting:
    told = measures.terms(rows.words(report, event, event.evidence))
    day = event.date.start if event.date else report.published and report.published[:10]
    sides = {actors[i].country or i for i in (*event.actor, *event.recipient)}
    named = {term.country for term in told if term.country} | _countries_at(report, event.within, event.evidence)
    keys = frozenset(key for term in told if not term.country for key in keys_of(term))
    return Sighting(report, event, day, keys, frozenset(named), frozenset(sides))


def keys_of(term: measures.Term) -> frozenset[str]:
    """What a telling word is compared by: its base form and its senses."""
    return frozenset((term.base, *(f"sense {sense}" for sense in term.senses)))


def _countries_at(report: Report, within: str, span: Span) -> frozenset[str]:
    """The countries of the actors mentioned in a span, whatever they are called there."""
    return frozenset(actor.country for actor, _ in _mentions_at(report, within, span) if actor.country)


def _mentions_at(report: Report, within: str, span: Span) -> Iterator[tuple[Actor, Span]]:
    """The actors mentioned in a span, with where they are; mentions are those in the body."""
    for actor in report.actors:
        for start, end in actor.mentions:
            if within == "text" and span[0] <= start and end <= span[1]:
                yield actor, (start, end)


def _meeting(watches: Sequence[Watch], seen: Sequence[Sighting]) -> Iterator[tuple[Watch, Sighting, float]]:
    """Conditions and the later events of other reports that share a word, with their scores."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for number, sighting in enumerate(seen):
        for key in sighting.keys:
            by_key[key].append(number)
    for watch in watches:
        wanted = _wanted(watch)
        for number in sorted({n for term in wanted.terms for key in term for n in by_key.get(key, ())}):
            sighting = seen[number]
            later = sighting.day is not None and sighting.day >= watch.day
            other = watch.report is not None and sighting.report.id != watch.report.id
            if later and other and (reached := score(wanted, sighting)):
                yield watch, sighting, reached


def _wanted(watch: Watch) -> _Wanted:
    assert watch.report is not None
    assert watch.position is not None
    assert watch.condition is not None
    told = measures.terms(without_opening(watch.wording))
    named = {term.country for term in told if term.country}
    countries = _countries_at(watch.report, watch.position.within, watch.condition) | named
    names = _names_at(watch.report, watch.position.within, watch.condition)
    terms = [keys_of(term) for term in told if not term.country and term.base not in names]
    return _Wanted(terms, frozenset(countries), frozenset(c for term in told for c in categories_of(term.base)))


def _names_at(report: Report, within: str, span: Span) -> frozenset[str]:
    """The proper names in the mentions of a span, in base form: *Northern* of *Northern troops*: its country counts."""
    told = [report.text[start:end] for _, (start, end) in _mentions_at(report, within, span)]
    return frozenset(measures.base(word) for text in told for word in text.split() if word[:1].isupper())


def without_opening(condition: str) -> str:
    """A condition without the words that make it one.

    >>> without_opening("only if Northern troops entered combat")
    'Northern troops entered combat'
    """
    parts = condition.split()
    for size in range(min(OPENING, len(parts)), 0, -1):
        if " ".join(parts[:size]).lower() in condition_words():
            return " ".join(parts[size:])
    return condition


def categories_of(word: str) -> frozenset[str]:
    """The PLOVER categories that the event lexicon gives a word alone."""
    lexicon = event_lexicon()
    entries = [e for pos in ("VERB", "NOUN") for e in lexicon.at(word, pos) if len(e.words) == 1]
    return frozenset(entry.category for entry in entries)


def score(wanted: _Wanted, sighting: Sighting) -> float:
    """How well an event meets a condition, from 0 to 1: its words, its sides, its category.

    Nothing where the condition names countries and the event and its sentence name none of them.
    """
    if not wanted.terms:
        return 0.0
    told = sum(bool(term & sighting.keys) for term in wanted.terms) / len(wanted.terms)
    category = float(sighting.event.event in wanted.categories)
    if not wanted.countries:
        return (TOLD * told + CATEGORY * category) / (TOLD + CATEGORY)
    acting, named = wanted.countries & sighting.sides, wanted.countries & sighting.named
    if not acting and not named:
        return 0.0
    sides = (len(acting) + ONLY_SAID * len(named - acting)) / len(wanted.countries)
    return TOLD * told + SIDES * sides + CATEGORY * category


def _fitting(watches: Sequence[Watch], seen: Sequence[Sighting]) -> Iterator[tuple[Watch, Sighting, float]]:
    """A person's own watches and the events that are all that they ask for; less where only the sentence has it."""
    for watch in watches:
        wanted = select.Wanted(actor=watch.actor, recipient=watch.recipient, categories=watch.categories)
        for sighting in seen:
            actors = {actor.id: actor for actor in sighting.report.actors}
            if select.fits(sighting.event, actors, wanted) and (certain := _at_place(watch.place, sighting)):
                yield watch, sighting, certain


def _at_place(wanted: str | None, sighting: Sighting) -> float:
    """1 where an event happened at a place, less where its sentence names the place, 0 where it does not."""
    if not wanted:
        return 1.0
    place = sighting.event.place
    if place and wanted.casefold() in (place.text.casefold(), (place.name or "").casefold()):
        return 1.0
    told = rows.words(sighting.report, sighting.event, sighting.event.evidence)
    return ONLY_SAID if wanted.casefold() in told.casefold() else 0.0


# What a person says of it


def judged(matched: Sequence[Match], name: str, verdict: str, words: str | None) -> list[Correction]:
    """The corrections that keep a person's judgement of the match whose id begins with ``name``.

    Raises `InputError` where no match or several are called so, or a note has no words.
    """
    fitting = [match.id for match in matched if match.id.startswith(name)]
    if len(fitting) != 1:
        seen = f"{len(fitting) or 'no'} match{'es' if len(fitting) > 1 else ''} with an id that begins with {name!r}"
        raise InputError("watch", "open", seen, "`onrecord watch --all` lists them")
    if verdict == NOTE and not words:
        raise InputError("watch", "open", "a note without words", "write them after it, in quotes")
    kept = [] if verdict == NOTE else [Correction(id=fitting[0], field=VERDICT, value={"verdict": verdict})]
    return kept + ([Correction(id=fitting[0], field=NOTE, value={"note": words})] if words else [])


def found(store: Store, least: float = LEAST) -> list[Match]:
    """The matches of a record with what a person said of each, the likeliest first."""
    return matches(list(store.reports()), corrections.kept(store), least)


def everything(store: Store) -> list[Watch]:
    """What is watched in a record: the conditions of its positions, then a person's own watches."""
    return [*conditions(store.reports()), *own(corrections.kept(store))]


def add(store: Store, actor: str | None, categories: Sequence[str], recipient: str | None, place: str | None) -> Watch:
    """Set a watch of a person's own and keep it. Raises `InputError` where it asks nothing."""
    correction = added(actor, categories, recipient, place)
    corrections.keep(store, [correction])
    return own([correction])[0]


def judge(store: Store, name: str, verdict: str, words: str | None) -> Match:
    """Keep a person's verdict (one of `VERDICTS`) on a match, or his note; the match as it then is."""
    corrections.keep(store, judged(found(store, 0.0), name, verdict, words))
    return next(match for match in found(store, 0.0) if match.id.startswith(name))


def match_rows(matched: Iterable[Match]) -> Iterator[dict[str, Any]]:
    """A row a match: the watch with its passage, the event with its own, the score and the judgement."""
    for match in matched:
        yield {
            "id": match.id, "score": match.score, "verdict": match.verdict, "note": match.note,
            **watch_row(match.watch), "event": _event(match.sighting),
        }  # fmt: skip


def watch_row(watch: Watch) -> dict[str, Any]:
    """A watch with the position that sets it, ``None`` where a person did."""
    found = watch.report and watch.position and next(rows.positions([_alone(watch.report, watch.position)]))
    return {"watch": watch.id, "kind": watch.kind, "wording": watch.wording, "position": found or None}


def _event(sighting: Sighting) -> dict[str, Any]:
    return next(rows.events([sighting.report.model_copy(update={"events": [sighting.event]})]))


def _alone(report: Report, position: Position) -> Report:
    return report.model_copy(update={"positions": [position]})
