"""/api/docs: the OpenAPI description as a page of our own, without a script and without anybody else."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from likely.api.v1 import api

LANGUAGES: Final = {"en": ("en", "English"), "zh": ("zh-hans", "中文"), "et": ("et", "Eesti")}
DEEPEST: Final = 3  # levels of an object that are shown
REF: Final = "#/components/schemas/"

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a table. name: with the path to it."""

    name: str
    type: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """One operation. notes: paragraphs. answers: of success; every other one is a problem."""

    id: str
    tag: str
    method: str
    address: str
    summary: str
    notes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]


@require_safe
@gzip_page
def reference(request: HttpRequest) -> HttpResponse:
    wanted = LANGUAGES.get(request.GET.get("lang", ""), (translation.get_language(), ""))[0]
    with translation.override(wanted):
        links = [
            (code, name, f"?lang={code}", translation.get_language() == django)
            for code, (django, name) in LANGUAGES.items()
        ]
        return render(request, "public/reference.html", {"groups": groups(), "languages": links})


@cache
def groups() -> dict[str, tuple[Described, ...]]:
    """Every operation by its tag, in the order of the description."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    found = tuple(_operations(schema))
    return {tag: tuple(one for one in found if one.tag == tag) for tag in dict.fromkeys(o.tag for o in found)}


def _operations(schema: Schema) -> Iterator[Described]:
    for address, methods in schema["paths"].items():
        for method, told in methods.items():
            yield _described(schema, address, method, told)


def _described(schema: Schema, address: str, method: str, told: Schema) -> Described:
    return Described(
        id=told["operationId"],
        tag=told["tags"][0],
        method=method.upper(),
        address=address,
        summary=told["summary"],
        notes=tuple(part.replace("\n", " ") for part in told.get("description", "").split("\n\n") if part),
        parameters=tuple(_parameter(schema, one) for one in told.get("parameters", ())),
        body=tuple(_fields_of(schema, told.get("requestBody", {}))),
        answers=tuple(
            Answer(status, tuple(_fields_of(schema, answer)))
            for status, answer in told["responses"].items()
            if status.startswith("2")
        ),
    )


def _parameter(schema: Schema, told: Schema) -> Field:
    where = "" if told["in"] == "query" else f"({told['in']}) "
    meaning = told.get("description") or _meaning(told["schema"])
    kind = _type(schema, _plain(schema, told["schema"]))
    return Field(told["name"], kind, told.get("required", False), f"{where}{meaning}".strip())


def _fields_of(schema: Schema, holder: Schema) -> Iterator[Field]:
    whole = holder.get("content", {}).get("application/json", {}).get("schema")
    return _fields(schema, whole, "", 1) if whole else iter(())


def _fields(schema: Schema, told: Schema, path: str, depth: int) -> Iterator[Field]:
    whole = _plain(schema, told)
    for name, part in whole.get("properties", {}).items():
        inner = _plain(schema, part)
        yield Field(path + name, _type(schema, part), name in whole.get("required", ()), _meaning(part))
        item = inner.get("items", inner)
        if depth < DEEPEST:
            dots = f"{path}{name}[]." if "items" in inner else f"{path}{name}."
            yield from _fields(schema, item, dots, depth + 1)


def _plain(schema: Schema, told: Schema) -> Schema:
    """What a reference, or the one choice beside null, stands for."""
    if "$ref" in told:
        return _plain(schema, schema["components"]["schemas"][told["$ref"].removeprefix(REF)])
    choices = [choice for choice in told.get("anyOf", ()) if choice.get("type") != "null"]
    return _plain(schema, choices[0]) if len(choices) == 1 else told


def _type(schema: Schema, told: Schema) -> str:
    plain = _plain(schema, told)
    null = " · null" if any(choice.get("type") == "null" for choice in told.get("anyOf", ())) else ""
    if "enum" in plain:
        return " | ".join(str(value) for value in plain["enum"]) + null
    if plain.get("type") == "array":
        return f"[{_type(schema, plain.get('items', {}))}]{null}"
    bounds = f" {plain['minimum']}–{plain['maximum']}" if "minimum" in plain and "maximum" in plain else ""
    return str(plain.get("format") or plain.get("type") or "any") + bounds + null


def _meaning(told: Schema) -> str:
    default = told.get("default")
    usual = f"= {json.dumps(default, ensure_ascii=False)}" if default not in (None, "", [], {}) else ""
    return " ".join(part for part in (told.get("description", ""), usual) if part)
