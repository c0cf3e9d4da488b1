"""Writing to the customer of a case: the thread, a suggestion, the form; or why nobody may be written to."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.act.case import Case
from likely.act.case_message import (
    LONGEST_SUBJECT,
    CaseMessage,
    Draft,
    longest_body,
    messages_of,
    reply,
    subject_of_thread,
)
from likely.act.case_state import TABLE
from likely.act.may_reply import MAIL, WAYS, WHATSAPP, free_until, is_set_up, template_for, why_not
from likely.act.reply_fields import FIELDS
from likely.act.reply_template import Suggestion, suggestions
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.identity import new_token
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.case_files import uploads_of
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

WHY_NOT: Final = {
    "nobody": gettext_lazy("Nobody knows who gave this answer, so there is nobody to write to."),
    "no_address": gettext_lazy("There is no mail address of this customer."),
    "no_phone": gettext_lazy("There is no telephone number of this customer."),
    "not_set_up": gettext_lazy("This channel is not set up."),
    "window": gettext_lazy(
        "WhatsApp lets us write freely only within 24 hours after the customer wrote to us there, and they "
        "have not. Write a mail or an SMS, or call. With an approved template for replies in the channel’s "
        "settings it can be written later too."
    ),
    "not_asked": gettext_lazy(
        "This customer was not asked whether we may get in touch. Without a yes, nothing is sent."
    ),
    "not_permitted": gettext_lazy("This customer does not want to be contacted. Nothing is sent."),
    "suppressed": gettext_lazy(
        "Nothing is sent to this address: its owner took it off, complained, or it bounced."
    ),
}
STATES: Final = {
    "queued": gettext_lazy("on its way"),
    "sent": gettext_lazy("sent"),
    "unknown": gettext_lazy("may have gone out: a worker stopped while sending"),
    "failed": gettext_lazy("not delivered"),
}


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
@on_workspace_clock
def case_reply(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """?template=KEY fills the form with a ready-made reply; ?by=sms or whatsapp writes to the telephone."""
    rows = Case.objects.of(request.workspace).select_related(
        "workspace", "person__account", "response__version"
    )
    found = get_object_or_404(rows, pk=case_id)
    if request.method != "POST":
        return render(request, "web/case_reply_page.html", {"case": found, **reply_context(request, found)})
    try:
        reply(found, _drafted(request), request.user, actor(request), timezone.now())
    except Refusal as refusal:
        context = {"case": found, **reply_context(request, found, refusal)}
        return render(request, "web/case_reply_page.html", context, status=422)
    by_mail = _channel(request) == MAIL
    messages.success(
        request, _("The mail goes out in a moment.") if by_mail else _("The message goes out in a moment.")
    )
    return redirect("case", found.pk)


def _drafted(request: StaffRequest) -> Draft:
    told = request.POST
    return Draft(
        told.get("subject", ""),
        told.get("body", ""),
        told.get("once", ""),
        told.get("wait") == "yes",
        _channel(request),
        uploads_of(request.FILES.getlist("files")),
    )


def _channel(request: StaffRequest) -> str:
    told = request.POST.get("by", "") or request.GET.get("by", "")
    return told if told in WAYS else MAIL


def reply_context(request: StaffRequest, found: Case, refusal: Refusal | None = None) -> dict[str, Any]:
    """What the part of the page needs, on the page of the case as on its own."""
    thread = messages_of(found)
    offered = suggestions(found, request.user)
    asked = request.GET.get("template", "")
    chosen = next((one for one in offered if one.key == asked), None)
    channel, now = _channel(request), timezone.now()
    return {
        "channel": channel,
        "ways": [one for one in WAYS if one in (MAIL, channel) or is_set_up(found, one)],
        "free_until": free_until(found, now) if channel == WHATSAPP and found.person else None,
        "largest_file": settings.LARGEST_FILE_MB,
        "thread": [_told(one) for one in thread],
        "offered": [(one.key, one.name or _("Our suggestion")) for one in offered],
        "chosen": chosen.key if chosen else "",
        "why_not": WHY_NOT.get(why_not(found, now, channel), ""),
        "draft": _draft(request, found, thread, chosen or offered[0]),
        "may_wait": (found.state, "wait") in TABLE or found.state in ("new", "reopened"),
        "may_template": reaches(request.member.role, Role.MANAGER),
        "reply_refusal": said(refusal) if refusal else "",
        "reply_fault": refusal.field if refusal else "",
        "fields": [f"{{{name}}}" for name in FIELDS],
        "in_template": (template := template_for(found, channel, now) if found.person else ""),
        "longest": {"subject": LONGEST_SUBJECT, "body": longest_body(channel, template)},
    }


def _draft(
    request: StaffRequest, found: Case, thread: list[CaseMessage], usual: Suggestion
) -> dict[str, Any]:
    """What the form holds: what was typed, a chosen template, or a start; in a thread its own subject."""
    told = request.POST
    if "once" in told:
        names = ("subject", "body", "once")
        return {name: told.get(name, "") for name in names} | {"wait": told.get("wait") == "yes"}
    is_start = (not thread and _channel(request) == MAIL) or bool(request.GET.get("template"))
    return {
        "subject": subject_of_thread(found) or usual.subject,
        "body": usual.body if is_start else "",
        "once": new_token(),
        "wait": True,
    }


def _told(one: CaseMessage) -> dict[str, Any]:
    failure = one.posted.failure if one.posted and one.state in ("failed", "unknown") else ""
    return {
        "message": one,
        "is_ours": one.direction == "out",
        "state": STATES.get(one.state, ""),
        "failure": WHY_NOT.get(failure, failure),
    }
