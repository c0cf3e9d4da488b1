"""The report as one HTML file: charts inside, no script, nothing fetched; for screens, phones and paper."""

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from likely.analyse import report_words as words
from likely.analyse.findings import Report, SegmentScore
from likely.lib import chart
from likely.lib.drawing import printable
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Gettext, Rows, with_interval
from likely.lib.palette import TOKENS
from likely.lib.translation import plural_translator, translator
from likely.stats.weights import WeightedScore

# Jinja is imported where it is used: `import likely` must stay light.
if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parents[1] / "templates"
WIDE, NARROW = 736, 320  # px: the inside of a card on a desk and on a phone
MOST_LINES = 25  # lines of one chart; its table holds all
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart for both widths, its finding, and its numbers."""

    title: str
    wide: str
    narrow: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Cut:
    """One by-table: the chart and the names that stand out."""

    column: str
    figure: Figure
    above: tuple[SegmentScore, ...]
    below: tuple[SegmentScore, ...]
    left_out: int  # lines that only the table holds


def render(report: Report, language: str = "en") -> str:
    """The whole file as text."""
    gettext = translator(language)
    template, css = _template(), _css()
    template.environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, plural_translator(language), newstyle=False
    )
    return printable(
        template.render(
            report=report,
            language=language,
            direction="rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
            css=css,
            css_hash=b64encode(sha256(css.encode()).digest()).decode(),
            words=words,
            gettext=gettext,
            figures=figures_of(report, gettext),
            cuts=cuts_of(report, gettext),
            design_effect=report.weighted.design_effect
            if isinstance(report.weighted, WeightedScore)
            else None,
            verdict_words=chart.verdict_words(gettext),
            group_words=chart.group_words(gettext),
            signed=signed,
            percent=percent,
            grouped=grouped,
            with_interval=with_interval,
        )
    )


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


@lru_cache(maxsize=1)
def _css() -> str:
    light, dark = (
        " ".join(f"--{name}: {value};" for name, value in TOKENS[theme].items())
        for theme in ("light", "dark")
    )
    colours = (
        f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )
    return colours + (TEMPLATES / "report.css").read_text(encoding="utf-8")


def figures_of(report: Report, gettext: Gettext) -> dict[str, Figure]:
    """The charts of the sections that the report has something to show in."""
    figures = {}
    if report.score is not None:
        figures["score"] = _score(report, gettext)
        figures["groups"] = _groups(report, gettext)
        figures["distribution"] = _distribution(report, gettext)
    if any(period.score for period in report.trend):
        figures["trend"] = _trend(report, gettext)
    if report.drivers:
        figures["drivers"] = _drivers(report, gettext)
    if report.themes:
        figures["themes"] = _themes(report, gettext)
    return figures


def _score(report: Report, gettext: Gettext) -> Figure:
    title = words.finding(report, gettext)
    wide, narrow = (
        chart.score_line(report.score, title=title, width=width, gettext=gettext) for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.score_line_rows(report.score, (), gettext))


def _groups(report: Report, gettext: Gettext) -> Figure:
    score = report.score
    assert score is not None  # noqa: S101 - the section exists only with a score
    counts = (score.detractors, score.passives, score.promoters)
    title = words.groups_title(score, gettext)
    wide, narrow = (
        chart.group_bar(*counts, title=title, width=width, gettext=gettext) for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.group_rows(*counts, gettext))


def _distribution(report: Report, gettext: Gettext) -> Figure:
    title = words.distribution_title(report.distribution, gettext)
    wide, narrow = (
        chart.distribution_bars(report.distribution, title=title, width=width, gettext=gettext)
        for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.distribution_rows(report.distribution, gettext))


def _trend(report: Report, gettext: Gettext) -> Figure:
    called = words.verdict_of_period(report.trend, report.changes)
    points = [
        chart.TrendPoint(period.period, period.score, called.get(period.period, ""))
        for period in report.trend
    ]
    title = words.trend_title(report.changes, gettext)
    wide, narrow = (
        chart.trend_line(points, title=title, width=width, gettext=gettext) for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.trend_rows(points, gettext))


def _drivers(report: Report, gettext: Gettext) -> Figure:
    bars = [chart.DriverBar(d.name, d.share, d.low, d.high, d.direction) for d in report.drivers]
    title = words.drivers_title(report.drivers, gettext)
    wide, narrow = (
        chart.driver_bars(bars[:MOST_LINES], title=title, width=width, gettext=gettext)
        for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.driver_rows(bars, gettext))


def _themes(report: Report, gettext: Gettext) -> Figure:
    effects = [chart.ThemeEffect(t.name, t.n, t.effect, t.low, t.high) for t in report.themes]
    title = words.themes_title(report.themes, gettext)
    wide, narrow = (
        chart.theme_effects(effects[:MOST_LINES], title=title, width=width, gettext=gettext)
        for width in (WIDE, NARROW)
    )
    return Figure(title, wide, narrow, chart.theme_rows(effects, gettext))


def cuts_of(report: Report, gettext: Gettext) -> list[Cut]:
    """The by-tables that have lines, in their order."""
    return [_cut(column, rows, report, gettext) for column, rows in report.by.items() if rows]


def _cut(column: str, segments: tuple[SegmentScore, ...], report: Report, gettext: Gettext) -> Cut:
    lines = [chart.ScoreRow(segment.value, segment.score, segment.verdict) for segment in segments]
    total = chart.Mark(gettext("All"), report.score.value) if report.score else None
    title = words.segments_title(segments, gettext)
    wide, narrow = (
        chart.score_dots(lines[:MOST_LINES], total, title=title, width=width, gettext=gettext)
        for width in (WIDE, NARROW)
    )
    return Cut(
        column,
        Figure(title, wide, narrow, chart.score_dots_rows(lines, gettext)),
        tuple(segment for segment in segments if segment.verdict == "above"),
        tuple(segment for segment in segments if segment.verdict == "below"),
        max(len(lines) - MOST_LINES, 0),
    )
