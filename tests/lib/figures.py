"""Scores and labels for the tests of the charts, made by hypothesis."""

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st


@dataclass(frozen=True)
class Figure:
    value: float
    low: float
    high: float
    n: int


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low, value, high = sorted(draw(st.tuples(*[st.floats(-100, 100)] * 3)))
    return Figure(value, low, high, draw(st.integers(1, 10**9)))


HARD_LABELS = (
    "The region of the northern islands & co.",
    "售后服务与配送速度",
    "<b>&\"'",
    "מהירות המשלוח",
    "W" * 40,
    "",
)
labels = st.text(max_size=60) | st.sampled_from(HARD_LABELS)
widths = st.sampled_from([320, 640, 736, 1000])
few = settings(max_examples=40)  # each draws and reads back a whole picture
