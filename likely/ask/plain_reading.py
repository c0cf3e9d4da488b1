"""Somebody else's JSON read as plain data: the value, or a Refusal with the field and the rule."""

import json
import re
from collections.abc import Mapping
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from likely.lib.refusal import Refusal

PLACE: Final = re.compile(r"(?!(?:int|float|str|bool)$)[a-z0-9_-]+")  # the rest is Pydantic's own
Model = TypeVar("Model", bound=BaseModel)


def read_plain(model: type[Model], data: object, code: str, what: str) -> Model:
    """what: the name of the whole, where a rule is about no field of it."""
    if not isinstance(data, Mapping):
        raise Refusal(code, f"{what} must be an object.", field=what)
    try:
        return model.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(step) for step in first["loc"] if PLACE.fullmatch(str(step)))
    rule = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    said, named = rule.split(": ", 1)[::-1] if re.match(r"[a-z_.]+: ", rule) else (rule, "")
    field = ".".join(part for part in (place, named) if part)
    raise Refusal(code, f"{field or what}: {said}.", field=field or what)
