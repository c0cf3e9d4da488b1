"""A promoter: somebody who was thanked, was asked to recommend us, and may have a link of their own (L05).

A link is given to nobody who did not ask for it on their own page. What comes of it is counted once a key.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.consent import ConsentPurpose, give, holds, withdraw
from likely.people.person import Person

LETTERS: Final = "23456789bcdfghjkmnpqrstvwxz"  # no vowels, and nothing that is taken for another
CODE_LETTERS: Final = 9  # 27^9: seven million million codes
LONGEST_KEY: Final = 120  # characters
MOST_VALUE: Final = 1e12
SHARED, REVIEWED, VISIT, SIGNUP, CONVERSION = KINDS = ("shared", "reviewed", "visit", "signup", "conversion")
STANDINGS: Final = ("", "candidate", "asked", "agreed", "declined")  # as a reference, for a case study
VISITOR: Final = "visitor:"  # how a key begins that names one
KNOWN_FOR: Final = timedelta(days=2)  # how long it is known that two visits were one visitor's


class Promoter(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="promoters")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="promoters"
    )  # two after a merge: both count
    code = models.CharField(max_length=16, null=True, unique=True)
    invited_at = models.DateTimeField(null=True)  # the mail with the invitation was queued
    agreed_at = models.DateTimeField(null=True)  # the link was taken
    stopped_at = models.DateTimeField(null=True)  # taken back: the link leads on and counts nothing
    reference = models.CharField(max_length=10, blank=True)  # one of STANDINGS
    case_study = models.CharField(max_length=10, blank=True)  # one of STANDINGS
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "-id"], name="promoter_newest")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def link(self) -> str:
        """Theirs to pass on; "" until it was taken."""
        return f"{settings.BASE_URL}/go/{self.code}" if self.code else ""


class PromoterDeed(models.Model):
    """Something that came of it, counted once: a post, a visit, a sign-up, a conversion."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    promoter = models.ForeignKey(Promoter, models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=10)  # one of KINDS
    key = models.CharField(max_length=120)  # names it; a visit's is forgotten after KNOWN_FOR
    value = models.FloatField(null=True)  # of a conversion, in the workspace's currency
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promoter", "kind", "key"], name="promoter_deed_once")
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "kind", "at"], name="promoter_deed_kind")]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a sign-up or a conversion. key: the teller's own name of it; value: in money."""

    key: str
    at: datetime
    value: float | None = None


def promoter_of(person: Person) -> Promoter:
    """The row of this person, made where there is none. The person is locked: nobody makes another."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        held = Promoter.objects.filter(person=person).order_by("id").first()
        return held or Promoter.objects.create(person=person, workspace_id=person.workspace_id)


@transaction.atomic
def take_link(person: Person, now: datetime) -> Promoter:
    """They agree to recommend us, and have a link from now on; a second time changes nothing."""
    made = promoter_of(person)
    row: Promoter = Promoter.objects.select_for_update().get(pk=made.pk)
    if row.code is None or row.stopped_at is not None:
        row.code, row.agreed_at, row.stopped_at = row.code or _new_code(), now, None
        row.save(update_fields=["code", "agreed_at", "stopped_at"])
        give(row.workspace, [person.pk], ConsentPurpose.REFERRAL, "", "promoter page", now)
    return row


@transaction.atomic
def give_up_link(person: Person, now: datetime) -> None:
    """They recommend no longer: the link that is out there leads on, and counts nothing more."""
    held = Promoter.objects.filter(person=person, stopped_at=None).exclude(code=None)
    if held.update(stopped_at=now):
        withdraw(person.workspace, [person.pk], ConsentPurpose.REFERRAL, "", "promoter page", now)


def still_recommends(promoter: Promoter) -> bool:
    """Neither they, on their page, nor a colleague, in the ledger of consents, took it back."""
    said = holds(promoter.workspace, [promoter.person_id], ConsentPurpose.REFERRAL, "")
    return promoter.stopped_at is None and said.get(promoter.person_id, False)


def promoter_named(workspace: Workspace, code: str) -> Promoter:
    found = Promoter.objects.of(workspace).select_related("person").filter(code=code.lower()[:16]).first()
    if found is None:
        raise Refusal("referral_unknown", "There is no such referral link.", field="code")
    return found


def note_deed(promoter: Promoter, kind: str, told: Told) -> tuple[PromoterDeed, bool]:
    """Count it, and whether it is new: under one key it is counted once."""
    key = clean_text(told.key, "key", LONGEST_KEY)
    if not key:
        raise Refusal("key_missing", "key must name it, such as the number of the order.", field="key")
    if told.value is not None and not 0 <= told.value <= MOST_VALUE:
        raise Refusal("value_out_of_range", f"value must lie between 0 and {MOST_VALUE:.0f}.", field="value")
    known = PromoterDeed.objects.filter(promoter=promoter, kind=kind, key=key)
    if found := known.first():
        return found, False
    try:
        with transaction.atomic():
            row = PromoterDeed(workspace_id=promoter.workspace_id, promoter=promoter, kind=kind, key=key)
            row.value, row.at = told.value, told.at
            row.save(force_insert=True)
    except IntegrityError:  # the same was told at the same moment
        return known.get(), False
    return row, True


def forget_visitors(now: datetime) -> int:
    """What told two visits of one visitor apart is needed for a day, and then goes."""
    old = PromoterDeed.objects.filter(kind=VISIT, at__lt=now - KNOWN_FOR, key__startswith=VISITOR)
    return old.update(key=Cast("pk", models.CharField(max_length=120)))


def landing_address(landing: str, promoter: Promoter) -> str:
    """The page that the link leads to; ref names the link, for the page to tell us of a sign-up."""
    parts = urlsplit(landing)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "ref"]
    ref = [] if promoter.stopped_at else [("ref", promoter.code or "")]
    return urlunsplit(parts._replace(query=urlencode([*kept, *ref])))


@transaction.atomic
def set_standing(promoter: Promoter, of: str, standing: str, actor: str) -> None:
    """of: "reference" or "case_study"."""
    if of not in ("reference", "case_study") or standing not in STANDINGS:
        raise Refusal("standing_unknown", f"It must be one of {', '.join(STANDINGS[1:])}.", field=of)
    setattr(promoter, of, standing)
    promoter.save(update_fields=[of])
    record(promoter.workspace, actor, "promoter.changed", f"person:{promoter.person_id}", **{of: standing})


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
