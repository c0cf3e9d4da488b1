"""An annotation: what happened on a day, for the course of the score to be held against."""

from datetime import date
from typing import ClassVar, Final

from django.db import models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

LONGEST_TEXT: Final = 80  # characters
MOST_ANNOTATIONS: Final = 500  # of a workspace
KINDS: Final = ("release", "price", "campaign", "incident", "other")


class Annotation(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="annotations")
    day = models.DateField()  # in the workspace's time zone
    kind = models.CharField(max_length=12)  # one of KINDS
    text = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "day"], name="annotation_day")]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.text}"


@transaction.atomic
def annotate(workspace: Workspace, day: date, kind: str, text: object, actor: str) -> Annotation:
    said = " ".join(clean_text(text, "text", LONGEST_TEXT).split())
    if not said:
        raise Refusal("no_text", "The annotation says nothing.", cure="Say what happened.", field="text")
    if kind not in KINDS:
        raise Refusal("unknown_kind_of_note", f"kind must be one of {', '.join(KINDS)}.", field="kind")
    if Annotation.objects.of(workspace).count() >= MOST_ANNOTATIONS:
        raise Refusal("too_many_annotations", f"A workspace has at most {MOST_ANNOTATIONS} annotations.")
    made = Annotation.objects.create(workspace=workspace, day=day, kind=kind, text=said)
    record(workspace, actor, "annotation.made", f"annotation:{made.pk}", day=day.isoformat(), text=said)
    return made


@transaction.atomic
def drop_annotation(annotation: Annotation, actor: str) -> None:
    record(
        annotation.workspace,
        actor,
        "annotation.dropped",
        f"annotation:{annotation.pk}",
        day=annotation.day.isoformat(),
        text=annotation.text,
    )
    annotation.delete()
