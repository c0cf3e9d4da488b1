from collections.abc import Callable
from typing import Any

import pytest

from likely.lib import chart
from tests.lib.figures import Figure

SCORE = Figure(63, 47, 75, 70)
LONG = "The islands beyond the northern coast rd"
CJK = "售后服务与配送速度以及门店员工的服务态度和产品质量价格"
MARKS = [chart.Mark(LONG, -95), chart.Mark(CJK, 99)]
EVERY: list[Callable[[int], str]] = [
    lambda width: chart.group_bar(1, 18, 48, title="t", width=width),
    lambda width: chart.distribution_bars([9] * 11, title="t", width=width),
    lambda width: chart.score_line(SCORE, MARKS, title="t", width=width),
    lambda width: chart.score_dots(
        [chart.ScoreRow(LONG, SCORE, "above"), chart.ScoreRow(CJK, None)],
        MARKS[1],
        title="t",
        width=width,
    ),
    lambda width: chart.trend_line(
        [chart.TrendPoint(LONG, SCORE, "above"), chart.TrendPoint(CJK, Figure(-100, -100, -98, 9))],
        [chart.Annotation(0, LONG), chart.Annotation(1, CJK)],
        title="t",
        width=width,
    ),
    lambda width: chart.driver_bars([chart.DriverBar(LONG, 40, 30, 50)], title="t", width=width),
    lambda width: chart.theme_effects([chart.ThemeEffect(CJK, 9, -99, -100, -98)], title="t", width=width),
    lambda width: chart.funnel([chart.FunnelStep(LONG, 10**9)], title="t", width=width),
]
# Texts whose real box, as the browser draws it, leaves the picture.
OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBBox();
    return box.x < -1 || box.y < -2 || box.x + box.width > width + 1 || box.y + box.height > height + 2;
  }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_text_stays_inside_its_picture_in_a_browser(
    open_page: Callable[..., Any], direction: str
) -> None:
    page = open_page()
    drawn = "".join(draw(width) for draw in EVERY for width in (320, 640))
    page.set_content(f"<html dir={direction}><body>{drawn}</body></html>")
    assert page.evaluate(OUTSIDE) == []


def test_every_chart_has_its_numbers_beside_it() -> None:
    for name in ("group", "distribution", "score_line", "score_dots", "trend", "driver", "theme", "funnel"):
        assert f"{name}_rows" in chart.__all__
