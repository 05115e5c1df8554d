"""Readings of whole reports (``annotated/REPORTS.md``): marked text to spans, checked, and kept as offsets.

The reports are not ours to pass on, so ``annotated/readings.jsonl`` keeps spans into `report` texts only. `examples`
makes training documents of them: events with their sides, chains of mentions, positions.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from onrecord.language import words
from onrecord.records import Stance, Status
from onrecord.tables import modes
from training import events, positions
from training.corpora import DATA, HERE, Example, Link, Places

MARK = re.compile(r"[\[{]|\|[\w+-]*[\]}]")
CONDITIONS = ("if", "unless", "until", "depending-on", "after", "before", "in-coordination-with")
FAR = 300  # characters back to the last mention of a side that a sentence leaves out
KINDS = ("person", "organization", "state", "group")

Span = tuple[int, int]


@dataclass(slots=True)
class Marks:
    """A marked text taken apart: the bare ``text``, the spans of each actor's mentions, of each event and position."""

    text: str
    mentions: list[tuple[Span, tuple[str, ...]]] = field(default_factory=list)
    triggers: list[tuple[Span, tuple[str, ...]]] = field(default_factory=list)


def unmarked(marked: str) -> Marks:
    """Take the marks out of a marked text.

    Raises `ValueError` where brackets do not pair.

    >>> unmarked("[He|yoon] {left|e1}.").triggers
    [((3, 7), ('e1',))]
    """
    found = Marks("")
    opened: list[tuple[str, int]] = []
    at = 0
    pieces = []
    length = 0
    for mark in MARK.finditer(marked):
        pieces.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark[0] in "[{":
            opened.append((mark[0], length))
            continue
        if not opened or opened[-1][0] != {"]": "[", "}": "{"}[mark[0][-1]]:
            raise ValueError(f"{marked[max(0, mark.start() - 40) : mark.end()]!r}: closes what is not open")
        kind, start = opened.pop()
        keys = tuple(key for key in mark[0][1:-1].split("+") if key)
        if keys:
            (found.mentions if kind == "[" else found.triggers).append(((start, length), keys))
    if opened:
        raise ValueError(f"a {opened[-1][0]} is never closed")
    found.text = "".join([*pieces, marked[at:]])
    return found


def faults(reading: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with a reading of ``text``, one line a fault; nothing where all holds."""
    try:
        marks = unmarked(reading["marked"])
    except ValueError as error:
        yield str(error)
        return
    ours, theirs = squeezed(marks.text), squeezed(text)
    if ours != theirs:
        at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), len(ours))
        here = slice(max(0, at - 30), at + 30)
        yield f"the text differs: {ours[here]!r} where it has {theirs[here]!r}"
    used = {key for _, keys in marks.mentions for key in keys}
    for key in used - set(reading["actors"]):
        yield f"mention of {key}, who is not in actors"
    for key in set(reading["actors"]) - used:
        yield f"actor {key} has no mention"
    for key, actor in reading["actors"].items():
        if actor["kind"] not in KINDS:
            yield f"{key}: kind {actor['kind']!r}"
    marked = [key for _, keys in marks.triggers for key in keys]
    told = [*reading["events"], *reading["positions"]]
    if sorted(marked) != sorted(told):
        yield f"triggers and entries differ: {sorted(set(marked) ^ set(told)) or 'a key is marked twice'}"
    for key, event in reading["events"].items():
        yield from (f"{key}: {fault}" for fault in event_faults(event, reading["actors"], marks.text))
    for key, position in reading["positions"].items():
        yield from (f"{key}: {fault}" for fault in position_faults(position, reading["actors"], marks.text))


def event_faults(event: dict[str, Any], actors: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with one event."""
    if event["category"] not in modes():
        yield f"category {event['category']!r}"
    elif event["mode"] is not None and event["mode"] not in modes()[event["category"]]:
        yield f"{event['category']} has no mode {event['mode']!r}"
    if event["status"] not in get_args(Status):
        yield f"status {event['status']!r}"
    yield from (f"no actor {key}" for key in [*event["actor"], *event["recipient"]] if key not in actors)
    yield from (f"{event[part]!r} is not in the text" for part in ("cue", "place") if not standing(text, event[part]))
    date = event["date"]
    if date is not None and not (len(date) == 2 and all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in date)):
        yield f"date {date!r}"


def position_faults(position: dict[str, Any], actors: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with one position."""
    if position["stance"] not in get_args(Stance):
        yield f"stance {position['stance']!r}"
    yield from (f"no actor {key}" for key in [*position["actor"], *position["toward"]] if key not in actors)
    yield from (f"condition kind {c['kind']!r}" for c in position["conditions"] if c["kind"] not in CONDITIONS)
    strings = [position["measure"], *(c["text"] for c in position["conditions"]), *position["constraints"]]
    yield from (f"{string!r} is not in the text" for string in strings if not standing(text, string))


def standing(text: str, item: Any) -> bool:
    """Whether a string, or its nth occurrence for ``[string, n]``, stands in the text; nothing always does."""
    if item is None:
        return True
    string, number = item if isinstance(item, list) else (item, 0)
    return squeezed(text).count(squeezed(string)) > number


def squeezed(text: str) -> str:
    """A text with every run of white space as one space."""
    return " ".join(text.split())


# Kept as offsets


def report(name: str, data: Path = DATA) -> str:
    """The body of a silver story: paragraphs of single-spaced words, a blank line between them."""
    found = re.split(r"\n\s*\n", events.stories(data)[name])
    return "\n\n".join(squeezed(paragraph) for paragraph in found if paragraph.strip())


def standoff(reading: dict[str, Any], data: Path = DATA) -> dict[str, Any]:
    """A reading with spans into `report` instead of the text. Raises `ValueError` with its first fault."""
    text = report(reading["id"], data)
    fault = next(faults(reading, text), None)
    if fault:
        raise ValueError(f"{reading['id']}: {fault}")
    marks = unmarked(reading["marked"])
    at = aligned(marks.text, text)
    triggers = {key: moved(span, at) for span, keys in marks.triggers for key in keys}
    return {
        "id": reading["id"],
        "published": reading["published"],
        "sha": events.digest(text),
        "actors": reading["actors"],
        "mentions": [[*moved(span, at), *keys] for span, keys in marks.mentions],
        "events": [
            {**event, "trigger": triggers[key], **{p: located(text, event[p], triggers[key]) for p in ("cue", "place")}}
            for key, event in reading["events"].items()
        ],
        "positions": [
            {**position, "trigger": triggers[key], **spans_of(text, position, triggers[key])}
            for key, position in reading["positions"].items()
        ],
    }  # fmt: skip


def spans_of(text: str, position: dict[str, Any], trigger: Span) -> dict[str, Any]:
    """The spans of a position's measure, conditions and constraints."""
    conditions = [
        {"span": span, "kind": c["kind"]} for c in position["conditions"] if (span := located(text, c["text"], trigger))
    ]
    constraints = [span for c in position["constraints"] if (span := located(text, c, trigger))]
    return {
        "measure": located(text, position["measure"], trigger), "conditions": conditions, "constraints": constraints
    }  # fmt: skip


def aligned(ours: str, theirs: str) -> list[int]:
    """For each letter of ``ours`` where it stands in ``theirs``, which differs in white space only."""
    solid = [i for i, letter in enumerate(theirs) if not letter.isspace()]
    found, count = [], 0
    for letter in ours:
        found.append(solid[min(count, len(solid) - 1)])
        count += not letter.isspace()
    return found


def moved(span: Span, at: Sequence[int]) -> Span:
    """A span by the places of its letters in another text."""
    return at[span[0]], at[span[1] - 1] + 1


def located(text: str, item: Any, near: Span) -> Span | None:
    """The span of a string, white space apart: the nth for ``[string, n]``, else the one nearest to ``near``."""
    if item is None:
        return None
    string, number = item if isinstance(item, list) else (item, None)
    pattern = r"\s+".join(map(re.escape, str(string).split()))
    found = [m.span() for m in re.finditer(pattern, text)]
    if number is not None:
        return found[number] if number < len(found) else None
    return min(found, key=lambda span: abs(span[0] - near[0]), default=None)


# As training documents


def records(development: bool | None, folder: Path = HERE / "annotated") -> Iterator[dict[str, Any]]:
    """The readings as kept; ``development`` picks the fifth kept back by id, the rest, or (None) all."""
    for line in (folder / "readings.jsonl").read_text(encoding="utf8").splitlines():
        record = json.loads(line)
        if development is None or events.fifth(record["id"]) == development:
            yield record


def examples(development: bool | None, data: Path = DATA) -> Iterator[Example]:
    """The readings as examples. Raises `ValueError` where a report's text is another one."""
    for record in records(development):
        text = report(record["id"], data)
        if events.digest(text) != record["sha"]:
            raise ValueError(f"readings.jsonl: the text of {record['id']} is not the one that was read")
        yield example(record, text)


def example(record: dict[str, Any], text: str) -> Example:
    """A reading as an example: events and positions as `events.example` and `positions.labels` have them, chains."""
    bounds = sentence_bounds(text)
    mentions = [((a, b), keys) for a, b, *keys in record["mentions"]]

    def beside(keys: Iterable[str], trigger: Span) -> list[Span]:
        return [span for key in keys if (span := nearest(mentions, key, trigger, bounds))]

    told = [
        {
            **{key: event[key] for key in ("category", "mode", "status", "trigger")},
            "actor": beside(event["actor"], event["trigger"]),
            "recipient": beside(event["recipient"], event["trigger"]),
            "act": [], "place": [event["place"]] if event["place"] else [],
            "grounds": [event["cue"]] if event["cue"] else [],
        }
        for event in record["events"]
    ]  # fmt: skip
    found = events.example(record["id"], text, told)
    held = [{**position, "holder": beside(position["actor"], position["trigger"])} for position in record["positions"]]
    spans = words.split(text)
    places = Places(spans)
    found.labels.stance, links = positions.labels(places, len(spans), held)
    found.labels.links = [*(found.labels.links or []), *links, *chains(text, places, mentions)]
    return found


def sentence_bounds(text: str) -> list[int]:
    """Where sentences begin, roughly: after a stop and before a capital, and at paragraphs."""
    return [0, *(m.end() for m in re.finditer(r"[.!?][\"”’]?\s+(?=[\"“‘]?[A-Z])|\n\n", text))]


def nearest(
    mentions: Sequence[tuple[Span, Sequence[str]]], key: str, trigger: Span, bounds: Sequence[int]
) -> Span | None:
    """The mention of an actor that stands nearest to a trigger in its sentence, one before it rather than one after.

    A side that the sentence leaves out is linked to its last mention before it, at most `FAR` characters back.
    """
    start = max(b for b in bounds if b <= trigger[0])
    end = min((b for b in bounds if b > trigger[0]), default=1 << 30)
    own = [span for span, keys in mentions if key in keys and start - FAR <= span[0] < end]
    inside = [span for span in own if span[0] >= start]

    def distance(span: Span) -> int:
        return trigger[0] - span[1] if span[1] <= trigger[0] else 2 * max(0, span[0] - trigger[1])

    return min(inside or own, key=distance, default=None)


def chains(text: str, places: Places, mentions: Sequence[tuple[Span, Sequence[str]]]) -> Iterator[Link]:
    """The head of every mention, linked to the names and heads of the same actor's mentions before it."""
    seen: dict[str, set[int]] = {}
    for (start, end), keys in sorted(mentions, key=lambda m: (m[0][0], -m[0][1])):
        head = head_words(text, places, start, end)
        before = frozenset().union(*(seen.setdefault(key, set()) for key in keys))
        yield Link("mentions", frozenset(head[-1:]), (before - set(head),))
        for key in keys:
            seen[key].update(head)


AFTER_HEAD = re.compile(
    r"\s*,|\s+(?:of|in|for|from|at|on|to|with|who|which|that|led|under|by|whose|against|between|and|representing)\b"
)


def head_words(text: str, places: Places, start: int, end: int) -> list[int]:
    """The words at the end of a mention's core: the capitalised ones of a name, else the last one alone."""
    core = AFTER_HEAD.search(text, start + 1, end)
    first, last = places.words(start, core.start() if core else end)
    while last - first > 1 and text[places.starts[last - 1]] in "'’":
        last -= 1
    name = last
    while name > first and text[places.starts[name - 1]].isupper():
        name -= 1
    return list(range(min(name, last - 1), last))


def main() -> None:
    ask = argparse.ArgumentParser(description="Readings of reports (REPORTS.md) to offsets for annotated/.")
    ask.add_argument("read", type=Path, nargs="+", help="JSON files, one a report, or folders of them")
    ask.add_argument("--into", type=Path, default=HERE / "annotated" / "readings.jsonl")
    opt = ask.parse_args()
    paths = [file for path in opt.read for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    rows = []
    for path in paths:
        try:
            rows.append(standoff(json.loads(path.read_text(encoding="utf8"))))
        except (ValueError, KeyError, TypeError) as error:
            print(f"{path.name}: left out: {error}")
    unique = {row["id"]: row for row in rows}
    opt.into.write_text("".join(json.dumps(unique[name]) + "\n" for name in sorted(unique)), encoding="utf8")


if __name__ == "__main__":
    main()
