"""The only list of columns of the lake: name, type, unit, meaning, and who may see it. It only ever grows.

A property KEY of a response becomes the column p_KEY (text), a rating the column r_KEY (number). Both
appear when first seen; files written earlier simply lack them and read as null.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, unquote

from likely.store.slice import GRAINS

# PyArrow is heavy: imported where it is used.
ArrowSchema = Any

Type = Literal["text", "small", "whole", "number", "yes_no", "moment", "day", "json"]
Sees = Literal[
    "viewer", "agent"
]  # the lowest role that may see it; owner > manager > analyst > agent > viewer


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    meaning: str
    unit: str = ""
    sees: Sees = "viewer"


COLUMNS: tuple[Column, ...] = (
    Column("id", "text", "Names the response for ever (UUID)."),
    Column("survey", "text", "Slug of the survey."),
    Column("kind", "text", "Kind of the survey: rnps, tnps, enps, csat5, csat10, ces, wow, custom."),
    Column("version", "whole", "Number of the survey's version that was answered."),
    Column("invitation", "text", "Id of the invitation; null on an open link.", sees="agent"),
    Column("person", "text", "Id of the person; null where nobody is named.", sees="agent"),
    Column("score", "small", "The recommendation score; null: not answered.", unit="0..10"),
    Column("comment", "text", "The main reason in the respondent's words; null: none."),
    Column("permission", "yes_no", "May we contact you? null: not answered."),
    Column("at", "moment", "When the first tap arrived; never changes.", unit="UTC, microseconds"),
    Column("day", "day", "The day of `at` in the workspace's time zone when it was sealed."),
    Column("changed_at", "moment", "When the response was last changed.", unit="UTC, microseconds"),
    Column("completed_at", "moment", "When the last question was sent off; null: not yet.", unit="UTC"),
    Column("channel", "text", "How the respondent was reached."),
    Column("language", "text", "Language code of the page that was answered."),
    Column("touchpoint", "text", "What a transactional survey asks about; null: none."),
    Column("state", "text", "counted, quarantined or dismissed. Only counted ones are in a score."),
    Column("doubt", "text", "Why it is quarantined or dismissed; null: it is not."),
    Column(
        "verdict",
        "text",
        "Whether a person sent it: human, doubtful, machine; null: a trusted caller's, or not judged.",
    ),
    Column("answers", "json", "Every answer beside score, reason and permission, by question key."),
    Column("properties", "json", "What was known at the time of answering, with its types."),
    Column("seal", "whole", "Number of the seal that carried this copy."),
    Column(
        "bucket",
        "small",
        "Which bucket of persons it is in: the end of the person's id, of its own where nobody is named.",
        unit="0..63",
        sees="agent",
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
DIMENSIONS = ("survey", "kind", "channel", "language", "touchpoint")
HAS = frozenset({"id", "score", "comment", "at", "day", "person", "bucket"})  # of a workspace's table

PROPERTY, RATING = "p_", "r_"
# Beside the rows where themes of comments are asked about (store/theme_columns.py): tags, how favourable a
# comment sounds, its language, whether it says nothing, whether a theme is one that examples taught.
THEME_COLUMNS = ("themes", "themes_favour", "themes_language", "themes_empty", "themes_guessed")
# Names that mean something else in a slice or its query string.
_ASKED = ("theme", "group", "commented", "weight", "since", "until", "words", "by")
RESERVED = frozenset({*NAMES, *GRAINS, *THEME_COLUMNS, *_ASKED})
BUCKETS = 64  # of persons, out of which intervals of drivers come
MOST_PROPERTIES = 400  # columns; what comes later stays readable in `properties`


def bucket_of(id: str) -> int:
    """The bucket of a UUID: by its last two digits, which are drawn by chance."""
    return int(id[-2:], 16) % BUCKETS


@lru_cache(4096)
def property_column(key: str) -> str:
    """The column of a property. Case is ignored; what a column name can't hold is percent-encoded."""
    return PROPERTY + _encoded(key)


@lru_cache(4096)
def rating_column(key: str) -> str:
    return RATING + _encoded(key)


def shown_names(columns: Iterable[str]) -> dict[str, str]:
    """Property and rating columns with the names under which they are asked: KEY where that is free."""
    shown: dict[str, str] = {}
    taken = set(RESERVED)
    for column in sorted(c for c in columns if c.startswith((PROPERTY, RATING))):
        name = unquote(column[len(PROPERTY) :])
        shown[column] = column if name in taken else name
        taken.add(shown[column])
    return shown


def arrow_schema(extra: Iterable[str] = ()) -> ArrowSchema:
    """The schema of a batch with these property and rating columns."""
    return _arrow_schema(tuple(extra))


@lru_cache(256)
def _arrow_schema(extra: tuple[str, ...]) -> ArrowSchema:
    import pyarrow as pa

    types = _arrow_types()
    fields = [pa.field(column.name, types[column.type]) for column in COLUMNS]
    fields += [pa.field(name, types["number" if name.startswith(RATING) else "text"]) for name in extra]
    return pa.schema(fields)


def _arrow_types() -> Mapping[Type, Any]:
    import pyarrow as pa

    return {
        "text": pa.string(),
        "json": pa.string(),
        "small": pa.int8(),
        "whole": pa.int32(),
        "number": pa.float64(),
        "yes_no": pa.bool_(),
        "moment": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
    }


def _encoded(key: str) -> str:
    """Letters and digits of any script, - and _ stay; engines that ignore case see one column for one key."""
    return "".join(c if c.isalnum() or c in "-_" else quote(c, safe="") for c in key.strip().casefold())
