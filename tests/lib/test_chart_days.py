"""A bar for each day to come."""

from hypothesis import example, given
from hypothesis import strategies as st

from likely.lib.chart_days import Day, day_bars, day_rows
from tests.lib.drawn import SVG, assert_apart, assert_fits
from tests.lib.figures import few, labels, widths

days = st.builds(Day, labels, st.integers(0, 10**6))


@few
@example([Day("0" * 11, 1), Day("0" * 18, 1)], 320)
@given(st.lists(days, max_size=120), widths)
def test_any_days_fit(shown: list[Day], width: int) -> None:
    assert_apart(assert_fits(day_bars(shown, title="Days", width=width)))


def test_a_day_with_twice_as_many_has_a_bar_twice_as_high() -> None:
    svg = day_bars([Day("1 May", 40), Day("2 May", 20)], title="Days")
    first, second = [float(bar.attrib["height"]) for bar in assert_fits(svg).root.iter(f"{SVG}rect")]
    assert abs(first / second - 2) < 0.01


def test_the_tallest_says_its_number_and_the_ends_their_days() -> None:
    words = assert_fits(day_bars([Day("1 May", 3), Day("2 May", 1200), Day("3 May", 0)], title="Days")).words
    assert "1,200" in words.replace("\u202f", ",").replace("\u00a0", ",")
    assert "1 May" in words
    assert "3 May" in words


def test_no_days_and_empty_days_say_so() -> None:
    for shown in ([], [Day("1 May", 0)]):
        assert "Nobody" in assert_fits(day_bars(shown, title="Days")).words


def test_rows_leave_empty_days_out() -> None:
    assert day_rows([Day("1 May", 0), Day("2 May", 5)]).cells == (("2 May", "5"),)
