"""The record on disk: one Delta table of reports with their findings nested, one of inputs that failed.

A report and all its findings land in one commit or not at all; writers in other processes are safe; old versions stay
readable. DuckDB queries the tables' live Parquet files through flat views.
"""

import datetime
import functools
import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from onrecord import __version__
from onrecord.records import Failure, ModelError, Report, StoreError, arrow_schema, from_row, to_row

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]  # has no types
    from deltalake import DeltaTable

FORMAT = 2  # raised when the rows' Arrow schema changes: a table takes no rows of another
MARKER = "record.json"
LOCK = ".lock"
OWN = ("reports", "failures", "corrections")  # folders of a record
PROVENANCE = ("reader", "read_at")
TRIES = 12  # of a commit that other writers come before
RESTORE = "restore the folder or read into a new one"
T = TypeVar("T")
NESTED = ("statements", "events", "positions", "actors", "dates")
VIEWS = ("reports", *NESTED, "failures")
NAMED = 4  # reports that an error about an ambiguous name lists
# What a report may be called, the surest way first; the first that fits any report decides.
CALLED = (
    "id = $1 or id = 'sha256:' || $1",
    "source.id = $1",
    "source.path = $1 or source.url = $1",
    "ends_with(source.path, '/' || $1)",
    "starts_with(id, $1) or starts_with(id, 'sha256:' || $1)",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What `Store.add` did with the reports it was given."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0


class Store:
    """A record in a folder. Use `create` to make or open one for writing, `open` for one that must exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reports, self._failures = folder / "reports", folder / "failures"

    @classmethod
    def open(cls, folder: Path | str) -> "Store":
        """The record at ``folder``. Raises `StoreError` where there is none, or one of another format."""
        folder = Path(folder)
        found = _format_of(folder)
        if found != FORMAT:
            anew = "read its inputs anew into a new folder (`onrecord read INPUT... --into FOLDER`)"
            remedy = "update onrecord" if found > FORMAT else anew
            raise StoreError(f"{folder}: a record of format {found}, this version reads format {FORMAT}; {remedy}")
        return cls(folder)

    @classmethod
    def create(cls, folder: Path | str) -> "Store":
        """The record at ``folder``, made if there is none. Raises `StoreError` where something else stands there."""
        folder = Path(folder)
        if (folder / MARKER).exists():
            return cls.open(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            strange = [p.name for p in folder.iterdir() if p.name not in OWN and not p.name.startswith(".")]
            if strange:
                raise StoreError(f"{folder}: holds {min(strange)!r} and is no record; name a new or empty folder")
            store = cls(folder)
            make_table(store._reports, reports_schema())
            make_table(store._failures, failures_schema())
            _mark(folder)
        except OSError as error:
            raise StoreError(
                f"{folder}: cannot be made a record ({error.strerror or error}); name another folder"
            ) from error
        return store

    def add(self, reports: Iterable[Report]) -> Counts:
        """Store reports in one commit: new ones are added, those read by another version replaced, others kept."""
        batch = {report.id: report for report in reports}
        if not batch:
            return Counts()
        reader = reader_version()
        began = datetime.datetime.now(datetime.UTC)

        def commit() -> Counts:
            with alone(self.folder) as locked:
                known = self._readers(batch)
                fresh = [r for i, r in batch.items() if known.get(i) != reader]
                rows = [to_row(r) | {"reader": reader, "read_at": moment(began, n)} for n, r in enumerate(fresh)]
                replaced = sum(r.id in known for r in fresh)
                if rows:
                    # Appending costs the same however long the record is, but only merging sees a writer elsewhere.
                    write = self._append if locked and not replaced else self._merge
                    write(_table(rows, reports_schema()))
                return Counts(len(fresh) - replaced, replaced, len(batch) - len(fresh))

        return retried(commit, self.folder)

    def _append(self, rows: "pa.Table") -> None:
        from deltalake import write_deltalake

        write_deltalake(str(self._reports), rows, mode="append")

    def _merge(self, rows: "pa.Table") -> None:
        table = self._table(self._reports)
        merger = table.merge(rows, predicate="old.id = new.id", source_alias="new", target_alias="old")
        merger.when_matched_update_all().when_not_matched_insert_all().execute()

    def fail(self, failures: Sequence[Failure]) -> None:
        """Keep inputs that failed; each call is one commit."""
        from deltalake import write_deltalake

        if not failures:
            return
        began = datetime.datetime.now(datetime.UTC)
        rows = [f.model_dump() | {"read_at": moment(began, n)} for n, f in enumerate(failures)]
        table = _table(rows, failures_schema())
        retried(lambda: write_deltalake(str(self._failures), table, mode="append"), self.folder)

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """All reports, or those of these ids, by publication date and title."""
        chosen = None if ids is None else list(ids)
        query = (
            f"select {_columns()} from stored where $1 is null or id in (select unnest($1::varchar[])) "
            "order by published, title, id"
        )
        with self._reading() as connection:
            for batch in connection.sql(query, params=[chosen]).to_arrow_reader(500):
                for row in batch.to_pylist():
                    yield from_row(row)

    def get(self, name: str) -> Report:
        """The report that ``name`` is the id of, or its input's id, path, URL or file name, or the beginning of its id.

        ``last`` is the one read last. Raises `StoreError` where none fits, or several do.
        """
        with self._reading() as connection:
            fitting = self._last(connection) if name == "last" else self._called(connection, name)
            if not fitting:
                raise StoreError(self._nothing_fits(connection, name))
            if len(fitting) > 1:
                raise StoreError(self._several_fit(fitting, name))
            found = connection.sql(f"select {_columns()} from stored where id = $1", params=[fitting[0][0]])
            return from_row(found.to_arrow_table().to_pylist()[0])

    def _last(self, connection: "duckdb.DuckDBPyConnection") -> list[tuple[str, str | None]]:
        query = "select id, source.id from stored order by read_at desc, id limit 1"
        return connection.execute(query).fetchall()

    def _called(self, connection: "duckdb.DuckDBPyConnection", name: str) -> list[tuple[str, str | None]]:
        """Ids (and inputs' ids) of the reports that are called ``name`` in the surest way that fits any."""
        for condition in CALLED:
            query = f"select id, source.id from stored where {condition} order by id"
            if found := connection.execute(query, [name]).fetchall():
                return found
        return []

    def _nothing_fits(self, connection: "duckdb.DuckDBPyConnection", name: str) -> str:
        folder = self.folder
        if connection.execute("select 1 from stored limit 1").fetchone() is None:
            return f"{folder}: the record holds no reports yet; read some with `onrecord read INPUT... --into {folder}`"
        return f"{folder}: no report {name!r}; `onrecord statements --json --record {folder}` names those there are"

    def _several_fit(self, fitting: Sequence[tuple[str, str | None]], name: str) -> str:
        shown = ", ".join(own or report.removeprefix("sha256:")[:12] for report, own in fitting[:NAMED])
        more = ", …" if len(fitting) > NAMED else ""
        return f"{self.folder}: {len(fitting)} reports fit {name!r} ({shown}{more}); name one by its id"

    def count(self) -> int:
        """How many reports the record holds."""
        with self._reading() as connection:
            return int(connection.execute("select count(*) from stored").fetchone()[0])  # type: ignore[index]  # count always gives a row

    def failures(self) -> list[Failure]:
        """Inputs that could not be read, oldest first."""
        rows = self._table(self._failures).to_pyarrow_table().sort_by("read_at").to_pylist()
        return [Failure.model_validate({k: v for k, v in row.items() if k != "read_at"}) for row in rows]

    def sql(self, query: str) -> "duckdb.DuckDBPyConnection":
        """Run a query over the flat views `VIEWS`. Raises `StoreError` where it is no query over them."""
        import duckdb

        try:
            return self._with_views().execute(query)
        except duckdb.Error as error:
            raise StoreError(f"{self.folder}: {first_line(error)}; the views are {', '.join(VIEWS)}") from error

    @contextmanager
    def views(self) -> "Iterator[duckdb.DuckDBPyConnection]":
        """A connection to the flat views `VIEWS`, for several queries; its failures are those of the record's files."""
        with self._reading() as connection:
            self._make_views(connection)
            yield connection

    def _with_views(self) -> "duckdb.DuckDBPyConnection":
        connection = self._connected()
        self._make_views(connection)
        return connection

    def _make_views(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._view(connection, "failures", self._failures, failures_schema())
        connection.execute(f"create view reports as select * exclude ({', '.join(NESTED)}) from stored")
        for name in NESTED:
            connection.execute(
                f"create view {name} as select report, report_published, report_title, found.* from "
                "(select id as report, published as report_published, title as report_title, "
                f"unnest({name}) as found from stored)"
            )

    @contextmanager
    def _reading(self) -> "Iterator[duckdb.DuckDBPyConnection]":
        """A connection to ``stored``, the reports as they lie on disk; its failures are those of the record's files."""
        import duckdb

        try:
            with self._connected() as connection:
                yield connection
        except duckdb.Error as error:
            raise StoreError(f"{self.folder}: the record is damaged ({first_line(error)}); {RESTORE}") from error

    def _connected(self) -> "duckdb.DuckDBPyConnection":
        import duckdb

        connection = duckdb.connect()
        self._view(connection, "stored", self._reports, reports_schema())
        return connection

    def _view(self, connection: "duckdb.DuckDBPyConnection", name: str, path: Path, schema: "pa.Schema") -> None:
        """A view of a table's live files, or of no rows where it has none."""
        files = self._table(path).file_uris()
        if files:
            listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
            connection.execute(f"create view {name} as select * from read_parquet([{listed}])")
        else:
            connection.register(f"no_{name}", schema.empty_table())
            connection.execute(f"create view {name} as select * from no_{name}")

    def _readers(self, ids: Iterable[str]) -> dict[str, str]:
        """Which version read each of these reports, for those that the record holds."""
        query = "select id, reader from stored where id in (select unnest($1))"
        with self._reading() as connection:
            return dict(connection.execute(query, [list(ids)]).fetchall())

    def _table(self, path: Path) -> "DeltaTable":
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError, TableNotFoundError

        try:
            return DeltaTable(str(path))
        except (DeltaError, TableNotFoundError, OSError) as error:
            raise StoreError(f"{path}: the table is damaged ({first_line(error)}); {RESTORE}") from error


def _format_of(folder: Path) -> int:
    """The format that a record's marker names. Raises `StoreError` where there is no such marker."""
    marker = folder / MARKER
    try:
        found = json.loads(marker.read_text(encoding="utf8"))["format"]
    except (FileNotFoundError, NotADirectoryError) as error:
        make = f"make one with `onrecord read INPUT... --into {folder}`"
        raise StoreError(f"{folder}: no record here (no {MARKER}); {make}") from error
    except OSError as error:
        raise StoreError(f"{marker}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{marker}: not the marker of a record ({error!r}); {RESTORE}") from error
    if not isinstance(found, int):
        raise StoreError(f"{marker}: not the marker of a record (its format is {found!r}); {RESTORE}")
    return found


def _mark(folder: Path) -> None:
    """Write the marker, last of all: a folder whose making was cut short is made again, not half a record."""
    scratch = folder / f".{MARKER}.{random.getrandbits(32):08x}"
    scratch.write_text(json.dumps({"format": FORMAT, "made_by": f"onrecord {__version__}"}) + "\n", encoding="utf8")
    scratch.replace(folder / MARKER)


def make_table(path: Path, schema: "pa.Schema") -> None:
    """Make an empty table if there is none. Raises `StoreError` where it cannot be made."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    try:
        DeltaTable.create(str(path), schema, mode="ignore")
    except DeltaError as error:
        if not DeltaTable.is_deltatable(str(path)):  # another process may have made it in between
            raise StoreError(f"{path}: could not be made ({first_line(error)}); check space and permissions") from error


def moment(began: datetime.datetime, number: int) -> str:
    """When the item of this number in a batch was read, a microsecond apart so that the last one sorts last."""
    return (began + datetime.timedelta(microseconds=number)).isoformat(timespec="microseconds")


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in arrow_schema().names)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Hold the record's lock against other writers here; gives whether there is one (not on every file system)."""
    lock = _locked(folder / LOCK)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.close()  # and the system does it for a process that is killed


def _locked(path: Path) -> IO[str] | None:
    try:
        import fcntl

        lock = path.open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    except (ImportError, OSError):
        return None
    return lock


def retried(commit: Callable[[], T], folder: Path) -> T:
    """Do a commit again while other writers come before it; raises `StoreError` after `TRIES`."""
    from deltalake.exceptions import CommitFailedError, DeltaError

    for attempt in range(TRIES):
        try:
            return commit()
        except CommitFailedError as error:
            if attempt == TRIES - 1:
                raise StoreError(
                    f"{folder}: other writers kept coming first ({first_line(error)}); try again"
                ) from error
            time.sleep(random.uniform(0.02, 0.1) * 2 ** min(attempt, 5))
        except (DeltaError, OSError) as error:
            raise StoreError(
                f"{folder}: could not be written ({first_line(error)}); check space and permissions"
            ) from error
    raise AssertionError("unreachable: the last try returns or raises")


def first_line(error: Exception) -> str:
    """The first line of an error's text, or its type."""
    return (str(error) or type(error).__name__).splitlines()[0]


def reader_version() -> str:
    """Code (tables included), model and, where one is used, own lexicon that read a report, as its row keeps it."""
    lexicon = lexicon_digest()
    own = f" lexicon {lexicon}" if lexicon else ""
    return f"onrecord {__version__} code {code_digest()} model {model_digest()}{own}"


@functools.cache
def code_digest() -> str:
    """A short hash of every module and table of this package: a version number does not tell of changes in between."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted(p for p in package.rglob("*") if p.suffix in (".py", ".csv", ".yaml", ".txt")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_digest() -> str:
    """The first hex digits of the sha256 of the weights that `language.analyse` uses, or ``none``."""
    from onrecord.language.model import SHIPPED, checked_manifest

    try:
        return str(checked_manifest(Path(os.environ.get("ONRECORD_MODEL") or SHIPPED))["files"]["model.onnx"])[:12]
    except ModelError:
        return "none"


def lexicon_digest() -> str | None:
    """The first hex digits of the sha256 of the user's own lexicon (``none`` if it cannot be read); `None` without."""
    named = os.environ.get("ONRECORD_LEXICON")
    if not named:
        return None
    try:
        return hashlib.sha256(Path(named).read_bytes()).hexdigest()[:12]
    except OSError:
        return "none"


def reports_schema() -> "pa.Schema":
    """Rows of the reports table: the report, then who read it and when."""
    import pyarrow as pa

    schema = arrow_schema()
    for name in PROVENANCE:
        schema = schema.append(pa.field(name, pa.string()))
    return schema


def failures_schema() -> "pa.Schema":
    """Rows of the failures table."""
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in (*Failure.model_fields, "read_at")])


def _table(rows: list[dict[str, Any]], schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=schema)
