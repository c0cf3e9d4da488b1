"""A survey and its versions. A published version is frozen; an edit is a draft until it is one (Q09)."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify

from likely.ask.definition import Definition
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id, new_token
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal


class SurveyState(models.TextChoices):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Survey(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="surveys")
    slug = models.SlugField(max_length=60, unique=True)  # the open link: /s/SLUG
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=SurveyState.choices, default=SurveyState.OPEN)
    closes_at = models.DateTimeField(null=True, blank=True)  # then it closes, whatever `state` says
    live = models.ForeignKey("SurveyVersion", models.PROTECT, null=True, related_name="+")
    draft = models.JSONField(
        null=True
    )  # the definition being edited; null: nothing differs from the live one
    widget = models.JSONField(default=dict, blank=True)  # see likely/ask/widget_rules.py
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def start(cls, workspace: Workspace, name: str, definition: Definition, actor: str) -> "Survey":
        """A new open survey with its first version live."""
        name = _some_name(name)
        survey = cls.objects.create(workspace=workspace, name=name, slug=new_slug(name), kind=definition.kind)
        survey.publish(definition)
        record(workspace, actor, "survey.started", f"survey:{survey.pk}", name=name)
        return survey

    @classmethod
    @transaction.atomic
    def begin(cls, workspace: Workspace, name: str, definition: Definition, actor: str) -> "Survey":
        """A new survey that is only a draft: its link shows nothing before it is published."""
        name = _some_name(name)
        survey = cls.objects.create(
            workspace=workspace,
            name=name,
            slug=new_slug(name),
            kind=definition.kind,
            draft=definition.to_json(),
        )
        record(workspace, actor, "survey.draft_begun", f"survey:{survey.pk}", name=name)
        return survey

    @property
    def state_now(self) -> str:
        """`state`, or closed where the day on which it closes has come."""
        return state_at(self.state, self.closes_at, timezone.now())

    @transaction.atomic
    def rename(self, name: str, actor: str) -> None:
        """The name for staff. Links keep their address, which was made of the first one."""
        self.name = _some_name(name)
        self.save(update_fields=["name"])
        record(self.workspace, actor, "survey.renamed", f"survey:{self.pk}", name=self.name)

    @transaction.atomic
    def move_to(self, state: str, actor: str) -> None:
        """Open, pause or close. A closed survey may be opened again: its links stay the same."""
        if state not in SurveyState.values:
            raise Refusal("unknown_state", f"A survey can't be {state!r}.", field="state")
        if state != SurveyState.CLOSED and self.state_now == SurveyState.CLOSED:
            self.closes_at = None  # a day that is past would close it again at once
        self.state = state
        self.save(update_fields=["state", "closes_at"])
        record(self.workspace, actor, f"survey.{state}", f"survey:{self.pk}")

    @transaction.atomic
    def close_on(self, closes_at: datetime | None, actor: str) -> None:
        """Let it close by itself at a moment to come; None: never."""
        if closes_at is not None and closes_at <= timezone.now():
            raise Refusal(
                "closes_in_the_past",
                "The moment at which the survey closes is past.",
                cure="Name one to come, or close it now.",
                field="closes_at",
            )
        self.closes_at = closes_at
        self.save(update_fields=["closes_at"])
        when = closes_at.isoformat(timespec="seconds") if closes_at else ""
        record(self.workspace, actor, "survey.closing_set", f"survey:{self.pk}", closes_at=when)

    @transaction.atomic
    def publish(self, definition: Definition) -> "SurveyVersion":
        """Freeze `definition` as the next version and let the links show it. A draft is done with."""
        Survey.objects.select_for_update().get(pk=self.pk)  # one at a time: the numbers have no gap
        number = self.versions.count() + 1
        version = self.versions.create(
            number=number, definition=definition.to_json(), published_at=timezone.now()
        )
        self.live, self.kind, self.draft = version, definition.kind, None
        self.save(update_fields=["live", "kind", "draft"])
        return version

    def edited(self) -> Definition:
        """What an editor shows: the draft, or the live version where there is none."""
        if self.draft is not None:
            return Definition.from_json(self.draft)
        if self.live is None:
            raise Refusal("never_published", "This survey has no version yet.", field="survey")
        return self.live.read()

    @transaction.atomic
    def keep_draft(self, definition: Definition, actor: str) -> None:
        """Keep an edit beside the live version, which goes on unchanged. One that changes nothing is none."""
        self._same_kind(definition)
        live = self.live.read() if self.live else None
        new = None if definition == live else definition.to_json()
        begun = self.draft is None and new is not None
        self.draft = new
        self.save(update_fields=["draft"])
        if begun:
            record(self.workspace, actor, "survey.draft_begun", f"survey:{self.pk}")

    @transaction.atomic
    def drop_draft(self, actor: str) -> None:
        if self.draft is not None:
            self.draft = None
            self.save(update_fields=["draft"])
            record(self.workspace, actor, "survey.draft_dropped", f"survey:{self.pk}")

    @transaction.atomic
    def publish_draft(self, actor: str) -> "SurveyVersion":
        """The draft becomes the next version. Answers that were begun stay with theirs."""
        if self.draft is None:
            raise Refusal(
                "no_draft", "There is no draft to publish.", cure="Edit the survey first.", field="draft"
            )
        version = self.publish(Definition.from_json(self.draft))
        record(self.workspace, actor, "survey.published", f"survey:{self.pk}", version=version.number)
        return version

    def duplicate(self, name: str, actor: str) -> "Survey":
        """A survey of its own that asks what this one (or its draft) asks. No answers, no versions."""
        return Survey.start(self.workspace, name, self.edited(), actor)

    def _same_kind(self, definition: Definition) -> None:
        if self.live and definition.kind != self.kind:
            raise Refusal(
                "kind_is_fixed",
                f"A published survey stays what it is: {self.kind}.",
                cure="Duplicate it, or start a new one.",
                field="kind",
            )


class SurveyVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")
        ]

    def read(self) -> Definition:
        return Definition.from_json(self.definition)


def _some_name(name: str) -> str:
    name = clean_text(name, "name", 120)
    if not name:
        raise Refusal("no_name", "The survey has no name.", cure="Give it one.", field="name")
    return name


def state_at(state: str, closes_at: datetime | None, now: datetime) -> str:
    return SurveyState.CLOSED if closes_at is not None and closes_at <= now else state


def new_slug(name: str) -> str:
    """The name as part of an address, with enough chance in it that it is nobody else's."""
    tail = new_token()[:6].lower().replace("_", "0").replace("-", "1")
    return f"{slugify(name)[:48]}-{tail}".strip("-")
