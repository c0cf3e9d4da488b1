"""A property out of the JSON column `properties`, in its type, in Ibis; null where it is of another type."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from likely.store.lake_query import words
from likely.store.sql_words import SPARK

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """One column a type."""

    text: IbisColumn
    number: IbisColumn
    yes: IbisColumn


def property_value(properties: IbisColumn, key: str) -> PropertyValue:
    """By the engine's own JSON. Spark's tells no types, so that there the first letter of a value does."""
    import ibis

    if words() is not SPARK:
        said = properties.cast("json")[key]
        return PropertyValue(said.str, said.float, said.bool)
    told = _told(properties, key)
    return PropertyValue(
        told.startswith('"').ifelse(_unwrapped()(ibis.literal('{"v": ') + told + "}", "$.v"), ibis.null(str)),
        told.re_search("^-?[0-9]").ifelse(told, ibis.null(str)).cast("float64"),
        ibis.cases((told == "true", True), (told == "false", False), else_=ibis.null("boolean")),
    )


def _told(properties: IbisColumn, key: str) -> IbisColumn:
    """The value as it is written. `store/hot.py` writes all values side by side, in json.dumps's own hand."""
    # A quote within a text has a backslash before it, so that no text looks like a key.
    name = re.escape(json.dumps(key, ensure_ascii=False))
    told = properties.re_extract(rf'(?:^\{{|, ){name}: ("(?:[^"\\]|\\.)*"|[^",}}]+)', 1)
    return told.nullif("")


@cache
def _unwrapped() -> Any:
    import ibis

    @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
    def get_json_object(text: str, path: str) -> str: ...  # type: ignore[empty-body]

    return get_json_object
