"""The form of an experiment: what is promised before anybody looks."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from likely.ask.experiment import FEWEST_EXPECTED, MOST_EXPECTED, ExperimentFacts, ExperimentKind, read_arms
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.web.guardrail_form import (
    PLACES,
    SHOWN,
    Offered,
    check_guards,
    guard_choices,
    guard_fields,
    guards_of,
)

KINDS: Final = (
    (
        ExperimentKind.ASSIGNED,
        _("We draw it"),
        _("By chance from the person, the same every time. It stands on invitations and answers."),
    ),
    (
        ExperimentKind.COLUMN,
        _("A property says it"),
        _("The arm came with the answers, from your product or a file."),
    ),
)


class ExperimentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("What differs between the arms"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Who is in which arm"), choices=[(kind.value, title) for kind, title, _hint in KINDS]
    )
    column = forms.ChoiceField(label=_("Property"), required=False)
    arms = forms.CharField(
        label=_("Arms"),
        max_length=500,
        help_text=_("The control first, each with its share: old = 50; new = 50."),
    )
    since = forms.DateField(
        label=_("Answers from this day on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Empty: all there are. Where we draw the arm it is the day of the start."),
    )
    survey = forms.ModelChoiceField(Survey.objects.none(), label=_("Primary score"), empty_label=_("Choose"))
    expected = forms.IntegerField(
        label=_("Answers in all at which you expect to decide"),
        min_value=FEWEST_EXPECTED,
        max_value=MOST_EXPECTED,
        help_text=_("The interval is narrowest there. It can’t be changed later."),
    )
    minimum = forms.IntegerField(
        label=_("Answers in each arm before anything is decided"), min_value=20, max_value=MOST_EXPECTED
    )
    worthwhile = forms.FloatField(
        label=_("Points that would matter"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("With it, “it does not matter” can be said too. Empty or 0: any difference matters."),
    )
    most_lost = forms.IntegerField(
        label=_("Percent of the answers that a variant may cost"), min_value=1, max_value=99
    )
    earlier = forms.BooleanField(
        label=_("Earlier scores of the same people narrow the interval"),
        required=False,
        help_text=_("Where they are known, the figure that they narrow is the one that decides."),
    )
    confirm = forms.ModelChoiceField(
        Survey.objects.none(), label=_("A score that follows later"), required=False, empty_label=_("None")
    )
    confirm_days = forms.IntegerField(
        label=_("Days after the end for which it is followed"), min_value=1, max_value=730, required=False
    )

    def __init__(
        self,
        workspace: Workspace,
        columns: Iterable[tuple[str, str]],
        guards: Offered,
        *sent: Any,
        **how: Any,
    ) -> None:
        start = {
            "kind": "assigned", "arms": "old = 50; new = 50", "expected": 2000, "minimum": 100,
            "worthwhile": 3, "most_lost": 20, "earlier": True, "confirm_days": 90,
        }  # fmt: skip
        super().__init__(*sent, **{"initial": start, "label_suffix": "", **how})
        surveys = Survey.objects.of(workspace).exclude(live=None).select_related("live").order_by("name")
        fields: dict[str, Any] = self.fields
        for name in ("survey", "confirm"):
            fields[name].queryset = surveys
        fields["column"].choices = [("", _("None")), *columns]
        self.surveys = {one.pk: one for one in guards.surveys}
        fields |= guard_fields(guard_choices(guards))

    def guards(self) -> list[tuple[Any, Any]]:
        """The fields of each guardrail: which, and how much of it."""
        return [(self[f"guard_{place}"], self[f"most_{place}"]) for place in range(1, PLACES + 1)]

    @property
    def first_guards(self) -> list[tuple[Any, Any]]:
        return self.guards()[:SHOWN]

    @property
    def more_guards(self) -> list[tuple[Any, Any]]:
        return self.guards()[SHOWN:]

    @property
    def more_told(self) -> bool:
        return any(which.value() or most.value() for which, most in self.more_guards)

    def facts(self) -> ExperimentFacts:
        """Of a valid form; a Refusal names the field."""
        told = self.cleaned_data
        by_column = told["kind"] == ExperimentKind.COLUMN
        return ExperimentFacts(
            name=told["name"],
            about=told["about"],
            survey=told["survey"],
            arms=read_arms(told["arms"]),
            column=told["column"] if by_column else "",
            expected=told["expected"],
            minimum=told["minimum"],
            worthwhile=told["worthwhile"] or 0.0,
            most_lost=told["most_lost"],
            guards=guards_of(told, self.surveys, told["survey"]),
            earlier=told["earlier"],
            confirm=told["confirm"],
            confirm_days=told["confirm_days"] or 90,
            since=told["since"] if by_column else None,
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("kind") == ExperimentKind.COLUMN and not told.get("column"):
            self.add_error("column", forms.ValidationError(_("Choose the property that says the arm.")))
        check_guards(self, told)
        return told
