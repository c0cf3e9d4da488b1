"""Pictures on sheets of A4: each under its finding, as many on a sheet as have room; then as one PDF.

Sheets are drawn as SVG and turned by the library that makes the PNGs, so that letters stay letters and
nothing is fetched.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from likely.lib.drawing import FONT, INK, SOFT, tag, text_width, write
from likely.lib.picture import standalone
from likely.lib.refusal import Refusal

# vl_convert and pypdf are imported where they are used: they take memory, and few processes make paper.

WIDTH, HEIGHT, EDGE = 595, 842, 40  # points
DRAWN: Final = 700  # px of a picture, which the sheet shows smaller
TITLE, FINDING, TEXT, SMALL = 20, 12, 10, 9  # px of letters
LINE: Final = 1.35
GAP, NEAR = 22, 3  # between parts
MOST_SHEETS: Final = 40
_SIZE = re.compile(r'<svg\b[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"')
_OWN_SIZE = re.compile(r'(<svg\b[^>]*?)\bwidth="\d+" height="\d+"')


@dataclass(frozen=True, slots=True)
class Part:
    """svg: a picture; empty where there is none. under: what narrows it, in small letters.

    place: the heading above the finding. text: a paragraph below it. near: it goes on with the part before.
    """

    finding: str
    svg: str
    under: str = ""
    place: str = ""
    text: str = ""
    near: bool = False


def to_pdf(title: str, under: str, parts: Sequence[Part], number: Callable[[int, int], str]) -> bytes:
    """number: what stands at the foot of sheet 1 of 3. Refuses what would fill more than 40 sheets."""
    import vl_convert
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for sheet in sheets(title, under, parts, number):
        writer.append(PdfReader(BytesIO(vl_convert.svg_to_pdf(standalone(sheet)))))
    writer.add_metadata({"/Title": title, "/Creator": "Likely"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def sheets(title: str, under: str, parts: Sequence[Part], number: Callable[[int, int], str]) -> list[str]:
    """Each as an SVG of WIDTH × HEIGHT."""
    filled: list[list[str]] = [[]]
    y = float(EDGE)
    for text, size, bold in ((title, TITLE, True), (under, SMALL, False)):
        marks, height = _text(text, y, size, bold=bold)
        filled[0] += marks
        y += height
    y += GAP / 2
    top, least = y, HEIGHT - 2 * EDGE
    for part in parts:
        y += (NEAR if part.near else GAP) if y > top else 0
        marks, height = _part(part, y, least)
        if y + height > HEIGHT - EDGE - 2 * SMALL and y > top:
            filled.append([])
            y = top = float(EDGE)
            marks, height = _part(part, y, least)
        filled[-1] += marks
        y += height
    if len(filled) > MOST_SHEETS:
        raise Refusal("paper_too_long", f"More than {MOST_SHEETS} sheets are not made.", field="board")
    return [_sheet(marks, number(place, len(filled))) for place, marks in enumerate(filled, 1)]


def _sheet(marks: Sequence[str], foot: str) -> str:
    below = write(WIDTH - EDGE, HEIGHT - EDGE / 2, foot, anchor="end", fill=SOFT, size=SMALL)
    return tag(
        "svg", *marks, below, xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=HEIGHT, font_family=FONT
    )


def _part(part: Part, y: float, most: float) -> tuple[list[str], float]:
    """The marks from y on, and their height: at most a sheet's, for which a picture is drawn smaller."""
    marks, height = _said(((part.place, SMALL), (part.finding, FINDING), (part.text, TEXT)), y)
    _, below_height = _said(((part.under, SMALL),), 0.0)
    if part.svg:
        picture, drawn = _picture(part.svg, y + height, most - height - below_height - 2 * EDGE)
        marks.append(picture)
        height += drawn + SMALL / 2
    below, below_height = _said(((part.under, SMALL),), y + height)
    return [*marks, *below], height + below_height


def _said(texts: Iterable[tuple[str, int]], y: float) -> tuple[list[str], float]:
    """Texts one below the other, those that are there; a finding is bold."""
    marks: list[str] = []
    height = 0.0
    for text, size in texts:
        if text:
            lines, taken = _text(text, y + height, size, bold=size == FINDING)
            marks += lines
            height += taken
    return marks, height


def _picture(svg: str, y: float, most: float) -> tuple[str, float]:
    size = _SIZE.search(svg)
    if size is None:
        raise Refusal("no_size", "svg: a picture needs a width and a height.", field="svg")
    scale = min((WIDTH - 2 * EDGE) / int(size[1]), most / int(size[2]))
    width, height = int(size[1]) * scale, int(size[2]) * scale
    place = f'x="{EDGE}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return _OWN_SIZE.sub(rf"\1{place}", svg, count=1), height


def _text(text: str, y: float, size: int, *, bold: bool = False) -> tuple[list[str], float]:
    lines = wrapped(text, WIDTH - 2 * EDGE, size)
    fill = SOFT if size == SMALL else INK
    step = size * LINE
    marks = [
        write(EDGE, y + size + place * step, line, size=size, bold=bold, fill=fill)
        for place, line in enumerate(lines)
    ]
    return marks, len(lines) * step + size / 3


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most `width` px, broken at spaces, and between letters where there are none."""
    lines, line = [], ""
    for word in re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+", text):
        for piece in _pieces(word, width, size):
            if line and text_width(line + piece, size) > width:
                lines.append(line.strip())
                line = ""
            line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
