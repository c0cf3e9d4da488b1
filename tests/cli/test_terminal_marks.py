from hypothesis import given
from hypothesis import strategies as st

from likely.cli.terminal_marks import big, group_line, number_line, share_line


def test_a_score_is_three_lines_high() -> None:
    assert big("+63") == (" ╻  ┏━╸ ┏━┓", "╺╋╸ ┣━┓ ╺━┫", " ╹  ┗━┛ ┗━┛")


@given(st.integers(-100, 100))
def test_every_score_can_be_written_big(points: int) -> None:
    lines = big(f"+{points}" if points > 0 else str(points).replace("-", "−"))
    assert len({len(line) for line in lines}) == 1


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=3).map(sorted))
def test_the_number_line_always_shows_the_score_and_keeps_its_width(figure: list[float]) -> None:
    line = number_line(*figure, 61)
    assert len(line) == 61
    assert line.count("●") == 1


def test_the_number_line_has_zero_in_the_middle() -> None:
    assert number_line(50, 60, 70, 21) == "··········│····├●┤···"


@given(st.floats(0, 1))
def test_a_share_is_never_longer_than_its_room_and_never_lost(share: float) -> None:
    assert (1 if share > 0 else 0) <= len(share_line(share, 20)) <= 20


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_group_bar_is_as_wide_as_asked_and_loses_no_group(d: int, n0: int, p: int) -> None:
    pieces = group_line({"detractor": d, "passive": n0, "promoter": p}, 76)
    assert sum(map(len, pieces.values())) == 76
    assert set(pieces) == {name for name, n in (("detractor", d), ("passive", n0), ("promoter", p)) if n}
