from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from likely.lib.refusal import Refusal
from likely.stats.multiplicity import benjamini_hochberg, benjamini_yekutieli, holm
from tests.stats.conftest import close

METHODS = {"bh": benjamini_hochberg, "by": benjamini_yekutieli}


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    assert close(benjamini_hochberg(gold("multi-001")["inputs"]["p"]), gold("multi-001"))


@pytest.mark.parametrize("name", METHODS)
@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_adjusted_are_scipys(name: str, p: list[float]) -> None:
    assert METHODS[name](p) == pytest.approx(list(false_discovery_control(p, method=name)), abs=1e-12)


def test_holm_is_what_r_prints() -> None:
    # R: p.adjust(c(.01, .04, .03, .005, .8), "holm")
    assert holm([0.01, 0.04, 0.03, 0.005, 0.8]) == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.8])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0.001, 0.3))
def test_holm_refuses_what_its_steps_refuse(p: list[float], rate: float) -> None:
    refused = set()
    for place, index in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        if p[index] * (len(p) - place) > rate:
            break
        refused.add(index)
    assert {index for index, adjusted in enumerate(holm(p)) if adjusted <= rate} == refused


@pytest.mark.parametrize("adjust", [*METHODS.values(), holm])
def test_one_alone_stays_and_none_is_none(adjust: Callable[[list[float]], list[float]]) -> None:
    assert adjust([0.03]) == [0.03]
    assert adjust([]) == []


@pytest.mark.parametrize("loose", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_is_refused(loose: float) -> None:
    with pytest.raises(Refusal):
        benjamini_hochberg([0.5, loose])
