"""The record: what one report becomes, as types (the contract is docs/RECORD.md).

Offsets count Unicode code points; a span is ``(start, end)``, end exclusive, into the field that the finding's ``in``
names (``text`` as a rule). ``text[start:end]`` is always the exact evidence. Unknown is ``None`` or an empty list.

The errors of this package, all under one root::

    OnrecordError
    ├── InputError          an input could not be read: names the input, the stage, what was seen, what to do
    ├── ModelError          the model folder is missing, damaged or of another version
    ├── TableError          a table row is wrong: names file and line
    └── StoreError          the record on disk could not be opened or written
"""

import datetime
import functools
import hashlib
import json
import types
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # has no types

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
# ``in`` is no name that Python allows; in code the field is called ``within``.
Within = Annotated[str, Field(alias="in", pattern=r"^(text|title|standfirst|caption:\d+)$")]
ActorKind = Literal["person", "organization", "state", "group", "unknown"]
StatementKind = Literal["direct", "indirect", "mixed", "silence"]
PublishedFrom = Literal["metadata", "argument", "text"]
Status = Literal["happened", "ongoing", "planned", "possible", "conditional", "denied", "background"]
Stance = Literal["does", "intends", "considers", "not-ruled-out", "undecided", "refrains", "rules-out", "warns"]
ConditionKind = Literal["if", "unless", "until", "depending-on", "after", "before", "in-coordination-with"]
Category = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
ISO_TIME = r"^\d{4}-\d{2}-\d{2}(T.+)?$"


class OnrecordError(Exception):
    """Root of every error that this package raises on purpose."""


class InputError(OnrecordError):
    """An input that could not be read.

    ``name`` is the input (path, URL, ``file.jsonl:17``), ``stage`` where it failed (``open``, ``decode``, ``extract``,
    ``read``), ``seen`` what was found there and ``remedy`` what the user can do about it.
    """

    def __init__(self, name: str, stage: str, seen: str, remedy: str) -> None:
        super().__init__(f"{name}: {seen}; {remedy}")
        self.name, self.stage, self.seen, self.remedy = name, stage, seen, remedy


class ModelError(OnrecordError):
    """The model folder is missing, damaged or made for another version."""


class TableError(OnrecordError):
    """A row of a table is wrong; the message names file and line."""


class StoreError(OnrecordError):
    """The record on disk could not be opened or written."""


class Entry(BaseModel):
    """Base of all record types: strict about unknown keys, immutable once made, numbers that JSON can hold."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False,
        json_schema_serialization_defaults_required=True,
    )  # fmt: skip


class Source(Entry):
    """Where a report came from, as far as known; ``id`` is the input's own id."""

    id: str | None = None
    path: str | None = None
    url: str | None = None
    publisher: str | None = None
    feed: str | None = None


class Dateline(Entry):
    """The place line that opens a body: ``text`` as printed, ``country`` as ISO alpha-3."""

    text: str
    place: str | None = None
    country: str | None = None


class Caption(Entry):
    """A picture caption without its credit."""

    text: str
    credit: str | None = None
    date: str | None = None


class Day(Entry):
    """A date on the calendar: ISO days, ``end`` inclusive, and the words that give it."""

    start: str
    end: str
    text: str
    span: Span

    @model_validator(mode="after")
    def _days_exist(self) -> Self:
        """Both days are on the calendar, in order."""
        if datetime.date.fromisoformat(self.start) > datetime.date.fromisoformat(self.end):
            raise ValueError(f"date {self.text!r}: {self.start} is after {self.end}")
        return self


class DatedMention(Day):
    """A date and the field that its span points into."""

    within: Within = "text"


class Actor(Entry):
    """Someone or something that acts or is acted on, with every span that refers to it."""

    id: str
    name: str
    kind: ActorKind = "unknown"
    country: str | None = None
    sectors: list[str] = []
    office: str | None = None
    org: str | None = None
    wikidata: str | None = None
    mentions: list[Span] = []


class Finding(Entry):
    """What statements, events and positions share."""

    id: str
    within: Within = "text"


class Statement(Finding):
    """Who said (or would not say) what. ``evidence`` is the span of the sentence(s) it stands in."""

    speaker: list[str] = []
    speaker_span: Span | None = None
    cue: Span | None = None
    content: list[Span]
    kind: StatementKind
    addressee: list[str] = []
    date: Day | None = None
    venue: Span | None = None
    evidence: Span
    confidence: Annotated[float, Field(ge=0, le=1)]


class Place(Entry):
    """Where an event happened."""

    text: str
    span: Span
    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


class Quantity(Entry):
    """A number in the text: ``approx`` is ``over``, ``under``, ``about`` or ``None``; ``of`` is what is counted."""

    span: Span
    value: float
    unit: str | None = None
    approx: str | None = None
    of: str | None = None


class Why(Entry):
    """What made an event: the lexicon's entry (``lexicon: pull out (VERB)``) or ``model``; the words of its status."""

    trigger: str
    status: list[Span] = []


class Event(Finding):
    """Who did what to whom, and whether it happened; ``retold`` are the triggers of its other tellings."""

    event: Category
    mode: str | None = None
    context: list[str] = []
    cameo: str | None = None
    quad: Annotated[int, Field(ge=1, le=4)]
    score: float | None = None
    actor: list[str] = []
    recipient: list[str] = []
    trigger: Span
    evidence: Span
    date: Day | None = None
    place: Place | None = None
    status: Status
    according_to: str | None = None
    quantities: list[Quantity] = []
    retold: list[Span] = []
    why: Why | None = None
    confidence: Annotated[float, Field(ge=0, le=1)]


class Condition(Entry):
    """What a position depends on."""

    span: Span
    kind: ConditionKind


class Position(Finding):
    """What an actor holds out, rules out, or makes depend on something."""

    actor: list[str] = []
    measure: Span
    toward: list[str] = []
    stance: Stance
    conditions: list[Condition] = []
    constraints: list[Span] = []
    phase: str | None = None
    date: Day | None = None
    according_to: str | None = None
    evidence: Span
    confidence: Annotated[float, Field(ge=0, le=1)]


class Report(Entry):
    """One report read: the article, its actors and its findings."""

    id: str
    source: Source = Source()
    language: str | None = None
    title: str | None = None
    standfirst: str | None = None
    bylines: list[str] = []
    dateline: Dateline | None = None
    published: str | None = Field(default=None, pattern=ISO_TIME)
    published_from: PublishedFrom | None = None
    text: str
    captions: list[Caption] = []
    furniture: list[str] = []
    sentences: list[Span] = []
    actors: list[Actor] = []
    statements: list[Statement] = []
    events: list[Event] = []
    positions: list[Position] = []
    dates: list[DatedMention] = []

    @model_validator(mode="after")
    def _tells_no_lies(self) -> Self:
        """Every span lies inside its field, and every actor and statement that a finding names is there, once."""
        findings = (*self.statements, *self.events, *self.positions)
        check_unique([actor.id for actor in self.actors], "actor")
        check_unique([finding.id for finding in findings], "finding")
        check_spans(self.sentences, self.text, "sentences")
        for actor in self.actors:
            check_spans(actor.mentions, self.text, f"actor {actor.id}")
        for finding in findings:
            self._check(finding)
        for date in self.dates:
            owner = f"date {date.text!r}"
            check_spans([date.span], self.field(date.within), owner)
            check_words(date, self.field(date.within), owner)
        return self

    def _check(self, finding: "Finding") -> None:
        field, owner = self.field(finding.within), f"finding {finding.id}"
        check_spans(spans_of(finding), field, owner)
        for part in (getattr(finding, "date", None), getattr(finding, "place", None)):
            if part is not None:
                check_words(part, field, owner)
        if unknown := actors_of(finding) - {actor.id for actor in self.actors}:
            raise ValueError(f"{owner} names actors that the report does not list: {sorted(unknown)}")
        told_in = getattr(finding, "according_to", None)
        if told_in is not None and told_in not in {statement.id for statement in self.statements}:
            raise ValueError(f"{owner} is according to a statement that the report does not list: {told_in!r}")

    def field(self, within: str) -> str:
        """The text that a finding's ``in`` points into; empty where the report has none."""
        if within.startswith("caption:"):
            index = int(within.removeprefix("caption:"))
            return self.captions[index].text if index < len(self.captions) else ""
        return {"text": self.text, "title": self.title, "standfirst": self.standfirst}[within] or ""

    def to_json(self) -> str:
        """The report as one line of JSON, keys in the order of the contract."""
        return self.model_dump_json(by_alias=True)


class Failure(Entry):
    """An input, or part of one, that could not be read: kept so that nothing is silently lost."""

    input: str
    stage: str
    error: str
    seen: str
    remedy: str

    @classmethod
    def of(cls, error: InputError) -> "Failure":
        """The failure row of an input error."""
        return cls(
            input=error.name, stage=error.stage, error=type(error).__name__, seen=error.seen, remedy=error.remedy
        )


def check_spans(spans: Iterable[Span], field: str, owner: str) -> None:
    """Raise ``ValueError`` where a span is empty, reversed or outside ``field``."""
    for start, end in spans:
        if not 0 <= start < end <= len(field):
            raise ValueError(f"{owner}: span [{start}, {end}) is empty or outside a field of {len(field)} characters")


def checked_day(published: str | None) -> str | None:
    """A publication date as the user gave it, if it is an ISO date or time on the calendar. Raises `InputError`."""
    try:
        if published is None or (
            published[4:5] == published[7:8] == "-" and datetime.datetime.fromisoformat(published)
        ):
            return published
    except ValueError:
        pass
    raise InputError("published", "open", f"{published!r} is no date on the calendar", "write it as YYYY-MM-DD")


def check_words(entry: "Day | Place", field: str, owner: str) -> None:
    """Raise ``ValueError`` where the words that an entry gives are not those of its span."""
    start, end = entry.span
    if field[start:end] != entry.text:
        raise ValueError(f"{owner}: {entry.text!r} is not what stands at [{start}, {end}): {field[start:end]!r}")


def check_unique(ids: Iterable[str], kind: str) -> None:
    """Raise ``ValueError`` where two entries share an id."""
    if twice := [name for name, count in Counter(ids).items() if count > 1]:
        raise ValueError(f"more than one {kind} has the id {twice[0]!r}")


def spans_of(entry: Entry) -> list[Span]:
    """All spans in an entry, nested entries included, in field order."""
    found: list[Span] = []
    for name in type(entry).model_fields:
        found.extend(_spans_in(getattr(entry, name)))
    return found


def _spans_in(value: object) -> list[Span]:
    match value:
        case tuple():
            return [value]
        case Entry():
            return spans_of(value)
        case list():
            return [span for item in value for span in _spans_in(item)]
        case _:
            return []


def actors_of(finding: Finding) -> set[str]:
    """The ids of the actors that a finding names, on whichever side."""
    sides = ("speaker", "addressee", "actor", "recipient", "toward")
    return {actor for side in sides for actor in getattr(finding, side, [])}


def report_id(title: str | None, published: str | None, text: str) -> str:
    """``sha256:`` and the hex digest of title, published date and text: the same report read twice is one report."""
    return "sha256:" + _digest(title, (published or "")[:10], text)


def finding_id(prefix: str, report: str, *identity: object) -> str:
    """A short id, stable while the report and the identity fields (spans, category) stay the same."""
    return prefix + _digest(report, *identity)[:12]


@functools.lru_cache(10_000)
def actor_id(kind: str, name: str, country: str | None) -> str:
    """One id for one actor in whichever report: states by code, others by kind, name and country."""
    if kind == "state" and country:
        return country
    return "a" + _digest(kind, name.casefold(), country)[:12]


def _digest(*fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """JSON Schema of one report as ``onrecord read --json -`` prints it: every key is there, unknown ones as null."""
    found = Report.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def arrow_schema() -> "pa.Schema":
    """The Arrow schema of reports as rows: findings are lists of structs, a span a struct of ``start`` and ``end``."""
    import pyarrow as pa

    return pa.schema(_arrow_fields(Report))


def _arrow_fields(model: type[Entry]) -> "list[pa.Field]":
    import pyarrow as pa

    return [pa.field(info.alias or name, _arrow_type(info.annotation)) for name, info in model.model_fields.items()]


def _arrow_type(annotation: Any) -> "pa.DataType":
    import pyarrow as pa

    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _arrow_type(inner[0])
    if origin in (Union, types.UnionType):
        return _arrow_type(next(a for a in inner if a is not type(None)))
    if origin is list:
        return pa.list_(_arrow_type(inner[0]))
    if origin is tuple:
        return pa.struct([pa.field("start", pa.int64()), pa.field("end", pa.int64())])
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return pa.struct(_arrow_fields(annotation))
    return {int: pa.int64(), float: pa.float64()}.get(annotation, pa.string())


def to_row(report: Report) -> dict[str, Any]:
    """A report as a row of `arrow_schema`."""
    return {name: _packed(value) for name, value in report.model_dump(by_alias=True).items()}


def from_row(row: dict[str, Any]) -> Report:
    """The report that `to_row` made this row of."""
    return Report.model_validate({name: _unpacked(value) for name, value in row.items()})


def _packed(value: Any) -> Any:
    match value:
        case tuple():
            return {"start": value[0], "end": value[1]}
        case dict():
            return {name: _packed(inner) for name, inner in value.items()}
        case list():
            return [_packed(inner) for inner in value]
        case _:
            return value


def _unpacked(value: Any) -> Any:
    match value:
        case {"start": int() as start, "end": int() as end}:
            return (start, end)
        case dict():
            return {name: _unpacked(inner) for name, inner in value.items()}
        case list():
            return [_unpacked(inner) for inner in value]
        case _:
            return value
