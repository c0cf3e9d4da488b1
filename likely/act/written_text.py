"""What a language model wrote for a workspace: a summary of one view, or names of discovered themes.

A row is the order and its answer. What is sent is made and masked when it is ordered, so that the row shows
it until it is answered; then it is emptied, and only the ids of the comments stay. A sentence is shown while
every comment that it cites is there: an erased comment takes its sentences with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.act.language_model_setup import language_model_of
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.lib.language_model import LanguageModel, ModelFailed, ask_model
from likely.lib.refusal import Refusal
from likely.store.theme_set import Origin, keep_themes, newest_set
from likely.text.cited import Asked, believed, named
from likely.text.taxonomy import taxonomy

GIVEN_UP: Final = timedelta(minutes=5)  # a worker died while it waited for the answer; asking again costs


class Kind(models.TextChoices):
    SUMMARY = "summary"
    NAMES = "names"


class State(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


class WrittenText(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="written_texts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    view = models.CharField(max_length=64)  # names what was looked at, and in which language
    rules = models.TextField()
    about = models.TextField(blank=True)  # masked; empty once it is answered
    sources = models.JSONField()  # ids of the comments in the order of their numbers; ids of themes
    sentences = models.JSONField(default=list)  # [{text, comments: [id]}]
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)  # it failed
    model = models.CharField(max_length=120, blank=True)
    asked_by = models.CharField(max_length=160)  # as in the journal
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "kind", "view", "asked_at"], name="written_text_view"),
            models.Index(
                fields=["asked_at"],
                name="written_text_due",
                condition=models.Q(state__in=["waiting", "sent"]),
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in (State.WAITING, State.SENT)


@dataclass(frozen=True, slots=True)
class Order:
    """sources: what the numbers of comments stand for, or the themes that are to be named."""

    kind: Kind
    view: str
    asked: Asked
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """comments: ids of responses that are there."""

    text: str
    comments: tuple[str, ...]


@transaction.atomic
def order_text(workspace: Workspace, order: Order, actor: str, now: datetime) -> WrittenText:
    """Have it written by the next worker; what is under way already is not ordered twice."""
    if language_model_of(workspace) is None:
        raise Refusal(
            "llm_off", "No language model writes for this workspace.", cure="An owner can agree to it."
        )
    if not order.sources:
        raise Refusal("nothing_to_send", "There are no comments to be written about.")
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    same = newest_text(workspace, order.kind, order.view)
    if same is not None and same.is_under_way:
        return same
    made = WrittenText.objects.create(
        workspace=workspace,
        kind=order.kind,
        view=order.view,
        rules=order.asked.rules,
        about=order.asked.about,
        sources=list(order.sources),
        asked_by=actor,
        asked_at=now,
    )
    record(workspace, actor, "llm.ordered", f"text:{made.pk}", kind=order.kind, sources=len(order.sources))
    return made


def newest_text(workspace: Workspace, kind: Kind, view: str) -> WrittenText | None:
    rows = WrittenText.objects.of(workspace).filter(kind=kind, view=view)
    return rows.order_by("-asked_at", "-pk").first()


def shown_sentences(text: WrittenText) -> list[ShownSentence]:
    """Those whose every comment is still there."""
    wanted = {UUID(id) for one in text.sentences for id in one["comments"]}
    rows = Response.objects.filter(workspace=text.workspace_id, pk__in=wanted).exclude(comment="")
    there = {str(pk) for pk in rows.values_list("pk", flat=True)}
    return [
        ShownSentence(one["text"], tuple(one["comments"]))
        for one in text.sentences
        if there.issuperset(one["comments"])
    ]


def write_due(now: datetime) -> int:
    """Ask for what was ordered, one after another; how many were answered or failed."""
    rows = WrittenText.objects.filter(state=State.SENT, asked_at__lt=now - GIVEN_UP)
    rows.update(state=State.FAILED, why="The worker ended before the answer came.", about="")
    done = 0
    for row in (
        WrittenText.objects.filter(state=State.WAITING).select_related("workspace").order_by("asked_at")
    ):
        if WrittenText.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.SENT):
            _write(row, now)
            done += 1
    return done


def _write(row: WrittenText, now: datetime) -> None:
    """Consent is asked for again at the last moment."""
    model = language_model_of(row.workspace)
    try:
        if model is None:
            raise ModelFailed("The consent was withdrawn.")
        said = ask_model(model, row.rules, row.about)
        with transaction.atomic():
            kept = _keep_names(row, said, model) if row.kind == Kind.NAMES else _keep_sentences(row, said)
            _settle(row, model.name, State.DONE, "", kept, now)
    except ModelFailed as failed:
        with transaction.atomic():
            _settle(row, model.name if model else "", State.FAILED, failed.words[:300], 0, now)


def _settle(row: WrittenText, model: str, state: State, why: str, kept: int, now: datetime) -> None:
    row.state, row.why, row.about, row.model, row.done_at = state, why, "", model, now
    row.save(update_fields=["state", "why", "about", "model", "done_at", "sentences"])
    detail = {"kind": row.kind, "model": model, "kept": kept, "why": why}
    record(row.workspace, row.asked_by, f"llm.{state}", f"text:{row.pk}", **detail)


def _keep_sentences(row: WrittenText, said: str) -> int:
    found = believed(said, len(row.sources))
    if not found:
        raise ModelFailed("No sentence of the answer named comments that were sent.")
    row.sentences = [
        {"text": one.text, "comments": [row.sources[number - 1] for number in one.comments]} for one in found
    ]
    return len(found)


def _keep_names(row: WrittenText, said: str, model: LanguageModel) -> int:
    """Only discovered themes are named: nothing that somebody edited meanwhile is renamed by a machine."""
    names = named(said, row.sources)
    if not names:
        raise ModelFailed("The answer names no theme that was asked about.")
    Workspace.objects.select_for_update().get(pk=row.workspace_id)
    newest = newest_set(row.workspace)
    if newest is None or newest.origin != Origin.DISCOVERED:
        raise ModelFailed("Somebody edited the themes meanwhile.")
    old = newest.read()
    themes = [replace(one, names={**one.names, **names.get(one.id, {})}) for one in old.themes]
    keep_themes(row.workspace, taxonomy(themes, old.version + 1), Origin.DISCOVERED, f"llm:{model.name}")
    return len(names)
