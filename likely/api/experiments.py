"""Experiments: made, started and stopped by machines too; the arm of a person; and how one stands."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from likely.act.standing import Standing, standing
from likely.api.caller import actor_of, workspace_of
from likely.api.experiment_figures import FiguresTold, figures_told
from likely.api.field import Day, Line, Sent, Told, read_id
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.api.surveys import SurveyName, survey_named
from likely.ask.arm import Assignment
from likely.ask.experiment import (
    MOST_ARMS,
    Experiment,
    ExperimentFacts,
    make_experiment,
    start_experiment,
    stop_experiment,
)
from likely.ask.guardrail import MOST_GUARDRAILS, GuardFacts, Guardrail
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.store.workspace_table import table_of

router = Router(tags=["Experiments"])


class NewGuard(Sent):
    """measure: score, detractors (their share), best (the share of the best steps of satisfaction or effort),
    rating (a rated question) or figure (a property that holds numbers), the last two of `column`.

    survey: whose answers; none: that of the primary score. allowed: how far it may change, in points, percent
    points or the column's unit: −5, it may fall by 5; 5, it may rise by 5.
    """

    measure: Literal["score", "detractors", "best", "rating", "figure"]
    allowed: float
    survey: SurveyName | None = None
    column: Annotated[str, Field(max_length=60)] = ""


class NewExperiment(Sent):
    """arms: {name: share}, the control first. column: the property that says the arm; "": we draw it.

    expected: answers in all arms at which a decision is expected. minimum: answers in each arm before it.
    worthwhile: points that matter; 0: any. most_lost: percent of the answers that a variant may cost. guards:
    what else it must not harm. earlier: earlier scores of the same people narrow the interval. confirm: a
    survey that is followed for confirm_days after the end. since: first day of the answers that count, where
    a property says the arm. start: at once.
    """

    name: Line
    survey: SurveyName
    arms: Annotated[dict[Line, float], Field(min_length=2, max_length=MOST_ARMS)]
    about: Annotated[str, Field(max_length=500)] = ""
    column: Annotated[str, Field(max_length=60)] = ""
    expected: int = 2000
    minimum: int = 100
    worthwhile: float = 0.0
    most_lost: int = 20
    guards: Annotated[list[NewGuard], Field(default_factory=list, max_length=MOST_GUARDRAILS)]
    earlier: bool = True
    confirm: SurveyName | None = None
    confirm_days: int = 90
    since: Day | None = None
    start: bool = False


class GuardPromised(Told):
    """name: as the figures call it. allowed: −5, it may fall by 5; 5, it may rise by 5."""

    name: str
    measure: Literal["score", "detractors", "best", "rating", "figure"]
    survey: str
    column: str
    allowed: float


class ExperimentTold(Told):
    """state: draft, running or stopped. column: the property of an answer that says its arm."""

    id: UUID
    name: str
    about: str
    state: Literal["draft", "running", "stopped"]
    kind: Literal["assigned", "column"]
    survey: str
    column: str
    arms: dict[str, float]
    expected: int
    minimum: int
    worthwhile: float
    most_lost: int
    guards: list[GuardPromised]
    earlier: bool
    confirm: str | None
    confirm_days: int
    since: date | None
    started_at: datetime | None
    stopped_at: datetime | None


class ExperimentStands(ExperimentTold):
    """figures: null while an arm has no answers. later: the arms on the survey of the confirmation."""

    figures: FiguresTold | None
    later: FiguresTold | None


class PersonsArm(Told):
    """arm: null unless the experiment has been started."""

    experiment: UUID
    person: UUID
    column: str
    arm: str | None


@router.get(
    "/experiments",
    response=Listed[ExperimentTold],
    operation_id="list_experiments",
    summary="List experiments",
)
def list_experiments(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those made first come first."""
    return page_of(request, _all(workspace_of(request)), asked, BY_ID, tell_experiment)


@router.post(
    "/experiments",
    response={201: ExperimentTold},
    operation_id="create_experiment",
    summary="Make an experiment",
)
@once()
def create_experiment(request: HttpRequest, body: NewExperiment) -> tuple[int, Told]:
    """What it promises can't be changed afterwards."""
    workspace = workspace_of(request)
    plain = body.model_dump(exclude={"survey", "guards", "confirm", "start"})
    survey = survey_named(workspace, body.survey)
    facts = ExperimentFacts(
        survey=survey,
        guards=tuple(
            GuardFacts(
                one.measure,
                survey_named(workspace, one.survey, "guards") if one.survey else survey,
                one.allowed,
                one.column,
            )
            for one in body.guards
        ),
        confirm=survey_named(workspace, body.confirm, "confirm") if body.confirm else None,
        **plain,
    )
    made = make_experiment(workspace, facts, actor_of(request))
    if body.start:
        start_experiment(made, timezone.now(), actor_of(request))
    return 201, tell_experiment(made)


@router.get(
    "/experiments/{experiment}",
    response=ExperimentStands,
    operation_id="get_experiment",
    summary="See how an experiment stands",
)
def get_experiment(request: HttpRequest, experiment: str) -> Any:
    """As often as you like: the intervals hold at all looks together."""
    found = experiment_named(workspace_of(request), experiment)
    seen = standing(found, table_of(found.workspace)) if found.started_at else Standing(None)
    return ExperimentStands(
        **tell_experiment(found).model_dump(),
        figures=figures_told(seen.found) if seen.found else None,
        later=figures_told(seen.later) if seen.later else None,
    )


@router.post(
    "/experiments/{experiment}/start",
    response=ExperimentTold,
    operation_id="start_experiment",
    summary="Start an experiment",
)
@once()
def start(request: HttpRequest, experiment: str) -> tuple[int, Told]:
    """From now on the arm stands on invitations and answers."""
    found = experiment_named(workspace_of(request), experiment)
    start_experiment(found, timezone.now(), actor_of(request))
    return 200, tell_experiment(found)


@router.post(
    "/experiments/{experiment}/stop",
    response=ExperimentTold,
    operation_id="stop_experiment",
    summary="Stop an experiment",
)
@once()
def stop(request: HttpRequest, experiment: str) -> tuple[int, Told]:
    """For good."""
    found = experiment_named(workspace_of(request), experiment)
    stop_experiment(found, timezone.now(), actor_of(request))
    return 200, tell_experiment(found)


@router.get(
    "/experiments/{experiment}/people/{person}",
    response=PersonsArm,
    operation_id="get_arm",
    summary="Ask which arm a person is in",
)
def get_arm(request: HttpRequest, experiment: str, person: str) -> Any:
    """The same on every call: your product shows the arm's version, and the answers carry its name."""
    found, id = experiment_named(workspace_of(request), experiment), read_id(person)
    if id is None or not Person.objects.of(found.workspace).filter(pk=id).exists():
        raise Refusal("person_unknown", "There is no such person.", field="person")
    if not found.is_assigned:
        raise Refusal(
            "not_assigned", "The arms of this experiment come with the answers.", field="experiment"
        )
    arm = Assignment.of(found).arm(id) if found.started_at else None
    return PersonsArm(experiment=found.pk, person=id, column=found.column, arm=arm)


def tell_experiment(one: Experiment) -> ExperimentTold:
    plain = {
        name: getattr(one, name)
        for name in ExperimentTold.model_fields
        if name not in ("survey", "guards", "confirm", "arms")
    }
    return ExperimentTold(
        survey=one.survey.slug,
        guards=[_promised(guard) for guard in one.guardrails.all()],
        confirm=one.confirm.slug if one.confirm else None,
        arms=one.shares,
        **plain,
    )


def _promised(guard: Guardrail) -> GuardPromised:
    measure: Any = guard.measure
    return GuardPromised(
        name=guard.name,
        measure=measure,
        survey=guard.survey.slug,
        column=guard.column,
        allowed=guard.allowed,
    )


def experiment_named(workspace: Workspace, named: str) -> Experiment:
    return row_named(_all(workspace), named, "experiment_unknown", "experiment")


def _all(workspace: Workspace) -> QuerySet[Experiment]:
    return (
        Experiment.objects.of(workspace)
        .select_related("survey", "confirm", "workspace")
        .prefetch_related("guardrails__survey")
    )
