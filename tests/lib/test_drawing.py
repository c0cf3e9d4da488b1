from hypothesis import given
from hypothesis import strategies as st

from likely.lib.drawing import clean, fit, frame, nothing, tag, text_width, write
from likely.lib.measured import Rows
from tests.lib.drawn import assert_fits, read

EMPTY = Rows((), ())


@given(st.text())
def test_any_text_becomes_well_formed_xml(text: str) -> None:
    read(frame(write(0, 20, text, room=300), 320, 40, text, Rows((text,), ((text,),))))


def test_markup_in_a_label_stays_text() -> None:
    svg = frame(write(0, 20, "<script>&'\""), 320, 40, "<script>", EMPTY)
    assert "<script" not in svg
    assert read(svg).texts[0].text == "<script>&'\""


def test_what_xml_cannot_carry_is_left_out() -> None:
    assert clean("a\x00b\x0bc\ud800\uffff") == "abc"


def test_attributes_are_escaped_and_none_is_left_out() -> None:
    assert tag("g", id='"><x', role=None) == '<g id="&quot;&gt;&lt;x"/>'


@given(st.text(max_size=200), st.floats(0, 400))
def test_fitted_text_is_never_wider_than_its_room(text: str, room: float) -> None:
    assert text_width(fit(text, room)) <= max(room, 0)


def test_text_that_fits_is_not_cut() -> None:
    assert fit("North", 200) == "North"
    assert fit("The islands beyond the northern coast", 100).endswith("…")


def test_a_cut_label_can_be_read_in_full_on_hover() -> None:
    long = "The islands beyond the northern coast"
    assert f"<title>{long}</title>" in write(0, 20, long, room=100)
    assert "<title>" not in write(0, 20, "North", room=100)


def test_a_chinese_character_is_as_wide_as_its_size() -> None:
    assert text_width("配送", 10) >= 20


def test_nothing_to_draw_says_so() -> None:
    drawn = assert_fits(nothing("No answers yet", 320, "Score", EMPTY))
    assert drawn.words == "No answers yet"


def test_the_description_holds_the_numbers_and_ends_somewhere() -> None:
    few = frame("", 10, 10, "t", Rows(("Name", "Score"), (("North", "+63"),)))
    assert read(few).root[1].text == "North, +63"
    many = frame("", 10, 10, "t", Rows(("Name",), (("North",),) * 400))
    assert len(read(many).root[1].text or "") == 600
