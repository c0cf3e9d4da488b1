"""The form of a playbook."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.act.playbook import OPEN_CASE, PlaybookFacts
from likely.act.reply_template import USUAL_REPLY, ReplyTemplate
from likely.base.workspace import Workspace
from likely.lib.chart_group import group_words
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS
from likely.web.said import said
from likely.web.segment_said import fault_words

OWNER_RULES: Final = (
    ("", gettext_lazy("As everywhere in the workspace")),
    ("least_loaded", gettext_lazy("Whoever has the fewest open cases")),
    ("round_robin", gettext_lazy("Each in turn")),
    ("nobody", gettext_lazy("Nobody: whoever takes it")),
)
OF_CASES: Final = ("owner_rule", "tags", "notify", "writes")  # asked only where a case is opened


class PlaybookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Whose answers"), widget=forms.CheckboxSelectMultiple
    )
    with_comment = forms.BooleanField(label=gettext_lazy("Only where a reason was given"), required=False)
    with_permission = forms.BooleanField(
        label=gettext_lazy("Only where contact was permitted"), required=False
    )
    condition = forms.CharField(
        label=gettext_lazy("Only if the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy("A condition as in segments: region is North. Empty: everybody."),
    )
    owner_rule = forms.ChoiceField(
        label=gettext_lazy("Whose case it becomes"),
        choices=OWNER_RULES,
        required=False,
        help_text=gettext_lazy("The manager of the person’s account comes first."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Separated by commas."),
    )

    notify = forms.BooleanField(label=gettext_lazy("Tell managers and owners by mail"), required=False)
    writes = forms.ChoiceField(
        label=gettext_lazy("Write to the customer at once"),
        required=False,
        help_text=gettext_lazy(
            "Only to people who permitted contact. It stops no clock: it is no reply of a person."
        ),
    )

    def __init__(self, workspace: Workspace, *args: Any, action: str = OPEN_CASE, **more: Any) -> None:
        super().__init__(*args, **more)
        own = ReplyTemplate.objects.of(workspace).order_by("name", "language")
        replies = [(str(one.pk), f"{one.name} ({one.language})") for one in own]
        choices = [("", _("Nothing")), (USUAL_REPLY, _("Our suggestion")), *replies]
        self.fields["writes"].choices = choices  # type: ignore[attr-defined]
        self.label_suffix = ""
        words = group_words(_)
        self.fields["groups"].choices = [(one, words.get(one, one)) for one in GROUPS]  # type: ignore[attr-defined]
        if action != OPEN_CASE:
            for name in OF_CASES:
                del self.fields[name]

    def facts(self) -> PlaybookFacts:
        told: dict[str, Any] = {
            "owner_rule": "",
            "tags": "",
            "notify": False,
            "writes": "",
        } | self.cleaned_data
        tags = tuple(told["tags"].split(","))
        return PlaybookFacts(**{**told, "groups": tuple(told["groups"]), "tags": tags})

    def refuse(self, refusal: Refusal) -> None:
        """At the field that it names."""
        if refusal.field == "rule":
            self.add_error("condition", fault_words(refusal))
        else:
            self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal))


def typed(facts: PlaybookFacts) -> dict[str, Any]:
    """What stands in the fields."""
    own = {name: getattr(facts, name) for name in PlaybookForm.base_fields}
    return own | {"tags": ", ".join(facts.tags), "groups": list(facts.groups)}
