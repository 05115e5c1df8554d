"""What people add to the record: judgements, notes and watches, rows of a small Delta table beside the reports.

A row says of the thing with this id that a field has this value from now on; the last row of a field counts. Nothing
that was read is changed, and reading reports anew keeps what was said of their findings.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.records import Entry, StoreError
from onrecord.store import RESTORE, Store, alone, first_line, make_table, moment, retried

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # has no types

TABLE = "corrections"


class Correction(Entry):
    """What somebody says of the thing with this id (a finding, a watch, a match): a field and its value."""

    id: str
    field: str
    value: dict[str, str]


def keep(store: Store, corrections: Sequence[Correction]) -> None:
    """Add corrections to a record, in one commit."""
    import pyarrow as pa
    from deltalake import write_deltalake

    if not corrections:
        return
    path, now = store.folder / TABLE, datetime.datetime.now(datetime.UTC)
    rows = [
        {"id": c.id, "field": c.field, "value": json.dumps(c.value, ensure_ascii=False), "made_at": moment(now, number)}
        for number, c in enumerate(corrections)
    ]
    table = pa.Table.from_pylist(rows, schema=schema())
    with alone(store.folder):
        make_table(path, schema())
        retried(lambda: write_deltalake(str(path), table, mode="append"), store.folder)


def kept(store: Store) -> list[Correction]:
    """The corrections of a record, oldest first; of one field of one thing only the last. Raises `StoreError`."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    path = store.folder / TABLE
    if not path.exists():
        return []
    try:
        rows = DeltaTable(str(path)).to_pyarrow_table().sort_by("made_at").to_pylist()
        return _last(Correction(id=r["id"], field=r["field"], value=json.loads(r["value"])) for r in rows)
    except (DeltaError, OSError, ValueError) as error:
        raise StoreError(f"{path}: the table is damaged ({first_line(error)}); {RESTORE}") from error


def _last(corrections: Iterable[Correction]) -> list[Correction]:
    """The last correction of each field of each thing, at the place of its first."""
    found: dict[tuple[str, str], Correction] = {}
    for correction in corrections:
        found[correction.id, correction.field] = correction
    return list(found.values())


def schema() -> "pa.Schema":
    """Rows of the table; the value is JSON."""
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in ("id", "field", "value", "made_at")])
