"""The documents that the code writes: ``python -m bench.docs`` checks them, ``--write`` (``make docs``) writes them.

Some are written whole (docs/cli.md, docs/schema.md, docs/record.schema.json). In the others only what stands between
``<!-- generated: NAME -->`` and ``<!-- end: NAME -->`` is: the commands in README.md, the facts in MODEL_CARD.md.
"""

import argparse
import json
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from onrecord import cli, records
from onrecord.language.model import SHIPPED, checked_manifest
from onrecord.records import Entry, Failure, OnrecordError, Report, json_schema

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by `make docs` from the code; changes made here are lost. -->\n\n"
EXAMPLE = "Example: "
Block = Callable[[], str]


# The command line


def command_line() -> str:
    """docs/cli.md: every command with its arguments, options and examples, from the typer app."""
    program: Any = typer.main.get_command(cli.app)
    parts = [f"{NOTE}# The command line\n", *_told(program, "onrecord [OPTIONS] COMMAND [ARGS]..."), exit_codes()]
    for name, command in commands().items():
        parts += [f"## onrecord {name}\n", *_told(command, usage(name, command))]
    return "\n".join(parts)


def exit_codes() -> str:
    """What the program ends with, as a table."""
    meanings = {
        cli.ALL_READ: "all went well",
        cli.USAGE: "the command was not understood",
        cli.NOTHING_READ: "nothing could be read, or the record could not be opened",
        cli.SOME_FAILED: "some inputs failed, the rest was read",
    }
    return table(["exit code", "when"], [[str(number), meaning] for number, meaning in meanings.items()])


def commands() -> dict[str, Any]:
    """The commands of the program by name, as typer built them.

    ``lexicon check`` is one of a group; a group that does something by itself (``watch``) stands before its own.
    """
    program: Any = typer.main.get_command(cli.app)
    return dict(_commands_of(program, ""))


def _commands_of(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:  # the group does something by itself
                yield f"{prefix}{name}", command
            yield from _commands_of(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def usage(name: str, command: Any) -> str:
    """How a command is called: ``onrecord show [OPTIONS] [REPORT]``."""
    words = ["onrecord", name, *(["[OPTIONS]"] if _options(command) else [])]
    return " ".join([*words, *(_argument(a) for a in _arguments(command))])


def _told(command: Any, called: str) -> Iterator[str]:
    said, examples = help_of(command)
    yield f"{said}\n"
    yield fenced([called])
    if found := _arguments(command):
        rows = [[code(_placeholder(a)), a.help or "", _default(a)] for a in found]
        yield table(["argument", "what it is", "default"], rows)
    if found := _options(command):
        rows = [[_spelt(o), o.help or "", _default(o)] for o in found]
        yield table(["option", "what it does", "default"], rows)
    if examples:
        yield f"{'Examples' if len(examples) > 1 else 'Example'}:\n"
        yield fenced(examples)


def help_of(command: Any) -> tuple[str, list[str]]:
    """A command's help text without its examples, and the examples."""
    paragraphs = [" ".join(p.split()) for p in (command.help or "").split("\n\n")]
    examples = [p.removeprefix(EXAMPLE) for p in paragraphs if p.startswith(EXAMPLE)]
    return "\n\n".join(p for p in paragraphs if p and not p.startswith(EXAMPLE)), examples


def _arguments(command: Any) -> list[Any]:
    return [p for p in command.params if not p.opts[0].startswith("-")]


def _options(command: Any) -> list[Any]:
    return [p for p in command.params if p.opts[0].startswith("-") and not p.hidden]


def _argument(argument: Any) -> str:
    name = _placeholder(argument)
    return name if argument.required else f"[{name}]"


def _placeholder(parameter: Any) -> str:
    return str(parameter.metavar or ("FOLDER" if isinstance(parameter.default, Path) else parameter.name.upper()))


def _spelt(option: Any) -> str:
    """An option as it is typed, with the name of its value."""
    names = ", ".join(code(name) for name in option.opts)
    if option.is_flag:
        return " / ".join([names, *(code(name) for name in option.secondary_opts)])
    return f"{names} {_placeholder(option)}"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    return "" if parameter.default in (None, False) else code(str(parameter.default))


def command_table() -> str:
    """README.md: the commands, one line each."""
    lines = {name: help_of(command)[0].split("\n\n")[0] for name, command in commands().items()}
    links = {name: f"docs/cli.md#onrecord-{name.replace(' ', '-')}" for name in lines}
    rows = [[f"[`onrecord {name}`]({links[name]})", line] for name, line in lines.items()]
    return table(["command", "what it does"], rows)


# The record


def schema() -> str:
    """docs/schema.md: every record type with its fields, from the pydantic models and their docstrings."""
    intro = (
        "The types of `onrecord.records`. What each field means, and how hard cases are decided, is told in\n"
        "[RECORD.md](RECORD.md); the same types as JSON Schema are in [record.schema.json](record.schema.json)\n"
        "(`onrecord schema` prints it). A span is `[start, end]` in code points, end exclusive. A field without a\n"
        "default must be given.\n"
    )
    parts = [f"{NOTE}# The record, field by field\n", intro]
    for model in models():
        parts += [f"## {model.__name__}\n", f"{plain(model.__doc__)}\n", fields_table(model)]
    return "\n".join(parts)


def models() -> list[type[Entry]]:
    """Report, then the types it is made of in the order of its fields, then Failure."""
    found: list[type[Entry]] = []

    def visit(model: type[Entry]) -> None:
        if model not in found:
            found.append(model)
            for info in model.model_fields.values():
                for inner in entries_in(info.annotation):
                    visit(inner)

    visit(Report)
    return [*found, Failure]


def entries_in(annotation: Any) -> Iterator[type[Entry]]:
    """The record types that an annotation names, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        yield annotation
    for inner in get_args(annotation):
        yield from entries_in(inner)


def fields_table(model: type[Entry]) -> str:
    """The fields of a record type, as named in JSON, with what the code says of each where it says it of any."""
    rows = [
        [code(info.alias or name), type_name(info.annotation), default_of(info), plain(info.description)]
        for name, info in model.model_fields.items()
    ]
    wide = 4 if any(row[3] for row in rows) else 3
    return table(["field", "type", "default", "what it holds"][:wide], [row[:wide] for row in rows])


def default_of(info: FieldInfo) -> str:
    """What stands where nothing is known; empty for a field that must be given."""
    if info.is_required():
        return ""
    value = info.get_default(call_default_factory=True)
    return "all fields at their defaults" if isinstance(value, Entry) else code(json.dumps(value))


def type_name(annotation: Any) -> str:
    """An annotation in words: ``list of span``, ``string or null``."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation == records.Span:
        return "span"
    if origin is Annotated:
        return type_name(inner[0])
    if origin is Literal:
        return ", ".join(code(value) for value in inner)
    if origin is list:
        return f"list of {type_name(inner[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(type_name(a) for a in inner)
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {str: "string", int: "integer", float: "number", type(None): "null"}[annotation]


def schema_file() -> str:
    """docs/record.schema.json: what ``onrecord schema`` prints."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


# The model card


def told_steps(manifest: dict[str, Any]) -> str:
    """The steps of a training, and of its runs where there were several: ``4,250 (2,000 + 1,600 + 650)``."""
    runs = manifest.get("runs", [])
    parts = f" ({' + '.join(f'{n:,}' for n in runs)})" if len(runs) > 1 else ""
    return f"{manifest['steps']:,}{parts}"


def model_facts() -> str:
    """MODEL_CARD.md: what the shipped folder holds and where it comes from."""
    manifest = checked_manifest(SHIPPED)
    encoder = manifest["encoder"]
    digests = {name: code(digest[:12]) for name, digest in manifest["files"].items()}
    rows = [
        ["encoder", f"{encoder['weights']} (package {code(encoder['package'])}, {encoder['licence']})"],
        ["training steps", told_steps(manifest)],
        ["made by", f"onrecord {manifest['onrecord']}, code {code(manifest['code'])}"],
        *([code(name), f"{size_of(size)}, sha256 {digests[name]}…"] for name, size in manifest["sizes"].items()),
    ]
    return table(["", ""], rows)


def size_of(size: int) -> str:
    """Bytes as read by people.

    >>> size_of(27671479), size_of(3479)
    ('27.7 MB', '3.5 kB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


def data_table() -> str:
    """MODEL_CARD.md: the sets that the weights were trained on, with their licences."""
    rows = [
        [row["name"], row["part"], row["licence"], ", ".join(row.get("heads", [])), ", ".join(row.get("silver", []))]
        for row in checked_manifest(SHIPPED)["data"]
    ]
    return table(["set", "part", "licence", "gold labels", "silver labels"], rows)


def score_table() -> str:
    """MODEL_CARD.md: the scores that the manifest keeps, or that it keeps none."""
    scores = checked_manifest(SHIPPED).get("scores")
    if not scores:
        return "The manifest of these weights keeps no scores; `make evaluate` measures them.\n"
    rows = [[names[0], ", ".join(names[1:]), f"{value:.1f}"] for names, value in leaves(scores)]
    return table(["measured on", "score of", "points"], rows)


def leaves(tree: dict[str, Any]) -> Iterator[tuple[list[str], float]]:
    """The numbers of a nested mapping with the names that lead to them.

    >>> list(leaves({"EWT dev": {"UPOS": 96.0}}))
    [(['EWT dev', 'UPOS'], 96.0)]
    """
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from (([name, *names], number) for names, number in leaves(value))
        elif isinstance(value, int | float):
            yield [name], value


# Markdown


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def fenced(lines: Sequence[str]) -> str:
    """A code block."""
    return "\n".join(["```", *lines, "```"]) + "\n"


def code(text: str) -> str:
    """Text as code in a line."""
    return f"`{text}`"


def plain(docstring: str | None) -> str:
    """A docstring as one line of Markdown: its double backticks single."""
    return " ".join((docstring or "").split()).replace("``", "`")


# Checking and writing

WHOLE: dict[str, Block] = {
    "docs/cli.md": command_line,
    "docs/schema.md": schema,
    "docs/record.schema.json": schema_file,
}
BLOCKS: dict[str, dict[str, Block]] = {
    "README.md": {"commands": command_table},
    "MODEL_CARD.md": {"model": model_facts, "data": data_table, "scores": score_table},
}


def filled(text: str, blocks: dict[str, Block], name: str) -> str:
    """A document with its generated blocks written anew. Raises `OnrecordError` where a block's marks are missing."""
    for block, write in blocks.items():
        begin, end = f"<!-- generated: {block} -->", f"<!-- end: {block} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise OnrecordError(f"{name}: wants {begin} and {end} once each; put them where the block belongs")
        before, after = text.split(begin)[0], text.split(end)[1]
        text = f"{before}{begin}\n\n{write().strip()}\n\n{end}{after}"
    return text


def documents(root: Path) -> dict[str, str]:
    """What each generated document must hold, by its path under ``root``. Raises `OnrecordError`."""
    found = {name: write() for name, write in WHOLE.items()}
    for name, blocks in BLOCKS.items():
        found[name] = filled((root / name).read_text(encoding="utf8"), blocks, name)
    return found


def stale(root: Path) -> list[str]:
    """The generated documents that are missing or not what the code gives."""
    return [name for name, text in documents(root).items() if not _holds(root / name, text)]


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf8") == text


def write(root: Path) -> list[str]:
    """Write the documents that are stale; their names."""
    fresh = documents(root)
    changed = [name for name, text in fresh.items() if not _holds(root / name, text)]
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(fresh[name], encoding="utf8")
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, or write with ``--write``; 1 where a document is not current or cannot be made."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--write", action="store_true", help="write the documents instead of checking them")
    opt = ask.parse_args(arguments)
    try:
        if opt.write:
            print("\n".join(f"wrote {name}" for name in write(ROOT)) or "the documents are current")
            return 0
        found = stale(ROOT)
    except OnrecordError as error:
        print(error, file=sys.stderr)
        return 1
    for name in found:
        print(f"{name}: not what the code gives; run `make docs`", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
