"""An index of words: statements of our own, FTS5 on SQLite, GIN on PostgreSQL.

It stands among the model's constraints, because Django lets a constraint have statements of its own and runs them
again when it builds SQLite's table anew (by a copy, with which the triggers of the old table go).
"""

from typing import Any, ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model
from django.db.models.constraints import BaseConstraint


class WordIndex(BaseConstraint):
    """No constraint: an index that follows every write of the table, whoever writes."""

    sqlite: ClassVar[tuple[str, ...]]
    sqlite_drop: ClassVar[tuple[str, ...]]
    postgresql: ClassVar[tuple[str, ...]]
    postgresql_drop: ClassVar[str]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(
        self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> None:
        schema_editor.deferred_sql.extend(self._statements(schema_editor))  # type: ignore[union-attr]

    def create_sql(self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        *first, last = self._statements(schema_editor)
        for statement in first:
            schema_editor.execute(statement)  # type: ignore[union-attr]
        return last

    def remove_sql(self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if schema_editor.connection.vendor != "sqlite":  # type: ignore[union-attr]
            return self.postgresql_drop
        *first, last = self.sqlite_drop
        for statement in first:
            schema_editor.execute(statement)  # type: ignore[union-attr]
        return last

    def validate(self, *_told: Any, **_more: Any) -> None:
        """Nothing is forbidden."""

    def _statements(self, editor: Any) -> tuple[str, ...]:
        return self.sqlite if editor.connection.vendor == "sqlite" else self.postgresql
