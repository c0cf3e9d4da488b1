"""The page on which a browser lets itself be notified: what it stores, and what the worker shows."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from playwright.sync_api import Page, expect

from likely.ask.notify_link import notify_token
from likely.channels.push_keys import drop_push, keep_push, public_key_of
from likely.people.push_subscription import PushSubscription
from tests.browser import PHONE, scrolls_sideways, violations

pytestmark = pytest.mark.django_db
ENDPOINT = "https://fcm.googleapis.com/fcm/send/1"


def spelt(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


POINT = ec.generate_private_key(ec.SECP256R1()).public_key()
KEYS = {
    "p256dh": spelt(POINT.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
    "auth": spelt(b"a" * 16),
}


@pytest.fixture
def link(workspace: Any, person: Any) -> str:
    keep_push(workspace, "mailto:owner@example.org", "system")
    return f"/n/{notify_token(person)}"


def tell(link: str, told: Any, **more: Any) -> Any:
    return Client().post(link, json.dumps(told), **{"content_type": "application/json", **more})


def test_a_look_stores_nothing_and_tells_the_key(workspace: Any, link: str) -> None:
    answer = Client().get(link)
    assert answer.status_code == 200
    assert public_key_of(workspace) in answer.content.decode()
    assert "mari@example.org" not in answer.content.decode()
    assert not PushSubscription.objects.exists()


def test_a_browser_agrees_once_and_takes_it_back(person: Any, link: str) -> None:
    for _ in range(2):
        assert tell(link, {"endpoint": ENDPOINT, "keys": KEYS, "expirationTime": None}).status_code == 204
    assert PushSubscription.objects.get().person == person
    assert tell(link, {"endpoint": ENDPOINT, "gone": True}).status_code == 204
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([], 422),
        ({"endpoint": "https://example.org/push", "keys": KEYS}, 422),
        ({"endpoint": ENDPOINT, "keys": {"auth": "a"}}, 422),
        ({"endpoint": ENDPOINT, "keys": KEYS, "more": "x" * 9000}, 413),
    ],
)
def test_what_no_browser_tells_is_refused(link: str, told: Any, status: int) -> None:
    assert tell(link, told).status_code == status
    assert not PushSubscription.objects.exists()


def test_a_form_of_another_page_is_refused(link: str) -> None:
    told = {"endpoint": ENDPOINT, "keys": KEYS}
    assert tell(link, told, content_type="text/plain").status_code == 415


def test_a_stranger_finds_nothing(workspace: Any, link: str, person: Any) -> None:
    forged = ("A" if link[-2] != "A" else "B").join([link[:-2], link[-1]])
    assert Client().get(forged).status_code == 404
    assert tell("/n/nobody", {"endpoint": ENDPOINT, "keys": KEYS}).status_code == 404
    drop_push(workspace, "system")
    assert Client().get(link).status_code == 404


def test_the_thank_you_offers_it_only_where_it_is_set_up(workspace: Any, invitation: Any, link: str) -> None:
    page = Client().get(f"/r/{invitation.token}").content.decode()
    assert link in page
    drop_push(workspace, "system")
    assert "/n/" not in Client().get(f"/r/{invitation.token}").content.decode()


# The push services of the browsers are out of reach, so this one subscription is made by hand.
SUBSCRIBES = """
PushManager.prototype.subscribe = async function (options) {
  window.subscribed = options;
  return { toJSON: () => ({ endpoint: "%s", keys: %s }) };
};
"""


def test_a_tap_asks_for_permission_and_the_worker_shows_what_comes(
    live_server: Any, link: str, person: Any, open_whole_page: Callable[..., Page], workspace: Any
) -> None:
    page = open_whole_page(permissions=["notifications"], service_workers="allow")
    page.add_init_script(SUBSCRIBES % (ENDPOINT, json.dumps(KEYS)))
    page.goto(live_server.url + link)
    button = page.get_by_role("button", name="Notify this browser")
    expect(button).to_be_visible()
    assert page.evaluate("window.subscribed") is None
    button.click()
    expect(page.get_by_role("status")).to_contain_text("will be notified")
    assert page.evaluate("subscribed.applicationServerKey") == public_key_of(workspace)
    assert page.evaluate("subscribed.userVisibleOnly")
    assert PushSubscription.objects.get().person == person
    told = {"title": "Nordic", "body": "How likely?", "url": f"{live_server.url}/r/1", "tag": "<1@a>"}
    shown = delivered(page, live_server.url, told)
    assert shown == {"title": "Nordic", "body": "How likely?", "url": f"{live_server.url}/r/1"}
    assert page.faults == []  # type: ignore[attr-defined]


def delivered(page: Page, origin: str, told: dict[str, str]) -> Any:
    """What our own worker shows of a push that the browser hands to it."""
    line = page.context.new_cdp_session(page)
    known: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    line.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    while not known:  # the browser tells of it by itself
        page.wait_for_timeout(50)
    shown = None
    for _ in range(20):  # a worker that is only just starting lets the browser drop a push
        line.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": known[-1], "data": json.dumps(told)},
        )
        shown = page.evaluate(
            """async () => {
                const registration = await navigator.serviceWorker.ready;
                for (let tries = 0; tries < 20; tries++) {
                    const [one] = await registration.getNotifications();
                    if (one) return { title: one.title, body: one.body, url: one.data.url };
                    await new Promise((go) => setTimeout(go, 50));
                }
            }"""
        )
        if shown:
            break
    return shown


@pytest.mark.parametrize("language", ["en", "zh", "et"])
def test_it_is_fit_for_everybody(
    live_server: Any, link: str, open_page: Callable[..., Page], language: str
) -> None:
    narrow = PHONE | {"viewport": {"width": 320, "height": 640}}
    for options in (narrow, {"color_scheme": "dark"}):
        page = open_page(f"{live_server.url}{link}?lang={language}", **options)
        expect(page.locator("#on")).to_be_visible()
        assert violations(page) == []
        assert not scrolls_sideways(page)
