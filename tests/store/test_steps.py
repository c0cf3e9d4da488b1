"""Answers of a rated question by step: one query over both halves of a workspace."""

from typing import Any

import pytest

from likely.lib.refusal import Refusal
from likely.store.seal import seal_due
from likely.store.slice import Slice
from likely.store.steps import Steps, step_counts
from likely.store.workspace_table import table_of
from tests.store.world import LATER, answer


def test_sealed_and_fresh_answers_add_up_by_cut(workspace: Any) -> None:
    for step, language in ((5, "en"), (5, "et"), (1, "en")):
        answer(workspace, None, answers={"csat": step}, language=language)
    seal_due(LATER)
    answer(workspace, None, answers={"csat": 5}, language="en")
    answer(workspace, 9, answers={"speed": 3})
    answer(workspace, None, answers={"csat": "na"})
    found = step_counts(table_of(workspace), Slice(by=("language",)), "csat")
    assert found.cells == {("en",): {5: 2, 1: 1}, ("et",): {5: 1}}
    assert found.total() == {5: 3, 1: 1}


def test_a_column_that_nobody_answered_is_named(workspace: Any) -> None:
    with pytest.raises(Refusal, match="csat"):
        step_counts(table_of(workspace), Slice(), "csat")


def test_other_cuts_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="add up"):
        Steps(("a",), {}) + Steps(("b",), {})
