"""The lake of a workspace: one Delta table of its sealed responses, in a folder or in object storage.

It has no partitions: a partition's column is not in the files, so that it vanishes for whoever reads the
list of files. Rows are kept in the order of time instead, and the files' statistics skip what is not asked.

A write is numbered and is a compare-and-set: it lands on the very version of the table at which its
number was found missing, or it fails. So a number is written once, however many try and wherever they die.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from likely.store.schema import arrow_schema

# deltalake and PyArrow are heavy: imported where they are used.
ArrowTable = Any
DeltaTable = Any

NUMBERS = "likely-seal"  # the application whose transactions number the writes
ROWS_PER_GROUP = 122_880  # what one thread of DuckDB reads at a time
SETTLED_ROWS = 50_000  # in a large file
FILES_BEFORE_TIDYING = 24
FILE_BYTES = 256 * 1024 * 1024
KEEP_REPLACED_HOURS = 24  # so long may a reader work on files that were replaced meanwhile


class Overtaken(Exception):  # noqa: N818 - nothing is broken: somebody else wrote first
    """Another writer changed the table in between. Nothing was written; look again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The table at one moment.

    number: of the newest write in it. settled: large files, which rarely change; recent: the others.
    A file never changes: what is written anew gets a new name.
    """

    version: int
    number: int
    settled: tuple[str, ...]
    recent: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return self.settled + self.recent


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table holds. schema: with columns id and at. told: columns whose ends stand in its log."""

    name: str
    meaning: str
    schema: Callable[[], Any]
    told: str


RESPONSES = Kind(
    "responses",
    "Responses of one workspace, sealed by Likely. See docs/store.md.",
    arrow_schema,
    # The log keeps the smallest and largest of these alone: no word of anybody stays in it.
    "id,at,day,changed_at,seal,score",
)


@dataclass(frozen=True, slots=True)
class Lake:
    url: str
    kind: Kind = RESPONSES

    def snapshot(self) -> Snapshot | None:
        """The newest state; None while nothing was ever written."""
        with _LOCK:
            table = self._newest()
            if table is None:
                return None
            known = _SNAPSHOTS.get(self.url)
            if known is None or known.version != table.version():
                known = _SNAPSHOTS[self.url] = _snapshot_of(table)
            return known

    def write(self, number: int, rows: ArrowTable, at: Snapshot | None, known: Sequence[str]) -> None:
        """Put rows in as write `number`. known: ids among them of which `at` holds an older copy."""
        if at is not None and at.number >= number:
            return
        table = self._at(at)
        if known:
            self._set(lambda: _merge(table, rows, number))
        else:
            self._set(lambda: _append(table, rows, number))

    def erase(self, number: int, ids: Sequence[str], at: Snapshot | None) -> None:
        """Take rows out as write `number`. Their bytes go with the next `tidy` after a day."""
        if at is None or at.number >= number or not ids:
            return
        table = self._at(at)
        named = ", ".join(_quoted(id) for id in ids)
        self._set(lambda: table.delete(f"id IN ({named})", commit_properties=_commit(number)))

    def tidy(self, *, always: bool = False) -> None:
        """Join small files, and drop the bytes of replaced ones after a day."""
        from deltalake import DeltaTable

        at = self.snapshot()
        if at is None or (len(at.files) < FILES_BEFORE_TIDYING and not always):
            return
        table = DeltaTable(self.url)
        self._set(lambda: table.optimize.compact(target_size=FILE_BYTES, writer_properties=_writing()))
        table.vacuum(
            retention_hours=KEEP_REPLACED_HOURS, dry_run=False, enforce_retention_duration=False, full=True
        )

    def order(self) -> None:
        """Rewrite the whole table in the order of time, so that a period reads few bytes."""
        from deltalake import DeltaTable

        table = DeltaTable(self.url)
        self._set(
            lambda: table.optimize.z_order(["at"], target_size=FILE_BYTES, writer_properties=_writing())
        )

    def _newest(self) -> DeltaTable | None:
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        table = _TABLES.get(self.url)
        try:
            if table is None:
                table = _TABLES[self.url] = DeltaTable(self.url)
            else:
                table.update_incremental()
        except TableNotFoundError:
            return None
        return table

    def _at(self, at: Snapshot | None) -> DeltaTable:
        """The table at that version; made when there is none."""
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError

        if at is not None:
            return DeltaTable(self.url, version=at.version)
        try:
            return _create(self.url, self.kind)
        except DeltaError as error:
            if not DeltaTable.is_deltatable(self.url):
                raise
            raise Overtaken("somebody else made the table") from error

    def _set(self, write: Callable[[], object]) -> None:
        from deltalake.exceptions import CommitFailedError

        try:
            write()
        except CommitFailedError as error:
            raise Overtaken(str(error)) from error


# Opening a table reads its log; a table that is open only looks for what is new.
_TABLES: dict[str, DeltaTable] = {}
_SNAPSHOTS: dict[str, Snapshot] = {}
_LOCK = threading.Lock()


def _snapshot_of(table: DeltaTable) -> Snapshot:
    import pyarrow as pa

    added = pa.table(table.get_add_actions(flatten=True))
    paths, records = added["path"].to_pylist(), added["num_records"].to_pylist()
    rows_of = {path.rsplit("/")[-1]: n for path, n in zip(paths, records, strict=True)}
    rows = {file: rows_of[file.rsplit("/")[-1]] for file in table.file_uris()}
    return Snapshot(
        version=table.version(),
        number=table.transaction_version(NUMBERS) or 0,
        settled=tuple(sorted(file for file, n in rows.items() if n and n >= SETTLED_ROWS)),
        recent=tuple(sorted(file for file, n in rows.items() if not n or n < SETTLED_ROWS)),
        columns=tuple(field.name for field in table.schema().fields),
    )


def _create(url: str, kind: Kind) -> DeltaTable:
    from deltalake import DeltaTable

    return DeltaTable.create(
        url,
        schema=kind.schema(),
        mode="error",
        name=kind.name,
        description=kind.meaning,
        configuration={
            "delta.checkpointInterval": "20",
            "delta.logRetentionDuration": "interval 30 days",
            "delta.dataSkippingStatsColumns": kind.told,
        },
    )


def _append(table: DeltaTable, rows: ArrowTable, number: int) -> None:
    from deltalake import write_deltalake

    write_deltalake(
        table,
        rows,
        mode="append",
        schema_mode="merge",
        commit_properties=_commit(number),
        writer_properties=_writing(),
    )


def _merge(table: DeltaTable, rows: ArrowTable, number: int) -> None:
    import pyarrow.compute as pc

    # `at` never changes, so a row's older copy lies within the same span: other files are not read.
    span = pc.min_max(rows["at"])
    low, high = (_moment(span[end].as_py()) for end in ("min", "max"))
    (
        table.merge(
            rows,
            f"t.id = s.id AND t.at >= {low} AND t.at <= {high}",
            source_alias="s",
            target_alias="t",
            merge_schema=True,
            commit_properties=_commit(number),
            writer_properties=_writing(),
        )
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .execute()
    )


def _commit(number: int) -> Any:
    from deltalake import CommitProperties, Transaction

    return CommitProperties(max_commit_retries=0, app_transactions=[Transaction(NUMBERS, number)])


def _writing() -> Any:
    from deltalake import WriterProperties

    return WriterProperties(max_row_group_size=ROWS_PER_GROUP, compression="ZSTD", compression_level=3)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _moment(at: Any) -> str:
    return f"""arrow_cast('{at.isoformat()}', 'Timestamp(Microsecond, Some("UTC"))')"""
