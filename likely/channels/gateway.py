"""Any provider that takes a message by one HTTP call: address, headers and body are written as a pattern.

A pattern holds {to}, {text}, {sender}, {id}, {language}, {link} and {secret}. What is put in is spelt as its
place asks for: percent-encoded in an address, a text in JSON, a field in a form; it can't reach beyond.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup, setup_of
from likely.channels.unsent import by_status, not_set_up, unanswered
from likely.lib import outbound
from likely.lib.outbound import Answer, NoAnswer
from likely.lib.refusal import Refusal

NAMES: Final = ("to", "text", "sender", "id", "language", "link", "secret")
FIELD: Final = re.compile(rf"\{{({'|'.join(NAMES)})\}}")
METHODS: Final = ("POST", "GET", "PUT")
BODIES: Final = ("json", "form", "none")
MEDIA: Final = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


class Gateway:
    name = "gateway"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [_sent(letter) for letter in letters]


def _sent(letter: Letter) -> Sent | SendError:
    setup = setup_of(letter.workspace, "gateway") if letter.workspace else None
    if setup is None:
        return not_set_up("gateway")
    told = fields_of(setup, letter)
    kind = setup.of("body_kind") or "json"
    try:
        answer = outbound.request(
            setup.of("method") or "POST",
            filled(setup.of("url"), told, lambda value: quote(value, safe="")),
            headers=headers_of(setup.of("headers"), told, kind),
            body=body_of(kind, setup.of("body"), told),
        )
    except (Refusal, NoAnswer) as error:
        return unanswered(error)
    return (
        Sent(id_in(answer, setup.of("id_path")) or letter.message_id)
        if answer.status < 300
        else by_status(answer)
    )


def fields_of(setup: Setup, letter: Letter) -> dict[str, str]:
    return {
        "to": letter.address,
        "text": letter.text,
        "sender": letter.sender or setup.of("sender"),
        "id": letter.message_id,
        "language": letter.language,
        "link": letter.link,
        "secret": setup.of("secret"),
    }


def filled(pattern: str, told: Mapping[str, str], spelt: Callable[[str], str] = str) -> str:
    """The pattern with its fields; one pass, so nothing that is put in is read again."""
    return FIELD.sub(lambda found: spelt(told[found[1]]), pattern)


def headers_of(lines: str, told: Mapping[str, str], kind: str) -> dict[str, str]:
    """Of "Name: value" a line."""
    headers = {"Content-Type": MEDIA[kind]} if kind in MEDIA else {}
    for line in lines.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip():
            headers[name.strip()] = " ".join(filled(value, told).split())
    return headers


def body_of(kind: str, pattern: str, told: Mapping[str, str]) -> bytes:
    """json: the pattern is JSON, and fields stand in its texts. form: "name=value" a line."""
    if kind == "json":
        return json.dumps(_in_json(json.loads(pattern or "{}"), told), ensure_ascii=False).encode(
            "utf-8", "replace"
        )
    if kind == "form":
        pairs = [line.partition("=") for line in pattern.splitlines() if "=" in line]
        return urlencode([(name.strip(), filled(value.strip(), told)) for name, _, value in pairs]).encode()
    return b""


def id_in(answer: Answer, path: str) -> str:
    """What the answer calls the message: "data.0.id" walks objects and lists. Empty: nothing there."""
    found = walked(answer.json(), path)
    return str(found)[:120] if isinstance(found, str | int) and not isinstance(found, bool) else ""


def walked(value: object, path: str) -> object:
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value if path else None


def check(config: Mapping[str, str]) -> None:
    """Refuse a pattern that can't work, or that shows the secret in an address."""
    if config.get("method") not in METHODS or config.get("body_kind") not in BODIES:
        raise Refusal("gateway_malformed", "Choose a method and a kind of body.", field="method")
    url = config.get("url", "")
    if "{secret}" in url:
        raise Refusal(
            "secret_in_address", "The secret must not stand in the address.",
            cure="Put it into a header or into the body: addresses are written into logs.", field="url",
        )  # fmt: skip
    if FIELD.search(url.partition("?")[0].partition("//")[2].partition("/")[0]):
        raise Refusal("gateway_malformed", "The host of the address must be fixed.", field="url")
    outbound.check_address(filled(url, dict.fromkeys(NAMES, "0")))
    if config["body_kind"] == "json":
        try:
            json.loads(config.get("body") or "{}")
        except (ValueError, RecursionError):
            raise Refusal(
                "gateway_body",
                "The body is no JSON.",
                cure='Write {"to": "{to}", "text": "{text}"}.',
                field="body",
            ) from None


def _in_json(value: Any, told: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _in_json(one, told) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_json(one, told) for one in value]
    return filled(value, told) if isinstance(value, str) else value


CHANNEL: Final = Gateway()
