"""The table of organisations: names that stand for one body and for nothing else."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from onrecord import tables

TERMS = Path(__file__).parents[1] / "training/tables"
# Parliaments called by the noun for such a body.
PARLIAMENTS = {"bundestag", "congress", "duma", "knesset", "senate"}
# Words that are names of bodies too; a tagger tells "Who said" and "Let them" from WHO and LeT.
WORDS = {"amnesty", "au", "diet", "is", "let", "quad", "quartet", "who"}
LEXICONS = {"cue_words.csv": "lemma", "event_lexicon.csv": "entry", "actor_nouns.csv": "noun", "cue_forms.csv": "form"}
# What terms of office call a body that has no row of its own, and why.
NO_ORGANISATION = {
    "a seat that stands for its state": {
        "Blue House", "Chancellery", "Downing Street", "Elysee", "Kremlin", "Presidency", "White House",
    },
    "a place": {
        "Abkhazia", "Adjara", "Ambazonia", "Bangsamoro", "Bophuthatswana", "Bougainville", "Chechnya", "Ciskei",
        "Crimea", "Gujarat", "Herzeg-Bosnia", "Jakarta", "Jammu and Kashmir", "Jerusalem", "Kyiv", "Muslim Mindanao",
        "Nagorno-Karabakh", "Puntland", "Republika Srpska", "Somaliland", "South Ossetia", "Tokyo", "Transkei",
        "Transnistria", "Turkish Republic of Northern Cyprus", "Zanzibar",
    },
    "a ministry under its state's name, read as state and ministry": {"French Foreign Ministry"},
    "a description": {
        "Army", "Burundi Peace Process", "Coalition", "Druze", "Eastern Government", "Government", "Judiciary",
        "Mercenaries", "Military", "Military Junta", "Parliament", "Rebel soldiers", "Rebels", "Shiite clergy",
        "Tuareg rebels",
    },
    "a word, a person's name or something better known": {
        "Amal", "FACT", "HUR", "MEND", "MODEL", "RPG", "The Transformers", "UFC",
    },
}  # fmt: skip


def names() -> dict[str, set[str]]:
    """The rows that each folded name or alias stands in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in tables.rows("organizations.csv"):
        for name in (row["name"], *tables.several(row["aliases"])):
            found[tables.folded(name)].add(row["name"])
    return found


def test_no_name_or_alias_stands_for_two_organisations() -> None:
    assert {alias: rows for alias, rows in names().items() if len(rows) > 1} == {}


def test_no_name_or_alias_stands_twice_in_one_row() -> None:
    for line, row in tables.rows("organizations.csv"):
        folded = Counter(map(tables.folded, (row["name"], *tables.several(row["aliases"]))))
        assert max(folded.values()) == 1, (line, folded.most_common(1))


def test_names_are_plain_text() -> None:
    for line, row in tables.rows("organizations.csv"):
        for name in (row["name"], *tables.several(row["aliases"])):
            assert name == " ".join(name.split()), (line, name)
            assert tables.folded(name), (line, name)


@pytest.mark.parametrize("known", [tables.country_code, tables.demonym_code], ids=["country", "demonym"])
def test_no_organisation_is_called_as_a_country_or_people(known: object) -> None:
    assert callable(known)
    assert [name for name in names() if known(name)] == []


def test_no_organisation_is_called_as_a_name_that_countries_share() -> None:
    called = {
        tables.folded(name)
        for country in tables.countries().values()
        for name in (country.name, *country.names, *country.demonyms)
    }
    assert called & names().keys() == set()


def test_no_organisation_is_called_by_a_role_noun_but_parliaments() -> None:
    assert tables.roles().keys() & names().keys() == PARLIAMENTS


def test_no_organisation_is_called_as_a_capital_and_few_as_a_seat_of_government() -> None:
    seats = {name for name in names() if tables.metonym_code(name)}
    assert seats == {"knesset", "pentagon", "state department"}


def test_no_organisation_is_called_as_somebody_in_office() -> None:
    people = {
        tables.folded(name)
        for _, row in tables.rows("offices.csv")
        for name in (row["name"], *tables.several(row["aliases"]))
    }
    # Arsa Sarasin was a foreign minister before there was an ARSA.
    assert people & names().keys() == {"arsa"}


def test_few_organisations_are_called_by_words() -> None:
    known = {row[key] for file, key in LEXICONS.items() for _, row in tables.rows(file)} | WORDS
    assert known & names().keys() == WORDS


def test_organisations_that_terms_of_office_name_are_known() -> None:
    without = {name for group in NO_ORGANISATION.values() for name in group}
    named = {
        row["org"]
        for table in sorted(TERMS.glob("terms_*.csv"))
        for row in csv.DictReader(table.read_text("utf8").splitlines())
        if row["org"]
    }
    assert {name for name in named if tables.organization(name) is None} - without == set()
    assert {name for name in without if tables.organization(name)} == set()


def test_the_table_has_bodies_of_every_region_and_kind() -> None:
    rows = [row for _, row in tables.rows("organizations.csv")]
    assert len(rows) >= 1100
    assert len({row["country"] for row in rows} & tables.countries().keys()) >= 140
    assert tables.NON_STATES - {row["country"] for row in rows} == set()
    sectors = Counter(sector for row in rows for sector in tables.several(row["sectors"]))
    assert {sector for sector, count in sectors.items() if count >= 20} >= {
        "GOV", "MIL", "LEG", "PTY", "REB", "JRN", "BUS", "SPY", "COP", "EDU", "JUD",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "full", "country", "sectors"),
    [
        ("UNDP", "UN Development Programme", "UNO", ()),
        ("UNIFIL", "UNIFIL", "UNO", ("MIL",)),
        ("the U.N. refugee agency", "UNHCR", "UNO", ("REF",)),
        ("ICTY", "International Criminal Tribunal for the former Yugoslavia", "UNO", ("JUD",)),
        ("Europol", "Europol", "EUR", ("COP",)),
        ("the European Court of Justice", "European Court of Justice", "EUR", ("JUD",)),
        ("the European Court of Human Rights", "European Court of Human Rights", "IGO", ("JUD",)),
        ("ISAF", "International Security Assistance Force", "IGO", ("MIL",)),
        ("P5+1", "P5+1", "IGO", ()),
        ("the Quad", "Quad", "IGO", ()),
        ("the Quartet", "Quartet on the Middle East", "IGO", ()),
        ("AIIB", "Asian Infrastructure Investment Bank", "IGO", ("BUS",)),
        ("Reporters Without Borders", "Reporters Without Borders", "NGO", ("JRN",)),
        ("al Qaeda", "Al-Qaeda", "IMG", ("REB",)),
        ("ISIS", "Islamic State", "IMG", ("REB",)),
        ("AQIM", "Al-Qaeda in the Islamic Maghreb", "IMG", ("REB",)),
        ("Hizb ut-Tahrir", "Hizb ut-Tahrir", "ISM", ("REL",)),
        ("LTTE", "Tamil Tigers", "LKA", ("REB",)),
        ("GAM", "Free Aceh Movement", "IDN", ("REB",)),
        ("the Polisario Front", "Polisario", "ESH", ("REB",)),
        ("Sendero Luminoso", "Shining Path", "PER", ("REB",)),
        ("the Haqqani network", "Haqqani Network", "AFG", ("REB",)),
        ("LeT", "Lashkar-e-Taiba", "PAK", ("REB",)),
        ("YPG", "YPG", "SYR", ("REB",)),
        ("Union of Islamic Courts", "Islamic Courts Union", "SOM", ("REB",)),
        ("SPLA", "SPLA", "SSD", ("MIL",)),
        ("Fatah", "Fatah", "PSE", ("PTY",)),
        ("BJP", "Bharatiya Janata Party", "IND", ("PTY",)),
        ("People Power Party", "People Power Party", "KOR", ("PTY",)),
        ("Kuomintang", "Kuomintang", "TWN", ("PTY",)),
        ("SBU", "Security Service of Ukraine", "UKR", ("SPY",)),
        ("Tatmadaw", "Tatmadaw", "MMR", ("MIL",)),
        ("the Pentagon", "Pentagon", "USA", ("GOV", "MIL")),
        ("the U.S. State Department", "State Department", "USA", ("GOV",)),
        ("Atomic Energy Organization of Iran", "Atomic Energy Organization of Iran", "IRN", ("GOV",)),
        ("Lok Sabha", "Lok Sabha", "IND", ("LEG",)),
        ("the Sejm", "Sejm", "POL", ("LEG",)),
        ("Kommersant", "Kommersant", "RUS", ("JRN",)),
        ("WAM", "WAM", "ARE", ("JRN",)),
        ("Petra news agency", "Petra News Agency", "JOR", ("JRN",)),
        ("Gazprom", "Gazprom", "RUS", ("BUS",)),
        ("BP", "British Petroleum", "GBR", ("BUS",)),
        ("Caspian Pipeline Consortium", "Caspian Pipeline Consortium", "MNC", ("BUS",)),
        ("Chatham House", "Chatham House", "GBR", ("EDU",)),
    ],
)
def test_bodies_by_name_and_acronym(name: str, full: str, country: str, sectors: tuple[str, ...]) -> None:
    found = tables.organization(name)
    assert found is not None
    assert (found.name, found.country, found.sectors) == (full, country, sectors)


@pytest.mark.parametrize(
    ("name", "sectors"),
    [
        ("the Foreign Ministry", ("GOV",)), ("Foreign Office", ("GOV",)), ("Ministry of Defence", ("GOV", "MIL")),
        ("National Security Council", ("GOV",)), ("Joint Chiefs of Staff", ("MIL",)), ("Supreme Court", ("JUD",)),
        ("Democratic Party", ("PTY",)), ("UPC", ("REB",)),
    ],
)  # fmt: skip
def test_bodies_that_many_states_have_are_of_none(name: str, sectors: tuple[str, ...]) -> None:
    found = tables.organization(name)
    assert found is not None
    assert (found.country, found.sectors) == (None, sectors)


@pytest.mark.parametrize(
    "name",
    ["the Commission", "the Council", "Petra", "Total", "Shell", "Fact", "Model", "the Guardian", "Bloomberg", "Olaf",
     "ICU", "SDF", "Kanu", "Amal", "Nam"],
)  # fmt: skip
def test_words_and_names_of_others_are_no_organisations(name: str) -> None:
    assert tables.organization(name) is None
