"""The index by which people are found: FTS5 on SQLite, GIN on PostgreSQL. What it holds is Person.words."""

from typing import Final

from likely.migrations._word_index import WordIndex

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

class PersonIndex(WordIndex):
    """Of Person.words."""

    sqlite, sqlite_drop = SQLITE, SQLITE_DROP
    postgresql, postgresql_drop = POSTGRESQL, "DROP INDEX likely_person_index"
