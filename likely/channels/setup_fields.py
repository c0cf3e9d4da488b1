"""What is typed to set up each channel, one line a field; and the check of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from likely.channels import chat_address, gateway, push_message
from likely.lib.outbound import check_address
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

SENDER: Final = re.compile(r"\+[1-9][0-9]{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{3,11}")
LONGEST: Final = 4000  # characters


@dataclass(frozen=True, slots=True)
class SetupField:
    """secret: kept encrypted and never shown again. choices: the first is usual. lines: of several lines."""

    name: str
    required: bool = True
    secret: bool = False
    choices: tuple[str, ...] = ()
    lines: bool = False


ACCOUNT: Final = SetupField("account")
TOKEN: Final = SetupField("token", secret=True)
NUMBER: Final = SetupField("sender")
BASE: Final = SetupField("url", required=False)
FIELDS: Final[Mapping[str, tuple[SetupField, ...]]] = {
    "sms": (ACCOUNT, TOKEN, NUMBER, BASE),
    "whatsapp": (
        SetupField("provider", choices=("twilio", "cloud")),
        SetupField("account", required=False),
        TOKEN,
        SetupField("sender", required=False),
        SetupField("phone", required=False),
        SetupField("template", required=False),
        SetupField("reply_template", required=False),
        SetupField("language", required=False),
        SetupField("app_secret", required=False, secret=True),
        SetupField("verify_token", required=False, secret=True),
        BASE,
    ),
    "voice": (ACCOUNT, TOKEN, NUMBER, BASE),
    "gateway": (
        SetupField("url"),
        SetupField("method", choices=gateway.METHODS),
        SetupField("headers", required=False, lines=True),
        SetupField("body_kind", choices=gateway.BODIES),
        SetupField("body", required=False, lines=True),
        SetupField("id_path", required=False),
        SetupField("receipt_id", required=False),
        SetupField("receipt_state", required=False),
        SetupField("receipt_delivered", required=False),
        SetupField("receipt_failed", required=False),
        SetupField("sender", required=False),
        SetupField("secret", required=False, secret=True),
    ),
    "push": (SetupField("contact"),),
    "chat": (
        SetupField("room", secret=True),
        SetupField("person", required=False, secret=True),
    ),
}


def read_setup(
    channel: str, typed: Mapping[str, str], known: frozenset[str] = frozenset()
) -> tuple[dict[str, str], dict[str, str]]:
    """(config, secrets). known: the secrets that are kept already and need not be typed again."""
    config: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field in FIELDS[channel]:
        value = clean_text(typed.get(field.name, ""), field.name, LONGEST)
        if not value and field.required and not field.choices and field.name not in known:
            raise Refusal("field_missing", f"{field.name} is missing.", field=field.name)
        if field.choices and value not in field.choices:
            raise Refusal("choice_unknown", f"{field.name} is none of its choices.", field=field.name)
        (secrets if field.secret else config)[field.name] = value
    CHECKS.get(channel, _check_account)({**config, **secrets})
    return config, secrets


def _check_account(config: Mapping[str, str]) -> None:
    if config.get("url"):
        check_address(config["url"])
    if config.get("sender") and not SENDER.fullmatch(config["sender"]):
        raise Refusal(
            "sender_malformed", "The sender is no number.", cure="Write it as +15550100.", field="sender"
        )


def _check_whatsapp(config: Mapping[str, str]) -> None:
    needed = ("phone",) if config["provider"] == "cloud" else ("account", "sender")
    for name in needed:
        if not config.get(name):
            raise Refusal("field_missing", f"{name} is missing.", field=name)
    _check_account(config)


CHECKS: Final[Mapping[str, Callable[[Mapping[str, str]], None]]] = {
    "chat": chat_address.check,
    "gateway": gateway.check,
    "push": push_message.check,
    "whatsapp": _check_whatsapp,
}
