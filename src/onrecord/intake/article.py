"""An article: what intake hands to the reader."""

from dataclasses import dataclass, field

from onrecord.records import Caption, Dateline, PublishedFrom, Source


@dataclass(frozen=True, slots=True)
class Article:
    """A report before it is read; the fields are those of `records.Report`, ``text`` the clean body."""

    source: Source
    text: str
    language: str | None = None
    title: str | None = None
    standfirst: str | None = None
    bylines: list[str] = field(default_factory=list)
    dateline: Dateline | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    captions: list[Caption] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
