"""Charts of one bar a line: drivers with intervals, themes by reach and effect, the funnel."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.chart_lines import Lines
from likely.lib.drawing import (
    ACCENT,
    CARD,
    GROUP_COLOURS,
    INK,
    LINE,
    SOFT,
    box,
    frame,
    line,
    nothing,
    tag,
    whisker,
    write,
)
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Gettext, Rows, as_written, span


@dataclass(frozen=True, slots=True)
class DriverBar:
    """share, low, high: percent of the explained variation. direction: up, down or none."""

    label: str
    share: float
    low: float
    high: float
    direction: str = "none"


@dataclass(frozen=True, slots=True)
class ThemeEffect:
    """effect, low, high: points of score with the theme minus without it. n: comments with it."""

    label: str
    n: int
    effect: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FunnelStep:
    label: str
    n: int


def driver_rows(drivers: Sequence[DriverBar], gettext: Gettext = as_written) -> Rows:
    """Driver, share, interval, direction."""
    words = {"up": gettext("raises"), "down": gettext("lowers"), "none": gettext("not told")}
    return Rows(
        (gettext("Driver"), gettext("Share"), gettext("Interval (95 %)"), gettext("Direction")),
        tuple(
            (
                driver.label,
                percent(driver.share / 100, 1),
                gettext("{low} to {high}").format(
                    low=percent(driver.low / 100, 1), high=percent(driver.high / 100, 1)
                ),
                words[driver.direction],
            )
            for driver in drivers
        ),
    )


def driver_bars(
    drivers: Sequence[DriverBar], *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """The share of each driver in what is explained, longest bar first as given, with its interval."""
    rows = driver_rows(drivers, gettext)
    if not drivers:
        return nothing(gettext("No drivers yet"), width, title, rows)
    figures = [percent(driver.share / 100, 1) for driver in drivers]
    lines = Lines.of(width, [cells[0] for cells in rows.cells], figures)
    longest = max(max(driver.high, driver.share) for driver in drivers) or 1
    scale = (lines.right - lines.left) / longest
    body = "" if lines.narrow else line(lines.left, 2, lines.left, lines.bottom, stroke=SOFT)
    for place, (driver, figure) in enumerate(zip(drivers, figures, strict=True)):
        y = lines.mark_y(place)
        body += lines.texts(place, driver.label, figure)
        body += box(lines.left, y - 7, max(driver.share, 0) * scale, 14, ACCENT, radius=2)
        low, high = lines.left + max(driver.low, 0) * scale, lines.left + driver.high * scale
        body += whisker(low, high, y, cap=4, width=1.5)
    return frame(body, width, lines.bottom + 6, title, rows)


def theme_rows(themes: Sequence[ThemeEffect], gettext: Gettext = as_written) -> Rows:
    """Theme, comments, effect, interval."""
    return Rows(
        (gettext("Theme"), gettext("Comments"), gettext("Effect in points"), gettext("Interval (95 %)")),
        tuple(
            (theme.label, grouped(theme.n), signed(theme.effect), span(theme.low, theme.high, gettext))
            for theme in themes
        ),
    )


def theme_effects(
    themes: Sequence[ThemeEffect], *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """Effect on the score to the left or right of zero; the area of a dot is how many comments have it.

    A dot is filled with a group's colour only where its interval leaves zero out.
    """
    rows = theme_rows(themes, gettext)
    if not themes:
        return nothing(gettext("No themes yet"), width, title, rows)
    figures = [f"{signed(theme.effect)} · n {grouped(theme.n)}" for theme in themes]
    lines = Lines.of(width, [cells[0] for cells in rows.cells], figures)
    reach = max(5.0, *(abs(end) for theme in themes for end in (theme.low, theme.high, theme.effect)))
    zero, scale = (lines.left + lines.right) / 2, (lines.right - lines.left - 24) / 2 / reach
    most = max(theme.n for theme in themes) or 1
    body = "" if lines.narrow else line(zero, 0, zero, lines.bottom, stroke=INK)
    for place, (theme, figure) in enumerate(zip(themes, figures, strict=True)):
        y, x = lines.mark_y(place), zero + theme.effect * scale
        fill = GROUP_COLOURS["promoter" if theme.low > 0 else "detractor"]
        told = theme.low > 0 or theme.high < 0
        body += lines.texts(place, theme.label, figure)
        body += line(zero, y - 12, zero, y + 12, stroke=INK) if lines.narrow else ""
        body += whisker(zero + theme.low * scale, zero + theme.high * scale, y, cap=4, width=1.5)
        body += tag(
            "circle",
            cx=x,
            cy=y,
            r=3 + 7 * (theme.n / most) ** 0.5,
            fill=fill if told else CARD,
            stroke=fill if told else SOFT,
            stroke_width=2,
        )
    body += write(zero, lines.bottom + 14, "0", anchor="middle", fill=SOFT)
    return frame(body, width, lines.bottom + 22, title, rows)


def funnel_rows(steps: Sequence[FunnelStep], gettext: Gettext = as_written) -> Rows:
    """Step, number, share of the step before, share of the first."""
    before = [None, *(step.n for step in steps[:-1])]
    return Rows(
        (gettext("Step"), gettext("Number"), gettext("Of the step before"), gettext("Of the first")),
        tuple(
            (
                step.label,
                grouped(step.n),
                percent(step.n / last, 1) if last else "",
                percent(step.n / steps[0].n, 1) if last is not None and steps[0].n else "",
            )
            for step, last in zip(steps, before, strict=False)
        ),
    )


def funnel(
    steps: Sequence[FunnelStep], *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """How many reached each step, and what share of the step before."""
    rows = funnel_rows(steps, gettext)
    if not steps or not any(step.n for step in steps):
        return nothing(gettext("Nothing sent yet"), width, title, rows)
    figures = [" · ".join(filter(None, (cells[1], cells[2]))) for cells in rows.cells]
    lines = Lines.of(width, [cells[0] for cells in rows.cells], figures)
    scale = (lines.right - lines.left) / max(step.n for step in steps)
    body = ""
    for place, (step, figure) in enumerate(zip(steps, figures, strict=True)):
        y = lines.mark_y(place)
        body += lines.texts(place, step.label, figure)
        body += box(lines.left, y - 8, lines.right - lines.left, 16, LINE, radius=2)
        body += box(lines.left, y - 8, step.n * scale, 16, ACCENT, radius=2)
    return frame(body, width, lines.bottom + 6, title, rows)
