"""Effects with their intervals on both sides of zero, one a line: what is told from zero is filled."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.chart_lines import Lines
from likely.lib.drawing import GROUP_COLOURS, INK, SOFT, frame, line, nothing, triangle, whisker, write
from likely.lib.measured import Gettext, Rows, as_written

LEAST = 0.4  # of a mark's size that stays where nothing is told


@dataclass(frozen=True, slots=True)
class Effect:
    """value, low, high: in any unit, the same for all of a chart. figure: the value as it is written."""

    label: str
    value: float
    low: float
    high: float
    figure: str

    @property
    def told(self) -> bool:
        return self.low > 0 or self.high < 0


def effect_lines(
    effects: Sequence[Effect], rows: Rows, *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """A triangle that points up where an effect is told from zero upwards, down where downwards."""
    if not effects:
        return nothing(gettext("Nothing to compare yet"), width, title, rows)
    lines = Lines.of(width, [one.label for one in effects], [one.figure for one in effects])
    reach = max(abs(end) for one in effects for end in (one.low, one.high, one.value)) or 1.0
    zero, scale = (lines.left + lines.right) / 2, (lines.right - lines.left - 16) / 2 / reach
    body = "" if lines.narrow else line(zero, 0, zero, lines.bottom, stroke=INK)
    for place, one in enumerate(effects):
        y, x = lines.mark_y(place), zero + one.value * scale
        body += lines.texts(place, one.label, one.figure, soft=not one.told)
        body += line(zero, y - 10, zero, y + 10, stroke=INK) if lines.narrow else ""
        stroke = GROUP_COLOURS["promoter" if one.value > 0 else "detractor"] if one.told else SOFT
        body += whisker(zero + one.low * scale, zero + one.high * scale, y, stroke=stroke, cap=4, width=1.5)
        body += triangle(x, y, 13 if one.told else 13 * LEAST, stroke, up=one.value > 0)
    body += write(zero, lines.bottom + 14, "0", anchor="middle", fill=SOFT)
    return frame(body, width, lines.bottom + 22, title, rows)
