"""The documents: generated ones are current, and what the others say of commands, files and packages is so."""

import doctest
import re
import shlex
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from bench import docs

from onrecord import __version__, bulk, cli, intake, store
from onrecord.records import OnrecordError, Report, json_schema

ROOT = docs.ROOT
PAGES = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "MODEL_CARD.md", "examples/README.md",
    "docs/RECORD.md", "docs/cli.md", "docs/exports.md", "docs/schema.md",
)  # fmt: skip
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a page in one language; shell blocks carry none."""
    return [m[2] for m in FENCE.finditer(text) if m[1] == language]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row of a page, heads and rules left out."""
    lines = [line for line in FENCE.sub("", text).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named(cell: str) -> list[str]:
    """What a cell names as code."""
    return re.findall(r"`([^`]+)`", cell)


# Generated documents


def test_generated_documents_are_what_the_code_gives() -> None:
    assert docs.stale(ROOT) == []


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The generated documents in a folder of their own, which `docs.main` takes for the project."""
    for name in docs.documents(ROOT):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    docs.write(tmp_path)
    return tmp_path


def test_a_stale_document_is_named_and_fails(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main([]) == 0
    with (copied / "docs/cli.md").open("a", encoding="utf8") as file:
        file.write("An option that is not there.\n")
    (copied / "docs/record.schema.json").unlink()
    assert docs.main([]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "docs/cli.md: not what the code gives; run `make docs`",
        "docs/record.schema.json: not what the code gives; run `make docs`",
    ]


def test_writing_mends_what_is_generated_and_leaves_the_rest(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied / "MODEL_CARD.md"
    good = path.read_text(encoding="utf8")
    changed = good.replace("# The language model", "# Another title").replace("| training steps |", "| steps |")
    path.write_text(changed, encoding="utf8")
    assert docs.main(["--write"]) == 0
    assert capsys.readouterr().out == "wrote MODEL_CARD.md\n"
    assert path.read_text(encoding="utf8") == good.replace("# The language model", "# Another title")
    assert docs.main(["--write"]) == 0
    assert capsys.readouterr().out == "the documents are current\n"


def test_a_missing_mark_is_an_error_that_says_what_to_do(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "README.md").write_text("# onrecord\n", encoding="utf8")
    assert docs.main([]) == 1
    assert capsys.readouterr().err == (
        "README.md: wants <!-- generated: commands --> and <!-- end: commands --> once each; "
        "put them where the block belongs\n"
    )


def test_a_block_is_filled_between_its_marks() -> None:
    text = "before\n<!-- generated: x -->old<!-- end: x -->\nafter\n"
    filled = docs.filled(text, {"x": lambda: "new\n"}, "page.md")
    assert filled == "before\n<!-- generated: x -->\n\nnew\n\n<!-- end: x -->\nafter\n"
    with pytest.raises(OnrecordError, match=r"page\.md: wants <!-- generated: y -->"):
        docs.filled(text, {"y": str}, "page.md")


def manifest(**more: Any) -> dict[str, Any]:
    return {
        "onrecord": "0.1.0", "code": "abc123", "steps": 4500,
        "sizes": {"model.onnx": 27_671_479}, "files": {"model.onnx": "f" * 64},
        "encoder": {"package": "p", "weights": "w", "licence": "Apache-2.0"},
        "data": [{"name": "Set", "part": "train", "licence": "LDC, free", "heads": ["time"]}], **more,
    }  # fmt: skip


def test_the_model_card_tells_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "checked_manifest", lambda _: manifest())
    assert "| `model.onnx` | 27.7 MB, sha256 `ffffffffffff`… |" in docs.model_facts()
    assert "| training steps | 4,500 |" in docs.model_facts()
    assert docs.data_table().splitlines()[-1] == "| Set | train | LDC, free | time |  |"
    assert docs.score_table() == "The manifest of these weights keeps no scores; `make evaluate` measures them.\n"


def test_the_model_card_lists_every_score(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {"EWT dev": {"UPOS": 96.04, "LAS": 87}, "times": 92.5}
    monkeypatch.setattr(docs, "checked_manifest", lambda _: manifest(scores=scores))
    lines = docs.score_table().splitlines()[2:]
    assert lines == ["| EWT dev | UPOS | 96.0 |", "| EWT dev | LAS | 87.0 |", "| times |  | 92.5 |"]


def test_examples_in_the_docstrings_hold() -> None:
    found = doctest.testmod(docs)
    assert found.failed == 0
    assert found.attempted >= 2


# Commands


def calls(text: str) -> Iterator[list[str]]:
    """The calls of onrecord in the shell blocks of a page, as words; lines that show the usage are none."""
    for block in blocks(text, ""):
        for line in block.splitlines():
            if "onrecord" in line and "[OPTIONS]" not in line:
                yield from calls_in(line.removeprefix("$ "))


def calls_in(line: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    while words:
        command = list(takewhile(lambda w: w not in ("|", "&&", ";"), words))
        words = words[len(command) + 1 :]
        command = list(takewhile(lambda w: w not in (">", ">>", "<"), command))
        while command and re.fullmatch(r"[A-Z_]+=.*", command[0]):
            command.pop(0)
        if command[:1] == ["onrecord"]:
            yield command


def fault(call: list[str]) -> str | None:
    """What the command line would say against a call; nothing is run."""
    command: Any = typer.main.get_command(cli.app)
    name, rest = "onrecord", call[1:]
    if rest[0].startswith("-"):
        return None if rest[0] in ("--help", *(o for p in command.params for o in p.opts)) else f"no option {rest[0]}"
    while hasattr(command, "commands"):
        if command.invoke_without_command and (not rest or rest[0].startswith("-")):
            break  # a group that does something by itself
        name, *rest = rest or [""]
        if name not in command.commands:
            return f"no command {name}"
        command = command.commands[name]
    try:
        command.make_context(name, [word for word in rest if word != "--help"])
    except Exception as error:  # whichever click typer stands on, its usage errors carry a message
        return str(getattr(error, "message", error))
    return None


@pytest.mark.parametrize("name", PAGES)
def test_every_call_in_a_page_is_understood(name: str) -> None:
    faults = {shlex.join(call): said for call in calls(page(name)) if (said := fault(call))}
    assert faults == {}


def test_calls_are_found_and_checked() -> None:
    line = '$ echo "a | b" | COLUMNS=80 onrecord parse - > out && onrecord show last --jso'
    found = list(calls(f"```\n{line}\nonrecord read [OPTIONS] INPUT...\n```\n"))
    assert found == [["onrecord", "parse", "-"], ["onrecord", "show", "last", "--jso"]]
    assert fault(["onrecord", "parse", "-"]) is None
    assert "--jso" in (fault(["onrecord", "show", "last", "--jso"]) or "")
    assert fault(["onrecord", "tell"]) == "no command tell"
    assert fault(["onrecord", "lexicon"]) == "no command "
    assert fault(["onrecord", "lexicon", "export"]) == "no command export"
    assert fault(["onrecord", "lexicon", "import", "nouns", "a.txt"]) == (
        "'nouns' is no kind of dictionary; give one of verbs, actors"
    )
    assert fault(["onrecord", "lexicon", "check", "my.csv"]) is None
    assert fault(["onrecord", "--loud"]) == "no option --loud"
    assert fault(["onrecord", "--version"]) is None
    assert sum(1 for name in PAGES for _ in calls(page(name))) >= 12


@pytest.mark.parametrize("name", docs.commands())
def test_every_command_has_an_example_of_itself(name: str) -> None:
    _, examples = docs.help_of(docs.commands()[name])
    assert examples
    words = name.split()
    assert all(any(call[1 : 1 + len(words)] == words for call in calls_in(example)) for example in examples)


def test_the_python_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    found = bulk.read_all(intake.articles(["examples/archive.jsonl"], intake.IntakeOptions()), jobs=1)
    reports = [report for report in found if isinstance(report, Report)]
    store.Store.create("record").add(reports)
    for block in blocks(page("README.md"), "python"):
        exec(compile(block, "README.md", "exec"), {})
    *statements, counts, title = capsys.readouterr().out.splitlines()
    kinds = Counter(s.kind for report in reports for s in report.statements)
    told = [line.split("] ")[1].split(" [")[0] for line in statements]
    assert told == [s.kind for report in reports for s in report.statements]
    assert counts == str(sorted(kinds.items()))
    assert title == "Manila protests over water cannon near shoal"


# Links and names


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("name", PAGES)
def test_links_inside_the_repository_lead_somewhere(name: str) -> None:
    inside = [link for link in LINK.findall(FENCE.sub("", page(name))) if not link.startswith(("http://", "https://"))]
    assert [link for link in inside if not leads(ROOT / name, link)] == []


def leads(origin: Path, link: str) -> bool:
    """Whether the file that a link names is there, and in it the heading."""
    path, _, anchor = link.partition("#")
    file = origin.parent / path if path else origin
    return file.exists() and (not anchor or anchor in anchors(file.read_text(encoding="utf8")))


def test_links_are_found_and_followed() -> None:
    text = "[a](b.md#c) and [`x[y]`](../z) but `[no](code`"
    assert LINK.findall(text) == ["b.md#c", "../z"]
    assert leads(ROOT / "README.md", "docs/cli.md#onrecord-read")
    assert not leads(ROOT / "README.md", "docs/cli.md#onrecord-write")
    assert not leads(ROOT / "docs/cli.md", "docs/cli.md")
    assert anchors("# To add …\n## onrecord read\n```\n# no\n```\n") == {"to-add-", "onrecord-read"}


def modules(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def test_the_module_table_names_every_module_and_no_other() -> None:
    package = ROOT / "src/onrecord"
    first = {name for row in rows(page("CONTRIBUTING.md")) for name in named(row[0])}
    table = {name for name in first if re.fullmatch(r"\w+(\.py|/)", name)}
    there = {f"{name}.py" for name in modules(package)} | {f"{p.parent.name}/" for p in package.glob("*/__init__.py")}
    assert table - {"tests/", "training/"} == there


@pytest.mark.parametrize("folder", ["intake", "language", "findings"])
def test_the_architecture_names_every_module_of_a_folder(folder: str) -> None:
    assert modules(ROOT / "src/onrecord" / folder) - set(named(page("CONTRIBUTING.md"))) == set()


def test_every_dependency_has_its_reason() -> None:
    project = PROJECT["project"]
    listed = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    reasons = {row[0]: row[1] for row in rows(page("CONTRIBUTING.md")) if len(row) == 2}
    without = [d for d in listed if not reasons.get(f"`{re.split('[<>=!~; ]', d)[0]}`")]
    assert without == []


def test_every_rule_left_out_is_explained() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    left_out = {*lint["ignore"], *(rule for rules in lint["per-file-ignores"].values() for rule in rules)}
    section = page("CONTRIBUTING.md").split("## Lint rules left out\n")[1].split("\n## ")[0]
    assert left_out - {name for row in rows(section) for name in named(row[0])} == set()


def test_the_contract_names_every_field_of_the_record() -> None:
    told = {word for code in named(page("docs/RECORD.md")) for word in code.split()}
    fields = {(m.__name__, info.alias or name) for m in docs.models() for name, info in m.model_fields.items()}
    assert {(model, field) for model, field in fields if field not in told} == set()


def test_the_contract_names_every_choice_of_the_schema() -> None:
    text = page("docs/RECORD.md")
    fields = [field for model in json_schema()["$defs"].values() for field in model["properties"].values()]
    choices = {choice for field in fields for choice in field.get("enum", [])}
    assert {c for c in choices if not re.search(rf"(?<![\w-]){re.escape(c)}(?![\w-])", text)} == set()
    assert len(choices) > 40


def test_the_changelog_has_this_version() -> None:
    assert re.findall(r"^## \[([^\]]+)\]", page("CHANGELOG.md"), re.M)[0] == __version__
    assert PROJECT["project"]["version"] == __version__


def test_training_data_is_listed_with_its_licence() -> None:
    data = yaml.safe_load((ROOT / "training/data.yaml").read_text(encoding="utf8"))
    wanted, allowed = {"name", "part", "licence"}, {"name", "part", "licence", "heads", "silver"}
    assert [row for row in data if not wanted <= set(row) <= allowed or not all(row.values())] == []
    licences = {row["name"]: row["licence"] for row in data}
    assert licences["TimeBank and AQUAINT (TempEval-3)"] == "LDC, free distribution for research"
