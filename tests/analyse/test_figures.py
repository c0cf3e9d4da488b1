"""Operational figures as drivers: as least squares by rows, missing ones left out, in readable steps."""

from pathlib import Path

import numpy as np
import pytest

import likely
from likely.analyse.driving import driving
from likely.analyse.figures import figure_effects, figures_among, readable_step
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened, parquet

N = 1200
FIGURES = ("wait", "solved", "noise")


def columns(missing: bool = False) -> dict[str, list[object]]:
    """Waiting costs, being helped the first time pays, and noise does nothing."""
    chance = np.random.default_rng(3)
    wait, solved = chance.gamma(2, 15, N).round(1), chance.random(N) < 0.7
    speed, noise = chance.integers(1, 6, N), chance.integers(0, 100, N)
    felt = 6 + 0.6 * (speed - 3) - 0.03 * wait + 1.0 * solved + chance.normal(0, 2, N)
    gone = chance.random(N) < (0.2 if missing else 0.0)
    return {
        "score": np.clip(felt.round(), 0, 10).astype(int).tolist(),
        "speed": speed.tolist(),
        "wait": [None if out else float(value) for out, value in zip(gone, wait, strict=True)],
        "solved": ["yes" if one else "no" for one in solved],
        "noise": noise.tolist(),
        "city": ["Tallinn", "Tartu"] * (N // 2),
    }


def table_of(folder: Path, **given: list[object]) -> Responses:
    return opened(folder, **given).asked(by=("wait", "solved", "noise", "city"))


def test_it_is_least_squares_on_points(tmp_path: Path) -> None:
    given = columns()
    table = table_of(tmp_path, **given)
    found = {one.name: one for one in figure_effects(table, Slice(), ("speed", *FIGURES), FIGURES)}
    score = np.array(given["score"], dtype=float)
    points = 100.0 * (score >= 9) - 100.0 * (score <= 6)
    x = np.column_stack(
        [
            np.ones(N),
            *(np.array(given[name], dtype=float) for name in ("speed", "wait", "noise")),
            np.array([one == "yes" for one in given["solved"]], dtype=float),
        ]
    )
    _, _, wait, noise, solved = np.linalg.lstsq(x, points, rcond=None)[0]
    assert found["wait"].points == pytest.approx(wait * found["wait"].step)
    assert found["noise"].points == pytest.approx(noise * found["noise"].step)
    assert found["solved"].points == pytest.approx(solved)
    assert (found["wait"].step, found["solved"].step, found["solved"].yes_no) == (20, 1, True)
    assert found["wait"].high < 0 < found["solved"].low
    assert found["noise"].low < 0 < found["noise"].high
    assert found["noise"].p > 0.05 > max(found["wait"].p, found["solved"].p)


def test_missing_figures_are_no_zeros(tmp_path: Path) -> None:
    whole = figure_effects(table_of(tmp_path, **columns()), Slice(), ("speed", *FIGURES), FIGURES)
    gaps = figure_effects(table_of(tmp_path, **columns(missing=True)), Slice(), ("speed", *FIGURES), FIGURES)
    wait, thinner = (next(one for one in found if one.name == "wait") for found in (whole, gaps))
    assert thinner.n < wait.n
    assert thinner.mean == pytest.approx(wait.mean, rel=0.05)
    assert thinner.points == pytest.approx(wait.points, abs=4)


def test_figures_stand_beside_ratings_and_have_no_place_between_worst_and_best(tmp_path: Path) -> None:
    found = driving(table_of(tmp_path, **columns()), Slice(), "city", figures=FIGURES)
    assert {one.name for one in found.found.drivers} == {"speed", *FIGURES}
    assert next(one for one in found.found.drivers if one.name == "wait").direction == "down"
    assert set(found.standing) == {"speed"}
    assert {one.name for one in found.needs.drivers} <= {"speed"}
    assert {one.name for one in found.segments["Tartu"].drivers} == {"speed", *FIGURES}


def test_two_figures_that_say_the_same_are_named(tmp_path: Path) -> None:
    given = columns()
    seconds = [60 * float(str(value)) for value in given["wait"]]
    table = opened(tmp_path, **given, seconds=seconds).asked(by=("wait", "seconds", "solved", "noise"))
    found = driving(table, Slice(), figures=("wait", "seconds"))
    assert set(found.found.collinear) == {"wait", "seconds"}


def test_which_columns_are_figures(tmp_path: Path) -> None:
    given = columns()
    given["rare"] = [1.5 if place % 7 == 0 else None for place in range(N)]
    given["same"] = [4] * N
    table = opened(tmp_path, **given).asked(by=("wait", "solved", "noise", "city", "rare", "same"))
    offered = ("city", "noise", "rare", "same", "solved", "speed", "wait", "nowhere")
    assert figures_among(table, offered, Slice()) == ("noise", "solved", "wait")


def test_what_few_of_all_answers_hold_is_a_figure_of_those_that_do(tmp_path: Path) -> None:
    given, calls = columns(), [place % 7 == 0 for place in range(N)]
    for name in ("wait", "solved"):
        given[name] = [value if call else None for call, value in zip(calls, given[name], strict=True)]
    given["channel"] = ["call" if call else "shop" for call in calls]
    table = opened(tmp_path, **given).asked(by=("wait", "solved", "noise", "channel"))
    offered = ("noise", "solved", "wait")
    assert figures_among(table, offered, Slice()) == ("noise",)
    assert figures_among(table, offered, Slice().only("channel", "call")) == offered


@pytest.mark.parametrize(
    ("deviation", "step"), [(21, 20), (0.03, 0.02), (8, 10), (1, 1), (4, 5), (12_000, 10_000)]
)
def test_steps_are_readable(deviation: float, step: float) -> None:
    assert readable_step(deviation) == step


def test_in_python(tmp_path: Path) -> None:
    data = likely.read(parquet(tmp_path, columns()))
    figures = {one.name: one for one in data.figures(["wait", "solved"])}
    assert figures["wait"].high < 0 < figures["solved"].low
