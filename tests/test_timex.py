"""``onrecord dates``: dates as rows, as a table, and as TimeML."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ended
from onrecord.records import DatedMention, Report, Source, Span, report_id
from onrecord.store import Store
from onrecord.times import find_dates
from onrecord.timex import COLUMNS, Timex, document, timex_of

TEXT = (
    "Norway and Latvia held talks in Riga on Tuesday night.\n\n"
    "Guns & shells <40 tonnes> arrived on Nov. 4-6, and more are due in early December. Exports rose in 2023."
)
TITLE = "Talks held Tuesday in Riga"


def dated(words: str, start: str, end: str, text: str = TEXT, within: str = "text") -> DatedMention:
    at = text.index(words)
    return DatedMention(start=start, end=end, text=words, span=(at, at + len(words)), within=within)


def report(text: str = TEXT, title: str | None = TITLE) -> Report:
    """A report of four dates in its body and one in its title."""
    found = [
        dated("Tuesday night", "2024-11-26", "2024-11-26"),
        dated("Nov. 4-6", "2024-11-04", "2024-11-06"),
        dated("early December", "2024-12-01", "2024-12-10"),
        dated("2023", "2023-01-01", "2023-12-31"),
        dated("Tuesday", "2024-11-26", "2024-11-26", TITLE, "title"),
    ]
    ends = [text.index(". Exports") + 1, len(text)]
    first = text.index(".") + 1
    spans: list[Span] = [(0, first), (first + 2, ends[0]), (ends[0] + 1, ends[1])]
    return Report(
        id=report_id(title, "2024-11-27", text), title=title, text=text, published="2024-11-27", language="en",
        source=Source(id="talks"), dates=found, sentences=spans,
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "record"
    Store.create(place).add([report()])
    return place


@pytest.mark.parametrize(
    ("words", "start", "end", "expected"),
    [
        ("Monday", "2024-11-25", "2024-11-25", Timex("DATE", "2024-11-25")),
        ("Tuesday night", "2024-11-26", "2024-11-26", Timex("TIME", "2024-11-26TNI")),
        ("tonight", "2024-11-27", "2024-11-27", Timex("TIME", "2024-11-27TNI")),
        ("this morning", "2024-11-27", "2024-11-27", Timex("TIME", "2024-11-27TMO")),
        ("Thursday afternoon", "2024-11-28", "2024-11-28", Timex("TIME", "2024-11-28TAF")),
        ("last week", "2024-11-18", "2024-11-24", Timex("DATE", "2024-W47")),
        ("last week", "2024-12-30", "2025-01-05", Timex("DATE", "2025-W01")),
        ("the weekend", "2024-11-23", "2024-11-24", Timex("DATE", "2024-W47-WE")),
        ("earlier this week", "2024-11-25", "2024-11-26", Timex("DATE", "2024-W48", "START")),
        ("later this week", "2024-11-28", "2024-12-01", Timex("DATE", "2024-W48", "END")),
        ("March", "2024-03-01", "2024-03-31", Timex("DATE", "2024-03")),
        ("early March", "2024-03-01", "2024-03-10", Timex("DATE", "2024-03", "START")),
        ("mid-March", "2024-03-11", "2024-03-20", Timex("DATE", "2024-03", "MID")),
        ("late last month", "2024-10-21", "2024-10-31", Timex("DATE", "2024-10", "END")),
        ("third-quarter", "2024-07-01", "2024-09-30", Timex("DATE", "2024-Q3")),
        ("last fall", "2023-09-01", "2023-11-30", Timex("DATE", "2023-FA")),
        ("this summer", "2024-06-01", "2024-08-31", Timex("DATE", "2024-SU")),
        ("the winter of 2023", "2023-12-01", "2024-02-29", Timex("DATE", "2023-WI")),
        ("the first half of 2024", "2024-01-01", "2024-06-30", Timex("DATE", "2024-H1")),
        ("the second half of 2024", "2024-07-01", "2024-12-31", Timex("DATE", "2024-H2")),
        ("1998", "1998-01-01", "1998-12-31", Timex("DATE", "1998")),
        ("the end of 1998", "1998-01-01", "1998-12-31", Timex("DATE", "1998", "END")),
        ("the early 1990s", "1990-01-01", "1999-12-31", Timex("DATE", "199", "START")),
        ("Nov. 4-6", "2024-11-04", "2024-11-06", Timex("DURATION", "P3D")),
        ("1998-99", "1998-01-01", "1999-12-31", Timex("DURATION", "P730D")),
    ],
)
def test_a_date_in_the_notation_of_timeml(words: str, start: str, end: str, expected: Timex) -> None:
    assert timex_of(dated(words, start, end, words)) == expected


def test_a_report_as_timeml() -> None:
    assert document(report()) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        "<DOCID>talks</DOCID>\n"
        '<DCT><TIMEX3 tid="t0" type="DATE" value="2024-11-27" functionInDocument="CREATION_TIME">'
        "2024-11-27</TIMEX3></DCT>\n"
        '<TITLE>Talks held <TIMEX3 tid="t1" type="DATE" value="2024-11-26">Tuesday</TIMEX3> in Riga</TITLE>\n'
        "<TEXT>\n"
        "Norway and Latvia held talks in Riga on "
        '<TIMEX3 tid="t2" type="TIME" value="2024-11-26TNI">Tuesday night</TIMEX3>.\n\n'
        "Guns &amp; shells &lt;40 tonnes&gt; arrived on "
        '<TIMEX3 tid="t3" type="DURATION" value="P3D" beginPoint="t4" endPoint="t5">Nov. 4-6</TIMEX3>'
        '<TIMEX3 tid="t4" type="DATE" value="2024-11-04"/><TIMEX3 tid="t5" type="DATE" value="2024-11-06"/>, '
        'and more are due in <TIMEX3 tid="t6" type="DATE" value="2024-12" mod="START">early December</TIMEX3>. '
        'Exports rose in <TIMEX3 tid="t7" type="DATE" value="2023">2023</TIMEX3>.\n'
        "</TEXT>\n"
        "</TimeML>\n"
    )


def test_what_xml_cannot_hold_is_replaced() -> None:
    text = TEXT.replace("Guns", "Gun\x0b")
    root = ET.fromstring(document(report(text)).encode())
    body = root.find("TEXT")
    assert body is not None
    assert "".join(body.itertext()).strip() == text.replace("\x0b", "\ufffd")


def test_a_report_without_title_and_day_has_neither() -> None:
    bare = Report(id=report_id(None, None, "Quiet."), text="Quiet.", language="en", source=Source())
    assert document(bare).split("\n")[2:] == [
        f"<DOCID>{bare.id}</DOCID>",
        "<TEXT>",
        "Quiet.",
        "</TEXT>",
        "</TimeML>",
        "",
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["Tuesday night", "Nov. 4-6", "early December", "2023", "Tuesday"]),
        (["--since", "2024-11-06"], ["Tuesday night", "Nov. 4-6", "early December", "Tuesday"]),
        (["--since", "2024-11-07", "--until", "2024-11-30"], ["Tuesday night", "Tuesday"]),
        (["--until", "2023-06-30"], ["2023"]),
        (["--since", "2025-01-01"], []),
    ],
)
def test_dates_are_chosen_by_their_days(
    options: list[str], found: list[str], record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("dates", "--record", record, "--json", *options)
    assert [json.loads(line)["text"] for line in ended.out.splitlines()] == found
    assert (ended.code, ended.err) == (0, "")


def test_a_row_of_a_date(record: Path, run: Callable[..., Ended]) -> None:
    line = run("dates", "--record", record, "--json", "--since", "2024-12-01").out
    assert json.loads(line) == {
        "report": report().id, "source": "talks", "published": "2024-11-27", "in": "text", "start": "2024-12-01",
        "end": "2024-12-10", "text": "early December", "span": [123, 137], "type": "DATE", "value": "2024-12",
        "mod": "START",
        "evidence": "Guns & shells <40 tonnes> arrived on Nov. 4-6, and more are due in early December.",
    }  # fmt: skip


def test_dates_as_csv(record: Path, run: Callable[..., Ended]) -> None:
    out = run("dates", "--record", record, "--csv", "--until", "2023-12-31").out
    header, row = csv.reader(io.StringIO(out))
    assert header == list(COLUMNS)
    assert row[1:] == [
        "talks", "2024-11-27", "text", "2023-01-01", "2023-12-31", "2023", "155|159", "DATE", "2023", "",
        "Exports rose in 2023.",
    ]  # fmt: skip


def test_dates_as_timeml(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("dates", "--record", record, "--to", "TIMEX3")
    assert (ended.code, ended.out) == (0, document(report()))


def test_dates_as_a_table(record: Path, run: Callable[..., Ended]) -> None:
    lines = run("dates", "--record", record, "--until", "2024-11-06").out.splitlines()
    assert any("2024-11-04…06" in line and "Nov. 4-6" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "seen"),
    [
        (["--json", "--csv"], "give one format: CSV, JSON Lines or TimeML"),
        (["--to", "timex3", "--json"], "give one format: CSV, JSON Lines or TimeML"),
        (["--to", "timex2"], "'timex2' is no format; give one of timex3"),
        (["--since", "soon"], "'soon' is no"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    options: list[str], seen: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("dates", "--record", record, *options)
    assert ended.code == 1
    assert seen in " ".join(ended.err.replace("│", " ").split())


def test_the_notation_round_trips_through_the_reader() -> None:
    from onrecord.language import analyse

    (found,) = find_dates(analyse("The talks were held in late October."), "2024-11-27")
    assert found.start
    assert found.end
    mention = DatedMention(start=found.start, end=found.end, text=found.text, span=found.span)
    assert timex_of(mention) == Timex("DATE", "2024-10", "END")
