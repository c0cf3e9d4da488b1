"""The consent ledger: who agreed to what, when, by what. Entries are appended, never changed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar, Final
from uuid import UUID

from django.db import models

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.person import Person

AT_ONCE: Final = 5000  # people a query


class ConsentPurpose(models.TextChoices):
    SURVEYS = "surveys"  # may be asked
    FOLLOW_UP = "follow_up"  # may be contacted about an answer
    REFERRAL = "referral"  # may be asked to recommend us to somebody
    QUOTE = "quote"  # may be quoted


class Consent(models.Model):
    """The newest entry of a person and purpose, on the channel or on every channel, holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16)  # ConsentPurpose
    channel = models.CharField(max_length=16, blank=True)  # "": every channel
    given = models.BooleanField()  # false: taken back
    source = models.CharField(max_length=80)  # "import:ID", "response:ID", "api", "user:EMAIL", "unsubscribe"
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "person", "purpose", "-at"], name="consent_newest")
        ]


def give(
    workspace: Workspace, people: Iterable[UUID], purpose: str, channel: str, source: str, at: datetime
) -> int:
    """Write down that they agreed. people: ids of people of the workspace. Returns the entries made."""
    return _append(workspace, people, purpose, channel, source, at, given=True)


def withdraw(
    workspace: Workspace, people: Iterable[UUID], purpose: str, channel: str, source: str, at: datetime
) -> int:
    """Write down that they agree no longer, or never did."""
    return _append(workspace, people, purpose, channel, source, at, given=False)


def holds(workspace: Workspace, people: Iterable[UUID], purpose: str, channel: str) -> dict[UUID, bool]:
    """What each of them said last for the purpose on the channel; who never said anything is left out.

    An entry for every channel and one for this channel are one row of entries: the newer holds. One query
    five thousand people.
    """
    told: dict[UUID, bool] = {}
    for some in _in_parts(people):
        rows = Consent.objects.of(workspace).filter(
            person__in=some, purpose=_purpose(purpose), channel__in=["", channel]
        )
        told |= dict(rows.order_by("at", "id").values_list("person_id", "given"))  # the newest is left
    return told


def may_be_asked(workspace: Workspace, people: Iterable[UUID], channel: str) -> dict[UUID, bool]:
    """Whether each of them may get a survey on the channel, by the rule of the workspace.

    Where surveys need consent, only who gave it; elsewhere everybody who did not object.
    """
    named = list(people)
    said: Mapping[UUID, bool] = holds(workspace, named, ConsentPurpose.SURVEYS, channel)
    return {one: said.get(one, not workspace.surveys_need_consent) for one in named}


def _append(
    workspace: Workspace,
    people: Iterable[UUID],
    purpose: str,
    channel: str,
    source: str,
    at: datetime,
    *,
    given: bool,
) -> int:
    made = 0
    for some in _in_parts(people):
        rows = [
            Consent(
                workspace=workspace,
                person_id=one,
                purpose=_purpose(purpose),
                channel=channel,
                given=given,
                source=source[:80],
                at=at,
            )
            for one in some
        ]
        made += len(Consent.objects.bulk_create(rows, batch_size=1000))
    return made


def _purpose(purpose: str) -> str:
    if purpose not in ConsentPurpose.values:
        known = ", ".join(ConsentPurpose.values)
        raise Refusal(
            "purpose_unknown",
            f"There is no purpose {purpose!r}.",
            cure=f"There are: {known}.",
            field="purpose",
        )
    return purpose


def _in_parts(people: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(people)
    while some := list(islice(rest, AT_ONCE)):
        yield some
