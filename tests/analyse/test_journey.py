from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from likely.analyse.journey import journey
from likely.store.file import open_file
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened, parquet

START = datetime(2025, 1, 1, 12)


def company(folder: Path, persons: int, seed: int = 1) -> Responses:
    """Support is bad and moves the relation; the newsletter pleases who is pleased, and moves nothing."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[Any, ...]] = []
    for person in range(persons):
        mood = rng.normal()
        for wave in range(4):
            at = START + timedelta(days=180 * wave + 179)
            effect = 0.0
            for name, level, weight in (("support", 6.0, 1.2), ("news", 8.5, 0.0)):
                if rng.random() < 0.6:
                    felt = rng.normal()
                    when = at - timedelta(days=int(rng.integers(2, 50)))
                    rows.append((f"p{person}", "tnps", name, when, score(level + mood + 1.5 * felt)))
                    effect += weight * felt
            rows.append((f"p{person}", "rnps", None, at, score(8 + 1.5 * mood + effect + 0.5 * rng.normal())))
    names = ("person", "kind", "touchpoint", "at", "score")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return open_file(parquet(folder, columns), person="person").asked(by=("kind", "touchpoint"))


def score(felt: float) -> int:
    return int(np.clip(round(felt), 0, 10))


def test_the_low_one_comes_first_and_what_it_does_is_known(tmp_path: Path) -> None:
    found = journey(company(tmp_path, 520), Slice())
    assert found.refused == ""
    assert found.persons == 520
    support, news = found.touchpoints
    assert (support.name, news.name) == ("support", "news")
    assert (support.verdict, news.verdict) == ("below", "above")
    assert support.link is not None
    assert news.link is not None
    assert support.link.score.low > 0.1
    assert support.link.p < 0.001
    assert news.link.score.low < 0.05
    assert support.link.by_lag[0].value > 3 * abs(support.link.by_lag[2].value)
    assert support.worth is not None
    assert support.worth.low > 0
    assert news.worth is None
    assert support.share + news.share == pytest.approx(1)
    assert support.periods


def test_without_persons_enough_the_scores_stand_alone(tmp_path: Path) -> None:
    found = journey(company(tmp_path, 40), Slice())
    assert "40 persons" in found.refused
    assert [one.link for one in found.touchpoints] == [None, None]
    assert all(one.score for one in found.touchpoints)


def test_a_table_without_touchpoints_has_no_journey(tmp_path: Path) -> None:
    days = [START + timedelta(days=at) for at in range(60)]
    file = opened(tmp_path, score=[9, 3, 10] * 20, kind=["rnps"] * 60, touchpoint=[""] * 60, at=days)
    found = journey(file.asked(by=("kind", "touchpoint")), Slice())
    assert found.touchpoints == ()
    assert found.refused
