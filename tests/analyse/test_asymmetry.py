from pathlib import Path

import numpy as np
import pytest

from likely.analyse.asymmetry import penalties_and_rewards
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened


def survey(folder: Path, n: int = 3000) -> Responses:
    """Cleanliness only costs, a smile only brings, a third of the smiles unrated."""
    rng = np.random.default_rng(1)
    clean, smile, speed = (rng.integers(1, 6, n) for _ in range(3))
    felt = 7 - 2.5 * (clean <= 2) + 2 * (smile == 5) + 0.6 * (speed - 3) + rng.normal(size=n)
    file = opened(
        folder,
        score=np.clip(np.round(felt), 0, 10).astype(int).tolist(),
        clean=clean.tolist(),
        smile=[None if i % 3 == 0 else int(one) for i, one in enumerate(smile)],
        speed=speed.tolist(),
        seconds=rng.integers(0, 500, n).tolist(),
    )
    return file.asked(drivers=("clean", "smile", "speed", "seconds"))


def test_needs_and_delights_come_out_of_ratings(tmp_path: Path) -> None:
    found = penalties_and_rewards(survey(tmp_path), Slice(), ["clean", "smile", "speed", "seconds"])
    kinds = {one.name: one.kind for one in found.drivers}
    assert kinds == {"clean": "basic", "smile": "delight", "speed": "linear"}
    assert (found.ends["clean"].low, found.ends["clean"].high) == (2, 5)
    assert (found.ends["clean"].down, found.ends["clean"].up) == pytest.approx((2, 1.5), abs=0.1)
    assert found.left_out == {"seconds": "no_rating"}
    smile = next(one for one in found.drivers if one.name == "smile")
    assert smile.high < 3000 / 5 * 0.8  # what was not said is not a rating


def test_too_few_answers_are_refused_in_words(tmp_path: Path) -> None:
    table = survey(tmp_path, 60)
    found = penalties_and_rewards(table, Slice(), ["clean"])
    assert found.drivers == ()
    assert found.refused or found.left_out
    assert penalties_and_rewards(table, Slice(), ["seconds"]).left_out == {"seconds": "no_rating"}
