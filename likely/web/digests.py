"""What I am told by itself: a member's own page, the look of a digest, one to oneself at once."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.digest import (
    CHAT,
    MAIL,
    Digest,
    DigestFacts,
    digest_named,
    digest_of,
    facts_of,
    keep_digest,
    stop_digest,
)
from likely.act.digest_due import period_now, send_now
from likely.act.digest_letter import language_of, make_letter
from likely.ask.mail_body import in_theme
from likely.ask.quiet_hours import zone_named
from likely.base.access import reaches
from likely.base.member import Role
from likely.channels.setup import setup_of
from likely.lib.refusal import Refusal
from likely.lib.secret_page import pressed_language, sealed
from likely.people.unit import tree_of
from likely.web.access import StaffRequest, member
from likely.web.asked_segment import segments_offered, units_offered
from likely.web.said import said

EVERY: Final = (("", gettext_lazy("Never")), ("day", gettext_lazy("Daily")), ("week", gettext_lazy("Weekly")))
WEEKDAYS: Final = (
    (1, gettext_lazy("Monday")),
    (2, gettext_lazy("Tuesday")),
    (3, gettext_lazy("Wednesday")),
    (4, gettext_lazy("Thursday")),
    (5, gettext_lazy("Friday")),
    (6, gettext_lazy("Saturday")),
    (7, gettext_lazy("Sunday")),
)
THEMES: Final = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
POLICY: Final = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],  # a mail has no other styles, and there is no script on this page
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}


class DigestForm(forms.Form):
    """What is allowed, `keep_digest` says."""

    every = forms.ChoiceField(label=gettext_lazy("Digest"), choices=EVERY, required=False)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On"),
        choices=WEEKDAYS,
        coerce=int,
        help_text=gettext_lazy("Of a weekly digest."),
    )
    clock = forms.CharField(
        label=gettext_lazy("At"), widget=forms.TextInput(attrs={"type": "time"}), max_length=5
    )
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), required=False, max_length=64)
    of = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Answers of"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Segments and units, each told of in the same digest. None: everybody."),
    )
    whole = forms.BooleanField(label=gettext_lazy("Everybody together as well"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Sent by"))
    on_value = forms.BooleanField(
        label=gettext_lazy("Tell me at once when a customer of value is a detractor"), required=False
    )
    value_from = forms.FloatField(
        label=gettext_lazy("Of value is an account from"),
        required=False,
        min_value=0,
        help_text=gettext_lazy(
            "A year’s revenue, as accounts have it. Empty: any account whose value is known."
        ),
    )
    on_alarm = forms.BooleanField(
        label=gettext_lazy("Tell me at once when the score is sinking"),
        required=False,
        help_text=gettext_lazy("By the alarm of the page Trend, which is rarely false."),
    )
    quiet_start = forms.CharField(
        label=gettext_lazy("Quiet from"), widget=forms.TextInput(attrs={"type": "time"}), max_length=5
    )
    quiet_end = forms.CharField(
        label=gettext_lazy("Quiet until"),
        widget=forms.TextInput(attrs={"type": "time"}),
        max_length=5,
        help_text=gettext_lazy("Alerts of these hours wait until they are over."),
    )

    def __init__(self, request: StaffRequest, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        fields: dict[str, Any] = self.fields
        fields["time_zone"].help_text = _("Empty: that of the workspace, %(zone)s.") % {
            "zone": request.workspace.time_zone
        }
        offered = [(str(one.pk), one.name) for one in segments_offered(request.workspace)]
        units = [(str(pk), name) for pk, name in units_offered(tree_of(request.workspace))]
        fields["of"].choices = [*units, *offered]
        if not (units or offered):
            del self.fields["of"], self.fields["whole"]
        chat = [(CHAT, _("Chat app"))] if setup_of(request.workspace.pk, CHAT) else []
        fields["channel"].choices = [(MAIL, _("Mail")), *chat]
        if not reaches(request.member.role, Role.AGENT):
            del self.fields["on_value"], self.fields["value_from"]

    def facts(self) -> DigestFacts:
        return DigestFacts(**self.cleaned_data)


@member()
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know of no further arguments
def digest(request: StaffRequest) -> HttpResponse:
    """?theme: of the look beside the form."""
    known = digest_of(request.workspace, request.user)
    form = DigestForm(request, request.POST or None, initial=_initial(known))
    if form.is_bound and form.is_valid():
        try:
            keep_digest(request.workspace, request.user, form.facts(), timezone.now())
            messages.success(request, _("Saved."))
            return redirect("digest")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    theme = request.GET.get("theme", "")
    context = {
        "form": form,
        "next_at": _on_their_wall(known),
        "zone": known.zone if known else "",
        "colours": theme if theme in THEMES else "light",
        "looks": THEMES.items(),
    }
    return render(request, "web/digest.html", context, status=422 if form.errors else 200)


@member()
@require_safe
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def digest_look(request: StaffRequest) -> HttpResponse:
    """?theme=light|dark. The digest as it would come now; its link out of the mails ends nothing."""
    row = digest_of(request.workspace, request.user) or _usual(request)
    now, here = timezone.now(), request.build_absolute_uri("/digest")
    letter = make_letter(row, period_now(row, now), now, leave=here)
    return HttpResponse(in_theme(letter.look(), request.GET.get("theme", "")))


@member()
@require_POST
def digest_now(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    row = digest_of(request.workspace, request.user)
    if row is None:
        keep_digest(request.workspace, request.user, DigestFacts(), now)
        row = digest_of(request.workspace, request.user)
    assert row is not None  # noqa: S101 - it was kept a moment ago
    if send_now(row, now):
        messages.success(request, _("A digest is on its way to %(to)s.") % {"to": request.user.email})
    else:
        messages.info(request, _("One was sent a moment ago."))
    return redirect("digest")


@csrf_exempt  # a mail program presses without a page of ours, and the link itself is the secret (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def digest_leave(request: HttpRequest, token: str) -> HttpResponse:
    """The link in each mail: looking ends nothing, a press does, without signing in."""
    found = digest_named(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        stop_digest(found)
        found.refresh_from_db()
    with translation.override(pressed_language(request) or language_of(found)):
        context = {"workspace": found.workspace, "is_silent": found.is_silent}
        return sealed(render(request, "web/digest_leave.html", context), switches=True)


def _on_their_wall(known: Digest | None) -> datetime | None:
    """When the next one comes; without a zone, so that no template turns it into another."""
    if known is None or known.next_at is None:
        return None
    return known.next_at.astimezone(zone_named(known.zone)).replace(tzinfo=None)


def _initial(known: Digest | None) -> dict[str, Any]:
    facts = facts_of(known) if known else DigestFacts()
    told = {name: getattr(facts, name) for name in DigestFacts.__dataclass_fields__}
    value = None if facts.value_from is None else f"{facts.value_from:.15g}"
    return {**told, "of": [str(one) for one in facts.of], "value_from": value}


def _usual(request: StaffRequest) -> Digest:
    """Of a member who has chosen nothing yet: for a look, never kept."""
    return Digest(workspace=request.workspace, user=request.user, every="week", since=timezone.now())
