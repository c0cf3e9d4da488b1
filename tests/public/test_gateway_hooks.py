"""What a gateway's provider tells: by JSON, form or address, in its own words; and strangers."""

import json
from typing import Any

import pytest
from django.test import Client

from likely.ask.gateway_link import TOKEN, gateway_address
from likely.ask.receipt import MessageReceipt
from likely.base.workspace import Workspace
from tests.channels.conftest import asked, person, set_up, survey  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
RULES = {
    "url": "https://gateway.example/send", "method": "POST", "body_kind": "json",
    "receipt_id": "message.id", "receipt_state": "message.status",
    "receipt_delivered": "DELIVRD, Delivered", "receipt_failed": "UNDELIV",
}  # fmt: skip
FLAT = {**RULES, "receipt_id": "id", "receipt_state": "status"}


@pytest.fixture
def sent(workspace: Any, asked: Any) -> Any:  # noqa: F811
    set_up(workspace, "gateway", RULES, {"secret": "s"})
    return asked("gateway", provider_id="g-17")


def told(workspace: Any, body: Any, token: str = "") -> Any:
    path = f"/hooks/gateway/{token or TOKEN.of(workspace.pk)}"
    return Client().post(path, json.dumps(body), content_type="application/json")


def receipt(status: object, id: object = "g-17") -> dict[str, Any]:
    return {"message": {"id": id, "status": status}}


def test_a_delivery_is_noted_once(workspace: Any, sent: Any) -> None:
    assert told(workspace, receipt("delivered")).status_code == 204
    assert told(workspace, receipt("DELIVRD")).status_code == 204
    sent.refresh_from_db()
    assert sent.delivered_at is not None
    again = told(workspace, receipt("delivered"))
    assert again.status_code == 204
    assert list(MessageReceipt.objects.values_list("kind", "words")) == [
        ("delivered", "delivered"), ("delivered", "DELIVRD")
    ]  # fmt: skip


def test_a_failure_is_shown_as_one(workspace: Any, sent: Any) -> None:
    told(workspace, receipt("UNDELIV"))
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == ("failed", "UNDELIV")


@pytest.mark.parametrize("way", ["form", "address"])
def test_other_ways_of_telling(workspace: Any, sent: Any, way: str) -> None:
    set_up(workspace, "gateway", FLAT, {})
    path, said = f"/hooks/gateway/{TOKEN.of(workspace.pk)}", {"id": "g-17", "status": "Delivered"}
    answer = Client().post(path, said) if way == "form" else Client().get(path, said)
    assert answer.status_code == 204
    sent.refresh_from_db()
    assert sent.delivered_at is not None


@pytest.mark.parametrize(
    "body",
    [
        receipt("queued"),
        receipt("delivered", "other"),
        receipt("delivered", None),
        receipt({}),
        [],
        "x",
        None,
    ],
    ids=["another state", "another message", "no message", "no word", "list", "text", "null"],
)
def test_what_says_nothing_of_ours_is_passed_over(workspace: Any, sent: Any, body: Any) -> None:
    assert told(workspace, body).status_code == 204
    assert not MessageReceipt.objects.exists()


def test_strangers_and_other_workspaces(workspace: Any, sent: Any) -> None:
    other = Workspace.objects.create(name="Other")
    assert told(other, receipt("delivered")).status_code == 403  # it has no gateway
    set_up(other, "gateway", RULES, {})
    assert told(other, receipt("delivered")).status_code == 204
    genuine = TOKEN.of(workspace.pk)
    for token in ("x", genuine[:-4] + ("AAAA" if genuine[-4:] != "AAAA" else "BBBB"), "é"):
        assert told(workspace, receipt("delivered"), token).status_code == 403
    assert not MessageReceipt.objects.exists()
    assert Client().post(f"/hooks/gateway/{genuine}", "{", content_type="application/json").status_code == 400
    assert gateway_address(workspace.pk).endswith(genuine)
