"""The record on disk: one Delta table of reports with their findings nested, one of inputs that failed.

A report and all its findings land in one commit or not at all; writers in other processes are safe; old versions stay
readable. DuckDB queries the tables' live Parquet files through flat views.
"""

import datetime
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord import __version__
from onrecord.records import Failure, Report, StoreError, arrow_schema, from_row, to_row

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from deltalake import DeltaTable

FORMAT = 1
MARKER = "record.json"
PROVENANCE = ("reader", "read_at")
TRIES = 12  # of a commit that other writers come before
T = TypeVar("T")
NESTED = ("statements", "events", "positions", "actors", "dates")


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
        """The record at ``folder``. Raises `StoreError` where there is none, or one of a newer format."""
        folder = Path(folder)
        marker = folder / MARKER
        if not marker.exists():
            raise StoreError(f"{folder}: no record here (no {MARKER}); make one with `onrecord read INPUT... --into {folder}`")
        try:
            found = json.loads(marker.read_text(encoding="utf8"))["format"]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{marker}: not the marker of a record ({error}); restore it or read into a new folder") from error
        if found > FORMAT:
            raise StoreError(f"{folder}: a record of format {found}, this version reads up to {FORMAT}; update onrecord")
        return cls(folder)

    @classmethod
    def create(cls, folder: Path | str) -> "Store":
        """The record at ``folder``, made if there is none. Raises `StoreError` where something else stands there."""
        folder = Path(folder)
        if (folder / MARKER).exists():
            return cls.open(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            strange = [p.name for p in folder.iterdir() if p.name not in ("reports", "failures") and not p.name.startswith(".")]
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made a record ({error.strerror}); name another folder") from error
        if strange:
            raise StoreError(f"{folder}: holds {strange[0]!r} and is no record; name a new or empty folder")
        store = cls(folder)
        store._make(store._reports, reports_schema())
        store._make(store._failures, failures_schema())
        # The marker comes last: a folder whose making was cut short is made again, not half a record.
        scratch = folder / f".{MARKER}.{random.getrandbits(32):08x}"
        scratch.write_text(json.dumps({"format": FORMAT, "made_by": f"onrecord {__version__}"}) + "\n", encoding="utf8")
        scratch.replace(folder / MARKER)
        return store

    def _make(self, path: Path, schema: "pa.Schema") -> None:
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError

        try:
            DeltaTable.create(str(path), schema, mode="ignore")
        except DeltaError:
            if not DeltaTable.is_deltatable(str(path)):  # another process may have made it in between
                raise

    def add(self, reports: Iterable[Report]) -> Counts:
        """Store reports in one commit: a new one is added, one read by another version replaced, the same left alone."""
        batch = {report.id: report for report in reports}
        if not batch:
            return Counts()
        reader = reader_version()
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

        def commit() -> Counts:
            known = self._readers(batch)
            fresh = [r for i, r in batch.items() if known.get(i) != reader]
            if fresh:
                rows = [to_row(r) | {"reader": reader, "read_at": now} for r in fresh]
                self._merge(_table(rows, reports_schema()))
            replaced = sum(r.id in known for r in fresh)
            return Counts(len(fresh) - replaced, replaced, len(batch) - len(fresh))

        return retried(commit, self.folder)

    def _merge(self, rows: "pa.Table") -> None:
        merger = self._table(self._reports).merge(rows, predicate="old.id = new.id", source_alias="new", target_alias="old")
        merger.when_matched_update_all().when_not_matched_insert_all().execute()

    def fail(self, failures: Sequence[Failure]) -> None:
        """Keep inputs that failed; each call is one commit."""
        from deltalake import write_deltalake

        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        rows = [f.model_dump() | {"read_at": now} for f in failures]
        retried(lambda: write_deltalake(str(self._failures), _table(rows, failures_schema()), mode="append"), self.folder)

    def reports(self) -> Iterator[Report]:
        """All reports, by publication date and title."""
        names = ", ".join(f'"{name}"' for name in arrow_schema().names)
        with self._connected() as connection:
            for batch in connection.sql(f"select {names} from stored order by published, title, id").to_arrow_reader(500):
                for row in batch.to_pylist():
                    yield from_row(row)

    def get(self, name: str) -> Report:
        """The report whose id is or begins with ``name``, or whose source has it as id, path or file name.

        ``last`` is the one read last. Raises `StoreError` where none fits, or several do.
        """
        with self._connected() as connection:
            if name == "last":
                where, given = "true order by read_at desc, published desc nulls last, id limit 1", []
            else:
                where = "id = $1 or starts_with(id, $1) or starts_with(id, 'sha256:' || $1) or source.id = $1 or source.path = $1 or ends_with(source.path, '/' || $1)"
                given = [name]
            found = [row[0] for row in connection.execute(f"select id from stored where {where}", given).fetchall()]
            if not found:
                raise StoreError(f"{self.folder}: no report {name!r}; `onrecord statements --json` names those there are")
            if len(found) > 1:
                raise StoreError(f"{self.folder}: {len(found)} reports fit {name!r} ({', '.join(i[:19] for i in found[:4])}, …); give more of the id")
            names = ", ".join(f'"{n}"' for n in arrow_schema().names)
            table = connection.sql(f"select {names} from stored where id = $1", params=[found[0]]).to_arrow_table()
        return from_row(table.to_pylist()[0])

    def count(self) -> int:
        """How many reports the record holds."""
        return int(self.sql("select count(*) from reports").fetchone()[0])  # type: ignore[index]  # count always gives a row

    def failures(self) -> list[Failure]:
        """Inputs that could not be read, oldest first."""
        rows = self._table(self._failures).to_pyarrow_table().sort_by("read_at").to_pylist()
        return [Failure.model_validate({k: v for k, v in row.items() if k != "read_at"}) for row in rows]

    def sql(self, query: str) -> "duckdb.DuckDBPyConnection":
        """Run a query over the flat views ``reports statements events positions actors dates failures``."""
        return self._connected().execute(query)

    def _connected(self) -> "duckdb.DuckDBPyConnection":
        import duckdb

        connection = duckdb.connect()
        for name, path, schema in (("stored", self._reports, reports_schema()), ("failures", self._failures, failures_schema())):
            files = self._table(path).file_uris()
            if files:
                listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
                connection.execute(f"create view {name} as select * from read_parquet([{listed}], union_by_name = true)")
            else:
                connection.register(f"no_{name}", schema.empty_table())
                connection.execute(f"create view {name} as select * from no_{name}")
        connection.execute(f"create view reports as select * exclude ({', '.join(NESTED)}) from stored")
        for name in NESTED:
            connection.execute(f"create view {name} as select report, published as report_published, title as report_title, found.* from "
                               f"(select stored.id as report, stored.published, stored.title, unnest({name}) as found from stored)")  # fmt: skip
        return connection

    def _readers(self, ids: Iterable[str]) -> dict[str, str]:
        """Which version read each of these reports, for those that the record holds."""
        with self._connected() as connection:
            rows = connection.execute("select id, reader from stored where id in (select unnest($1))", [list(ids)]).fetchall()
        return dict(rows)

    def _table(self, path: Path) -> "DeltaTable":
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError, TableNotFoundError

        try:
            return DeltaTable(str(path))
        except (DeltaError, TableNotFoundError, OSError) as error:
            raise StoreError(f"{path}: the table is damaged ({first_line(error)}); restore the folder or read into a new one") from error


def retried(commit: Callable[[], T], folder: Path) -> T:
    """Do a commit again while other writers come before it; raises `StoreError` after `TRIES`."""
    from deltalake.exceptions import CommitFailedError, DeltaError

    for attempt in range(TRIES):
        try:
            return commit()
        except CommitFailedError as error:
            if attempt == TRIES - 1:
                raise StoreError(f"{folder}: other writers kept coming first ({first_line(error)}); try again") from error
            time.sleep(random.uniform(0.02, 0.1) * 2 ** min(attempt, 5))
        except DeltaError as error:
            raise StoreError(f"{folder}: could not be written ({first_line(error)}); check space and permissions") from error
    raise AssertionError("unreachable: the last try returns or raises")


def first_line(error: Exception) -> str:
    """The first line of an error's text, or its type."""
    return (str(error) or type(error).__name__).splitlines()[0]


def reader_version() -> str:
    """Code and model that read a report, as its row keeps it."""
    from onrecord.language.model import SHIPPED, checked_manifest
    from onrecord.records import ModelError

    try:
        model = str(checked_manifest(SHIPPED)["files"]["model.onnx"])[:12]
    except ModelError:
        model = "none"
    return f"onrecord {__version__} model {model}"


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
