"""WhatsApp by Meta's Cloud API: what is sent, as Meta publishes it, and what its errors mean."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.table import CHANNELS
from tests.channels.conftest import PHONE, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.server]

TEXT = {"type": "string", "minLength": 1}
# What Meta's reference asks of POST /PHONE_NUMBER_ID/messages; it publishes no description for machines.
MESSAGE = {
    "type": "object",
    "required": ["messaging_product", "to", "type"],
    "additionalProperties": False,
    "properties": {
        "messaging_product": {"const": "whatsapp"},
        "recipient_type": {"const": "individual"},
        "to": {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$"},
        "type": {"enum": ["text", "template"]},
        "text": {
            "type": "object",
            "required": ["body"],
            "properties": {"body": TEXT | {"maxLength": 4096}, "preview_url": {"type": "boolean"}},
            "additionalProperties": False,
        },
        "template": {
            "type": "object",
            "required": ["name", "language"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z0-9_]+$"},
                "language": {
                    "type": "object",
                    "required": ["code"],
                    "additionalProperties": False,
                    "properties": {"code": {"type": "string", "pattern": "^[a-z]{2,3}(_[A-Z]{2})?$"}},
                },
                "components": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["type", "parameters"],
                        "properties": {
                            "type": {"const": "body"},
                            "parameters": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["type", "text"],
                                    "properties": {"type": {"const": "text"}, "text": TEXT},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
    "oneOf": [{"required": ["text"]}, {"required": ["template"]}],
}
TAKEN = b'{"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]}'


@pytest.fixture
def by_cloud(workspace: Any, anybody: Any) -> Any:
    config = {"provider": "cloud", "phone": "1234", "url": anybody.url}
    set_up(workspace, "whatsapp", config, {"token": "secret"})
    return anybody


def send(workspace: Any, **fields: Any) -> Sent | SendError:
    told = {"text": "How likely?", "message_id": "<1@a>", "workspace": workspace.pk}
    [outcome] = CHANNELS["whatsapp"].send([Letter(channel="whatsapp", address=PHONE, **{**told, **fields})])
    return outcome


def sent(running: Any) -> Any:
    [told] = running.seen
    assert told["path"] == "/1234/messages"
    assert told["headers"]["authorization"] == "Bearer secret"
    body = json.loads(told["body"])
    assert [error.message for error in Draft202012Validator(MESSAGE).iter_errors(body)] == []
    return body


def test_a_template_has_its_language_and_its_variables_in_order(workspace: Any, by_cloud: Any) -> None:
    by_cloud.answers.append((200, TAKEN))
    variables = {"10": "ten", "2": "question", "1": "Mari"}
    assert send(workspace, template="nps", variables=variables, language="zh") == Sent("wamid.1")
    told = sent(by_cloud)["template"]
    assert told["language"] == {"code": "zh_CN"}
    assert [one["text"] for one in told["components"][0]["parameters"]] == ["Mari", "question", "ten"]


def test_without_a_template_it_is_a_text(workspace: Any, by_cloud: Any) -> None:
    by_cloud.answers.append((200, TAKEN))
    assert isinstance(send(workspace), Sent)
    assert sent(by_cloud)["text"]["body"] == "How likely?"


@pytest.mark.parametrize(
    ("status", "code", "permanent", "bounced"),
    [
        (400, 131026, True, True),
        (400, 132001, True, False),
        (400, 130429, False, False),
        (401, 190, False, False),
        (500, 1, False, False),
    ],
)
def test_an_error_says_again_or_never(
    workspace: Any, by_cloud: Any, status: int, code: int, permanent: bool, bounced: bool
) -> None:
    by_cloud.answers.append((status, json.dumps({"error": {"code": code, "message": "no"}}).encode()))
    error = send(workspace)
    assert isinstance(error, SendError)
    assert (error.permanent, error.bounced, error.words) == (permanent, bounced, f"{code}: no")


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"error": 1}', b'{"messages": []}'])
def test_an_answer_that_is_none_is_no_success(workspace: Any, by_cloud: Any, body: bytes) -> None:
    by_cloud.answers.append((502, body))
    error = send(workspace)
    assert isinstance(error, SendError)
    assert not error.permanent
