"""Who sends the workspace's mails: the sender, a test to oneself, and what the records of its domain say."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.mail_letter import mail_look, trial_letter
from likely.ask.message import MessagePurpose
from likely.ask.sender import LONGEST, MailSender, keep_sender, sender_of
from likely.ask.survey import Survey
from likely.base.member import Role
from likely.channels.channel import SendError
from likely.channels.sender_records import Finding, records_of
from likely.channels.table import CHANNELS
from likely.lib.dns_text import text_records
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.mail_record_words import HEALTH, RECORDS, record_words
from likely.web.not_sent import why_not
from likely.web.said import said

FIELDS: Final = ("name", "address", "reply_to", "logo", "colour", "postal_address", "selector")
SURVEYS: Final = 200  # offered for a test
NO_DOMAIN: Final = ("localhost",)


class SenderForm(forms.Form):
    """What is allowed, `keep_sender` says; the form gives it a place to be said at."""

    name = forms.CharField(
        label=gettext_lazy("Sender’s name"),
        required=False,
        help_text=gettext_lazy("What a list of mails shows. Empty: the name of the workspace."),
    )
    address = forms.CharField(
        label=gettext_lazy("Sender’s address"), required=False, widget=forms.EmailInput()
    )
    reply_to = forms.CharField(
        label=gettext_lazy("Replies go to"),
        required=False,
        widget=forms.EmailInput(),
        help_text=gettext_lazy("Empty: to the sender’s address."),
    )
    logo = forms.CharField(
        label=gettext_lazy("Words at the head of a mail"),
        required=False,
        max_length=LONGEST["logo"],
        help_text=gettext_lazy("Empty: the sender’s name. Mails hold no pictures."),
    )
    colour = forms.CharField(
        label=gettext_lazy("Colour"), required=False, widget=forms.TextInput(attrs={"type": "color"})
    )
    postal_address = forms.CharField(
        label=gettext_lazy("Postal address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands at the foot of each mail. Many countries ask for it."),
    )
    selector = forms.CharField(
        label=gettext_lazy("DKIM selector"),
        required=False,
        help_text=gettext_lazy(
            "The name under which your mail provider’s key lies in the DNS: the part before ._domainkey."
        ),
    )

    def __init__(self, *args: Any, usual_address: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.fields["address"].help_text = _("Empty: %(address)s, as this installation says.") % {
            "address": usual_address
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One record in words."""

    finding: Finding
    title: str
    health: str
    words: str


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_sender(request: StaffRequest) -> HttpResponse:
    sender = sender_of(request.workspace)
    initial = {name: getattr(sender, name) for name in FIELDS}
    usual = MailSender(workspace=request.workspace).mail_address
    form = SenderForm(request.POST or None, initial=initial, usual_address=usual)
    if form.is_bound and form.is_valid():
        try:
            keep_sender(request.workspace, form.cleaned_data, actor(request))
            messages.success(request, _("Saved. It holds from the next mail on."))
            return redirect("mail-sender")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    return _page(request, sender, form=form, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def mail_sender_test(request: StaffRequest) -> HttpResponse:
    """One mail to whoever asks for it: nobody is asked, and its links lead to the survey's page.

    survey: whose mail; the newest where none is named.
    """
    wanted = request.POST.get("survey", "")
    found = get_object_or_404(_surveys(request), pk=_pk(wanted)) if wanted else _surveys(request).first()
    if found is None or found.live is None:
        raise Http404
    definition = found.live.read()
    language = definition.best_language([request.user.language, request.workspace.language])
    link = request.build_absolute_uri(reverse("survey", args=[found.pk]))
    name = request.user.name
    look = mail_look(found, definition, language, MessagePurpose.INVITE, name=name, link=link)
    [outcome] = CHANNELS["mail"].send([trial_letter(look, request.user.email, _("[Test]"))])
    if isinstance(outcome, SendError):
        return _page(request, sender_of(request.workspace), failed=why_not(outcome.words), status=422)
    messages.success(request, _("Sent to %(address)s.") % {"address": request.user.email})
    return redirect("mail-sender")


@member(Role.MANAGER)
@require_safe
def mail_sender_records(request: StaffRequest) -> HttpResponse:
    """A part of the page that comes when the DNS has answered, or has not."""
    sender = sender_of(request.workspace)
    domain = _domain(sender)
    found = records_of(domain, sender.selector, text_records) if domain else ()
    told = [Told(one, RECORDS[one.record], str(HEALTH[one.health]), record_words(one)) for one in found]
    whole = "web/mail_records.html" if request.headers.get("HX-Request") else "web/mail_records_page.html"
    return render(request, whole, {"told": told, "domain": domain})


def _page(
    request: StaffRequest, sender: MailSender, form: SenderForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    if form is None:
        usual = MailSender(workspace=request.workspace).mail_address
        form = SenderForm(initial={name: getattr(sender, name) for name in FIELDS}, usual_address=usual)
    context = {
        "form": form,
        "header": sender_of(request.workspace).header,
        "domain": _domain(sender_of(request.workspace)),
        "surveys": list(_surveys(request)[:SURVEYS]),
        **more,
    }
    return render(request, "web/mail_sender.html", context, status=status)


def _surveys(request: StaffRequest) -> "QuerySet[Survey]":
    return Survey.objects.of(request.workspace).exclude(live=None).order_by("-created_at")


def _pk(typed: str) -> str | None:
    """None finds nothing, as an id that is none must."""
    try:
        return str(forms.UUIDField().clean(typed))
    except forms.ValidationError:
        return None


def _domain(sender: MailSender) -> str:
    """Whose records count; "" where the sender has no domain of the DNS."""
    domain = sender.mail_address.rpartition("@")[2].lower()
    return domain if "." in domain and domain not in NO_DOMAIN else ""
