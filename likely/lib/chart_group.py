"""Charts of the answers themselves: the three groups as one bar, and the eleven scores as bars."""

from collections.abc import Sequence

from likely.lib.drawing import (
    GROUP_COLOURS,
    INK,
    NARROW,
    PAPER,
    SOFT,
    box,
    fit,
    frame,
    group_mark,
    line,
    nothing,
    text_width,
    write,
)
from likely.lib.figure import grouped, percent
from likely.lib.measured import Gettext, Rows, as_written

GROUP_RANGES = {"detractor": range(7), "passive": range(7, 9), "promoter": range(9, 11)}


def group_words(gettext: Gettext = as_written) -> dict[str, str]:
    return {
        "detractor": gettext("Detractors"),
        "passive": gettext("Passives"),
        "promoter": gettext("Promoters"),
    }


def group_rows(detractors: int, passives: int, promoters: int, gettext: Gettext = as_written) -> Rows:
    """Group, answers, share."""
    numbers = {"detractor": detractors, "passive": passives, "promoter": promoters}
    total = sum(numbers.values())
    words = group_words(gettext)
    return Rows(
        (gettext("Group"), gettext("Answers"), gettext("Share")),
        tuple(
            (words[group], grouped(n), percent(n / total, 1) if total else "–")
            for group, n in numbers.items()
        ),
    )


def group_bar(
    detractors: int,
    passives: int,
    promoters: int,
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """The three groups as one bar from detractors (left) to promoters (right), each with its share."""
    rows = group_rows(detractors, passives, promoters, gettext)
    total = detractors + passives + promoters
    if not total:
        return nothing(gettext("No answers yet"), width, title, rows)
    bar, labels, x = "", "", 0.0
    anchors = zip(GROUP_COLOURS, (detractors, passives, promoters), rows.cells, strict=True)
    for place, (group, n, cells) in enumerate(anchors):
        share_px = width * n / total
        bar += box(x, 0, max(share_px - 2, min(share_px, 1)), 40, GROUP_COLOURS[group], radius=3)
        if text_width(cells[2], 15) + 16 < share_px:
            bar += write(x + share_px / 2 - 1, 25, cells[2], anchor="middle", fill=PAPER, size=15, bold=True)
        labels += _group_label(group, place, cells, width)
        x += share_px
    return frame(bar + labels, width, 92, title, rows)


def _group_label(group: str, place: int, cells: tuple[str, ...], width: int) -> str:
    room = width / 3 - 24
    name = fit(cells[0], room)
    anchor = ("start", "middle", "end")[place]
    x = (18.0, width / 2 + 8, float(width))[place]
    start = x - (0, text_width(name) / 2, text_width(name))[place]
    figures = f"{cells[2]} · {cells[1]}"
    if text_width(figures) > width / 3 - 12:
        figures = cells[2]  # three counts in a row would run into each other; the table has them
    return (
        group_mark(group, start - 12, 62)
        + write(x, 67, name, anchor=anchor, bold=True)
        + write(x, 85, figures, anchor=anchor, fill=SOFT, room=room + 24)
    )


def distribution_rows(answers: Sequence[int], gettext: Gettext = as_written) -> Rows:
    """Score, answers, share; `answers` at 0..10."""
    total = sum(answers)
    return Rows(
        (gettext("Score"), gettext("Answers"), gettext("Share")),
        tuple(
            (str(score), grouped(n), percent(n / total, 1) if total else "–")
            for score, n in enumerate(answers)
        ),
    )


def distribution_bars(
    answers: Sequence[int], *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """Eleven bars in the colours of their groups, which are named below; heights are shares of all."""
    rows = distribution_rows(answers, gettext)
    total = sum(answers)
    if not total:
        return nothing(gettext("No answers yet"), width, title, rows)
    top, floor, step = 28.0, 178.0, width / 11
    tallest = max(answers)
    body = write(0, 12, gettext("Percent of answers"), fill=SOFT, room=width)
    for score, n in enumerate(answers):
        group = next(name for name, scores in GROUP_RANGES.items() if score in scores)
        height = (floor - top - 18) * n / tallest
        left = score * step
        share = percent(n / total, 0 if width < NARROW else 1).rstrip("\u00a0%")
        body += box(left + 2, floor - height, step - 4, height, GROUP_COLOURS[group], radius=2)
        body += write(left + step / 2, floor - height - 5, share, anchor="middle", fill=INK)
        body += write(left + step / 2, floor + 17, str(score), anchor="middle", fill=SOFT)
    body += line(0, floor, width, floor, stroke=SOFT)
    height = floor + (74 if width < NARROW else 56)
    return frame(body + _brackets(width, floor + 26, gettext), width, height, title, rows)


def _brackets(width: int, y: float, gettext: Gettext) -> str:
    step, marks = width / 11, ""
    for group, name in group_words(gettext).items():
        scores = GROUP_RANGES[group]
        left, right = scores.start * step + 3, scores.stop * step - 3
        # Where it is narrow two scores are less wide than a word: the passives step down a line.
        lower = 18 if width < NARROW and group == "passive" else 0
        shown = fit(name, width / 3 - 14)
        start = min((left + right - text_width(shown) - 12) / 2, width - text_width(shown) - 14)
        marks += line(left, y, right, y, stroke=GROUP_COLOURS[group], width=2)
        marks += group_mark(group, start + 5, y + 17 + lower, 9) + write(start + 14, y + 22 + lower, shown)
    return marks
