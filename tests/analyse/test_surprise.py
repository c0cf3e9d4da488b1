from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from likely.analyse.surprise import Surprise, surprises, surprises_of
from likely.store.aggregate import Cell, Counts
from likely.store.slice import Slice
from tests.analyse.files import opened

USUAL, BAD = [0.15, 0.35, 0.50], [0.45, 0.30, 0.25]
CUTS = ("shop", "plan", "channel")


def answers(bad: Any, n: int = 4000, seed: int = 1) -> list[Counts]:
    """Answers of customers with three properties; `bad` says who of them is less happy."""
    rng = np.random.default_rng(seed)
    columns = {name: rng.choice([f"{name}{i}" for i in range(5)], n) for name in CUTS}
    unhappy = bad(columns)
    group = np.where(unhappy, rng.choice(3, n, p=BAD), rng.choice(3, n, p=USUAL))
    return [crossed({name: columns[name] for name in pair}, group) for pair in combinations(CUTS, 2)]


def crossed(columns: dict[str, Any], group: Any) -> Counts:
    cells: dict[Any, list[int]] = {}
    for *key, g in zip(*columns.values(), group, strict=True):
        cells.setdefault(tuple(map(str, key)), [0, 0, 0])[g] += 1
    return Counts(tuple(columns), {key: cell(*n) for key, n in cells.items()})


def cell(detractors: int, passives: int, promoters: int) -> Cell:
    n = [0] * 11
    n[3], n[8], n[10] = detractors, passives, promoters
    w = tuple(map(float, n))
    return Cell(tuple(n), w, w)


def names(found: tuple[Surprise, ...]) -> list[dict[str, str]]:
    return [dict(one.where) for one in found]


def test_a_bad_shop_is_one_finding_and_not_one_for_each_of_its_parts() -> None:
    found = surprises_of(answers(lambda c: c["shop"] == "shop2"))
    assert names(found.found)[0] == {"shop": "shop2"}
    assert found.found[0].difference.value == pytest.approx(-55, abs=10)
    assert 0 < found.found[0].certain < 55
    assert len([one for one in found.found if len(one.where) == 2]) <= 1
    assert found.looked_at == 15 + 75


def test_a_pair_that_is_worse_than_its_parts_is_found() -> None:
    found = surprises_of(answers(lambda c: (c["shop"] == "shop2") & (c["plan"] == "plan3")))
    assert {"shop": "shop2", "plan": "plan3"} in names(found.found)
    best = max((one for one in found.found), key=lambda one: one.certain)
    assert dict(best.where) == {"shop": "shop2", "plan": "plan3"}


def test_the_same_answers_under_two_names_are_one_finding() -> None:
    """Each shop has a till of its own."""
    rng = np.random.default_rng(3)
    shop, plan = (rng.choice([f"{name}{i}" for i in range(3)], 3000) for name in ("shop", "plan"))
    till = np.char.replace(shop, "shop", "till")
    group = np.where(shop == "shop2", rng.choice(3, 3000, p=BAD), rng.choice(3, 3000, p=USUAL))
    columns = {"shop": shop, "till": till, "plan": plan}
    found = surprises_of(
        [crossed({name: columns[name] for name in pair}, group) for pair in combinations(columns, 2)]
    )
    assert {"shop": "shop2"} in names(found.found)
    assert not any("till" in one for one in names(found.found))
    assert found.looked_at > len(found.found)


def test_where_all_are_alike_little_is_found() -> None:
    false = sum(
        bool(surprises_of(answers(lambda c: np.zeros(len(c["shop"]), bool), 1500, seed)).found)
        for seed in range(25)
    )
    assert false <= 4


def test_small_segments_are_neither_compared_nor_shown() -> None:
    found = surprises_of(answers(lambda c: c["shop"] == "shop2", n=600), fewest=50)
    assert all(one.score.n >= 50 for one in found.found)
    assert surprises_of(answers(lambda c: c["shop"] == "shop2", n=60), fewest=50).found == ()


def test_a_file_is_searched_by_its_columns(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    shop = rng.choice(["North", "South", "West"], 3000)
    score = np.where(
        shop == "West", rng.choice([3, 8, 10], 3000, p=BAD), rng.choice([3, 8, 10], 3000, p=USUAL)
    )
    file = opened(tmp_path, score=score, shop=shop, plan=rng.choice(["free", "paid"], 3000))
    table = file.asked(by=("shop", "plan"))
    assert {"shop": "West"} in names(surprises(table, Slice(), ("shop", "plan")).found)
    assert names(surprises(table, Slice(), ("plan",)).found) == []
