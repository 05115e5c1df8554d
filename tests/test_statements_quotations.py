"""What stands between quotation marks."""

import re
import time

import pytest

from onrecord.findings.quotations import find_quotations, paragraphs
from onrecord.language.document import ROOT, Document, Token

WORD = re.compile(r"``|''|\w+(?:['’]\w+)*|[^\w\s]")


def split(text: str) -> Document:
    """A document of words without trees."""
    tokens = [Token(m.start(), m.end(), m.group(), m.group(), "X", "X", ROOT, "root") for m in WORD.finditer(text)]
    return Document(text, tokens, [(0, len(tokens))] if tokens else [])


CASES: list[tuple[str, list[str]]] = [
    ("No marks at all.", []),
    ('"We are ready," Lee said.', ["We are ready,"]),
    ('Lee said: "We are ready."', ["We are ready."]),
    ('"We," Lee said, "are ready."', ["We,", "are ready."]),
    ("“We are ready,” Lee said.", ["We are ready,"]),
    ("„We are ready,” Lee said.", ["We are ready,"]),
    ("«We are ready», Lee said.", ["We are ready"]),
    ("''We are ready,'' Lee said.", ["We are ready,"]),
    ("``We are ready,'' Lee said.", ["We are ready,"]),
    ("'We are ready,' Lee said.", ["We are ready,"]),
    ("‘We are ready,’ Lee said.", ["We are ready,"]),
    ("'We're ready,' Lee said of the workers' vote.", ["We're ready,"]),
    ("The workers' vote and the miners' strike.", []),
    ("It was Lee's fault, and it isn't over.", []),
    ("In the '90s it was different.", []),
    ("\"He told me, 'Run,'\" she said.", ["He told me, 'Run,'"]),
    ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,"]),
    ('The "road map" and the "quartet" failed.', ["road map", "quartet"]),
    ('"First day.\n\n"Second day."', ["First day.", "Second day."]),
    ('"First. More of it.\n\n"Second.\n\n"Third," he said.', ["First. More of it.", "Second.", "Third,"]),
    ('Lee said: "First day.\n\n"Second day."', ["First day.", "Second day."]),
    ('Lee called it "a ruin and left. Nobody spoke.', ["a ruin and left."]),
    ('"Never closed, says Lee', ["Never closed, says Lee"]),
    ('The harbour is mined," Roy said.', ["The harbour is mined,"]),
    ('Five o\'clock" is no quotation', []),
    ('“Great again“ was on the cap.', ["Great again"]),
    ('He said ("quietly") no.', ["quietly"]),
    ('A 6" gun and a 4" gun.', []),
    ("Lee said: ‘He told us “run” twice.’", ["run"]),
    ("“We will win,” said O’Neill, “and soon.”", ["We will win,", "and soon."]),
    ("‘The workers’ vote stands,’ Lee said.", ["The workers’ vote stands,"]),
    ("\"First day.\n\nLee paused.\n\n\"Second day.\"", ["First day.", "Second day."]),
    ('Lee called it "a ruin." Roy called it "a start."', ["a ruin.", "a start."]),
    ('"Go." "Stay."', ["Go.", "Stay."]),
    ('—"We are ready"—', ["We are ready"]),
    ("", []),
    ('"', []),
    ('""', []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations(text: str, expected: list[str]) -> None:
    document = split(text)
    assert [document.words(q.first, q.last) for q in find_quotations(document)] == expected


@pytest.mark.parametrize(
    ("text", "opened", "closed"),
    [
        ('"We are ready," Lee said.', True, True),
        ('"We are ready.\n\n"Are you?"', True, False),
        ('We are ready," Lee said.', False, True),
    ],
)
def test_a_quotation_knows_its_marks(text: str, opened: bool, closed: bool) -> None:
    first = find_quotations(split(text))[0]
    assert (first.opened, first.closed) == (opened, closed)


def test_spans_hold_the_marks() -> None:
    text = 'Lee said "we go" and left.'
    (found,) = find_quotations(split(text))
    assert text[found.start : found.end] == '"we go"'


def test_paragraphs_are_numbered() -> None:
    found = find_quotations(split('"One."\n\nTwo.\n\n"Three."'))
    assert [q.paragraph for q in found] == [0, 2]


def test_paragraph_spans() -> None:
    text = "One.\n\nTwo two.\n \n\nThree."
    assert [text[a:b] for a, b in paragraphs(text)] == ["One.", "Two two.", "Three."]


FLOODS = ['"' * 20_000, "' " * 20_000, '"a ' * 10_000, "“" * 5_000 + "”" * 5_000, "\n\n" * 10_000]


@pytest.mark.parametrize("text", FLOODS)
def test_floods_of_marks_take_no_time(text: str) -> None:
    document = split(text)
    began = time.perf_counter()
    find_quotations(document)
    assert time.perf_counter() - began < 2
