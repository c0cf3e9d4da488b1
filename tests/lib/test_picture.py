import struct
import zlib

import pytest

from likely.lib.chart import ScoreRow, group_bar, score_dots
from likely.lib.palette import TOKENS
from likely.lib.picture import standalone, to_png
from likely.lib.refusal import Refusal
from tests.lib.figures import Figure


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def first_pixel(png: bytes) -> tuple[int, ...]:
    """The corner, read without a picture library: the first pixel of the first row needs no filter undone."""
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        data += png[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    return tuple(zlib.decompress(data)[1:4])


BAR = group_bar(4, 18, 48, title="Groups", width=320)


def test_a_picture_has_two_pixels_for_each_px() -> None:
    assert size(to_png(BAR)) == (640, 184)
    assert size(to_png(BAR, scale=1)) == (320, 92)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ground_is_the_card_of_the_theme(theme: str) -> None:
    card = TOKENS[theme]["card"]  # type: ignore[index]
    corner = first_pixel(to_png(score_dots([], title="t", width=200), theme=theme))  # type: ignore[arg-type]
    assert "".join(f"{part:02x}" for part in corner)  # a picture is there
    assert f'fill="{card}"' in standalone(BAR, theme)  # type: ignore[arg-type]


def test_no_variable_is_left_for_a_viewer_that_knows_none() -> None:
    settled = standalone(BAR, "dark")
    assert "var(" not in settled
    assert TOKENS["dark"]["promoter"] in settled


def test_chinese_names_a_font_so_that_it_is_not_drawn_in_a_serif() -> None:
    rows = [ScoreRow("配送速度", Figure(63, 47, 75, 70)), ScoreRow("North", Figure(63, 47, 75, 70))]
    settled = standalone(score_dots(rows, title="t"))
    assert settled.count("Noto Sans CJK SC") == 1
    assert len(to_png(score_dots(rows, title="t"))) > 1000


def test_a_picture_too_large_to_draw_is_refused() -> None:
    with pytest.raises(Refusal, match="too large"):
        to_png(BAR, scale=1000)
