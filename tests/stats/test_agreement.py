import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.agreement import kappa


def test_gold_kappa(shared: Path) -> None:
    """txt-001"""
    gold = next(v for v in json.loads((shared / "gold.json").read_text())["values"] if v["id"] == "txt-001")
    assert kappa(gold["inputs"]["table"]) == pytest.approx(gold["expected"], abs=gold["tolerance"])


@given(st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=3, max_size=3))
def test_it_lies_between_its_bounds_and_does_not_care_who_is_first(table: list[list[int]]) -> None:
    value = kappa(table)
    assert -1 <= value <= 1
    assert kappa(list(zip(*table, strict=True))) == pytest.approx(value)


def test_agreement_in_all_is_one_and_by_chance_nothing() -> None:
    assert kappa([[5, 0], [0, 7]]) == 1
    assert kappa([[4, 4], [4, 4]]) == 0


@pytest.mark.parametrize(
    ("table", "code"), [([[1, 2]], "not_square"), ([[5, 0], [0, 0]], "one_category"), ([], "not_square")]
)
def test_what_is_no_table_of_two_coders_is_refused(table: list[list[float]], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        kappa(table)
    assert refused.value.code == code
