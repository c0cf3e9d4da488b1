from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_group import distribution_bars, distribution_rows, group_bar, group_rows
from tests.lib.drawn import SVG, assert_apart, assert_fits
from tests.lib.figures import few, widths

counts = st.integers(0, 10**7)


@few
@given(counts, counts, counts, widths)
def test_the_bar_of_any_counts_fits(detractors: int, passives: int, promoters: int, width: int) -> None:
    svg = group_bar(detractors, passives, promoters, title="Groups", width=width)
    assert_apart(assert_fits(svg))


def test_the_bar_says_each_share_and_count() -> None:
    words = assert_fits(group_bar(4, 18, 48, title="Groups")).words
    for said in (
        "Detractors",
        "5.7\u00a0% · 4",
        "Passives",
        "25.7\u00a0% · 18",
        "Promoters",
        "68.6\u00a0% · 48",
    ):
        assert said in words


def test_the_pieces_are_as_wide_as_their_shares_and_in_order() -> None:
    root = assert_fits(group_bar(25, 25, 50, title="Groups", width=400)).root
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.attrib["height"] == "40"]
    assert [float(bar.attrib["x"]) for bar in bars] == [0, 100, 200]
    assert "detractor" in bars[0].attrib["fill"]
    assert "promoter" in bars[2].attrib["fill"]


def test_groups_differ_by_shape_and_not_by_colour_alone() -> None:
    root = assert_fits(group_bar(1, 1, 1, title="Groups")).root
    assert len(list(root.iter(f"{SVG}path"))) == 2  # ▼ and ▲, beside the passives' ●
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_no_answers_make_no_bar_and_no_share() -> None:
    assert "No answers yet" in group_bar(0, 0, 0, title="Groups")
    assert group_rows(0, 0, 0).cells[0] == ("Detractors", "0", "–")


def test_rows_carry_the_numbers_of_the_bar() -> None:
    assert group_rows(4, 18, 48).cells[2] == ("Promoters", "48", "68.6\u00a0%")


@few
@given(st.lists(counts, min_size=11, max_size=11), widths)
def test_the_distribution_of_any_answers_fits(answers: list[int], width: int) -> None:
    assert_fits(distribution_bars(answers, title="Distribution", width=width))


def test_the_tallest_bar_is_the_most_frequent_score() -> None:
    svg = distribution_bars([0] * 7 + [5, 10, 40, 20], title="Distribution")
    bars = [float(bar.attrib["height"]) for bar in assert_fits(svg).root.iter(f"{SVG}rect")]
    assert bars.index(max(bars)) == 9
    assert bars[8] * 4 == max(bars)


def test_distribution_rows_hold_eleven_scores() -> None:
    rows = distribution_rows([0] * 10 + [3])
    assert len(rows.cells) == 11
    assert rows.cells[10] == ("10", "3", "100.0\u00a0%")
