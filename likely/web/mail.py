"""The mails of a survey: the owner's own words for them, and a look at each as a mail program shows it."""

from typing import Any, Final
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.mail_body import in_theme
from likely.ask.mail_letter import mail_letter, mail_look
from likely.ask.mail_words import LONGEST, MailWords, keep_mail_words
from likely.ask.merge import FIELDS
from likely.ask.message import MessagePurpose
from likely.ask.survey import Survey
from likely.ask.wording import name_of, with_names
from likely.base.member import Role
from likely.channels.channel import Letter
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

NAME: Final = "Maria Kask"  # whom the mail greets
PURPOSES: Final = {
    MessagePurpose.INVITE: gettext_lazy("Invitation"),
    MessagePurpose.REMIND: gettext_lazy("Reminder"),
    MessagePurpose.THANK: gettext_lazy("Thank-you"),
}
SIZES: Final = {"phone": gettext_lazy("Mobile"), "desktop": gettext_lazy("Desktop")}
THEMES: Final = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
POLICY: Final = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],  # a mail has no other styles, and there is no script on this page
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}
Look = dict[str, str]  # lang, for, size, theme: each one that there is


class WordsForm(forms.Form):
    """What is allowed, `keep_mail_words` says."""

    subject = forms.CharField(label=gettext_lazy("Subject"), required=False)
    preheader = forms.CharField(
        label=gettext_lazy("Preview line"),
        required=False,
        help_text=gettext_lazy("What a list of mails shows after the subject."),
    )
    lead = forms.CharField(
        label=gettext_lazy("Greeting and words before the question"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("An empty line begins a paragraph."),
    )
    reminder_subject = forms.CharField(label=gettext_lazy("Subject of a reminder"), required=False)
    reminder = forms.CharField(
        label=gettext_lazy("Words of a reminder"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    closing = forms.CharField(
        label=gettext_lazy("Words after the question"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as the name of who writes."),
    )

    def __init__(self, *args: Any, direction_of: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs |= {"lang": direction_of, "dir": "auto"}


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know of no further arguments
def survey_mail(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """?lang, for, size, theme: what the look beside the form shows. A POST keeps the words of a language."""
    survey, look = _asked(request, survey_id)
    known = MailWords.objects.of(request.workspace).filter(survey=survey, language=look["lang"]).first()
    initial = {name: getattr(known or MailWords(), name) for name in LONGEST}
    form = WordsForm(request.POST or None, initial=initial, direction_of=look["lang"])
    if form.is_bound and form.is_valid():
        try:
            keep_mail_words(survey, look["lang"], form.cleaned_data, actor(request))
            messages.success(request, _("Saved. It holds from the next mail on."))
            return redirect(f"{reverse('survey-mail', args=[survey.pk])}?{urlencode(look)}")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    context = {
        "survey": survey,
        "form": form,
        "look": look,
        "spoken": name_of(look["lang"]),
        "query": urlencode(look),
        "fields": [f"{{{name}}}" for name in FIELDS],
        "letter": _letter(request, survey, look),
        "switches": _switches(survey, look),
    }
    return render(request, "web/survey_mail.html", context, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_safe
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def survey_mail_look(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """?lang=CODE&for=invite|remind|thank&theme=light|dark, else as the reader's own device.

    Its links lead to the survey's page: a look asks nobody.
    """
    survey, look = _asked(request, survey_id)
    return HttpResponse(in_theme(_letter(request, survey, look).html, request.GET.get("theme", "")))


def _letter(request: StaffRequest, survey: Survey, look: Look) -> Letter:
    assert survey.live is not None  # noqa: S101 - its page is there
    link = request.build_absolute_uri(reverse("survey", args=[survey.pk]))
    return mail_letter(mail_look(survey, survey.live.read(), look["lang"], look["for"], name=NAME, link=link))


def _asked(request: StaffRequest, survey_id: UUID) -> tuple[Survey, Look]:
    survey = get_object_or_404(Survey.objects.of(request.workspace).exclude(live=None), pk=survey_id)
    assert survey.live is not None  # noqa: S101 - excluded above

    def chosen(name: str, among: Any) -> str:
        wanted = request.GET.get(name, "")
        return wanted if wanted in among else str(next(iter(among)))

    return survey, {
        "lang": survey.live.read().best_language([request.GET.get("lang", "")]),
        "for": chosen("for", PURPOSES),
        "size": chosen("size", SIZES),
        "theme": chosen("theme", THEMES),
    }


def _switches(survey: Survey, look: Look) -> list[dict[str, Any]]:
    """Each choice is a link, so that a look can be shared and needs no script."""
    assert survey.live is not None  # noqa: S101 - its page is there
    languages = dict(with_names(survey.live.read().languages))
    told = (
        (_("Language"), "lang", languages),
        (_("Mail"), "for", PURPOSES),
        (_("Size"), "size", SIZES),
        (_("Colours"), "theme", THEMES),
    )
    return [
        {
            "label": label,
            "choices": [
                {"words": words, "query": urlencode({**look, name: key}), "here": look[name] == key}
                for key, words in choices.items()
            ],
        }
        for label, name, choices in told
        if len(choices) > 1
    ]
