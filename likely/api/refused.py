"""Whatever goes wrong becomes a problem of RFC 9457, in one form for every operation."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as ModelError

from likely.lib.problem import CONTENT_TYPE, problem_of, status_of
from likely.lib.refusal import Refusal
from likely.lib.strict_json import shown_name

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = {"store_unavailable": 2, "too_many": 30, "request_under_way": 1}  # Retry-After
MOST_ERRORS: Final = 20  # told at once
# What Pydantic calls it -> what we call it, where the difference helps.
CODES: Final = {"missing": "field_missing", "extra_forbidden": "field_unknown"}
SOURCES: Final = ("body", "query", "path", "header")  # where a wrong field stood


def refuse_by(api: NinjaAPI) -> None:
    """Let `api` answer every error as a problem."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, answer)


def refused(refusal: Refusal, **more: Any) -> HttpResponse:
    """The refusal as a response; `more` are further members of the problem."""
    answer = _answer({**problem_of(refusal), **more})
    if seconds := RETRY_SECONDS.get(refusal.code):
        answer["Retry-After"] = str(seconds)
    if status_of(refusal) == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Likely"'
    return answer


def refusal_of(error: ModelError) -> Refusal:
    """The first fault of a body that was read outside an operation's own reading."""
    first = _error(_errors_of(error)[0])
    return Refusal(first["code"], first["detail"], field=first["field"])


def no_key() -> Refusal:
    return Refusal(
        "key_unknown",
        "This needs a live API key.",
        cure="Send `Authorization: Bearer KEY`; `likely key create NAME` makes one.",
    )


def nothing_here() -> Refusal:
    return Refusal("not_found", "There is nothing at this address.", cure="The addresses are at /api/docs.")


def _answer(problem: Mapping[str, Any]) -> HttpResponse:
    body = json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(body, status=problem["status"], content_type=CONTENT_TYPE)


def _invalid(errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """The first error in full, and all of them as `errors`."""
    found = [_error(error) for error in errors[:MOST_ERRORS]]
    first = found[0]
    return refused(Refusal(first["code"], first["detail"], field=first["field"]), errors=found)


def _error(error: Mapping[str, Any]) -> dict[str, str]:
    field = _field(error["loc"])
    rule = {"missing": "is missing", "extra_forbidden": "is no field here"}.get(error["type"])
    said = error["msg"][:1].lower() + error["msg"][1:]
    detail = f"{field or 'The body'} {rule}." if rule else f"{field or 'The body'}: {said}."
    return {"field": field, "code": CODES.get(error["type"], error["type"]), "detail": detail}


def _field(place: Sequence[str | int]) -> str:
    """The path to the field as the client wrote it: without where it stood and our name of the whole."""
    path = list(place)
    if path and path[0] in SOURCES:
        path = path[2:] if path[0] == "body" else path[1:]
    return ".".join(shown_name(str(step)) for step in path)


def _errors_of(error: ModelError) -> Sequence[Mapping[str, Any]]:
    return error.errors(include_url=False, include_input=False, include_context=False)


def _http(error: HttpError) -> HttpResponse:
    code = {400: "not_json", 403: "not_allowed", 429: "too_many"}.get(error.status_code, "not_json")
    return refused(Refusal(code, error.message))


def _unavailable(_request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("the database is not there: %s", error)
    return refused(Refusal("store_unavailable", "The store can't be reached right now."))


def _bug(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return refused(Refusal("broken", "This failed on our side. It is logged."))


# kind of error -> its answer; the nearest of its classes decides
ANSWERS: Final[dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = {
    Refusal: lambda _request, refusal: refused(refusal),
    ValidationError: lambda _request, error: _invalid(error.errors),
    ModelError: lambda _request, error: _invalid(_errors_of(error)),
    AuthenticationError: lambda _request, _error: refused(no_key()),
    HttpError: lambda _request, error: _http(error),
    Http404: lambda _request, _error: refused(nothing_here()),
    OperationalError: _unavailable,
    InterfaceError: _unavailable,
    Exception: _bug,
}
