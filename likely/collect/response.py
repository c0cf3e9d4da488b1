"""A response: the hot row of what one person answered once."""

from typing import Any, ClassVar

from django.db import models

from likely.ask.invitation import Invitation
from likely.ask.survey import Survey, SurveyVersion
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.migrations._comment_index import CommentIndex
from likely.people.person import Person
from likely.text.comment_words import words_of


class ResponseState(models.TextChoices):
    COUNTED = "counted"
    QUARANTINED = "quarantined"  # doubtful: shown, releasable, out of every score (C06)
    DISMISSED = "dismissed"  # taken out by a member, or withdrawn


class Response(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No index of these two alone: those below begin with them, and PostgreSQL, while it knows nothing of a
    # survey that has just begun, would take the survey's and read all its rows for each key.
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="responses", db_index=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses", db_index=False)
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="response")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="responses")
    key = models.CharField(max_length=80)  # names one submission; retries and edits carry the same
    score = models.PositiveSmallIntegerField(null=True)  # 0..10; null: not answered
    comment = models.TextField(blank=True)
    permission = models.BooleanField(null=True)  # may we contact you? null: not answered
    answers = models.JSONField(default=dict)  # {question key: value} beside score, comment, permission
    properties = models.JSONField(default=dict)  # known at the time of answering
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    touchpoint = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=ResponseState.choices, default=ResponseState.COUNTED)
    doubt = models.CharField(max_length=80, blank=True)  # why it is quarantined or dismissed
    verdict = models.CharField(max_length=8, blank=True)  # human, doubtful, machine; "": a trusted caller's
    evidence = models.JSONField(default=dict)  # what the verdict rests on (collect/standing.py); names nobody
    at = models.DateTimeField()  # of the first tap
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)  # the last question was sent off
    seal = models.PositiveIntegerField(null=True)  # number of the seal that carried it to the lake
    sealed_before = models.BooleanField(default=False)  # an older copy lies in the lake
    words = models.TextField(blank=True, default="", editable=False)  # that find it: text/comment_words.py

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "key"], name="response_once_per_key"),
            CommentIndex(name="comment_index"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-at", "-id"], name="response_newest"),
            models.Index(fields=["workspace", "changed_at"], name="response_changed"),
            models.Index(fields=["workspace", "seal"], name="response_seal"),
        ]

    def save(self, **how: Any) -> None:
        """With the words under which the comment is found."""
        self.words = words_of(self.comment)
        if how.get("update_fields") is not None:
            how["update_fields"] = {*how["update_fields"], "words"}
        super().save(**how)
