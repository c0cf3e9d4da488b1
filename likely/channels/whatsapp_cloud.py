"""WhatsApp by Meta's Cloud API: one call that sends. Its callbacks: public/whatsapp_hooks.py."""

import json
from typing import Any, Final

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup
from likely.channels.unsent import ACCOUNT_SECONDS, BUSY_SECONDS, by_status, unanswered
from likely.lib import outbound
from likely.lib.outbound import Answer, NoAnswer
from likely.lib.refusal import Refusal

BASE: Final = "https://graph.facebook.com/v23.0"
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
NOBODY_THERE: Final = frozenset({131026, 131021})  # no WhatsApp there, or our own number
ACCOUNT: Final = frozenset({0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 133010})
BUSY: Final = frozenset({4, 80007, 130429, 131048, 131056, 131016, 133004})
LANGUAGES: Final = {"zh": "zh_CN", "zh-Hant": "zh_TW", "pt": "pt_PT", "pt-BR": "pt_BR"}  # others are the same


def send(setup: Setup, letter: Letter) -> Sent | SendError:
    url = f"{setup.of('url') or BASE}/{setup.of('phone')}/messages"
    headers = {"Authorization": f"Bearer {setup.of('token')}", "Content-Type": "application/json"}
    try:
        answer = outbound.request(
            "POST", url, headers=headers, body=json.dumps(body_of(setup, letter)).encode()
        )
    except (Refusal, NoAnswer) as error:
        return unanswered(error)
    return _meaning(answer)


def body_of(setup: Setup, letter: Letter) -> dict[str, Any]:
    common = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": letter.address}
    template = "" if letter.is_free else letter.template or setup.of("template")
    if not template:
        return {**common, "type": "text", "text": {"body": letter.text, "preview_url": True}}
    named = sorted(letter.variables.items(), key=lambda one: (len(one[0]), one[0]))  # 2 before 10
    parameters = [{"type": "text", "text": text} for _, text in named]
    return {
        **common,
        "type": "template",
        "template": {
            "name": template,
            "language": {"code": setup.of("language") or LANGUAGES.get(letter.language, letter.language)},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }


def _meaning(answer: Answer) -> Sent | SendError:
    said = answer.json()
    told: dict[str, Any] = said if isinstance(said, dict) else {}
    try:
        if answer.status < 300:
            return Sent(str(told["messages"][0]["id"]))
        error = told["error"]
        code, words = int(error.get("code", 0)), str(error.get("message", ""))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return by_status(answer)
    said_of_it = f"{code}: {words}"[:300]
    if answer.status == 429 or answer.status >= 500 or code in BUSY:
        return SendError(said_of_it, permanent=False, after_seconds=BUSY_SECONDS)
    if answer.status in (401, 403) or code in ACCOUNT:
        return SendError(said_of_it, permanent=False, after_seconds=ACCOUNT_SECONDS)
    return SendError(said_of_it, permanent=True, bounced=code in NOBODY_THERE)
