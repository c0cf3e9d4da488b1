"""What every engine outside of the process has in common: the lake's rows are asked there, worded by Ibis."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from likely.store.sql_words import SqlWords
from likely.store.table import IbisTable

# Ibis and PyArrow are heavy: imported where they are used.
ArrowSchema = Any
ArrowTable = Any

MOST_VIEWS: Final = 1000  # that an engine remembers the files of
VIEW: Final = re.compile(r"\blikely_files_[0-9a-f]{32}\b")  # as `view_name` names one, in a statement


def view_name(files: Sequence[str], schema: ArrowSchema) -> str:
    """The name that stands for these files, read by this schema, in statements."""
    told = "\n".join((*files, *(f"{field.name} {field.type}" for field in schema)))
    return f"likely_files_{sha256(told.encode()).hexdigest()[:32]}"


class RemoteEngine(ABC):
    """Shared by all threads of the process.

    words: how SQL text for it is written. backend: Ibis's, which words questions; it holds no connection.
    keeps_copies: whether rows of the lake lie in it a second time, so that they must be taken away there too.
    """

    words: SqlWords
    backend: Any
    keeps_copies = False

    @abstractmethod
    def files(self, files: Sequence[str], schema: ArrowSchema) -> str:
        """What a statement reads the files by: all columns of the schema, null where a file lacks one."""

    @abstractmethod
    def arrow(self, asked: IbisTable) -> ArrowTable:
        """The answer of an expression, in the types that it promises."""

    @abstractmethod
    def stream(self, asked: IbisTable, rows: int) -> Iterator[Any]:
        """As `arrow`, as batches of at most so many rows, fetched as they are taken."""

    @abstractmethod
    def version(self) -> str:
        """What the server says that it is."""

    def holds(self, asked: IbisTable) -> bool:
        """Whether the expression asks for anything that lies here."""
        import ibis.expr.operations as ops

        return any(op.source is self.backend for op in asked.op().find(ops.SQLQueryResult))

    def keep(self, folder: str, files: Collection[str]) -> bool:  # noqa: ARG002 - most engines copy nothing
        """Let go of copies of files in the folder of one table, but for these, which its log names now.

        False: one is still being read, and stays until the next time.
        """
        return True

    def workspaces(self) -> dict[UUID, tuple[str, ...]]:
        """Workspaces of whose lake copies lie here, with the names of the tables that they are of."""
        return {}

    def forget(self, workspace: UUID) -> None:  # noqa: B027 - most engines copy nothing
        """Let go of all copies of the workspace's lake."""
