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

import hashlib
import json
import types
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    import pyarrow as pa

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
ActorKind = Literal["person", "organization", "state", "group", "unknown"]
StatementKind = Literal["direct", "indirect", "mixed", "silence"]
PublishedFrom = Literal["metadata", "argument", "text"]
Status = Literal["happened", "ongoing", "planned", "possible", "conditional", "denied", "background"]
Stance = Literal[
    "does", "intends", "considers", "not-ruled-out", "undecided", "refrains", "rules-out", "warns"
]
ConditionKind = Literal["if", "unless", "until", "depending-on", "after", "before", "in-coordination-with"]
Category = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
WITHIN = r"^(text|title|standfirst|caption:\d+)$"


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
    """Base of all record types: strict about unknown keys, immutable once made."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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


class DatedMention(Day):
    """A date and the field that its span points into."""

    within: str = Field(default="text", alias="in", pattern=WITHIN)


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
    within: str = Field(default="text", alias="in", pattern=WITHIN)


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


class Event(Finding):
    """Who did what to whom, and whether it happened."""

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
    published: str | None = None
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
    def _spans_stay_inside(self) -> "Report":
        """Every span lies inside its field and every referenced actor exists; a record that lies is not made."""
        known = {actor.id for actor in self.actors}
        for actor in self.actors:
            check_spans(actor.mentions, self.text, f"actor {actor.id}")
        check_spans(self.sentences, self.text, "sentences")
        for finding in (*self.statements, *self.events, *self.positions):
            field = self.field(finding.within)
            check_spans(spans_of(finding), field, f"finding {finding.id}")
            unknown = actors_of(finding) - known
            if unknown:
                raise ValueError(f"finding {finding.id} names actors that the report does not list: {sorted(unknown)}")
        for date in self.dates:
            check_spans([date.span], self.field(date.within), f"date {date.text!r}")
        return self

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


def actor_id(kind: str, name: str, country: str | None) -> str:
    """One id for one actor in whichever report: states by code, others by kind, name and country."""
    if kind == "state" and country:
        return country
    return "a" + _digest(kind, name.casefold(), country)[:12]


def _digest(*fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """JSON Schema of one report as ``onrecord read --json -`` prints it."""
    return Report.model_json_schema(by_alias=True)


def arrow_schema() -> "pa.Schema":
    """The Arrow schema of reports as rows: findings are lists of structs, a span is a struct of ``start`` and ``end``."""
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
