"""Who calls: the key of an `Authorization: Bearer` header, and how often it may.

Nothing else opens the API. A browser's session does not, so that no foreign page can act through it.
"""

from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from ninja.security import HttpBearer

from likely.base.api_key import ApiKey
from likely.base.workspace import Workspace
from likely.lib.client_address import address_group, client_address
from likely.lib.refusal import Refusal

WRONG_KEYS: Final = RateLimitItemPerMinute(60)  # of one address
HITS: Final = FixedWindowRateLimiter(MemoryStorage())  # of this process


class BearerKey(HttpBearer):
    """The live key of the header; None makes it a 401."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        address = address_group(client_address(request.META, settings.PROXIES))
        if not HITS.test(WRONG_KEYS, "wrong", address):
            raise too_many("Too many wrong keys came from this address.")
        key = ApiKey.find(token.strip())
        if key is None:
            HITS.hit(WRONG_KEYS, "wrong", address)
            return None
        count(key)
        return key


class ApiRequest(HttpRequest):
    """A request that a key made."""

    auth: ApiKey


def count(key: ApiKey) -> None:
    most = settings.API_CALLS_PER_MINUTE
    if most and not HITS.hit(RateLimitItemPerMinute(most), "key", str(key.pk)):
        raise too_many(f"This key may call {most} times a minute.")


def workspace_of(request: HttpRequest) -> Workspace:
    """The wall around everything that the caller may see."""
    return cast(ApiRequest, request).auth.workspace


def actor_of(request: HttpRequest) -> str:
    """The caller's name in the journal."""
    return f"key:{cast(ApiRequest, request).auth.name}"[:160]


def too_many(message: str) -> Refusal:
    return Refusal("too_many", message, cure="Wait as long as Retry-After says.")
