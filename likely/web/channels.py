"""Channels of the workspace: which are set up, setting one up, a message to oneself as a test."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.gateway_link import gateway_address
from likely.ask.mailed_event import event_mailbox
from likely.ask.survey import Survey, SurveyState
from likely.ask.team_ask import ask_team
from likely.base.member import Role
from likely.channels.channel import Letter, SendError, Sent
from likely.channels.push_keys import drop_push, keep_push
from likely.channels.setup import ChannelSetup, Setup, drop_setup, keep_setup, setup_of
from likely.channels.setup_fields import FIELDS, read_setup
from likely.channels.table import CHANNELS
from likely.channels.twilio_client import hook_address
from likely.channels.unit_room import drop_rooms, rooms_of
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.spelling import read_phone
from likely.web.access import StaffRequest, actor, member
from likely.web.not_sent import why_not

NAMES: Final[Mapping[str, Any]] = {
    "sms": gettext_lazy("SMS"),
    "whatsapp": "WhatsApp",
    "voice": gettext_lazy("Voice call"),
    "gateway": gettext_lazy("HTTP gateway"),
    "push": gettext_lazy("Notification in the browser"),
    "chat": gettext_lazy("Chat app"),
}
ABOUT: Final[Mapping[str, Any]] = {
    "sms": gettext_lazy("A short text by Twilio. A number that comes back is the score."),
    "whatsapp": gettext_lazy("An approved template by Twilio or by Meta’s Cloud API."),
    "voice": gettext_lazy("A call by Twilio that takes the score from the keypad."),
    "gateway": gettext_lazy("Any provider that takes a text message by one HTTP call."),
    "chat": gettext_lazy("Slack, Teams, Mattermost, Telegram and others: a whole team, or one person."),
    "push": gettext_lazy("To the browsers of people who allowed it. Nothing to pay, no account needed."),
}
LABELS: Final[Mapping[str, Any]] = {
    "account": gettext_lazy("Account SID"),
    "token": gettext_lazy("Token"),
    "sender": gettext_lazy("Sender"),
    "url": gettext_lazy("Address"),
    "provider": gettext_lazy("Provider"),
    "phone": gettext_lazy("Phone number ID"),
    "template": gettext_lazy("Template"),
    "reply_template": gettext_lazy("Template for replies after 24 hours"),
    "language": gettext_lazy("Language of the template"),
    "app_secret": gettext_lazy("App secret"),
    "verify_token": gettext_lazy("Verify token"),
    "method": gettext_lazy("Method"),
    "headers": gettext_lazy("Headers"),
    "body_kind": gettext_lazy("Kind of body"),
    "body": gettext_lazy("Body"),
    "id_path": gettext_lazy("Where the answer holds the message’s id"),
    "receipt_id": gettext_lazy("Where a receipt holds the message’s id"),
    "receipt_state": gettext_lazy("Where a receipt holds the state"),
    "receipt_delivered": gettext_lazy("States that mean delivered"),
    "receipt_failed": gettext_lazy("States that mean failed"),
    "secret": gettext_lazy("Secret"),
    "contact": gettext_lazy("Contact"),
    "room": gettext_lazy("Room of the team"),
    "person": gettext_lazy("One person"),
}
HINTS: Final[Mapping[tuple[str, str], Any]] = {
    ("sms", "sender"): gettext_lazy("A number such as +15550100, a name of up to 11 letters, or MG…"),
    ("gateway", "url"): gettext_lazy("Fields: {to}, {text}, {sender}, {id}, {language}, {link}."),
    ("gateway", "headers"): gettext_lazy("One a line. {secret} stands for the secret below."),
    ("gateway", "body"): gettext_lazy("JSON with fields in its texts, or name=value a line."),
    ("gateway", "id_path"): gettext_lazy("Such as data.0.id; empty: our own id is used."),
    ("gateway", "receipt_id"): gettext_lazy("Such as message.id; empty: receipts are not read."),
    ("gateway", "receipt_state"): gettext_lazy("Such as status."),
    ("gateway", "receipt_delivered"): gettext_lazy("Words with commas, such as DELIVRD, delivered."),
    ("gateway", "receipt_failed"): gettext_lazy("Words with commas, such as UNDELIV, REJECTD, EXPIRED."),
    ("whatsapp", "reply_template"): gettext_lazy(
        "Content SID or name. Its variables: 1 who writes, 2 the words. Without it a case can’t be answered "
        "on WhatsApp once 24 hours have passed."
    ),
    ("whatsapp", "template"): gettext_lazy("Content SID or name. Its variables: 1 name, 2 question, 3 link."),
    ("chat", "room"): gettext_lazy("As apprise writes it: slack://TOKEN_A/TOKEN_B/TOKEN_C/#team"),
    ("chat", "person"): gettext_lazy("The same with {to}, such as slack://BOT_TOKEN/{to}"),
    ("push", "contact"): gettext_lazy(
        "Such as mailto:you@example.org. Push services write there if something is wrong."
    ),
}
USUAL_EVENT: Final = "ticket_closed"
USUAL_BASE: Final = gettext_lazy("Empty: the provider’s own.")
TO_A_NUMBER: Final = ("sms", "whatsapp", "gateway")
TESTABLE: Final = (*TO_A_NUMBER, "chat")


@member(Role.MANAGER)
@require_safe
def channels(request: StaffRequest) -> HttpResponse:
    told = [
        {"key": key, "name": name, "about": ABOUT[key], "setup": _known(request, key)}
        for key, name in NAMES.items()
    ]
    mailbox = event_mailbox(request.workspace, USUAL_EVENT)
    return render(request, "web/channels.html", {"channels": told, "mailbox": mailbox})


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: StaffRequest, channel: str) -> HttpResponse:
    if channel not in FIELDS:
        raise Http404
    setup = _known(request, channel)
    if request.method != "POST":
        return _page(request, channel, setup)
    kept = frozenset(setup.secrets) if setup and setup.own else frozenset[str]()
    try:
        config, secrets = read_setup(channel, request.POST.dict(), kept)
        with transaction.atomic():
            _keep(request, channel, config, secrets)
    except Refusal as refusal:
        return _page(request, channel, setup, refusal=refusal, typed=request.POST.dict(), status=422)
    messages.success(request, _("Saved."))
    return redirect("channel", channel)


@member(Role.MANAGER)
@require_POST
def channel_test(request: StaffRequest, channel: str) -> HttpResponse:
    """One message to a number of one's own, or into the room; nobody is asked by it."""
    if channel not in TESTABLE:
        raise Http404
    setup, to = _known(request, channel), request.POST.get("to", "")
    if setup is None:
        return redirect("channel", channel)
    try:
        address = read_phone(to.strip() or "+") if channel in TO_A_NUMBER else ""
    except Refusal as refusal:
        return _page(request, channel, setup, refusal=refusal, to=to, status=422)
    outcome = sent_as_a_test(request, channel, address)
    if isinstance(outcome, SendError):
        return _page(request, channel, setup, failed=why_not(outcome.words), to=to, status=422)
    messages.success(request, _("The provider took the test message."))
    return redirect("channel", channel)


def sent_as_a_test(
    request: StaffRequest, channel: str, address: str = "", room: str = ""
) -> Sent | SendError:
    """What became of one line. room: of a chat app, the id of the unit whose room it is."""
    text = _("This is a test by %(name)s.") % {"name": request.workspace.name}
    letter = Letter(
        channel,
        address,
        f"<{new_id().hex}@test>",
        text,
        workspace=request.workspace.pk,
        variables={"1": text},
        room=room,
    )
    [outcome] = CHANNELS[channel].send([letter])
    return outcome


@member(Role.MANAGER)
@require_POST
def chat_ask(request: StaffRequest) -> HttpResponse:
    """The question of a survey into the team's room."""
    setup = _known(request, "chat")
    if setup is None:
        return redirect("channel", "chat")
    rows = Survey.objects.of(request.workspace).select_related("live", "workspace")
    chosen = str(request.POST.get("survey", ""))
    try:
        ask_team(get_object_or_404(rows, slug=chosen), actor(request))
    except Refusal as refusal:
        return _page(request, "chat", setup, refusal=refusal, chosen=chosen, status=422)
    messages.success(request, _("The question is in the room."))
    return redirect("channel", "chat")


@member(Role.MANAGER)
@require_POST
def channel_drop(request: StaffRequest, channel: str) -> HttpResponse:
    with transaction.atomic():
        if channel == "push":
            drop_push(request.workspace, actor(request))
        else:
            drop_setup(request.workspace, channel, actor(request))
        if channel == "chat":
            drop_rooms(request.workspace)
    return redirect("channels")


def _keep(
    request: StaffRequest, channel: str, config: Mapping[str, str], secrets: Mapping[str, str]
) -> ChannelSetup:
    if channel == "push":
        return keep_push(request.workspace, config["contact"], actor(request))
    return keep_setup(request.workspace, channel, config, secrets, actor(request))


def chat_setup(request: StaffRequest) -> Setup | None:
    return _known(request, "chat")


def _known(request: StaffRequest, channel: str) -> Setup | None:
    """Secrets that can't be read any more are typed anew."""
    try:
        return setup_of(request.workspace.pk, channel)
    except Refusal:
        return None


def _page(
    request: StaffRequest,
    channel: str,
    setup: Setup | None,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    own = setup if setup and setup.own else None
    known = typed if typed is not None else own.config if own else {}
    fields = [
        {
            "name": field.name,
            "label": LABELS[field.name],
            "hint": HINTS.get((channel, field.name)) or (USUAL_BASE if field.name == "url" else ""),
            "value": "" if field.secret else known.get(field.name, ""),
            "kept": bool(field.secret and own and own.secrets.get(field.name)),
            "required": field.required and not field.choices and not (field.secret and own),
            "secret": field.secret,
            "choices": field.choices,
            "lines": field.lines,
            "wrong": refusal if refusal and refusal.field == field.name else None,
        }
        for field in FIELDS[channel]
    ]
    context = {
        "key": channel,
        "name": NAMES[channel],
        "about": ABOUT[channel],
        "setup": setup,
        "fields": fields,
        "refusal": refusal,
        "hook": _hook(setup, channel),
        "receipts": gateway_address(setup.workspace) if setup and channel == "gateway" else "",
        "testable": channel in TESTABLE,
        "insecure": not settings.BASE_URL.startswith("https://"),
        "by_number": channel in TO_A_NUMBER,
        "surveys": _open_surveys(request) if setup and channel == "chat" else [],
        "rooms": len(rooms_of(request.workspace)) if channel == "chat" else 0,
    }
    return render(request, "web/channel.html", context | more, status=status)


def _open_surveys(request: StaffRequest) -> list[Survey]:
    rows = Survey.objects.of(request.workspace).filter(state=SurveyState.OPEN).exclude(live=None)
    return [survey for survey in rows.order_by("name") if survey.state_now == SurveyState.OPEN]


def _hook(setup: Setup | None, channel: str) -> str:
    """Where the provider is to send what people write back."""
    if setup is None or channel not in ("sms", "whatsapp"):
        return ""
    if setup.of("provider") == "cloud":
        return f"{settings.BASE_URL}/hooks/whatsapp/{setup.workspace}"
    return hook_address(setup, "inbound")
