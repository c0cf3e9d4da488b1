from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from likely.lib.refusal import Refusal
from likely.store.aggregate import moments
from likely.store.file import open_file
from likely.store.panel import panel
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened, parquet

TOUCHPOINTS = ("support", "news")
EDGES = (0, 60, 120)
START = datetime(2025, 1, 1, 12)


def answers(persons: int = 60, seed: int = 1) -> Any:
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(persons):
        for wave in range(rng.integers(1, 4)):
            at = START + timedelta(days=int(180 * wave + rng.integers(0, 20)))
            rows.append((f"p{person}", "rnps", None, at, int(rng.integers(0, 11))))
        for _ in range(rng.integers(0, 8)):
            at = START + timedelta(days=int(rng.integers(0, 500)), hours=1)
            rows.append((f"p{person}", "tnps", str(rng.choice(TOUCHPOINTS)), at, int(rng.integers(0, 11))))
    return pd.DataFrame(rows, columns=["person", "kind", "touchpoint", "at", "score"])


def table_of(folder: Path, frame: Any) -> Responses:
    columns = {name: [None if pd.isna(one) else one for one in frame[name]] for name in frame}
    return open_file(parquet(folder, columns), person="person").asked(by=("kind", "touchpoint"))


def by_pandas(frame: Any) -> Any:
    """The same panel, the long way."""
    y = np.where(frame["score"] >= 9, 1.0, np.where(frame["score"] <= 6, -1.0, 0.0))
    frame = frame.assign(y=y)
    rows = []
    for _, one in frame[frame["kind"] == "rnps"].iterrows():
        row = {"person": one["person"], "month": one["at"].strftime("%Y-%m"), "relation": one["y"]}
        own = frame[(frame["person"] == one["person"]) & (frame["at"] < one["at"])]
        days = (one["at"] - own["at"]).dt.total_seconds() / 86400
        for place, name in enumerate(TOUCHPOINTS):
            for lag in range(2):
                inside = own[(own["touchpoint"] == name) & (days >= EDGES[lag]) & (days < EDGES[lag + 1])]
                row[f"score_{place}_{lag}"] = inside["y"].mean() if len(inside) else 0.0
                row[f"contact_{place}_{lag}"] = float(len(inside) > 0)
        rows.append(row)
    made = pd.DataFrame(rows)
    names = [name for name in made if name not in ("person", "month")]
    made[names] -= made.groupby("month")[names].transform("mean")
    made[names] -= made.groupby("person")[names].transform("mean")
    return made[made.groupby("person")["relation"].transform("count") >= 2]


def test_it_is_what_pandas_makes_step_by_step(tmp_path: Path) -> None:
    frame = answers()
    made = panel(table_of(tmp_path, frame), Slice(), ("kind", "rnps"), "touchpoint", TOUCHPOINTS, EDGES)
    expected = by_pandas(frame)
    assert made.persons == expected["person"].nunique()
    assert made.contacts == tuple((frame["touchpoint"] == name).sum() for name in TOUCHPOINTS)
    products = sum(bucket.products for bucket in moments(made.table, Slice(), made.columns)[()])
    numbers = expected[list(made.columns)].to_numpy()
    assert products == pytest.approx(numbers.T @ numbers, abs=1e-9)


def test_whoever_names_no_person_has_no_journey(tmp_path: Path) -> None:
    table = opened(tmp_path, score=[9] * 30, kind=["rnps"] * 30, touchpoint=["x"] * 30).asked(by=("kind",))
    with pytest.raises(Refusal):
        panel(table, Slice(), ("kind", "rnps"), "touchpoint", ("x",), EDGES)
