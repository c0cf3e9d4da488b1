"""What a variant must not harm, promised before anybody looks: a figure, and how far it may change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import models

from likely.ask.survey import Survey
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal

MOST_GUARDRAILS: Final = 10
MOST_CHANGE: Final = 1e9


class GuardMeasure(models.TextChoices):
    SCORE = "score"  # the net promoter score, in points
    DETRACTORS = "detractors"  # their share, in percent points
    BEST = "best"  # the share of the best steps of satisfaction or effort, in percent points
    RATING = "rating"  # the mean of a rated question, in its steps
    FIGURE = "figure"  # the mean of a property that holds numbers, in its own unit


BEST_OF: Final = ("csat5", "csat10", "ces")  # kinds of survey
FALLS: Final = (GuardMeasure.SCORE, GuardMeasure.BEST, GuardMeasure.RATING)  # harm is a fall
WITH_COLUMN: Final = (GuardMeasure.RATING, GuardMeasure.FIGURE)


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """allowed: how far it may change: −5, it may fall by 5; 5, it may rise by 5. column: of the answers."""

    measure: str
    survey: Survey
    allowed: float
    column: str = ""


class Guardrail(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    experiment = models.ForeignKey("likely.Experiment", models.CASCADE, related_name="guardrails")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    measure = models.CharField(max_length=10, choices=GuardMeasure.choices)
    column = models.CharField(max_length=60, blank=True)
    allowed = models.FloatField()  # in the measure's unit; below 0: it may fall by so much
    place = models.PositiveSmallIntegerField()  # among those of the experiment, from 1

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["experiment", "place"], name="guardrail_place_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Of its own within the experiment: score:calls, figure:calls:minutes."""
        return ":".join(filter(None, (self.measure, self.survey.slug, self.column)))


def refuse_bad_guards(guards: Sequence[GuardFacts]) -> None:
    if len(guards) > MOST_GUARDRAILS:
        raise Refusal(
            "too_many_guards", f"guards: an experiment has at most {MOST_GUARDRAILS}.", field="guards"
        )
    for one in guards:
        _refuse_bad_guard(one)
    told = [(one.measure, one.survey.pk, one.column) for one in guards]
    if len(set(told)) < len(told):
        raise Refusal("guard_twice", "guards: one of them is named twice.", field="guards")


def _refuse_bad_guard(one: GuardFacts) -> None:
    if one.measure not in GuardMeasure.values:
        raise Refusal("unknown_guard", f"guards: {one.measure!r} is no measure.", field="guards")
    if one.measure == GuardMeasure.BEST and one.survey.kind not in BEST_OF:
        raise Refusal(
            "not_satisfaction", "guards: best is of a survey of satisfaction or effort.", field="guards"
        )
    if (one.measure in WITH_COLUMN) != bool(one.column) or len(one.column) > 60:
        raise Refusal(
            "guard_column", "guards: rating and figure name a column, the others none.", field="guards"
        )
    falls, rises = one.measure in FALLS, one.measure == GuardMeasure.DETRACTORS
    if not 0 < abs(one.allowed) <= MOST_CHANGE or (falls and one.allowed > 0) or (rises and one.allowed < 0):
        raise Refusal(
            "not_a_margin",
            "guards: allowed is how far it may change: below 0 it may fall, above 0 it may rise.",
            field="guards",
        )
