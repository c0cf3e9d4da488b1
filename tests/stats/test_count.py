import math

import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.stats.count import read_count


@pytest.mark.parametrize("loose", [-1, 1.0, 6.5, "4", "", True, None, math.nan, np.float64(3), [1]])
def test_what_is_no_count_is_refused_by_name(loose: object) -> None:
    with pytest.raises(Refusal, match="promoters") as refused:
        read_count(loose, "promoters")
    assert refused.value.code == "not_a_count"
    assert refused.value.field == "promoters"


def test_whole_numbers_of_any_kind_are_counts() -> None:
    assert read_count(0, "n") == 0
    assert read_count(10**12, "n") == 10**12
    assert type(read_count(np.int32(7), "n")) is int
