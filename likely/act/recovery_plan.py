"""Whether a workspace asks again after a case was closed: with which survey, and how long after."""

from dataclasses import dataclass
from typing import Final

from django.db import models, transaction

from likely.ask.survey import Survey, SurveyState
from likely.ask.template import make_definition
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.refusal import Refusal

MOST_DAYS: Final = 60
USUAL_DAYS: Final = 3
# "how we handled your case", as the last part of the question
TOUCHPOINT: Final = {
    "en": "how we handled your case",
    "et": "seda, kuidas me Teie juhtumit lahendasime",
    "zh": "我们对您问题的处理",
}


class RecoverySettings(models.Model):
    """Without a survey nobody is asked again."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="recovery_settings")
    survey = models.ForeignKey(Survey, models.SET_NULL, null=True, related_name="+")
    after_days = models.PositiveSmallIntegerField(default=USUAL_DAYS)  # after the case was closed

    objects = ScopedQuerySet.as_manager()


@dataclass(frozen=True, slots=True)
class RecoveryPlan:
    """survey None: nobody is asked again."""

    survey: Survey | None = None
    after_days: int = USUAL_DAYS


def recovery_plan_of(workspace: Workspace) -> RecoveryPlan:
    row = RecoverySettings.objects.of(workspace).select_related("survey__live").first()
    return RecoveryPlan(row.survey, row.after_days) if row else RecoveryPlan()


@transaction.atomic
def change_recovery_plan(workspace: Workspace, plan: RecoveryPlan, actor: str) -> None:
    """It holds for cases that are closed from now on."""
    if not 0 <= plan.after_days <= MOST_DAYS:
        raise Refusal("days_out_of_range", f"after_days lies between 0 and {MOST_DAYS}.", field="after_days")
    if plan.survey is not None and (plan.survey.workspace_id != workspace.pk or plan.survey.live_id is None):
        raise Refusal("survey_not_open", "The survey takes no answers.", field="survey")
    if plan.survey is not None and plan.survey.live and plan.survey.live.read().anonymous:
        raise Refusal("survey_anonymous", "Nobody knows who answered an anonymous survey.", field="survey")
    told = {"survey": plan.survey, "after_days": plan.after_days}
    RecoverySettings.objects.update_or_create(workspace=workspace, defaults=told)
    survey = str(plan.survey.pk) if plan.survey else None
    record(
        workspace,
        actor,
        "recovery.plan_changed",
        f"workspace:{workspace.pk}",
        survey=survey,
        after_days=plan.after_days,
    )


def surveys_to_ask(workspace: Workspace) -> list[Survey]:
    """That take answers of people who are known."""
    rows = Survey.objects.of(workspace).filter(live__isnull=False, state=SurveyState.OPEN)
    found = rows.select_related("live").order_by("name")
    return [one for one in found if one.live and not one.live.read().anonymous]


def start_short_survey(workspace: Workspace, name: str, actor: str) -> Survey:
    """A new survey of one score and one reason, about how the case was handled; open at once."""
    languages = [workspace.language, *(code for code in TOUCHPOINT if code != workspace.language)]
    spoken = [code for code in languages if code in TOUCHPOINT]
    texts = {code: TOUCHPOINT[code] for code in spoken}
    definition = make_definition("tnps", workspace.name, spoken, touchpoint=texts)
    return Survey.start(workspace, name, definition, actor)
