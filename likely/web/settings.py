"""Settings of the workspace: what it is called, who belongs to it, which machines may speak to it."""

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.conf import settings as installation
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from likely.base.access import reaches, roles_below
from likely.base.api_key import ApiKey
from likely.base.invite import invite_link, remove
from likely.base.journal import JournalEntry, record
from likely.base.member import Member, Role
from likely.base.workspace import Workspace
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member

RECENT_DEEDS = 30


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=installation.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(name, name) for name in sorted(available_timezones())],
        help_text=gettext_lazy("Days begin and end here."),
    )
    smallest_group = forms.IntegerField(
        label=gettext_lazy("Smallest group shown"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Groups with fewer answers show no score."),
    )
    target_score = forms.IntegerField(
        label=gettext_lazy("Target"),
        min_value=-100,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Points, from −100 to 100. Shown as a mark beside the score."),
    )

    surveys_need_consent = forms.BooleanField(
        label=gettext_lazy("Ask only who agreed to it"),
        required=False,
        help_text=gettext_lazy("Otherwise everybody may be asked who did not object."),
    )

    class Meta:
        model = Workspace
        fields = (
            "name", "language", "time_zone", "smallest_group", "target_score", "surveys_need_consent",
        )  # fmt: skip
        labels = {"name": gettext_lazy("Name")}  # noqa: RUF012 - Django's way


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    form = WorkspaceForm(
        request.POST or None, instance=Workspace.objects.get(pk=request.workspace.pk), label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            record(request.workspace, actor(request), "workspace.changed", _subject(request), **changed)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return _page(request, form=form, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def invite_member(request: StaffRequest) -> HttpResponse:
    """Make the link; sending it is up to whoever invites. Nobody gives a role above their own."""
    role, email = request.POST.get("role", ""), request.POST.get("email", "")
    try:
        if role in Role.values and not reaches(request.member.role, role):
            raise Refusal("role_too_wide", "You can't give a role above your own.", field="role")
        link = invite_link(request.workspace, email, role)
    except Refusal as refusal:
        return _page(request, refusal=refusal, typed=request.POST, status=422)
    record(request.workspace, actor(request), "member.invited", _subject(request), role=role, email=email)
    return _page(request, link=link)


@member(Role.OWNER)
@require_POST
def remove_member(request: StaffRequest, member_id: int) -> HttpResponse:
    remove(get_object_or_404(Member.objects.of(request.workspace), pk=member_id), actor(request))
    messages.success(request, _("Removed."))
    return redirect("settings")


@member(Role.OWNER)
@require_POST
def create_key(request: StaffRequest) -> HttpResponse:
    try:
        name = clean_text(request.POST.get("name", ""), "name", 120)
        if not name:
            raise Refusal("no_name", "The key has no name.", cure="Name who will use it.", field="name")
    except Refusal as refusal:
        return _page(request, refusal=refusal, status=422)
    with transaction.atomic():
        key, token = ApiKey.issue(request.workspace, name)
        record(request.workspace, actor(request), "key.created", f"key:{key.pk}", name=name)
    return _page(request, token=token)


@member(Role.OWNER)
@require_POST
@transaction.atomic
def revoke_key(request: StaffRequest, key_id: UUID) -> HttpResponse:
    key = get_object_or_404(ApiKey.objects.of(request.workspace), pk=key_id)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        record(request.workspace, actor(request), "key.revoked", f"key:{key.pk}", name=key.name)
    return redirect("settings")


def _subject(request: StaffRequest) -> str:
    return f"workspace:{request.workspace.pk}"


def _page(
    request: StaffRequest, form: WorkspaceForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    own = request.workspace
    context = {
        "form": form or WorkspaceForm(instance=own, label_suffix=""),
        "members": Member.objects.of(own).select_related("user").order_by("user__email"),
        "keys": ApiKey.objects.of(own).filter(revoked_at=None).order_by("-created_at"),
        "roles": roles_below(request.member.role),
        "is_owner": reaches(request.member.role, Role.OWNER),
        "deeds": JournalEntry.objects.of(own).order_by("-at")[:RECENT_DEEDS],
    }
    return render(request, "web/settings.html", context | more, status=status)
