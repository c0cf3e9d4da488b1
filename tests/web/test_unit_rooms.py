"""Rooms of units: each is set, tested and taken away by itself; an address is never shown in full."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from likely.channels.setup import keep_setup
from likely.channels.unit_room import UnitRoom, address_of, keep_room
from likely.lib.outbound_rules import read_allowance
from likely.people.unit import Unit, UnitFacts, change_unit, make_unit
from tests.channels.provider_server import Provider, provider
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
TOKEN = "b" * 26


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    settings.OUTBOUND_ALLOW = read_allowance(["127.0.0.1"])
    with provider() as running:
        yield running


@pytest.fixture
def room(gateway: Provider) -> str:
    return f"mmost://127.0.0.1:{gateway.url.rpartition(':')[2]}/{TOKEN}?to="


@pytest.fixture
def browser(owner: Any, workspace: Any, room: str) -> Client:
    keep_setup(workspace, "chat", {}, {"room": f"{room}team"}, "system")
    return signed_in(owner)


@pytest.fixture
def tartu(workspace: Any) -> Unit:
    return make_unit(workspace, UnitFacts("Tartu"), "system")


def said(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_room_is_set_tested_and_taken_away(
    browser: Client, workspace: Any, tartu: Unit, room: str, gateway: Provider
) -> None:
    address = f"/settings/channels/chat/rooms/{tartu.pk}"
    assert "that of the team" in said(browser, "/settings/channels/chat/rooms")
    assert browser.post(address, {"room": f"{room}tartu"}).status_code == 302
    gateway.answers.append((200, b"ok"))
    assert browser.post(f"{address}/test").status_code == 302
    assert b'"tartu"' in gateway.seen[-1]["body"]
    change_unit(tartu, UnitFacts("Tartu centre"), "system")
    assert address_of(workspace.pk, tartu.pk) == f"{room}tartu"
    below = make_unit(workspace, UnitFacts("Desk", parent=tartu.pk), "system")
    listed = said(browser, "/settings/channels/chat/rooms")
    assert "mmost://…artu" in listed
    assert "that of Tartu centre" in listed
    assert "1 unit has a room of its own" in said(browser, "/settings/channels/chat")
    for page in (listed, said(browser, address), said(browser, "/settings/channels/chat")):
        assert TOKEN not in page
    assert browser.post(f"{address}/drop").status_code == 302
    assert address_of(workspace.pk, tartu.pk) == address_of(workspace.pk, below.pk) == ""


@pytest.mark.parametrize("typed", ["", "syslog://", "mmost://169.254.169.254/" + TOKEN])
def test_what_is_no_room_is_refused_and_the_old_one_kept(
    browser: Client, workspace: Any, tartu: Unit, room: str, typed: str
) -> None:
    keep_room(tartu, f"{room}tartu", "system")
    answer = browser.post(f"/settings/channels/chat/rooms/{tartu.pk}", {"room": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert address_of(workspace.pk, tartu.pk) == f"{room}tartu"


def test_what_the_chat_app_says_is_shown(browser: Client, tartu: Unit, room: str, gateway: Provider) -> None:
    keep_room(tartu, f"{room}tartu", "system")
    gateway.answers.append((403, b"no <b>hook</b>"))
    answer = browser.post(f"/settings/channels/chat/rooms/{tartu.pk}/test")
    assert answer.status_code == 422
    assert "no &lt;b&gt;hook" in answer.content.decode()


def test_without_a_room_there_is_nothing_to_test(browser: Client, tartu: Unit, gateway: Provider) -> None:
    assert browser.post(f"/settings/channels/chat/rooms/{tartu.pk}/test").status_code == 302
    assert gateway.seen == []


def test_without_a_chat_app_the_page_says_what_comes_first(owner: Any, tartu: Unit) -> None:
    browser = signed_in(owner)
    assert "Set up the chat app" in said(browser, "/settings/channels/chat/rooms")
    answer = browser.get(f"/settings/channels/chat/rooms/{tartu.pk}")
    assert answer.headers["Location"] == "/settings/channels/chat"


def test_rooms_are_forgotten_with_the_chat_app(browser: Client, tartu: Unit, room: str) -> None:
    keep_room(tartu, f"{room}tartu", "system")
    browser.post("/settings/channels/chat/drop")
    assert not UnitRoom.objects.exists()


def test_the_unit_of_another_workspace_is_not_there(browser: Client, foreign_workspace: Any) -> None:
    other = make_unit(foreign_workspace, UnitFacts("Tartu"), "system")
    for deed in ("", "/test", "/drop"):
        answer = browser.post(f"/settings/channels/chat/rooms/{other.pk}{deed}", {"room": "slack://a/b/c/#x"})
        assert answer.status_code == 404
    assert not UnitRoom.objects.exists()
