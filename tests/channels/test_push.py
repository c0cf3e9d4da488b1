"""A notification as a browser opens it: the body is decrypted with the key that only the browser has."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.push import CHANNEL
from likely.channels.push_message import check_endpoint, new_keys
from likely.lib.outbound_rules import Allowance
from likely.lib.refusal import Refusal
from likely.people.push_subscription import PushSubscription, keep_subscription
from tests.channels.conftest import set_up

pytestmark = pytest.mark.django_db


def spelt(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def browser() -> Any:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def subscribed(browser: Any, person: Any, anybody: Any) -> PushSubscription:
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": spelt(point), "auth": spelt(b"a" * 16)}
    row = keep_subscription(person, {"endpoint": "https://fcm.googleapis.com/fcm/send/1", "keys": keys})
    PushSubscription.objects.filter(pk=row.pk).update(endpoint=f"{anybody.url}/push/1")
    return row


def letter(person: Any) -> Letter:
    told = {"subject": "Nordic", "text": "How likely?", "link": "http://a/r/1"}
    return Letter("push", str(person.pk), "<1@a>", workspace=person.workspace_id, **told)


def test_the_browser_reads_it_and_nobody_else(
    workspace: Any, person: Any, browser: Any, subscribed: Any, anybody: Any
) -> None:
    private, _public = new_keys()
    set_up(workspace, "push", {"contact": "mailto:owner@example.org"}, {"private_key": private})
    [sent] = CHANNEL.send([letter(person)])
    assert isinstance(sent, Sent), sent
    [told] = anybody.seen
    assert b"How likely" not in told["body"]
    opened = http_ece.decrypt(told["body"], private_key=browser, auth_secret=b"a" * 16, version="aes128gcm")
    assert json.loads(opened)["body"] == "How likely?"
    token = told["headers"]["authorization"].partition("t=")[2].split(",")[0]
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == anybody.url
    anybody.answers.append((410, b"gone"))
    [error] = CHANNEL.send([letter(person)])
    assert isinstance(error, SendError)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    ["https://example.org/push", "http://fcm.googleapis.com/a", "https://fcm.googleapis.com.evil.example/a",
     "https://127.0.0.1:8443/", "https://evil.example/?fcm.googleapis.com", "https://xnotify.windows.com/"],
)  # fmt: skip
def test_no_other_host_is_called(endpoint: str, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = Allowance()
    with pytest.raises(Refusal):
        check_endpoint(endpoint)


@pytest.mark.parametrize(
    "told", [None, {}, {"endpoint": 1}, {"endpoint": "https://a", "keys": {"auth": "a"}}, []]
)
def test_what_no_browser_gives_is_refused(told: Any, person: Any) -> None:
    with pytest.raises(Refusal):
        keep_subscription(person, told)
