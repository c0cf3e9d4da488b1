"""A code for "not rated" is told from a step by what people who chose it scored."""

from likely.store.query import ask, table_of
from likely.store.ratings import Rating, rating_column, ratings_among


def rated(*steps: tuple[int, float, int]) -> list[Rating]:
    """Ratings found in answers given as (step, score, times)."""
    rows = table_of(
        "SELECT step AS speed, score FROM (VALUES "
        + ", ".join(f"({step}, {score}, {n})" for step, score, n in steps)
        + ") AS t(step, score, n), range(n)"
    )
    return ratings_among(rows, rows.score, ["speed"], sum(n for _, _, n in steps))


USUAL = tuple((step, 1.8 * step, 40) for step in range(1, 6))


def test_a_scale_of_five() -> None:
    assert rated(*USUAL) == [Rating("speed", (), 5)]


def test_zero_below_five_steps_is_not_rated() -> None:
    assert rated((0, 7.0, 20), *USUAL) == [Rating("speed", (0,), 5)]


def test_a_step_above_the_top_is_a_code_only_where_the_score_falls_again() -> None:
    assert rated((0, 7.0, 20), *USUAL, (6, 7.2, 50)) == [Rating("speed", (0, 6), 5)]
    seven = tuple((step, 1.3 * step, 40) for step in range(1, 8))
    assert rated(*seven) == [Rating("speed", (), 7)]


def test_codes_of_categories_and_rare_follow_ups_are_no_ratings() -> None:
    assert rated((1, 7.0, 50), (2, 7.0, 50), (3, 7.0, 50), (4, 7.0, 50)) == []
    rows = table_of("SELECT 1 + i % 5 AS speed, 7 AS score FROM range(50) AS t(i)")
    assert ratings_among(rows, rows.score, ["speed"], total=1000) == []


def test_codes_are_null_in_the_column() -> None:
    rows = table_of("SELECT * FROM (VALUES (0), (3), (6), (NULL)) AS t(speed)")
    column = rating_column(rows, Rating("speed", (0, 6), 5))
    assert ask(rows.select(x=column))["x"].to_pylist() == [None, 3, None, None]
