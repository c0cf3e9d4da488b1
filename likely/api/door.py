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
BYTES_AT: Final = "/files"  # how the address of an operation ends whose body is a file

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
        if request.method in WITH_BODY and not _takes_bytes(request):
            _read_body(request)
        answer = view(request, *args, **kwargs)
    except Refusal as refusal:
        return refused(refusal)
    except Http404:
        return refused(nothing_here())
    if answer.status_code == 405:
        return _wrong_method(request, answer)
    return answer


def with_bytes(largest: Callable[[], int]) -> Callable[[View], View]:
    """An operation whose body is a file and no JSON. It is read once the caller is known, into request.body.

    largest: bytes of a body. Its media type is for the operation to judge, by `check_media`.
    """

    def around(view: View) -> View:
        @wraps(view)
        def reads(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            length = _length(request)
            if length is None or length > largest():
                raise Refusal("body_too_large", f"The body is larger than {largest()} bytes.")
            # Django would read no more of it than of JSON; what it says here is what it would have kept.
            request._body = request.read(length)
            return view(request, *args, **kwargs)

        return reads

    return around


def check_media(request: HttpRequest, media: str) -> None:
    if request.body and request.content_type != media:
        raise Refusal("media_type_unknown", f"Send the file as {media}.", field="Content-Type")


def _takes_bytes(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.route.endswith(BYTES_AT))


def _length(request: HttpRequest) -> int | None:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 12 else None


def _read_body(request: HttpRequest) -> None:
    """JSON is taken as application/json alone: a form of a foreign page can't send that unasked."""
    length = _length(request)
    if length is None or length > LARGEST_BODY:
        raise Refusal("body_too_large", f"The body is larger than {LARGEST_BODY} bytes.")
    if length and not _is_json(request):
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
