"""The record on disk: whole reports or none, once each, found again by any of their names."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord import __version__
from onrecord import store as store_module
from onrecord.records import DatedMention, Failure, Finding, Report, Source, StoreError, report_id, spans_of
from onrecord.store import Counts, Store, alone
from test_records import full_report, reports

KILLS = 20
FAILED = Failure(input="b.txt", stage="open", error="InputError", seen="nothing in it", remedy="leave it out")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "record")


def numbered(number: int, **changes: object) -> Report:
    """A full report of its own title, and so of its own id."""
    title = f"Oslo weighs sending engineers ({number})"
    report = full_report(title=title, id=report_id(title, "2024-11-27", full_report().text))
    return report.model_copy(update={"source": Source(id=f"n-{number}", path=f"in/{number}.txt"), **changes})


def quotes(report: Report) -> list[str]:
    """The words of every span of every finding."""
    findings: list[Finding | DatedMention] = [
        *report.statements, *report.events, *report.positions, *report.dates,
    ]  # fmt: skip
    return [report.field(f.within)[start:end] for f in findings for start, end in spans_of(f)]


@settings(deadline=None, max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(reports(), min_size=1, max_size=5, unique_by=lambda r: r.id))
@example([full_report()])
def test_reports_come_back_from_disk_as_they_were_stored(store: Store, given_reports: list[Report]) -> None:
    store.add(given_reports)
    found = {report.id: report for report in store.reports()}
    for report in given_reports:
        line = report.to_json()
        assert found[report.id].to_json() == line
        assert Report.model_validate_json(line) == store.get(report.id)
        assert quotes(found[report.id]) == quotes(report)


def test_a_report_read_twice_is_stored_once(store: Store) -> None:
    assert store.add([numbered(1), numbered(2)]) == Counts(added=2)
    assert store.add([numbered(2), numbered(3), numbered(3)]) == Counts(added=1, unchanged=1)
    assert store.count() == 3
    assert store.add([]) == Counts()


def test_a_report_read_by_another_version_replaces_the_old_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add([numbered(1), numbered(2)])
    monkeypatch.setattr(store_module, "reader_version", lambda: "onrecord 9 code 0 model 0")
    assert store.add([numbered(1, positions=[]), numbered(3)]) == Counts(added=1, replaced=1)
    assert store.count() == 3
    assert store.get("n-1").positions == []
    assert len(store.get("n-2").positions) == 1
    assert store.add([numbered(1)]) == Counts(unchanged=1)


def test_the_version_that_read_a_report_names_code_and_model() -> None:
    version = store_module.reader_version()
    assert version == f"onrecord {__version__} code {store_module.code_digest()} model {_weights()}"
    assert len(store_module.code_digest()) == 12


def test_a_report_is_read_anew_under_another_lexicon(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = store_module.reader_version()
    store.add([numbered(1)])
    lexicon = tmp_path / "my.csv"
    monkeypatch.setenv("ONRECORD_LEXICON", str(lexicon))
    assert store_module.reader_version() == f"{plain} lexicon none"
    lexicon.write_bytes(b"entry\n")
    assert store_module.reader_version() == f"{plain} lexicon 6e1c1326f48d"
    assert store.add([numbered(1, events=[])]) == Counts(replaced=1)
    assert store.add([numbered(1)]) == Counts(unchanged=1)
    assert store.get("n-1").events == []
    lexicon.write_bytes(b"another\n")
    assert store.add([numbered(1)]) == Counts(replaced=1)


def test_a_model_that_is_not_there_is_named_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", str(tmp_path))
    assert store_module.model_digest() == "none"


def _weights() -> str:
    return store_module.model_digest()


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("n-2", 2),
        ("in/2.txt", 2),
        ("2.txt", 2),
        (numbered(2).id, 2),
        (numbered(2).id.removeprefix("sha256:"), 2),
        (numbered(2).id[:20], 2),
        (numbered(2).id[7:19], 2),
        ("last", 1),
    ],
)
def test_a_report_is_found_by_each_of_its_names(store: Store, name: str, number: int) -> None:
    store.add([numbered(3), numbered(2)])
    store.add([numbered(4), numbered(1)])
    assert store.get(name).source.id == f"n-{number}"


def test_the_own_id_of_an_input_goes_before_the_beginning_of_a_hash(store: Store) -> None:
    start = numbered(1).id[7:11]
    store.add([numbered(1), numbered(2, source=Source(id=start))])
    assert store.get(start).id == numbered(2).id


def test_a_name_that_fits_several_reports_lists_them(store: Store) -> None:
    store.add([numbered(n, source=Source(id=f"n-{n}", path="all.jsonl")) for n in range(6)])
    by_hash = sorted((numbered(n).id, f"n-{n}") for n in range(6))
    with pytest.raises(StoreError) as caught:
        store.get("all.jsonl")
    shown = ", ".join(own for _, own in by_hash[:4])
    assert str(caught.value) == f"{store.folder}: 6 reports fit 'all.jsonl' ({shown}, …); name one by its id"


def test_several_reports_without_ids_of_their_own_are_listed_by_hash(store: Store) -> None:
    store.add([numbered(n, source=Source(path="all.jsonl")) for n in range(2)])
    shown = ", ".join(sorted(numbered(n).id[7:19] for n in range(2)))
    with pytest.raises(StoreError) as caught:
        store.get("all.jsonl")
    assert str(caught.value) == f"{store.folder}: 2 reports fit 'all.jsonl' ({shown}); name one by its id"


@pytest.mark.parametrize("name", ["nowhere.txt", "'; drop table reports; --", "%"])
def test_a_name_that_fits_no_report_says_where_to_look(store: Store, name: str) -> None:
    store.add([numbered(1)])
    with pytest.raises(StoreError) as caught:
        store.get(name)
    remedy = f"`onrecord statements --json --record {store.folder}` names those there are"
    assert str(caught.value) == f"{store.folder}: no report {name!r}; {remedy}"


@pytest.mark.parametrize("name", ["last", "a.txt"])
def test_an_empty_record_says_how_to_fill_it(store: Store, name: str) -> None:
    with pytest.raises(StoreError) as caught:
        store.get(name)
    remedy = f"read some with `onrecord read INPUT... --into {store.folder}`"
    assert str(caught.value) == f"{store.folder}: the record holds no reports yet; {remedy}"


def test_failures_are_kept_in_the_order_they_came(store: Store) -> None:
    second = FAILED.model_copy(update={"input": "a.txt"})
    store.fail([FAILED, second])
    store.fail([])
    store.fail([FAILED])
    assert store.failures() == [FAILED, second, FAILED]


def test_flat_views_answer_sql(store: Store) -> None:
    store.add([numbered(1), numbered(2)])
    store.fail([FAILED])
    assert store.sql("select kind, count(*) from statements group by kind order by kind").fetchall() == [
        ("indirect", 2),
        ("silence", 2),
    ]
    row = store.sql("select report, event, according_to, place.name from events order by report, id limit 1").fetchone()
    assert row == (min(numbered(1).id, numbered(2).id), "AID", "s1", "Riga")
    for view, count in (("reports", 2), ("positions", 2), ("actors", 4), ("dates", 2), ("failures", 1)):
        assert store.sql(f"select count(*) from {view}").fetchone() == (count,)


def test_a_query_over_what_is_no_view_lists_the_views(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.sql("select * from quotations")
    assert str(caught.value) == (
        f"{store.folder}: Catalog Error: Table with name quotations does not exist!; "
        "the views are reports, statements, events, positions, actors, dates, failures"
    )


def test_a_folder_without_a_record_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path)
    remedy = f"make one with `onrecord read INPUT... --into {tmp_path}`"
    assert str(caught.value) == f"{tmp_path}: no record here (no record.json); {remedy}"


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        (3, "update onrecord"),
        (1, "read its inputs anew into a new folder (`onrecord read INPUT... --into FOLDER`)"),
    ],
)
def test_a_record_of_another_format_is_refused(store: Store, found: int, remedy: str) -> None:
    (store.folder / "record.json").write_text(json.dumps({"format": found}))
    for enter in (Store.open, Store.create):
        with pytest.raises(StoreError) as caught:
            enter(store.folder)
        assert str(caught.value) == f"{store.folder}: a record of format {found}, this version reads format 2; {remedy}"


@pytest.mark.parametrize(
    ("marker", "seen"),
    [
        ("[]", "TypeError('list indices must be integers or slices, not str')"),
        ("{}", "KeyError('format')"),
        ('{"format": "2"}', "its format is '2'"),
    ],
)
def test_a_marker_that_is_none_is_named(store: Store, marker: str, seen: str) -> None:
    (store.folder / "record.json").write_text(marker)
    with pytest.raises(StoreError) as caught:
        Store.open(store.folder)
    remedy = "restore the folder or read into a new one"
    assert str(caught.value) == f"{store.folder}/record.json: not the marker of a record ({seen}); {remedy}"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(StoreError) as caught:
        Store.create(tmp_path)
    assert str(caught.value) == f"{tmp_path}: holds 'notes.md' and is no record; name a new or empty folder"
    assert [p.name for p in tmp_path.iterdir()] == ["notes.md"]


def test_a_file_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(StoreError) as caught:
        Store.create(tmp_path / "a.txt")
    assert str(caught.value) == f"{tmp_path}/a.txt: cannot be made a record (File exists); name another folder"


def _cut_parquet(folder: Path) -> None:
    file = next((folder / "reports").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:200])


def _drop_parquet(folder: Path) -> None:
    next((folder / "reports").glob("*.parquet")).unlink()


def _garble_log(folder: Path) -> None:
    (folder / "reports" / "_delta_log" / f"{0:020}.json").write_text("{nonsense")


def _drop_log(folder: Path) -> None:
    for file in (folder / "reports" / "_delta_log").iterdir():
        file.unlink()


@pytest.mark.parametrize("damage", [_cut_parquet, _drop_parquet, _garble_log, _drop_log])
def test_a_damaged_table_is_named_with_what_to_do(store: Store, damage: Callable[[Path], None]) -> None:
    store.add([numbered(1)])
    damage(store.folder)
    doings: list[Callable[[], object]] = [
        lambda: store.get("n-1"), lambda: list(store.reports()), store.count, lambda: store.add([numbered(1)]),
    ]  # fmt: skip
    for do in doings:
        with pytest.raises(StoreError) as caught:
            do()
        assert str(caught.value).startswith(str(store.folder))
        assert "damaged (" in str(caught.value)
        assert str(caught.value).endswith("); restore the folder or read into a new one")


def test_a_record_whose_making_was_cut_short_is_made_again(store: Store) -> None:
    (store.folder / "record.json").rename(store.folder / ".record.json.0f")
    assert Store.create(store.folder).add([numbered(1)]) == Counts(added=1)
    assert Store.open(store.folder).count() == 1


def test_without_a_lock_reports_are_merged_and_still_stored_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_locked", lambda path: None)  # noqa: ARG005  # takes the path of a lock
    with alone(store.folder) as locked:
        assert not locked
    assert store.add([numbered(1)]) == Counts(added=1)
    assert store.add([numbered(1), numbered(2)]) == Counts(added=1, unchanged=1)
    assert sorted(r.source.id or "" for r in store.reports()) == ["n-1", "n-2"]


WRITER = """
import sys
from pathlib import Path
from onrecord.records import Report, Source, report_id
from onrecord.store import Store

base = Report.model_validate_json(sys.stdin.readline())

def numbered(number):
    title = f"Oslo weighs sending engineers ({number})"
    named = {"id": report_id(title, base.published, base.text), "title": title}
    return base.model_copy(update={**named, "source": Source(id=f"n-{number}", path=f"in/{number}.txt")})

store = Store.create(Path(sys.argv[1]))
print("ready", flush=True)
for first in range(int(sys.argv[2]), int(sys.argv[3]), 3):
    store.add([numbered(n) for n in range(first, first + 3)])
    print(first, flush=True)
"""


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    """A process that stores the reports of these numbers, three a commit, and says so after each."""
    arguments = [sys.executable, "-c", WRITER, str(folder), str(first), str(last)]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(full_report().to_json() + "\n")
    process.stdin.flush()
    return process


def test_two_processes_that_write_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    writers = [writer(folder, 0, 30), writer(folder, 15, 45)]
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    found = [report.source.id for report in Store.open(folder).reports()]
    assert sorted(found, key=str) == sorted((f"n-{n}" for n in range(45)), key=str)


def test_a_writer_killed_at_any_moment_leaves_a_readable_record_of_whole_reports(tmp_path: Path) -> None:
    chance = random.Random(20241127)
    folder = tmp_path / "record"
    said: list[int] = []
    for kill in range(KILLS):
        process = writer(folder, kill * 300, kill * 300 + 300)
        assert process.stdout is not None
        # A few before the record is there or as it is made, most in the middle of a later commit.
        for _ in range(min(kill % 5, 2)):
            said += [int(line) for line in [process.stdout.readline()] if line.strip().isdigit()]
        time.sleep(chance.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        said += [int(line) for line in process.stdout.read().split() if line.isdigit()]
        process.communicate()
        if (folder / "record.json").exists():
            _check_whole(folder, said)
    assert len(said) >= KILLS * 3 / 5
    assert Store.create(folder).add([numbered(100_000)]).added == 1


def _check_whole(folder: Path, said: list[int]) -> None:
    """Every report stored is whole, commits are all or nothing, and what was said to be stored is."""
    record = Store.open(folder)
    ids = [row[0] for row in record.sql("select source.id from reports").fetchall()]
    numbers = {int(i.removeprefix("n-")) for i in ids}
    assert len(ids) == len(numbers)
    assert {n for first in said for n in range(first, first + 3)} <= numbers
    assert all(number // 3 * 3 + k in numbers for number in numbers for k in range(3))
    last = max(numbers, default=None)
    if last is not None:
        assert record.get(f"n-{last}") == numbered(last)


def test_the_marker_says_who_made_the_record(store: Store) -> None:
    marker = json.loads((store.folder / "record.json").read_text())
    assert marker == {"format": 2, "made_by": f"onrecord {__version__}"}
