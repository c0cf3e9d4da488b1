"""The workspace's ready-made replies: the list, a new one, and one as it stands."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.reply_fields import FIELDS
from likely.act.reply_template import (
    LONGEST,
    ReplyTemplate,
    TemplateFacts,
    drop_reply_template,
    keep_reply_template,
)
from likely.act.reply_words import STARTERS
from likely.ask.wording import LANGUAGES, wording
from likely.base.member import Role
from likely.lib.chart_group import group_words
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

BODY: Final = {"rows": 9, "dir": "auto"}


class ReplyTemplateForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST["name"])
    group = forms.ChoiceField(label=gettext_lazy("For whose answers"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    subject = forms.CharField(label=gettext_lazy("Subject of the mail"), max_length=LONGEST["subject"])
    body = forms.CharField(
        label=gettext_lazy("Words of the mail"), max_length=LONGEST["body"], widget=forms.Textarea(BODY)
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        words = group_words(_)
        groups = [("", _("Everybody")), *((one, words.get(one, one)) for one in GROUPS)]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        spoken = [(code, wording(code).name) for code in LANGUAGES]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        fields = " ".join(f"{{{name}}}" for name in FIELDS)
        self.fields["body"].help_text = _("Filled in for each case: %(fields)s") % {"fields": fields}


@member(Role.AGENT)
@require_safe
def reply_templates(request: StaffRequest) -> HttpResponse:
    rows = ReplyTemplate.objects.of(request.workspace).order_by("group", "name", "language")
    usual = STARTERS.get(request.workspace.language, STARTERS["en"])
    words = group_words(_)
    context = {
        "templates": [(one, words.get(one.group, _("Everybody"))) for one in rows],
        "usual": [(words.get(group, group), *usual[group]) for group in GROUPS],
    }
    return render(request, "web/reply_templates.html", context)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_reply_template(request: StaffRequest) -> HttpResponse:
    return _form(request, None, {"language": request.workspace.language})


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_template(request: StaffRequest, template_id: UUID) -> HttpResponse:
    found = _template(request, template_id)
    return _form(request, found, {name: getattr(found, name) for name in ReplyTemplateForm.base_fields})


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, template_id: UUID) -> HttpResponse:
    drop_reply_template(_template(request, template_id), actor(request))
    messages.success(request, _("Removed."))
    return redirect("reply-templates")


def _template(request: StaffRequest, template_id: UUID) -> ReplyTemplate:
    return get_object_or_404(ReplyTemplate.objects.of(request.workspace), pk=template_id)


def _form(request: StaffRequest, found: ReplyTemplate | None, first: dict[str, Any]) -> HttpResponse:
    form = ReplyTemplateForm(request.POST or None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            facts = TemplateFacts(**form.cleaned_data)
            keep_reply_template(request.workspace, facts, actor(request), found)
            messages.success(request, _("Saved."))
            return redirect("reply-templates")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    context = {"form": form, "template": found}
    return render(request, "web/reply_template.html", context, status=422 if form.errors else 200)
