"""The boundaries between PLOVER's categories, and between what happened and what did not, on whole sentences."""

import csv
from pathlib import Path

import pytest

from onrecord.intake import Article
from onrecord.reader import read
from onrecord.records import Source

with Path(__file__).with_name("event_boundaries.csv").open(encoding="utf8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def case(row: dict[str, str]) -> object:
    """A row as a test case; ``wrong`` says what the model still gets wrong in it."""
    marks = [pytest.mark.xfail(strict=False, reason=row["wrong"])] if row["wrong"] else []
    return pytest.param(row, id=row["sentence"][:40], marks=marks)


@pytest.mark.parametrize("row", [case(row) for row in ROWS])
def test_boundaries(row: dict[str, str]) -> None:
    report = read(Article(Source(), row["sentence"], published="2024-11-25"))
    found = [
        (event.event, event.mode or "", event.status)
        for event in report.events
        if row["trigger"] in report.text[event.trigger[0] : event.trigger[1]].split()
    ]
    assert found == [(row["category"], row["mode"], row["status"])]
