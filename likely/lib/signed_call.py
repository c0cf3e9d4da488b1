"""A call that says who makes it and what it is called: Standard Webhooks, version 1 of its symmetric scheme.

The receiver checks `webhook-signature` over `webhook-id.webhook-timestamp.body` and keeps the id: a call that
is repeated carries the same one. Source: the Standard Webhooks specification, standardwebhooks.com.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Final

PREFIX: Final = "whsec_"


def new_signing_secret() -> str:
    return PREFIX + b64encode(token_bytes(32)).decode()


def signed_headers(
    secret: str, id: str, at: datetime, body: bytes, former: Sequence[str] = ()
) -> Mapping[str, str]:
    """id: the same for every try of the same call. at: of this try.

    former: secrets that were replaced and still hold: each signs too, the newest first, and whoever is called
    may check any of the signatures.
    """
    seconds = str(int(at.timestamp()))
    signed = f"{id}.{seconds}.".encode() + body
    digests = [hmac.new(_key(one), signed, sha256).digest() for one in (secret, *former)]
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode()}" for one in digests),
    }


def _key(secret: str) -> bytes:
    return b64decode(secret.removeprefix(PREFIX), validate=True)
