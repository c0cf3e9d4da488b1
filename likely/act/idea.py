"""Ideas of staff: what somebody would do about the score, who else would, and what became of it (L10).

Everybody in the workspace submits, votes and discusses. A manager decides, with a reason that all can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.act.problem import Problem
from likely.base.journal import record
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.store.theme_set import themes_of

OPEN, PLANNED, DONE, DECLINED = STATES = ("open", "planned", "done", "declined")
LONGEST: Final = {"title": 100, "text": 2000, "reason": 400, "remark": 1000}  # characters
MOST_IDEAS: Final = 2000  # of a workspace
MOST_REMARKS: Final = 300  # of an idea
MOST_THEMES: Final = 10


class Idea(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="ideas")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    themes = models.JSONField(default=list)  # ids of themes that it is about
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="ideas")
    state = models.CharField(max_length=8, default=OPEN)  # one of STATES
    reason = models.CharField(max_length=400, blank=True)  # of the decision
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    voters = models.ManyToManyField(User, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "state"], name="idea_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"idea:{self.pk}"


class IdeaRemark(models.Model):
    """What somebody says in its discussion."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()


@dataclass(frozen=True, slots=True)
class IdeaFacts:
    """themes: ids. problem: the id of one of the workspace."""

    title: str
    text: str = ""
    themes: Sequence[str] = ()
    problem: UUID | None = None


@transaction.atomic
def submit_idea(
    workspace: Workspace, facts: IdeaFacts, author: User | None, now: datetime, actor: str = ""
) -> Idea:
    """Its author is for it: the first vote is theirs. author: None: a program told it, and nobody is for it.

    actor: who did it, where that is not the author; so in all verbs of an idea.
    """
    if Idea.objects.of(workspace).count() >= MOST_IDEAS:
        raise Refusal("too_many_ideas", f"A workspace has at most {MOST_IDEAS} ideas.")
    idea = Idea(workspace=workspace, author=author, created_at=now)
    _take(idea, facts)
    idea.save()
    if author is not None:
        idea.voters.add(author)
    record(workspace, actor or _name(author), "idea.submitted", idea.subject, title=idea.title)
    return idea


@transaction.atomic
def change_idea(idea: Idea, facts: IdeaFacts, by: User | None, actor: str = "") -> None:
    """What is decided is not worded anew: the votes and the reason are about what was read."""
    if idea.state != OPEN:
        raise Refusal("idea_decided", "It is decided.", cure="Submit another one.")
    _take(idea, facts)
    idea.save()
    record(idea.workspace, actor or _name(by), "idea.changed", idea.subject, title=idea.title)


@transaction.atomic
def vote(idea: Idea, voter: User, is_for: bool) -> None:
    """One vote each, as long as it is open; it may be taken back."""
    if Idea.objects.select_for_update().get(pk=idea.pk).state != OPEN:
        raise Refusal("idea_decided", "It is decided.", cure="Submit another one.")
    (idea.voters.add if is_for else idea.voters.remove)(voter)


@transaction.atomic
def remark(idea: Idea, author: User | None, text: object, now: datetime) -> IdeaRemark:
    said = clean_text(text, "remark", LONGEST["remark"])
    if not said:
        raise Refusal("no_remark", "It says nothing.", cure="Write something.", field="remark")
    if idea.remarks.count() >= MOST_REMARKS:
        raise Refusal("too_many_remarks", f"An idea has at most {MOST_REMARKS} remarks.", field="remark")
    return IdeaRemark.objects.create(workspace=idea.workspace, idea=idea, author=author, text=said, at=now)


@transaction.atomic
def decide_idea(
    idea: Idea, state: str, reason: object, by: User | None, now: datetime, actor: str = ""
) -> None:
    """A decision has a reason; opening it again needs none."""
    said = " ".join(clean_text(reason, "reason", LONGEST["reason"]).split())
    if state not in STATES:
        raise Refusal("state_unknown", f"It is one of {', '.join(STATES)}.", field="state")
    if state != OPEN and not said:
        raise Refusal("reason_missing", "Say why.", field="reason")
    idea.state, idea.reason = state, said
    idea.decided_by, idea.decided_at = (by, now) if state != OPEN else (None, None)
    idea.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(idea.workspace, actor or _name(by), "idea.decided", idea.subject, state=state, reason=said)


@transaction.atomic
def drop_idea(idea: Idea, by: User | None, actor: str = "") -> None:
    record(idea.workspace, actor or _name(by), "idea.dropped", idea.subject, title=idea.title)
    idea.delete()


def _take(idea: Idea, facts: IdeaFacts) -> None:
    title = " ".join(clean_text(facts.title, "title", LONGEST["title"]).split())
    if not title:
        raise Refusal("no_title", "The idea has no title.", cure="Give it one.", field="title")
    themes, known = list(dict.fromkeys(facts.themes)), themes_of(idea.workspace)
    if len(themes) > MOST_THEMES or any(one not in known for one in themes):
        raise Refusal("theme_unknown", "There is no such theme.", field="themes")
    problems = Problem.objects.of(idea.workspace)
    if facts.problem is not None and not problems.filter(pk=facts.problem).exists():
        raise Refusal("problem_unknown", "There is no such problem.", field="problem")
    idea.title, idea.text = title, clean_text(facts.text, "text", LONGEST["text"])
    idea.themes, idea.problem_id = themes, facts.problem


def _name(user: User | None) -> str:
    return f"user:{user.email}" if user else "system"
