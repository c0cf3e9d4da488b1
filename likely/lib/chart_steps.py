"""A chart of the steps of a short scale, 1 to 5, 7 or 10: how many percent chose each."""

from collections.abc import Sequence

from likely.lib.drawing import ACCENT, BODY, INK, SOFT, box, fit, frame, line, nothing, text_width, write
from likely.lib.figure import grouped, percent
from likely.lib.measured import Gettext, Rows, as_written

TOP, FLOOR = 46.0, 178.0  # px
WIDEST = 84.0  # px, of a bar and its gaps


def step_rows(answers: Sequence[int], gettext: Gettext = as_written) -> Rows:
    """Answer, answers, share; answers[i] chose i + 1."""
    total = sum(answers)
    return Rows(
        (gettext("Answer"), gettext("Answers"), gettext("Share")),
        tuple(
            (str(step), grouped(n), percent(n / total, 1) if total else "–")
            for step, n in enumerate(answers, 1)
        ),
    )


def step_bars(
    answers: Sequence[int], best: int, *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """One bar a step; those of the `best` steps at the top have the accent and a bracket that says so."""
    rows, total = step_rows(answers, gettext), sum(answers)
    if not total:
        return nothing(gettext("No answers yet"), width, title, rows)
    pitch = min(width / len(answers), WIDEST)
    tallest, first_best = max(answers), len(answers) - best
    body = write(0, 12, gettext("Percent of answers"), fill=SOFT, room=width)
    for place, n in enumerate(answers):
        height, middle = (FLOOR - TOP) * n / tallest, (place + 0.5) * pitch
        colour = ACCENT if place >= first_best else SOFT
        share = percent(n / total).rstrip("\u00a0%")
        body += box(place * pitch + 3, FLOOR - height, pitch - 6, height, colour, radius=2)
        body += write(middle, FLOOR - height - 5, share, anchor="middle", fill=INK)
        body += write(middle, FLOOR + 17, str(place + 1), anchor="middle", fill=SOFT)
    end = len(answers) * pitch
    body += line(0, FLOOR, end, FLOOR, stroke=SOFT)
    body += line(first_best * pitch + 3, FLOOR + 26, end - 3, FLOOR + 26, stroke=ACCENT, width=2)
    words = fit(gettext("counted as best"), width)
    start = max(min((first_best * pitch + end - text_width(words)) / 2, width - text_width(words)), 0)
    return frame(
        body + write(start, FLOOR + 45, words, fill=INK, size=BODY - 2), width, FLOOR + 54, title, rows
    )
