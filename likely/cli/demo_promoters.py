"""What the demo's promoters brought, who was praised, the badge, and three problems on their way."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.act.badge import BadgeFacts, change_badge
from likely.act.case import Case, may_own
from likely.act.credit import CreditFacts, credit
from likely.act.problem import Problem, ProblemFacts, add_cases, make_problem
from likely.act.problem_size import affected
from likely.act.promoter import (
    CODE_LETTERS,
    CONVERSION,
    LETTERS,
    REVIEWED,
    SHARED,
    SIGNUP,
    VISIT,
    Promoter,
    PromoterDeed,
)
from likely.act.promoter_plan import PromoterPlan, ReviewSite, change_promoter_plan
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.people.local_days import LocalDays
from likely.stats.scale import GROUP_SCORES

PROMOTERS: Final = 64
FOLLOWED_DAYS: Final = 28  # since when the product list follows a problem
TOOK, POSTED, FOLLOWED, SIGNED, BOUGHT, REVIEWS = 0.62, 0.7, 0.6, 0.16, 0.6, 0.3  # shares
NETWORKS: Final = ("x", "linkedin", "facebook", "whatsapp", "weibo")
SITES: Final = (
    ReviewSite("Trustpilot", "https://www.trustpilot.com/evaluate/aurora.example"),
    ReviewSite("Google", "https://search.google.com/local/writereview?placeid=aurora-home"),
)
PRAISED: Final = (("person", "Emil"), ("person", "Emil"), ("person", "Ann"), ("feature", "The new app"))
STANDINGS: Final = (("reference", "agreed"), ("reference", "asked"), ("case_study", "candidate"))


def seed_promoters(workspace: Workspace, released: datetime, now: datetime, random: Random) -> None:
    """released: when the deliveries were repaired."""
    landing, bonus = "https://aurora.example/welcome", "Both of you get 10 € off the next order."
    change_promoter_plan(workspace, PromoterPlan(landing, bonus, "", SITES), "system")
    change_badge(workspace, BadgeFacts(is_on=True, note="Shop of the year 2026, Tartu"), "system")
    liked = Response.objects.of(workspace).filter(
        score__in=GROUP_SCORES["promoter"], permission=True, person__isnull=False, at__lte=now
    )
    answers = list(liked.exclude(comment="").order_by("-at", "pk")[: PROMOTERS * 2 : 2])
    _promoters(workspace, answers, now, random)
    for place, (kind, name) in enumerate(PRAISED[: len(answers)]):
        at, is_example = now - timedelta(days=3 + 5 * place), place == 0
        credit(workspace, answers[place], CreditFacts(kind, name, "", is_example), "system", at)
    _problems(workspace, released, now)


def _promoters(workspace: Workspace, answers: list[Response], now: datetime, random: Random) -> None:
    people = {row.person_id: row for row in answers if row.person_id}
    made, deeds = [], []
    for place, (person, row) in enumerate(people.items()):
        asked_at = min(row.at + timedelta(days=1), now)
        promoter = Promoter(workspace=workspace, person_id=person, invited_at=asked_at)
        made.append(promoter)
        if place < len(STANDINGS):
            setattr(promoter, *STANDINGS[place])
        if random.random() < TOOK:
            promoter.code = "".join(random.choice(LETTERS) for _ in range(CODE_LETTERS))
            promoter.agreed_at = _between(asked_at, now, random)
            deeds += _deeds(promoter, now, random)
    Promoter.objects.bulk_create(made)
    PromoterDeed.objects.bulk_create(deeds)


def _deeds(promoter: Promoter, now: datetime, random: Random) -> list[PromoterDeed]:
    since = promoter.agreed_at or now
    found = []
    if random.random() < REVIEWS:
        found.append(_deed(promoter, REVIEWED, random.choice(SITES).name, since, now, random))
    if random.random() > POSTED:
        return found
    posts = random.sample(NETWORKS, random.choice((1, 1, 2)))
    found += [_deed(promoter, SHARED, name, since, now, random) for name in posts]
    if random.random() > FOLLOWED:
        return found
    visits = random.randint(1, 14)
    found += [_deed(promoter, VISIT, f"visit {n}", since, now, random) for n in range(visits)]
    for n in range(sum(random.random() < SIGNED for _ in range(visits))):
        found.append(_deed(promoter, SIGNUP, f"customer {n}", since, now, random))
        if random.random() < BOUGHT:
            bought = _deed(promoter, CONVERSION, f"order {n}", since, now, random)
            bought.value = float(random.randint(20, 240))
            found.append(bought)
    return found


def _deed(
    promoter: Promoter, kind: str, key: str, since: datetime, now: datetime, random: Random
) -> PromoterDeed:
    return PromoterDeed(
        workspace=promoter.workspace,
        promoter=promoter,
        kind=kind,
        key=key,
        at=_between(since, now, random),
    )


def _between(since: datetime, now: datetime, random: Random) -> datetime:
    return since + (now - since) * random.random()


def _problems(workspace: Workspace, released: datetime, now: datetime) -> None:
    one, other, *_rest = may_own(workspace)
    late = ProblemFacts(
        "Deliveries late after the warehouse move",
        "Parcels lay up to six days between the old and the new warehouse.",
        one,
        status="released",
        decision="A second shift until the new sorter runs: waiting costs us more than the shift.",
        released_on=released.date(),
        words=("delivery late", "delivery never", "parcel damaged", "hilines tarne", "送货 晚"),
    )
    made = make_problem(workspace, late, "system")
    _with_cases(made, now)
    day = LocalDays(workspace.time_zone, now).today
    phone = ProblemFacts(
        "Long waits on the phone",
        owner=other,
        status="working",
        words=("phone", "waited", "telefon"),
        followed_from=day - timedelta(days=FOLLOWED_DAYS),
    )
    _with_cases(make_problem(workspace, phone, "system"), now)
    make_problem(workspace, ProblemFacts("Returns are hard to book", words=("return", "tagast")), "system")


def _with_cases(problem: Problem, now: datetime) -> None:
    """Those whose answers speak of it."""
    found = Case.objects.of(problem.workspace).filter(response__in=affected(problem, now))
    add_cases(problem, found.order_by("-opened_at", "pk").values_list("pk", flat=True)[:12], "system")
