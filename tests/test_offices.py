"""Offices in time: terms, holders, titles in words, the checks of the table, and the commands that ask it."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from conftest import Ended
from onrecord import office_checks, offices, tables
from onrecord.offices import Term
from onrecord.records import InputError, TableError

with (Path(__file__).parent / "office_questions.csv").open(encoding="utf8", newline="") as questions_file:
    QUESTIONS = list(csv.DictReader(questions_file))


def term(**more: str | None) -> Term:
    """A term of an invented minister."""
    told: dict[str, str | None] = {
        "name": "Ana Costa", "country": "PRT", "office": "foreign", "title": "Foreign Minister", "org": None,
        "start": "2020-03", "end": "2022-05", **more,
    }  # fmt: skip
    return Term(aliases=(), wikidata=(), source="us", **told)  # type: ignore[arg-type]  # every field is given as told


def names(found: list[Term]) -> list[str]:
    """The people of terms, each once."""
    return list(dict.fromkeys(each.name for each in found))


# Two hundred questions


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["question"])
def test_who_held_an_office(asked: dict[str, str]) -> None:
    found = offices.held_by(asked["country"], asked["title"], asked["date"])
    if asked["answer"] == "unknown":
        assert found == []
    else:
        known = {tables.folded(name) for each in found for name in (each.name, *each.aliases)}
        assert tables.folded(asked["answer"]) in known
        assert len(names(found)) == 1, names(found)


def test_the_questions_are_many_and_few_have_no_answer() -> None:
    assert len(QUESTIONS) == 200
    assert len({asked["question"] for asked in QUESTIONS}) == 200
    assert len({asked["country"] for asked in QUESTIONS}) >= 60
    assert {asked["date"][:3] for asked in QUESTIONS} == {"199", "200", "201", "202"}
    assert sum(asked["answer"] == "unknown" for asked in QUESTIONS) <= 25
    asked_for = {offices.office_of(asked["title"]) for asked in QUESTIONS}
    assert offices.OFFICES - asked_for == set()


# Terms


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        ("2020-03", "2022-05", "2020-03-01", True),
        ("2020-03", "2022-05", "2022-05-31", True),
        ("2020-03", "2022-05", "2020-02-29", False),
        ("2020-03", "2022-05", "2022-06-01", False),
        ("2020-03", None, "2030-01-01", True),
        ("2020", "2022", "2022-12-31", True),
        ("2020", "2022", "2023-01-01", False),
        ("2020", "2022-05", "2020-01-01", True),
    ],
)
def test_a_term_covers_a_day_as_exactly_as_its_ends_are_known(
    start: str, end: str | None, day: str, expected: bool
) -> None:
    assert term(start=start, end=end).covers(day) is expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Rustem Umerov", "2024-11-27", ["Rustem Umerov"]),
        ("umerov", "2024-11-27", ["Rustem Umerov"]),
        ("Kadhafi", "1990-01-01", ["Moammar Gadhafi"]),
        ("Muammar al-Gaddafi", "1999-01-01", ["Moammar Gadhafi"]),
        ("Zelensky", "2024-11-27", ["Volodymyr Zelensky"]),
        ("Zelenskiy", "2024-11-27", ["Volodymyr Zelensky"]),
        ("Yoon", "2024-11-27", ["Yoon Suk-yeol"]),
        ("Yoon Suk Yeol", "2024-11-27", ["Yoon Suk-yeol"]),
        ("Xi", "2024-11-27", ["Xi Jinping"]),
        ("de Villepin", "2003-02-14", ["Dominique de Villepin"]),
        ("Dominique", "2003-02-14", []),
        ("Schroder", "2003-02-14", ["Gerhard Schröder"]),
        ("Umerov", "1999-01-01", []),
        ("Nobody Atall", None, []),
        ("", None, []),
    ],
)
def test_terms_by_name(name: str, day: str | None, expected: list[str]) -> None:
    assert names(offices.terms_of(name, day)) == expected


def test_two_people_of_one_surname_are_both_found() -> None:
    found = names(offices.terms_of("Bush"))
    assert found == ["George H.W. Bush", "George W. Bush"]


def test_terms_come_oldest_first() -> None:
    starts = [each.start for each in offices.terms_of("Vladimir Putin")]
    assert starts == sorted(starts)
    assert len(starts) >= 4


@pytest.mark.parametrize(
    "call", [lambda day: offices.terms_of("Bush", day), lambda day: offices.holders("USA", "x", day)]
)
def test_a_day_that_is_no_date_is_an_error(call: Callable[[str], object]) -> None:
    with pytest.raises(InputError, match="'27 Nov' is no date on the calendar; write it as YYYY-MM-DD"):
        call("27 Nov")


@pytest.mark.parametrize(
    ("country", "office", "day", "expected"),
    [
        ("FRA", "head-of-state", "2003-02-14", ["Jacques Chirac"]),
        ("FRA", "head-of-government", "2003-02-14", ["Jean-Pierre Raffarin"]),
        ("USA", "head-of-government", "2003-02-14", ["George W. Bush"]),
        ("USA", "head-of-state", "2003-02-14", ["George W. Bush"]),
        ("GBR", "head-of-state", "2003-02-14", ["Elizabeth II"]),
        ("GBR", "head-of-government", "2007-06-15", ["Tony Blair", "Gordon Brown"]),
        ("TUR", "head-of-government", "2013-01-01", ["Recep Tayyip Erdoğan"]),
        ("UTO", "head-of-state", "2013-01-01", []),
        ("FRA", "wizard", "2013-01-01", []),
    ],
)
def test_holders(country: str, office: str, day: str, expected: list[str]) -> None:
    assert names(offices.holders(country, office, day)) == expected


# Titles


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("foreign minister", "foreign"),
        ("Foreign Minister", "foreign"),
        ("minister of foreign affairs", "foreign"),
        ("Minister for Foreign Affairs", "foreign"),
        ("French foreign minister", "foreign"),
        ("acting foreign minister", "foreign"),
        ("secretary of state for defence", "defence"),
        ("Defense Secretary", "defence"),
        ("South Korean defense minister", "defence"),
        ("minister of the interior", "interior"),
        ("home secretary", "interior"),
        ("president", "head-of-state"),
        ("king", "head-of-state"),
        ("prime minister", "head-of-government"),
        ("premier", "head-of-government"),
        ("chancellor", "head-of-government"),
        ("supreme leader", "leader"),
        ("national security adviser", "security-adviser"),
        ("White House chief of staff", "chief-of-staff"),
        ("Kremlin spokesman", "spokesperson"),
        ("spokeswoman", "spokesperson"),
        ("House speaker", "speaker"),
        ("CIA director", "intelligence"),
        ("secretary-general", "organization-head"),
        ("IMF chief", "organization-head"),
        ("deputy foreign minister", None),
        ("former president", None),
        ("vice president", None),
        ("president-elect", None),
        ("opposition leader", None),
        ("bank president", None),
        ("police chief", None),
        ("finance minister", None),
        ("chief", None),
        ("wizard", None),
        ("", None),
    ],
)
def test_the_office_of_a_title(words: str, expected: str | None) -> None:
    assert offices.office_of(words) == expected


@pytest.mark.parametrize(
    ("country", "words", "day"),
    [
        ("ESP", "president", "2013-01-01"),
        ("GBR", "president", "2013-01-01"),
        ("GBR", "chancellor", "2013-01-01"),
        ("DEU", "prime minister", "2013-01-01"),
        ("USA", "prime minister", "2013-01-01"),
        ("FRA", "king", "2013-01-01"),
        ("GBR", "king", "2013-01-01"),
        ("FRA", "deputy foreign minister", "2013-01-01"),
        ("FRA", "Kremlin spokesman", "2013-01-01"),
        ("FRA", "wizard", "2013-01-01"),
    ],
)
def test_nobody_holds_a_title_that_the_country_does_not_have(country: str, words: str, day: str) -> None:
    assert offices.held_by(country, words, day) == []


def test_at_a_change_inside_a_month_both_are_told() -> None:
    assert names(offices.held_by("GBR", "prime minister", "2007-06-27")) == ["Tony Blair", "Gordon Brown"]


# Reading


def test_the_table_is_not_read_before_it_is_asked() -> None:
    code = "import onrecord.cli, onrecord.offices as o; print(*(f.cache_info().misses for f in (o._lines, o._titles)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "0 0\n"


def test_every_title_of_the_titles_table_names_known_offices() -> None:
    for line, row in tables.rows("office_titles.csv"):
        assert set(tables.several(row["office"])) <= offices.OFFICES, line


# Checking


def test_the_shipped_offices_are_sound() -> None:
    office_checks.check_offices()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"office": "wizard"}, "'wizard' is no office; one of chief-of-staff, defence, foreign, head-of-government, "
         "head-of-state, intelligence, interior, leader, organization-head, security-adviser, speaker, spokesperson"),
        ({"start": ""}, "'' is no month or year; write it as YYYY-MM or YYYY"),
        ({"start": "2020-13"}, "'2020-13' is no month or year; write it as YYYY-MM or YYYY"),
        ({"end": "2019"}, "the term ends (2019) before it begins (2020-03)"),
        ({"end": "2020-02"}, "the term ends (2020-02) before it begins (2020-03)"),
        ({"title": ""}, "no name or no title"),
        ({"office": "organization-head", "country": "IGO"}, "the head of no organisation; name it in the column org"),
        ({"end": "2020"}, None),
        ({"end": None}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_term(more: dict[str, str | None], expected: str | None) -> None:
    assert office_checks.fault_of(term(**more)) == expected


JOINT = {"country": "PRT", "office": "foreign", "title": "", "from": "2022", "to": "2022"}


@pytest.mark.parametrize(
    ("more", "joint", "found"),
    [
        ({"start": "2022-05"}, [], 0),
        ({"start": "2022-04"}, [], 0),
        ({"start": "2022-03"}, [], 1),
        ({"start": "2022"}, [], 0),
        ({"start": "2021"}, [], 1),
        ({"start": "2021", "title": "Deputy Foreign Minister"}, [], 0),
        ({"start": "2021", "title": "Acting Foreign Minister"}, [], 0),
        ({"start": "2021", "office": "speaker", "title": "Speaker"}, [], 0),
        ({"start": "2021", "country": "ESP"}, [], 0),
        ({"start": "2021", "name": "Ana Costa"}, [], 0),
        ({"start": "2022-03"}, [JOINT], 0),
        ({"start": "2021-03"}, [JOINT], 1),
        ({"start": "2022-03"}, [JOINT | {"title": "Co-Minister"}], 1),
    ],
)
def test_two_holders_of_one_office(more: dict[str, str | None], joint: list[dict[str, str]], found: int) -> None:
    numbered = [(2, term()), (3, term(**{"name": "Rui Lopes", "end": None, **more}))]
    assert len(list(office_checks.contradictions(numbered, joint))) == found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the checks read instead of the package's own."""
    for table in files("onrecord.tables").iterdir():
        if table.name.endswith(".csv"):
            (tmp_path / table.name).write_text(table.read_text("utf8"), "utf8")
    tables.countries()
    offices.office_of("president")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    return tmp_path


def test_a_second_holder_is_named_with_the_line(folder: Path) -> None:
    path = folder / "offices.csv"
    last = path.read_text("utf8").count("\n") + 1
    with path.open("a", encoding="utf8") as file:
        file.write("Ana Costa,,FRA,head-of-state,President,,2001-01,2001-06,,us\n")
    with pytest.raises(TableError) as raised:
        tables.check_tables()
    assert str(raised.value) == (
        f"offices.csv:{last}: Jacques Chirac and Ana Costa both hold head-of-state of FRA from 2001-01; "
        "an office held jointly stands in joint_offices.csv"
    )


def test_a_state_without_a_head_is_named_with_the_line(folder: Path) -> None:
    with (folder / "countries.csv").open("a", encoding="utf8") as file:
        file.write("UTO,Utopia,Utopia,Utopian,Amaurot,,us\n")
    with pytest.raises(TableError, match=r"^countries\.csv:252: Utopia has no head of state or government in 2020$"):
        tables.check_tables()


# Commands


def test_who_prints_the_term_of_the_day(run: Callable[..., Ended]) -> None:
    ended = run("who", "Umerov", "--on", "2024-11-27")
    assert ended.code == 0
    assert ended.out.startswith("Rustem Umerov: Defence Minister (defence), UKR, 2023-09 to 2025-07 [")
    assert ended.out.count("\n") == 1


def test_who_marks_those_who_were_not_in_office_that_day(run: Callable[..., Ended]) -> None:
    ended = run("who", "Margaret Thatcher", "--on", "2024-11-27")
    assert ended.code == 0
    assert "Prime Minister (head-of-government), GBR, 1979-05 to 1990-11, not on that day" in ended.out


def test_who_writes_rows_as_json(run: Callable[..., Ended]) -> None:
    ended = run("who", "Obama", "--on", "2010-01-01", "--json")
    (row,) = map(json.loads, ended.out.splitlines())
    source = row.pop("source")
    assert "public record" in source
    assert row == {
        "kind": "person", "name": "Barack Obama", "country": "USA", "office": "head-of-state", "title": "President",
        "org": None, "from": "2009-01", "to": "2017-01", "on_day": True, "wikidata": ["Q76"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NATO", "NATO, IGO: organization [nato.int]"),
        ("the Kremlin", "Russia, RUS: state (by metonym) ["),
        ("Ukraine", "Ukraine, UKR: state ["),
        ("Ukrainian", "Ukraine, UKR: state (by demonym) ["),
    ],
)
def test_who_knows_organisations_and_states(run: Callable[..., Ended], name: str, expected: str) -> None:
    ended = run("who", name)
    assert ended.code == 0
    assert ended.out.startswith(expected)


def test_who_says_that_nobody_is_known(run: Callable[..., Ended]) -> None:
    ended = run("who", "Nobody Atall")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "onrecord: Nobody Atall: nobody and nothing of that name in the tables; give a full name or a surname\n"
    )


def test_who_on_a_day_that_is_no_date_is_a_usage_error(run: Callable[..., Ended]) -> None:
    ended = run("who", "Obama", "--on", "27 Nov")
    assert ended.code == 1
    assert "'27 Nov' is no date on the calendar; write it as YYYY-MM-DD" in " ".join(ended.err.split())


def test_tables_lists_every_table_with_its_rows(run: Callable[..., Ended]) -> None:
    listed = [json.loads(line) for line in run("tables", "--json").out.splitlines()]
    assert [each["table"] for each in listed] == tables.names()
    assert {"table": "countries.csv", "rows": 250} in listed
    assert "countries.csv: 250 rows\n" in run("tables").out


def test_tables_that_are_sound_are_said_to_be(run: Callable[..., Ended]) -> None:
    ended = run("tables", "--check")
    assert (ended.code, ended.err) == (0, "")
    assert "countries.csv: 250 rows, sound\n" in ended.out


def test_tables_names_file_and_line_of_what_is_wrong(folder: Path, run: Callable[..., Ended]) -> None:
    with (folder / "roles.csv").open("a", encoding="utf8") as file:
        file.write("wizard,person,GOV,\n")
    line = (folder / "roles.csv").read_text("utf8").count("\n")
    ended = run("tables", "--check")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"onrecord: roles.csv:{line}: no source\n"
