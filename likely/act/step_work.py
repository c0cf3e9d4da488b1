"""The worker's duty `steps`: the steps of playbooks whose moment has come, each done once.

What changes only rows of ours is one transaction with the mark that it was done: a worker that dies leaves
both or neither. A call to somebody else is claimed under a lease; where its worker died the next one calls
again, under the same name, by which the receiver knows that it is the same.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from likely.act.playbook_run import CLAIMED, DONE, FAILED, SKIPPED, WAITS, RunStep
from likely.act.step_calls import CALLS
from likely.act.step_deeds import DEEDS, Outcome, Work, skipped
from likely.ask.dispatch import BACK_OFF
from likely.base.lease import lease_end
from likely.collect.response import ResponseState
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

AT_ONCE: Final = 100  # steps
RUN_SECONDS: Final = 5.0  # then other duties have their turn
RELATED: Final = (
    "run__playbook__workspace", "run__workspace", "run__person__account", "run__response__person__account",
    "run__response__survey", "run__response__workspace",
)  # fmt: skip
Clock = Callable[[], datetime]


def steps_due(clock: Clock = timezone.now, seconds: float = RUN_SECONDS) -> int:
    """Do what is due, for about so long. How many steps were dealt with."""
    end, now = monotonic() + seconds, clock()
    RunStep.objects.filter(state=CLAIMED, leased_until__lte=now).update(
        state=WAITS, due_at=now, leased_until=None, tries=F("tries") + 1
    )
    due = RunStep.objects.filter(state=WAITS, due_at__lte=now).order_by("due_at", "id")
    dealt = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if monotonic() >= end:
            break
        dealt += _dealt(pk, clock)
    return dealt


def _dealt(pk: Any, clock: Clock) -> bool:
    """One that fails is logged and tried again later; it stops no other."""
    step = RunStep.objects.select_related(*RELATED).filter(pk=pk, state=WAITS).first()
    if step is None:
        return False
    try:
        return _called(step, clock) if step.do in CALLS else _done_here(step, clock())
    except Refusal as no:
        _end(step, Outcome(FAILED, no.code[:24], str(no)[:300]), clock())
    except Exception:
        log.exception("step %s failed", step.pk)
        _later(step, "broken", "", None, clock())
    return True


@transaction.atomic
def _done_here(step: RunStep, now: datetime) -> bool:
    """The mark and the deed: of any number of workers one gets to do it."""
    if not RunStep.objects.filter(pk=step.pk, state=WAITS).update(state=DONE, done_at=now):
        return False
    work = Work(step, now)
    outcome = _stopped(work) or DEEDS[step.do](work)
    RunStep.objects.filter(pk=step.pk).update(
        state=outcome.state, reason=outcome.reason, words=outcome.words[:300], posted=outcome.posted
    )
    return True


def _called(step: RunStep, clock: Clock) -> bool:
    now = clock()
    work = Work(step, now)
    held = RunStep.objects.filter(pk=step.pk, state=WAITS)
    if not held.update(state=CLAIMED, leased_until=lease_end(now)):
        return False
    if stopped := _stopped(work):
        _end(step, stopped, now)
        return True
    called = CALLS[step.do](work)
    if called.state:
        _end(step, Outcome(called.state, called.reason, called.words), clock())
    else:
        _later(step, called.reason, called.words, called.after_seconds, clock())
    return True


def _stopped(work: Work) -> Outcome | None:
    """Why it must not be done any more."""
    if not work.playbook.is_on:
        return skipped("playbook_off")
    response = work.response
    if response is None:
        return None
    if response.state == ResponseState.DISMISSED:
        return skipped("answer_gone")
    doubtful = response.state == ResponseState.QUARANTINED
    return skipped("answer_doubtful") if doubtful and work.run.kind != "answer.quarantined" else None


def _end(step: RunStep, outcome: Outcome, now: datetime) -> None:
    open_states = RunStep.objects.filter(pk=step.pk, state__in=(WAITS, CLAIMED))
    open_states.update(
        state=outcome.state,
        reason=outcome.reason,
        words=outcome.words[:300],
        done_at=now if outcome.state in (DONE, SKIPPED) else None,
        leased_until=None,
        tries=step.tries + 1,
    )


def _later(step: RunStep, reason: str, words: str, after_seconds: int | None, now: datetime) -> None:
    """Again with a pause that grows; after the last of them it has failed."""
    if step.tries >= len(BACK_OFF):
        _end(step, Outcome(FAILED, reason, words), now)
        return
    pause = max(BACK_OFF[step.tries], timedelta(seconds=after_seconds or 0))
    RunStep.objects.filter(pk=step.pk, state__in=(WAITS, CLAIMED)).update(
        state=WAITS,
        due_at=now + pause,
        leased_until=None,
        tries=step.tries + 1,
        reason=reason,
        words=words[:300],
    )
