"""Satisfaction and effort are measured by their best answers and their mean, each with an interval."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.analyse.satisfaction import MEASURED, satisfaction, satisfaction_of
from likely.ask.definition import LEADING
from likely.ask.template import make_definition
from likely.collect.intake import take_in
from likely.collect.submission import Submission
from likely.store.slice import Slice
from likely.store.workspace_table import table_of


def test_the_table_is_that_of_the_surveys() -> None:
    assert {kind: (LEADING[kind][0], LEADING[kind][2]) for kind in MEASURED} == MEASURED


def test_the_share_is_wilsons() -> None:
    """8 of 10: 49.02 to 94.33 percent (Wilson 1927; R: binom.confint(8, 10, methods = "wilson"))."""
    found = satisfaction_of({5: 5, 4: 3, 3: 1, 1: 1}, 5)
    assert found
    assert found.share.value == 80
    assert (found.share.low, found.share.high) == pytest.approx((49.016, 94.332), abs=0.001)
    assert found.mean.value == pytest.approx(4.1)
    assert found.counts == (1, 0, 1, 3, 5)


def test_nobody_is_no_measure() -> None:
    assert satisfaction_of({}, 7) is None


@given(st.lists(st.integers(0, 50), min_size=7, max_size=7))
@settings(deadline=None)
def test_share_and_mean_stay_within_the_scale(counts: list[int]) -> None:
    found = satisfaction_of(dict(enumerate(counts, 1)), 7)
    if found is None:
        assert sum(counts) == 0
        return
    assert 0 <= found.share.low <= found.share.value <= found.share.high <= 100
    assert 1 <= found.mean.low <= found.mean.value <= found.mean.high <= 7


def test_it_is_measured_from_what_respondents_sent(workspace: Any) -> None:
    from likely.ask.survey import Survey

    for kind, answers in (("csat5", (5, 4, 2)), ("csat10", (10, 3))):
        definition = make_definition(kind, "Nordic", ["en"])
        survey = Survey.start(workspace, kind, definition, "system")
        for number, step in enumerate(answers):
            key = f"{kind}-somebody-no-{number}"
            take_in(Submission(at=datetime.now(UTC), slug=survey.slug, key=key, answers={"csat": step}))
    table = table_of(workspace)
    [five], [ten] = (satisfaction(table, kind, Slice()).values() for kind in ("csat5", "csat10"))
    assert (five.n, five.share.value) == (3, pytest.approx(200 / 3))
    assert (ten.n, ten.share.value) == (2, 50)
    assert satisfaction(table, "ces", Slice()) == {}
