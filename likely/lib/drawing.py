"""The pen of the charts: SVG elements as text, escaped, and text that is known to fit.

Only presentation attributes are used, never `style=`, so that a page may forbid inline styles.
"""

import re
import unicodedata
from functools import lru_cache
from html import escape
from itertools import accumulate, takewhile

from likely.lib.measured import Rows
from likely.lib.palette import colour

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
SMALL, BODY = 13, 15  # px
NARROW = 480  # px: below this, labels stand above their marks

INK, SOFT, LINE, PAPER = colour("ink"), colour("ink-soft"), colour("line"), colour("paper")
CARD, ACCENT = colour("card"), colour("accent")
GROUP_COLOURS = {group: colour(group) for group in ("detractor", "passive", "promoter")}

# What XML 1.0 cannot carry, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_THIN = frozenset("fijlrtI.,:;'|!()[]{} /\\-·’‘`")
_BROAD = frozenset("mwMW@%—…&+−±=<>")


def printable(text: str) -> str:
    """`text` without what neither XML nor HTML can carry: control characters and lone surrogates."""
    return _NOT_XML.sub("", text)


def clean(text: str) -> str:
    """`text` for the inside of an element or of a quoted attribute."""
    return escape(printable(text))


def tag(name: str, *children: str, **attributes: object) -> str:
    """One element. Children are markup; attributes are escaped; None leaves an attribute out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{pairs}>{inside}</{name}>" if inside else f"<{name}{pairs}/>"


def _attribute(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else clean(str(value))


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    # Widths of the broadest of the usual sans-serif fonts, so that text never comes out wider than thought.
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or category in ("So", "Co", "Cn"):
        return 1.4 if category == "So" else 1.05
    if character in _THIN:
        return 0.42
    if character in _BROAD:
        return 1.0
    return 0.8 if category == "Lu" or character > "ɏ" else 0.64


def text_width(text: str, size: float = SMALL) -> float:
    """An upper estimate of the width in px."""
    return sum(map(_ems, text)) * size


def fit(text: str, width: float, size: float = SMALL) -> str:
    """`text`, cut with … where it would be wider than `width` px."""
    text = _one_line(text)
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    widths = accumulate(_ems(character) * size for character in text)
    kept = sum(1 for _ in takewhile(lambda used: used <= room, widths))
    return text[:kept].rstrip() + "…" if kept else ""


def _one_line(text: str) -> str:
    # Spaces that hold a figure and its unit together are no reason to break, and stay.
    return re.sub(r"[ \t\r\n]+", " ", printable(text)).strip(" ")


def write(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    size: int = SMALL,
    bold: bool = False,
    halo: bool = False,
    room: float | None = None,
    upwards: bool = False,
) -> str:
    """Text with its base line at y.

    room: px that it may take; what is cut stays readable on hover. halo: keep lines beneath off the letters.
    upwards: turned by a quarter, from (x, y) to the top.
    """
    shown = fit(text, room, size) if room is not None else _one_line(text)
    if not shown:
        return ""
    hover = tag("title", clean(text)) if shown != _one_line(text) else ""
    return tag(
        "text",
        hover,
        clean(shown),
        x=float(x),
        y=float(y),
        text_anchor=None if anchor == "start" else anchor,
        fill=fill,
        font_size=None if size == SMALL else size,
        font_weight=600 if bold else None,
        transform=f"rotate(-90 {x:.1f} {y:.1f})" if upwards else None,
        stroke=CARD if halo else None,
        stroke_width=5 if halo else None,
        paint_order="stroke" if halo else None,
    )


def write_near(
    x: float, y: float, text: str, width: float, *, fill: str = INK, size: int = SMALL, halo: bool = False
) -> str:
    """Text centred on x, moved sideways as far as it must be to stay between 0 and `width`."""
    shown = fit(text, width - 4, size)
    half = text_width(shown, size) / 2
    x = min(max(x, half + 2), width - half - 2)
    return write(x, y, shown, anchor="middle", fill=fill, size=size, halo=halo)


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1.0, dash: str = ""
) -> str:
    return tag(
        "line",
        x1=float(x1),
        y1=float(y1),
        x2=float(x2),
        y2=float(y2),
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash or None,
    )


def box(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0.0) -> str:
    return tag(
        "rect",
        x=float(x),
        y=float(y),
        width=float(max(width, 0)),
        height=float(max(height, 0)),
        fill=fill,
        rx=radius or None,
    )


def dot(x: float, y: float, radius: float, fill: str, *, halo: bool = True) -> str:
    return tag(
        "circle",
        cx=float(x),
        cy=float(y),
        r=float(radius),
        fill=fill,
        stroke=CARD if halo else None,
        stroke_width=1.5 if halo else None,
    )


def triangle(x: float, y: float, size: float, fill: str, *, up: bool) -> str:
    """A triangle around (x, y) that fits in a square of `size` px."""
    half = size / 2
    tip, base = (y - half, y + half) if up else (y + half, y - half)
    return tag(
        "path", d=f"M{x - half:.1f} {base:.1f}L{x + half:.1f} {base:.1f}L{x:.1f} {tip:.1f}Z", fill=fill
    )


def whisker(
    low: float, high: float, y: float, *, stroke: str = INK, cap: float = 5.0, width: float = 2.0
) -> str:
    """A horizontal interval from x=low to x=high with caps, set off from what lies under it."""
    return (
        line(low, y, high, y, stroke=CARD, width=width + 2.5)
        + line(low, y, high, y, stroke=stroke, width=width)
        + line(low, y - cap, low, y + cap, stroke=stroke, width=width)
        + line(high, y - cap, high, y + cap, stroke=stroke, width=width)
    )


def group_mark(group: str, x: float, y: float, size: float = 10) -> str:
    """The shape of a group, so that it is never told by colour alone: ▼ detractor, ● passive, ▲ promoter."""
    fill = GROUP_COLOURS[group]
    if group == "passive":
        return dot(x, y, size / 2, fill, halo=False)
    return triangle(x, y, size, fill, up=group == "promoter")


def frame(body: str, width: float, height: float, title: str, rows: Rows) -> str:
    """The whole chart. Its description says its numbers; long ones are left to the table."""
    return tag(
        "svg",
        tag("title", clean(title)),
        tag("desc", clean(_in_words(rows))),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        role="img",
        class_="chart",
        direction="ltr",  # in a right-to-left page too, a number line runs from low to high
        font_family=FONT,
        font_size=SMALL,
        font_variant="tabular-nums",
    )


def nothing(message: str, width: float, title: str, rows: Rows) -> str:
    """What stands where there is nothing to draw."""
    text = write(width / 2, 44, message, anchor="middle", fill=SOFT, room=width - 16)
    return frame(box(0, 0, width, 72, PAPER, radius=8) + text, width, 72, title, rows)


def _in_words(rows: Rows, longest: int = 600) -> str:
    said = "; ".join(", ".join(cell for cell in cells if cell) for cells in rows.cells)
    return said if len(said) <= longest else said[: longest - 1] + "…"
