"""Documents for the tests of the statement stage: compact CoNLL-U with the expected statements as comments.

A case opens with ``# case = NAME``; ``# newpar`` opens a paragraph. What else a comment can tell:

- ``# expect = SPEAKER | CUE | CONTENT / CONTENT | KIND`` is one statement, with ``venue=…``, ``to=…``, ``speaker=…``
  (where the span is a pronoun) and ``on=DAY`` after it;
- ``# proposed = SOURCE | CUE | CONTENT / CONTENT | SCORE`` is what the language model is taken to propose;
- ``# dated = WORDS | DAY`` is a date that was resolved before;
- ``# wrong = REASON`` marks a case in which the stage does not do yet what the contract asks.

The last column holds ``SpaceAfter=No``, ``Entity=gpe`` and ``Time=DATE``, divided by ``|``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.findings.page import Page
from onrecord.findings.statements import find_statements
from onrecord.language.document import ROOT, Attribution, Document, Tagged, Token, TokenRange
from onrecord.records import Statement
from onrecord.times import Dated

CASES = Path(__file__).parent / "statements.conllu"
PUBLISHED = "2024-11-24"
NOBODY = frozenset(("who", "which", "that", "a request for comment"))


@dataclass
class Case:
    """A document and what its statements must be, as lines of text."""

    name: str
    document: Document
    expected: list[str] = field(default_factory=list)
    wrong: str | None = None
    dates: list[Dated] = field(default_factory=list)

    def shown(self) -> list[str]:
        """The statements that the stage finds, as lines of text."""
        return [shown(self.document.text, s) for s in statements(self.document, self.dates)]


def statements(document: Document, dates: list[Dated] | None = None, within: str = "text") -> list[Statement]:
    """The statements of a document in which everybody is called what the text calls them, save relative pronouns."""

    def named(first: int, last: int) -> list[str]:
        name = document.words(first, last)
        return [] if name.lower() in NOBODY else [name]

    return find_statements(Page.of(document), named, dates or [], PUBLISHED, "sha256:0", within)


def cases(path: Path = CASES) -> Iterator[Case]:
    """The cases of a file, in order."""
    for block in path.read_text(encoding="utf-8").split("# case = ")[1:]:
        name, *lines = block.splitlines()
        found = document(lines)
        found.attributions = [_proposed(found, line) for line in _comments(lines, "proposed")]
        dates = [_dated(found, line) for line in _comments(lines, "dated")]
        wrong = next(iter(_comments(lines, "wrong")), None)
        yield Case(name, found, _comments(lines, "expect"), wrong, dates)


def case(name: str) -> Case:
    """The case of that name."""
    return next(c for c in cases() if c.name == name)


def _comments(lines: list[str], key: str) -> list[str]:
    opening = f"# {key} = "
    return [line.removeprefix(opening) for line in lines if line.startswith(opening)]


def _dated(found: Document, line: str) -> Dated:
    words, day = line.split(" | ")
    first, last = _run(found, words)
    return Dated(found.span(first, last), words, "date", day, day, first, last)


def _proposed(found: Document, line: str) -> Attribution:
    source, cue, content, score = line.split(" | ")
    runs = [[_run(found, words) for words in part.split(" / ") if words != "-"] for part in (source, cue, content)]
    return Attribution(runs[0], runs[1], runs[2], float(score))


def _run(found: Document, words: str) -> TokenRange:
    start = found.text.index(words)
    return found.tokens_in(start, start + len(words))


def document(lines: list[str]) -> Document:
    """A document of CoNLL-U lines; spaces follow words unless ``SpaceAfter=No`` says otherwise."""
    found = Document("", [], [])
    first, glued = 0, True
    for line in [*lines, ""]:
        if line == "# newpar" and found.tokens:
            found.text, glued = found.text + "\n\n", True
        elif not line and len(found.tokens) > first:
            found.sentences.append((first, len(found.tokens)))
            first = len(found.tokens)
        elif line and not line.startswith("#"):
            glued = _add(found, first, line.split("\t"), glued)
    return found


def _add(found: Document, first: int, columns: list[str], glued: bool) -> bool:
    _, form, lemma, upos, xpos, _, head, deprel, _, misc = columns
    found.text += ("" if glued else " ") + form
    governor = int(head) - 1 + first if head != "0" else ROOT
    end, here = len(found.text), len(found.tokens)
    found.tokens.append(Token(end - len(form), end, form, lemma, upos, xpos, governor, deprel))
    notes = misc.split("|")
    for note in notes:
        kind, _, label = note.partition("=")
        if kind in ("Entity", "Time"):
            (found.entities if kind == "Entity" else found.times).append(Tagged(here, here + 1, label, 1.0))
    return "SpaceAfter=No" in notes


def shown(text: str, statement: Statement) -> str:
    """A statement as a line of text, in the notation of the cases."""
    words = text.__getitem__
    speaker = "-" if statement.speaker_span is None else words(slice(*statement.speaker_span))
    cue = "-" if statement.cue is None else words(slice(*statement.cue))
    parts = [speaker, cue, " / ".join(words(slice(*c)) for c in statement.content), statement.kind]
    if statement.venue is not None:
        parts.append("venue=" + words(slice(*statement.venue)))
    if statement.addressee:
        parts.append("to=" + ", ".join(statement.addressee))
    if statement.speaker and statement.speaker != [speaker]:
        parts.append("speaker=" + ", ".join(statement.speaker))
    if statement.date is not None:
        parts.append("on=" + statement.date.start)
    return " | ".join(parts)
