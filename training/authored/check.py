"""Checks the authored training passages: every label must point at words of its passage.

``python -m training.authored.check [FILE...]`` prints one line a fault and exits 1 if there is any; ``--doubts``
prints as well what may be a slip (a capitalised word or a verb of saying that no label covers).
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ENTITIES = frozenset({"person", "organization", "gpe", "place", "nationality", "misc"})
TIMES = frozenset({"DATE", "TIME", "DURATION", "SET"})
FIELDS = ("id", "text", "attributions", "entities", "times")
PARTS = ("source", "cue", "content")
WORDS = range(40, 161)
PARAGRAPHS = range(1, 5)
QUOTES = '"“”'
# Deliberately few: words that all but always report speech, so that a doubt is worth a look.
SAYING = re.compile(r"\b(said|told|added|according to|quoted|declined|insisted|denied)\b")
CAPITALISED = re.compile(r"(?<![.?!:”\"“] )(?<=[\w,;—-] )[A-Z]\w+")
TITLES = frozenset(
    {"Mr", "Ms", "Mrs", "Dr", "I", "Prime", "Foreign", "Defense", "Deputy", "Minister", "President", "Vice", "General"}
    | {"Lieutenant", "Colonel", "Brigadier", "Major", "Captain", "Admiral", "Ambassador", "Secretary", "Chancellor"}
    | {"Interior", "Archbishop", "Bishop", "Cardinal", "King", "Queen", "Prince", "Sheikh", "Sir", "Lord", "Commander"}
)

Span = tuple[int, int]
Record = dict[str, Any]


def locate(text: str, item: object) -> Span | None:
    """The span of a string, or of the nth occurrence (from 0) for ``[string, n]``; ``None`` where there is none."""
    string, number = item if isinstance(item, list) and len(item) == 2 else (item, 0)
    if not isinstance(string, str) or not isinstance(number, int) or not string:
        return None
    at = -1
    for _ in range(number + 1):
        at = text.find(string, at + 1)
        if at < 0:
            return None
    return at, at + len(string)


def everywhere(text: str, item: object) -> list[Span]:
    """All whole-word occurrences of a string, or the one of ``[string, n]``."""
    if isinstance(item, str) and item:
        return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(item)}(?!\w)", text)]
    found = locate(text, item)
    return [found] if found else []


def faults(record: Record) -> Iterator[str]:
    """What is wrong with a passage, one message a fault; nothing for a good one."""
    missing = [name for name in FIELDS if name not in record]
    if missing:
        yield f"fields missing: {', '.join(missing)}"
        return
    yield from _shape(record["text"])
    for number, attribution in enumerate(record["attributions"]):
        for fault in _attribution(record["text"], attribution):
            yield f"attribution {number}: {fault}"
    for field, labels in (("entities", ENTITIES), ("times", TIMES)):
        for fault in _labelled(record["text"], record[field], labels):
            yield f"{field}: {fault}"


def _shape(text: str) -> Iterator[str]:
    if len(text.split()) not in WORDS:
        yield f"text has {len(text.split())} words, wanted {WORDS.start} to {WORDS.stop - 1}"
    if len(text.split("\n\n")) not in PARAGRAPHS:
        yield f"text has {len(text.split(chr(10) * 2))} paragraphs, wanted 1 to {PARAGRAPHS.stop - 1}"
    if any(not p or p != p.strip() or "\n" in p for p in text.split("\n\n")):
        yield "text has an empty or padded paragraph, or a lone line break"


def _attribution(text: str, attribution: Record) -> Iterator[str]:
    if set(attribution) != {*PARTS, "silence"}:
        yield f"keys are {sorted(attribution)}, wanted {sorted({*PARTS, 'silence'})}"
        return
    if not isinstance(attribution["silence"], bool):
        yield "silence is not true or false"
    for part in ("cue", "content"):
        if not isinstance(attribution[part], list) or not attribution[part]:
            yield f"{part} is empty or not a list"
            return
    source = attribution["source"]
    items = [("source", source)] if source is not None else []
    items += [(part, item) for part in ("cue", "content") for item in attribution[part]]
    for part, item in items:
        yield from _span(text, part, item)


def _span(text: str, part: str, item: object) -> Iterator[str]:
    span = locate(text, item)
    if span is None:
        yield f"{part} {item!r} is not in the text"
        return
    start, end = span
    words = text[start:end]
    if words != words.strip() or (start and text[start - 1].isalnum() and text[start].isalnum()):
        yield f"{part} {item!r} does not start at a word"
    if end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        yield f"{part} {item!r} does not end at a word"
    if part != "content" and "\n\n" in words:
        yield f"{part} {item!r} runs past its paragraph"
    if part == "content" and words[0] in QUOTES and words[-1] in QUOTES and not set(QUOTES) & set(words[1:-1]):
        yield f"content {item!r} holds its quotation marks"
    if part == "content" and words[-1] == ",":
        yield f"content {item!r} ends with a comma"


def _labelled(text: str, found: list[Any], labels: frozenset[str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for entry in found:
        if not isinstance(entry, list) or len(entry) != 2:
            yield f"{entry!r} is not a pair"
            continue
        item, label = entry
        if label not in labels:
            yield f"{label!r} is not one of {', '.join(sorted(labels))}"
        if not everywhere(text, item):
            yield f"{item!r} is not in the text as whole words"
        if seen.setdefault(json.dumps(item), label) != label:
            yield f"{item!r} is labelled twice"


def doubts(record: Record) -> Iterator[str]:
    """What may be a slip: a name or a verb of saying without a label, or a content that starts with "that"."""
    text = record["text"]
    cues = [span for a in record["attributions"] for item in a["cue"] if (span := locate(text, item))]
    named = [span for field in ("entities", "times") for item, _ in record[field] for span in everywhere(text, item)]
    for match in SAYING.finditer(text):
        if not _inside(match.span(), cues):
            yield f"no cue: {_around(text, match.start())}"
    for match in CAPITALISED.finditer(text):
        if match.group() not in TITLES and not _inside(match.span(), named):
            yield f"no entity: {_around(text, match.start())}"
    for attribution in record["attributions"]:
        for item in attribution["content"]:
            if str(item if isinstance(item, str) else item[0]).startswith("that "):
                yield f"content starts with that: {item!r}"


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in others)


def _around(text: str, at: int) -> str:
    return "…" + text[max(0, at - 25) : at + 35].replace("\n", " ") + "…"


def read(path: Path) -> Iterator[tuple[int, Record | None]]:
    """Line numbers and records of a file; ``None`` for a line that is no JSON object."""
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            record = None
        yield number, record if isinstance(record, dict) else None


def checked(paths: Iterable[Path], problems_of: Callable[[Record], list[str]]) -> Iterator[tuple[Record, list[str]]]:
    """Each passage of the files with its problems as ``file:line: id: problem`` lines, and lines that are no passage.

    ``problems_of`` tells what is wrong with a passage itself; ids are looked after here.
    """
    ids: Counter[str] = Counter()
    for path in paths:
        for number, record in read(path):
            where = f"{path.name}:{number}"
            if record is None:
                yield {}, [f"{where}: not a JSON object; write one passage a line"]
                continue
            name = str(record.get("id", ""))
            ids[name] += 1
            problems = problems_of(record) + (["id is empty"] if not name else [])
            problems += [f"id {name} occurs before"] if ids[name] > 1 else []
            yield record, [f"{where}: {name}: {problem}" for problem in problems]


def check(paths: Iterable[Path], doubtful: bool = False) -> list[str]:
    """All faults of the files as ``file:line: id: fault`` lines; with ``doubtful`` also the doubts."""

    def problems(record: Record) -> list[str]:
        found = list(faults(record))
        return found or ([f"doubt: {d}" for d in doubts(record)] if doubtful else [])

    return [line for _, lines in checked(paths, problems) for line in lines]


def main(arguments: list[str]) -> int:
    """Checks the named files, else every ``statements*.jsonl`` beside this module; 1 if any fault was found."""
    names = [a for a in arguments if a != "--doubts"]
    paths = [Path(n) for n in names] or sorted(Path(__file__).parent.glob("statements*.jsonl"))
    lines = check(paths, "--doubts" in arguments)
    print(*lines, sep="\n", end="\n" if lines else "")
    wrong = [line for line in lines if ": doubt: " not in line]
    print(f"{sum(1 for p in paths for _ in read(p))} passages, {len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
