"""The fields of one step of a playbook, by what it does."""

from collections.abc import Callable, Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.act.case import may_own
from likely.act.playbook_step import FIELDS, LONGEST_TEXT, UNITS
from likely.act.reply_template import USUAL_REPLY, ReplyTemplate
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.trigger import WAITS
from likely.base.workspace import Workspace
from likely.people.roster import LONGEST_NAME
from likely.web.playbook_words import UNIT_WORDS

Field = forms.Field


def step_fields(workspace: Workspace, deed: str) -> dict[str, Field]:
    """Of a step that does this: its delay first, then what it says."""
    fields: dict[str, Field] = {
        "do": forms.CharField(widget=forms.HiddenInput(), initial=deed),
        "key": forms.CharField(widget=forms.HiddenInput(), max_length=16),
        "n": forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=1440, required=False),
        "unit": forms.ChoiceField(
            label=gettext_lazy("How long after"), choices=[(one, UNIT_WORDS[one]) for one in UNITS]
        ),
    }
    fields |= {name: _FIELDS[name](workspace) for name in FIELDS[deed]}
    if deed == "crm":
        fields["url"].required = False
        fields["token"] = _token()
    return fields


def _to(workspace: Workspace) -> Field:
    people = [(str(id), user.name or user.email) for id, user in may_own(workspace).items()]
    rules = [
        ("keeper", _("The manager of the person’s account")),
        ("least_loaded", _("Whoever has the fewest open cases")),
        ("round_robin", _("Each in turn")),
        ("team", _("Whoever in the customer’s team has the fewest open cases")),
    ]
    return forms.ChoiceField(label=_("To whom"), choices=[*rules, *people])


def _reply(workspace: Workspace) -> Field:
    own = ReplyTemplate.objects.of(workspace).order_by("name", "language")
    replies = [(str(one.pk), f"{one.name} ({one.language})") for one in own]
    return forms.ChoiceField(
        label=_("With which words"), choices=[(USUAL_REPLY, _("Our suggestion")), *replies]
    )


def _programme(workspace: Workspace) -> Field:
    rows = Programme.objects.of(workspace).filter(kind__in=WAITS).exclude(state=ProgrammeState.ENDED)
    found = [(str(one.pk), one.name) for one in rows.order_by("name")]
    return forms.ChoiceField(
        label=_("Which programme asks"),
        choices=[("", _("Choose one")), *found],
        help_text=_("Those that wait for an event. Its survey, channels, reminders and caps hold."),
    )


def _token() -> Field:
    return forms.CharField(
        label=_("HubSpot’s key"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("A private app’s access token that may write contacts. Empty: the one that is kept."),
    )


_FIELDS: Final[Mapping[str, Callable[[Workspace], Field]]] = {
    "tags": lambda _workspace: forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Separated by commas."),
    ),
    "to": _to,
    "text": lambda _workspace: forms.CharField(
        label=gettext_lazy("What it says"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Before the score, the comment and a link. Empty: what happened."),
    ),
    "reply": _reply,
    "programme": _programme,
    "tag": lambda _workspace: forms.CharField(label=gettext_lazy("Tag"), max_length=40),
    "on": lambda _workspace: forms.ChoiceField(
        label=gettext_lazy("On what"),
        choices=[("person", gettext_lazy("The person")), ("case", gettext_lazy("The case"))],
    ),
    "list": lambda _workspace: forms.CharField(
        label=gettext_lazy("List"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"list": "known-lists"}),
        help_text=gettext_lazy("A new name makes a new list."),
    ),
    "url": lambda _workspace: forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://"}),
    ),
    "crm": lambda _workspace: forms.ChoiceField(
        label=gettext_lazy("Which CRM"),
        choices=[("hubspot", "HubSpot"), ("webhook", gettext_lazy("Another, by a signed webhook"))],
    ),
}
