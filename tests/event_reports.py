"""Two reports that were made, not read, with events of every kind that filters and exports tell apart."""

import re
from typing import Any

from onrecord.records import Actor, Day, Event, Place, Report, Source, Span, Statement, Why, report_id

TALKS = (
    "Norway and Latvia held talks in Riga on Monday.\n\n"
    "Defense Minister Kari Lund said Norway would send 40 engineers to Latvia. It was not said\nwhen.\n\n"
    "Sweden denied that it had expelled a Latvian envoy last week. The talks were the first since May.\n\n"
    "Finland and Estonia condemned the strike, a source said."
)
TALKS_TITLE = "Norwegian minister visits Riga"
PATROLS = "The port is calm.\n\nNorwegian police are patrolling it, the UN said."


def found(words: str, text: str, after: int = 0) -> Span:
    """Where these words stand first, from a place on."""
    start = text.index(words, after)
    return start, start + len(words)


def sentence(words: str, text: str) -> Span:
    """The sentence that these words open."""
    start, _ = found(words, text)
    return start, text.index(".", start) + 1


def talks() -> Report:
    """Five events of a report: a meeting, a plan, a denial, a condemnation by two, and a visit in the title."""
    monday = Day(start="2024-11-25", end="2024-11-25", text="Monday", span=found("Monday", TALKS))
    last_week = Day(start="2024-11-18", end="2024-11-24", text="last week", span=found("last week", TALKS))
    riga = Place(
        text="Riga", span=found("Riga", TALKS), name="Riga", country="LVA", lat=56.946, lon=24.106, geonames=456172
    )
    lund = found("Norway would send 40 engineers to Latvia", TALKS)
    strike = found("Finland and Estonia condemned the strike", TALKS)
    told = [sentence(w, TALKS) for w in ("Norway and", "Defense", "Sweden", "Finland")]
    events = [
        event(
            "e1", "CONSULT", 1, 2.1, found("held talks", TALKS), told[0], cameo="040", actor=["NOR", "LVA"],
            date=monday, place=riga, context=["diplomatic"], retold=[found("talks", TALKS, 200)], confidence=0.9,
        ),
        event(
            "e2", "AID", 2, 7.4, found("send", TALKS), told[1], cameo="072", actor=["NOR"], recipient=["LVA"],
            status="planned", according_to="s1", context=["military", "peacekeeping"],
            why=Why(trigger="lexicon: send (VERB)", status=[found("would", TALKS)]),
        ),
        event(
            "e3", "SANCTION", 4, -5.2, found("expelled", TALKS), told[2], mode="expel", cameo="161", actor=["SWE"],
            recipient=["a2"], status="denied", date=last_week,
        ),
        event(
            "e4", "ACCUSE", 3, -3.0, found("condemned", TALKS), told[3], mode="disapprove", cameo="111",
            actor=["FIN", "EST"], according_to="s2",
        ),
        event(
            "e5", "CONSULT", 1, 2.1, found("visits", TALKS_TITLE), (0, len(TALKS_TITLE)), within="title", mode="visit",
            cameo="042", actor=["a1"], recipient=["LVA"],
        ),
    ]  # fmt: skip
    statements = [
        Statement(
            id="s1", speaker=["a1"], cue=found("said", TALKS), content=[lund], kind="indirect", evidence=told[1],
            confidence=1,
        ),
        Statement(
            id="s2", speaker_span=found("a source", TALKS), cue=found("said", TALKS, told[3][0]), content=[strike],
            kind="indirect", evidence=told[3], confidence=1,
        ),
    ]  # fmt: skip
    return Report(
        id=report_id(TALKS_TITLE, "2024-11-27", TALKS), title=TALKS_TITLE, text=TALKS, published="2024-11-27",
        language="en", source=Source(id="talks", url="https://example.org/talks", publisher="Baltic Courier"),
        actors=actors(), statements=statements, events=events, sentences=told,
    )  # fmt: skip


def actors() -> list[Actor]:
    """Everyone in the report of the talks, states first."""
    states = {"NOR": "Norway", "LVA": "Latvia", "SWE": "Sweden", "FIN": "Finland", "EST": "Estonia"}
    return [
        *(
            Actor(id=code, name=name, kind="state", country=code, sectors=["GOV"], mentions=mentions(rf"{name}\b"))
            for code, name in states.items()
        ),
        Actor(
            id="a1", name="Kari Lund", kind="person", country="NOR", sectors=["GOV", "MIL"], office="Defense Minister",
            wikidata="Q1", mentions=[*mentions("Lund"), *mentions("Defense Minister Kari Lund")],
        ),
        Actor(id="a2", name="Latvian envoy", kind="person", country="LVA", mentions=mentions("a Latvian envoy")),
    ]  # fmt: skip


def mentions(pattern: str) -> list[Span]:
    """Where a name stands in the report of the talks."""
    return [match.span() for match in re.finditer(pattern, TALKS)]


def patrols() -> Report:
    """A report without a title, a date or an address, and its one event, which goes on."""
    evidence, police, united = (
        sentence("Norwegian", PATROLS),
        found("Norwegian police", PATROLS),
        found("the UN", PATROLS),
    )
    patrol = event(
        "e6", "MOBILIZE", 4, None, found("patrolling", PATROLS), evidence, mode="police", actor=["a3"],
        status="ongoing", according_to="s3",
    )  # fmt: skip
    cast = [
        Actor(id="a3", name="Norwegian police", kind="group", country="NOR", sectors=["COP"], mentions=[police]),
        Actor(id="a4", name="United Nations", kind="organization", country="UNO", mentions=[united]),
    ]
    said = Statement(
        id="s3", speaker=["a4"], cue=found("said", PATROLS), content=[police], kind="indirect", evidence=evidence,
        confidence=1,
    )  # fmt: skip
    return Report(
        id=report_id(None, None, PATROLS), text=PATROLS, source=Source(path="in/port, quay.txt"), events=[patrol],
        actors=cast, statements=[said],
    )  # fmt: skip


def event(
    number: str, category: Any, quad: int, score: float | None, trigger: Span, evidence: Span, **more: Any
) -> Event:
    """An event that happened, unless ``more`` says otherwise."""
    fields: dict[str, Any] = {"status": "happened", "confidence": 0.5} | more
    return Event(id=number, event=category, quad=quad, score=score, trigger=trigger, evidence=evidence, **fields)
