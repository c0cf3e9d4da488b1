"""The index by which comments are found: FTS5 on SQLite, GIN on PostgreSQL. What it holds is Response.words.

On SQLite its entries are numbered by the second of the answer, and within a second one after another, so that the
newest answers are found first without looking at the others. The index holds no text; a table beside it says which
response a number stands for.
"""

from typing import Final

from likely.migrations._word_index import WordIndex

SECOND: Final = "CAST(strftime('%s', {row}.at) AS INTEGER) * 4294967296"
ADD: Final = (
    "INSERT INTO likely_comment_place (place, response) SELECT COALESCE("
    "(SELECT MAX(place) + 1 FROM likely_comment_place"
    " WHERE place BETWEEN {second} AND {second} + 4294967295), {second}), new.id WHERE new.words <> '';"
    " INSERT INTO likely_comment_index (rowid, words, owner)"
    " SELECT place, new.words, new.workspace_id FROM likely_comment_place WHERE response = new.id;"
).format(second=SECOND.format(row="new"))
DROP: Final = (
    "INSERT INTO likely_comment_index (likely_comment_index, rowid, words, owner)"
    " SELECT 'delete', place, old.words, old.workspace_id FROM likely_comment_place WHERE response = old.id;"
    " DELETE FROM likely_comment_place WHERE response = old.id;"
)
SQLITE: Final = (
    "CREATE TABLE IF NOT EXISTS likely_comment_place (place INTEGER PRIMARY KEY, response CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS likely_comment_index"
    " USING fts5(words, owner, content = '', tokenize = 'ascii', prefix = '1 2 3', detail = column)",
    "CREATE TRIGGER likely_comment_index_add AFTER INSERT ON likely_response WHEN new.words <> ''"
    f" BEGIN {ADD} END",
    "CREATE TRIGGER likely_comment_index_change AFTER UPDATE OF words ON likely_response"
    f" WHEN new.words <> old.words BEGIN {DROP} {ADD} END",
    "CREATE TRIGGER likely_comment_index_drop AFTER DELETE ON likely_response WHEN old.words <> ''"
    f" BEGIN {DROP} END",
)
SQLITE_DROP: Final = (
    *(f"DROP TRIGGER likely_comment_index_{part}" for part in ("add", "change", "drop")),
    "DROP TABLE likely_comment_index",
    "DROP TABLE likely_comment_place",
)
VECTOR: Final = "array_to_tsvector(string_to_array(words, ' '))"
POSTGRESQL: Final = (
    f"CREATE INDEX likely_comment_index ON likely_response USING gin ({VECTOR}) WHERE words <> ''",
)


class CommentIndex(WordIndex):
    """Of Response.words."""

    sqlite, sqlite_drop = SQLITE, SQLITE_DROP
    postgresql, postgresql_drop = POSTGRESQL, "DROP INDEX likely_comment_index"
