"""The command line: what each command prints, where, and with which code; silence where nobody watches."""

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

import onrecord
from conftest import Ended
from onrecord import cli
from onrecord.records import Failure, InputError, Report, Source, json_schema, report_id
from onrecord.store import Store
from test_records import full_report

STORY = (
    "Riga talks to go on\n\n"
    "RIGA — Latvia’s foreign minister said on Monday that talks on the rail link would go on.\n\n"
    "“We will meet again in May,” Prime Minister Anna Kalniņa told reporters. She declined to comment on the cost.\n"
)
LINE = {
    "id": "n-1",
    "title": "Oslo agrees",
    "text": "Norway said on Tuesday it agreed to the plan.",
    "published": "2024-11-27",
}
COMMAND = [sys.executable, "-m", "onrecord"]
ANSI = "\x1b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of inputs: a text, JSON Lines with one bad line, an empty file."""
    place = tmp_path_factory.mktemp("inputs")
    (place / "story.txt").write_text(STORY, encoding="utf8")
    (place / "lines.jsonl").write_text(json.dumps(LINE) + "\n[1]\n", encoding="utf8")
    (place / "empty.txt").write_text("")
    return place


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two reports that were not read but made."""
    place = tmp_path_factory.mktemp("store") / "record"
    reports = []
    for number, country in ((1, "Norway"), (2, "Sweden")):
        title = f"Oslo weighs sending engineers ({number})"
        actors = [full_report().actors[0].model_copy(update={"name": country}), full_report().actors[1]]
        source = Source(id=f"n-{number}", path=f"in/{number}.txt")
        key = report_id(title, "2024-11-27", full_report().text)
        reports.append(full_report(id=key, title=title, actors=actors, source=source))
    Store.create(place).add(reports)
    return place


def commands() -> Iterator[tuple[str, Any]]:
    """Every command of the program, itself included."""
    root: Any = typer.main.get_command(cli.app)
    yield "onrecord", root
    for name, command in root.commands.items():
        yield name, command
        yield from ((f"{name} {part}", inner) for part, inner in getattr(command, "commands", {}).items())


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_the_help_of_every_command_says_what_it_does_and_shows_an_example(name: str, run: Callable[..., Ended]) -> None:
    arguments = [] if name == "onrecord" else name.split()
    ended = run(*arguments, "--help")
    assert ended.code == 0
    assert re.search(rf"^  Example: .*\bonrecord {'read' if name == 'onrecord' else name}\b", ended.out, re.M)
    assert ended.out.startswith(f"Usage: onrecord {'' if name == 'onrecord' else name + ' '}")
    assert ended.err == ""


def test_the_commands_are_those_of_the_contract() -> None:
    assert [name for name, _ in commands()] == [
        "onrecord", "read", "show", "statements", "events", "dates", "actors", "actor", "positions", "parse", "schema",
        "who", "tables", "lexicon", "lexicon check", "lexicon import", "watch", "watch add", "watch list",
        "watch judge",
    ]  # fmt: skip


def test_the_version_names_code_and_model(run: Callable[..., Ended]) -> None:
    ended = run("--version")
    assert re.fullmatch(rf"onrecord {re.escape(onrecord.__version__)} \(model [0-9a-f]{{12}}\)\n", ended.out)
    assert ended.code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "Missing argument 'INPUT...'."),
        (["reed"], "No such command 'reed'. Did you mean 'read'?"),
        (
            ["read", "x", "--published", "27 Nov"],
            "Invalid value for '--published': '27 Nov' is no date on the calendar; write it as YYYY-MM-DD",
        ),
        (
            ["read", "x", "--published", "2024-02-30"],
            "Invalid value for '--published': '2024-02-30' is no date on the calendar; write it as YYYY-MM-DD",
        ),
        (
            ["statements", "--kind", "shouted"],
            "Invalid value for '--kind': 'shouted' is no kind of statement; give one of direct, indirect, mixed, "
            "silence",
        ),
        (
            ["events", "--category", "aid,visit"],
            "Invalid value for '--category': 'visit' is no PLOVER category; give one of AGREE, CONSULT, SUPPORT, "
            "CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, "
            "ASSAULT",
        ),
        (
            ["events", "--status", "real"],
            "Invalid value for '--status': 'real' is no status of an event; give one of happened, ongoing, planned, "
            "possible, conditional, denied, background",
        ),
        (
            ["events", "--pair", "Norway-Latvia"],
            "Invalid value for '--pair': 'Norway-Latvia' is no pair of country codes; write it like RUS-UKR",
        ),
        (
            ["events", "--pair", "NOR"],
            "Invalid value for '--pair': 'NOR' is no pair of country codes; write it like RUS-UKR",
        ),
        (
            ["events", "--since", "2024-02-30"],
            "Invalid value for '--since': '2024-02-30' is no date on the calendar; write it as YYYY-MM-DD",
        ),
        (
            ["events", "--status", "happened,"],
            "Invalid value for '--status': '' is no status of an event; give one of happened, ongoing, planned, "
            "possible, conditional, denied, background",
        ),
        (["events", "--to", "weis"], "Invalid value for '--to': 'weis' is no format; give one of plover, cameo"),
        (["events", "--json", "--csv"], "Invalid value for '--csv': give one format: CSV, or JSON Lines"),
        (["events", "--to", "plover", "--csv"], "Invalid value for '--csv': give one format: CSV, or JSON Lines"),
        (
            ["lexicon", "import", "nouns", "a.txt"],
            "Invalid value for 'KIND': 'nouns' is no kind of dictionary; give one of verbs, actors",
        ),
        (["lexicon", "import", "verbs"], "Missing argument 'FILE...'."),
    ],
)
def test_a_usage_error_says_so_and_exits_with_1(
    arguments: Sequence[str], message: str, run: Callable[..., Ended]
) -> None:
    ended = run(*arguments)
    assert ended.code == 1
    assert ended.out == ""
    assert " ".join(ended.err.split()).endswith(f"Error: {message}")


@pytest.mark.parametrize("arguments", [["read", "x", "--jobs", "0"], ["read", "x", "--color"], []])
def test_what_the_command_line_cannot_take_exits_with_1(arguments: Sequence[str], run: Callable[..., Ended]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Usage: onrecord ")


def test_reading_all_exits_with_0_and_shows_what_was_read(
    folder: Path, tmp_path: Path, run: Callable[..., Ended]
) -> None:
    ended = run("read", folder / "story.txt", "--into", tmp_path / "record", "--published", "2024-11-27")
    assert ended.code == 0
    assert ended.err == ""
    assert re.search(r"^ +story\.txt +2024-11-27 +Riga talks to go on +\d+ +\d+ +\d+ +\d+ *$", ended.out, re.M)
    counts = f"1 read into {tmp_path}/record: 1 new, 0 read anew, 0 known; 0 not read\n"
    assert ended.out.endswith(counts)
    again = run("read", folder / "story.txt", "--into", tmp_path / "record", "--published", "2024-11-27")
    assert again.out.endswith(f"1 read into {tmp_path}/record: 0 new, 0 read anew, 1 known; 0 not read\n")
    shown = run("show", "story.txt", "--record", tmp_path / "record", "--json")
    report = Report.model_validate_json(shown.out)
    assert report.published == "2024-11-27"
    assert report.published_from == "argument"


def test_reading_some_exits_with_3_and_names_the_rest(folder: Path, tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("read", folder / "lines.jsonl", tmp_path / "nowhere.txt", "--json", "-")
    assert ended.code == 3
    assert [json.loads(line)["source"]["id"] for line in ended.out.splitlines()] == ["n-1"]
    assert ended.err.splitlines() == [
        f"onrecord: {folder}/lines.jsonl:2: a JSON list, not an object; write one object a line",
        f"onrecord: {tmp_path}/nowhere.txt: no such file or folder; check the path",
    ]


def test_reading_nothing_exits_with_2(folder: Path, tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("read", folder / "empty.txt", "--into", tmp_path / "record")
    assert ended.code == 2
    assert ended.err == f"onrecord: {folder}/empty.txt: nothing in it; leave it out, or check where it came from\n"
    assert ended.out == f"0 read into {tmp_path}/record: 0 new, 0 read anew, 0 known; 1 not read\n"
    assert [failure.input for failure in Store.open(tmp_path / "record").failures()] == [f"{folder}/empty.txt"]


def test_json_lines_store_nothing_and_fit_the_schema(
    folder: Path, tmp_path: Path, run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("read", folder / "story.txt", "--json", "-")
    assert ended.code == 0
    assert list(tmp_path.iterdir()) == []
    (line,) = ended.out.splitlines()
    schema = json.loads(run("schema").out)
    assert schema == json_schema()
    jsonschema.Draft202012Validator(schema).validate(json.loads(line))
    silence = [s for s in Report.model_validate_json(line).statements if s.kind == "silence"]
    assert [STORY.count("declined to comment"), len(silence)] == [1, 1]
    written = run("read", folder / "story.txt", "--json", "out.jsonl")
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf8") == ended.out


def test_no_record_is_said_with_what_to_do(tmp_path: Path, run: Callable[..., Ended]) -> None:
    for command in ("show", "statements", "events"):
        ended = run(command, "--record", tmp_path / "record")
        assert (ended.code, ended.out) == (2, "")
        remedy = f"make one with `onrecord read INPUT... --into {tmp_path}/record`"
        assert ended.err == f"onrecord: {tmp_path}/record: no record here (no record.json); {remedy}\n"


def test_no_such_report_is_said_with_what_to_do(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("show", "n-9", "--record", record)
    assert (ended.code, ended.out) == (2, "")
    remedy = f"`onrecord statements --json --record {record}` names those there are"
    assert ended.err == f"onrecord: {record}: no report 'n-9'; {remedy}\n"


def test_show_prints_the_report_with_its_findings(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("show", "n-1", "--record", record)
    assert ended.code == 0
    assert "Oslo weighs sending engineers (1)" in ended.out
    assert full_report().text in ended.out
    assert "Caption: A bridge in Riga (Example)" in ended.out
    assert "Left out as page furniture: Sign up" in ended.out
    assert re.search(r"│ Norway +│ state +│ NOR +│ GOV +│ government +│ 2 +│", ended.out)
    content = "it might send 40 engineers to Riga if the Saeima agreed"
    assert re.search(rf"│ 2024-11-25 │ Norway +│ said │ indirect │ {content} +│", ended.out)
    assert "\ncontent  silence  cue  actor  date  event\n" in ended.out
    assert re.search(r"^Events +$", ended.out, re.M)
    assert re.search(r"│ 2024-11-25 │ Norway │ AID +│ Latvia +│ conditional │ send +│", ended.out)
    assert re.search(r"│ 2024-11-25 │ Norway │ CONSULT \(visit\) │ Latvia +│ conditional │ send +│", ended.out)
    assert ANSI not in ended.out


def test_show_as_json_is_the_report_itself(record: Path, run: Callable[..., Ended]) -> None:
    ended = run("show", "n-2", "--record", record, "--json")
    assert ended.out == Store.open(record).get("n-2").to_json() + "\n"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["n-1 indirect", "n-1 silence", "n-2 indirect", "n-2 silence"]),
        (["--kind", "silence"], ["n-1 silence", "n-2 silence"]),
        (["--speaker", "swed"], ["n-2 indirect"]),
        (["--speaker", "nor"], ["n-1 indirect", "n-2 indirect"]),
        (["--speaker", "Oslo"], ["n-1 indirect", "n-2 indirect"]),
        (["--speaker", "sweden", "--kind", "silence"], []),
    ],
)
def test_statements_are_chosen_by_speaker_and_kind(
    options: list[str], found: list[str], record: Path, run: Callable[..., Ended]
) -> None:
    ended = run("statements", "--record", record, "--json", *options)
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [f"{row['source']} {row['kind']}" for row in rows] == found
    assert ended.code == 0


def test_a_statement_row_has_its_words_beside_its_ids(record: Path, run: Callable[..., Ended]) -> None:
    row = json.loads(run("statements", "--record", record, "--json", "--speaker", "Sweden").out)
    assert row == {
        "report": Store.open(record).get("n-2").id, "source": "n-2", "published": "2024-11-27", "id": "s1",
        "in": "text", "speaker": ["Sweden"], "country": ["NOR"], "speaker_text": "Oslo", "cue": "said",
        "kind": "indirect", "content": ["it might send 40 engineers to Riga if the Saeima agreed"],
        "date": ["2024-11-25", "2024-11-25"], "venue": "on Monday", "confidence": 0.875,
        "evidence": "Oslo said on Monday it might send 40 engineers to Riga if the Saeima agreed.",
    }  # fmt: skip


def test_parse_prints_conllu_and_reads_it(folder: Path, tmp_path: Path, run: Callable[..., Ended]) -> None:
    ended = run("parse", folder / "story.txt")
    assert ended.code == 0
    assert ended.out.startswith("# newdoc\n# sent_id = 1\n# text = RIGA — Latvia’s foreign minister said on Monday")
    assert "\tKalniņa\t" in ended.out
    trees = tmp_path / "story.conllu"
    trees.write_text(ended.out, encoding="utf8")
    assert run("parse", trees).out == ended.out
    both = [json.loads(run("parse", given, "--json").out) for given in (trees, folder / "story.txt")]
    assert both[0] == both[1]


def start(*arguments: object) -> "subprocess.Popen[str]":
    """A command in a process and a session of its own."""
    pipe = subprocess.PIPE
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def line(number: int) -> str:
    """A report of JSON Lines."""
    return json.dumps(LINE | {"id": f"n-{number}", "title": f"Oslo agrees ({number})"}) + "\n"


def test_standard_input_is_read_line_by_line_and_silent_where_nobody_watches() -> None:
    with start("read", "-", "--json", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line(1))
        process.stdin.flush()
        first = json.loads(process.stdout.readline())  # while the input is still open
        out, err = process.communicate(line(2))
    assert (first["source"]["id"], json.loads(out)["source"]["id"]) == ("n-1", "n-2")
    assert (process.returncode, err) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [["schema"], ["statements", "--json"], ["statements"], ["show"], ["events"], ["events", "--csv"]],
)
def test_a_closed_pipe_ends_a_command_quietly(arguments: list[str], record: Path) -> None:
    options = ["--record", str(record)] if arguments != ["schema"] else []
    reading, writing = os.pipe()
    os.close(reading)
    command = [*COMMAND, *arguments, *options]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run([*COMMAND, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    wanted = "onrecord: standard output: no space left to write to; free some and run it again\n"
    assert (ended.returncode, ended.stderr) == (2, wanted)


def test_ctrl_c_leaves_whole_reports_and_exits_with_130(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    with start("read", "-", "--into", folder, "--jobs", 2) as process:
        assert process.stdin is not None
        for number in itertools.count():
            process.stdin.write(line(number))
            process.stdin.flush()
            if list(folder.glob("reports/_delta_log/*1.json")):
                break
            time.sleep(0.1)
        time.sleep(1)  # the first commit is done and counted
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    stored = [str(report.source.id) for report in Store.open(folder).reports()]
    assert sorted(stored) == sorted(f"n-{n}" for n in range(len(stored)))
    assert len(stored) > 0
    counts = f"{len(stored)} read into {folder}: {len(stored)} new, 0 read anew, 0 known; 0 not read"
    assert err == f"onrecord: stopped; {counts}\n"


def test_importing_onrecord_loads_nothing_heavy() -> None:
    heavy = ("onnxruntime", "numpy", "pandas", "pyarrow", "pydantic", "duckdb", "deltalake", "trafilatura", "rich")
    script = f"import sys, onrecord; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "[]\n"


def test_the_help_loads_nothing_heavy() -> None:
    heavy = ("onnxruntime", "numpy", "pandas", "pyarrow", "duckdb", "deltalake", "trafilatura")
    script = (
        "import atexit, sys; sys.argv = ['onrecord', 'read', '--help']\n"
        f"atexit.register(lambda: print([m for m in {heavy} if m in sys.modules]))\n"
        "from onrecord.cli import main; main()"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True).splitlines()[-1] == "[]"


def test_read_gives_the_one_report_of_an_input(folder: Path) -> None:
    report = onrecord.read(folder / "story.txt", published="2024-11-27")
    assert (report.title, report.published, report.source.path) == (
        "Riga talks to go on", "2024-11-27", str(folder / "story.txt"),
    )  # fmt: skip
    assert onrecord.read(str(folder / "story.txt")).published is None
    assert isinstance(report, onrecord.Report)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.txt", "no such file or folder; check the path"),
        ("empty.txt", "nothing in it; leave it out, or check where it came from"),
        ("lines.jsonl", "more than one report in it; read them with onrecord.read_all([...])"),
    ],
)
def test_read_says_why_there_is_no_one_report(folder: Path, name: str, message: str) -> None:
    with pytest.raises(onrecord.InputError) as caught:
        onrecord.read(folder / name)
    assert str(caught.value) == f"{folder / name}: {message}"


@pytest.mark.parametrize(
    "call", [lambda: onrecord.read("a.txt", published="soon"), lambda: onrecord.read_all(["a"], published="soon")]
)
def test_a_wrong_publication_date_is_refused_at_once(call: Callable[[], object]) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value) == "published: 'soon' is no date on the calendar; write it as YYYY-MM-DD"


def test_read_all_gives_reports_and_failures_in_order(folder: Path) -> None:
    found = list(onrecord.read_all([folder / "lines.jsonl", folder / "empty.txt", folder / "story.txt"]))
    kinds = [item.title if isinstance(item, Report) else item.input for item in found]
    assert kinds == ["Oslo agrees", f"{folder}/lines.jsonl:2", f"{folder}/empty.txt", "Riga talks to go on"]
    assert isinstance(found[1], Failure)


def test_the_names_of_the_package_come_when_asked_for() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
        assert name in dir(onrecord)
    assert onrecord.language.analyse("Oslo agreed.").tokens[0].text == "Oslo"
    with pytest.raises(AttributeError, match="module 'onrecord' has no attribute 'write'"):
        onrecord.write  # noqa: B018  # asking is the test
