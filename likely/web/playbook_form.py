"""The form of a playbook: when, if, at once, and then the steps with their delays."""

import re
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.act.playbook import ACTIONS, NOT_AGAIN, OPEN_CASE, WHENS, PlaybookFacts
from likely.act.playbook_step import DEEDS, FIELDS, MOST_STEPS, Delay, Step
from likely.act.recovery_plan import MOST_DAYS, USUAL_DAYS, surveys_to_ask
from likely.act.reply_template import USUAL_REPLY, ReplyTemplate
from likely.base.workspace import Workspace
from likely.lib.chart_group import group_words
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS
from likely.web.playbook_step_form import step_fields
from likely.web.playbook_words import ACTION_WORDS, DEED_HINTS, DEED_WORDS, WHEN_WORDS
from likely.web.said import said
from likely.web.segment_said import fault_words

OWNER_RULES: Final = (
    ("", gettext_lazy("As everywhere in the workspace")),
    ("least_loaded", gettext_lazy("Whoever has the fewest open cases")),
    ("round_robin", gettext_lazy("Each in turn")),
    ("team", gettext_lazy("Whoever in the customer’s team has the fewest open cases")),
    ("nobody", gettext_lazy("Nobody: whoever takes it")),
)
# asked only where a case is opened
OF_CASES: Final = ("owner_rule", "tags", "notify", "writes", "resurvey", "resurvey_days")
OF_WHOM: Final = ("groups", "with_comment", "with_permission", "condition")
STEP: Final = re.compile(r"step-(\d{1,2})-([a-z]+)")


class PlaybookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(one, WHEN_WORDS[one]) for one in WHENS],
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Whose answers"), widget=forms.CheckboxSelectMultiple, required=False
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
    action = forms.ChoiceField(
        label=gettext_lazy("What is done at once"),
        choices=[(one, ACTION_WORDS[one]) for one in ACTIONS],
        required=False,
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
    resurvey = forms.ChoiceField(
        label=gettext_lazy("Ask once more after a case was closed"),
        required=False,
        help_text=gettext_lazy("Under the contact policy, as any other question."),
    )
    resurvey_days = forms.IntegerField(
        label=gettext_lazy("Days after it was closed"), min_value=0, max_value=MOST_DAYS, required=False
    )

    def __init__(
        self, workspace: Workspace, *args: Any, action: str = OPEN_CASE, choose: bool = False, **more: Any
    ) -> None:
        """action: what is done at once; choose: whether that can still be chosen."""
        super().__init__(*args, **more)
        self.label_suffix = ""
        self._choices(workspace)
        if not choose:
            del self.fields["action"]
            if action != OPEN_CASE:
                for name in OF_CASES:
                    del self.fields[name]
        self._own = action
        self.places = _places(self.data if self.is_bound else self.initial)
        told = self.data if self.is_bound else self.initial
        for place in self.places:
            deed = str(told.get(f"step-{place}-do", ""))
            for name, field in step_fields(workspace, deed if deed in DEEDS else "mail").items():
                self.fields[f"step-{place}-{name}"] = field

    def _choices(self, workspace: Workspace) -> None:
        own = ReplyTemplate.objects.of(workspace).order_by("name", "language")
        replies = [(str(one.pk), f"{one.name} ({one.language})") for one in own]
        surveys = [(str(one.pk), one.name) for one in surveys_to_ask(workspace)]
        words = group_words(_)
        for name, choices in {
            "writes": [("", _("Nothing")), (USUAL_REPLY, _("Our suggestion")), *replies],
            "resurvey": [("", _("As everywhere in the workspace")), (NOT_AGAIN, _("Nobody")), *surveys],
            "groups": [(one, words.get(one, one)) for one in GROUPS],
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def own_action(self) -> str:
        """What is done at once, as far as it was told."""
        return self.cleaned_data.get("action") or self._own

    @property
    def steps(self) -> list[dict[str, Any]]:
        """For the page: number, words, and the fields of each step."""
        return [self._shown(n, place) for n, place in enumerate(self.places, start=1)]

    def _shown(self, n: int, place: int) -> dict[str, Any]:
        deed = str(self[f"step-{place}-do"].value())
        fields = [
            {"name": name, "field": self[f"step-{place}-{name}"]}
            for name in (*FIELDS.get(deed, ()), "token")
            if f"step-{place}-{name}" in self.fields
        ]
        return {
            "n": n,
            "place": place,
            "deed": deed,
            "title": DEED_WORDS.get(deed, ""),
            "hint": DEED_HINTS.get(deed, ""),
            "hidden": [self[f"step-{place}-do"], self[f"step-{place}-key"]],
            "delay_n": self[f"step-{place}-n"],
            "delay_unit": self[f"step-{place}-unit"],
            "fields": fields,
        }

    def facts(self) -> PlaybookFacts:
        told: dict[str, Any] = {
            "owner_rule": "",
            "tags": "",
            "notify": False,
            "writes": "",
            "resurvey": "",
            "resurvey_days": USUAL_DAYS,
        } | {
            name: value
            for name, value in self.cleaned_data.items()
            if not STEP.fullmatch(name) and name != "action"
        }
        told["tags"] = tuple(told["tags"].split(","))
        told["when"] = told["when"] or "answer"
        if told["resurvey_days"] is None:
            told["resurvey_days"] = USUAL_DAYS
        return PlaybookFacts(**{**told, "groups": tuple(told["groups"]), "steps": self._steps()})

    def _steps(self) -> tuple[Step, ...]:
        return tuple(self._step(place) for place in self.places)

    def _step(self, place: int) -> Step:
        told = self.cleaned_data
        deed = told[f"step-{place}-do"]
        says = {name: told.get(f"step-{place}-{name}") or "" for name in FIELDS[deed]}
        delay = Delay(told[f"step-{place}-n"] or 0, told[f"step-{place}-unit"])
        return Step(told[f"step-{place}-key"], deed, delay, says)

    def token(self) -> str:
        """A key of the CRM that was typed anew; "": none was."""
        typed = (str(self.cleaned_data.get(f"step-{place}-token") or "") for place in self.places)
        return next((one.strip() for one in typed if one.strip()), "")

    def refuse(self, refusal: Refusal) -> None:
        """At the field that it names."""
        if refusal.field == "rule":
            self.add_error("condition", fault_words(refusal))
            return
        field = refusal.field
        if found := STEP.fullmatch(field):
            field = f"step-{self.places[int(found[1])]}-{found[2]}"
        self.add_error(field if field in self.fields else None, said(refusal))


def typed(facts: PlaybookFacts) -> dict[str, Any]:
    """What stands in the fields."""
    plain = [name for name in PlaybookForm.base_fields if name != "action"]
    own = {name: getattr(facts, name) for name in plain}
    steps: dict[str, Any] = {}
    for place, step in enumerate(facts.steps):
        told = {"do": step.do, "key": step.key, "n": step.delay.n or "", "unit": step.delay.unit, **step.says}
        steps |= {f"step-{place}-{name}": value for name, value in told.items()}
    return own | {"tags": ", ".join(facts.tags), "groups": list(facts.groups)} | steps


def retyped(sent: QueryDict, add: str = "", remove: str = "") -> dict[str, Any]:
    """What was typed, with a step more or less: nothing is saved yet, and nothing is lost."""
    told: dict[str, Any] = {}
    for name, field in PlaybookForm.base_fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            told[name] = sent.getlist(name)
        elif isinstance(field, forms.BooleanField):
            told[name] = name in sent
        else:
            told[name] = sent.get(name, "")
    kept = [place for place in _places(sent) if str(place) != remove]
    for new, old in enumerate(kept):
        for name in sent:
            if (found := STEP.fullmatch(name)) and int(found[1]) == old:
                told[f"step-{new}-{found[2]}"] = sent[name]
    if add in DEEDS and len(kept) < MOST_STEPS:
        fresh = {"do": add, "key": token_hex(4), "unit": "now", "n": ""}
        told |= {f"step-{len(kept)}-{name}": value for name, value in fresh.items()}
    return told


def _places(told: Mapping[str, Any]) -> list[int]:
    found = (STEP.fullmatch(name) for name in told)
    return sorted({int(one[1]) for one in found if one and one[2] == "do"})[:MOST_STEPS]
