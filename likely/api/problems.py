"""Problems: what many cases have in common, how large it is, what is decided, and everybody affected told."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.case import Case
from likely.act.problem import (
    LONGEST,
    MOST_CASES,
    MOST_THEMES,
    MOST_WORDS,
    Problem,
    ProblemFacts,
    add_cases,
    change_problem,
    drop_problem,
    make_problem,
    take_out_case,
)
from likely.act.problem_size import affected, problem_size
from likely.act.problem_told import LONGEST as LONGEST_TOLD
from likely.act.problem_told import reach_of, tell_affected, told_states
from likely.analyse.report_json import score_object
from likely.api.caller import actor_of, workspace_of
from likely.api.cases import ROWS as CASE_ROWS
from likely.api.cases import CaseTold, tell_case
from likely.api.colleague import case_worker, mail_of
from likely.api.field import Day, Line, Sent, Told, Words, read_id
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.api.score import ScoreTold
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.score import Score

router = Router(tags=["Problems"])

State = Literal["noticed", "decided", "working", "released", "declined"]
Name = Annotated[Line, Field(max_length=LONGEST["name"])]
About = Annotated[Words, Field(max_length=LONGEST["about"])]
Decision = Annotated[Words, Field(max_length=LONGEST["decision"])]
Lines = Annotated[list[Line], Field(max_length=MOST_WORDS)]
Themes = Annotated[list[Line], Field(max_length=MOST_THEMES)]
Tracker = Annotated[Words, Field(max_length=300)]
PLAIN: Final = (
    "name", "about", "status", "decision", "released_on", "words", "themes", "tracker", "followed_from",
    "followed_until",
)  # fmt: skip
NULLABLE: Final = ("owner", "released_on", "followed_from", "followed_until")
PROBLEM: Final[dict[str, Any]] = {
    "name": "Late deliveries",
    "words": ["delivery late"],
    "owner": "ann@example.org",
}


class ProblemsAsked(Asked):
    status: State | None = None


class NewProblem(Sent):
    """owner: the mail address of a colleague. words: texts; a comment with all words of any of them speaks of
    it. themes: ids; `delivery-`: only where it is blamed. tracker: an address. followed_from: since when it
    stands on the product list."""

    model_config = ConfigDict(json_schema_extra={"example": PROBLEM})

    name: Name
    about: About = ""
    owner: Line | None = None
    status: State = "noticed"
    decision: Decision = ""
    released_on: Day | None = None
    words: Lines = Field(default_factory=list)
    themes: Themes = Field(default_factory=list)
    tracker: Tracker = ""
    followed_from: Day | None = None
    followed_until: Day | None = None


class ProblemChange(Sent):
    """What is not sent stays; owner and days may be null."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"status": "released", "released_on": "2026-11-20"}}
    )

    name: Name | None = None
    about: About | None = None
    owner: Line | None = None
    status: State | None = None
    decision: Decision | None = None
    released_on: Day | None = None
    words: Lines | None = None
    themes: Themes | None = None
    tracker: Tracker | None = None
    followed_from: Day | None = None
    followed_until: Day | None = None


class CasesNamed(Sent):
    """cases: ids."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"cases": ["01920000-0000-7000-8000-000000000000"]}}
    )

    cases: Annotated[list[Line], Field(min_length=1, max_length=MOST_CASES)]


class NewTelling(Sent):
    """{name}, {sender} and {problem} are filled in for each."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"subject": "What became of it", "text": "Hello {name}, {problem}: it is repaired."}
        }
    )

    subject: Annotated[Line, Field(max_length=LONGEST_TOLD["subject"])]
    text: Annotated[Words, Field(max_length=LONGEST_TOLD["text"])]


class ProblemTold(Told):
    """cases: how many are in it. told_at: when those affected were told last."""

    id: UUID
    name: str
    about: str
    owner: str | None
    status: str
    decision: str
    released_on: date | None
    words: list[str]
    themes: list[str]
    tracker: str
    followed_from: date | None
    followed_until: date | None
    cases: int
    told_at: datetime | None
    created_at: datetime


class PointsTold(Told):
    value: float
    low: float
    high: float
    method: str


class SizeTold(Told):
    """Of the last 365 days. value: of the accounts a year. points: what the score of all is off by for it.

    null: too few answers to be told, or not known.
    """

    answers: int
    people: int
    accounts: int
    value: float | None
    score: ScoreTold | None
    points: PointsTold | None


class ReachTold(Told):
    """may: people who can be told. why_not: {reason: people}. already: told. states: of their mails."""

    may: int
    why_not: dict[str, int]
    already: int
    states: dict[str, int]


class CasesAddedTold(Told):
    """added: how many were not in it before."""

    added: int


class QueuedTold(Told):
    """queued: mails that go out in a moment."""

    queued: int


@router.get("/problems", response=Listed[ProblemTold], operation_id="list_problems", summary="List problems")
def list_problems(request: HttpRequest, asked: Query[ProblemsAsked]) -> Any:
    """Those noticed first come first."""
    rows = _rows(workspace_of(request))
    return page_of(
        request, rows.filter(status=asked.status) if asked.status else rows, asked, BY_ID, tell_problem
    )


@router.post(
    "/problems", response={201: ProblemTold}, operation_id="create_problem", summary="Note a problem"
)
@once()
def create_problem(request: HttpRequest, body: NewProblem) -> tuple[int, Told]:
    workspace = workspace_of(request)
    made = make_problem(workspace, _facts(workspace, body.model_dump()), actor_of(request))
    return 201, tell_problem(_rows(workspace).get(pk=made.pk))


@router.get("/problems/{problem}", response=ProblemTold, operation_id="get_problem", summary="Get a problem")
def get_problem(request: HttpRequest, problem: str) -> Any:
    return tell_problem(_problem(request, problem))


@router.patch(
    "/problems/{problem}", response=ProblemTold, operation_id="change_problem", summary="Change a problem"
)
@transaction.atomic
def patch_problem(request: HttpRequest, problem: str, body: ProblemChange) -> Any:
    """Its release is marked on the course of the score."""
    found, told = _problem(request, problem), body.changes(*NULLABLE)
    kept: dict[str, Any] = {name: getattr(found, name) for name in PLAIN}
    kept["owner"] = mail_of(found.owner)
    change_problem(found, _facts(found.workspace, {**kept, **told}), actor_of(request))
    return tell_problem(_problem(request, problem))


@router.delete(
    "/problems/{problem}", response={204: None}, operation_id="delete_problem", summary="Remove a problem"
)
def delete_problem(request: HttpRequest, problem: str) -> Any:
    """Its cases stay, and so does what was told."""
    drop_problem(_problem(request, problem), actor_of(request))
    return Status(204, None)


@router.get(
    "/problems/{problem}/size",
    response=SizeTold,
    operation_id="get_problem_size",
    summary="How large a problem is",
)
def get_problem_size(request: HttpRequest, problem: str) -> Any:
    found, now = _problem(request, problem), timezone.now()
    size = problem_size(found, affected(found, now), now)
    return SizeTold(
        answers=size.answers,
        people=size.people,
        accounts=size.accounts,
        value=size.value,
        score=_score(size.score),
        points=_points(size.points),
    )


@router.get(
    "/problems/{problem}/cases",
    response=Listed[CaseTold],
    operation_id="list_problem_cases",
    summary="List the cases of a problem",
)
def list_problem_cases(request: HttpRequest, problem: str, asked: Query[Asked]) -> Any:
    found = _problem(request, problem)
    rows = Case.objects.of(found.workspace_id).filter(problems=found).select_related(*CASE_ROWS)
    return page_of(request, rows, asked, BY_ID, tell_case)


@router.post(
    "/problems/{problem}/cases",
    response={200: CasesAddedTold},
    operation_id="add_problem_cases",
    summary="Put cases into a problem",
)
@once()
def add_problem_cases(request: HttpRequest, problem: str, body: CasesNamed) -> tuple[int, Told]:
    """All of them or none: one that is not there is refused."""
    found, ids = _problem(request, problem), {id for one in body.cases if (id := read_id(one))}
    there = set(Case.objects.of(found.workspace_id).filter(pk__in=ids).values_list("pk", flat=True))
    if len(there) != len(set(body.cases)):
        raise Refusal("case_unknown", "One of the cases is not there.", field="cases")
    return 200, CasesAddedTold(added=add_cases(found, there, actor_of(request)))


@router.delete(
    "/problems/{problem}/cases/{case}",
    response={204: None},
    operation_id="remove_problem_case",
    summary="Take a case out of a problem",
)
def remove_problem_case(request: HttpRequest, problem: str, case: str) -> Any:
    """The case stays."""
    found, id = _problem(request, problem), read_id(case)
    if id is None or not found.cases.filter(pk=id).exists():
        raise Refusal("case_unknown", "There is no such case in it.", field="case")
    take_out_case(found, id, actor_of(request))
    return Status(204, None)


@router.get(
    "/problems/{problem}/reach",
    response=ReachTold,
    operation_id="get_problem_reach",
    summary="Who affected can be told",
)
def get_problem_reach(request: HttpRequest, problem: str) -> Any:
    """Nobody is told who did not permit contact."""
    found, now = _problem(request, problem), timezone.now()
    reach = reach_of(found, affected(found, now), now)
    return ReachTold(
        may=len(reach.people), why_not=dict(reach.why_not), already=reach.already, states=told_states(found)
    )


@router.post(
    "/problems/{problem}/tell",
    response={200: QueuedTold},
    operation_id="tell_affected",
    summary="Tell everyone affected",
)
@once()
def tell(request: HttpRequest, problem: str, body: NewTelling) -> tuple[int, Told]:
    """Once it is released or declined: one mail to each who permitted contact and was not told yet."""
    found, now = _problem(request, problem), timezone.now()
    words = (body.subject, body.text)
    return 200, QueuedTold(queued=tell_affected(found, affected(found, now), words, actor_of(request), now))


def tell_problem(row: Any) -> ProblemTold:
    return ProblemTold.from_row(row, owner=mail_of(row.owner), cases=row.n)


def _score(score: Score | None) -> ScoreTold | None:
    told = score_object(score)
    return ScoreTold(**told) if told else None


def _points(points: Estimate | None) -> PointsTold | None:
    if points is None:
        return None
    return PointsTold(value=points.value, low=points.low, high=points.high, method=points.method)


def _facts(workspace: Workspace, told: dict[str, Any]) -> ProblemFacts:
    owner = case_worker(workspace, told["owner"], "owner").pk if told["owner"] else None
    return ProblemFacts(**{**told, "owner": owner})


def _rows(workspace: Workspace) -> QuerySet[Problem]:
    rows: QuerySet[Problem] = Problem.objects.of(workspace).select_related("workspace", "owner", "annotation")
    return rows.annotate(n=Count("cases"))


def _problem(request: HttpRequest, problem: str) -> Problem:
    return row_named(_rows(workspace_of(request)), problem, "problem_unknown", "problem")
