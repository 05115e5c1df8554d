"""The data tables and their checker."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from onrecord import tables
from onrecord.language import words
from onrecord.records import TableError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the look-ups read instead of the package's own."""
    for table in files("onrecord.tables").iterdir():
        if table.name.endswith(".csv"):
            (tmp_path / table.name).write_text(table.read_text("utf8"), "utf8")
    tables.countries()
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    return tmp_path


def test_the_shipped_tables_are_sound() -> None:
    tables.check_tables()


@pytest.mark.parametrize(
    ("file", "row", "expected"),
    [
        ("countries.csv", "UTO,Utopia,Utopia,Utopian", "not as many fields as the header has"),
        ("countries.csv", "UTO,Utopia,Utopia,Utopian,Amaurot,,us,more", "not as many fields as the header has"),
        ("countries.csv", "UTO,Utopia,Utopia,Utopian,Amaurot,,", "no source"),
        ("countries.csv", "FRA,Utopia,Utopia,Utopian,Amaurot,,us", "'FRA' stands twice"),
        ("organizations.csv", "NATO,,IGO,MIL,us", "'NATO' stands twice"),
        ("organizations.csv", "Utopian League,,UTO,,us", "'UTO' is no country of countries.csv and no PLOVER code"),
        ("organizations.csv", "Utopian League,,IGO,GOV|XYZ|ABC,us", "['ABC', 'XYZ'] are no PLOVER sectors"),
        ("organizations.csv", "Utopian League,,IGO,GOV,", "no source"),
        ("roles.csv", "minister,person,GOV,us", "'minister' stands twice"),
        ("roles.csv", "wizard,being,GOV,us", "'being' is no kind of actor; one of group, organization, person, state"),
        ("roles.csv", "wizard,person,MAG,us", "['MAG'] are no PLOVER sectors"),
        (
            "offices.csv",
            "Ana Costa,,UTO,leader,Head,,2020,,Q1,us",
            "'UTO' is no country of countries.csv and no PLOVER code",
        ),
        ("offices.csv", "Ana Costa,,PRT,leader,Head,,2020,,Q1", "not as many fields as the header has"),
        ("offices.csv", "Ana Costa,,PRT,leader,Head,,2020,,Q1,", "no source"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(folder: Path, file: str, row: str, expected: str) -> None:
    lines = (folder / file).read_text("utf8").splitlines()
    (folder / file).write_text("\n".join([*lines, row]) + "\n", "utf8")
    with pytest.raises(TableError) as error:
        tables.check_tables()
    assert str(error.value) == f"{file}:{len(lines) + 1}: {expected}"


def test_the_first_wrong_row_is_named(folder: Path) -> None:
    (folder / "roles.csv").write_text("noun,kind,sectors,source\nseer,person,,us\nelf,person,,\nfay,fay,,us\n", "utf8")
    with pytest.raises(TableError, match=r"^roles\.csv:3: no source$"):
        tables.check_tables()


def test_a_leader_may_stand_twice_for_two_terms(folder: Path) -> None:
    with (folder / "offices.csv").open("a", encoding="utf8") as file:
        for years in ("2001,2004", "2010,2014"):
            file.write(f"Ana Costa,,PRT,speaker,Speaker,,{years},Q1,us\n")
    tables.check_tables()


@pytest.mark.parametrize("name", ["time_grammar.yaml", "word_forms.yaml"])
def test_grammar_tables_have_a_source(name: str) -> None:
    assert yaml.safe_load(files("onrecord.tables").joinpath(name).read_text("utf8"))["source"]


# Countries


def owners(names: Callable[[tables.Country], tuple[str, ...]]) -> dict[str, set[str]]:
    """The countries that share each folded name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for country in tables.countries().values():
        for name in names(country):
            found[tables.folded(name)].add(country.code)
    return found


def test_every_country_has_a_code_of_three_letters_and_a_name() -> None:
    for code, country in tables.countries().items():
        assert len(code) == 3, country
        assert code.isascii(), country
        assert code.isupper(), country
        assert country.code == code
        assert country.name in country.names
    assert len(tables.countries()) == 250, "ISO 3166-1's 249 and Kosovo"


def test_no_demonym_is_that_of_two_countries() -> None:
    assert {name: codes for name, codes in owners(lambda c: c.demonyms).items() if len(codes) > 1} == {}


def test_names_and_capitals_of_two_countries_decide_nothing() -> None:
    shared = {n: c for n, c in owners(lambda c: (c.name, *c.names)).items() if len(c) > 1}
    assert shared == {"congo": {"COD", "COG"}, "virgin islands": {"VGB", "VIR"}}
    assert tables.country_code("Congo") is None
    assert tables.country_code("the Virgin Islands") is None


def test_no_name_is_a_capital_or_demonym_of_another_country() -> None:
    every = {
        "name": owners(lambda c: (c.name, *c.names)),
        "demonym": owners(lambda c: c.demonyms),
        "seat": owners(lambda c: (*c.capitals, *c.seats)),
    }
    for one, other in itertools.combinations(every, 2):
        for name in every[one].keys() & every[other].keys():
            assert every[one][name] == every[other][name], (one, other, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ukraine", "UKR"), ("the United States", "USA"), ("U.S.", "USA"), ("US", "USA"), ("UK", "GBR"),
        ("Britain", "GBR"), ("the North", "PRK"), ("South Korea", "KOR"), ("Türkiye", "TUR"), ("Turkey", "TUR"),
        ("Ivory Coast", "CIV"), ("Côte d’Ivoire", "CIV"), ("Burma", "MMR"), ("Kosovo", "XKX"), ("Taiwan", "TWN"),
        ("Vietnam", "VNM"), ("DR Congo", "COD"), ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Niger", "NER"),
        ("Nigeria", "NGA"), ("the Soviet Union", "RUS"), ("Seoul", None), ("Korean", None), ("Atlantis", None),
        ("", None),
    ],
)  # fmt: skip
def test_countries_by_name(name: str, expected: str | None) -> None:
    assert tables.country_code(name) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Ukrainian", "UKR"), ("Ukrainians", "UKR"), ("North Korean", "PRK"), ("Dutch", "NLD"), ("French", "FRA"),
        ("Filipino", "PHL"), ("Nigerian", "NGA"), ("Nigerien", "NER"), ("Swiss", "CHE"), ("Saudi", "SAU"),
        ("Emirati", "ARE"), ("British", "GBR"), ("Scottish", "GBR"), ("Iraqi", "IRQ"), ("Thai", "THA"),
        ("Kurdish", None), ("Arab", None), ("Korean", None), ("France", None),
    ],
)  # fmt: skip
def test_countries_by_demonym(word: str, expected: str | None) -> None:
    assert tables.demonym_code(word) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Seoul", "KOR"), ("the Kremlin", "RUS"), ("Kremlin", "RUS"), ("the White House", "USA"), ("Washington", "USA"),
        ("Kyiv", "UKR"), ("Kiev", "UKR"), ("Downing Street", "GBR"), ("Beijing", "CHN"), ("Elysee", "FRA"),
        ("The Hague", "NLD"), ("Geneva", None), ("France", None),
    ],
)  # fmt: skip
def test_states_by_capital_and_seat(name: str, expected: str | None) -> None:
    assert tables.metonym_code(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Hague", "hague"), ("Côte d’Ivoire", "cote d'ivoire"), ("Guinea-Bissau", "guinea bissau"),
        ("ÉLYSÉE", "elysee"), ("Theresa", "theresa"), ("  the North ", "the north"), ("Straße", "strasse"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_folded_for_comparing(name: str, expected: str) -> None:
    assert tables.folded(name) == expected


# Organisations, roles, leaders


@pytest.mark.parametrize(
    ("name", "full", "country", "sectors"),
    [
        ("NATO", "NATO", "IGO", ("MIL",)),
        ("IAEA", "International Atomic Energy Agency", "UNO", ()),
        ("the UN", "United Nations", "UNO", ()),
        ("EU", "European Union", "EUR", ("GOV",)),
        ("TASS", "ITAR-TASS", "RUS", ("JRN",)),
        ("Al Jazeera", "Al-Jazeera", "QAT", ("JRN",)),
        ("Médecins Sans Frontières", "Medecins Sans Frontieres", "NGO", ("MED",)),
        ("Hizbullah", "Hezbollah", "LBN", ("REB",)),
        ("National Assembly", "National Assembly", None, ("LEG",)),
    ],
)
def test_organisations_by_name_and_alias(name: str, full: str, country: str | None, sectors: tuple[str, ...]) -> None:
    found = tables.organization(name)
    assert found is not None
    assert (found.name, found.country, found.sectors) == (full, country, sectors)


def test_no_alias_is_that_of_two_organisations() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in tables.rows("organizations.csv"):
        for name in (row["name"], *tables.several(row["aliases"])):
            found[tables.folded(name)].add(row["name"])
    assert {alias: names for alias, names in found.items() if len(names) > 1} == {}


def test_an_unknown_organisation_is_none() -> None:
    assert tables.organization("Utopian League") is None


@pytest.mark.parametrize(
    ("noun", "kind", "sectors"),
    [
        ("minister", "person", ("GOV",)), ("soldier", "person", ("MIL",)), ("lawmaker", "person", ("LEG",)),
        ("ministry", "organization", ("GOV",)), ("troop", "group", ("MIL",)), ("delegation", "group", ("GOV",)),
        ("reporter", "person", ("JRN",)), ("source", "person", ()),
    ],
)  # fmt: skip
def test_roles(noun: str, kind: str, sectors: tuple[str, ...]) -> None:
    assert tables.roles()[noun] == tables.Role(noun, kind, sectors)


def test_roles_are_single_words_as_lemmas_are() -> None:
    whole = {noun for noun in tables.roles() if len(words.split(noun)) == 1}
    assert set(tables.roles()) - whole == {"secretary-general"}


def test_leaders_hold_office_forward_in_time_and_have_a_wikidata_id() -> None:
    for terms in tables.leaders().values():
        for term in terms:
            assert term.name, term
            assert term.country in tables.countries(), term
            assert term.start is None or term.end is None or term.start <= term.end, term
            assert all(year is None or 1900 <= year <= 2100 for year in (term.start, term.end)), term
            assert term.wikidata[0] == "Q", term
            assert term.wikidata[1:].isdigit(), term


def test_leaders_are_found_by_full_name() -> None:
    (term, *_) = tables.leaders()["joao lourenco"]
    assert (term.name, term.country, term.office, term.start) == ("Joao Lourenco", "AGO", "President", 2017)


def test_no_office_is_a_name_or_a_movement() -> None:
    wrong = [
        term.office
        for terms in tables.leaders().values()
        for term in terms
        if term.office == term.name or "Movement" in term.office
    ]
    assert wrong == []


@pytest.mark.xfail(strict=True, reason="Norfolk Island has a Kingston too, and a shared capital decides nothing")
def test_the_capital_of_a_state_is_not_lost_to_a_territory_of_the_same_capital() -> None:
    assert tables.metonym_code("Kingston") == "JAM"


@pytest.mark.xfail(strict=True, reason="only one of the two Congos has the demonym")
def test_a_demonym_of_two_countries_decides_nothing() -> None:
    assert tables.demonym_code("Congolese") is None


# Reading tables


def test_cells_are_divided_at_bars() -> None:
    assert tables.several("a|b||c") == ("a", "b", "c")
    assert tables.several("") == ()


def test_rows_carry_their_line_numbers(folder: Path) -> None:
    (folder / "roles.csv").write_text('noun,kind,sectors,source\nking,person,GOV,"a\nb"\nqueen,person,GOV,us\n', "utf8")
    assert [(line, row["noun"]) for line, row in tables.rows("roles.csv")] == [(3, "king"), (4, "queen")]
