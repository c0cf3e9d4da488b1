"""Who moved: the three groups before at the left, after at the right, and bands as wide as who moved."""

from collections.abc import Sequence

from likely.lib.chart_group import group_words
from likely.lib.drawing import (
    GROUP_COLOURS,
    NARROW,
    SOFT,
    box,
    frame,
    group_mark,
    nothing,
    tag,
    text_width,
    write,
)
from likely.lib.figure import grouped, percent
from likely.lib.measured import Gettext, Rows, as_written

ORDER = ("promoter", "passive", "detractor")  # from the top
PLACES = (2, 1, 0)  # of these in a table that begins with detractors
TOP, TALL, GAP, BAR = 44.0, 220.0, 14.0, 12.0  # px
Table = Sequence[Sequence[int]]


def flow_rows(cells: Table, gettext: Gettext = as_written) -> Rows:
    """Before, after, people, share of those who began there. cells: detractors first, before by after."""
    words = group_words(gettext)
    named = list(zip(ORDER, PLACES, strict=True))
    return Rows(
        (gettext("Before"), gettext("After"), gettext("People"), gettext("Of those before")),
        tuple(
            (words[before], words[after], grouped(cells[i][j]), _share(cells[i][j], sum(cells[i])))
            for before, i in named
            for after, j in named
        ),
    )


def _share(n: int, of: int) -> str:
    return percent(n / of) if of else "–"


def flow_bands(
    cells: Table,
    names: tuple[str, str],
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """names: of the time before and of the time after."""
    rows = flow_rows(cells, gettext)
    total = sum(map(sum, cells))
    if not total:
        return nothing(gettext("Nobody answered twice yet"), width, title, rows)
    unit = (TALL - 2 * GAP) / total
    left_sizes = [sum(cells[i]) for i in PLACES]
    right_sizes = [sum(row[j] for row in cells) for j in PLACES]
    words = group_words(gettext)
    room = 20.0 if width < NARROW else max(text_width(f"{word} 100\u00a0%") for word in words.values()) + 30
    left, right = room, width - room
    body = _bands(cells, left + BAR, right - BAR, _tops(left_sizes, unit), _tops(right_sizes, unit), unit)
    body += _side(left, left_sizes, unit, total, words, is_left=True, narrow=width < NARROW)
    body += _side(right - BAR, right_sizes, unit, total, words, is_left=False, narrow=width < NARROW)
    body += write(0, 14, names[0], fill=SOFT, room=width / 2 - 8)
    body += write(width, 14, names[1], fill=SOFT, anchor="end", room=width / 2 - 8)
    return frame(body, width, TOP + TALL + 12, title, rows)


def _tops(sizes: Sequence[int], unit: float) -> list[float]:
    return [TOP + unit * sum(sizes[:place]) + GAP * place for place in range(len(sizes))]


def _bands(
    cells: Table, left: float, right: float, starts: list[float], ends: list[float], unit: float
) -> str:
    """Those who rose are drawn in the colour of promoters, those who fell of detractors, the rest in grey."""
    drawn, middle = "", (left + right) / 2
    starts, ends = list(starts), list(ends)
    for a, i in enumerate(PLACES):
        for b, j in enumerate(PLACES):
            thick = cells[i][j] * unit
            if not thick:
                continue
            group = "promoter" if j > i else "detractor" if j < i else "passive"
            y1, y2 = starts[a], ends[b]
            path = (
                f"M{left:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {right:.1f} {y2:.1f}"
                f"L{right:.1f} {y2 + thick:.1f}"
                f"C{middle:.1f} {y2 + thick:.1f} {middle:.1f} {y1 + thick:.1f} {left:.1f} {y1 + thick:.1f}Z"
            )
            opacity = 0.22 if i == j else 0.55
            drawn += tag("path", d=path, fill=GROUP_COLOURS[group], fill_opacity=opacity)
            starts[a], ends[b] = y1 + thick, y2 + thick
    return drawn


def _side(
    x: float,
    sizes: Sequence[int],
    unit: float,
    total: int,
    words: dict[str, str],
    *,
    is_left: bool,
    narrow: bool,
) -> str:
    drawn = ""
    for group, size, top in zip(ORDER, sizes, _tops(sizes, unit), strict=True):
        tall = max(size * unit, 2.0)
        middle = top + tall / 2
        drawn += box(x, top, BAR, tall, GROUP_COLOURS[group], radius=2)
        if narrow:
            share_x, anchor = (x + BAR + 6, "start") if is_left else (x - 6, "end")
            drawn += group_mark(group, x - 9 if is_left else x + BAR + 9, middle, 9)
            drawn += write(share_x, middle + 5, percent(size / total), anchor=anchor, halo=True)
            continue
        text = f"{words[group]} {percent(size / total)}"
        at = x - 22 if is_left else x + BAR + 22
        drawn += group_mark(group, x - 12 if is_left else x + BAR + 12, middle, 9)
        drawn += write(at, middle + 5, text, anchor="end" if is_left else "start")
    return drawn
