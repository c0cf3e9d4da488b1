"""The answer to "may we contact you?" becomes an entry of the consent ledger, a moment later.

A worker reads it out of the responses, so that storing an answer costs no further write. Whoever changes the
answer gets another entry; looked at again, it is not written again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import transaction

from likely.base.tick import Tick
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.consent import Consent, ConsentPurpose

AT_ONCE: Final = 1000  # responses
OVERLAP: Final = timedelta(minutes=10)  # a change may be committed after a later one was read


def note_permissions(now: datetime, since: datetime | None = None) -> int:
    """Write what was answered since the last round; the entries made. since None: since ever."""
    changed = {"changed_at__gte": since - OVERLAP} if since else {}
    made = 0
    for workspace in Workspace.objects.all():
        rows = Response.objects.of(workspace).filter(
            **changed, changed_at__lte=now, permission__isnull=False, person__isnull=False,
            state=ResponseState.COUNTED,
        )  # fmt: skip
        for some in _in_parts(rows.order_by("changed_at").iterator(AT_ONCE)):
            made += _write(workspace, some)
    return made


def last_round(name: str) -> datetime | None:
    """When the duty of that name last went well."""
    return Tick.objects.filter(name=name).values_list("finished_at", flat=True).first()


@transaction.atomic
def _write(workspace: Workspace, rows: Sequence[Response]) -> int:
    sources = {row.pk: f"response:{row.pk}" for row in rows}
    known = Consent.objects.of(workspace).filter(
        source__in=sources.values(), person__in=[row.person_id for row in rows]
    )
    said = dict(known.order_by("at", "id").values_list("source", "given"))  # the newest is left
    new = [
        Consent(
            workspace=workspace,
            person_id=row.person_id,
            purpose=ConsentPurpose.FOLLOW_UP,
            given=bool(row.permission),
            source=sources[row.pk],
            at=row.changed_at,
        )
        for row in rows
        if row.person_id and said.get(sources[row.pk]) is not row.permission
    ]
    return len(Consent.objects.bulk_create(new, batch_size=500))


def _in_parts(rows: Iterator[Response]) -> Iterator[list[Response]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
