import numpy as np
import pytest

from likely.stats.jackknife import jackknife_covariance


def test_of_a_mean_it_is_the_textbook_variance() -> None:
    rows = np.random.default_rng(3).normal(size=(64, 3))
    without = np.array([np.delete(rows, left_out, axis=0).mean(axis=0) for left_out in range(64)])
    assert jackknife_covariance(without) == pytest.approx(np.cov(rows.T) / 64)
