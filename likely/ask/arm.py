"""Which arm of an experiment somebody is in: drawn from ids, so that everybody who asks is told alike."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform

from likely.ask.draw import draw
from likely.ask.experiment import Experiment, ExperimentKind
from likely.ask.guardrail import Guardrail
from likely.ask.invitation import Invitation


@dataclass(frozen=True, slots=True)
class Assignment:
    """What writes the arm of a person. ends: where each arm's part of 0 to 1 ends. surveys: whose answers."""

    experiment: UUID
    column: str
    names: tuple[str, ...]
    ends: tuple[float, ...]
    surveys: frozenset[UUID]

    @classmethod
    def of(cls, experiment: Experiment) -> "Assignment":
        shares = experiment.shares
        total = sum(shares.values())
        guards = (one.survey_id for one in experiment.guardrails.all())
        about = (experiment.survey_id, *guards) if not experiment.stopped_at else ()
        return cls(
            experiment.pk,
            experiment.column,
            tuple(shares),
            tuple(end / total for end in accumulate(shares.values())),
            frozenset(one for one in (*about, experiment.confirm_id) if one),
        )

    def arm(self, person: UUID) -> str:
        at = draw(person, "experiment", self.experiment)
        return next(
            (name for name, end in zip(self.names, self.ends, strict=True) if at < end), self.names[-1]
        )


def assignments(surveys: Collection[UUID], now: datetime) -> tuple[Assignment, ...]:
    """Of the experiments that draw arms for answers to any of these surveys at this moment.

    One query where there are none.
    """
    guarded = Q(pk__in=Guardrail.objects.filter(survey__in=surveys).values("experiment"))
    running = Q(stopped_at=None) & (Q(survey__in=surveys) | guarded | Q(confirm__in=surveys))
    confirming = Q(confirm__in=surveys, confirm_until__gt=now)
    rows = Experiment.objects.filter(kind=ExperimentKind.ASSIGNED, started_at__lte=now)
    found = rows.filter(running | confirming).prefetch_related("guardrails").order_by("pk")
    return tuple(Assignment.of(one) for one in found)


def arms_of(found: Iterable[Assignment], survey: UUID, person: UUID | None) -> dict[str, str]:
    """The properties that an invitation or an answer of this person carries."""
    if person is None:
        return {}
    return {one.column: one.arm(person) for one in found if survey in one.surveys}


def asked_by_arm(experiment: Experiment) -> dict[str, tuple[int, int, int, int]]:
    """Arm -> invitations to its survey since the start, those of them that were answered with a score, and of
    these promoters − detractors, and promoters + detractors.
    """
    if not experiment.is_assigned or experiment.started_at is None:
        return {}
    sent = Invitation.objects.of(experiment.workspace_id).filter(
        survey=experiment.survey_id, created_at__gte=experiment.started_at
    )
    if experiment.stopped_at:
        sent = sent.filter(created_at__lt=experiment.stopped_at)
    rows = sent.annotate(arm=KeyTextTransform(experiment.column, "properties")).filter(arm__isnull=False)
    counted = Q(response__score__isnull=False, response__state="counted")
    told = rows.values("arm").annotate(
        n=Count("pk"),
        answered=Count("pk", filter=counted),
        promoters=Count("pk", filter=counted & Q(response__score__gte=9)),
        detractors=Count("pk", filter=counted & Q(response__score__lte=6)),
    )
    found = {str(row["arm"]): _asked(row) for row in told.order_by("arm")}
    return found if all(name in found for name in experiment.shares) else {}


def _asked(row: Mapping[str, Any]) -> tuple[int, int, int, int]:
    promoters, detractors = row["promoters"], row["detractors"]
    return row["n"], row["answered"], promoters - detractors, promoters + detractors
