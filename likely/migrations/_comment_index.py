"""The index by which comments are found: FTS5 on SQLite, GIN on PostgreSQL. What it holds is Response.words.

On SQLite its entries are numbered by the second of the answer, and within a second one after another, so that
the newest answers are found first without looking at the others. The index holds no text; a table beside it
says which response a number stands for.
"""

from typing import Final

from likely.migrations._word_index import WordIndex

# Since 1970, from the Julian day; a thousandth more, so that no whole second falls short of itself.
SECOND: Final = "CAST(julianday({row}.at) * 86400.0 - 210866760000.0 + 0.001 AS INTEGER) * 4294967296"
NEW_SECOND: Final = SECOND.format(row="new")
ADD: Final = (
    "INSERT INTO likely_comment_place (place, response) SELECT COALESCE("  # noqa: S608 - our own text
    "(SELECT MAX(place) + 1 FROM likely_comment_place"
    f" WHERE place BETWEEN {NEW_SECOND} AND {NEW_SECOND} + 4294967295), {NEW_SECOND}), new.id"
    " WHERE new.words <> '';"
    " INSERT INTO likely_comment_index (rowid, words, owner)"
    " SELECT place, new.words, new.workspace_id FROM likely_comment_place WHERE response = new.id;"
)
# What the index has lost can't be taken out of it, and must not keep anybody from writing.
DROP: Final = (
    "INSERT INTO likely_comment_index (likely_comment_index, rowid, words, owner)"
    " SELECT 'delete', place, old.words, old.workspace_id FROM likely_comment_place"
    " JOIN likely_comment_index_docsize AS held ON held.id = place WHERE response = old.id;"
    " DELETE FROM likely_comment_place WHERE response = old.id;"
)
SQLITE: Final = (
    "CREATE TABLE IF NOT EXISTS likely_comment_place"
    " (place INTEGER PRIMARY KEY, response CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS likely_comment_index"
    " USING fts5(words, owner, content = '', tokenize = 'ascii', prefix = '1 2 3')",
    "CREATE TRIGGER likely_comment_index_add AFTER INSERT ON likely_response WHEN new.words <> ''"
    f" BEGIN {ADD} END",
    "CREATE TRIGGER likely_comment_index_change AFTER UPDATE OF words ON likely_response"
    f" WHEN new.words <> old.words BEGIN {DROP} {ADD} END",
    "CREATE TRIGGER likely_comment_index_drop AFTER DELETE ON likely_response WHEN old.words <> ''"
    f" BEGIN {DROP} END",
)
SQLITE_DROP: Final = (
    *(f"DROP TRIGGER IF EXISTS likely_comment_index_{part}" for part in ("add", "change", "drop")),
    "DROP TABLE IF EXISTS likely_comment_index",
    "DROP TABLE IF EXISTS likely_comment_place",
)
VECTOR: Final = "array_to_tsvector(string_to_array(words, ' '))"
NEIGHBOURS: Final = "likely_neighbours(words)"
# GIN knows no places of words. For each two that stand beside each other it holds one of 4,096 numbers, of
# the word and the first two letters of the next, so that a begun word has its number, too. A phrase is sought
# by its numbers, and only the few comments that have all of them are looked at. The words of the phrase get
# theirs by the same function, so that nobody else needs to know it.
POSTGRESQL: Final = (
    "CREATE OR REPLACE FUNCTION likely_neighbours(words text) RETURNS integer[]"
    " LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$ DECLARE"
    " said text[] := string_to_array(words, ' '); numbers integer[] := '{}';"
    " BEGIN FOR place IN 2 .. cardinality(said) LOOP"
    " numbers := numbers || (hashtext(said[place - 1] || ' ' || left(said[place], 2)) & 4095);"
    " END LOOP; RETURN numbers; END $$",
    "CREATE INDEX likely_comment_index ON likely_response"
    f" USING gin ({VECTOR}, {NEIGHBOURS}) WHERE words <> ''",
)
POSTGRESQL_DROP: Final = "DROP INDEX IF EXISTS likely_comment_index"


class CommentIndex(WordIndex):
    """Of Response.words."""

    sqlite, sqlite_drop = SQLITE, SQLITE_DROP
    postgresql, postgresql_drop = POSTGRESQL, POSTGRESQL_DROP
