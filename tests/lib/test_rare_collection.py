"""The collector's threshold is lent, not taken."""

import gc

import pytest

from likely.lib.rare_collection import THRESHOLD, rare_collection


def failing() -> None:
    with rare_collection():
        assert gc.get_threshold() == THRESHOLD
        raise ValueError("a row")


def test_it_comes_back_also_after_a_fault() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="a row"):
        failing()
    assert gc.get_threshold() == before
