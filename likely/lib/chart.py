"""Every chart by its name: plain data in, SVG text out, and beside each the same numbers as rows.

All take `title` (a finding, read out by screen readers), `width` in px (below 480 the labels stand
above their marks) and `gettext`. Colours are CSS variables (`palette.TOKENS`), so a page's theme
applies; a picture for mail is `picture.to_png`.
"""

from likely.lib.chart_bars import (
    DriverBar,
    FunnelStep,
    ThemeEffect,
    driver_bars,
    driver_rows,
    funnel,
    funnel_rows,
    theme_effects,
    theme_rows,
)
from likely.lib.chart_days import Day, day_bars, day_rows
from likely.lib.chart_group import (
    distribution_bars,
    distribution_rows,
    group_bar,
    group_rows,
    group_words,
)
from likely.lib.chart_scale import PERCENT, POINTS, Scale, percent_to
from likely.lib.chart_score import (
    Mark,
    ScoreRow,
    score_dots,
    score_dots_rows,
    score_line,
    score_line_rows,
    verdict_said,
    verdict_words,
)
from likely.lib.chart_steps import step_bars, step_rows
from likely.lib.chart_trend import Annotation, TrendPoint, sparkline, trend_line, trend_rows
from likely.lib.measured import Rows

__all__ = [
    "PERCENT",
    "POINTS",
    "Annotation",
    "Day",
    "DriverBar",
    "FunnelStep",
    "Mark",
    "Rows",
    "Scale",
    "ScoreRow",
    "ThemeEffect",
    "TrendPoint",
    "day_bars",
    "day_rows",
    "distribution_bars",
    "distribution_rows",
    "driver_bars",
    "driver_rows",
    "funnel",
    "funnel_rows",
    "group_bar",
    "group_rows",
    "group_words",
    "percent_to",
    "score_dots",
    "score_dots_rows",
    "score_line",
    "score_line_rows",
    "sparkline",
    "step_bars",
    "step_rows",
    "theme_effects",
    "theme_rows",
    "trend_line",
    "trend_rows",
    "verdict_said",
    "verdict_words",
]
