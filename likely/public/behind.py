"""The gate for a request that is already inside Django: served alone, it takes answers in all the same."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from likely.collect.intake import take_in
from likely.public.gate import Gate, gate_settings


def take(request: WSGIRequest) -> HttpResponse:
    """What the gate answers to this POST, each with a commit of its own."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        started.append((status, headers))

    body = b"".join(Gate(_nowhere, take_in, gate_settings(settings))(request.environ, start_response))
    [(status, headers)] = started
    response = HttpResponse(body, status=int(status[:3]))
    for name, value in headers:
        if name == "Set-Cookie":
            response.cookies.load(value)
        else:
            response[name] = value
    return response


def _nowhere(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b""]
