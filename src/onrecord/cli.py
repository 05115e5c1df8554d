"""``onrecord …``: arguments in, one call, one rendering. Nothing heavy is imported before a command needs it."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Sequence
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
lexicon_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Check an event lexicon of your own, or make one of another coder's dictionary.\n\n"
    "Example: onrecord lexicon check my.csv",
)
app.add_typer(lexicon_app, name="lexicon")
watch_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
app.add_typer(watch_app, name="watch")
Folder = Annotated[Path, typer.Option("--into", "--record", help="The record's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV on standard output.")]


def _version(wanted: bool) -> None:
    if wanted:
        from onrecord.store import model_digest

        with _errors():
            typer.echo(f"onrecord {__version__} (model {model_digest()})")
        raise typer.Exit


def _day(given: str | None) -> str | None:
    """An ISO day or time as the user gave it; anything else is a usage error."""
    from onrecord.records import checked_day

    with _usage_errors():
        return checked_day(given)


def _kind(given: str | None) -> str | None:
    """A kind of statement."""
    from onrecord.select import KINDS

    return None if given is None else _choices([given], KINDS, "kind of statement")[0]


def _categories(given: list[str] | None) -> list[str]:
    """PLOVER categories."""
    from onrecord.select import CATEGORIES

    return _choices(given, CATEGORIES, "PLOVER category")


def _statuses(given: list[str] | None) -> list[str]:
    """Statuses of events."""
    from onrecord.select import STATUSES

    return _choices(given, STATUSES, "status of an event")


def _stances(given: list[str] | None) -> list[str]:
    """Stances of positions."""
    from onrecord.select import STANCES

    return _choices(given, STANCES, "stance")


def _verdict(given: str) -> str:
    """What may be said of a match."""
    from onrecord.watches import VERDICTS

    return _choices([given], VERDICTS, "verdict")[0]


def _format(given: str | None) -> str | None:
    """A format that events are exported to."""
    from onrecord.exports import FORMATS

    return None if given is None else _choices([given], FORMATS, "format")[0]


def _date_format(given: str | None) -> str | None:
    """A format that dates are exported to."""
    from onrecord.timex import FORMATS

    return None if given is None else _choices([given], FORMATS, "format")[0]


def _dictionary(given: str) -> str:
    """A kind of dictionary."""
    from onrecord.lexicons import DICTIONARIES

    return _choices([given], DICTIONARIES, "kind of dictionary")[0]


def _country(given: str | None) -> str | None:
    """A country's code, or PLOVER's of a body that is no state."""
    from onrecord.tables import NON_STATES, countries

    code = (given or "").upper()
    if given is not None and code not in {*countries(), *NON_STATES}:
        raise typer.BadParameter(f"{given!r} is no country code; give one like KOR")
    return code or None


def _actor_kinds(given: list[str] | None) -> list[str]:
    """Kinds of actors."""
    from onrecord.roster import KINDS

    return _choices(given, KINDS, "kind of actor")


def _sectors(given: list[str] | None) -> list[str]:
    """PLOVER sectors."""
    from onrecord.tables import SECTORS

    return _choices(given, sorted(SECTORS), "PLOVER sector")


def _pair(given: str | None) -> str | None:
    """A pair of countries."""
    from onrecord.select import pair

    with _usage_errors():
        return None if given is None else pair(given)


def _choices(given: Sequence[str] | None, known: Sequence[str], noun: str) -> list[str]:
    """What the user chose of what there is; anything else is a usage error."""
    from onrecord.select import choices

    with _usage_errors():
        return choices(given or (), known, noun)


@contextmanager
def _usage_errors() -> Iterator[None]:
    """What is wrong with an option's value, as a usage error."""
    from onrecord.records import InputError

    try:
        yield
    except InputError as error:
        raise typer.BadParameter(f"{error.seen}; {error.remedy}") from error


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
    lexicon: Annotated[
        Path | None,
        typer.Option(
            envvar="ONRECORD_LEXICON",
            metavar="FILE",
            help="An event lexicon of your own (CSV), which goes before the one that comes with onrecord.",
        ),
    ] = None,
) -> None:
    """Read reports into the record.

    Example: onrecord read reports/ page.html feed.jsonl --published 2024-11-27

    Example: onrecord read reports/ --lexicon my.csv

    Example: cat report.txt | onrecord read - --json - | jq .statements
    """
    from onrecord import runs

    options = runs.Options(published=published, jobs=jobs, allow_private=allow_private)
    with _errors(), _lexicon(lexicon):
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
    """Show one report with its statements, events, dates and actors marked in the text.

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
    from onrecord import display, rows, select

    with _errors():
        chosen = select.statements(_opened(record).reports(), speaker, kind)
        if as_json:
            rows.write_json(rows.statements(chosen), sys.stdout)
            sys.stdout.flush()
        else:
            display.console().print(display.statements_table(chosen))


@app.command()
def events(
    record: Folder = RECORD,
    actor: Annotated[
        str | None, typer.Option(help="Only actors whose name holds this, or of this country (UKR).")
    ] = None,
    recipient: Annotated[str | None, typer.Option(help="Only recipients whose name holds this, or of it.")] = None,
    pair: Annotated[
        str | None,
        typer.Option(callback=_pair, metavar="AAA-BBB", help="Only between these two countries, either way round."),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(callback=_categories, metavar="CATEGORY", help="Only these PLOVER categories (AID,CONSULT)."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            callback=_statuses,
            metavar="STATUS",
            help="Only these (happened,denied) [default: all; with --to: happened,ongoing].",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only what has a date on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only what has a date on this day or earlier.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            callback=_format,
            metavar="FORMAT",
            help="plover (PLOVER's JSON Lines) or cameo (dyads in GDELT's columns; CSV, or --json).",
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List who did what to whom, and whether it happened.

    Example: onrecord events --actor RUS --category ASSAULT,COERCE --since 2024-11-01

    Example: onrecord events --pair PRK-KOR --status planned --status denied --csv > talks.csv

    Example: onrecord events --to plover > events.jsonl
    """
    from onrecord import display, exports, select

    if as_csv and (as_json or to == "plover"):
        raise typer.BadParameter("give one format: CSV, or JSON Lines", param_hint="'--csv'")
    statuses = exports.statuses(status or (), to)
    wanted = select.Wanted(actor, recipient, pair, category or (), statuses, since, until)
    with _errors():
        chosen = select.events(_opened(record).reports(), wanted)
        if to or as_json or as_csv:
            exports.write(chosen, to, as_json, sys.stdout)
            sys.stdout.flush()
        else:
            out = display.console()
            out.print(display.events_table(chosen, out.width))


@app.command()
def dates(
    record: Folder = RECORD,
    since: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only dates on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only dates on this day or earlier.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(callback=_date_format, metavar="FORMAT", help="timex3: a TimeML document a report, one by one."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the dates that reports name, as days on the calendar.

    Example: onrecord dates --since 2024-11-01 --until 2024-11-30 --csv > november.csv

    Example: onrecord dates --to timex3 > reports.tml
    """
    from onrecord import display, timex

    if sum((as_csv, as_json, to is not None)) > 1:
        raise typer.BadParameter("give one format: CSV, JSON Lines or TimeML", param_hint="'--csv'")
    with _errors():
        chosen = timex.chosen(_opened(record).reports(), since, until)
        if to or as_json or as_csv:
            timex.write(chosen, to, as_json, sys.stdout)
            sys.stdout.flush()
        else:
            display.console().print(timex.table(chosen))


@app.command()
def actors(
    record: Folder = RECORD,
    country: Annotated[
        str | None, typer.Option(callback=_country, metavar="CODE", help="Only those of this country (KOR).")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(callback=_actor_kinds, metavar="KIND", help="Only person, organization, state, group, unknown."),
    ] = None,
    sector: Annotated[
        list[str] | None,
        typer.Option(callback=_sectors, metavar="SECTOR", help="Only those of one of these PLOVER sectors (GOV,MIL)."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Only those with this in one of their names.")] = None,
    since: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Count reports published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Count reports published on this day or earlier.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many [default: all].")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the record's actors with their offices and how much is told of each, most told of first.

    Example: onrecord actors --country KOR --kind person --limit 20
    """
    from onrecord import display, roster, rows

    if as_csv and as_json:
        raise typer.BadParameter("give one format: CSV, or JSON Lines", param_hint="'--csv'")
    asked = roster.Asked(country, kind or (), sector or (), name, since, until)
    with _errors():
        found = roster.actors(_opened(record), asked, limit)
        if as_json:
            rows.write_json(found, sys.stdout)
        elif as_csv:
            rows.write_csv(roster.COLUMNS, map(roster.csv_row, found), sys.stdout)
        else:
            display.console().print(display.roster_table(found))
        sys.stdout.flush()


@app.command()
def actor(
    named: Annotated[str, typer.Argument(help="An actor's id, a country code or a name.", metavar="ACTOR")],
    record: Folder = RECORD,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many statements, positions and silences each [default: 10; --json: all]."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Show all that the record tells of one actor: names, offices, dealings, what it said and would not say.

    Example: onrecord actor KOR

    Example: onrecord actor "Rustem Umerov" --json | jq .offices
    """
    from onrecord import display, dossier_page, dossiers

    with _errors():
        found = dossiers.dossier(_opened(record), named, limit if limit or as_json else dossier_page.SHOWN)
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
        else:
            for line in dossier_page.lines(found):
                typer.echo(display.printable(line))


@app.command()
def positions(
    record: Folder = RECORD,
    actor: Annotated[
        str | None, typer.Option(help="Only actors whose name holds this, or of this country (KOR).")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="WORDS", help='Only on this measure, by meaning ("weapons to Ukraine").')
    ] = None,
    stance: Annotated[
        list[str] | None,
        typer.Option(callback=_stances, metavar="STANCE", help="Only these stances (refrains,rules-out)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only what is held on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=_day, metavar="DATE", help="Only what is held on this day or earlier.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List who would do what and on which condition; of one actor on one measure, each step and shift.

    Example: onrecord positions --stance rules-out --since 2024-11-01

    Example: onrecord positions --actor KOR --on "weapons to Ukraine"
    """
    from onrecord import display, ladders, select

    if as_csv and as_json:
        raise typer.BadParameter("give one format: CSV, or JSON Lines", param_hint="'--csv'")
    wanted = select.Held(actor, on, stance or (), since, until)
    with _errors():
        found = ladders.found(_opened(record).reports(), wanted)
        if as_json or as_csv:
            ladders.write(found, as_json, sys.stdout)
            sys.stdout.flush()
        else:
            display.console().print(display.ladder_tables(found.steps))


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


@app.command()
def who(
    name: Annotated[str, typer.Argument(help="A full name, surname or other name; an organisation, country or city.")],
    on: Annotated[
        str | None,
        typer.Option(callback=_day, metavar="DATE", help="Terms of office on this day (YYYY-MM-DD) [default: all]."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell who or what a name is: offices with their dates, organisations, countries and their capitals.

    Example: onrecord who "Umerov" --on 2024-11-27
    """
    from onrecord import display, rows, whois

    with _errors():
        found = whois.found(name, on)
        if as_json:
            rows.write_json(found, sys.stdout)
            sys.stdout.flush()
        else:
            for row in found:
                typer.echo(display.printable(whois.line(row)))


@app.command()
def tables(
    check: Annotated[bool, typer.Option("--check", help="Verify every table; the first wrong row is named.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the tables that reading rests on with their row counts, or verify them.

    Example: onrecord tables --check
    """
    from onrecord import rows, whois

    with _errors():
        found = whois.sizes(check)
        if as_json:
            rows.write_json(found, sys.stdout)
            sys.stdout.flush()
        else:
            for row in found:
                typer.echo(f"{row['table']}: {row['rows']:,} rows{', sound' if check else ''}")


@lexicon_app.command("check")
def lexicon_check(
    file: Annotated[Path, typer.Argument(help="An event lexicon (CSV).")],
    as_json: AsJson = False,
) -> None:
    """Check an event lexicon of your own; what is wrong is named with its line.

    Example: onrecord lexicon check my.csv
    """
    from onrecord import lexicons

    with _errors():
        count = len(lexicons.entries(file))
        if as_json:
            typer.echo(json.dumps({"file": str(file), "entries": count}, ensure_ascii=False))
        else:
            typer.echo(f"{file}: {count:,} {'entry' if count == 1 else 'entries'}")


@lexicon_app.command("import")
def lexicon_import(
    kind: Annotated[str, typer.Argument(callback=_dictionary, metavar="KIND", help="verbs or actors.")],
    files: Annotated[list[Path], typer.Argument(help="Dictionaries, plain or gzipped.", metavar="FILE...")],
    into: Annotated[str, typer.Option(metavar="FILE", help="Where to (- for standard output).")] = "-",
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines, not CSV.")] = False,
) -> None:
    """Turn verb or actor dictionaries of PETRARCH and TABARI into tables; lines that give no row are listed.

    Example: onrecord lexicon import verbs CAMEO.verbs.txt --into my.csv

    Example: onrecord lexicon import actors Phoenix.Countries.actors.txt > actors.csv
    """
    from onrecord import display, lexicons, rows, runs

    with _errors():
        found = lexicons.imported(kind, files)
        for line in found.skipped:
            typer.echo(display.printable(f"onrecord: {line}"), err=True)
        with runs.writable(into) as out:
            if as_json:
                rows.write_json(found.rows, out)
            else:
                rows.write_csv(found.columns, found.rows, out)
            out.flush()


@watch_app.callback()
def watch(
    context: typer.Context,
    record: Folder = RECORD,
    least: Annotated[float, typer.Option(min=0, max=1, help="Only matches of at least this score.")] = 0.5,
    every: Annotated[bool, typer.Option("--all", help="Dismissed matches too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List later events that may meet the condition of a position, or a watch of your own.

    Example: onrecord watch --least 0.7
    """
    from onrecord import display, rows, watches

    if context.invoked_subcommand is not None:
        return
    with _errors():
        found = [m for m in watches.found(_opened(record), least) if every or m.verdict != "dismiss"]
        if as_json:
            rows.write_json(watches.match_rows(found), sys.stdout)
            sys.stdout.flush()
        else:
            display.console().print(display.matches_table(found))


@watch_app.command("add")
def watch_add(
    record: Folder = RECORD,
    actor: Annotated[str | None, typer.Option(help="Actors whose name holds this, or of this country (PRK).")] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(callback=_categories, metavar="CATEGORY", help="These PLOVER categories (ASSAULT,AID)."),
    ] = None,
    recipient: Annotated[str | None, typer.Option(help="Recipients whose name holds this, or of it.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, as reports name it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Set a watch of your own.

    Example: onrecord watch add --actor PRK --event ASSAULT,AID --recipient UKR --place "Kursk"
    """
    from onrecord import display, rows, watches

    with _errors():
        added = watches.add(_opened(record), actor, event or (), recipient, place)
        if as_json:
            rows.write_json([watches.watch_row(added)], sys.stdout)
            sys.stdout.flush()
        else:
            typer.echo(display.printable(f"{added.id}: {added.wording}"))


@watch_app.command("list")
def watch_list(record: Folder = RECORD, as_json: AsJson = False) -> None:
    """List what is watched: the conditions of positions, then your own watches.

    Example: onrecord watch list
    """
    from onrecord import display, rows, watches

    with _errors():
        found = watches.everything(_opened(record))
        if as_json:
            rows.write_json(map(watches.watch_row, found), sys.stdout)
            sys.stdout.flush()
        else:
            for each in found:
                typer.echo(display.printable(f"{each.id}  {each.kind}: {each.wording}"))


@watch_app.command("judge")
def watch_judge(
    match: Annotated[str, typer.Argument(help="A match's id or its beginning.")],
    verdict: Annotated[str, typer.Argument(callback=_verdict, metavar="VERDICT", help="accept, dismiss or note.")],
    words: Annotated[str | None, typer.Argument(help="A note to keep with it.")] = None,
    record: Folder = RECORD,
    as_json: AsJson = False,
) -> None:
    """Accept or dismiss a match, or note something of it; the record keeps it.

    Example: onrecord watch judge m3f2 dismiss "another front"
    """
    from onrecord import display, rows, watches

    with _errors():
        judged = watches.judge(_opened(record), match, verdict, words)
        if as_json:
            rows.write_json(watches.match_rows([judged]), sys.stdout)
            sys.stdout.flush()
        else:
            told = " ".join(filter(None, (f"{judged.id}:", judged.verdict, judged.note and f"({judged.note})")))
            typer.echo(display.printable(told))


@contextmanager
def _lexicon(path: Path | None) -> Iterator[None]:
    """Read by the user's own lexicon too; a wrong one is a usage error."""
    from onrecord import lexicons
    from onrecord.records import TableError

    try:
        with lexicons.in_force(path):
            yield
    except TableError as error:
        raise typer.BadParameter(str(error), param_hint="'--lexicon'") from error


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
