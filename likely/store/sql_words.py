"""How an engine writes names, texts and moments where SQL text is made for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class SqlWords:
    """mark: stands around a name. moment: type of a moment in UTC. escapes: a backslash in a text does so."""

    mark: str
    moment: str
    escapes: bool = False

    def name(self, name: str) -> str:
        return self.mark + name.replace(self.mark, self.mark * 2) + self.mark

    def text(self, text: str) -> str:
        plain = text.replace("\\", "\\\\") if self.escapes else text
        return "'" + plain.replace("'", "''") + "'"

    def texts(self, values: Iterable[str]) -> str:
        return ", ".join(map(self.text, values))

    def at(self, at: datetime) -> str:
        return f"{self.moment} '{at.astimezone(UTC).isoformat(' ', 'microseconds')}'"

    def day(self, day: date) -> str:
        return f"DATE '{day.isoformat()}'"

    def nothing(self, type: str) -> str:
        """A null. type: as Arrow calls it."""
        return f"CAST(NULL AS {TYPES.get(type, self.moment)})"


# What both understand; the rest are moments.
TYPES: Final = {
    "string": "STRING", "int8": "TINYINT", "int32": "INTEGER", "double": "DOUBLE", "bool": "BOOLEAN",
    "date32[day]": "DATE",
}  # fmt: skip
DUCKDB: Final = SqlWords('"', "TIMESTAMPTZ")
POSTGRES: Final = DUCKDB  # Ibis reads the text in PostgreSQL's dialect and writes TEXT and SMALLINT by itself
SPARK: Final = SqlWords("`", "TIMESTAMP", escapes=True)
