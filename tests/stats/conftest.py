"""Reference values: figures that other programs or publications give for the same input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A first example waits for NumPy and SciPy to load, which says nothing about the mathematics.
settings.register_profile("stats", deadline=None, max_examples=60)
settings.load_profile("stats")


@pytest.fixture(scope="session")
def gold(shared: Path) -> Callable[[str], dict[str, Any]]:
    values = {value["id"]: value for value in json.loads((shared / "gold.json").read_text())["values"]}
    return values.__getitem__


@pytest.fixture(scope="session")
def gold_rows(shared: Path) -> Callable[[str], list[dict[str, str]]]:
    import csv

    def rows(name: str) -> list[dict[str, str]]:
        with (shared / "gold_data" / name).open(newline="") as file:
            return list(csv.DictReader(file))

    return rows


def close(figures: Any, value: dict[str, Any]) -> bool:
    """Whether the figures are those of a reference value, each within its tolerance."""
    import numpy as np

    expected = np.asarray(value["expected"], dtype=float)
    got = np.asarray(figures, dtype=float)
    return got.shape == expected.shape and bool((np.abs(got - expected) <= value["tolerance"]).all())
