"""Two populations side by side, accounts, and what the score is held against: the pages, for machines."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.account_scores import scored_accounts
from likely.act.quoted_benchmark import BenchmarkFacts, QuotedBenchmark, drop_benchmark, quote, quoted_by
from likely.analyse.accounts import Accounts
from likely.analyse.afterwards import afterwards
from likely.analyse.held_against import held_against
from likely.analyse.populations import Side, counted_populations
from likely.analyse.segments import score_of
from likely.analyse.small_groups import too_few
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Day, Line, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Listed, page_of
from likely.api.page import Asked as PageAsked
from likely.api.score import ScoreTold
from likely.api.trends import DifferenceTold, difference_told, score_told
from likely.base.workspace import Workspace
from likely.people.account import Account
from likely.stats.estimate import Estimate
from likely.store.aggregate import counts
from likely.store.event_table import events_named
from likely.store.followed_by import MOST_DAYS, followed_by
from likely.store.people_counts import ACCOUNT, POPULATION, Asked, people_counts
from likely.store.slice import Slice
from likely.store.slice_moments import moments

router = Router(tags=["Score"])

MOST = 500  # accounts of one answer


class OfDays(Sent):
    """since, until: days in the workspace's time zone, both included. survey: its slug; "": all."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"since": "2026-01-01", "until": "2026-06-30", "survey": "acme"}}
    )

    since: Day | None = None
    until: Day | None = None
    survey: Line = ""

    def asked(self, workspace: Workspace) -> Asked:
        return Asked(workspace, *moments(workspace, Slice(self.since, self.until)), self.survey)


class PopulationsAsked(OfDays):
    """first, second: populations, such as customers and employees. by: the place: a property, or account.

    line: points above which a population is called happy; none: the workspace's target, or 0.
    """

    model_config = ConfigDict(
        json_schema_extra={"example": {"by": "region", "first": "owners", "second": "users"}}
    )

    by: Line
    first: Line = "customers"
    second: Line = "employees"
    line: float | None = None


class SideTold(Told):
    """difference: first − second. balance: both, first, second, neither, unclear or too_few are happy."""

    place: str
    first: ScoreTold | None
    second: ScoreTold | None
    difference: DifferenceTold | None
    verdict: str
    balance: Literal["both", "first", "second", "neither", "unclear", "too_few"]


class PopulationsTold(Told):
    """all: everywhere. places: the widest gap first; the verdicts are judged together."""

    line: float
    all: SideTold
    places: list[SideTold]


class ClusterTold(Told):
    """In points; n: accounts."""

    value: float
    low: float
    high: float
    n: int


class AccountScored(Told):
    id: UUID
    name: str
    value: float | None
    score: ScoreTold | None


class AccountsTold(Told):
    """by_answer: every answer once; by_account: every account once; by_value: accounts by their value.

    accounts: that answered, silent: that were asked and did not, both the most valuable first, at most 500.
    silent_value: share of the value that is silent, 0..1.
    """

    by_answer: ScoreTold | None
    by_account: ClusterTold | None
    by_value: ClusterTold | None
    accounts: list[AccountScored]
    silent: list[AccountScored]
    silent_value: float | None


class FollowedAsked(AnswersAsked):
    """event: the name of what happened. days: within so many after the answer. survey: its slug; "": all."""

    model_config = ConfigDict(json_schema_extra={"example": {"event": "renewal", "days": 90}})

    event: Line
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 90
    survey: Line = ""


class ShareTold(Told):
    """In percent, or percent points. n: answers."""

    value: float
    low: float
    high: float
    n: int


class FollowedTold(Told):
    """Shares of the answers that the event followed in time; null where too few answered.

    gap: promoters − detractors. An association: it proves no cause.
    """

    promoters: ShareTold | None
    passives: ShareTold | None
    detractors: ShareTold | None
    gap: ShareTold | None


class NewBenchmark(Sent):
    """n: answers that the figure rests on; none: not told, so that its own error is not known."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Rival",
                "points": 31,
                "source": "Their annual report",
                "year": 2026,
                "n": 800,
            }
        }
    )

    name: Line
    points: float
    source: Line
    year: int
    n: int | None = None


class BenchmarkTold(Told):
    id: UUID
    name: str
    points: float
    source: str
    year: int
    n: int | None
    created_at: datetime


class HeldTold(Told):
    """difference: our score − the figure. own: quoted by the workspace, not by others' publication."""

    name: str
    points: float
    source: str
    year: int
    n: int | None
    own: bool
    difference: DifferenceTold | None
    verdict: str


class HeldAgainst(Told):
    score: ScoreTold | None
    benchmarks: list[HeldTold]


@router.post(
    "/populations",
    response=PopulationsTold,
    operation_id="ask_populations",
    summary="Hold two populations side by side",
)
@once(atomic=False)
def ask_populations(request: HttpRequest, body: PopulationsAsked) -> tuple[int, Told]:
    """Both must be happy. Answers to an employee survey are of employees, also where nobody is named."""
    workspace = workspace_of(request)
    line = float((workspace.target_score or 0) if body.line is None else body.line)
    found = counted_populations(
        people_counts(body.asked(workspace), body.by, POPULATION),
        (body.first, body.second),
        line=line,
        smallest=workspace.smallest_group,
    )
    names = _account_names(workspace) if body.by == ACCOUNT else {}
    places = [_side(one, names.get(one.name, one.name)) for one in found.units]
    return 200, PopulationsTold(line=line, all=_side(found.all, ""), places=places)


@router.post(
    "/account-scores",
    response=AccountsTold,
    operation_id="ask_accounts",
    summary="Ask for the score of accounts",
)
@once(atomic=False)
def ask_accounts(request: HttpRequest, body: OfDays) -> tuple[int, Told]:
    """Accounts counted once or by their value, and which of those asked have not answered."""
    workspace = workspace_of(request)
    return 200, _accounts(*scored_accounts(body.asked(workspace)), workspace.smallest_group)


@router.post(
    "/followed", response=FollowedTold, operation_id="ask_followed", summary="Ask what followed an answer"
)
@once(atomic=False)
def ask_followed(request: HttpRequest, body: FollowedAsked) -> tuple[int, Told]:
    """How often an event (a renewal, an order) follows an answer of each group, in equal time."""
    workspace = workspace_of(request)
    slice, events = body.settled(workspace), events_named(workspace, [body.event])
    slice = slice.only("survey", body.survey) if body.survey else slice
    told = followed_by(body.table(workspace), slice, events, body.days, timezone.now())
    found = afterwards(told, workspace.smallest_group)
    promoters, passives, detractors = (
        _share(found.shares[one]) for one in ("promoter", "passive", "detractor")
    )
    return 200, FollowedTold(
        promoters=promoters, passives=passives, detractors=detractors, gap=_share(found.gap)
    )


@router.get(
    "/benchmarks",
    response=Listed[BenchmarkTold],
    operation_id="list_benchmarks",
    summary="List own benchmarks",
)
def list_benchmarks(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """What the workspace quotes itself; those quoted first come first."""
    return page_of(request, QuotedBenchmark.objects.of(workspace_of(request)), asked, BY_ID, _told)


@router.post(
    "/benchmarks", response={201: BenchmarkTold}, operation_id="create_benchmark", summary="Quote a benchmark"
)
@once()
def create_benchmark(request: HttpRequest, body: NewBenchmark) -> tuple[int, Told]:
    """Nothing is quoted without its source and year."""
    facts = BenchmarkFacts(**body.model_dump())
    return 201, _told(quote(workspace_of(request), facts, actor_of(request)))


@router.post(
    "/benchmarks/held",
    response=HeldAgainst,
    operation_id="ask_benchmarks",
    summary="Hold the score against benchmarks",
)
@once(atomic=False)
def ask_benchmarks(request: HttpRequest, body: AnswersAsked) -> tuple[int, Told]:
    """Those that others published and those that the workspace quotes; the verdicts are judged together."""
    workspace = workspace_of(request)
    table = body.table(workspace)
    score = score_of(counts(table, body.slice).total())
    if score is None or (body.narrowed and too_few(table, body.slice, workspace.smallest_group)):
        return 200, HeldAgainst(score=None, benchmarks=[])
    held = [
        HeldTold(
            name=one.quoted.name,
            points=one.quoted.points,
            source=one.quoted.source,
            year=one.quoted.year,
            n=one.quoted.n,
            own=one.quoted.own,
            difference=difference_told(one.gap),
            verdict=one.verdict,
        )
        for one in held_against(score, quoted_by(workspace))
    ]
    return 200, HeldAgainst(score=score_told(score), benchmarks=held)


@router.delete(
    "/benchmarks/{benchmark}",
    response={204: None},
    operation_id="delete_benchmark",
    summary="Take a benchmark back",
)
def delete_benchmark(request: HttpRequest, benchmark: str) -> Any:
    """What others published stays."""
    found = row_named(
        QuotedBenchmark.objects.of(workspace_of(request)), benchmark, "benchmark_unknown", "benchmark"
    )
    drop_benchmark(found, actor_of(request))
    return Status(204, None)


def _share(one: Estimate | None) -> ShareTold | None:
    return ShareTold(value=one.value, low=one.low, high=one.high, n=one.n) if one else None


def _told(one: QuotedBenchmark) -> BenchmarkTold:
    return BenchmarkTold.from_row(one)


def _side(one: Side, place: str) -> SideTold:
    return SideTold(
        place=place,
        first=score_told(one.first),
        second=score_told(one.second),
        difference=difference_told(one.gap),
        verdict=one.verdict,
        balance=one.balance,
    )


def _account_names(workspace: Workspace) -> dict[str, str]:
    return {str(one.pk): str(one) for one in Account.objects.of(workspace).only("name", "external_id")}


def _accounts(found: Accounts, known: dict[str, Account], smallest: int) -> AccountsTold:
    by_answer = found.by_answer if found.by_answer and found.by_answer.n >= smallest else None

    def told(one: Any) -> AccountScored:
        account = known[one.name]
        return AccountScored(
            id=account.pk, name=str(account), value=account.value, score=score_told(one.score)
        )

    return AccountsTold(
        by_answer=score_told(by_answer),
        by_account=_cluster(found.by_account),
        by_value=_cluster(found.by_value),
        accounts=[told(one) for one in found.accounts[:MOST]],
        silent=[told(one) for one in found.silent[:MOST]],
        silent_value=found.silent_value,
    )


def _cluster(one: Estimate | None) -> ClusterTold | None:
    return ClusterTold(value=one.value, low=one.low, high=one.high, n=one.n) if one else None
