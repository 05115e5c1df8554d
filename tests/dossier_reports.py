"""Reports that were made, not read: one president under three names, a minister, two of one surname, three states."""

import re
from typing import Any

from onrecord.records import (
    Actor,
    Condition,
    Day,
    Event,
    Position,
    Report,
    Source,
    Span,
    Statement,
    actor_id,
    report_id,
)

SEOUL = (
    "South Korean President Yoon Suk Yeol said on Sunday that Seoul might send weapons to Ukraine if the North sent "
    "troops. Yoon met Rustem Umerov, Ukraine’s defense minister, in Seoul.\n\n"
    "“We will decide in time,” he said. Yoon declined to comment on the cost. South Korea plans to host talks with "
    "Ukraine in May."
)
KYIV = (
    "Ukraine thanked South Korea on Wednesday. Yoon told reporters that aid would grow. Umerov said nothing of dates."
)
PORT = "President Yoon visited the port. Ukraine denied that it had turned away a ship of South Korea."
KIMS = "Kim Min-su, a lawmaker, met Kim Yong-hyun. Kim left early."
PERSON = {
    name: actor_id("person", name, country)
    for name, country in (
        ("Yoon Suk Yeol", "KOR"), ("Yoon", "KOR"), ("President Yoon", "KOR"), ("Rustem Umerov", "UKR"),
        ("Umerov", "UKR"), ("Kim Min-su", "KOR"), ("Kim Yong-hyun", "KOR"), ("Kim", "KOR"),
    )
}  # fmt: skip
NAMES = {"KOR": "South Korea", "UKR": "Ukraine", "PRK": "North Korea"}


def at(words: str, text: str, number: int = 0) -> Span:
    """Where these words stand for the ``number``-th time."""
    return [match.span() for match in re.finditer(re.escape(words), text)][number]


def sentence(words: str, text: str) -> Span:
    """The sentence that has these words."""
    start = at(words, text)[0]
    return next(span for span in sentences(text) if span[0] <= start < span[1])


def sentences(text: str) -> list[Span]:
    """The sentences of a made text."""
    return [match.span() for match in re.finditer(r"\S.*?\.(?=\s|$)|\S[^.]*?,” [^.]*\.", text)]


def state(code: str, mentions: list[Span]) -> Actor:
    """A state."""
    return Actor(id=code, name=NAMES[code], kind="state", country=code, sectors=["GOV"], mentions=mentions)


def person(name: str, mentions: list[Span], **more: Any) -> Actor:
    """A person of South Korea, unless ``more`` says otherwise."""
    return Actor(
        **({"id": PERSON[name], "name": name, "kind": "person", "country": "KOR", "mentions": mentions} | more)
    )


def said(number: str, speaker: str, cue: str, content: str, text: str, **more: Any) -> Statement:
    """An indirect statement, unless ``more`` says otherwise."""
    fields: dict[str, Any] = {
        "id": number, "speaker": [speaker], "cue": at(cue, text), "content": [at(content, text)], "kind": "indirect",
        "evidence": sentence(content, text), "confidence": 1,
    }  # fmt: skip
    return Statement(**(fields | more))


def event(number: str, category: Any, quad: int, trigger: str, text: str, **more: Any) -> Event:
    """An event that happened, unless ``more`` says otherwise."""
    fields: dict[str, Any] = {
        "id": number, "event": category, "quad": quad, "trigger": at(trigger, text), "status": "happened",
        "evidence": sentence(trigger, text), "confidence": 0.5,
    }  # fmt: skip
    return Event(**(fields | more))


def day(iso: str, words: str, text: str) -> Day:
    """A day that these words name."""
    return Day(start=iso, end=iso, text=words, span=at(words, text))


def made(name: str, published: str | None, text: str, **fields: Any) -> Report:
    """A report of a file of this name."""
    return Report(
        id=report_id(name, published, text), title=name, text=text, published=published,
        source=Source(path=f"in/{name}.txt"), sentences=sentences(text), **fields,
    )  # fmt: skip


def seoul() -> Report:
    """The president by his full name, what he said, held out and would not say; whom he met."""
    yoon, umerov = PERSON["Yoon Suk Yeol"], PERSON["Rustem Umerov"]
    sunday = day("2024-11-24", "Sunday", SEOUL)
    content = "Seoul might send weapons to Ukraine if the North sent troops"
    cast = [
        person(
            "Yoon Suk Yeol",
            [
                at("South Korean President Yoon Suk Yeol", SEOUL), at("Yoon", SEOUL, 1), at("he", SEOUL, 2),
                at("Yoon", SEOUL, 2),
            ],
            sectors=["GOV"], office="President", wikidata="Q16090635",
        ),
        person(
            "Rustem Umerov", [at("Rustem Umerov", SEOUL)], country="UKR", sectors=["GOV", "MIL"],
            office="defense minister",
        ),
        state("KOR", [at("Seoul", SEOUL), at("South Korea", SEOUL, 1)]),
        state("UKR", [at("Ukraine", SEOUL), at("Ukraine", SEOUL, 1), at("Ukraine", SEOUL, 2)]),
        state("PRK", [at("the North", SEOUL)]),
    ]  # fmt: skip
    position = Position(
        id="p1", actor=["KOR"], measure=at("send weapons to Ukraine", SEOUL), toward=["UKR"], stance="considers",
        conditions=[Condition(span=at("if the North sent troops", SEOUL), kind="if")], date=sunday, according_to="s1",
        evidence=sentence("might send", SEOUL), confidence=0.75,
    )  # fmt: skip
    return made(
        "seoul", "2024-11-25", SEOUL, actors=cast, positions=[position],
        statements=[
            said("s1", yoon, "said", content, SEOUL, date=sunday),
            said("s2", yoon, "said", "We will decide in time", SEOUL, kind="direct"),
            said("s3", yoon, "declined to comment on", "the cost", SEOUL, kind="silence"),
        ],
        events=[
            event("e1", "CONSULT", 1, "met", SEOUL, actor=[yoon, umerov]),
            event("e2", "CONSULT", 1, "host talks", SEOUL, actor=["KOR"], recipient=["UKR"], status="planned"),
        ],
    )  # fmt: skip


def kyiv() -> Report:
    """The president and the minister by their surnames; the office of the one is of the table."""
    cast = [
        person("Yoon", [at("Yoon", KYIV)], sectors=["GOV"], office="President", wikidata="Q16090635"),
        person("Umerov", [at("Umerov", KYIV)], country="UKR"),
        state("UKR", [at("Ukraine", KYIV)]),
        state("KOR", [at("South Korea", KYIV)]),
    ]
    return made(
        "kyiv", "2024-11-27", KYIV, actors=cast,
        statements=[
            said("s1", PERSON["Yoon"], "told", "aid would grow", KYIV),
            said("s2", PERSON["Umerov"], "said nothing of", "dates", KYIV, kind="silence"),
        ],
        events=[
            event(
                "e1", "SUPPORT", 1, "thanked", KYIV, actor=["UKR"], recipient=["KOR"],
                date=day("2024-11-27", "Wednesday", KYIV),
            ),
        ],
    )  # fmt: skip


def port() -> Report:
    """The president by title and surname, in a report without a date."""
    cast = [
        person("President Yoon", [at("President Yoon", PORT)], sectors=["GOV"]),
        state("UKR", [at("Ukraine", PORT), at("it", PORT, 1)]),
        state("KOR", [at("South Korea", PORT)]),
    ]
    refusal = event("e1", "REJECT", 3, "turned away", PORT, actor=["UKR"], recipient=["KOR"], status="denied")
    return made("port", None, PORT, actors=cast, events=[refusal])


def kims() -> Report:
    """Two of one surname, and the surname alone."""
    cast = [
        person("Kim Min-su", [at("Kim Min-su", KIMS)], sectors=["LEG"], office="lawmaker"),
        person("Kim Yong-hyun", [at("Kim Yong-hyun", KIMS)]),
        person("Kim", [at("Kim", KIMS, 2)]),
        Actor(
            id=actor_id("person", "lawmaker", "KOR"), name="lawmaker", kind="person", country="KOR", office="lawmaker"
        ),
    ]  # fmt: skip
    return made("kims", "2024-12-02", KIMS, actors=cast)
