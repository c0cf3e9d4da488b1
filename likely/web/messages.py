"""The sending queue of the workspace: what waits, what failed and why, and what may have gone out or not."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from likely.act.posted_fate import decide_posted_fate
from likely.act.posted_mail import PostedMail
from likely.ask.allowance import rests_until
from likely.ask.claim import RESEND
from likely.ask.message import Message, MessageState
from likely.ask.message_fate import Fate, decide_fate
from likely.base.access import reaches
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.channels.table import CHANNELS
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.newest_first import newest_first
from likely.web.programme_page import PURPOSES, STATES
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

PER_PAGE: Final = 50
COUNTED: Final = (MessageState.UNKNOWN, MessageState.QUEUED, MessageState.CLAIMED, MessageState.FAILED)
DONE: Final = {
    Fate.RESEND: gettext_lazy("They go out once more, under the same Message-ID."),
    Fate.SENT: gettext_lazy("They count as sent."),
    Fate.GIVE_UP: gettext_lazy("They count as failed, and are not sent again."),
}


@member(Role.AGENT)
@require_safe
@on_workspace_clock
def queue(request: StaffRequest) -> HttpResponse:
    """?state=…: unknown where none is named. ?after=…: the older ones."""
    state = request.GET.get("state", "")
    state = state if state in MessageState.values else MessageState.UNKNOWN.value
    rows = Message.objects.of(request.workspace).filter(state=state)
    rows = rows.select_related("invitation__person", "invitation__programme", "invitation__survey")
    page, cursor = newest_first(rows, request.GET.get("after", ""), PER_PAGE)
    n = _counts(request.workspace)
    context = {
        "state": state,
        "tabs": [(name, words, n.get(name)) for name, words in STATES.items()],
        "rows": [(one, PURPOSES[one.purpose]) for one in page],
        "next": cursor,
        "posted": _posted(request.workspace) if state == MessageState.UNKNOWN else [],
        "rests": _rests(request.workspace, timezone.now()),
        "decides": state == MessageState.UNKNOWN and reaches(request.member.role, Role.MANAGER),
        "by_itself": settings.UNKNOWN_MAILS == RESEND,
    }
    return render(request, "web/messages_queue.html", context)


@member(Role.MANAGER)
@require_POST
def message_fate(request: StaffRequest) -> HttpResponse:
    """fate: what to do with the messages of the given ids. of=posted: mails that ask nothing."""
    try:
        fate = Fate(request.POST.get("fate", ""))
        ids = [UUID(one) for one in request.POST.getlist("ids")]
    except ValueError:
        return HttpResponse(_("There is no such thing to do."), status=422)
    try:
        decide = decide_posted_fate if request.POST.get("of") == "posted" else decide_fate
        n = decide(request.workspace, ids, fate, actor(request), timezone.now())
    except Refusal as refusal:
        messages.error(request, said(refusal) if ids else _("Choose at least one message."))
    else:
        chosen = ngettext("%(n)s message:", "%(n)s messages:", n) % {"n": n}
        messages.success(request, f"{chosen} {DONE[fate]}")
    return redirect(f"{reverse('messages')}?state=unknown")


def _counts(workspace: Workspace) -> dict[str, int]:
    """Of what is not over: of what was sent there may be millions, and nobody waits for that number."""
    rows = Message.objects.of(workspace).filter(state__in=COUNTED)
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    unknown = PostedMail.objects.of(workspace).filter(state=MessageState.UNKNOWN).count()
    found[MessageState.UNKNOWN] = found.get(MessageState.UNKNOWN, 0) + unknown
    return {state.value: found.get(state.value, 0) for state in COUNTED}


def _posted(workspace: Workspace) -> list[PostedMail]:
    """Replies and notices of which nobody knows whether they went out; the oldest first, and no page of them:
    who decides sees the next ones."""
    rows = PostedMail.objects.of(workspace).filter(state=MessageState.UNKNOWN)
    return list(rows.select_related("person", "user", "case").order_by("due_at", "pk")[:PER_PAGE])


def _rests(workspace: Workspace, now: datetime) -> list[dict[str, Any]]:
    """The channels whose other side can't be reached, and when it is tried again."""
    found = {channel: rests_until(channel, workspace.pk, now) for channel in CHANNELS}
    return [{"channel": channel, "until": until} for channel, until in found.items() if until]
