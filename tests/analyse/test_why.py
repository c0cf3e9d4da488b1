from pathlib import Path

import numpy as np
import pytest

from likely.analyse.why import OTHERS, why
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened

BEFORE, AFTER = Slice().only("half", "1"), Slice().only("half", "2")


def table(folder: Path, free: tuple[float, float], rare: int = 0) -> Responses:
    """Both plans rise, but the unhappy free one grows from half to most."""
    rng = np.random.default_rng(1)
    rows = []
    for half, share in zip("12", free, strict=True):
        for _ in range(2000):
            plan = "free" if rng.random() < share else "paid"
            base = [0.5, 0.3, 0.2] if plan == "free" else [0.1, 0.2, 0.7]
            lift = 0.05 if half == "2" else 0.0
            chances = [base[0] - lift, base[1], base[2] + lift]
            rows.append((half, plan, int(rng.choice([3, 8, 10], p=chances))))
        rows += [(half, f"rare{i}", 9) for i in range(rare)]
    half, plan, score = map(list, zip(*rows, strict=True))
    return opened(folder, half=half, plan=plan, score=score).asked(by=("half", "plan"))


def test_every_part_rises_and_the_whole_falls(tmp_path: Path) -> None:
    found = why(table(tmp_path, (0.5, 0.9)), BEFORE, AFTER, "plan")
    assert found is not None
    assert found.verdict == "below"
    assert found.split.within > 0 > found.split.mix
    assert found.split.total == pytest.approx(found.difference.value)
    assert [(part.value, part.verdict) for part in found.parts] == [("free", "above"), ("paid", "above")]
    assert found.parts[0].share_a == pytest.approx(0.5, abs=0.05)
    assert sum(part.share_b for part in found.parts) == pytest.approx(1)


def test_small_parts_are_put_together_and_nothing_is_lost(tmp_path: Path) -> None:
    found = why(table(tmp_path, (0.5, 0.5), rare=6), BEFORE, AFTER, "plan")
    assert found is not None
    assert [part.value for part in found.parts][2:] == [OTHERS]
    assert found.split.total == pytest.approx(found.difference.value)
    assert [part.a.n for part in found.parts if part.a][2:] == [6]


def test_too_few_answers_and_the_same_slice(tmp_path: Path) -> None:
    answers = table(tmp_path, (0.5, 0.5))
    assert why(answers, BEFORE, Slice().only("half", "3"), "plan") is None
    with pytest.raises(Refusal):
        why(answers, BEFORE, BEFORE, "plan")
