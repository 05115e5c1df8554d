"""Reading TABARI and PETRARCH dictionaries: small ones written here in their formats."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord import tables
from onrecord.dictionaries import ACTOR_COLUMNS, Skipped, imported_actors, imported_verbs
from onrecord.findings.lexicon import COLUMNS, fault_of, parse
from onrecord.records import InputError

Rows = list[dict[str, str]]
Write = Callable[[str], Path]
ANY = "iobj|to|against|with|on|from|of|for"  # where a target stands that the object is no place for


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes a dictionary and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "own.txt"
        path.write_text(text, "utf8")
        return path

    return write


def picked(rows: Rows, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def reasons(skipped: list[Skipped]) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in skipped]


# Tables


def test_every_cameo_code_has_one_meaning_that_the_lexicon_knows() -> None:
    seen = set()
    for line, row in tables.rows("cameo_plover.csv"):
        assert row["source"], line
        assert row["cameo"] not in seen, line
        seen.add(row["cameo"])
        sides = {"entry": "act", "pos": "VERB", "actor": "", "recipient": "", "object": "", "sure": "1"}
        assert fault_of(row | sides) is None, line
    assert not {code for code in seen if code.startswith("01")}, "statements are no events"


def test_actor_codes_stand_for_countries_bodies_and_sectors() -> None:
    known = {
        "country": set(tables.countries()), "territory": set(tables.countries()), "former": {""},
        "body": set(tables.NON_STATES), "sector": set(tables.SECTORS),
    }  # fmt: skip
    for line, row in tables.rows("cameo_actors.csv"):
        assert row["source"], line
        assert row["value"] in known[row["meaning"]], line


# Verb dictionaries: what becomes a row

PETRARCH = """# a dictionary in the manner of PETRARCH
####### SYNONYM SETS #######

&GUNS
+GUN
+RIFLES   # plural
+ASSAULT_RIFLE
+TEAR_GAS_

####### VERB PATTERNS #######

---  RUSH   [---]  ---
RUSH
+SPEED_UP {+SPEEDS_UP +SPED_UP } [060]
HASTEN  # an old hand
- * AID                                               [070]         # RUSH
- * &GUNS                                             [072]         # RUSH
- * (TO {FRONT LINE})                                 [154]         # SPED_UP
- * REMARK                                            [010]         # RUSH
- * DUST                                              [---]         # RUSH
"""


def test_a_petrarch_dictionary_becomes_rows(written: Write) -> None:
    skipped: list[Skipped] = []
    rows = imported_verbs(written(PETRARCH), skipped)
    assert picked(rows, "category", "entry", "object", "sure", "source") == [
        ("AID", "hasten", "gun|rifle", "0", "own.txt:17"),
        ("AID", "hasten aid", "", "0", "own.txt:16"),
        ("AID", "hasten tear gas", "", "0", "own.txt:17"),
        ("AID", "rush", "gun|rifle", "1", "own.txt:17"),
        ("AID", "rush aid", "", "1", "own.txt:16"),
        ("AID", "rush tear gas", "", "1", "own.txt:17"),
        ("AID", "speed up", "gun|rifle", "0", "own.txt:17"),
        ("AID", "speed up aid", "", "0", "own.txt:16"),
        ("AID", "speed up tear gas", "", "0", "own.txt:17"),
        ("COOPERATE", "speed up", "", "0", "own.txt:14"),
        ("MOBILIZE", "hasten to front line", "", "0", "own.txt:18"),
        ("MOBILIZE", "rush to front line", "", "0", "own.txt:18"),
        ("MOBILIZE", "speed up to front line", "", "1", "own.txt:18"),
    ]
    assert reasons(skipped) == [
        (19, "a CAMEO code without a PLOVER category"),
        (20, "coded as no event"),
    ]
    assert skipped[1].text == "- * DUST                                              [---]"


def test_a_row_has_the_columns_of_the_lexicon_and_is_read_by_it(written: Write) -> None:
    rows = imported_verbs(written(PETRARCH))
    assert all(tuple(row) == COLUMNS and fault_of(row) is None for row in rows)
    lines = [",".join(COLUMNS), *(",".join(row.values()) for row in rows)]
    entries = list(parse("\n".join(lines), "own.csv"))
    assert len(entries) == len(rows)
    assert (entries[4].words, entries[4].category, entries[4].cameo) == (("rush", "aid"), "AID", "070")
    assert entries[3].objects == {"gun", "rifle"}


def test_a_gzipped_dictionary_is_read_whatever_its_name(tmp_path: Path, written: Write) -> None:
    path = tmp_path / "packed.verbs"
    path.write_bytes(gzip.compress(PETRARCH.encode()))
    plain = imported_verbs(written(PETRARCH))
    assert picked(imported_verbs(path), "entry", "object") == picked(plain, "entry", "object")


def test_a_tabari_dictionary_without_headings_gives_each_verb_its_own_patterns(written: Write) -> None:
    rows = imported_verbs(
        written("ACCEPT [080] ;abc 1 Jan 1990\n- * TRUCE_ [0871] ;abc\nBERATE  [111]\nCHIDE [111]\n- * $ [110]\n")
    )
    assert picked(rows, "entry", "category", "mode", "cameo") == [
        ("berate", "ACCUSE", "disapprove", "111"),
        ("chide", "ACCUSE", "disapprove", "110"),
        ("accept", "CONCEDE", "", "080"),
        ("accept truce", "RETREAT", "ceasefire", "0871"),
    ]


def test_a_verb_has_its_own_code_or_that_of_its_block(written: Write) -> None:
    rows = imported_verbs(written("--- MEET [040] ---\nMEET\nPHONE [041]\nWATCH [---]\n"))
    assert picked(rows, "entry", "cameo", "mode", "sure") == [("meet", "040", "", "0"), ("phone", "041", "phone", "0")]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("+STIR_UP {+STIRS_UP }", "stir up"), ("WIRE_+TAP", "tap wire"), ("RE_ARREST", "re-arrest"),
        ("CEASE-FIRE", "cease - fire"), ("SAVE_", "save"),
    ],
)  # fmt: skip
def test_a_verb_of_several_words_has_its_head_first(written: Write, line: str, entry: str) -> None:
    assert picked(imported_verbs(written(f"{line} [070]\n")), "entry") == [(entry,)]


# Verb dictionaries: patterns

SETS = "&ARMS\n+GUN\n+RIFLE\n\n&TALKS_\n+PEACE_TALKS\n+NUCLEAR_TALKS\n\n"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("* TALKS", [("act talk", "")]),
        ("* NO CONCESSIONS", [("act no concession", "")]),
        ("* {AIR STRIKES}", [("act air strike", "")]),
        ("* CAR_BOMBS", [("act car bomb", "")]),
        ("* OUT APPEAL", [("act out appeal", "")]),
        ("* WARRANT (FOR ARREST)", [("act warrant for arrest", "")]),
        ("* (FROM {THE PARTY}) (IN PROTEST)", [("act from the party in protest", "")]),
        ("MINISTER *", [("act minister", "")]),
        ("ABRUPTLY * TALKS", [("act abruptly talk", "")]),
        ("*_UP", [("act up", "")]),
        ("* &ARMS", [("act", "gun|rifle")]),
        ("* OFF &ARMS", [("act off", "gun|rifle")]),
        ("* SALE (OF &ARMS)", [("act sale of", "gun|rifle")]),
        ("* {&ARMS SALE}", [("act sale", "gun|rifle")]),
        ("* {NO &ARMS}", [("act no gun", ""), ("act no rifle", "")]),
        ("&ARMS *", [("act gun", ""), ("act rifle", "")]),
        ("* &ARMS (TO BORDER)", [("act gun to border", ""), ("act rifle to border", "")]),
        ("* &TALKS", [("act nuclear talk", ""), ("act peace talk", "")]),
        ("* {TALKS | A MEETING}", [("act a meeting", ""), ("act talk", "")]),
        ("*", [("act", "")]),
    ],
)
def test_a_pattern_becomes_entries(written: Write, pattern: str, expected: list[tuple[str, str]]) -> None:
    rows = imported_verbs(written(f"{SETS}--- ACT [---] ---\nACT\n- {pattern} [070]\n"))
    assert picked(rows, "entry", "object") == expected
    assert {row["sure"] for row in rows} == {"1"}


@pytest.mark.parametrize(
    ("pattern", "actor", "recipient"),
    [
        ("* [112]", "subj", f"obj|{ANY}"),
        ("* AID [070]", "subj", ANY),
        ("* &ARMS [072]", "subj", ANY),
        ("* (WITH) [040]", "subj", "with|obj|iobj|to|against|on|from|of|for"),
        ("* (FOR) [020]", "subj", f"obj|{ANY}"),
        ("* (AS ENVOY) [040]", "subj", f"obj|{ANY}"),
        ("$ * AID (TO +) [070]", "subj", "to"),
        ("* + HELP [070]", "subj", "obj|iobj"),
        ("* TROOPS TOWARD + [154]", "subj", "toward"),
        ("* PROTEST (FROM $) [110]", "from", "iobj|to|against|with|on|of|for"),
        ("+ * (BY $) [111]", "by", "subj"),
        ("+ * ROCKET [193]", "by|from|obj", "subj"),
        ("% * [062:062]", "subj", f"obj|{ANY}"),
        ("* TALKS (IN ^) [044]", "subj", ANY),
        ("* [:173]", "obj|iobj|from|by|to|against|with|on|of|for", "subj"),
        ("* AID [:070]", "iobj|from|by|to|against|with|on|of|for", "subj"),
        ("+ * THREAT [:138]", "by|from|obj", "subj"),
    ],
)
def test_the_sides_of_a_pattern(written: Write, pattern: str, actor: str, recipient: str) -> None:
    rows = imported_verbs(written(f"{SETS}--- ACT [---] ---\nACT\n- {pattern}\n"))
    assert picked(rows, "actor", "recipient") == [(actor, recipient)]


def test_the_visitor_is_the_actor_of_a_visit_and_of_hosting_one(written: Write) -> None:
    rows = imported_verbs(written("VISIT [042:043]\nHOST [043:042]\n"))
    assert picked(rows, "entry", "cameo", "mode", "actor", "recipient") == [
        ("host", "043", "visit", "obj|iobj|from|by|to|against|with|on|of|for", "subj"),
        ("visit", "042", "visit", "subj", f"obj|{ANY}"),
    ]


@pytest.mark.parametrize(
    ("code", "category", "mode", "contexts"),
    [
        ("0256", "REQUEST", "yield", "military"), ("0333", "AGREE", "", "human_security"), ("055", "CONCEDE", "", ""),
        ("0842", "RETREAT", "", "legal"), ("1124", "ACCUSE", "allege", "military|legal"), ("143", "PROTEST", "", ""),
        ("129", "REJECT", "yield", "diplomatic"), ("161", "SANCTION", "discontinue", "diplomatic"),
        ("163", "SANCTION", "discontinue", ""), ("1721", "COERCE", "censor", "rights_freedoms"),
        ("186", "ASSAULT", "targeted", ""), ("195", "ASSAULT", "aerial", "military"),
    ],
)  # fmt: skip
def test_cameo_codes_become_plover(written: Write, code: str, category: str, mode: str, contexts: str) -> None:
    rows = imported_verbs(written(f"ACT [{code}]\n"))
    assert picked(rows, "category", "mode", "contexts", "cameo") == [(category, mode, contexts, code)]


def test_a_phrase_stands_once_and_is_sure_of_one_category_only(written: Write) -> None:
    text = "ACT [---]\n- * SANCTION [085]\n- * SANCTIONS [0351]\n- * SANCTION [081]\n- * BAN [081]\n- * BANS [080]\n"
    assert picked(imported_verbs(written(text)), "entry", "category", "cameo", "sure", "source") == [
        ("act sanction", "AGREE", "0351", "0", "own.txt:3"),
        ("act ban", "CONCEDE", "081", "1", "own.txt:5"),
        ("act sanction", "CONCEDE", "081", "0", "own.txt:4"),
        ("act sanction", "RETREAT", "085", "0", "own.txt:2"),
    ]


def test_a_phrase_that_the_comment_names_outdoes_that_of_a_synonym(written: Write) -> None:
    text = "--- A [---] ---\nLIFT\nRAISE\n- * BAN [111] # RAISED\n--- B [---] ---\nLIFT\n- * BAN [081] # LIFT\n"
    assert picked(imported_verbs(written(text)), "entry", "category", "sure") == [
        ("lift ban", "ACCUSE", "0"), ("raise ban", "ACCUSE", "1"), ("lift ban", "CONCEDE", "1"),
    ]  # fmt: skip


# Verb dictionaries: what is skipped


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- * TALKS", "no code in brackets at the end of the pattern"),
        ("- * TALKS [abc]", "no CAMEO code in the brackets"),
        ("- * TALKS []", "no CAMEO code in the brackets"),
        ("- * TALKS [080!]", "no CAMEO code in the brackets"),
        ("- * TALKS [999]", "a CAMEO code without a PLOVER category"),
        ("- * TALKS [012]", "a CAMEO code without a PLOVER category"),
        ("- * TALKS [---]", "coded as no event"),
        ("- TALKS [070]", "not one * for the verb"),
        ("- * TALKS * [070]", "not one * for the verb"),
        ("- * (WITH VISIT) VISIT) [070]", "a bracket that does not fit"),
        ("- * (WITH {VISIT) [070]", "a bracket that does not fit"),
        ("- * (BY/WITH FORCE) [070]", "a word or sign that no pattern has"),
        ("- * &NOSUCH [070]", "a synset that the file does not define: &NOSUCH"),
        ("~ a (a b ATTACK) SAY = a b 112", "a transformation rule"),
        ("TO SEND [070]", "no verb, pattern, synset or heading"),
        ("SEND [SENDGOV]", "no CAMEO code in the brackets"),
        ("SEND [012]", "a CAMEO code without a PLOVER category"),
    ],
)
def test_a_line_that_gives_no_row_is_skipped_and_counted(written: Write, line: str, reason: str) -> None:
    skipped: list[Skipped] = []
    rows = imported_verbs(written(f"ACT [070]\n{line}\n"), skipped)
    assert picked(rows, "entry") == [("act",)]
    assert reasons(skipped) == [(2, reason)]


def test_a_pattern_before_any_verb_is_skipped(written: Write) -> None:
    skipped: list[Skipped] = []
    imported_verbs(written("- * AID [070]\nACT [070]\n"), skipped)
    assert skipped == [Skipped(1, "- * AID [070]", "a pattern before any verb")]
    skipped.clear()
    imported_verbs(written("--- ACT [070] ---\n- * AID [070]\n"), skipped)
    assert skipped == [Skipped(2, "- * AID [070]", "a pattern without a verb")]


def test_a_pattern_of_too_many_phrases_is_skipped(written: Write) -> None:
    members = "".join(f"+GUN{n}\n" for n in range(25))
    skipped: list[Skipped] = []
    rows = imported_verbs(written(f"&ARMS\n{members}ACT [---]\n- &ARMS * [190]\n- * &ARMS [190]\n"), skipped)
    assert picked(rows, "entry", "object") == [("act", "|".join(f"gun{n}" for n in range(25)))]
    assert reasons(skipped) == [(28, "more than 24 phrases")]


def test_members_that_no_restriction_can_hold_are_counted(written: Write) -> None:
    members = "".join(f"+TYPE_{n}\n" for n in range(25))
    skipped: list[Skipped] = []
    rows = imported_verbs(written(f"&ARMS\n+GUN\n+F/A-18\n+RIFLE\n{members}ACT [---]\n- * &ARMS [190]\n"), skipped)
    assert picked(rows, "entry", "object") == [("act", "gun|rifle")]
    assert skipped == [Skipped(1, "&ARMS", "25 members of several words, which no restriction can hold")]


# Actor dictionaries


def test_an_actor_has_a_row_a_term(written: Write) -> None:
    text = """# in the manner of PETRARCH
RUTHERFORD_B._SALT_  # Salt
+SALT_
+R._B._SALT
\t[USAELI 320101-331108]
\t[USAGOVMED 331108-20010131] # information
\t[USAOPP >010201]
\t[USAELI]
"""
    rows = imported_actors(written(text))
    assert all(tuple(row) == ACTOR_COLUMNS for row in rows)
    person = ("Rutherford B. Salt", "Salt|R. B. Salt", "person", "USA")
    assert [tuple(row.values()) for row in rows] == [
        (*person, "ELI", "1932-01-01", "1933-11-08", "own.txt:5"),
        (*person, "GOV|JRN", "1933-11-08", "2001-01-31", "own.txt:6"),
        (*person, "OPP", "2001-02-01", "", "own.txt:7"),
        (*person, "ELI", "", "", "own.txt:8"),
    ]


def test_tabari_has_names_and_codes_on_one_line(written: Write) -> None:
    text = "FRANCE_ [FRA] ; capital below\n+PARIS_\nJO SALT_\t[IGOUNO <900101][NGOFRA] ;abc\nRED_ARMY [FRAREB/ITAREB]\n"
    assert [tuple(row.values()) for row in imported_actors(written(text))] == [
        ("France", "Paris", "state", "FRA", "", "", "", "own.txt:1"),
        ("Jo Salt", "", "person", "UNO", "", "", "1990-01-01", "own.txt:3"),
        ("Jo Salt", "", "person", "NGO", "", "", "", "own.txt:3"),
        ("Red Army", "", "organization", "FRA", "REB", "", "", "own.txt:4"),
        ("Red Army", "", "organization", "ITA", "REB", "", "", "own.txt:4"),
    ]


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("USA", "USA", ""), ("AFGMIL", "AFG", "MIL"), ("DEUGOVHLH", "DEU", "GOV|MED"), ("GBRMED", "GBR", "JRN"),
        ("EGYREBMUS", "EGY", "REB|REL"), ("MUSGOV", "MUS", "GOV"), ("ROMGOV", "ROU", "GOV"), ("KSVGOV", "XKX", "GOV"),
        ("GBRBMUGOV", "BMU", "GOV"), ("USRUKR", "UKR", ""), ("USRGOV", "", "GOV"), ("AZEARM", "AZE", ""),
        ("IGOUNOHLHWHO", "UNO", "MED"), ("IGOEUREEC", "EUR", ""), ("IGOWSTNAT", "IGO", ""), ("EURREB", "", "REB"),
        ("NGOUSAEDU", "NGO", "EDU"), ("MNCUSA", "MNC", ""), ("IMGMUSALQ", "IMG", "REL"), ("MED", "", "JRN"),
        ("SEAMUSJMA", "", "REL"), ("NGOCHRPRO360", "NGO", "REL"), ("PSEINS", "PSE", "REB"),
    ],
)  # fmt: skip
def test_actor_codes_become_countries_and_sectors(written: Write, code: str, country: str, sectors: str) -> None:
    rows = imported_actors(written(f"SOMEBODY_ [{code}]\n"))
    assert picked(rows, "country", "sectors") == [(country, sectors)]


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("300101-291231", "1930-01-01", "2029-12-31"), ("991231-000101", "1999-12-31", "2000-01-01"),
        ("18970101-450703", "1897-01-01", "1945-07-03"), ("000101 - 010101", "2000-01-01", "2001-01-01"),
        ("> 140608", "2014-06-08", ""), ("<20040229", "", "2004-02-29"), ("", "", ""),
    ],
)  # fmt: skip
def test_dates_of_two_and_four_figures(written: Write, when: str, start: str, end: str) -> None:
    rows = imported_actors(written(f"SOMEBODY_ [FRAGOV {when}]\n"))
    assert picked(rows, "start", "end") == [(start, end)]


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("GERMANY", "DEU", "state"), ("BERLIN", "DEU", ""), ("GERMANY", "DEUGOV", ""),
        ("UKRAINE", "UKR 911221-20140101", "state"), ("INTERPOL", "IGOCOP", "organization"),
        ("MINISTRY_OF_SALT", "FRAGOV", "organization"), ("FRENCH_ARMY", "FRAMIL", "organization"),
        ("ACME_SALT", "MNCFRA", "organization"), ("JO_SALT", "FRAGOV >990101", "person"),
        ("JO_SALT", "FRAELI", "person"), ("JO_SALT", "IGOUNO >990101", "person"), ("JO_SALT", "IGOUNO", ""),
        ("JO_SALT", "FRAGOV", ""), ("COUNCIL_OF_SALT", "FRAGOV >990101", ""), ("POPULAR_JUSTICE", "FRAREB", ""),
        ("SALT_FRONT", "FRAREB >990101", ""), ("FRENCH_LEADER", "FRAGOV", "person"),
    ],
)  # fmt: skip
def test_the_kind_of_an_actor_where_it_can_be_told(written: Write, name: str, code: str, kind: str) -> None:
    assert picked(imported_actors(written(f"{name} [{code}]\n")), "kind") == [(kind,)]


@pytest.mark.parametrize(
    ("written_as", "name", "aliases"),
    [
        ("BANK_OF_THE_NORTH_", "Bank of the North", ""), ("THE_HAGUE", "The Hague", ""),
        ("NATO_COUNCIL", "NATO Council", ""), ("U.N._OFFICE", "U.N. Office", ""), ("BND", "BND", ""),
        ("BAN_KI-MOON", "Ban Ki-Moon", ""), ("SEAN_O'NEILL", "Sean O'Neill", ""),
        ("PEOPLE'S_PARTY", "People's Party", ""), ("COTE_D'IVOIRE", "Cote D'Ivoire", ""),
        ("Jo_de_Salt", "Jo de Salt", ""), ('MARIA_DOS_SANTOS__"NANA"_', 'Maria Dos Santos "Nana"', ""),
        ("SALT_FREEDOM_ARMY_(SAFA)_", "Salt Freedom Army", "SAFA"),
        ("POPULAR_FRONT_(CHILE)", "Popular Front", ""), ("RED_FRONT_(NORTHERN_WING)", "Red Front", ""),
    ],
)  # fmt: skip
def test_names_are_written_as_in_running_text(written: Write, written_as: str, name: str, aliases: str) -> None:
    assert picked(imported_actors(written(f"{written_as} [FRAGOV]\n")), "name", "aliases") == [(name, aliases)]


def test_a_name_stands_once_among_its_aliases(written: Write) -> None:
    rows = imported_actors(written("JO-ANN_SALT_ [FRAGOV]\n+JO_ANN_SALT\n+J._SALT\n+J._SALT_\n"))
    assert picked(rows, "name", "aliases") == [("Jo-Ann Salt", "J. Salt")]


def test_the_same_term_told_twice_is_one_row(written: Write) -> None:
    rows = imported_actors(written("JO_SALT [FRAGOV]\nJO_SALT [FRAGOV]\nJO_SALT [FRAMIL]\n"))
    assert picked(rows, "sectors", "source") == [("GOV", "own.txt:1"), ("MIL", "own.txt:3")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("JO_PEPPER", "a name without a code"),
        ("JO_PEPPER [---]", "coded as no actor"),
        ("JO_PEPPER [XYZ]", "no country, PLOVER code or sector in the actor code"),
        ("JO_PEPPER [DDR]", "no country, PLOVER code or sector in the actor code"),
        ("JO_PEPPER [~GOV]", "no actor code"),
        ("JO_PEPPER [FRAGOV 20121204]", "dates that are no restriction"),
        ("JO_PEPPER [FRAGOV 000230-010101]", "a date that is no day of the calendar"),
        ("JO_PEPPER [FRAGOV 2004017-20061201]", "a date that is no day of the calendar"),
        ("JO_PEPPER [FRAGOV 20121207-20120802]", "a term that ends before it begins"),
        ("+JO_PEP\x1aPER", "a name with a damaged sign"),
    ],
)
def test_a_line_that_gives_no_term_is_skipped_and_counted(written: Write, line: str, reason: str) -> None:
    skipped: list[Skipped] = []
    rows = imported_actors(written(f"JO_SALT [FRAGOV]\n{line}\n"), skipped)
    assert picked(rows, "name", "aliases") == [("Jo Salt", "")]
    assert reasons(skipped) == [(2, reason)]


def test_what_stands_before_any_name_is_skipped(written: Write) -> None:
    skipped: list[Skipped] = []
    imported_actors(written("+SALT\n\t[FRAGOV]\nJO_SALT [FRAGOV]\n"), skipped)
    assert reasons(skipped) == [(1, "a synonym or a code before any name"), (2, "a synonym or a code before any name")]


def test_lines_of_another_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mixed.actors"
    path.write_bytes("JOSÉ_SALT [FRAGOV]\n".encode("latin1") + "+PEPE_ÁLT\n".encode())
    assert picked(imported_actors(path), "name", "aliases") == [("José Salt", "Pepe Ált")]


# Files that are no such dictionary

VERBS_WANTED = (
    "where a verb or a pattern with a CAMEO code like [040] should stand; "
    "give a verb dictionary of TABARI or PETRARCH, such as CAMEO.2.0.txt"
)
ACTORS_WANTED = (
    "where a name with an actor code like [USAGOV] should stand; "
    "give an actor dictionary of TABARI or PETRARCH, such as Phoenix.Countries.actors.txt"
)


@pytest.mark.parametrize("read", [imported_verbs, imported_actors])
@pytest.mark.parametrize("text", ["", "# nothing\n\n; here\n"])
def test_a_file_that_says_nothing_is_refused(written: Write, read: Callable[[Path], Rows], text: str) -> None:
    path = written(text)
    with pytest.raises(InputError) as error:
        read(path)
    assert str(error.value) == f"{path}:1: no line but comments; give a TABARI or PETRARCH dictionary"


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (imported_verbs, "\nFRANCE_ [FRA]\n", f"2: 'FRANCE_ [FRA]' {VERBS_WANTED}"),
        (imported_verbs, "JO_SALT [---]\n[FRAGOV 990101]\n", f"1: 'JO_SALT [---]' {VERBS_WANTED}"),
        (imported_verbs, "entry,pos\nsend,VERB\n", f"1: 'entry,pos' {VERBS_WANTED}"),
        (imported_actors, "# verbs\nSEND [070]\n- * AID [070]\n", f"2: 'SEND [070]' {ACTORS_WANTED}"),
        (imported_actors, "FARMER [~AGR]\n", f"1: 'FARMER [~AGR]' {ACTORS_WANTED}"),
        (imported_actors, '{"name": "Jo"}\n', f'1: \'{{"name": "Jo"}}\' {ACTORS_WANTED}'),
    ],
)
def test_another_kind_of_file_is_refused_by_line(
    written: Write, read: Callable[[Path], Rows], text: str, expected: str
) -> None:
    path = written(text)
    with pytest.raises(InputError) as error:
        read(path)
    assert str(error.value) == f"{path}:{expected}"


@pytest.mark.parametrize("read", [imported_verbs, imported_actors])
def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path, read: Callable[[Path], Rows]) -> None:
    with pytest.raises(InputError, match=r"missing\.txt: No such file or directory; give a file that can be read$"):
        read(tmp_path / "missing.txt")
    damaged = tmp_path / "cut.txt.gz"
    damaged.write_bytes(gzip.compress(b"SEND [070]\n")[:-9])
    with pytest.raises(InputError, match=r"cut\.txt\.gz: a damaged gzip file \(.*\); fetch it again$"):
        read(damaged)
