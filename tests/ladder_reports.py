"""Four reports that were made, not read: how Seoul moved on arms for Ukraine, a silence, and what its condition met."""

from typing import Any

from onrecord.records import Actor, Condition, Day, Event, Place, Position, Report, Source, Span, Statement, report_id

FIRST = "South Korea has refrained from supplying arms to Ukraine, citing its longstanding policy."
SECOND = (
    "President Yoon Suk Yeol did not rule out sending weapons to Kyiv if Northern troops entered combat.\n\n"
    "Seoul has no plans to send medics to Ukraine. Japan will send helmets to Ukraine."
)
THIRD = "The presidential office made no mention of weapons support for Ukraine."
FOURTH = (
    "Seoul is considering weapons for Ukraine after talks with allies, an official said on Monday.\n\n"
    "North Korean troops engaged in combat near Kursk on Sunday. Russian forces shelled Kharkiv.\n\n"
    "North Korean troops may enter combat in Sumy."
)


def found(words: str, text: str) -> Span:
    """Where these words stand first."""
    start = text.index(words)
    return start, start + len(words)


def sentence(words: str, text: str) -> Span:
    """The sentence that these words open."""
    start, _ = found(words, text)
    return start, text.index(".", start) + 1


def state(code: str, name: str, text: str, *called: str) -> Actor:
    """A state, mentioned wherever one of these words first stands."""
    mentions = [found(word, text) for word in called if word in text]
    return Actor(id=code, name=name, kind="state", country=code, sectors=["GOV"], mentions=mentions)


def position(number: str, text: str, opening: str, measure: str, stance: Any, **more: Any) -> Position:
    """South Korea's position in the sentence that ``opening`` opens, unless ``more`` says otherwise."""
    fields: dict[str, Any] = {"actor": ["KOR"], "toward": ["UKR"], "confidence": 0.9} | more
    return Position(
        id=number, measure=found(measure, text), stance=stance, evidence=sentence(opening, text), **fields
    )  # fmt: skip


def report(name: str, published: str | None, text: str, **more: Any) -> Report:
    """A report of this name, with what ``more`` gives it."""
    cast = [
        state("KOR", "South Korea", text, "South Korea", "Seoul"),
        state("UKR", "Ukraine", text, "Ukraine", "Kyiv", "Kharkiv"),
        state("PRK", "North Korea", text, "Northern", "North Korean"),
        state("JPN", "Japan", text, "Japan"),
        state("RUS", "Russia", text, "Russian"),
    ]
    fields: dict[str, Any] = {"actors": cast} | more
    source = Source(id=name, publisher="Han River Gazette")
    return Report(
        id=report_id(None, published, text), text=text, published=published, language="en", source=source, **fields
    )


def first() -> Report:
    """It refrains, as a policy."""
    policy = found("citing its longstanding policy", FIRST)
    held = position("p1", FIRST, "South", "supplying arms to Ukraine", "refrains", constraints=[policy])
    return report("one", "2024-10-20", FIRST, positions=[held])


def second() -> Report:
    """Its president does not rule it out; a position on another measure and one of another actor stand beside it."""
    yoon = Actor(
        id="a1", name="Yoon Suk Yeol", kind="person", country="KOR", sectors=["GOV"], office="President",
        mentions=[found("President Yoon Suk Yeol", SECOND)],
    )  # fmt: skip
    condition = Condition(span=found("if Northern troops entered combat", SECOND), kind="if")
    held = [
        position("p2", SECOND, "President", "sending weapons to Kyiv", "not-ruled-out", actor=["a1"],
                 conditions=[condition]),
        position("p3", SECOND, "Seoul has", "send medics to Ukraine", "refrains"),
        position("p4", SECOND, "Japan", "send helmets to Ukraine", "intends", actor=["JPN"]),
    ]  # fmt: skip
    plain = report("two", "2024-11-07", SECOND)
    return plain.model_copy(update={"positions": held, "actors": [*plain.actors, yoon]})


def third() -> Report:
    """Its presidential office says nothing of it."""
    office = Actor(
        id="a2", name="presidential office", kind="organization", country="KOR", sectors=["GOV"],
        mentions=[found("The presidential office", THIRD)],
    )  # fmt: skip
    silence = Statement(
        id="s1", speaker=["a2"], cue=found("made no mention of", THIRD), kind="silence", confidence=0.8,
        content=[found("weapons support for Ukraine", THIRD)], evidence=(0, len(THIRD)),
    )  # fmt: skip
    plain = report("three", "2024-11-20", THIRD)
    return plain.model_copy(update={"statements": [silence], "actors": [*plain.actors, office]})


def fourth() -> Report:
    """It considers it; and what the condition of the second report asked has come about."""
    monday = Day(start="2024-11-25", end="2024-11-25", text="Monday", span=found("Monday", FOURTH))
    sunday = Day(start="2024-11-24", end="2024-11-24", text="Sunday", span=found("Sunday", FOURTH))
    talks = Condition(span=found("after talks with allies", FOURTH), kind="after")
    kursk = Place(text="Kursk", span=found("Kursk", FOURTH), name="Kursk", country="RUS")
    held = position("p5", FOURTH, "Seoul", "weapons for Ukraine", "considers", date=monday, conditions=[talks])
    events = [
        event("e1", "engaged in combat", "North Korean troops engaged", actor=["PRK"], recipient=["UKR"], date=sunday,
              place=kursk),
        event("e2", "shelled", "Russian", actor=["RUS"], recipient=["UKR"], mode="heavy-weapons"),
        event("e3", "enter combat", "North Korean troops may", actor=["PRK"], status="possible"),
    ]  # fmt: skip
    return report("four", "2024-11-27", FOURTH, positions=[held], events=events)


def event(number: str, trigger: str, opening: str, **more: Any) -> Event:
    """An assault of the fourth report that happened, unless ``more`` says otherwise."""
    fields: dict[str, Any] = {"status": "happened"} | more
    return Event(
        id=number, event="ASSAULT", quad=4, trigger=found(trigger, FOURTH), evidence=sentence(opening, FOURTH),
        confidence=0.7, **fields,
    )  # fmt: skip


def everything() -> list[Report]:
    """All four, not in the order of their days."""
    return [fourth(), first(), third(), second()]
