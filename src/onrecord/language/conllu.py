r"""CoNLL-U, the exchange format of Universal Dependencies: documents out, documents in.

Paragraphs are ``# newpar``; other white space than one space after a word stands in MISC (``SpaceAfter=No``,
``SpacesAfter=\n``, ``SpacesBefore``, as UDPipe writes them). What UD has no column for goes under one MISC key of our
own, on the first word of each run: kind, label (or number of the attribution), words in the run, score::

    Onrecord=entity:gpe:1:0.98,source:1:1:0.93

so that reading what `write` wrote gives the same `Document`. In any other UD file multiword tokens become their words
(each with the span of the whole token where the token is not just its words joined), empty nodes and the columns that
a `Document` has no place for are passed over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from onrecord.language.document import ROOT, Attribution, Document, Tagged, Token, TokenRange
from onrecord.records import InputError

KEY = "Onrecord"
BREAK = "\n\n"
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
COLUMNS = 10
ESCAPES = {"\\": "\\\\", " ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p"}
PLAIN = {escape: char for char, escape in ESCAPES.items()}
ROLES = ("source", "cue", "content")


def write(document: Document) -> Iterator[str]:
    """The document as lines of CoNLL-U, without line ends; a blank line closes each sentence."""
    notes = _notes(document)
    yield "# newdoc"
    for number, (first, last) in enumerate(document.sentences):
        if first and BLANK_LINE.search(_gap(document, first - 1)):
            yield "# newpar"
        yield f"# sent_id = {number + 1}"
        yield f"# text = {_printed(document, first, last)}"
        for a, b in _surfaces(document, first, last):
            misc = _spacing(document, a, b, b == last)
            surface = document.text[document.tokens[a].start : document.tokens[b - 1].end]
            if b - a > 1 or surface != document.tokens[a].text:
                yield "\t".join([f"{a - first + 1}-{b - first}", surface, *"_______", _joined(misc)])
                misc = []
            for i in range(a, b):
                tags = [f"{KEY}={','.join(notes[i])}"] if i in notes else []
                yield _word(document.tokens[i], i, first, [*misc, *tags])
        yield ""


def read(lines: Iterable[str], name: str = "-") -> Iterator[Document]:
    """The documents of a CoNLL-U file, one at each ``# newdoc`` (one in all where there is none).

    Raises `InputError`, with ``name`` and line, at the first line that is not CoNLL-U; documents before it have been
    given by then.
    """
    builder = _Builder(name)
    for number, line in enumerate(lines, 1):
        builder.line = number
        line = line.rstrip("\r\n").removeprefix("\ufeff" if number == 1 else "")
        if line.startswith("#"):
            builder.between()
            if re.match(r"#\s*newdoc\b", line) and builder.document.sentences:
                yield builder.finished()
            builder.comment(line)
        elif line.strip():
            builder.row(line.split("\t"))
        else:
            builder.end_sentence()
    builder.end_sentence()
    if builder.document.sentences:
        yield builder.finished()


def _word(token: Token, index: int, first: int, misc: Sequence[str]) -> str:
    head = 0 if token.head == ROOT else token.head - first + 1
    columns = (str(index - first + 1), token.text, token.lemma, token.upos, token.xpos, "", str(head), token.deprel, "")
    return "\t".join([c or "_" for c in columns] + [_joined(misc)])


def _joined(misc: Sequence[str]) -> str:
    return "|".join(misc) or "_"


def _surfaces(document: Document, first: int, last: int) -> Iterator[TokenRange]:
    """Runs of words that share one span: a multiword token, or a word alone."""
    for _, run in groupby(range(first, last), lambda i: (document.tokens[i].start, document.tokens[i].end)):
        found = list(run)
        yield found[0], found[-1] + 1


def _gap(document: Document, index: int) -> str:
    """The text between a token and the next, or the end."""
    after = document.tokens[index + 1].start if index + 1 < len(document.tokens) else len(document.text)
    return document.text[document.tokens[index].end : after]


def _printed(document: Document, first: int, last: int) -> str:
    """A sentence on one line, as ``# text`` wants it: its words, with one space where there is any."""
    parts = []
    for a, b in _surfaces(document, first, last):
        start, end = document.span(a, b)
        parts.append(document.text[start:end] + (" " if b < last and _gap(document, b - 1) else ""))
    return "".join(parts)


def _spacing(document: Document, first: int, last: int, closes: bool) -> list[str]:
    """MISC entries for the white space around a run of words, where it is not what a reader would assume."""
    found = []
    before = document.text[: document.tokens[0].start] if first == 0 else ""
    gap = _gap(document, last - 1)
    if before:
        found.append(f"SpacesBefore={escaped(before)}")
    usual = "" if last == len(document.tokens) else BREAK if closes and BLANK_LINE.search(gap) else " "
    if gap != usual:
        found.append(f"SpacesAfter={escaped(gap)}" if gap else "SpaceAfter=No")
    return found


def escaped(text: str) -> str:
    r"""White space as MISC holds it.

    >>> escaped(" \n")
    '\\s\\n'
    """
    return "".join(ESCAPES.get(char, char) for char in text)


def unescaped(text: str) -> str:
    """The text that `escaped` made this of; unknown escapes stay as they are."""
    return re.sub(r"\\.", lambda match: PLAIN.get(match[0], match[0]), text)


def _notes(document: Document) -> dict[int, list[str]]:
    """For each token that begins a run: what the model says of the run."""
    found: dict[int, list[str]] = {}
    for kind, tagged in (("entity", document.entities), ("time", document.times)):
        for tag in tagged:
            found.setdefault(tag.first, []).append(f"{kind}:{tag.label}:{tag.last - tag.first}:{tag.score!r}")
    for number, attribution in enumerate(document.attributions, 1):
        for role in ROLES:
            for first, last in getattr(attribution, role):
                found.setdefault(first, []).append(f"{role}:{number}:{last - first}:{attribution.score!r}")
    return found


@dataclass(slots=True)
class _Builder:
    """A document as it is read, and the sentence that its lines are in."""

    name: str
    line: int = 0
    document: Document = field(default_factory=lambda: Document("", [], []))
    attributions: dict[int, Attribution] = field(default_factory=dict)
    gap: str = ""  # the white space between the last word and the next
    given: bool = False  # whether the file gives it letter by letter
    heads: list[tuple[int, int]] = field(default_factory=list)  # of the sentence, with their lines
    whole: tuple[int, list[str]] | None = None  # the multiword token that is open: its last word, its columns
    inside: list[list[str]] = field(default_factory=list)  # rows of the open multiword token's words

    def between(self) -> None:
        """Raise where a sentence is open."""
        if self.heads or self.whole:
            raise self.wrong("a comment inside a sentence", "put a blank line before it")

    def comment(self, line: str) -> None:
        """A comment may open a paragraph; the others tell nothing that a `Document` holds."""
        if re.match(r"#\s*newpar\b", line) and self.document.tokens and not self.given:
            self.gap = BREAK

    def row(self, columns: list[str]) -> None:
        """One line of ten columns: a word, a multiword token or an empty node."""
        if len(columns) != COLUMNS:
            raise self.wrong(f"{len(columns)} columns", f"CoNLL-U has {COLUMNS}, divided by tabs")
        match re.fullmatch(r"(\d+)(?:([-.])(\d+))?", columns[0]):
            case None:
                raise self.wrong(f"the id {columns[0]!r}", "ids are 1, 1-2 or 1.1")
            case found if found[2] == "-":
                self.open_token(int(found[1]), int(found[3]), columns)
            case found if found[2] is None:
                self.word(int(found[1]), columns)

    def open_token(self, first: int, last: int, columns: list[str]) -> None:
        expected = len(self.heads) + 1
        if self.whole or first != expected or last < first:
            raise self.wrong(f"the multiword token {columns[0]!r}", f"the next word is {expected}")
        self.whole = last, columns

    def word(self, number: int, columns: list[str]) -> None:
        if number != len(self.heads) + 1:
            raise self.wrong(f"the id {number}", f"the next word is {len(self.heads) + 1}")
        if not columns[1]:
            raise self.wrong("a word without a form", "give every word its form in the second column")
        if not re.fullmatch(r"\d+", columns[6]):
            raise self.wrong(f"the head {columns[6]!r}", "give every word one: the id of a word, or 0 for the root")
        self.heads.append((int(columns[6]), self.line))
        if self.whole is None:
            self.place([columns], columns)
            return
        self.inside.append(columns)
        if number == self.whole[0]:
            self.place(self.inside, self.whole[1])
            self.whole, self.inside = None, []

    def place(self, words: list[list[str]], surface: list[str]) -> None:
        """Put words into the text: one by one where they make up the surface form, else all over its whole span."""
        document = self.document
        if not document.tokens:
            self.gap = unescaped(_value("SpacesBefore", surface[9]) or "")
        document.text += self.gap
        start = len(document.text)
        document.text += surface[1]
        joined = "".join(columns[1] for columns in words) == surface[1]
        for columns in words:
            end = start + len(columns[1]) if joined else len(document.text)
            self.note(columns[9])
            _, form, lemma, upos, xpos, _, _, deprel, _, _ = columns
            document.tokens.append(Token(start, end, form, lemma, upos, xpos, ROOT, deprel))
            start = end if joined else start
        after = _value("SpacesAfter", surface[9])
        self.given = after is not None
        self.gap = unescaped(after) if after is not None else "" if _value("SpaceAfter", surface[9]) == "No" else " "

    def note(self, misc: str) -> None:
        """What our own MISC key says of the run that begins at the next token."""
        value = _value(KEY, misc)
        for item in value.split(",") if value else ():
            try:
                self.tag(*item.split(":"))
            except (ValueError, TypeError) as error:
                raise self.wrong(f"the tag {item!r}", f"{KEY}= holds kind:label:words:score") from error

    def tag(self, kind: str, label: str, length: str, score: str) -> None:
        """One run. Raises ``ValueError`` where it is malformed."""
        first = len(self.document.tokens)
        last, sure = first + int(length), float(score)
        if last <= first:
            raise ValueError(length)
        if kind in ("entity", "time"):
            tagged = self.document.entities if kind == "entity" else self.document.times
            tagged.append(Tagged(first, last, label, sure))
        elif kind in ROLES:
            found = self.attributions.setdefault(int(label), Attribution([], [], [], sure))
            getattr(found, kind).append((first, last))
        else:
            raise ValueError(kind)

    def end_sentence(self) -> None:
        """A blank line, or the end of the file: the sentence's heads become indices of the document."""
        if self.whole:
            raise self.wrong("a multiword token without all its words", "give the words that its id names after it")
        count, first = len(self.heads), len(self.document.tokens) - len(self.heads)
        for i, (head, line) in enumerate(self.heads):
            if head > count:
                self.line = line
                raise self.wrong(f"the head {head}", f"the sentence has {count} words")
            self.document.tokens[first + i].head = first + head - 1 if head else ROOT
        if self.heads:
            self.refuse_circle(first)
            self.document.sentences.append((first, first + count))
        self.heads = []

    def refuse_circle(self, first: int) -> None:
        """Raise where heads go round: whoever walks such a tree would never come out."""
        tokens = self.document.tokens
        safe = {ROOT}
        for index in range(first, len(tokens)):
            path: list[int] = []
            while index not in safe:
                if index in path:
                    number, self.line = index - first + 1, self.heads[index - first][1]
                    raise self.wrong(f"heads that go in a circle through the word {number}", "a tree has none")
                path.append(index)
                index = tokens[index].head
            safe.update(path)

    def finished(self) -> Document:
        """The document, and the builder made ready for the next."""
        found = self.document
        found.text += self.gap if self.given else ""
        found.attributions += [self.attributions[number] for number in sorted(self.attributions)]
        ends = [t.last for t in (*found.entities, *found.times)]
        ends += [last for a in found.attributions for role in ROLES for _, last in getattr(a, role)]
        if any(end > len(found.tokens) for end in ends):
            raise self.wrong(f"a tag of {KEY}= that runs past the end of its document", "tag fewer words")
        self.document, self.attributions = Document("", [], []), {}
        self.gap, self.given = "", False
        return found

    def wrong(self, seen: str, remedy: str) -> InputError:
        """The error of the line that is being read."""
        return InputError(f"{self.name}:{self.line}", "read", seen, remedy)


def _value(key: str, misc: str) -> str | None:
    """The value of a key in a MISC column."""
    return next((part.partition("=")[2] for part in misc.split("|") if part.startswith(key + "=")), None)
