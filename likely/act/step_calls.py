"""The steps that call somebody else: a webhook, a CRM. Each try carries the name of the step.

Whoever is called knows a repeated call by that name. HubSpot knows no such name: there it stands in the note,
and before a second try it is looked for.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from django.utils import timezone

from likely.act.endpoint import HUBSPOT, WEBHOOK, endpoint_of
from likely.act.playbook_run import DONE, FAILED, SKIPPED
from likely.act.step_deeds import Work
from likely.act.step_payload import note_payload, note_text, payload_of
from likely.channels.unsent import by_status
from likely.lib.outbound import Answer, NoAnswer, request
from likely.lib.refusal import Refusal
from likely.lib.signed_call import signed_headers

HUBSPOT_URL: Final = "https://api.hubapi.com"
NOTE_OF_CONTACT: Final = 202  # HubSpot's own kind of link from a note to a contact
GONE: Final = 410  # whoever is called wants no more of it
LONGEST_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class Called:
    """state: DONE, SKIPPED or FAILED; "": try again later. after_seconds: as the other side asks."""

    state: str
    reason: str = ""
    words: str = ""
    after_seconds: int | None = None


def call_webhook(work: Work) -> Called:
    return _signed(work, payload_of(work))


def call_crm(work: Work) -> Called:
    if work.person is None:
        return Called(SKIPPED, "no_person")
    if work.says("crm") == WEBHOOK:
        return _signed(work, note_payload(work))
    return _hubspot(work)


def _signed(work: Work, told: Mapping[str, Any]) -> Called:
    url = work.says("url")
    endpoint = endpoint_of(work.workspace, WEBHOOK, url)
    if endpoint is None:
        return Called(FAILED, "no_endpoint")
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    now, name = timezone.now(), f"msg_{work.step.pk.hex}"
    headers = signed_headers(endpoint.secret_shown, name, now, body, endpoint.former_secrets(now))
    answer = _asked("POST", url, headers, body)
    return answer if isinstance(answer, Called) else _taken(answer)


def _asked(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer | Called:
    try:
        return request(method, url, headers=headers, body=body)
    except Refusal as no:
        return Called(FAILED, "address_refused", no.message[:LONGEST_WORDS])
    except NoAnswer as none:
        return Called("", "no_reply", none.words[:LONGEST_WORDS])


def _taken(answer: Answer) -> Called:
    if 200 <= answer.status < 300:
        return Called(DONE)
    error = by_status(answer)
    if answer.status == GONE:
        return Called(FAILED, "gone", error.words)
    return Called("", "refused", error.words, error.after_seconds if answer.status == 429 else None)


def _hubspot(work: Work) -> Called:
    endpoint = endpoint_of(work.workspace, HUBSPOT)
    if endpoint is None:
        return Called(FAILED, "no_key")
    if work.person is None or not work.person.email:
        return Called(SKIPPED, "no_address")
    headers = {"authorization": f"Bearer {endpoint.secret_shown}", "content-type": "application/json"}
    if work.step.tries and (before := _found_note(work, headers)) is not None:
        return before
    contact = _contact(work.person.email, headers)
    if isinstance(contact, Called):
        return contact
    body = json.dumps(hubspot_note(note_text(work), mark_of(work), contact, work.run.at)).encode()
    answer = _asked("POST", f"{HUBSPOT_URL}/crm/v3/objects/notes", headers, body)
    return answer if isinstance(answer, Called) else _taken(answer)


def mark_of(work: Work) -> str:
    """One word that names the step, in the note itself."""
    return f"likely{work.step.pk.hex}"


def hubspot_note(text: str, mark: str, contact: str, at: datetime) -> dict[str, Any]:
    """The body of POST /crm/v3/objects/notes."""
    link = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": NOTE_OF_CONTACT}
    return {
        "properties": {"hs_note_body": f"{text}\n{mark}", "hs_timestamp": at.isoformat()},
        "associations": [{"to": {"id": contact}, "types": [link]}],
    }


def _contact(email: str, headers: Mapping[str, str]) -> str | Called:
    url = f"{HUBSPOT_URL}/crm/v3/objects/contacts/{quote(email, safe='')}?idProperty=email"
    answer = _asked("GET", url, headers)
    if isinstance(answer, Called):
        return answer
    if answer.status == 404:
        return Called(SKIPPED, "no_contact")
    told = answer.json()
    if answer.status != 200 or not isinstance(told, dict) or not told.get("id"):
        return _taken(answer) if answer.status != 200 else Called("", "refused", "It told no contact.")
    return str(told["id"])


def _found_note(work: Work, headers: Mapping[str, str]) -> Called | None:
    """An earlier try that nobody told the end of may have written it."""
    search = {"propertyName": "hs_note_body", "operator": "CONTAINS_TOKEN", "value": mark_of(work)}
    body = json.dumps({"filterGroups": [{"filters": [search]}], "limit": 1}).encode()
    answer = _asked("POST", f"{HUBSPOT_URL}/crm/v3/objects/notes/search", headers, body)
    if isinstance(answer, Called):
        return answer
    told = answer.json()
    if answer.status != 200:
        return _taken(answer)
    return Called(DONE) if isinstance(told, dict) and told.get("total") else None


CALLS: Final[Mapping[str, Callable[[Work], Called]]] = {"webhook": call_webhook, "crm": call_crm}
