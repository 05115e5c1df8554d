"""``onrecord …``: arguments in, one call, one rendering. Nothing heavy is imported before a command needs it."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord import __version__

if TYPE_CHECKING:
    from onrecord.store import Store

ALL_READ, USAGE, NOTHING_READ, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
RECORD = Path("record")

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Read diplomatic and security reporting and keep the record.\n\n"
    "Example: onrecord read reports/ && onrecord statements",
)

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders, http(s) URLs, or - for standard input.", metavar="INPUT...")
]
Folder = Annotated[Path, typer.Option("--into", "--record", help="The record's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output.")]


def _version(wanted: bool) -> None:
    if wanted:
        from onrecord.store import model_digest

        with _errors():
            typer.echo(f"onrecord {__version__} (model {model_digest()})")
        raise typer.Exit


def _day(given: str | None) -> str | None:
    """An ISO day or time as the user gave it; anything else is a usage error."""
    if given is None:
        return None
    from onrecord.records import InputError, checked_day

    try:
        return checked_day(given)
    except InputError as error:
        raise typer.BadParameter(f"{error.seen}; {error.remedy}") from error


def _kind(given: str | None) -> str | None:
    """A kind of statement as the user gave it; anything else is a usage error."""
    if given is None:
        return None
    from onrecord.select import KINDS

    if given in KINDS:
        return given
    raise typer.BadParameter(f"{given!r} is no kind of statement; give one of {', '.join(KINDS)}")


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Version of code and model.")
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command()
def read(
    inputs: Inputs,
    json_to: Annotated[
        str | None,
        typer.Option(
            "--json", metavar="FILE", help="Write JSON Lines to FILE (- for standard output) and store nothing."
        ),
    ] = None,
    into: Folder = RECORD,
    published: Annotated[
        str | None,
        typer.Option(callback=_day, metavar="DATE", help="Publication date (YYYY-MM-DD) of inputs that carry none."),
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes to share the work [default: one a core].")] = None,
    allow_private: Annotated[bool, typer.Option(help="Fetch from private and loopback addresses too.")] = False,
) -> None:
    """Read reports into the record.

    Example: onrecord read reports/ page.html feed.jsonl --published 2024-11-27

    Example: cat report.txt | onrecord read - --json - | jq .statements
    """
    from onrecord import runs

    options = runs.Options(published=published, jobs=jobs, allow_private=allow_private)
    with _errors():
        outcome = runs.to_json(inputs, json_to, options) if json_to else runs.to_store(inputs, into, options)
        sys.stdout.flush()
    raise typer.Exit(runs.exit_code(outcome))


@app.command()
def show(
    report: Annotated[
        str,
        typer.Argument(help="A report's id (or its beginning), its input's id or file name; `last` for the newest."),
    ] = "last",
    record: Folder = RECORD,
    as_json: AsJson = False,
) -> None:
    """Show one report with its statements, dates and actors marked in the text.

    Example: onrecord show a-day-in-seoul.txt
    """
    from onrecord import display

    with _errors():
        found = _opened(record).get(report)
        if as_json:
            typer.echo(found.to_json())
        else:
            display.console().print(display.marked_report(found))


@app.command()
def statements(
    record: Folder = RECORD,
    speaker: Annotated[
        str | None, typer.Option(help="Only speakers whose name holds this, or of this country (KOR).")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(callback=_kind, metavar="KIND", help="Only direct, indirect, mixed or silence.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List who said what, and what they would not say.

    Example: onrecord statements --speaker UKR --kind silence
    """
    from onrecord import display, select

    with _errors():
        chosen = select.statements(_opened(record).reports(), speaker, kind)
        if as_json:
            for row in select.rows(chosen):
                typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            display.console().print(display.statements_table(chosen))


@app.command()
def parse(
    inputs: Inputs,
    as_json: AsJson = False,
) -> None:
    """Print the language analysis of texts as CoNLL-U; CoNLL-U files (.conllu) are read and written anew.

    Example: echo "Kyiv said talks would resume." | onrecord parse -
    """
    from onrecord import runs

    with _errors():
        outcome = runs.parse(inputs, as_json)
    raise typer.Exit(runs.exit_code(outcome))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a report.

    Example: onrecord schema > report.schema.json
    """
    from onrecord.records import json_schema

    with _errors():
        typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@contextmanager
def _errors() -> Iterator[None]:
    """How a command ends early: a closed pipe is no error; an error of this package is its message; Ctrl-C is 130."""
    from onrecord.records import OnrecordError

    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except OnrecordError as error:
        typer.echo(f"onrecord: {error}", err=True)
        raise typer.Exit(NOTHING_READ) from None
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            raise
        # Nothing more can be written: Python would complain of it once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # the reader of our output (head, less) has seen enough
            raise typer.Exit(ALL_READ) from None
        typer.echo("onrecord: standard output: no space left to write to; free some and run it again", err=True)
        raise typer.Exit(NOTHING_READ) from None


def _opened(record: Path) -> "Store":
    from onrecord.store import Store

    return Store.open(record)


def main() -> None:
    """Run the command line; usage errors exit with 1."""
    try:
        code = app(prog_name="onrecord", standalone_mode=False)
    except Exception as error:  # usage errors carry their own text; anything else is a bug and is shown whole
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()
        sys.exit(USAGE)
    sys.exit(code or ALL_READ)
