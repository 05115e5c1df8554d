"""Check authored event passages (EVENTS.md): every label must point at words of its passage and be one of the record's.

``python -m training.authored.check_events [FILE...]`` prints one line a fault, counts by category and status, and exits
1 if there is any fault.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from onrecord.records import Status
from onrecord.tables import modes
from training.authored.check import checked, everywhere, read

FIELDS = ("trigger", "category", "mode", "actor", "recipient", "status", "cue", "place", "date", "of")
STATUSES = frozenset(get_args(Status))
LONGEST = 90  # words of a passage
Record = dict[str, Any]


def faults(record: Record) -> Iterator[str]:
    """What is wrong with a passage, one message a fault; nothing for a good one."""
    text, events = record.get("text"), record.get("events")
    if not isinstance(text, str) or not isinstance(events, list) or set(record) != {"id", "text", "events"}:
        yield f"keys are {sorted(record)}, wanted id, text and events"
        return
    if "\n" in text or not 5 <= len(text.split()) <= LONGEST:
        yield f"text is not one paragraph of 5 to {LONGEST} words"
    for number, event in enumerate(events):
        for fault in event_faults(text, event):
            yield f"event {number}: {fault}"
    triggers = Counter(str(e.get("trigger")) for e in events if isinstance(e, dict))
    yield from (f"trigger {trigger} occurs twice" for trigger, times in triggers.items() if times > 1)


def event_faults(text: str, event: object) -> Iterator[str]:
    """What is wrong with one event."""
    if not isinstance(event, dict) or set(event) != set(FIELDS):
        yield f"keys are {sorted(event) if isinstance(event, dict) else event!r}, wanted {', '.join(FIELDS)}"
        return
    if event["category"] not in modes():
        yield f"{event['category']!r} is no category"
    elif event["mode"] is not None and event["mode"] not in modes()[event["category"]]:
        yield f"{event['mode']!r} is no mode of {event['category']}"
    if event["status"] not in STATUSES:
        yield f"{event['status']!r} is no status"
    if not isinstance(event["actor"], list) or not isinstance(event["recipient"], list):
        yield "actor or recipient is no list"
        return
    named = [event[name] for name in ("trigger", "cue", "place", "date", "of") if event[name] is not None]
    for item in (*named, *event["actor"], *event["recipient"]):
        if not whole_words(text, item):
            yield f"{item!r} is not in the text as whole words"


def whole_words(text: str, item: object) -> bool:
    """Whether a string, or the nth of it (from 0) for ``[string, n]``, stands in the text as whole words."""
    string, number = item if isinstance(item, list) and len(item) == 2 else (item, 0)
    return isinstance(string, str) and isinstance(number, int) and len(everywhere(text, string)) > number


def check(paths: Iterable[Path]) -> tuple[list[str], Counter[str]]:
    """All faults of the files as ``file:line: id: fault`` lines, and counts of categories and statuses."""
    found: list[str] = []
    counts: Counter[str] = Counter()
    for record, lines in checked(paths, lambda r: list(faults(r))):
        found += lines
        counts.update(str(e[key]) for e in record.get("events", []) if not lines for key in ("category", "status"))
    return found, counts


def main(arguments: list[str]) -> int:
    """Checks the named files, else every ``events*.jsonl`` beside this module; 1 if any fault was found."""
    paths = [Path(n) for n in arguments] or sorted(Path(__file__).parent.glob("events*.jsonl"))
    lines, counts = check(paths)
    print(*lines, sep="\n", end="\n" if lines else "")
    print(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    print(f"{sum(1 for p in paths for _ in read(p))} passages, {len(lines)} faults")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
