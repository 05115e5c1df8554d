"""Documents for the tests of the statement stage: compact CoNLL-U with the expected statements as comments.

A case opens with ``# case = NAME``; each ``# expect = SPEAKER | CUE | CONTENT / CONTENT | KIND`` is one statement, with
``venue=…``, ``to=…`` and ``speaker=…`` (where the span is a pronoun) after it. ``# newpar`` opens a paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.language.document import ROOT, Document, Token
from onrecord.records import Statement

CASES = Path(__file__).parent / "statements.conllu"


@dataclass
class Case:
    """A document and what its statements must be, as lines of text."""

    name: str
    document: Document
    expected: list[str] = field(default_factory=list)


class Named:
    """A cast in which every run of tokens is an actor of that name, save relative pronouns."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def at(self, first: int, last: int) -> list[str]:
        name = self.document.words(first, last)
        return [] if name.lower() in ("who", "which", "that") else [name]


def cases(path: Path = CASES) -> Iterator[Case]:
    """The cases of a file, in order."""
    for block in path.read_text(encoding="utf-8").split("# case = ")[1:]:
        name, *lines = block.splitlines()
        yield Case(name, document(lines), [x.removeprefix("# expect = ") for x in lines if x.startswith("# expect = ")])


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
    end = len(found.text)
    found.tokens.append(Token(end - len(form), end, form, lemma, upos, xpos, governor, deprel))
    return misc == "SpaceAfter=No"


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
    return " | ".join(parts)
