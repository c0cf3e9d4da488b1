"""What every call passes before an operation sees it: size, media type, strict JSON; and what leaves."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt
from ninja.parser import Parser

from likely.api.refused import nothing_here, refused
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json

LARGEST_BODY: Final = 512 * 1024  # bytes
JSON: Final = "application/json"
WITH_BODY: Final = {"POST", "PUT", "PATCH"}

View = Callable[..., HttpResponseBase]


class ParsedAtTheDoor(Parser):
    """The body was read once, at the door, where it can be refused in our own words."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.parsed  # type: ignore[attr-defined]


def behind_the_door(urls: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, each of their views behind the door."""
    for pattern in urls:
        if isinstance(pattern, URLPattern):
            pattern.callback = door(pattern.callback)
    return urls


def door(view: View) -> View:
    """CSRF does not concern a face that no cookie opens."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = _through(view, request, *args, **kwargs)
        answer.setdefault("Cache-Control", "no-store")
        return answer

    return csrf_exempt(guarded)


@csrf_exempt
def nothing(_request: HttpRequest) -> HttpResponse:
    """Every address below /api/ that is not there."""
    return refused(nothing_here())


def _through(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        if request.method in WITH_BODY:
            _read_body(request)
        answer = view(request, *args, **kwargs)
    except Refusal as refusal:
        return refused(refusal)
    except Http404:
        return refused(nothing_here())
    if answer.status_code == 405:
        return _wrong_method(request, answer)
    return answer


def _read_body(request: HttpRequest) -> None:
    """JSON is taken as application/json alone: a form of a foreign page can't send that unasked."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal() and len(length) < 12) or int(length) > LARGEST_BODY:
        raise Refusal("body_too_large", f"The body is larger than {LARGEST_BODY} bytes.")
    if int(length) and not _is_json(request):
        raise Refusal("media_type_unknown", f"Send {JSON} in UTF-8.", field="Content-Type")
    if request.body:
        request.parsed = parse_json(request.body)  # type: ignore[attr-defined]


def _is_json(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    plain = "Content-Encoding" not in request.headers
    return request.content_type == JSON and charset in {"utf-8", "utf8"} and plain


def _wrong_method(request: HttpRequest, answer: HttpResponseBase) -> HttpResponse:
    allowed = answer.headers.get("Allow", "")
    told = refused(Refusal("method_unknown", f"This address takes {allowed}, not {request.method}."))
    told["Allow"] = allowed
    return told
