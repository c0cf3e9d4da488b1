"""The worker's duty `decide`: whatever is due in every running programme."""

import logging
from datetime import datetime

from likely.ask.again import look_again
from likely.ask.contact_clock import Crossed
from likely.ask.programme import Programme, ProgrammeKind, ProgrammeState
from likely.ask.trigger import consider_events
from likely.ask.wave import pass_if_due
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)
PASSES = (ProgrammeKind.WAVE, ProgrammeKind.ONCE)


def decide_due(now: datetime) -> int:
    """Those first that come first where two want the same person. How many people were asked."""
    consider_events(now)
    running = Programme.objects.filter(state=ProgrammeState.RUNNING).exclude(kind=ProgrammeKind.IN_APP)
    rows = running.select_related("workspace", "survey", "survey__live", "segment")
    return sum(_decided(programme, now) for programme in rows.order_by("priority", "created_at"))


def _decided(programme: Programme, now: datetime) -> int:
    """A programme that can't be decided about, such as one whose segment broke, stops no other."""
    try:
        asked = look_again(programme, now)
        return asked + (pass_if_due(programme, now) if programme.kind in PASSES else 0)
    except Refusal as refusal:
        log.warning("programme %s: %s", programme.pk, refusal)
    except Crossed:
        log.info("programme %s: others ask the same people; it goes on with the next tick", programme.pk)
    return 0
