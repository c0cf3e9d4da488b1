from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.stats.variance import standard_error, variance_of_counts
from tests.stats.conftest import close


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    triples = gold("var-001")["inputs"]["counts"]
    assert close([variance_of_counts(*triple) for triple in triples], gold("var-001"))
    assert close(standard_error(1, 2, 3), gold("var-002"))
    assert close([100 / 3, standard_error(54, 108, 162)], gold("var-003"))


def test_a_finite_population(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    scores = [int(row["score"]) for row in gold_rows("nps60.csv")]
    d, p = sum(score < 7 for score in scores), sum(score > 8 for score in scores)
    error = standard_error(d, len(scores) - d - p, p, sample=True, population=gold("var-005")["inputs"]["N"])
    assert close(error, gold("var-005"))


@given(st.tuples(*[st.integers(0, 60)] * 3).filter(lambda triple: sum(triple) > 1))
def test_it_is_the_variance_of_the_answers_themselves(triple: tuple[int, int, int]) -> None:
    answers = np.repeat([-1, 0, 1], triple)
    assert variance_of_counts(*triple) == pytest.approx(answers.var(), abs=1e-12)
    error = 100 * answers.std(ddof=1) / len(answers) ** 0.5
    assert standard_error(*triple, sample=True) == pytest.approx(error, abs=1e-9)
