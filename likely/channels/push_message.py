"""One notification to one browser: encrypted for it alone (RFC 8291), signed by our key (RFC 8292)."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from time import time
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from likely.lib import outbound
from likely.lib.outbound import Answer
from likely.lib.refusal import Refusal

# The push services of the browsers there are. An endpoint is a stranger's word: no other host is called.
HOSTS: Final = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
DOMAINS: Final = (".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com")
KEPT_SECONDS: Final = 3 * 86_400  # for a browser that is off
SIGNED_SECONDS: Final = 12 * 3600


def push(subscription: Mapping[str, Any], data: bytes, private_key: str, contact: str) -> Answer:
    """Refusal: an endpoint that is none."""
    from py_vapid import Vapid02  # heavy
    from pywebpush import WebPusher, WebPushException

    endpoint = str(subscription["endpoint"])
    check_endpoint(endpoint)
    parts = urlsplit(endpoint)
    claims = {"sub": contact, "aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time()) + SIGNED_SECONDS}
    try:
        body = WebPusher(dict(subscription)).encode(data)["body"]
    except (WebPushException, ValueError) as error:
        raise Refusal("subscription_malformed", f"The keys are wrong: {error}", field="keys") from None
    headers = {
        **Vapid02.from_string(private_key).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
    }
    return outbound.request("POST", endpoint, headers=headers, body=body)


def check(config: Mapping[str, str]) -> None:
    """Push services want to know whom to write to when something is wrong (RFC 8292)."""
    contact = config.get("contact", "")
    address = contact.removeprefix("mailto:")
    is_mail = contact.startswith("mailto:") and "@" in address and not re.search(r"[\s<>,]", address)
    if not is_mail and not re.fullmatch(r"https://[^\s/]+\S*", contact):
        raise Refusal(
            "contact_malformed",
            "The contact is no address.",
            cure="Write it as mailto:you@example.org.",
            field="contact",
        )


def check_endpoint(endpoint: str) -> None:
    """Of a push service, or where the operator allows private addresses."""
    target = outbound.read_target(endpoint)
    known = target.scheme == "https" and (target.host in HOSTS or target.host.endswith(DOMAINS))
    if not known and not _is_allowed(target.host):
        raise Refusal("push_service_unknown", f"{target.host} is no push service.", field="endpoint")


def _is_allowed(host: str) -> bool:
    allowed = settings.OUTBOUND_ALLOW
    try:
        return any(ip_address(host) in network for network in allowed.networks)
    except ValueError:
        return host in allowed.hosts


def new_keys() -> tuple[str, str]:
    """(private, public) as a browser and VAPID spell them."""
    from base64 import urlsafe_b64encode

    from cryptography.hazmat.primitives.asymmetric import ec  # heavy
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_numbers().private_value.to_bytes(32, "big")
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return tuple(urlsafe_b64encode(one).rstrip(b"=").decode() for one in (private, public))  # type: ignore[return-value]
