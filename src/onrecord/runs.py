"""One run of reading: inputs to JSON Lines or into the record, with progress on a terminal and every failure listed."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from onrecord.records import Failure, InputError, Report, StoreError

ALL_READ, NOTHING_READ, SOME_FAILED = 0, 2, 3
COMMIT_EVERY = 250  # reports: one commit each would cost more than the reading does
COMMIT_SECONDS = 5.0
LISTED = 25  # rows of the closing table


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
    """Read all inputs as `bulk.read_all` does."""
    from onrecord import bulk, intake

    wanted = intake.IntakeOptions(published=options.published, allow_private=options.allow_private)
    return bulk.read_all(intake.articles(inputs, wanted), options.jobs)


def to_json(inputs: Sequence[str], path: str, options: Options) -> Outcome:
    """Write one report a line to ``path`` (``-`` standard output); failures go to standard error as they come."""
    outcome = Outcome()
    with _writable(path) as out, progress() as bar:
        for found in outcomes(inputs, options):
            if isinstance(found, Failure):
                outcome.failures.append(found)
                bar.step(found.input)
                _complain(found)
                continue
            outcome.read += 1
            out.write(found.to_json() + "\n")
            out.flush()
            bar.step(found.title or found.id)
    return outcome


def to_store(inputs: Sequence[str], folder: Path, options: Options) -> Outcome:
    """Read into the record at ``folder``; show what was read and list what was not."""
    from onrecord.store import Store

    store = Store.create(folder)
    outcome = Outcome()
    with progress() as bar:
        for batch in batches(outcomes(inputs, options)):
            commit(store, batch, outcome)
            for item in batch:
                bar.step(item.input if isinstance(item, Failure) else item.title or item.id)
    closing(outcome, folder)
    return outcome


def commit(store: object, batch: Sequence[Report | Failure], outcome: Outcome) -> None:
    """Store a batch and count it."""
    from onrecord.store import Store

    assert isinstance(store, Store)
    reports = [item for item in batch if isinstance(item, Report)]
    failures = [item for item in batch if isinstance(item, Failure)]
    if reports:
        counts = store.add(reports)
        outcome.added += counts.added
        outcome.replaced += counts.replaced
        outcome.unchanged += counts.unchanged
    if failures:
        store.fail(failures)
    outcome.read += len(reports)
    outcome.sample += reports[: LISTED - len(outcome.sample)]
    outcome.failures += failures


def batches(stream: Iterable[Report | Failure]) -> Iterator[list[Report | Failure]]:
    """Outcomes in groups worth a commit: `COMMIT_EVERY`, or what came in `COMMIT_SECONDS`."""
    import time

    batch: list[Report | Failure] = []
    began = time.monotonic()
    for item in stream:
        batch.append(item)
        if len(batch) >= COMMIT_EVERY or time.monotonic() - began > COMMIT_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def closing(outcome: Outcome, folder: Path) -> None:
    """What was read, as a table; what was not, as another; and one line of counts."""
    from rich.console import Console

    from onrecord import display

    console = Console()
    if outcome.sample:
        console.print(display.reports_table(outcome.sample))
        if outcome.read > len(outcome.sample):
            console.print(f"… and {outcome.read - len(outcome.sample):,} more", style="dim")
    if outcome.failures:
        display.progress_console().print(display.failures_table(outcome.failures))
    console.print(
        f"{outcome.read:,} read into {folder}: {outcome.added:,} new, {outcome.replaced:,} read anew, "
        f"{outcome.unchanged:,} known; {len(outcome.failures):,} not read", highlight=False,
    )  # fmt: skip


def parse(inputs: Sequence[str], as_json: bool) -> Outcome:
    """Write the analysis of each input's text as CoNLL-U, or as one JSON object a document."""
    from onrecord import intake
    from onrecord.language import analyse, conllu

    outcome = Outcome()
    trees = [name for name in inputs if name.endswith((".conllu", ".conllu.gz"))]
    texts = [name for name in inputs if name not in trees]

    def write(document: object) -> None:
        from onrecord.language import Document

        assert isinstance(document, Document)
        outcome.read += 1
        if as_json:
            sys.stdout.write(json.dumps(plain(document), ensure_ascii=False) + "\n")
        else:
            sys.stdout.writelines(line + "\n" for line in conllu.write(document))

    for name in trees:
        try:
            with open_text(name) as lines:
                for document in conllu.read(lines):
                    write(document)
        except InputError as error:
            _fail(outcome, Failure.of(error))
    for article in intake.articles(texts, intake.IntakeOptions()) if texts else ():
        if isinstance(article, Failure):
            _fail(outcome, article)
        else:
            write(analyse(article.text))
    return outcome


def plain(document: object) -> dict[str, object]:
    """A `Document` as JSON-ready values, its caches left out."""
    import dataclasses

    found = dataclasses.asdict(document)  # type: ignore[call-overload]  # callers pass a Document; the import is lazy
    return {key: value for key, value in found.items() if not key.startswith("_")}


@contextmanager
def open_text(name: str) -> Iterator[IO[str]]:
    """A text file, gzipped or not. Raises `InputError` where it cannot be opened."""
    import gzip

    try:
        with gzip.open(name, "rt", encoding="utf8") if name.endswith(".gz") else Path(name).open(encoding="utf8") as file:
            yield file
    except OSError as error:
        raise InputError(name, "open", error.strerror or str(error), "check the path and its permissions") from error


def _fail(outcome: Outcome, failure: Failure) -> None:
    outcome.failures.append(failure)
    _complain(failure)


def _complain(failure: Failure) -> None:
    sys.stderr.write(f"onrecord: {failure.input}: {failure.seen}; {failure.remedy}\n")


@contextmanager
def _writable(path: str) -> Iterator[IO[str]]:
    try:
        with nullcontext(sys.stdout) if path == "-" else Path(path).open("w", encoding="utf8") as out:
            yield out
    except FileNotFoundError as error:
        raise StoreError(f"{path}: its folder does not exist; make it first") from error


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress line on a terminal; silent where standard error is no terminal."""
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    from onrecord import display

    console = display.progress_console()
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} read"), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield _Line(bar, bar.add_task("", total=None))


class _Line:
    def __init__(self, bar: object, task: object) -> None:
        self.bar, self.task = bar, task

    def step(self, name: str) -> None:
        self.bar.update(self.task, advance=1, description=name[:60])  # type: ignore[attr-defined]  # rich's Progress, imported late
