"""What a variant must not harm, as a form offers it and a page names it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.analyse.satisfaction import BEST, MEASURED
from likely.ask.definition import NPS_KINDS
from likely.ask.guardrail import BEST_OF, GuardFacts, GuardMeasure, Guardrail
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.web.column_names import column_names
from likely.web.driver_names import driver_names, named

PLACES: Final = 5  # of a form; by API there may be more
SHOWN: Final = 2  # at once; the others unfold
FALL, RISE = "fall", "rise"
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Offered:
    """figures: properties that hold numbers. names: of ratings and figures."""

    surveys: Sequence[Survey]
    ratings: Sequence[str]
    figures: Sequence[str]
    names: Mapping[str, str]


def offered(workspace: Workspace, ratings: Sequence[str], figures: Sequence[str], language: str) -> Offered:
    rows = Survey.objects.of(workspace).exclude(live=None).select_related("live").order_by("name")
    names = driver_names(workspace, ratings, language) | column_names(workspace).columns(figures)
    return Offered(list(rows), ratings, figures, names)


def guard_choices(found: Offered) -> Choices:
    """By survey; numbers are those of the answers to the primary score."""
    groups: Choices = [("", [("", _("None"))])]
    groups += [(one.name, choices) for one in found.surveys if (choices := _of_survey(one, found))]
    numbers = [
        (f"{GuardMeasure.FIGURE}::{column}:{way}", _way(way, named(found.names, column)))
        for column in found.figures
        for way in (RISE, FALL)
    ]
    return [*groups, (_("Numbers of the answers"), numbers)] if numbers else groups


def _of_survey(survey: Survey, found: Offered) -> list[tuple[str, str]]:
    made = []
    if survey.kind in NPS_KINDS:
        made.append((GuardMeasure.SCORE, "", FALL, _("The score")))
        made.append((GuardMeasure.DETRACTORS, "", RISE, _("The share of detractors")))
    if survey.kind in BEST_OF:
        made.append((GuardMeasure.BEST, "", FALL, best_label(survey.kind)))
    asked = survey.live.read() if survey.live else None
    made += [
        (GuardMeasure.RATING, column, FALL, named(found.names, column))
        for column in found.ratings
        if asked and asked.question_answered_by(column)
    ]
    return [
        (f"{measure}:{survey.pk}:{column}:{way}", _way(way, label)) for measure, column, way, label in made
    ]


def best_label(kind: str) -> str:
    points = MEASURED[kind][1]
    return _("The share of %(first)d and %(last)d") % {"first": points - BEST + 1, "last": points}


def _way(way: str, name: str) -> str:
    words = _("%(name)s must not rise") if way == RISE else _("%(name)s must not fall")
    return words % {"name": name}


def guard_fields(choices: Choices) -> dict[str, forms.Field]:
    """guard_1, most_1 and so on."""
    fields: dict[str, forms.Field] = {}
    for place in range(1, PLACES + 1):
        fields[f"guard_{place}"] = forms.ChoiceField(
            label=_("Must not be harmed (%(place)d)") % {"place": place}, choices=choices, required=False
        )
        fields[f"most_{place}"] = forms.FloatField(
            label=gettext_lazy("… by more than so much"), min_value=0, required=False
        )
    return fields


def check_guards(form: forms.Form, told: Mapping[str, Any]) -> None:
    for place in range(1, PLACES + 1):
        if told.get(f"guard_{place}") and not told.get(f"most_{place}"):
            form.add_error(f"most_{place}", forms.ValidationError(_("Say by how much it may change.")))


def guards_of(
    told: Mapping[str, Any], surveys: Mapping[UUID, Survey], primary: Survey
) -> tuple[GuardFacts, ...]:
    """Of a valid form."""
    made = []
    for place in range(1, PLACES + 1):
        if wanted := told[f"guard_{place}"]:
            measure, survey, rest = wanted.split(":", 2)
            column, _colon, way = rest.rpartition(":")
            about = surveys[UUID(survey)] if survey else primary
            sign = 1 if way == RISE else -1
            made.append(GuardFacts(measure, about, sign * told[f"most_{place}"], column))
    return tuple(made)


def guard_label(one: Guardrail, names: Mapping[str, str]) -> str:
    """Calls: the share of detractors."""
    labels = {
        GuardMeasure.SCORE: _("score"),
        GuardMeasure.DETRACTORS: _("share of detractors"),
    }
    measure = GuardMeasure(one.measure)
    if measure == GuardMeasure.BEST:
        return f"{one.survey.name}: {best_label(one.survey.kind)}"
    return f"{one.survey.name}: {labels.get(measure) or named(names, one.column)}"


def guard_names(workspace: Workspace, guards: Sequence[Guardrail], language: str) -> dict[str, str]:
    """Name of the guardrail -> how a page calls it."""
    rated = [one.column for one in guards if one.measure == GuardMeasure.RATING]
    figures = [one.column for one in guards if one.measure == GuardMeasure.FIGURE]
    names = driver_names(workspace, rated, language) if rated else {}
    names |= column_names(workspace).columns(figures) if figures else {}
    return {one.name: guard_label(one, names) for one in guards}
