"""The index by which people are found: FTS5 on SQLite, GIN on PostgreSQL. What it holds is Person.words.

It stands among the model's constraints, because Django lets a constraint have statements of its own and runs them
again when it builds SQLite's table anew (by a copy, with which the triggers of the old table go).
"""

from typing import Any, Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model
from django.db.models.constraints import BaseConstraint

FIND: Final = "SELECT rowid FROM likely_person_index WHERE likely_person_index MATCH 'person:' || old.id"
SQLITE: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS likely_person_index"
    " USING fts5(words, person, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = column)",
    "CREATE TRIGGER likely_person_index_add AFTER INSERT ON likely_person WHEN new.words <> '' BEGIN"
    " INSERT INTO likely_person_index (words, person) VALUES (new.words, new.id);"
    " END",
    "CREATE TRIGGER likely_person_index_change AFTER UPDATE OF words ON likely_person"
    " WHEN new.words <> old.words BEGIN"
    f" DELETE FROM likely_person_index WHERE rowid IN ({FIND});"
    " INSERT INTO likely_person_index (words, person) SELECT new.words, new.id WHERE new.words <> '';"
    " END",
    "CREATE TRIGGER likely_person_index_drop AFTER DELETE ON likely_person WHEN old.words <> '' BEGIN"
    f" DELETE FROM likely_person_index WHERE rowid IN ({FIND});"
    " END",
)
SQLITE_DROP: Final = (
    *(f"DROP TRIGGER likely_person_index_{part}" for part in ("add", "change", "drop")),
    "DROP TABLE likely_person_index",
)
POSTGRESQL: Final = (
    "CREATE INDEX likely_person_index ON likely_person"
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)


class PersonIndex(BaseConstraint):
    """No constraint: an index that follows every write of the table, whoever writes."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersonIndex) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(
        self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> None:
        schema_editor.deferred_sql.extend(_statements(schema_editor))  # type: ignore[union-attr]

    def create_sql(self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        *first, last = _statements(schema_editor)
        for statement in first:
            schema_editor.execute(statement)  # type: ignore[union-attr]
        return last

    def remove_sql(self, _model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if schema_editor.connection.vendor != "sqlite":  # type: ignore[union-attr]
            return "DROP INDEX likely_person_index"
        *first, last = SQLITE_DROP
        for statement in first:
            schema_editor.execute(statement)  # type: ignore[union-attr]
        return last

    def validate(self, *_told: Any, **_more: Any) -> None:
        """Nothing is forbidden."""


def _statements(editor: Any) -> tuple[str, ...]:
    return SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
