"""No cell becomes a formula, and nothing harmless is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.csv_cell import SKIPPED, STARTS, plain_cell

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "  \t =1", "＝1", "＋1+1",
    "－A1", "＠A", '"=1', "'=1", "=cmd|' /C calc'!A0", "\u00a0=1", "\ufeff=1", "\u3000＝1", "-2+3+cmd",
    "|x", "%0A=1",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert str(plain_cell(text)).startswith("'")


@pytest.mark.parametrize(
    "value", ["", "late", "a=b", "maria@example.org", "+3725551234", "-5", "+1.5", 7, None, 2.5]
)
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    assert plain_cell(value) == value


@given(st.text())
def test_nothing_that_leaves_starts_a_formula(text: str) -> None:
    left = str(plain_cell(text))
    number = left.lstrip("+-").replace(".", "", 1).isdigit()
    assert left.startswith("'") or number or not left.lstrip(SKIPPED).startswith(STARTS)
    assert "\0" not in left
    assert "\r" not in left
