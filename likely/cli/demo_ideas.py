"""The demo's ideas of staff: submitted, voted for, discussed and decided with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from likely.act.idea import DECLINED, OPEN, PLANNED, IdeaFacts, decide_idea, remark, submit_idea, vote
from likely.act.problem import Problem
from likely.base.member import Member, Role, User
from likely.base.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Told:
    """problem: how the name of the one it would solve begins. days: ago."""

    title: str
    text: str
    days: int
    votes: int
    problem: str = ""
    remarks: tuple[str, ...] = ()
    state: str = OPEN
    reason: str = ""


IDEAS: Final = (
    Told(
        "Book a return in the app",
        "Two taps instead of a printed form. Half of the calls about returns ask where the form is.",
        9,
        3,
        "Returns",
        ("The form could be prefilled from the order.", "Stores would need the code too."),
    ),
    Told(
        "Call back instead of waiting in the line",
        "Offer it once the wait is over five minutes.",
        21,
        2,
        "Long waits",
        ("Who calls back on Mondays?",),
    ),
    Told(
        "Let customers choose the hour of delivery",
        "They know their day, we know the route.",
        60,
        3,
        "Deliveries",
        (),
        PLANNED,
        "In Tallinn first, from the new year on.",
    ),
    Told(
        "A paper catalogue again",
        "Some customers ask for it.",
        75,
        1,
        "",
        (),
        DECLINED,
        "Few asked, and it costs more.",
    ),
)


def seed_ideas(workspace: Workspace, now: datetime) -> None:
    """Everybody of the workspace submits in turn; its owner decides."""
    people = list(User.objects.filter(memberships__workspace=workspace).order_by("pk"))
    owner = Member.objects.of(workspace).get(role=Role.OWNER).user
    for place, told in enumerate(IDEAS):
        at = now - timedelta(days=told.days)
        others = people[place:] + people[:place]
        problem = Problem.objects.of(workspace).filter(name__startswith=told.problem or "-").first()
        facts = IdeaFacts(told.title, told.text, (), problem.pk if problem else None)
        idea = submit_idea(workspace, facts, others[0], at)
        for voter in others[1 : told.votes]:
            vote(idea, voter, is_for=True)
        for hours, said in enumerate(told.remarks, 1):
            remark(idea, others[hours % len(others)], said, at + timedelta(hours=5 * hours))
        if told.state != OPEN:
            decide_idea(idea, told.state, told.reason, owner, at + timedelta(days=7))
