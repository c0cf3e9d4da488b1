"""A credit: who or what was praised (L12). A good one is kept as an example for others to learn from."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from django.db import models, transaction
from django.db.models import Count, Max

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

KINDS: Final = ("person", "team", "article", "feature", "other")
LONGEST: Final = {"name": 80, "note": 300}  # characters


class Credit(models.Model):
    """The words of praise stand in the answer, and go with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="credits")
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8)  # one of KINDS
    name = models.CharField(max_length=80)  # of the colleague, the article, the feature
    note = models.CharField(max_length=300, blank=True)  # what was good about it
    is_example = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "-id"], name="credit_newest")]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Praised:
    """How often one was credited. last: when it was last."""

    kind: str
    name: str
    n: int
    last: datetime


@dataclass(frozen=True, slots=True)
class CreditFacts:
    kind: str
    name: str
    note: str = ""
    is_example: bool = False


@transaction.atomic
def credit(
    workspace: Workspace, response: Response | None, facts: CreditFacts, actor: str, now: datetime
) -> Credit:
    """response: an answer of the workspace, or None for praise that came another way."""
    if facts.kind not in KINDS:
        raise Refusal("kind_of_credit_unknown", f"It must be one of {', '.join(KINDS)}.", field="kind")
    name, note = (_line(getattr(facts, field), field) for field in ("name", "note"))
    if not name:
        raise Refusal("credit_without_name", "Say who or what is credited.", field="name")
    made = Credit.objects.create(
        workspace=workspace,
        response=response,
        kind=facts.kind,
        name=name,
        note=note,
        is_example=facts.is_example,
        at=now,
    )
    record(workspace, actor, "credit.given", f"credit:{made.pk}", kind=facts.kind, name=name)
    return made


@transaction.atomic
def take_back_credit(given: Credit, actor: str) -> None:
    record(given.workspace, actor, "credit.taken_back", f"credit:{given.pk}", name=given.name)
    given.delete()


def praised(workspace: Workspace, most: int) -> list[Praised]:
    """Who was credited most often, the newest first among equals."""
    rows = Credit.objects.of(workspace).order_by().values("kind", "name")
    counted = rows.annotate(n=Count("pk"), last=Max("at")).order_by("-n", "-last", "name")[:most]
    return [Praised(**row) for row in counted]


def _line(value: object, field: str) -> str:
    return " ".join(clean_text(value, field, LONGEST[field]).split())
