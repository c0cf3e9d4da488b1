"""The OpenAPI description is true: programs made from it get what it says."""

import contextlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Program, respond
from tests.api.test_isolation import operations

EXAMPLES = 10  # of each operation and mode
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def kept_open(db: None) -> Iterator[None]:
    """A request ends by giving up a connection in a transaction; the one of the test stays, as in Client."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def described(kept_open: None) -> dict[str, Any]:
    return read()


@cache
def read() -> dict[str, Any]:
    """Every operation by its id. Read once: reading all of them takes as long as calling one."""
    from django.core.wsgi import get_wsgi_application

    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"}
    )
    found = [one.ok() for one in schema.get_all_operations()]
    return {one.definition.raw["operationId"]: one for one in found}


@pytest.mark.once
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", operations())
def test_no_call_of_a_program_breaks_it(
    described: dict[str, Any], program: Program, survey: Any, operation: str, mode: GenerationMode
) -> None:
    """Calls that fit the description, and calls that do not."""
    respond(survey, 3, comment="late")
    found = described[operation]
    headers = {"Authorization": f"Bearer {program.token}", "Host": "localhost"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=found.as_strategy(generation_mode=mode))
    def calls(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    with contextlib.suppress(Unsatisfiable):  # an operation without a field can't be called wrongly
        calls()


def test_every_operation_says_how_it_declines() -> None:
    from likely.api.v1 import api

    for methods in api.get_openapi_schema()["paths"].values():
        for method, told in methods.items():
            assert "application/problem+json" in told["responses"]["4XX"]["content"]
            named = [one["name"] for one in told.get("parameters", ()) if one["in"] == "header"]
            assert named == (["Idempotency-Key"] if method == "post" else [])
            assert told["security"]
            assert told["summary"]
