"""Sheets of paper: nothing is lost, nothing stands beyond the edge, and a tall picture becomes smaller."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from likely.lib.drawing import text_width
from likely.lib.paper import DRAWN, HEIGHT, MOST_SHEETS, Part, sheets, to_pdf, wrapped
from likely.lib.refusal import Refusal


def picture(height: int) -> str:
    size = f'viewBox="0 0 {DRAWN} {height}" width="{DRAWN}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'


def number(sheet: int, of: int) -> str:
    return f"{sheet}/{of}"


@given(st.lists(st.integers(20, 4000), max_size=12))
def test_every_picture_stands_on_a_sheet_and_within_it(heights: list[int]) -> None:
    made = sheets("Board", "Today", [Part(f"Finding {n}", picture(h)) for n, h in enumerate(heights)], number)
    said = "".join(made)
    assert [f"Finding {n}<" in said for n in range(len(heights))] == [True] * len(heights)
    places = [
        (float(y), float(height))
        for y, height in re.findall(r'x="40" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', said)
    ]
    assert len(places) == len(heights)
    assert all(y + height <= HEIGHT - 40 for y, height in places)


@given(st.text(max_size=200), st.integers(40, 500))
def test_lines_are_no_wider_than_there_is_room(text: str, width: int) -> None:
    lines = wrapped(text, width, 12)
    assert all(text_width(line, 12) <= width or len(line) <= 3 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_letters_stay_letters() -> None:
    paper = PdfReader(
        io.BytesIO(to_pdf("Nädal", "Tere OÜ", [Part("满意度上升", picture(100), "all time")], number))
    )
    said = paper.pages[0].extract_text()
    assert all(text in said for text in ("Nädal", "Tere OÜ", "满意度上升", "all time", "1/1"))
    assert paper.metadata is not None
    assert paper.metadata.title == "Nädal"
    assert paper.pages[0].mediabox.height == HEIGHT


def test_too_much_paper_is_refused() -> None:
    with pytest.raises(Refusal, match="sheets"):
        sheets("Board", "", [Part("Tall", picture(2000))] * (MOST_SHEETS + 1), number)
