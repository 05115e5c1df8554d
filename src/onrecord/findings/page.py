"""A document with what the statement stage looks up again and again: quotations, paragraphs, reporting clauses."""

from dataclasses import dataclass, field

from onrecord.findings.cues import lemma_of
from onrecord.findings.quotations import Quotation, find_quotations, paragraphs
from onrecord.language.document import Document, TokenRange


@dataclass(slots=True)
class Page:
    """A document, its quotations, and for each token the quotation (or -1) and the paragraph that it stands in."""

    document: Document
    quotations: list[Quotation] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    times: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    lemmas: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> "Page":
        """The page of a document."""
        quotations = find_quotations(document)
        quoted = [-1] * len(document.tokens)
        for number, quotation in enumerate(quotations):
            quoted[quotation.first : quotation.last] = [number] * (quotation.last - quotation.first)
        times = frozenset(i for t in document.times for i in range(t.first, t.last))
        places = frozenset(i for e in document.entities if e.label in ("gpe", "place") for i in range(e.first, e.last))
        lemmas = [lemma_of(t.text, t.lemma, t.upos) for t in document.tokens]
        return cls(document, quotations, quoted, _paragraphs(document), times, places, lemmas)

    def timed(self, index: int) -> bool:
        """Whether a token stands in a time expression."""
        return index in self.times

    def quotation(self, index: int) -> Quotation | None:
        """The quotation that a token stands in."""
        number = self.quoted[index]
        return None if number < 0 else self.quotations[number]

    def sentence(self, index: int) -> TokenRange:
        """The sentence of a token."""
        return self.document.sentences[self.document.sentence_of(index)]


def _paragraphs(document: Document) -> list[int]:
    bounds, found, at = paragraphs(document.text), [], 0
    for token in document.tokens:
        while at + 1 < len(bounds) and token.start >= bounds[at + 1][0]:
            at += 1
        found.append(at)
    return found
