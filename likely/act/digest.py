"""What a member wants to be told by itself: a digest every week or day, and alerts (L11).

Each has their own time zone, language, segments, units and channel. `next_at` is the queue of what is due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from pydantic import ValidationError

from likely.act.digest_time import EVERY, next_moment
from likely.ask.derived_token import DerivedToken
from likely.ask.quiet_hours import QuietHours, zone_named
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.setup import setup_of
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.segment import Segment
from likely.people.unit import Unit, tree_of

MOST_PARTS: Final = 10  # of one digest; each takes up to a second
MAIL, CHAT = CHANNELS = ("mail", "chat")
TOKEN: Final = DerivedToken("likely.act.digest")


class Digest(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="digests")
    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    every = models.CharField(max_length=4, blank=True)  # one of EVERY; "": none
    weekday = models.PositiveSmallIntegerField(default=1)  # of a weekly one; Monday is 1, as in ISO 8601
    clock = models.CharField(max_length=5, default="08:00")  # on their own wall
    time_zone = models.CharField(max_length=64, blank=True)  # "": the workspace's
    channel = models.CharField(max_length=8, default=MAIL)  # one of CHANNELS
    segments = models.ManyToManyField(Segment, related_name="+")  # whose answers it tells of
    units = models.ManyToManyField(Unit, related_name="+")  # likewise
    whole = models.BooleanField(default=False)  # of everybody too; without segments and units it always is
    on_value = models.BooleanField(default=False)  # tell at once when a customer of value is a detractor
    value_from = models.FloatField(null=True)  # of the account, in the workspace's own currency
    on_alarm = models.BooleanField(default=False)  # tell at once when the score sinks
    quiet_start = models.CharField(max_length=5, default="20:00")  # of alerts
    quiet_end = models.CharField(max_length=5, default="08:00")
    since = models.DateTimeField()  # nothing that happened before is told
    next_at = models.DateTimeField(null=True)  # when the next digest is due; null: never

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "user"], name="digest_once_per_member")
        ]
        indexes: ClassVar = [models.Index(fields=["next_at"], name="digest_due")]

    @property
    def zone(self) -> str:
        return self.time_zone or self.workspace.time_zone

    @property
    def language(self) -> str:
        return self.user.language or self.workspace.language

    @property
    def quiet(self) -> QuietHours:
        return QuietHours(start=self.quiet_start, end=self.quiet_end)

    @property
    def is_silent(self) -> bool:
        return not (self.every or self.on_value or self.on_alarm)

    def parts(self) -> "list[Segment | Unit | None]":
        """What it tells of, in this order; None: everybody."""
        if self.pk is None or self._state.adding:
            return [None]
        tree = tree_of(self.workspace)
        own = set(self.units.values_list("pk", flat=True))
        found: list[Segment | Unit | None] = [one for one in tree.units if one.pk in own]
        found += self.segments.select_related("workspace").order_by("name")
        return [None, *found] if self.whole or not found else found

    def next_after(self, moment: datetime) -> datetime | None:
        """The next moment of a digest that lies behind `moment`."""
        if not self.every:
            return None
        return next_moment(self.every, self.weekday, self.clock, zone_named(self.zone), moment)


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a member chose; see the columns. of: ids of segments and units; none: everybody."""

    every: str = ""
    weekday: int = 1
    clock: str = "08:00"
    time_zone: str = ""
    channel: str = MAIL
    of: Sequence[UUID] = ()
    whole: bool = False
    on_value: bool = False
    value_from: float | None = None
    on_alarm: bool = False
    quiet_start: str = "20:00"
    quiet_end: str = "08:00"


NOTHING: Final = DigestFacts()


def digest_of(workspace: Workspace, user: User) -> Digest | None:
    rows = Digest.objects.of(workspace).filter(user=user)
    return rows.select_related("workspace", "user").first()


@transaction.atomic
def keep_digest(workspace: Workspace, user: User, facts: DigestFacts, now: datetime) -> Digest:
    """From now on. What a member is told is nobody else's business: the journal does not say it."""
    _check(workspace, facts)
    found = Digest.objects.of(workspace).filter(user=user).select_for_update().first()
    row = found or Digest(workspace=workspace, user=user, since=now)
    newly = (facts.on_value and not row.on_value) or (facts.on_alarm and not row.on_alarm)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.since = now if newly or found is None else row.since
    row.next_at = row.next_after(now)
    row.save()
    row.segments.set(Segment.objects.of(workspace).filter(pk__in=facts.of))
    row.units.set(Unit.objects.of(workspace).filter(pk__in=facts.of))
    return row


@transaction.atomic
def begin_team_digests(now: datetime) -> int:
    """Who works in a unit with a digest gets it until they choose. Whoever chose or stopped is left alone."""
    begun = 0
    for unit in Unit.objects.exclude(digest="").select_related("workspace"):
        waiting = unit.people.filter(memberships__workspace=unit.workspace, is_active=True)
        for user in waiting.exclude(digests__workspace=unit.workspace).distinct():
            row = Digest(workspace=unit.workspace, user=user, every=unit.digest, since=now)
            row.next_at = row.next_after(now)
            row.save()
            row.units.add(unit)
            begun += 1
    return begun


def stop_digest(digest: Digest) -> None:
    """Neither digests nor alerts any more; the rest stays as it was chosen."""
    Digest.objects.filter(pk=digest.pk).update(every="", on_value=False, on_alarm=False, next_at=None)


def leave_link(digest: Digest) -> str:
    """Of a page on which one press ends all of it, without signing in."""
    return f"{settings.BASE_URL}/d/{TOKEN.of(digest.pk)}"


def digest_named(token: str) -> Digest | None:
    """Whose link it is; None for what is none of ours."""
    named = TOKEN.named_by(token)
    rows = Digest.objects.select_related("workspace", "user")
    return rows.filter(pk=named).first() if named else None


def facts_of(digest: Digest) -> DigestFacts:
    told = {name: getattr(digest, name) for name in DigestFacts.__dataclass_fields__ if name != "of"}
    of = [*digest.units.values_list("pk", flat=True), *digest.segments.values_list("pk", flat=True)]
    return DigestFacts(**told, of=of)


def _columns(facts: DigestFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in DigestFacts.__dataclass_fields__ if name != "of"}


def _check(workspace: Workspace, facts: DigestFacts) -> None:
    if facts.every not in ("", *EVERY):
        raise Refusal("every_unknown", f"It is one of {', '.join(EVERY)}, or empty.", field="every")
    if facts.weekday not in range(1, 8):
        raise Refusal("weekday_unknown", "It is 1 (Monday) to 7 (Sunday).", field="weekday")
    if facts.time_zone and zone_named(facts.time_zone, "").key != facts.time_zone:
        raise Refusal("no_time_zone", f"There is no time zone {facts.time_zone!r}.", field="time_zone")
    _clock(facts.clock, "clock")
    _clock(facts.quiet_start, "quiet_start")
    _clock(facts.quiet_end, "quiet_end")
    try:
        QuietHours(start=facts.quiet_start, end=facts.quiet_end)
    except ValidationError:
        raise Refusal(
            "quiet_all_day", "Quiet hours must leave at least one hour of the day.", field="quiet_end"
        ) from None
    if facts.value_from is not None and not 0 <= facts.value_from < 1e15:
        raise Refusal("value_out_of_range", "The value is 0 or more.", field="value_from")
    wanted = set(facts.of)
    if len(wanted) > MOST_PARTS:
        raise Refusal("too_many_parts", f"One digest tells of at most {MOST_PARTS}.", field="of")
    known = Segment.objects.of(workspace).filter(pk__in=wanted).count()
    if known + Unit.objects.of(workspace).filter(pk__in=wanted).count() < len(wanted):
        raise Refusal("segment_unknown", "There is no such segment or unit.", field="of")
    _check_channel(workspace, facts.channel)


def _check_channel(workspace: Workspace, channel: str) -> None:
    if channel not in CHANNELS:
        raise Refusal("channel_unknown", f"It is one of {', '.join(CHANNELS)}.", field="channel")
    if channel == CHAT and setup_of(workspace.pk, CHAT) is None:
        raise Refusal(
            "chat_not_set_up", "No chat app is set up.", cure="Choose mail, or set it up.", field="channel"
        )


def _clock(text: str, field: str) -> None:
    hours, colon, minutes = text.partition(":")
    if not (len(text) == 5 and colon and text.isascii() and hours.isdecimal() and minutes.isdecimal()):
        raise Refusal("no_clock", "Write a time such as 08:30.", field=field)
    if int(hours) > 23 or int(minutes) > 59:
        raise Refusal("no_clock", "Write a time such as 08:30.", field=field)
