from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_score import Mark, ScoreRow, score_dots, score_dots_rows, score_line, score_line_rows
from tests.lib.drawn import SVG, assert_fits
from tests.lib.figures import Figure, few, figures, labels, widths

verdicts = st.sampled_from(["above", "below", "same", "too_few"])
marks = st.builds(Mark, labels, st.floats(-100, 100))
score_rows = st.builds(ScoreRow, labels, st.none() | figures(), verdicts)


@few
@given(figures(), st.lists(marks, max_size=5), widths)
def test_any_score_with_any_marks_fits(score: Figure, others: list[Mark], width: int) -> None:
    assert_fits(score_line(score, others, title="Score", width=width))


def test_the_line_runs_from_minus_to_plus_hundred_with_zero() -> None:
    words = assert_fits(score_line(Figure(63, 47, 75, 70), title="Score")).words
    for said in ("−100", "0", "+100", "+63 (+47 to +75) · n 70"):
        assert said in words


def test_the_score_stands_at_its_place_on_the_line() -> None:
    root = assert_fits(score_line(Figure(0, -10, 10, 70), title="Score", width=640)).root
    assert float(next(root.iter(f"{SVG}circle")).attrib["cx"]) == 320


def test_no_score_draws_no_line() -> None:
    assert "No answers yet" in score_line(None, title="Score")
    assert score_line_rows(None).cells == (("Score", "no score", "", ""),)


@few
@given(st.lists(score_rows, min_size=1, max_size=12), st.none() | marks, widths)
def test_any_table_of_scores_fits(scores: list[ScoreRow], total: Mark | None, width: int) -> None:
    assert_fits(score_dots(scores, total, title="By region", width=width))


def triangles(verdict: str) -> int:
    svg = score_dots([ScoreRow("North", Figure(30, 20, 40, 99), verdict)], title="By region")
    return len(list(assert_fits(svg).root.iter(f"{SVG}path")))


def test_only_a_difference_that_can_be_told_gets_an_arrow() -> None:
    assert [triangles(verdict) for verdict in ("above", "below", "same", "too_few")] == [1, 1, 0, 0]


def test_a_hidden_score_shows_no_number() -> None:
    drawn = assert_fits(score_dots([ScoreRow("Tiny", None, "too_few")], title="By region"))
    assert "too few answers" in drawn.words
    assert not list(drawn.root.iter(f"{SVG}circle"))
    assert score_dots_rows([ScoreRow("Tiny", None, "too_few")]).cells[0][1:4] == ("no score", "", "")


def test_nothing_to_compare_says_so() -> None:
    assert "Nothing to compare yet" in score_dots([], title="By region")


def test_rows_say_the_verdict_in_words() -> None:
    rows = score_dots_rows([ScoreRow("North", Figure(30, 20, 40, 99), "above")])
    assert rows.cells[0] == ("North", "+30", "+20 to +40", "99", "above")


def test_one_of_many_answers_and_no_others_is_not_called_small() -> None:
    rows = score_dots_rows(
        [ScoreRow("North", Figure(30, 20, 40, 1417), "too_few"), ScoreRow("Tiny", None, "too_few")]
    )
    assert [row[-1] for row in rows.cells] == ["too few others", "too few answers"]
