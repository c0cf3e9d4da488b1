"""A problem: what many cases and comments have in common, whose it is, and what is decided about it (L06).

Its release is a mark on the course of the score, so that before and after can be held against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, models, transaction

from likely.act.annotation import Annotation, annotate, drop_annotation
from likely.act.case import Case, may_own
from likely.base.journal import record
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.store.theme_set import themes_of
from likely.text.comment_words import wanted

NOTICED, DECIDED, WORKING, RELEASED, DECLINED = STATUSES = (
    "noticed",  # many speak of it
    "decided",  # it will be repaired
    "working",
    "released",  # repaired, on a day
    "declined",  # it stays as it is, for a reason
)
SETTLED: Final = (RELEASED, DECLINED)  # when everybody can be told
NEEDS_REASON: Final = (DECIDED, DECLINED)
LONGEST: Final = {"name": 80, "about": 1000, "decision": 400}  # characters
LONGEST_WORDS: Final = 60
MOST_WORDS: Final = 20
MOST_THEMES: Final = 20
MOST_PROBLEMS: Final = 300  # of a workspace
MOST_CASES: Final = 500  # put in at once


class Problem(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="problems")
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="problems")
    status = models.CharField(max_length=8, default=NOTICED)  # one of STATUSES
    decision = models.CharField(max_length=400, blank=True)  # and why
    released_on = models.DateField(null=True)  # in the workspace's time zone
    annotation = models.ForeignKey(Annotation, models.SET_NULL, null=True, related_name="+")
    words = models.JSONField(default=list)  # texts: a comment with all words of any of them speaks of it
    themes = models.JSONField(default=list)  # ids of themes; "price-": only where it is blamed
    cases = models.ManyToManyField(Case, related_name="problems")
    tracker = models.CharField(max_length=300, blank=True)  # https://…: where the work on it is planned
    followed_from = models.DateField(null=True)  # the launch during which it is on the product list
    followed_until = models.DateField(null=True)  # its last day; null: it goes on
    told_at = models.DateTimeField(null=True)  # when those affected were told last
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="problem_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"problem:{self.pk}"


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """What a problem says; see the columns."""

    name: str
    about: str = ""
    owner: UUID | None = None
    status: str = NOTICED
    decision: str = ""
    released_on: date | None = None
    words: Sequence[str] = ()
    themes: Sequence[str] = ()
    tracker: str = ""
    followed_from: date | None = None
    followed_until: date | None = None


@transaction.atomic
def make_problem(workspace: Workspace, facts: ProblemFacts, actor: str) -> Problem:
    if Problem.objects.of(workspace).count() >= MOST_PROBLEMS:
        raise Refusal("too_many_problems", f"A workspace has at most {MOST_PROBLEMS} problems.")
    return _keep(Problem(workspace=workspace), facts, actor, "problem.made")


@transaction.atomic
def change_problem(problem: Problem, facts: ProblemFacts, actor: str) -> Problem:
    return _keep(problem, facts, actor, "problem.changed")


@transaction.atomic
def drop_problem(problem: Problem, actor: str) -> None:
    """Its cases stay, and so does what was told. The mark on the course goes."""
    record(problem.workspace, actor, "problem.dropped", problem.subject, name=problem.name)
    if problem.annotation:
        drop_annotation(problem.annotation, actor)
    problem.delete()


@transaction.atomic
def add_cases(problem: Problem, cases: Iterable[UUID], actor: str) -> int:
    """Those of the workspace; how many are new in it."""
    named = list(cases)[:MOST_CASES]
    found = Case.objects.of(problem.workspace_id).filter(pk__in=named).exclude(problems=problem)
    new = list(found)
    problem.cases.add(*new)
    if new:
        record(problem.workspace, actor, "problem.cases_added", problem.subject, n=len(new))
    return len(new)


@transaction.atomic
def take_out_case(problem: Problem, case: UUID, actor: str) -> None:
    problem.cases.remove(*problem.cases.filter(pk=case))
    record(problem.workspace, actor, "problem.case_taken_out", problem.subject, case=str(case))


def _keep(problem: Problem, facts: ProblemFacts, actor: str, verb: str) -> Problem:
    for name, value in _read(problem.workspace, facts).items():
        setattr(problem, name, value)
    _mark(problem, actor)
    try:
        with transaction.atomic():
            problem.save()
    except IntegrityError:
        raise Refusal("name_taken", f"There is a problem {problem.name!r} already.", field="name") from None
    record(problem.workspace, actor, verb, problem.subject, name=problem.name, status=problem.status)
    return problem


def _mark(problem: Problem, actor: str) -> None:
    """One mark for the release: made, moved or taken away with it."""
    day = problem.released_on if problem.status == RELEASED else None
    held = problem.annotation
    if held and (held.day, held.text) == (day, problem.name):
        return
    if held:
        problem.annotation = None
        drop_annotation(held, actor)
    if day:
        problem.annotation = annotate(problem.workspace, day, "release", problem.name, actor)


def _read(workspace: Workspace, facts: ProblemFacts) -> Mapping[str, Any]:
    name, decision = (" ".join(_text(facts, field).split()) for field in ("name", "decision"))
    if not name:
        raise Refusal("no_name", "The problem has no name.", cure="Give it one.", field="name")
    if facts.status not in STATUSES:
        raise Refusal("status_unknown", f"It is one of {', '.join(STATUSES)}.", field="status")
    if facts.status in NEEDS_REASON and not decision:
        raise Refusal("decision_missing", "Say what was decided, and why.", field="decision")
    if facts.status == RELEASED and facts.released_on is None:
        raise Refusal("release_missing", "Say on which day it was released.", field="released_on")
    if facts.owner is not None and facts.owner not in may_own(workspace):
        raise Refusal("owner_unknown", "Nobody of that name works on cases here.", field="owner")
    _check_following(facts)
    return {
        "name": name,
        "tracker": _tracker(facts.tracker),
        "followed_from": facts.followed_from,
        "followed_until": facts.followed_until,
        "about": _text(facts, "about"),
        "owner_id": facts.owner,
        "status": facts.status,
        "decision": decision,
        "released_on": facts.released_on,
        "words": _words(facts.words),
        "themes": _themes(workspace, facts.themes),
    }


def _check_following(facts: ProblemFacts) -> None:
    begin, end = facts.followed_from, facts.followed_until
    if end and (begin is None or end < begin):
        raise Refusal("following_malformed", "It ends before it begins.", field="followed_until")
    if begin and not (facts.words or facts.themes):
        raise Refusal("nothing_to_follow", "It has neither words nor themes to follow.", field="words")


def _tracker(told: str) -> str:
    address = told.strip()
    parts = urlsplit(address)
    if address and (parts.scheme not in ("https", "http") or not parts.hostname or len(address) > 300):
        raise Refusal("tracker_malformed", "It must begin with https:// and name a host.", field="tracker")
    return address


def _text(facts: ProblemFacts, field: str) -> str:
    return clean_text(getattr(facts, field), field, LONGEST[field])


def _words(told: Sequence[str]) -> list[str]:
    cleaned = [" ".join(clean_text(one, "words", LONGEST_WORDS).split()) for one in told]
    words = list(dict.fromkeys(one for one in cleaned if one))
    if any(not wanted(one) for one in words):
        raise Refusal("words_without_letters", "Each line needs a word.", field="words")
    if len(words) > MOST_WORDS:
        raise Refusal("too_many_words", f"At most {MOST_WORDS} lines.", field="words")
    return words


def _themes(workspace: Workspace, told: Sequence[str]) -> list[str]:
    known, themes = themes_of(workspace), list(dict.fromkeys(told))
    if len(themes) > MOST_THEMES or any(one.rstrip("+-") not in known for one in themes):
        raise Refusal("theme_unknown", "There is no such theme.", field="themes")
    return themes
