"""One run of reading: inputs to JSON Lines or into the record, with progress on a terminal and every failure listed."""

import dataclasses
import gzip
import json
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from onrecord.records import Failure, InputError, Report, StoreError

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from onrecord.language import Document
    from onrecord.store import Store


ALL_READ, NOTHING_READ, SOME_FAILED = 0, 2, 3
COMMIT_EVERY = 250  # reports: one commit each would cost more than the reading does
COMMIT_SECONDS = 5.0
LISTED = 25  # rows of the closing table
TREES = (".conllu", ".conllu.gz")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about a run."""

    published: str | None = None
    jobs: int | None = None
    allow_private: bool = False


@dataclass(slots=True)
class Outcome:
    """What a run did: reports read (stored and already known ones among them) and inputs that failed."""

    read: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    sample: list[Report] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class Progress(Protocol):
    """Told of each input that is done."""

    def step(self, name: str) -> None:
        """One more input is done."""


def exit_code(outcome: Outcome) -> int:
    """0 all read, 2 nothing could be read, 3 some inputs failed."""
    if not outcome.failures:
        return ALL_READ if outcome.read else NOTHING_READ
    return SOME_FAILED if outcome.read else NOTHING_READ


def outcomes(inputs: Sequence[str], options: Options) -> Iterator[Report | Failure]:
    """Read all inputs as `bulk.read_all` does; inputs that hold nothing at all are a failure too."""
    from onrecord import bulk, intake

    wanted = intake.IntakeOptions(published=options.published, allow_private=options.allow_private)
    empty = True
    for found in bulk.read_all(intake.articles(inputs, wanted), options.jobs):
        empty = False
        yield found
    if empty:
        yield Failure.of(InputError(" ".join(inputs), "read", "no reports in it", "check that it is the right input"))


def to_json(inputs: Sequence[str], path: str, options: Options) -> Outcome:
    """Write one report a line to ``path`` (``-`` standard output); failures go to standard error as they come."""
    outcome = Outcome()
    with writable(path) as out, progress() as bar:
        for found in outcomes(inputs, options):
            bar.step(_name(found))
            if isinstance(found, Failure):
                _fail(outcome, found)
            else:
                outcome.read += 1
                out.write(found.to_json() + "\n")
                out.flush()
    return outcome


def to_store(inputs: Sequence[str], folder: Path, options: Options) -> Outcome:
    """Read into the record at ``folder``; show what was read and list what was not."""
    from onrecord.store import Store

    store = Store.create(folder)
    outcome = Outcome()
    try:
        with progress() as bar:
            for batch in batches(stepping(outcomes(inputs, options), bar)):
                commit(store, batch, outcome)
    except KeyboardInterrupt:
        sys.stderr.write(f"onrecord: stopped; {counted(outcome, folder)}\n")
        raise
    closing(outcome, folder)
    return outcome


def stepping(stream: Iterable[Report | Failure], bar: Progress) -> Iterator[Report | Failure]:
    """The stream, with the progress line told of each item."""
    for item in stream:
        bar.step(_name(item))
        yield item


def commit(store: "Store", batch: Sequence[Report | Failure], outcome: Outcome) -> None:
    """Store a batch and count it."""
    reports = [item for item in batch if isinstance(item, Report)]
    failures = [item for item in batch if isinstance(item, Failure)]
    counts = store.add(reports)
    store.fail(failures)
    outcome.added += counts.added
    outcome.replaced += counts.replaced
    outcome.unchanged += counts.unchanged
    outcome.read += len(reports)
    outcome.sample += reports[: LISTED - len(outcome.sample)]
    outcome.failures += failures


def batches(stream: Iterable[Report | Failure]) -> Iterator[list[Report | Failure]]:
    """Outcomes in groups worth a commit: `COMMIT_EVERY`, or what came in `COMMIT_SECONDS`.

    Ctrl-C gives what was read so far before it goes on its way.
    """
    batch: list[Report | Failure] = []
    began = time.monotonic()
    try:
        for item in stream:
            batch.append(item)
            if len(batch) >= COMMIT_EVERY or time.monotonic() - began > COMMIT_SECONDS:
                yield batch
                batch, began = [], time.monotonic()
    except KeyboardInterrupt:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def closing(outcome: Outcome, folder: Path) -> None:
    """What was read, as a table; what was not, as another (or a line each, where nobody watches); and the counts."""
    from onrecord import display

    out = display.console()
    if outcome.sample:
        out.print(display.reports_table(outcome.sample))
        if outcome.read > len(outcome.sample):
            out.print(f"… and {outcome.read - len(outcome.sample):,} more", style="dim")
    if outcome.failures and sys.stderr.isatty():
        display.progress_console().print(display.failures_table(outcome.failures))
    else:
        for failure in outcome.failures:
            _complain(failure)
    out.print(counted(outcome, folder), highlight=False, markup=False, soft_wrap=True)


def counted(outcome: Outcome, folder: Path) -> str:
    """The run in one line."""
    return (
        f"{outcome.read:,} read into {folder}: {outcome.added:,} new, {outcome.replaced:,} read anew, "
        f"{outcome.unchanged:,} known; {len(outcome.failures):,} not read"
    )


def parse(inputs: Sequence[str], as_json: bool) -> Outcome:
    """Write the analysis of each input's text as CoNLL-U, or as one JSON object a document."""
    outcome = Outcome()
    for name in inputs:
        for found in documents(name):
            if isinstance(found, Failure):
                _fail(outcome, found)
            else:
                outcome.read += 1
                _print(found, as_json)
    return outcome


def documents(name: str) -> "Iterator[Document | Failure]":
    """The documents of a CoNLL-U file, or the analyses of the reports in any other input."""
    if name.endswith(TREES):
        yield from trees(name)
        return
    from onrecord import intake
    from onrecord.language import analyse

    for article in intake.articles([name], intake.IntakeOptions()):
        yield article if isinstance(article, Failure) else analyse(article.text)


def trees(name: str) -> "Iterator[Document | Failure]":
    """The documents of a CoNLL-U file, up to the line that is none."""
    from onrecord.language import conllu

    try:
        with open_text(name) as lines:
            yield from conllu.read(lines, name)
    except InputError as error:
        yield Failure.of(error)


def _print(document: "Document", as_json: bool) -> None:
    from onrecord.language import conllu

    if as_json:
        sys.stdout.write(json.dumps(plain(document), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in conllu.write(document))
    sys.stdout.flush()


CHANCES = ("deeds", "stances", "mentions")  # what the model says of every word


def plain(document: "Document") -> dict[str, Any]:
    """A `Document` as JSON-ready values, its caches left out."""
    # Probabilities of every word are no analysis to print.
    shown = dataclasses.replace(document, deeds=None, stances=None, mentions=None)
    return {k: v for k, v in dataclasses.asdict(shown).items() if not k.startswith("_") and k not in CHANCES}


@contextmanager
def open_text(name: str) -> Iterator[IO[str]]:
    """A text file, gzipped or not. Raises `InputError` where it cannot be opened or is no text."""
    opened = gzip.open if name.endswith(".gz") else open
    try:
        with opened(name, "rt", encoding="utf-8-sig") as file:
            yield file
    except UnicodeDecodeError as error:
        raise InputError(name, "decode", "not UTF-8", "write it in UTF-8") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(name, "open", f"a damaged gzip file ({error})", "fetch or compress it again") from error
    except OSError as error:
        raise InputError(name, "open", error.strerror or str(error), "check the path and its permissions") from error


def _name(item: Report | Failure) -> str:
    return item.input if isinstance(item, Failure) else item.title or item.id


def _fail(outcome: Outcome, failure: Failure) -> None:
    outcome.failures.append(failure)
    _complain(failure)


def _complain(failure: Failure) -> None:
    from onrecord.display import printable

    sys.stderr.write(printable(f"onrecord: {failure.input}: {failure.seen}; {failure.remedy}") + "\n")


@contextmanager
def writable(path: str) -> Iterator[IO[str]]:
    """Where lines go: standard output, or a file that is replaced by the new lines once all of them are written.

    A run cut short leaves the file as it was and its lines in ``FILE.part``. Raises `StoreError`.
    """
    target = Path(path).resolve()
    if path == "-":
        yield sys.stdout
    elif target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
        with _opened(target, path) as out:
            yield out
    else:
        part = target.with_name(target.name + ".part")
        try:
            with _opened(part, path) as out:
                yield out
        except KeyboardInterrupt:
            sys.stderr.write(f"onrecord: stopped; what was read is in {path}.part\n")
            raise
        part.replace(target)


@contextmanager
def _opened(file: Path, name: str) -> Iterator[IO[str]]:
    try:
        with file.open("w", encoding="utf8") as out:
            yield out
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        raise StoreError(f"{name}: its folder does not exist; make it first") from error
    except OSError as error:
        raise StoreError(f"{name}: cannot be written ({error.strerror}); name another file") from error


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress line on a terminal; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    from onrecord import display

    read, name = TextColumn("{task.completed:,.0f} read"), TextColumn("{task.description}", markup=False)
    console = display.progress_console()
    with Bar(SpinnerColumn(), read, TimeElapsedColumn(), name, console=console, transient=True) as bar:
        yield _Line(bar, bar.add_task("", total=None))


class _Silent:
    def step(self, name: str) -> None:
        pass


class _Line:
    def __init__(self, bar: "Bar", task: "TaskID") -> None:
        self.bar, self.task = bar, task

    def step(self, name: str) -> None:
        self.bar.update(self.task, advance=1, description=name[:60])
