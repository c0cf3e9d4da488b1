"""`Idempotency-Key`: a POST that is sent again under it is answered again and not done again."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from hashlib import sha256
from typing import Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from likely.api.caller import workspace_of
from likely.api.field import Told
from likely.base.idempotency import NamedRequest, begin
from likely.lib.encryption import decrypt, encrypt
from likely.lib.problem import status_of
from likely.lib.refusal import Refusal

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")

P = ParamSpec("P")
Deed = Callable[Concatenate[HttpRequest, P], tuple[int, Told]]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def once(atomic: bool = True, secret: bool = False) -> Callable[[Deed[P]], View[P]]:
    """A deed answers (status, body). atomic: it and its kept answer are one transaction.

    A deed that is not atomic must be safe to repeat under `named_by(request)`. secret: its answer holds one,
    and is kept encrypted.
    """

    def around(deed: Deed[P]) -> View[P]:
        def do(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            named = _begun(request)
            if named and named.status is not None:
                return _told(named.status, decrypt(named.body) if secret else named.body, replayed=True)
            request.named = named  # type: ignore[attr-defined]
            with _settled(named), transaction.atomic() if atomic else nullcontext():
                status, body = deed(request, *args, **kwargs)
                text = body.model_dump_json(by_alias=True)
                if named:
                    named.finish(status, encrypt(text) if secret else text)
            return _told(status, text)

        # Ninja reads the signature of the deed through the wrapper.
        return cast(View[P], wraps(deed)(do))

    return around


def named_by(request: HttpRequest) -> UUID | None:
    """What names the deed: the same for every try under one Idempotency-Key; None without one."""
    named: NamedRequest | None = getattr(request, "named", None)
    return named.pk if named else None


class _settled:  # noqa: N801 - reads as a word in `with`
    """Frees the key when the deed is refused, and leaves it to the next try when it breaks."""

    def __init__(self, named: NamedRequest | None) -> None:
        self._named = named

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if self._named is None or error is None:
            return
        if isinstance(error, Refusal) and status_of(error) < 500:
            self._named.forget()
        else:
            self._named.let_go()


def _begun(request: HttpRequest) -> NamedRequest | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Refusal(
            "idempotency_key_malformed",
            f"{HEADER} must be 1 to 255 visible ASCII characters.",
            field=HEADER,
        )
    return begin(workspace_of(request), key, _fingerprint(request))


def _fingerprint(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace")
    return sha256(head + request.body).hexdigest()


def _told(status: int, text: str, replayed: bool = False) -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type="application/json")
    if replayed:
        answer[REPLAYED] = "true"
    return answer
