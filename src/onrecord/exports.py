"""Events for the programs of other people: PLOVER records, and dyads with the codes of CAMEO and the columns of GDELT.

docs/exports.md tells both field by field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import IO, Any

from onrecord import __version__, rows
from onrecord.findings.sides import MUTUAL
from onrecord.records import Actor, Event, Place, Report, Span

FORMATS = ("plover", "cameo")
TOOK_PLACE = ("happened", "ongoing")
CODER = f"onrecord {__version__}"
CODEBOOK = "PLOVER 2.0"
PARAGRAPH = "\n\n"
CAMEO_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE",
    "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code",
    "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2Type1Code",
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL", "EndDate", "Status",
)  # fmt: skip


def statuses(asked: Sequence[str], to: str | None) -> Sequence[str]:
    """The statuses to give out: those asked for, else all in our own rows and what took place in others' formats."""
    return asked or (TOOK_PLACE if to else ())


def write(reports: Iterable[Report], to: str | None, as_json: bool, out: IO[str]) -> None:
    """The events of reports in one of `FORMATS` or, without one, as our own rows; CSV unless JSON Lines are asked for.

    PLOVER records are always JSON Lines.
    """
    if to == "plover":
        rows.write_json(plover(reports), out)
        return
    columns, found = (CAMEO_COLUMNS, cameo(reports)) if to == "cameo" else (rows.EVENT_COLUMNS, rows.events(reports))
    if as_json:
        rows.write_json(found, out)
    else:
        rows.write_csv(columns, found, out)


# PLOVER


def plover(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A PLOVER record an event, with the field names of the PLOVER manual and what only we have at the end."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for event in report.events:
            yield _plover(report, event, actors)


def _plover(report: Report, event: Event, actors: Mapping[str, Actor]) -> dict[str, Any]:
    start, end = event.evidence
    return {
        "id": event.id,
        "date": event.date.start if event.date else None,
        "enddate": event.date.end if event.date else None,
        "actor": [side(report, event, actors[i]) for i in event.actor],
        "recipient": [side(report, event, actors[i]) for i in event.recipient],
        "event": [event.event],
        "mode": [event.mode] if event.mode else [],
        "context": event.context,
        "event_loc": location(event.place) if event.place else None,
        "event_text": [rows.words(report, event, event.trigger)],
        "quad_code": event.quad,
        "event_scale": event.score,
        "text": rows.words(report, event, event.evidence),
        "text_info": {"in": event.within, "start": start, "end": end},
        "cite_info": citation(report),
        "coder": CODER,
        "comment": None,
        "status": event.status,
        "according_to": rows.told_by(report, event, actors),
        "confidence": round(event.confidence, 3),
    }


def side(report: Report, event: Event, actor: Actor) -> dict[str, Any]:
    """A PLOVER actor object; ``actor_text`` is how the evidence names the actor, where it does."""
    return {
        "code": actor.country,
        "sector": "".join(actor.sectors) or None,
        "actor_text": rows.words(report, event, named_in(event, actor)) or None,
        "identifier_id": actor.wikidata,
        "identifier_text": actor.name,
        "office": actor.office,
    }


def named_in(event: Event, actor: Actor) -> Span | None:
    """The longest mention of an actor in an event's evidence, the first of several; mentions are those in the body."""
    start, end = event.evidence
    inside = [m for m in actor.mentions if event.within == "text" and start <= m[0] and m[1] <= end]
    return max(inside, key=lambda m: (m[1] - m[0], -m[0]), default=None)


def location(place: Place) -> dict[str, Any]:
    """A PLOVER location object: GeoNames' own field names, and ``cc3`` for the country."""
    return {
        "name": place.name or place.text, "latitude": place.lat, "longitude": place.lon, "geonameid": place.geonames,
        "cc3": place.country,
    }  # fmt: skip


def citation(report: Report) -> dict[str, Any]:
    """A PLOVER citation object."""
    return {
        "url": report.source.url, "title": report.title, "publication": report.source.publisher,
        "language": report.language, "coder": CODER, "codebook": CODEBOOK,
    }  # fmt: skip


# CAMEO


def cameo(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row each pair of actor and recipient of an event, with `CAMEO_COLUMNS`; the pairs of one event share its id."""
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for event in report.events:
            known = action(report, event)
            for actor, recipient in dyads(event):
                row = known | coded("Actor1", actors.get(actor or "")) | coded("Actor2", actors.get(recipient or ""))
                yield {column: row[column] for column in CAMEO_COLUMNS}


def dyads(event: Event) -> list[tuple[str | None, str | None]]:
    """The pairs of actor and recipient, a side that is not known as ``None``.

    A meeting or a joint undertaking has all its sides as actors: each of them faces each other one, both ways round.
    Several visitors of a host who is not named face nobody.
    """
    if event.event in MUTUAL and event.mode != "visit" and len(event.actor) > 1 and not event.recipient:
        return list(permutations(event.actor, 2))
    unknown: list[str | None] = [None]
    return list(product(event.actor or unknown, event.recipient or unknown))


def coded(prefix: str, actor: Actor | None) -> dict[str, str | None]:
    """The columns of one side: CAMEO builds an actor's code of country and sectors."""
    country, sectors = (actor.country, actor.sectors) if actor else (None, [])
    return {
        f"{prefix}Code": (country or "") + "".join(sectors) or None,
        f"{prefix}Name": actor.name if actor else None,
        f"{prefix}CountryCode": country,
        f"{prefix}Type1Code": sectors[0] if sectors else None,
    }


def action(report: Report, event: Event) -> dict[str, Any]:
    """The columns of an event that do not depend on its sides."""
    date, place, code = event.date, event.place, event.cameo
    return {
        "GLOBALEVENTID": event.id,
        "SQLDATE": date.start.replace("-", "") if date else None,
        "EndDate": date.end.replace("-", "") if date else None,
        "IsRootEvent": int(opens(report, event)),
        "EventCode": code,
        "EventBaseCode": code[:3] if code else None,
        "EventRootCode": code[:2] if code else None,
        "QuadClass": event.quad,
        "GoldsteinScale": event.score,
        "ActionGeo_FullName": (place.name or place.text) if place else None,
        "ActionGeo_CountryCode": place.country if place else None,
        "ActionGeo_Lat": place.lat if place else None,
        "ActionGeo_Long": place.lon if place else None,
        "SOURCEURL": report.source.url,
        "Status": event.status,
    }


def opens(report: Report, event: Event) -> bool:
    """Whether an event is told in the first paragraph of the body, be it not most fully there."""
    first = len(report.text.partition(PARAGRAPH)[0])
    return event.within == "text" and any(end <= first for _, end in (event.trigger, *event.retold))
