"""The cast of a report: its figures and which of them each stretch of text names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from onrecord import tables
from onrecord.language.document import Document, TokenRange
from onrecord.records import Actor, ActorKind, actor_id

Gender = Literal["he", "she", ""]
FAR = 3  # sentences back that a pronoun or description looks for what it means


@dataclass(slots=True)
class Figure:
    """An actor while the report is being read; ``heads`` are the head tokens of its mentions."""

    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    org: str | None = None
    wikidata: str | None = None
    role: str | None = None
    gender: Gender = ""
    plural: bool = False
    mentions: list[TokenRange] = field(default_factory=list)
    acted: bool = False
    weighed: bool = False  # whether its country was weighed, not told beside it

    @property
    def given(self) -> bool:
        """Whether the words beside it or a table give its country."""
        return self.country is not None and not self.weighed

    @property
    def id(self) -> str:
        """The id that the figure has as an actor, as far as it is known by now."""
        return actor_id(self.kind, self.name, self.country)

    @property
    def surname(self) -> str:
        """The last word of the name, folded."""
        return tables.folded(self.name).split(" ")[-1] if self.name else ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of the text that names a country: its token, the country, whether it only says where."""

    at: int
    code: str
    where: bool


class Cast:
    """The actors of a report and which of them each stretch of text names."""

    def __init__(self, document: Document, home: str | None, names: list[tuple[int, int, str]] | None = None) -> None:
        self.document, self.home, self.names = document, home, names or []
        self.signs: list[Sign] = []
        self.home_place: str | None = None  # the place of the dateline
        self.settled = False  # whether the whole text has been met
        self.figures: list[Figure] = []
        self.known: dict[int, Figure] = {}
        self._entity = {i: e for e in document.entities for i in range(e.first, e.last)}

    @property
    def actors(self) -> list[Actor]:
        """The actors in the order of their first mention, each id once."""
        found: dict[str, Actor] = {}
        for figure in sorted(self.figures, key=lambda f: min(f.mentions, default=(1 << 30, 0))):
            if not figure.acted:
                continue
            actor = self._actor(figure)
            if actor.id in found:
                merged = sorted({*found[actor.id].mentions, *actor.mentions})
                actor = found[actor.id].model_copy(update={"mentions": merged})
            found[actor.id] = actor
        return list(found.values())

    def _actor(self, figure: Figure) -> Actor:
        spans = sorted({self.document.span(*m) for m in figure.mentions})
        return Actor(
            id=figure.id, name=figure.name, kind=figure.kind,
            country=figure.country, sectors=list(figure.sectors), office=figure.office, org=figure.org,
            wikidata=figure.wikidata, mentions=spans,
        )  # fmt: skip

    def country_of(self, identity: str) -> str | None:
        """The country of an actor of this cast by its id."""
        return next((f.country for f in self.figures if f.id == identity), None)

    def state(self, code: str) -> Figure:
        """The state of a country: the figure that the cast has of it, or one that it does not have yet."""
        known = next((f for f in self.figures if f.kind == "state" and f.country == code), None)
        return known or Figure(tables.countries()[code].name, "state", code, ("GOV",))

    def figure_at(self, index: int) -> Figure | None:
        """The figure whose mention has this token, if any."""
        return self.known.get(index)

    def mention(self, figure: Figure, run: TokenRange, acted: bool) -> None:
        """Record that a run of tokens refers to a figure."""
        if figure not in self.figures:
            self.figures.append(figure)
        figure.mentions.append(run)
        figure.acted |= acted
        for index in range(*run):
            self.known.setdefault(index, figure)

    def lately(self, index: int) -> Iterator[Figure]:
        """Figures mentioned before a token and at most `FAR` sentences back, subjects first, the nearest first."""
        sentence = self.document.sentence_of(index)
        seen: list[tuple[tuple[int, bool, int], Figure]] = []
        for figure in self.figures:
            before = [m for m in figure.mentions if m[0] < index and sentence - self.document.sentence_of(m[0]) <= FAR]
            if before:
                last = max(before)
                head = self.document.head_of(*last)
                back = sentence - self.document.sentence_of(last[0])
                seen.append(((back, not self.document.related(head, "nsubj"), -last[0]), figure))
        yield from (figure for _, figure in sorted(seen, key=lambda s: s[0]))

    def entity(self, index: int) -> str:
        """The entity label of a token, empty if it has none."""
        return self._entity[index].label if index in self._entity else ""
