from datetime import date

import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.stats.stream import Stream


def test_days_without_answers_are_days() -> None:
    stream = Stream.of_days({date(2026, 3, 4): (1, 0, 3), date(2026, 3, 2): (0, 2, 0)}, date(2026, 3, 5))
    assert (stream.start, len(stream), stream.day(3)) == (date(2026, 3, 2), 4, date(2026, 3, 5))
    assert list(stream.n) == [2, 0, 4, 0]
    assert list(stream.means) == [0, 0, 0.5, 0]
    assert list(stream.weekdays()) == [0, 1, 2, 3]
    assert stream.variance == pytest.approx(np.var([-1, 0, 0, 1, 1, 1]))


def test_a_stray_date_is_refused() -> None:
    with pytest.raises(Refusal, match="wrong"):
        Stream.of_days({date(1900, 1, 1): (1, 0, 0), date(2026, 1, 1): (0, 0, 1)})
    with pytest.raises(Refusal):
        Stream.of_days({})
