"""The JSON Schema of a survey's definition, made from the models that read it."""

import json
from functools import cache
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from likely.ask.definition import SCHEMA, Definition

SCHEMA_PATH: Final = "/schema/survey-1.json"  # stable: files and editors may point there


@cache
def survey_schema() -> dict[str, Any]:
    """Draft 2020-12. What no schema can say (keys once each, rules that look back) `Definition` checks."""
    made = Definition.model_json_schema(by_alias=True, mode="validation")
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_PATH,
        "title": "A survey of Likely",
    }
    closed: dict[str, Any] = _closed(made)
    closed["properties"]["schema"] = {"const": SCHEMA, "title": "Schema"}
    return {**head, **{name: value for name, value in closed.items() if name not in head}}


@cache
def survey_schema_bytes() -> bytes:
    return json.dumps(survey_schema(), ensure_ascii=False, indent=2).encode()


def _closed(part: Any) -> Any:
    """Texts have codes of languages as names and no others; Pydantic leaves that open."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(value) for name, value in part.items()}
    return closed | ({"additionalProperties": False} if "patternProperties" in closed else {})
