"""The states of a case and what may be done in each: one table, pure."""

from collections.abc import Mapping
from typing import Final

from likely.lib.refusal import Refusal

NEW, OPEN, WAITING, RESOLVED, CLOSED, REOPENED = STATES = (
    "new",  # nobody has it in hand
    "open",  # somebody works on it
    "waiting",  # for the customer: the clock stands
    "resolved",  # repaired, as far as we know
    "closed",  # done with
    "reopened",  # it was not repaired after all
)
OPEN_STATES: Final = frozenset({NEW, OPEN, WAITING, REOPENED})  # somebody still owes something
CLOCK_RUNS: Final = frozenset({NEW, OPEN, REOPENED})
DEEDS: Final = ("take", "wait", "go_on", "resolve", "close", "reopen")

# (state, deed) -> state. What is not here is refused.
TABLE: Final[Mapping[tuple[str, str], str]] = {
    (NEW, "take"): OPEN,
    (REOPENED, "take"): OPEN,
    (NEW, "wait"): WAITING,
    (OPEN, "wait"): WAITING,
    (REOPENED, "wait"): WAITING,
    (WAITING, "go_on"): OPEN,
    (NEW, "resolve"): RESOLVED,
    (OPEN, "resolve"): RESOLVED,
    (WAITING, "resolve"): RESOLVED,
    (REOPENED, "resolve"): RESOLVED,
    (NEW, "close"): CLOSED,
    (OPEN, "close"): CLOSED,
    (WAITING, "close"): CLOSED,
    (REOPENED, "close"): CLOSED,
    (RESOLVED, "close"): CLOSED,
    (RESOLVED, "reopen"): REOPENED,
    (CLOSED, "reopen"): REOPENED,
}


def next_state(state: str, deed: str) -> str:
    """Where the deed leads; a refusal where it can't be done."""
    found = TABLE.get((state, deed))
    if found is None:
        allowed = ", ".join(deeds_in(state))
        raise Refusal("case_state", f"A case that is {state} can be asked to {allowed}.", field="deed")
    return found


def deeds_in(state: str) -> list[str]:
    """What may be done in a state, in the order of DEEDS."""
    return [deed for deed in DEEDS if (state, deed) in TABLE]
