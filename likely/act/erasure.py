"""Erase a person: what is known of them goes, their answers become anonymous or go too.

All of it is one transaction. The lake follows with the next seals, its replaced files a day later, when
nobody reads them any more (`finish_erasures`). What stays is a suppression for each address, as a keyed
hash, so that nobody asks them again, and an entry in the journal that names nobody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal

from django.conf import settings
from django.db import models, transaction

from likely.act.alert import forget_alerts
from likely.act.playbook_run import forget_runs
from likely.act.posted_mail import PostedMail
from likely.act.traces import blot_traces
from likely.ask.invitation import Invitation
from likely.ask.mail_reply import MailReply
from likely.ask.message import Message, MessageState
from likely.ask.receipt import MessageReceipt
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id, new_token
from likely.people.address import hashes
from likely.people.event import Event
from likely.people.person import Person
from likely.people.property import Property
from likely.people.suppression import Suppression, SuppressionReason, suppress
from likely.store.hot import reopen
from likely.store.lake import KEEP_REPLACED_HOURS
from likely.store.lake_copies import follow_all
from likely.store.scrub import forget_words, overwriting
from likely.store.seal import HAPPENED, SEALED, Seal, erase, lake_of
from likely.text.masking import mask

Answers = Literal["anonymous", "gone"]
Comments = Literal["masked", "dropped"]

CLOSED: Final = frozenset({"choice", "boolean"})  # properties whose values can't hold a name
SCALED: Final = frozenset({"scale", "csat", "ces", "rating", "yes_no", "choice", "choices"})
SHORTEST: Final = 3  # letters of a name that is looked for in their own comment
SURE: Final = 6  # characters of a name or an id that is looked for everywhere
BLOTTED: Final = "[…]"
FILES_GONE_AFTER: Final = timedelta(hours=KEEP_REPLACED_HOURS + 1)


class Erasure(models.Model):
    """That somebody was erased, and whether the last bytes are gone. It does not say who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="erasures")
    answers = models.CharField(max_length=9)  # anonymous, gone
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # no file of the lake holds anything any more

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["done_at", "at"], name="erasure_open")]


@dataclass(frozen=True, slots=True)
class Traces:
    """What would give the person away. words: in their own comments; sure: wherever it stands."""

    words: tuple[str, ...]
    sure: tuple[str, ...]

    @classmethod
    def of(cls, person: Person, addresses: Sequence[str]) -> "Traces":
        named = {person.name, *person.name.split(), person.external_id, *addresses}
        words = sorted((one for one in named if len(one) >= (SHORTEST if one.isascii() else 2)), key=len)
        sure = [*addresses, *(one for one in (person.name, person.external_id) if len(one) >= SURE)]
        return cls(tuple(reversed(words)), tuple(sure))

    def blot(self, text: str) -> str:
        """The text without them, endings included, and without any other personal address or number."""
        for word in self.words:
            rule = rf"(?<!\w){re.escape(word)}\w{{0,4}}" if _is_spaced(word) else re.escape(word)
            text = re.sub(rule, BLOTTED, text, flags=re.IGNORECASE)
        return mask(text)


def _is_spaced(word: str) -> bool:
    """Whether its script puts spaces between words, and endings on names."""
    return all(ord(letter) < 0x2E80 for letter in word)


def erase_person(
    workspace: Workspace,
    person: Person,
    answers: Answers,
    comments: Comments,
    actor: str,
    now: datetime,
) -> Erasure:
    """comments: of answers that stay; masked ones lose the person's names and every personal number."""
    with overwriting(), transaction.atomic():
        found = Person.objects.of(workspace).select_for_update().get(pk=person.pk)
        made: Erasure = Erasure.objects.create(workspace=workspace, answers=answers, at=now)
        invitations = Invitation.objects.of(workspace).filter(person=found)
        messages = Message.objects.of(workspace).filter(invitation__in=invitations)
        addresses = _addresses(found, messages)
        traces = Traces.of(found, addresses)
        rows = list(Response.objects.of(workspace).filter(person=found).select_related("version"))
        kept = {
            f"person:{found.pk}",
            *(f"invitation:{one}" for one in invitations.values_list("pk", flat=True)),
        }
        blot_traces(workspace, traces.sure, {*kept, *(f"response:{row.pk}" for row in rows)})
        forget_alerts(workspace, rows)
        forget_runs(workspace, found, rows)
        _suppress(workspace, addresses, made, now)
        if answers == "gone":
            erase(workspace, Response.objects.of(workspace).filter(person=found), now)
        else:
            keep = _harmless(workspace)
            for row in rows:
                _anonymise(row, traces, comments, keep, now)
        _let_go(workspace, invitations, messages, now)
        erase(workspace, Event.objects.of(workspace).filter(person=found), now, HAPPENED)
        found.delete()  # and with them consents, decisions, clocks, what imports noted
        record(workspace, actor, "person.erased", f"erasure:{made.pk}", answers=answers, n=len(rows))
    return made


def finish_erasures(now: datetime) -> int:
    """Remove the files of the lake, and copies of them, that still hold what was erased.

    Returns the erasures that are done.
    """
    read = follow_all(settings.LAKE_URL.rstrip("/"))
    due = Erasure.objects.filter(done_at=None, at__lte=now - FILES_GONE_AFTER)
    done = 0
    for workspace in Workspace.objects.filter(pk__in=due.values("workspace")):
        if Seal.objects.of(workspace).filter(done_at=None).exists() or _waits(workspace):
            continue  # the next round finds it sealed
        if workspace.pk in read:
            continue
        for what in SEALED:
            lake_of(workspace, what.kind).tidy(always=True)
        done += due.filter(workspace=workspace).update(done_at=now)
    if done:
        forget_words()
    return done


def _waits(workspace: Workspace) -> bool:
    return any(what.of(workspace).filter(seal=None, sealed_before=True).exists() for what in SEALED)


def _addresses(person: Person, messages: models.QuerySet[Message]) -> list[str]:
    """Where they are reached, and where they ever were."""
    sent = messages.exclude(address="").values_list("address", flat=True).distinct()
    posted = (
        PostedMail.objects.of(person.workspace_id).filter(person=person).values_list("address", flat=True)
    )
    return [one for one in dict.fromkeys([person.email, person.phone, *sent, *posted]) if one]


def _suppress(workspace: Workspace, addresses: Iterable[str], made: Erasure, now: datetime) -> None:
    for address in addresses:
        suppress(workspace, "", address, "", SuppressionReason.ERASED, f"erasure:{made.pk}", now)
        Suppression.objects.of(workspace).filter(address_hash__in=hashes(address)).update(shown="")


def _harmless(workspace: Workspace) -> frozenset[str]:
    """Properties that stay with an anonymous answer: a value out of a closed list names nobody."""
    declared = Property.objects.of(workspace).filter(type__in=CLOSED)
    return frozenset(declared.values_list("key", flat=True))


def _anonymise(
    row: Response, traces: Traces, comments: Comments, keep: frozenset[str], now: datetime
) -> None:
    """Nothing leads from the answer to the person: no link, no key, no property that could name them."""

    def said(text: str) -> str:
        return traces.blot(text) if comments == "masked" else ""

    questions = {question.key: question.kind for question in row.version.read().questions}
    answers: dict[str, Any] = {}
    for key, value in row.answers.items():
        if questions.get(key) in SCALED:
            answers[key] = value
        elif questions.get(key, "other") in ("text", "other") and isinstance(value, str) and said(value):
            answers[key] = said(value)
    reopen(
        Response.objects.of(row.workspace_id).filter(pk=row.pk),
        now,
        person=None,
        invitation=None,
        key=new_token(),
        permission=None,
        comment=said(row.comment),
        doubt=traces.blot(row.doubt)[:80],
        answers=answers,
        properties={name: value for name, value in row.properties.items() if name in keep},
    )


def _let_go(
    workspace: Workspace,
    invitations: models.QuerySet[Invitation],
    messages: models.QuerySet[Message],
    now: datetime,
) -> None:
    """Invitations stay as numbers: that so many were sent. Their links are dead and name nobody."""
    MessageReceipt.objects.of(workspace).filter(message__in=messages).update(words="")
    MailReply.objects.of(workspace).filter(invitation__in=invitations).delete()
    messages.filter(state=MessageState.QUEUED).update(state=MessageState.CANCELLED)
    messages.update(address="", failure="")
    invitations.update(person=None, properties={}, expires_at=now)
