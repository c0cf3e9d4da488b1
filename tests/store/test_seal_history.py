"""Any history of answers, edits, seals, crashes and erasures: the table always says what the model says."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.store import lake as lakes
from likely.store import seal as sealing
from likely.store.hot import reopen
from likely.store.rows import export
from likely.store.slice import Slice
from likely.store.workspace_table import table_of
from tests.store.world import LATER, answer

STEPS = [
    (sealing, "_begin"), (sealing, "read"), (sealing, "ids_within"), (lakes, "_append"), (lakes, "_merge"),
    (lakes.Lake, "erase"), (sealing, "_close"), (lakes.Lake, "tidy"),
]  # fmt: skip
SCORES = st.one_of(st.none(), st.integers(0, 10))


class Killed(BaseException):
    """Nothing of ours may catch it, as nothing catches a kill."""


def dying(alive: Callable[..., Any], after: bool) -> Callable[..., Any]:
    def die(*args: Any, **kwargs: Any) -> Any:
        if after:
            alive(*args, **kwargs)
        raise Killed

    return die


class History(RuleBasedStateMachine):
    responses = Bundle("responses")

    def __init__(self) -> None:
        super().__init__()
        self.workspace = Workspace.objects.create(name="Any")
        self.survey: Any = None
        self.model: dict[str, tuple[int | None, str]] = {}
        self.now = LATER

    @rule(target=responses, score=SCORES)
    def answers(self, score: int | None) -> Any:
        self.now += timedelta(minutes=1)
        given = answer(self.workspace, score, survey=SURVEYS[-1], changed_at=self.now)
        self.model[str(given.pk)] = (score, "counted")
        return given.pk

    @rule(id=responses, score=SCORES, state=st.sampled_from(["counted", "quarantined"]))
    def edits(self, id: Any, score: int | None, state: str) -> None:
        if str(id) in self.model:
            reopen(Response.objects.filter(pk=id), self.now, score=score, state=state)
            self.model[str(id)] = (score, state)

    @rule(id=consumes(responses))
    def erases(self, id: Any) -> None:
        sealing.erase(self.workspace, Response.objects.filter(pk=id), self.now)
        self.model.pop(str(id), None)

    @rule(minutes=st.integers(0, 3))
    def seals(self, minutes: int) -> None:
        sealing.seal_workspace(self.workspace, self.now - timedelta(minutes=minutes), self.now)

    @rule(step=st.sampled_from(STEPS), after=st.booleans())
    def is_killed_while_sealing(self, step: tuple[Any, str], after: bool) -> None:
        place, name = step
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lakes, "FILES_BEFORE_TIDYING", 1)
            patch.setattr(place, name, dying(getattr(place, name), after))
            with suppress(Killed):
                self.seals(0)

    @invariant()
    def the_table_says_what_is(self) -> None:
        batches = export(table_of(self.workspace), Slice(), ["id", "score"])
        rows = [(row["id"], row["score"]) for batch in batches for row in batch.to_pylist()]
        counted = [(id, score) for id, (score, state) in self.model.items() if state == "counted"]
        assert sorted(rows, key=str) == sorted(counted, key=str)


SURVEYS: list[Any] = []


def test_any_history(workspace: Any) -> None:
    SURVEYS.append(answer(workspace).survey)
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=5, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_long_history(workspace: Any, seed: int) -> None:
    """Deeper than what a search for small examples walks into: dozens of acts on the same few responses."""
    SURVEYS.append(answer(workspace).survey)
    random, history = Random(seed), History()
    known = [history.answers(score) for score in (0, 7, 10)]
    for _ in range(40):
        score, state = random.choice([None, 0, 8, 10]), random.choice(["counted", "counted", "quarantined"])
        act = random.choice(["answers", "edits", "edits", "seals", "seals", "kill", "kill", "erases"])
        if act == "answers":
            known.append(history.answers(score))
        elif act == "edits":
            history.edits(random.choice(known), score, state)
        elif act == "seals":
            history.seals(random.randint(0, 2))
        elif act == "kill":
            history.is_killed_while_sealing(random.choice(STEPS), random.random() < 0.5)
        elif len(known) > 3:
            history.erases(known.pop(random.randrange(len(known))))
        history.the_table_says_what_is()
