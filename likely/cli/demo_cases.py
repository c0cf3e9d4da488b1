"""The demo's cases: a playbook that was switched on four weeks ago, and what three agents made of it.

What is newest waits; what is older was called, promised, repaired or lost. Moments are those of the deeds,
as if each had been done when it says.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.act.case import Case
from likely.act.case_note import add_note
from likely.act.case_work import assign_case, change_case, move_case
from likely.act.domain_event import DomainEvent
from likely.act.playbook import answers_meant, make_playbook, switch_playbook
from likely.act.playbook_ready import READY
from likely.act.posted_mail import PostedMail
from likely.act.reacting import run
from likely.base.journal import JournalEntry
from likely.base.member import Member, Role, User
from likely.base.tick import Tick
from likely.base.workspace import Workspace

AGENTS: Final = (("Ann Saar", "ann"), ("Ben Kask", "ben"), ("Cleo Lind", "cleo"))
DAYS: Final = 28
MOST: Final = 70  # cases
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
CAUSES: Final = (
    "Delivered to the wrong door",
    "Waited too long on the phone",
    "Refund was not booked",
    "Late after the warehouse move",
    "Part missing in the parcel",
)
PROMISES: Final = ("Send the missing part by courier", "Refund the delivery fee", "Call back with a date")
CALLS: Final = (
    "Reached them at once. Angry about the wait, calm once I had said sorry. Wants a date.",
    "They only want to know that it will not happen again. @ben please look at the route.",
    "Told them what went wrong and what we do now. They were glad that somebody called.",
)
OUTCOMES: Final = {"recovered": 0.5, "improved": 0.25, "unchanged": 0.12, "lost": 0.13}  # share of each
TAGS: Final = ("delivery", "refund", "phone", "second time")


def seed_cases(workspace: Workspace, now: datetime, random: Random) -> None:
    agents = [_agent(workspace, *one) for one in AGENTS]
    owner = User.objects.get(memberships__workspace=workspace, memberships__role=Role.OWNER)
    for key in ("apologise", "thank"):
        ready = READY[key]
        made = make_playbook(workspace, ready.facts, "system", ready.action)
        if key == "apologise":
            switch_playbook(made, "system", now - DAYS * DAY, on=True)
            rows = answers_meant(made, now).filter(at__gte=now - DAYS * DAY, at__lte=now - HOUR)
            meant = rows.select_related("person__account", "workspace").order_by("-at")[:MOST]
            for place, response in reversed(list(enumerate(meant))):
                case = run(made, response, response.at + 2 * MINUTE)
                if case is not None:
                    _told(case, response.at + 2 * MINUTE)
                    _Story(case, response.at, now, random).work([*agents, owner], place)
    DomainEvent.objects.of(workspace).update(handled_at=now)  # nobody is written to about the past
    for duty in ("react", "look-again"):  # which look at what was answered since they were done last
        Tick.objects.update_or_create(name=duty, defaults={"due_at": now, "finished_at": now})
    PostedMail.objects.of(workspace).delete()


def _agent(workspace: Workspace, name: str, word: str) -> User:
    user = User.objects.create_user(f"{word}@example.org", name=name)
    Member.objects.create(workspace=workspace, user=user, role=Role.AGENT)
    return user


def _told(case: Case, at: datetime) -> None:
    """The journal says when it was done, not when it was invented."""
    JournalEntry.objects.of(case.workspace_id).filter(subject=case.subject, at__gt=at).update(at=at)


class _Story:
    """The story of one case, deed by deed; what would lie in the future is left out."""

    def __init__(self, case: Case, answered: datetime, now: datetime, random: Random) -> None:
        self.case, self.at, self.now, self.random = case, answered, now, random
        self.age = now - answered

    def work(self, hands: list[User], place: int) -> None:
        """hands: who works here. place: 0 is the newest case."""
        if place < 7:
            return self._rest()
        user = hands[place % len(hands)]
        actor = f"user:{user.email}"
        self._do(20 * MINUTE, lambda at: assign_case(self.case, user.pk, actor, at))
        if place % 11 == 8:
            return self._rest()
        self._do(self.random.uniform(0.5, 5) * HOUR, lambda at: move_case(self.case, "take", actor, at))
        call = self.random.choice(CALLS)
        self._do(40 * MINUTE, lambda at: add_note(self.case, user, call, at, "call"))
        facts: dict[str, object] = {
            "root_cause": self.random.choice(CAUSES),
            "tags": [self.random.choice(TAGS)],
        }
        if self.random.random() < 0.6:
            day = (self.at + 3 * DAY).date()
            facts |= {"promise": self.random.choice(PROMISES), "promised_on": day}
        self._do(5 * MINUTE, lambda at: change_case(self.case, facts, actor, at))
        if place % 5 == 1:
            self._do(HOUR, lambda at: move_case(self.case, "wait", actor, at))
            return self._rest()
        if self.age > 4 * DAY and place % 7 != 3:
            self._end(actor, place)
        return self._rest()

    def _end(self, actor: str, place: int) -> None:
        outcome = self.random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        kept = {"promise_kept": outcome != "lost"} if self.random.random() < 0.7 else {}
        self._do(
            self.random.uniform(0.6, 2.5) * DAY,
            lambda at: change_case(self.case, {"outcome": outcome, **kept}, actor, at),
        )
        self._do(MINUTE, lambda at: move_case(self.case, "resolve", actor, at))
        if place % 3:
            self._do(4 * HOUR, lambda at: move_case(self.case, "close", actor, at))
        if place % 13 == 0:
            self._do(DAY, lambda at: move_case(self.case, "reopen", actor, at))

    def _do(self, later: timedelta, deed: Callable[[datetime], object]) -> None:
        at = self.at + later
        if at < self.now:
            deed(at)
            _told(self.case, at)
            self.at = at

    def _rest(self) -> None:
        """Those whose time is over were told so then."""
        row = Case.objects.get(pk=self.case.pk)
        if row.due_at and row.due_at < self.now:
            Case.objects.filter(pk=row.pk).update(overdue_at=row.due_at)
