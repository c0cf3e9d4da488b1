"""The badge as a picture: a score that never stands without its interval, its n and its time."""

from likely.lib.drawing import CARD, INK, SOFT, box, frame, group_mark, text_width, write
from likely.lib.figure import grouped, signed
from likely.lib.measured import Gettext, Measured, Rows, as_written, span

WIDTH, HEIGHT, EDGE = 320, 112, 16  # px
BIG = 44  # px, of the score
LINE = 20


def badge(
    name: str, score: Measured | None, period: str, *, width: int = WIDTH, gettext: Gettext = as_written
) -> str:
    """name: of whom the score is. score: None where too few answered to be shown."""
    room = width - 2 * EDGE
    rows = Rows(
        (gettext("Score"), gettext("Interval (95 %)"), gettext("Answers"), gettext("Time")),
        ((signed(score.value), span(score.low, score.high, gettext), grouped(score.n), period),)
        if score
        else ((gettext("too few answers yet"), "", "", period),),
    )
    body = box(0, 0, width, HEIGHT, CARD, radius=8)
    body += group_mark("promoter", EDGE + 6, 22, 11)
    body += write(EDGE + 18, 27, name, fill=INK, size=15, bold=True, room=room - 18)
    body += _figure(score, room, gettext)
    body += write(EDGE, HEIGHT - 12, period, fill=SOFT, size=13, room=room)
    return frame(body, width, HEIGHT, f"{name}: {gettext('Net promoter score')}", rows)


def _figure(score: Measured | None, room: float, gettext: Gettext) -> str:
    if score is None:
        said = gettext("too few answers yet")
        size = 20 if text_width(said, 20) <= room else 15
        return write(EDGE, 64, said, fill=INK, size=size, room=room)
    big = signed(score.value)
    start = EDGE + text_width(big, BIG) + 10
    left = EDGE + room - start
    body = write(EDGE, 78, big, fill=INK, size=BIG, bold=True)
    body += write(start, 78 - LINE, gettext("Net promoter score"), fill=SOFT, size=13, room=left)
    said = f"{span(score.low, score.high, gettext)} · n {grouped(score.n)}"
    return body + write(start, 78, said, fill=INK, size=13, room=left)
