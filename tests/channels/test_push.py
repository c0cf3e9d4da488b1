"""A notification as a browser opens it: the body is decrypted with the key that only the browser has."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from time import time
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from likely.ask.acquaintance import refused_ways
from likely.ask.dispatch import send_batch
from likely.ask.message import MessageState
from likely.ask.policy import Rule
from likely.ask.unsubscribe import unsubscribe
from likely.channels.channel import Letter, SendError, Sent
from likely.channels.push import CHANNEL
from likely.channels.push_keys import drop_push, keep_push, public_key_of
from likely.channels.push_message import check_endpoint, new_keys
from likely.channels.setup import ChannelSetup, setup_of
from likely.channels.setup_fields import read_setup
from likely.lib.outbound_rules import Allowance
from likely.lib.refusal import Refusal
from likely.people.push_subscription import PushSubscription, forget_subscription, keep_subscription
from likely.people.reach import reachable
from tests.channels.conftest import set_up

pytestmark = pytest.mark.django_db


def vapid_claims(header: str, public: str) -> Any:
    """Of a header whose signature (ES256, RFC 7518) holds under the key that the browsers were told."""
    told = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert told["k"] == public
    signed, _, signature = told["t"].rpartition(".")
    raw = read(signature)
    encoded = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read(public))
    key.verify(encoded, signed.encode(), ec.ECDSA(SHA256()))  # raises where it does not hold
    return json.loads(read(signed.split(".")[1]))


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


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
    private, public = new_keys()
    set_up(workspace, "push", {"contact": "mailto:owner@example.org"}, {"private_key": private})
    [sent] = CHANNEL.send([letter(person)])
    assert isinstance(sent, Sent), sent
    [told] = anybody.seen
    assert b"How likely" not in told["body"]
    opened = http_ece.decrypt(told["body"], private_key=browser, auth_secret=b"a" * 16, version="aes128gcm")
    assert json.loads(opened)["body"] == "How likely?"
    claims = vapid_claims(told["headers"]["authorization"], public)
    assert claims["aud"] == anybody.url
    assert claims["sub"] == "mailto:owner@example.org"
    assert time() < claims["exp"] < time() + 24 * 3600  # RFC 8292: no longer than a day
    assert json.loads(opened)["url"] == "http://a/r/1"
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


def test_the_keys_stay_until_they_are_dropped_and_with_them_the_browsers(
    workspace: Any, subscribed: Any
) -> None:
    keep_push(workspace, "mailto:a@example.org", "system")
    first = public_key_of(workspace)
    keep_push(workspace, "mailto:b@example.org", "system")
    assert public_key_of(workspace) == first != ""
    setup = setup_of(workspace.pk, "push")
    assert setup is not None
    assert setup.of("private_key") not in json.dumps(ChannelSetup.objects.of(workspace).get().config)
    drop_push(workspace, "system")
    assert public_key_of(workspace) == ""
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "contact", ["", "me", "mailto:", "mailto:a b@c", "http://example.org", "javascript:1"]
)
def test_a_contact_that_is_none_is_refused(contact: str) -> None:
    with pytest.raises(Refusal) as error:
        read_setup("push", {"contact": contact})
    assert error.value.field == "contact"


def test_whoever_has_no_browser_is_reached_another_way(workspace: Any, person: Any, subscribed: Any) -> None:
    now = timezone.now()
    both = {person.pk: reachable(person, ("push", "sms"))}
    assert both[person.pk] == (("push", str(person.pk)), ("sms", person.phone))
    assert refused_ways(workspace, both, "rnps", now) == {}
    forget_subscription(person, "https://fcm.googleapis.com/fcm/send/1")
    assert refused_ways(workspace, both, "rnps", now) == {(person.pk, "push"): Rule.NO_ADDRESS}


def test_a_browser_that_went_is_a_failure_that_the_next_channel_mends(
    workspace: Any, person: Any, subscribed: Any, anybody: Any, asked: Any
) -> None:
    keep_push(workspace, "mailto:a@example.org", "system")
    message = asked("push", state=MessageState.QUEUED, sent_at=None, provider_id="", address="gone")
    anybody.answers.append((410, b"gone"))
    assert send_batch("push") == 1
    message.refresh_from_db()
    assert (message.state, message.address) == (MessageState.FAILED, str(person.pk))
    assert "410" in message.failure
    assert not PushSubscription.objects.exists()


def test_unsubscribing_holds_for_the_browsers_too(
    workspace: Any, person: Any, subscribed: Any, asked: Any
) -> None:
    now = timezone.now()
    unsubscribe(asked("sms").invitation, "kind", now)
    ways = {person.pk: reachable(person, ("push", "sms"))}
    refused = refused_ways(workspace, ways, "rnps", now)
    assert set(refused.values()) == {Rule.UNSUBSCRIBED}
    assert len(refused) == 2
