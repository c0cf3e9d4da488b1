"""What a notebook asks of a file: an experiment with guardrails and earlier scores, populations, accounts."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import likely
from likely import Quoted
from tests.analyse.files import parquet


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Buyers and users in two shops, before an experiment and in it, with what they scored before."""
    rng, n = np.random.default_rng(21), 1200
    liking = rng.normal(size=n)
    arm, role = rng.choice(["old", "new"], n), rng.choice(["buyer", "user"], n)
    shop = rng.choice(["North", "South"], n)
    grumpy = (role == "user") & (shop == "South")

    def scores() -> Any:
        return np.clip(np.round(9 + 1.6 * liking + rng.normal(size=n) - 4 * grumpy), 0, 10).astype(int)

    before, after = scores(), scores()
    columns = {
        "score": [*before.tolist(), *after.tolist()],
        "date": ["2026-01-10"] * n + ["2026-03-01"] * n,
        "person": [f"p{place}" for place in range(n)] * 2,
        "arm": [""] * n + arm.tolist(),
        "earlier_score": [None] * n + before.tolist(),
        "minutes": [1.0] * n + rng.exponential(8, n).tolist(),
        "role": role.tolist() * 2,
        "shop": shop.tolist() * 2,
        "company": [f"c{place % 40}" for place in range(n)] * 2,
    }
    path = parquet(Path(tmp_path_factory.mktemp("file")), columns)
    return likely.read(path, score="score", date="date", person="person")


def test_earlier_scores_by_column_and_by_day_are_the_same(data: Any) -> None:
    part = data.between(date(2026, 3, 1), None)
    by_column = part.experiment("arm", "old", earlier="earlier_score").results[0]
    by_day = data.experiment("arm", "old", earlier=date(2026, 3, 1)).results[0]
    raw = part.experiment("arm", "old").results[0]
    assert by_column.difference.value == pytest.approx(by_day.difference.value)
    assert by_column.adjusted.explained == pytest.approx(by_day.adjusted.explained)
    assert by_day.adjusted.raw.value == pytest.approx(raw.difference.value)
    assert by_day.adjusted.explained > 0.3
    width = by_day.difference.high - by_day.difference.low
    assert width < 0.85 * (raw.difference.high - raw.difference.low)


def test_guardrails_are_named_as_the_file_names_them(data: Any) -> None:
    part = data.between(date(2026, 3, 1), None)
    result = part.experiment("arm", "old", guards={"minutes": 5.0, "detractors": 30.0, "score": -60}).results[
        0
    ]
    assert result.guards == {"minutes": "held", "detractors": "held", "score": "held"}
    assert [one.guardrail.measure for one in result.watched] == ["figure", "detractors", "score"]


def test_two_populations_place_by_place(data: Any) -> None:
    found = data.populations("role", ("buyer", "user"), "shop")
    assert found.units[0].name == "South"
    assert (found.units[0].verdict, found.units[0].balance) == ("above", "first")
    assert (found.units[1].verdict, found.units[1].balance) == ("same", "both")
    assert found.all.gap.value > 0


def test_accounts_benchmarks_and_targets(data: Any) -> None:
    found = data.accounts("company", {f"c{place}": 1.0 + place for place in range(50)})
    assert (len(found.accounts), len(found.silent)) == (40, 10)
    assert found.by_account.n == 40
    score = data.score().value
    held = data.held_against([Quoted("low", score - 30, "a", 2026), Quoted("same", score, "b", 2026, 50)])
    assert [(one.quoted.name, one.verdict) for one in held] == [("same", "same"), ("low", "above")]
    assert data.reaching(score - 20, 100) > 0.99
    assert data.reaching(score + 20, 100) < 0.01
