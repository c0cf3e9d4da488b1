from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_trend import Annotation, TrendPoint, sparkline, trend_line, trend_rows
from tests.lib.drawn import SVG, assert_apart, assert_fits
from tests.lib.figures import Figure, few, figures, labels, widths

verdicts = st.sampled_from(["", "above", "below", "same"])
points = st.builds(TrendPoint, labels, st.none() | figures(), verdicts)
annotations = st.builds(Annotation, st.floats(-5, 50), labels)


def steady(n: int, **gaps: None) -> list[TrendPoint]:
    return [TrendPoint(f"2026-{i:03}", Figure(10.0, 0.0, 20.0, 50)) for i in range(n)]


def paths(svg: str) -> list[str]:
    return [path.attrib["d"] for path in assert_fits(svg).root.iter(f"{SVG}path")]


@few
@given(st.lists(points, max_size=20), st.lists(annotations, max_size=5), widths, st.booleans())
def test_any_trend_fits(shown: list[TrendPoint], words: list[Annotation], width: int, zoom: bool) -> None:
    assert_fits(trend_line(shown, words, title="Trend", width=width, zoom=zoom))


def test_the_axis_shows_zero_and_both_ends() -> None:
    words = assert_fits(trend_line(steady(5), title="Trend")).words
    for said in ("−100", "0", "+100"):
        assert said in words
    assert "Zoomed" not in words


def test_a_zoomed_axis_says_so() -> None:
    words = assert_fits(trend_line(steady(5), title="Trend", zoom=True)).words
    assert "Zoomed: the axis runs from 0 to +20." in words


def test_a_period_without_a_score_is_a_gap() -> None:
    whole = steady(6)
    broken = [*whole[:3], TrendPoint("2026-003", None), *whole[4:]]
    assert len(paths(trend_line(whole, title="Trend"))) == 2  # one band, one line
    assert len(paths(trend_line(broken, title="Trend"))) == 4


def test_one_point_is_a_dot_with_its_whisker() -> None:
    svg = trend_line(steady(1), title="Trend")
    assert not paths(svg)
    assert len(list(assert_fits(svg).root.iter(f"{SVG}circle"))) == 1


def test_four_hundred_points_are_a_line_without_dots() -> None:
    root = assert_fits(trend_line(steady(400), title="Trend")).root
    assert not list(root.iter(f"{SVG}circle"))


def test_no_points_say_so() -> None:
    assert "No scores yet" in trend_line([], title="Trend")
    assert "No scores yet" in trend_line([TrendPoint("2026", None)], title="Trend")


def test_only_a_change_that_can_be_told_gets_an_arrow() -> None:
    quiet = [TrendPoint("1", Figure(0, -9, 9, 9)), TrendPoint("2", Figure(5, -9, 9, 9), "same")]
    told = [quiet[0], TrendPoint("2", Figure(50, 40, 60, 99), "above")]
    assert len(paths(trend_line(told, title="Trend"))) == len(paths(trend_line(quiet, title="Trend"))) + 1


def test_the_first_and_the_last_period_are_named() -> None:
    words = assert_fits(trend_line(steady(37), title="Trend")).words
    assert "2026-000" in words
    assert "2026-036" in words


def test_an_annotation_is_a_word_on_a_vertical() -> None:
    assert (
        "Release 4" in assert_fits(trend_line(steady(5), [Annotation(2, "Release 4")], title="Trend")).words
    )


def test_rows_tell_noise_from_change() -> None:
    rows = trend_rows([TrendPoint("2026", Figure(5, -9, 9, 12), "same"), TrendPoint("2027", None)])
    assert rows.cells == (("2026", "+5", "−9 to +9", "12", "within noise"), ("2027", "no score", "", "", ""))


@few
@given(st.lists(st.none() | st.floats(-100, 100), max_size=40))
def test_any_sparkline_fits(scores: list[float | None]) -> None:
    assert_fits(sparkline(scores, title="Score"))


@few
@given(st.integers(3, 120), st.integers(300, 700))
def test_names_of_days_do_not_run_into_each_other(n: int, width: int) -> None:
    days = [TrendPoint(f"{i % 28 + 1} Oct 2026", Figure(10.0, 0.0, 20.0, 50)) for i in range(n)]
    assert_apart(assert_fits(trend_line(days, title="Trend", width=width)))


def test_the_name_of_the_target_keeps_off_the_first_scores() -> None:
    """Above the line where they lie below it, and below where they lie above."""

    def name_and_line(score: float) -> tuple[float, float]:
        points = [
            TrendPoint(f"2026-{month:02}", Figure(score, score - 3, score + 3, 50)) for month in (1, 2, 3)
        ]
        root = assert_fits(trend_line(points, title="Trend", target=40, width=640)).root
        [name] = [one for one in root.iter(f"{SVG}text") if (one.text or "").startswith("target")]
        [dashes] = [one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray") == "6 4"]
        return float(name.attrib["y"]), float(dashes.attrib["y1"])

    low, high = name_and_line(20), name_and_line(60)
    assert low[0] < low[1]
    assert high[0] > high[1]
