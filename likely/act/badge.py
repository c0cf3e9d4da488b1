"""The public badge: the score for everybody, with what it rests on (L11). Off until an owner opts in."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify

from likely.act.promoter import LETTERS
from likely.analyse.segments import score_of
from likely.ask.quiet_hours import zone_named
from likely.ask.survey import Survey
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.lib.thrift import Thrift
from likely.stats.score import Score
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.workspace_table import table_of

PERIODS: Final = (30, 91, 182, 365)  # days
LONGEST_NOTE: Final = 300  # characters
KIND: Final = "rnps"  # of the surveys that a badge may show: the relationship, not one touchpoint
RANDOM_LETTERS: Final = 4  # of a slug
KEPT_TIMES: Final = 20.0


class Badge(models.Model):
    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="badge")
    slug = models.SlugField(max_length=60, unique=True)
    is_on = models.BooleanField(default=False)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="+")  # null: all of KIND
    days = models.PositiveSmallIntegerField(default=365)  # one of PERIODS
    note = models.CharField(max_length=300, blank=True)  # ranks and awards, in the owner's words
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """survey: the slug of one of KIND; "": all of them together."""

    is_on: bool
    survey: str = ""
    days: int = 365
    note: str = ""


@dataclass(frozen=True, slots=True)
class BadgeFigure:
    """score: None where fewer answered than the workspace shows. The days are local, both included."""

    since: date
    until: date
    score: Score | None


FIGURES: Final = Thrift[BadgeFigure](times=KEPT_TIMES, longest=500)


def badge_of(workspace: Workspace) -> Badge:
    """The row of the workspace; one that was never saved is off."""
    return Badge.objects.of(workspace).first() or Badge(workspace=workspace, slug=_new_slug(workspace))


@transaction.atomic
def change_badge(workspace: Workspace, facts: BadgeFacts, actor: str) -> Badge:
    if facts.days not in PERIODS:
        raise Refusal("period_unknown", f"days must be one of {PERIODS}.", field="days")
    badge = badge_of(workspace)
    badge.is_on, badge.days = facts.is_on, facts.days
    badge.note = " ".join(clean_text(facts.note, "note", LONGEST_NOTE).split())
    badge.survey = None
    if facts.survey:
        badge.survey = offered_surveys(workspace).filter(slug=facts.survey).first()
        if badge.survey is None:
            raise Refusal("survey_of_badge", f"survey must be one of the kind {KIND}.", field="survey")
    badge.save()
    told = {"is_on": badge.is_on, "survey": facts.survey, "days": badge.days, "note": badge.note}
    record(workspace, actor, "badge.changed", f"workspace:{workspace.pk}", **told)
    return badge


def offered_surveys(workspace: Workspace) -> models.QuerySet[Survey]:
    return Survey.objects.of(workspace).filter(kind=KIND).exclude(live=None).order_by("-created_at")


def public_badge(slug: str) -> Badge | None:
    """The badge at that address, as long as its owner wants it seen."""
    return Badge.objects.select_related("workspace", "survey").filter(slug=slug, is_on=True).first()


def badge_figure(badge: Badge, now: datetime) -> BadgeFigure:
    """Up to the end of last week: whoever looks every day does not learn what one more person answered."""
    day = timezone.localtime(now, zone_named(badge.workspace.time_zone)).date()
    until = day - timedelta(days=day.isoweekday())
    key = (badge.workspace_id, badge.survey_id, badge.days, badge.workspace.smallest_group, until)
    return FIGURES.get(key, lambda: _figure(badge, until), until.isoformat())


def _figure(badge: Badge, until: date) -> BadgeFigure:
    since = until - timedelta(days=badge.days - 1)
    rows = offered_surveys(badge.workspace) if badge.survey is None else [badge.survey]
    slice = Slice(since, until).only("survey", *(row.slug for row in rows))
    cell = counts(table_of(badge.workspace), slice).total()
    enough = cell.answered >= max(badge.workspace.smallest_group, 1)
    return BadgeFigure(since, until, score_of(cell) if enough else None)


def _new_slug(workspace: Workspace) -> str:
    chance = "".join(secrets.choice(LETTERS) for _ in range(RANDOM_LETTERS))
    return f"{slugify(workspace.name)[:50]}-{chance}".lstrip("-")
