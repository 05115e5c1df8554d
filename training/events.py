"""Passages with events, and predicates judged for fact, as training `Example`s.

Three sources: passages written for this project (``authored/events_*.jsonl``, guide ``authored/EVENTS.md``); the same
labels on wire paragraphs and on PLV's sentences, kept in ``annotated/`` as offsets only, since those texts are not ours
to pass on; and the factuality corpora, whose values from -3 to +3 say whether a predicate came true.
"""

import argparse
import csv
import functools
import gzip
import hashlib
import html
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.language import features, words
from onrecord.language.model import CHANNELS
from training.authored.check import everywhere
from training.corpora import DATA, HERE, Example, Labels, Link, Places, kept_back, tags

Span = tuple[int, int]
ROLES = {"actor": "actor", "recipient": "recipient", "act": "of", "place": "place", "grounds": "cue"}
FACTUALITY = ("UW", "MEANTIME", "UDS_IH2")
# To some judges a fact is what surely will be as well; to the record it is planned.
FUTURE, NEAR = frozenset(["will", "'ll", "shall", "wo"]), 4
SURELY = 1.5  # judgements nearer to 3 than to 0 are facts
CLOSING = frozenset([".", ",", ";", ":", "?", "!", "%", ")", "'", "''", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m"])
OPENING = frozenset(["(", "``", "$"])
WRITTEN = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}


def fifth(name: str) -> bool:
    """Whether a name falls into the fifth kept back for development."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def records(
    development: bool | None, folder: Path = HERE / "authored", what: str = "events"
) -> Iterator[dict[str, Any]]:
    """The authored passages of a kind; ``development`` picks the fifth kept back, the rest, or (None) all."""
    for path in sorted(folder.glob(f"{what}_*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            record = json.loads(line)
            if development is None or fifth(record["id"]) == development:
                yield record


def authored(development: bool | None) -> Iterator[Example]:
    """The authored event passages as examples."""
    for record in records(development):
        yield example(record["id"], record["text"], [located(record["text"], e) for e in record["events"]])


def located(text: str, event: dict[str, Any]) -> dict[str, Any]:
    """An event with the span of every string instead of the string; lists of spans for the roles."""
    found: dict[str, Any] = {key: event[key] for key in ("category", "mode", "status")}
    found["trigger"] = span_of(text, event["trigger"])
    for role, key in ROLES.items():
        value = event[key]
        several = value if key in ("actor", "recipient") else [] if value is None else [value]
        found[role] = [span_of(text, item) for item in several]
    return found


def span_of(text: str, item: object) -> Span:
    """The span of a string in whole words, or of its nth occurrence for ``[string, n]``."""
    string, number = item if isinstance(item, list) else (item, 0)
    start, end = everywhere(text, str(string))[int(number)]
    return start, end


def annotated(folder: Path = HERE / "annotated", data: Path = DATA) -> Iterator[Example]:
    """Passages of corpora whose events are kept as offsets. Raises `ValueError` where a text is another one."""
    for path in sorted(folder.glob("*.jsonl")):
        if path.name == "readings.jsonl":
            continue  # whole reports, which training.readings takes
        for line in path.read_text(encoding="utf8").splitlines():
            record = json.loads(line)
            text = passage(record["id"], record["length"], data)
            if digest(text) != record["sha"]:
                raise ValueError(f"{path.name}: the text of {record['id']} is not the one that was labelled")
            yield example(record["id"], text, record["events"])


def digest(text: str) -> str:
    """Short name of a text: the first 12 hex digits of its sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def passage(name: str, length: int, data: Path) -> str:
    """The text that an annotation is about: ``document@offset`` of the silver stories, or ``plv-digest``."""
    if name.startswith("plv-"):
        return plv_sentences(data)[name]
    document, offset = name.rsplit("@", 1)
    return stories(data)[document][int(offset) : int(offset) + length].replace("\n", " ")


@functools.cache
def stories(data: Path = DATA) -> dict[str, str]:
    """The silver stories by name, their markup taken out."""
    found = {}
    with tarfile.open(data / "timeml/silver.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            body = re.search(r"<TEXT>(.*?)</TEXT>", file.read().decode("utf8", "replace"), re.S) if file else None
            if body and Path(member.name).stem not in kept_back():
                found[Path(member.name).stem] = html.unescape(re.sub(r"<[^>]+>", "", body.group(1)))
    return found


@functools.cache
def plv_sentences(data: Path = DATA) -> dict[str, str]:
    """PLV's training sentences, the development fifth left out, by ``plv-`` and the digest of the sentence."""
    with gzip.open(data / "plover/plv-train.tsv.gz", "rt", encoding="utf8", newline="") as file:
        marked = [row["marked_sentence"] for row in csv.DictReader(file, delimiter="\t")]
    texts = [re.sub(r"</?[st]>", "", sentence) for sentence in marked]
    return {f"plv-{digest(text)}": text for text in texts if not fifth(text)}


def example(name: str, text: str, events: Iterable[dict[str, Any]]) -> Example:
    """A text and its events (spans of characters) as an example."""
    spans = words.split(text)
    places = Places(spans)
    runs, links = [], []
    marks = {"mode": ["?"] * len(spans), "status": ["?"] * len(spans)}
    for event in events:
        first, last = places.words(*event["trigger"])
        runs.append((first, last, event["category"]))
        for i in range(first, last):
            marks["mode"][i] = f"{event['category']} {event['mode']}" if event["mode"] else event["category"]
            marks["status"][i] = event["status"]
        roles = tuple(frozenset(covered(places, event[role])) for role in CHANNELS["deeds"])
        links.append(Link("deeds", frozenset(range(first, last)), roles))
    labels = Labels(event=tags(len(spans), runs), mode=marks["mode"], status=marks["status"], links=links)
    return Example(name, features.look(text, spans), labels)


def covered(places: Places, spans: Iterable[Span]) -> Iterator[int]:
    """The words that spans of characters cover."""
    for start, end in spans:
        yield from range(*places.words(start, end))


def factual(part: str, data: Path = DATA) -> Iterator[Example]:
    """The factuality corpora's ``train`` or ``dev`` sentences, set as running text."""
    for corpus in FACTUALITY:
        with gzip.open(data / f"factuality/{corpus}-{part}.jsonl.gz", "rt", encoding="utf8") as file:
            for number, line in enumerate(file):
                yield judged(f"{corpus}-{number}", json.loads(line))


def judged(name: str, record: dict[str, Any]) -> Example:
    """One sentence with its judgements; token offsets of the corpus become words of ours."""
    text, starts = running(record["text"].split())
    spans = words.split(text)
    places = Places(spans)
    marks = ["?"] * len(spans)
    for target in record["targets"]:
        first, _ = places.words(*starts[target["span1"][0]])
        marks[first] = judgement(target["label"])
        if marks[first] == "fact" and FUTURE & {text[a:b].lower() for a, b in spans[max(0, first - NEAR) : first]}:
            marks[first] = "?"
    return Example(name, features.look(text, spans), Labels(factual=marks))


def judgement(value: float) -> str:
    """The coarse judgement behind a value from -3 (certainly not) to 3 (certainly so)."""
    return "fact" if value > SURELY else "counterfact" if value < -SURELY else "open"


def running(tokens: list[str]) -> tuple[str, list[Span]]:
    """Tokens of the Penn Treebank as running text, and the span of each.

    >>> running(["He", "did", "n't", "go", "."])
    ("He didn't go.", [(0, 2), (3, 6), (6, 9), (10, 12), (12, 13)])
    """
    text, spans, opened = "", [], True
    for token in tokens:
        text += "" if opened or token in CLOSING else " "
        opened = token in OPENING
        written = WRITTEN.get(token, token)
        spans.append((len(text), len(text) + len(written)))
        text += written
    return text, spans


def standoff(record: dict[str, Any]) -> dict[str, Any]:
    """A labelled passage of a corpus as offsets: what ``annotated/`` keeps."""
    text = record["text"]
    name = f"plv-{digest(text)}" if record["id"].startswith("plv-") else record["id"]
    return {
        "id": name, "length": len(text), "sha": digest(text), "events": [located(text, e) for e in record["events"]]
    }  # fmt: skip


def main() -> None:
    ask = argparse.ArgumentParser(description="Labelled passages of corpora (EVENTS.md) to offsets for annotated/.")
    ask.add_argument("labelled", type=Path, nargs="+", help="JSON Lines as EVENTS.md has them, ids as in `passage`")
    ask.add_argument("--into", type=Path, required=True, help="a file in training/annotated")
    opt = ask.parse_args()
    lines = [line for path in opt.labelled for line in path.read_text(encoding="utf8").splitlines()]
    rows = sorted((standoff(json.loads(line)) for line in lines), key=lambda row: str(row["id"]))
    opt.into.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")


if __name__ == "__main__":
    main()
