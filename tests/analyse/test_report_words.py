from dataclasses import replace

import pytest

from likely.analyse import report_words as words
from likely.analyse.findings import Benchmark, Change, SegmentScore
from likely.lib.measured import as_written
from tests.analyse.example import empty_report, full_report, scored

QUOTED = Benchmark("Grocery", 30, "A study", 2020)


def test_the_finding_is_one_sentence_with_the_interval() -> None:
    said = words.finding(full_report(), as_written)
    assert said.startswith("Of 70 who answered, 68.6\u00a0% are promoters and 5.7\u00a0% are detractors")
    assert said.endswith("a score of +63 (+47 to +75).")
    assert "No score" in words.finding(empty_report(), as_written)


@pytest.mark.parametrize(
    ("counts", "verdict"), [((0, 5, 95), "above"), ((95, 5, 0), "below"), ((5, 10, 9), "same")]
)
def test_a_benchmark_is_passed_only_where_the_interval_leaves_it_out(
    counts: tuple[int, int, int], verdict: str
) -> None:
    assert words.against_benchmark(scored(*counts), QUOTED) == verdict


def test_a_quoted_figure_carries_its_source_and_year() -> None:
    rows = words.benchmark_rows(scored(0, 5, 95), [QUOTED], as_written)
    assert rows.cells == (("Grocery", "+30", "above it", "A study, 2020"),)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((4, 1, 48), "Promoters outnumber detractors: 48 to 4"),
        ((9, 1, 3), "Detractors outnumber promoters: 9 to 3"),
        ((5, 1, 5), "As many promoters as detractors: 5"),
    ],
)
def test_the_groups_are_compared_in_words(counts: tuple[int, int, int], said: str) -> None:
    assert words.groups_title(scored(*counts), as_written) == said


def test_many_names_are_shortened_to_three() -> None:
    rows = [SegmentScore(name, scored(1, 1, 9), "above") for name in "ABCDE"]
    assert words.segments_title(rows, as_written) == "Above the rest: A, B, C and 2 more"


def test_no_difference_is_said_where_none_can_be_told() -> None:
    rows = [SegmentScore("A", scored(1, 1, 9), "same"), SegmentScore("B", None, "too_few")]
    assert words.segments_title(rows, as_written) == "No difference can be told from chance"


def test_the_largest_real_change_is_the_title_of_the_trend() -> None:
    title = words.trend_title(full_report().changes, as_written)
    assert title == "2026-04: up 102, real (p 0.003)"


def test_a_large_change_within_noise_is_never_the_title() -> None:
    noise = [Change("2026-02", -50.0, 50.0, "same", 0.2)]
    assert words.trend_title(noise, as_written) == (
        "No change from one period to the next can be told from noise"
    )


def test_the_title_of_the_themes_names_one_that_can_be_told() -> None:
    themes = full_report().themes
    assert "delivery" in words.themes_title(themes, as_written)
    assert "No word or theme" in words.themes_title(themes[2:], as_written)


def test_guessed_columns_are_said_to_be_guessed() -> None:
    assert words.column_words(full_report(), as_written)[0] == ("Score", "q1 (guessed)")
    assert words.column_words(full_report(), as_written)[4] == ("Person", "none found")


def test_an_unknown_reason_is_still_readable() -> None:
    assert words.ignored_words("score_out_of_range", as_written) == "score is outside 0 to 10"
    assert words.ignored_words("odd_row", as_written) == "odd row"


def test_nobody_who_comments_is_not_spoken_of() -> None:
    assert words.commented_words(replace(full_report(), commented={}), as_written) == ""
    assert "Detractors 75\u00a0%" in words.commented_words(full_report(), as_written)


def test_the_method_is_told_with_its_figures_and_only_for_what_is_shown() -> None:
    assert "100 · (48 − 4) / 70 = 62.857" in words.method_words(full_report(), as_written)[0]
    assert len(words.method_words(full_report(), as_written)) == 5
    assert len(words.method_words(replace(full_report(), by={}, drivers=()), as_written)) == 3
    assert words.method_words(empty_report(), as_written) == []


def test_weights_that_move_the_score_are_said_with_the_points() -> None:
    report = replace(full_report(), weighted=scored(10, 10, 50))
    assert words.weighted_title(report, as_written) == "The weights move the score by −6 points"
