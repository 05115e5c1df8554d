"""Actors across reports: who is one person, the record's roster, and the dossier of one of them."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ended
from dossier_reports import PERSON, kims, kyiv, made, port, seoul
from onrecord import dossier_page, dossiers, identities, roster
from onrecord.identities import Told
from onrecord.records import Actor, ActorKind, StoreError, actor_id
from onrecord.store import Store

YOON, UMEROV = PERSON["Yoon Suk Yeol"], PERSON["Rustem Umerov"]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of all reports that were made."""
    place = tmp_path_factory.mktemp("store") / "record"
    Store.create(place).add([seoul(), kyiv(), port(), kims()])
    return place


def told(name: str, country: str | None = "KOR", kind: ActorKind = "person", reports: int = 1, **more: str) -> Told:
    """What reports tell of a name; ``more`` may give one each of ``days``, ``offices`` and ``wikidata``."""
    sets: dict[str, Any] = {key: frozenset([one]) for key, one in more.items()}
    return Told(actor_id(kind, name, country), name, kind, country, reports=reports, **sets)


def found(*given: Told) -> dict[str, dict[str, str]]:
    """Each actor by its name, with the names that belong to it and by what."""
    names = {one.id: f"{one.name}{'' if one.country else '?'}" for one in given}
    return {one.name: {names[i]: how for i, how in one.by.items()} for one in identities.identities(given)}


# Who is one person

FULL = told("Yoon Suk Yeol", reports=3, days="2024-11-24")


@pytest.mark.parametrize(
    ("given", "joined"),
    [
        (
            [FULL, told("Yoon"), told("President Yoon")],
            {"Yoon Suk Yeol": {"Yoon": "surname", "President Yoon": "surname"}},
        ),
        (
            [FULL, told("Yoon Suk-yeol"), told("Suk-yeol Yoon")],
            {"Yoon Suk Yeol": {"Yoon Suk-yeol": "spelling", "Suk-yeol Yoon": "spelling"}},
        ),
        ([FULL, told("Yoon Seok-youl")], {"Yoon Suk Yeol": {"Yoon Seok-youl": "table"}}),
        ([FULL, told("Yoon Suk Yeol", None)], {"Yoon Suk Yeol": {"Yoon Suk Yeol?": "spelling"}}),
        ([FULL, told("Yoon", kind="unknown")], {"Yoon Suk Yeol": {"Yoon": "surname"}}),
        ([FULL, told("Yoon", None)], {"Yoon Suk Yeol": {}, "Yoon": {}}),
        ([FULL, told("Yoon", "PRK")], {"Yoon Suk Yeol": {}, "Yoon": {}}),
        ([FULL, told("Yeol")], {"Yoon Suk Yeol": {"Yeol": "surname"}}),
        # In 2003 the table has a foreign minister of this surname in office, and nobody else.
        ([FULL, told("Yoon", days="2003-05-01")], {"Yoon Suk Yeol": {}, "Yoon": {}}),
        ([FULL, told("Yoon", days="2023-05-01")], {"Yoon Suk Yeol": {"Yoon": "surname"}}),
        (
            [told("Mary Holm", "NOR"), told("Holm", "NOR"), told("Per Holm", "NOR")],
            {"Mary Holm": {}, "Holm": {}, "Per Holm": {}},
        ),
        (
            [
                told("Mary Holm", "NOR", offices="Speaker"), told("Holm", "NOR", offices="speaker"),
                told("Per Holm", "NOR"),
            ],
            {"Mary Holm": {"Holm": "surname"}, "Per Holm": {}},
        ),
        (
            [told("Mary Holm", "NOR", wikidata="Q7"), told("Holm", "NOR", wikidata="Q8")],
            {"Mary Holm": {}, "Holm": {}},
        ),
        (
            [told("Mary Holm", "NOR", wikidata="Q7"), told("Mary Berg", "NOR", wikidata="Q7", reports=2)],
            {"Mary Berg": {"Mary Holm": "wikidata"}},
        ),
        (
            [told("Salman", "SAU"), told("bin Salman", "SAU"), told("Prince Mohammed bin Salman", "SAU")],
            {"Prince Mohammed bin Salman": {"bin Salman": "surname", "Salman": "surname"}},
        ),
        (
            [told("Lula", "BRA"), told("Luiz Inácio Lula da Silva", "BRA")],
            {"Luiz Inácio Lula da Silva": {"Lula": "table"}},
        ),
        ([told("Sheikh Hasina", "BGD"), told("Hasina", "BGD")], {"Sheikh Hasina": {"Hasina": "surname"}}),
        ([told("Mr. Holm", "NOR"), told("Ole Holm Jr.", "NOR")], {"Ole Holm": {"Mr. Holm": "surname"}}),
        # Descriptions, bodies and places are no short names of anybody.
        ([told("Latvian envoy", "LVA"), told("envoy", "LVA")], {"Latvian envoy": {}, "envoy": {}}),
        ([told("spokesman for Oslo", "NOR"), told("Oslo", "NOR", "unknown")], {"spokesman for Oslo": {}, "Oslo": {}}),
        (
            [told("Jet Airlines", kind="unknown"), told("Airlines", kind="unknown")],
            {"Jet Airlines": {}, "Airlines": {}},
        ),
        ([told("Yoon", kind="group"), FULL], {"Yoon": {}, "Yoon Suk Yeol": {}}),
    ],
)  # fmt: skip
def test_names_of_one_country_are_one_person_where_only_one_fits(
    given: list[Told], joined: dict[str, dict[str, str]]
) -> None:
    assert found(*given) == joined
    assert found(*reversed(given)) == joined


def test_candidates_are_kept_where_more_than_one_fits() -> None:
    given = [told("Mary Holm", "NOR"), told("Holm", "NOR"), told("Per Holm", "NOR")]
    perhaps = {one.name: one.perhaps for one in identities.identities(given)}
    ids = sorted(actor_id("person", name, "NOR") for name in ("Mary Holm", "Per Holm"))
    assert perhaps == {"Mary Holm": [], "Holm": ids, "Per Holm": []}


def test_the_id_of_the_fullest_name_that_most_reports_give_stands_for_all() -> None:
    given = [told("Yoon", reports=9), told("Yoon Suk-yeol", reports=2), told("Yoon Suk Yeol", reports=3)]
    (one,) = identities.identities(given)
    assert (one.id, one.name) == (actor_id("person", "Yoon Suk Yeol", "KOR"), "Yoon Suk Yeol")
    assert one.ids == [given[2].id, given[0].id, given[1].id]


# The roster


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], "Yoon Suk Yeol|South Korea|Ukraine|Rustem Umerov|Kim|Kim Min-su|Kim Yong-hyun|North Korea|lawmaker"),
        (["--limit", "2"], "Yoon Suk Yeol|South Korea"),
        (["--country", "ukr"], "Ukraine|Rustem Umerov"),
        (["--kind", "State"], "South Korea|Ukraine|North Korea"),
        (["--kind", "state,person", "--country", "UKR"], "Ukraine|Rustem Umerov"),
        (["--sector", "MIL", "--sector", "LEG"], "Rustem Umerov|Kim Min-su"),
        (["--name", "president yoon"], "Yoon Suk Yeol"),
        (["--name", "KOREA"], "South Korea|North Korea"),
        (["--since", "2024-11-26", "--until", "2024-11-30"], "Rustem Umerov|South Korea|Ukraine|Yoon Suk Yeol"),
        (["--since", "2024-11-27T08:00", "--kind", "person", "--sector", "GOV"], "Yoon Suk Yeol"),
        (["--until", "2024-11-24"], ""),
    ],
)
def test_actors_are_chosen_by_what_is_asked_for(
    options: list[str], names: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("actors", "--record", record, "--json", *options)
    assert "|".join(json.loads(line)["name"] for line in ended.out.splitlines()) == names
    assert (ended.code, ended.err) == (0, "")


def test_an_actor_row_counts_each_report_and_finding_once(record: Path, run: Callable[..., Ended]) -> None:
    rows = [json.loads(line) for line in run("actors", "--record", record, "--json", "--limit", "3").out.splitlines()]
    assert all(tuple(row) == roster.COLUMNS for row in rows)
    assert rows[0] == {
        "id": YOON, "name": "Yoon Suk Yeol", "kind": "person", "country": "KOR", "sectors": ["GOV"],
        "offices": [{"office": "President", "first": "2024-11-25", "last": "2024-11-27", "reports": 2}],
        "also": ["President Yoon", "Yoon"], "reports": 3, "statements": 4, "as_actor": 1, "as_recipient": 0,
        "positions": 0,
    }  # fmt: skip
    counts = {row["id"]: [row[name] for name in roster.COUNTS] for row in rows}
    assert counts == {YOON: [3, 4, 1, 0, 0], "KOR": [3, 0, 1, 2, 1], "UKR": [3, 0, 2, 1, 0]}


def test_counts_are_of_the_period(record: Path) -> None:
    (one,) = roster.actors(Store.open(record), roster.Asked(name="Yoon", since="2024-11-26"))
    assert [one[name] for name in roster.COUNTS] == [1, 1, 0, 0, 0]
    assert one["offices"] == [{"office": "President", "first": "2024-11-27", "last": "2024-11-27", "reports": 1}]


def test_actors_as_csv_have_their_offices_with_days(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("actors", "--record", record, "--csv", "--country", "UKR", "--kind", "person")
    assert ended.out == (
        "id,name,kind,country,sectors,offices,also,reports,statements,as_actor,as_recipient,positions\n"
        f"{UMEROV},Rustem Umerov,person,UKR,GOV|MIL,defense minister 2024-11-25/2024-11-25,Umerov,2,1,1,0,0\n"
    )
    every = list(csv.DictReader(io.StringIO(run("actors", "--record", record, "--csv").out)))
    assert [row["reports"] for row in every] == ["3", "3", "3", "2", "1", "1", "1", "1", "1"]


def test_the_table_of_actors_has_a_line_an_actor(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("actors", "--record", record, "--limit", "2")
    lines = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in ended.out.splitlines()]
    assert lines[1] == [
        "name", "id", "kind", "country", "sectors", "offices", "reports", "said", "acted", "acted on", "positions",
    ]  # fmt: skip
    assert lines[3:5] == [
        ["Yoon Suk Yeol", YOON, "person", "KOR", "GOV", "President (2024-11-25…2024-11-27)", "3", "4", "1", "0", "0"],
        ["South Korea", "KOR", "state", "KOR", "GOV", "", "3", "0", "1", "2", "1"],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--country", "Korea"], "Invalid value for '--country': 'Korea' is no country code; give one like KOR"),
        (
            ["--kind", "army"],
            "Invalid value for '--kind': 'army' is no kind of actor; give one of person, organization, state, group, "
            "unknown",
        ),
        (["--csv", "--json"], "Invalid value for '--csv': give one format: CSV, or JSON Lines"),
    ],
)
def test_what_cannot_be_asked_for_is_a_usage_error(
    options: list[str], message: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("actors", "--record", record, *options)
    assert ended.code == 1
    assert message in " ".join(ended.err.replace("│", " ").split())


def test_a_record_without_reports_has_no_actors(tmp_path: Path, run: Callable[..., Ended]) -> None:
    Store.create(tmp_path / "record")
    assert run("actors", "--record", tmp_path / "record", "--json") == Ended(0, "", "")


# The dossier


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (YOON, "Yoon Suk Yeol"),
        (PERSON["President Yoon"], "Yoon Suk Yeol"),
        ("yoon suk-yeol", "Yoon Suk Yeol"),
        ("President Yoon", "Yoon Suk Yeol"),
        ("Mr. Yoon", "Yoon Suk Yeol"),
        ("Yoon Seok-youl", "Yoon Suk Yeol"),
        ("Umierov", "Rustem Umerov"),
        ("Min-su", "Kim Min-su"),
        ("Kim", "Kim"),
        ("kor", "South Korea"),
        ("South Korean", "South Korea"),
        ("Seoul", "South Korea"),
        ("Republic of Korea", "South Korea"),
        ("the north korea", "North Korea"),
        ("lawmaker", "lawmaker"),
    ],
)
def test_an_actor_goes_by_id_code_name_short_name_and_what_tables_know(asked: str, name: str, record: Path) -> None:
    assert dossiers.dossier(Store.open(record), asked)["name"] == name


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Kym", f"no actor 'Kym', near names: Kim ({PERSON['Kim']})"),
        ("Rustem", f"no actor 'Rustem', near names: Rustem Umerov ({UMEROV})"),
        ("Zzyzx", "no actor 'Zzyzx', and none of a name near it"),
        ("FRA", "no actor 'FRA', and none of a name near it"),
        ("", "no actor '', and none of a name near it"),
    ],
)
def test_an_unknown_actor_ends_with_the_nearest_names(
    asked: str, message: str, record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("actor", asked, "--record", record)
    assert ended == Ended(2, "", f"onrecord: {record}: {message}; `onrecord actors --record {record}` lists all\n")


def test_a_name_of_several_actors_is_asked_for_by_id(tmp_path: Path) -> None:
    given = kims()
    namesake = given.actors[1].model_copy(update={"id": "b1", "name": "Kim Min-su", "country": "PRK"})
    store = Store.create(tmp_path / "record")
    store.add([given.model_copy(update={"actors": [given.actors[0], namesake]})])
    with pytest.raises(StoreError) as caught:
        dossiers.dossier(store, "Kim Min-su")
    assert str(caught.value) == (
        f"{store.folder}: 2 actors are called 'Kim Min-su': {PERSON['Kim Min-su']} (Kim Min-su, KOR), "
        "b1 (Kim Min-su, PRK); name one by its id"
    )


def test_a_dossier_says_which_names_were_joined_and_why(record: Path) -> None:
    told = dossiers.dossier(Store.open(record), YOON)
    assert told["joined"] == [
        {"id": PERSON[name], "name": name, "country": "KOR", "reports": 1, "by": "wikidata"}
        for name in ("President Yoon", "Yoon")
    ]
    assert told["names"] == [{"name": name, "reports": 1} for name in ("President Yoon", "Yoon", "Yoon Suk Yeol")]
    assert told["mentions"] == [
        {"words": "Yoon", "count": 3}, {"words": "President Yoon", "count": 1},
        {"words": "South Korean President Yoon Suk Yeol", "count": 1}, {"words": "he", "count": 1},
    ]  # fmt: skip
    umerov = dossiers.dossier(Store.open(record), UMEROV)
    assert umerov["joined"] == [
        {"id": PERSON["Umerov"], "name": "Umerov", "country": "UKR", "reports": 1, "by": "surname"}
    ]
    kim = dossiers.dossier(Store.open(record), "Kim")
    assert (kim["joined"], [one["name"] for one in kim["perhaps"]]) == ([], ["Kim Min-su", "Kim Yong-hyun"])


def test_offices_that_reports_tell_stand_with_their_words_before_those_of_the_table(record: Path) -> None:
    told = dossiers.dossier(Store.open(record), "Umerov")["offices"]
    text = seoul().text
    start = text.index("defense minister")
    assert told[0] == {
        "by": "report", "office": "defense minister", "first": "2024-11-25", "last": "2024-11-25",
        "reports": [
            {
                "report": seoul().id, "source": "in/seoul.txt", "published": "2024-11-25", "span": (start, start + 16),
                "words": "defense minister",
            }
        ],
    }  # fmt: skip
    assert [(row["by"], row["office"], row["class"], row["from"], row["to"]) for row in told[1:]] == [
        ("table", "Defence Minister", "defence", "2023-09", "2025-07"),
        ("table", "National Security and Defence Council Secretary", "security-adviser", "2025-07", None),
    ]


def test_an_office_that_only_the_reader_knew_is_left_to_the_table(record: Path) -> None:
    told = dossiers.dossier(Store.open(record), YOON)["offices"]
    assert [(row["by"], row["office"]) for row in told] == [("report", "President"), ("table", "President")]
    assert [row["report"] for row in told[0]["reports"]] == [seoul().id]  # not Kyiv's, which gives no office


@pytest.mark.parametrize(
    ("text", "office", "others", "words"),
    [
        ("Defense Minister Holm left.", "Defense Minister", [], "Defense Minister"),
        ("Holm, the Norwegian\nforeign minister, left.", "Foreign Minister", [], "foreign minister"),
        ("The speaker, Holm, left.", "Speaker", [], "speaker"),
        ("Holm met President Berg.", "President", ["President Berg"], None),
        ("Holm met Berg, the president.", "president", ["Berg"], None),
        ("Holm left. The president stayed.", "president", [], None),
        ("Holm was vice-president.", "presidents", [], None),
    ],
)
def test_an_office_is_told_in_a_mention_or_near_one_with_nobody_between(
    text: str, office: str, others: list[str], words: str | None
) -> None:
    sentences = [match.span() for match in re.finditer(r"[^.]+\.", text)]
    (start,) = (m.start() for m in re.finditer("Holm", text))
    named = (0 if text.startswith("Defense") else start, start + 4)
    spans = [(text.index(o), text.index(o) + len(o)) for o in others]
    span = dossiers.told_at(office, "Ada Holm", text, sentences, [named], spans)
    assert (span and text[slice(*span)]) == words


def test_person_office_and_state_are_actors_of_their_own_that_holds_links(record: Path) -> None:
    links = dossiers.dossier(Store.open(record), "KOR")["holds"]
    assert links[0] == {
        "person": {"id": YOON, "name": "Yoon Suk Yeol", "country": "KOR"},
        "office": {"id": actor_id("office", "president", "KOR"), "name": "President"},
        "state": {"id": "KOR", "name": "South Korea"},
        "by": "report", "first": "2024-11-25", "last": "2024-11-27", "reports": 2,
    }  # fmt: skip
    assert len({links[0][part]["id"] for part in ("person", "office", "state")}) == 3
    told = [(link["person"]["name"], link["office"]["name"], link["by"], link.get("from")) for link in links]
    assert told == [
        ("Yoon Suk Yeol", "President", "report", None),
        ("Yoon Suk Yeol", "President", "table", "2022-05"),
        ("Kim Min-su", "lawmaker", "report", None),
        ("Kim Yong-hyun", "Defense Minister", "table", "2024-09"),
    ]


@pytest.mark.parametrize(
    ("office", "held"),
    [("President", True), ("deputy prime minister", True), ("former president", False), ("president-elect", False)],
)
def test_who_was_or_will_be_something_does_not_hold_it(office: str, held: bool) -> None:
    assert dossiers.is_held(office) is held


def test_dealings_count_what_happened_and_what_did_not_by_partner(record: Path) -> None:
    told = dossiers.dossier(Store.open(record), "UKR")
    korea = {"id": "KOR", "name": "South Korea", "country": "KOR"}
    assert told["acts_on"] == [
        {"event": "REJECT", "partner": korea, "count": 1, "statuses": {"denied": 1}},
        {"event": "SUPPORT", "partner": korea, "count": 1, "statuses": {"happened": 1}},
    ]
    assert told["acted_on_by"] == [{"event": "CONSULT", "partner": korea, "count": 1, "statuses": {"planned": 1}}]
    met = dossiers.dossier(Store.open(record), UMEROV)["acts_on"]
    partner = {"id": YOON, "name": "Yoon Suk Yeol", "country": "KOR"}
    assert met == [{"event": "CONSULT", "partner": partner, "count": 1, "statuses": {"happened": 1}}]


def test_what_an_actor_said_comes_newest_first_apart_from_silences(record: Path) -> None:
    told = dossiers.dossier(Store.open(record), YOON)
    assert [(row["source"], row["id"]) for row in told["statements"]] == [
        ("in/kyiv.txt", "s1"), ("in/seoul.txt", "s2"), ("in/seoul.txt", "s1"),
    ]  # fmt: skip
    assert [(row["cue"], row["content"]) for row in told["silences"]] == [("declined to comment on", ["the cost"])]
    assert told["counts"] == {
        "reports": 3, "statements": 3, "as_actor": 1, "as_recipient": 0, "positions": 0, "silences": 1,
    }  # fmt: skip
    short = dossiers.dossier(Store.open(record), YOON, limit=1)
    assert [row["id"] for part in ("statements", "silences") for row in short[part]] == ["s1", "s3"]
    assert short["counts"] == told["counts"]


def test_a_dossier_as_json_is_one_object_that_holds_everything(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("actor", "KOR", "--record", record, "--json")
    told = json.loads(ended.out)
    assert list(told) == [
        "id", "name", "kind", "country", "sectors", "wikidata", "joined", "perhaps", "names", "mentions", "counts",
        "first", "last", "offices", "holds", "acts_on", "acted_on_by", "statements", "positions", "silences",
    ]  # fmt: skip
    (position,) = told["positions"]
    assert (position["measure"], position["stance"], position["conditions"]) == (
        "send weapons to Ukraine", "considers", ["if the North sent troops"],
    )  # fmt: skip


def test_a_dossier_as_a_page(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("actor", "Yoon", "--record", record)
    assert (ended.code, ended.err) == (0, "")
    assert (
        ended.out
        == f"""\
Yoon Suk Yeol
person · KOR · GOV · {YOON} · Q16090635
3 reports, 2024-11-25 to 2024-11-27
Names: President Yoon (1 report), Yoon (1 report), Yoon Suk Yeol (1 report)
Joined: President Yoon (KOR, 1 report: the same Wikidata id), Yoon (KOR, 1 report: the same Wikidata id)
Mentioned as: Yoon 3, President Yoon 1, South Korean President Yoon Suk Yeol 1, he 1

Offices
  President, told in 1 report, 2024-11-25: “President” [seoul.txt]
  President, 2022-05 to 2025-04 [table: public record; EveryPolitician 2022 (CC0)]

Holds
  Yoon Suk Yeol → President → South Korea, 2024-11-25 to 2024-11-27 [2 reports]
  Yoon Suk Yeol → President → South Korea, 2022-05 to 2025-04 [table: public record; EveryPolitician 2022 (CC0)]

Acts on
  CONSULT Rustem Umerov: 1 happened

Said
  (2024-11-27) told: aid would grow [kyiv.txt]
  (2024-11-25) said: “We will decide in time” [seoul.txt]
  2024-11-24 said: Seoul might send weapons to Ukraine if the North sent troops [seoul.txt]

Silences
  (2024-11-25) declined to comment on: the cost [seoul.txt]
"""
    )


def test_a_page_says_how_much_of_a_part_it_shows_and_who_may_be_meant(record: Path) -> None:
    store = Store.open(record)
    lines = list(dossier_page.lines(dossiers.dossier(store, YOON, limit=1)))
    assert lines[lines.index("  CONSULT Rustem Umerov: 1 happened") + 1 :] == [
        "", "Said (1 of 3, the newest)", "  (2024-11-27) told: aid would grow [kyiv.txt]",
        "", "Silences", "  (2024-11-25) declined to comment on: the cost [seoul.txt]",
    ]  # fmt: skip
    assert list(dossier_page.lines(dossiers.dossier(store, "KOR")))[-5:] == [
        "  REJECT Ukraine: 1 denied", "  SUPPORT Ukraine: 1 happened", "", "Held out or ruled out",
        "  2024-11-24 considers: send weapons to Ukraine (toward Ukraine); if the North sent troops [seoul.txt]",
    ]  # fmt: skip
    assert list(dossier_page.lines(dossiers.dossier(store, "Kim"))) == [
        "Kim", f"person · KOR · {PERSON['Kim']}", "1 report, 2024-12-02", "Names: Kim (1 report)",
        f"Perhaps one of these, but nothing says which: Kim Min-su ({PERSON['Kim Min-su']}), "
        f"Kim Yong-hyun ({PERSON['Kim Yong-hyun']})",
        "Mentioned as: Kim 1",
    ]  # fmt: skip


def test_mentions_are_the_exact_words_whatever_characters_stand_before_them(tmp_path: Path) -> None:
    text = "🕊 In Zürich, cafe\u0301s closed. Ada\nHolm left."
    start = text.index("Ada")
    holm = Actor(id="a1", name="Ada Holm", kind="person", country="NOR", mentions=[(start, start + 8)])
    store = Store.create(tmp_path / "record")
    store.add([made("doves", "2024-11-27", text, actors=[holm])])
    assert dossiers.dossier(store, "Ada Holm")["mentions"] == [{"words": "Ada Holm", "count": 1}]
