"""A suppression: an address to which nothing is sent. It outlives the person: only a keyed hash is kept.

What somebody wants (unsubscribed, a complaint, by hand, imported, erased) holds on every channel that uses
the address: a number that unsubscribed by SMS gets no call either. What an address can't take (a bounce)
holds on the channel that told: a number without WhatsApp may well take an SMS.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar, Final

from django.db import models, transaction
from django.db.models import Q

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.address import hashed, hashes, masked, same_spelling

AT_ONCE: Final = 1000  # addresses a query
LONGEST_WHY: Final = 200  # characters


class SuppressionReason(models.TextChoices):
    """The weightiest first: of several, `barred` tells this one."""

    ERASED = "erased"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"
    BY_HAND = "by_hand"
    IMPORTED = "imported"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"  # for a time


OF_THE_CHANNEL: Final = frozenset({SuppressionReason.HARD_BOUNCE, SuppressionReason.SOFT_BOUNCE})
WEIGHT: Final = {reason: place for place, reason in enumerate(SuppressionReason.values)}


class Suppression(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="suppressions")
    address_hash = models.CharField(max_length=64)  # HMAC of the address in its one spelling
    shown = models.CharField(max_length=80, blank=True)  # "m…a@example.org", for staff; "" after erasure
    channel = models.CharField(max_length=16, blank=True)  # "": every channel that uses the address
    kind = models.CharField(max_length=12, blank=True)  # a survey's kind; "": whatever is sent
    reason = models.CharField(max_length=16, choices=SuppressionReason.choices)
    source = models.CharField(max_length=80)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # null: for good; once past, nothing is barred
    bounces = models.JSONField(default=list)  # [moment] of the soft bounces that still count

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "address_hash", "channel", "kind", "reason"], name="suppression_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "address_hash"], name="suppression_address"),
        ]

    def holds(self, now: datetime) -> bool:
        return self.until is None or self.until > now


def suppress(
    workspace: Workspace,
    channel: str,
    address: str,
    kind: str,
    reason: SuppressionReason,
    source: str,
    now: datetime,
    until: datetime | None = None,
) -> Suppression:
    """Send nothing to the address from now on. Twice is the same as once, and the later end holds.

    address: as our rows spell it; what a stranger typed goes through `read_address` before.
    kind: a survey's kind; "": whatever is sent.
    source: "user:EMAIL", "key:NAME", "receipt:ID", "invitation:ID", "import".
    """
    said = same_spelling(address)
    if not said:
        raise Refusal("address_missing", "An address is missing.", field="address")
    with transaction.atomic():
        found = _kept(workspace, channel, said, kind, reason, source, now, until)
        if not found.holds(now) or (found.until is not None and (until is None or until > found.until)):
            found.until, found.source, found.at = until, source, now
            found.save(update_fields=["until", "source", "at"])
    return found


def suppress_all(
    workspace: Workspace, addresses: Iterable[str], reason: SuppressionReason, source: str, now: datetime
) -> int:
    """Many at once, on every channel and for good; those that are known stay as they were. How many are new.

    The addresses were read before (`read_address`).
    """
    before = Suppression.objects.of(workspace).count()
    with transaction.atomic():
        for some in _in_parts(addresses):
            known = _found(workspace, some, Q(channel="", kind="", reason=reason, until=None))
            Suppression.objects.bulk_create(
                [
                    Suppression(
                        workspace=workspace,
                        address_hash=hashed(one),
                        shown=masked(one),
                        reason=reason,
                        source=source,
                        at=now,
                    )
                    for one in dict.fromkeys(some)
                    if one not in known
                ],
                ignore_conflicts=True,
            )
    return Suppression.objects.of(workspace).count() - before


@transaction.atomic
def lift(
    workspace: Workspace,
    address: str,
    kind: str,
    actor: str,
    why: str,
    reasons: Iterable[str] = (),
) -> int:
    """Send to the address again; how many suppressions went. Only those of this kind ("": all kinds) go.

    reasons: of these alone; empty: whatever the reason was. The journal keeps why, and no address.
    """
    wanted = Q(address_hash__in=hashes(address))
    wanted &= Q(kind=kind) if kind else Q()
    wanted &= Q(reason__in=list(reasons)) if reasons else Q()
    return lift_rows(workspace, Suppression.objects.of(workspace).filter(wanted), actor, why)


@transaction.atomic
def lift_rows(workspace: Workspace, rows: "models.QuerySet[Suppression]", actor: str, why: str) -> int:
    said = clean_text(why, "reason", LONGEST_WHY)
    if not said:
        raise Refusal(
            "no_lift_reason", "A reason is needed.", cure="Say why it may be sent to again.", field="reason"
        )
    found = list(rows.filter(workspace=workspace).select_for_update())
    for one in found:
        record(workspace, actor, "suppression.lifted", f"suppression:{one.pk}", reason=one.reason, why=said)
    Suppression.objects.of(workspace).filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def barred(
    workspace: Workspace, channel: str, addresses: Iterable[str], kind: str, now: datetime
) -> dict[str, SuppressionReason]:
    """Which of the addresses must not be sent to on the channel, and why. One query a thousand.

    kind: of the survey that would be sent; "": something of no kind, barred only by what bars everything.
    Keys are the addresses as they were given. Nothing may be sent without this having been asked.
    """
    told: dict[str, SuppressionReason] = {}
    rule = Q(channel__in=["", channel], kind__in=["", kind]) & (Q(until=None) | Q(until__gt=now))
    for some in _in_parts(addresses):
        for address, reasons in _found(workspace, some, rule).items():
            told[address] = SuppressionReason(min(reasons, key=WEIGHT.__getitem__))
    return told


def _kept(
    workspace: Workspace,
    channel: str,
    said: str,
    kind: str,
    reason: SuppressionReason,
    source: str,
    now: datetime,
    until: datetime | None,
) -> Suppression:
    named = {"channel": channel if reason in OF_THE_CHANNEL else "", "kind": kind, "reason": reason}
    rows = Suppression.objects.of(workspace).filter(**named, address_hash__in=hashes(said))
    found = rows.select_for_update().first()  # perhaps under a retired key
    if found is not None:
        return found
    first = {"source": source, "at": now, "until": until, "shown": masked(said)}
    return Suppression.objects.get_or_create(
        workspace=workspace, address_hash=hashed(said), **named, defaults=first
    )[0]


def _found(workspace: Workspace, addresses: Iterable[str], rule: Q) -> Mapping[str, list[str]]:
    """{address: reasons} of those to which a rule applies."""
    spelt: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        for hash in hashes(same_spelling(address)):
            spelt.setdefault(hash, []).append(address)
    rows = Suppression.objects.of(workspace).filter(rule, address_hash__in=list(spelt))
    told: dict[str, list[str]] = {}
    for hash, reason in rows.values_list("address_hash", "reason"):
        for address in spelt[hash]:
            told.setdefault(address, []).append(reason)
    return told


def _in_parts(addresses: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(addresses)
    while some := list(islice(rest, AT_ONCE)):
        yield some
