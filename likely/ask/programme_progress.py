"""How far a programme has come: what was decided, and what became of its messages by channel (C08)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from django.db.models import Count, F, Q

from likely.ask.decision import Decision
from likely.ask.in_app import WIDGET
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose, MessageState
from likely.ask.policy import Rule
from likely.ask.programme import Programme

MOST_REASONS: Final = 20
UNDER_WAY: Final = (MessageState.QUEUED, MessageState.CLAIMED)
VIEWED: Final = Q(invitation__viewed_at__isnull=False)
OURS: Final = Q(invitation__channel=F("channel"))  # the channel by which they came, where there were two
ANSWERED: Final = Q(invitation__response__state="counted")
STEPS: Final[Mapping[str, Q]] = {
    "queued": Q(),
    "waiting": Q(state__in=UNDER_WAY),
    "sent": Q(sent_at__isnull=False),
    "delivered": Q(sent_at__isnull=False)
    & (Q(delivered_at__isnull=False) | Q(opened_at__isnull=False) | (OURS & (VIEWED | ANSWERED))),
    "opened": Q(opened_at__isnull=False) | (OURS & (VIEWED | ANSWERED)),
    "started": OURS & (VIEWED | ANSWERED),
    "scored": OURS & ANSWERED,
    "completed": OURS & ANSWERED & Q(invitation__response__completed_at__isnull=False),
    "failed": Q(state=MessageState.FAILED) | Q(bounced_at__isnull=False),
    "unknown": Q(state=MessageState.UNKNOWN),
    "cancelled": Q(state=MessageState.CANCELLED),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Funnel:
    """Messages, each step including the later ones. queued: all that ever were; waiting: not yet sent."""

    queued: int = 0
    waiting: int = 0
    sent: int = 0
    delivered: int = 0
    opened: int = 0
    started: int = 0
    scored: int = 0
    completed: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0

    def plus(self, other: "Funnel") -> "Funnel":
        return Funnel(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Funnel)))


@dataclass(frozen=True, slots=True)
class Progress:
    """channels: of invitations. reminders: of all channels. failures: the provider's words, with how many.

    decisions: people and occasions by rule; every one that was decided is in it once.
    """

    channels: Mapping[str, Funnel]
    total: Funnel
    reminders: Funnel
    failures: Mapping[str, int]
    decisions: Mapping[Rule, int]

    @property
    def left_out(self) -> Mapping[Rule, int]:
        return {rule: n for rule, n in self.decisions.items() if rule != Rule.ASKED}


def progress(programme: Programme) -> Progress:
    channels = {**_funnels(programme, MessagePurpose.INVITE), **_in_app(programme)}
    reminders = _funnels(programme, MessagePurpose.REMIND)
    return Progress(
        channels, _sum(channels), _sum(reminders), _failures(programme), decision_counts(programme)
    )


def decision_counts(programme: Programme, round: str | None = None) -> dict[Rule, int]:
    """Decisions by rule, the most frequent first; of one round or of all."""
    rows = Decision.objects.filter(programme=programme)  # of its workspace, like all that is counted here
    rows = rows if round is None else rows.filter(round=round)
    counts = rows.values_list("rule").annotate(n=Count("*")).order_by("-n", "rule")
    return {Rule(rule): n for rule, n in counts}


def _funnels(programme: Programme, purpose: str) -> dict[str, Funnel]:
    rows = Message.objects.filter(invitation__programme=programme, purpose=purpose)
    steps = {name: Count("pk", filter=rule) if rule else Count("pk") for name, rule in STEPS.items()}
    counted = rows.values_list("channel").annotate(**steps).order_by("channel")
    return {channel: Funnel(*numbers) for channel, *numbers in counted}


def _in_app(programme: Programme) -> dict[str, Funnel]:
    """Nothing is sent in the app: an invitation was shown when it was made, or is no invitation."""
    rows = Invitation.objects.of(programme.workspace_id).filter(programme=programme, channel=WIDGET)
    counted = Q(response__state="counted")
    told = rows.aggregate(
        n=Count("pk"),
        started=Count("pk", filter=Q(viewed_at__isnull=False) | counted),
        scored=Count("pk", filter=counted),
        completed=Count("pk", filter=counted & Q(response__completed_at__isnull=False)),
    )
    n = told.pop("n")
    return {WIDGET: Funnel(queued=n, sent=n, delivered=n, opened=told["started"], **told)} if n else {}


def _sum(funnels: Mapping[str, Funnel]) -> Funnel:
    total = Funnel()
    for each in funnels.values():
        total = total.plus(each)
    return total


def _failures(programme: Programme) -> dict[str, int]:
    failed = Message.objects.filter(STEPS["failed"], invitation__programme=programme)
    rows = failed.values_list("failure").annotate(n=Count("pk")).order_by("-n", "failure")
    return dict(rows[:MOST_REASONS])
