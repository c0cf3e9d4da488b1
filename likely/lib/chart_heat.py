"""Two cuts crossed: coloured cells, each with its score written in it, so that colour is never alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from likely.lib.drawing import (
    CARD,
    GROUP_COLOURS,
    INK,
    LINE,
    NARROW,
    SOFT,
    box,
    frame,
    nothing,
    tag,
    text_width,
    triangle,
    write,
)
from likely.lib.figure import signed
from likely.lib.measured import Gettext, Measured, Rows, as_written

ROW, HEAD = 34.0, 26.0  # px
SMALLEST_CELL, USUAL_CELL = 50.0, 110.0  # px; wider where a column's name is longer and there is room
MOST_ROWS, MOST_COLUMNS = 14, 12  # of the picture
HIGHEST_HEAD = 140.0  # px, of names that stand upright because they are wider than their cells
WIDE_CELL = 90.0  # px, in which enough of a name can be read across


@dataclass(frozen=True, slots=True)
class HeatMark:
    """score: None where it is hidden or nobody answered. verdict: above or below only where it is told."""

    score: Measured | None
    verdict: str = ""


def heat_table(
    rows: Sequence[str],
    columns: Sequence[str],
    marks: Mapping[tuple[int, int], HeatMark],
    table: Rows,
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """marks: by row and column. What there is no room for is left to the table, and said to be."""
    if not rows or not columns:
        return nothing(gettext("Nothing to compare yet"), width, title, table)
    all_rows, rows = len(rows), rows[:MOST_ROWS]
    name_px = min(max(map(text_width, rows)) + 10, width * (0.34 if width < NARROW else 0.28))
    room = max(int((width - name_px) // SMALLEST_CELL), 1)
    shown = list(columns[: min(room, MOST_COLUMNS)])
    cell = min((width - name_px) / len(shown), max(USUAL_CELL, *(text_width(name) + 8 for name in shown)))
    head, body = _names(shown, name_px, cell)
    for at, name in enumerate(rows):
        y = head + ROW * at
        body += write(0, y + ROW / 2 + 4, name, room=name_px - 8)
        for place in range(len(shown)):
            body += _cell(name_px + cell * place, y, cell, marks.get((at, place), HeatMark(None)))
    height = head + ROW * len(rows) + 6
    for note in _left_out(all_rows - len(rows), len(columns) - len(shown), gettext):
        body += write(0, height + 12, note, fill=SOFT, room=width)
        height += 22
    return frame(body, width, height, title, table)


def _names(columns: Sequence[str], left: float, cell: float) -> tuple[float, str]:
    """The height that they take, and the names of the columns: upright where one is wider than its cell."""
    widest = max(map(text_width, columns))
    middles = [left + cell * (place + 0.5) for place in range(len(columns))]
    if widest <= cell - 6 or cell >= WIDE_CELL:
        across = (
            write(x, 15, name, anchor="middle", fill=SOFT, room=cell - 6)
            for x, name in zip(middles, columns, strict=True)
        )
        return HEAD, "".join(across)
    head = min(widest + 10, HIGHEST_HEAD)
    upright = (
        write(x + 4, head - 4, name, fill=SOFT, room=head - 8, upwards=True)
        for x, name in zip(middles, columns, strict=True)
    )
    return head, "".join(upright)


def _left_out(rows: int, columns: int, gettext: Gettext) -> Iterator[str]:
    if rows:
        yield gettext("{n} more rows are in the table.").format(n=rows)
    if columns:
        yield gettext("{n} more columns are in the table.").format(n=columns)


def _cell(x: float, y: float, width: float, mark: HeatMark) -> str:
    if mark.score is None:
        return box(x + 1, y + 1, width - 2, ROW - 2, LINE, radius=3) + write(
            x + width / 2, y + ROW / 2 + 4, "–", anchor="middle", fill=INK
        )
    group = "promoter" if mark.score.value >= 0 else "detractor"
    strength = 0.08 + 0.42 * min(abs(mark.score.value), 100) / 100
    ground = box(x + 1, y + 1, width - 2, ROW - 2, CARD, radius=3) + tag(
        "rect",
        x=x + 1,
        y=y + 1,
        width=width - 2,
        height=ROW - 2,
        rx=3,
        fill=GROUP_COLOURS[group],
        fill_opacity=strength,
    )
    told = mark.verdict in ("above", "below")
    text = write(
        x + width / 2 - (6 if told else 0),
        y + ROW / 2 + 4,
        signed(mark.score.value),
        anchor="middle",
        bold=told,
    )
    if told:
        text += triangle(
            x + width / 2 + text_width(signed(mark.score.value)) / 2 + 2,
            y + ROW / 2,
            9,
            INK,
            up=mark.verdict == "above",
        )
    return ground + text
