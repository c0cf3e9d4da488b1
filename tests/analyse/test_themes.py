import json
from pathlib import Path

import pytest

from likely.analyse.themes import SMALLEST_THEME, voices

SCORES = (3, 8, 10)  # one of each group


def spoken(counts: tuple[int, int, int], text: str) -> list[tuple[int, str]]:
    """counts: detractors, passives, promoters."""
    return [(score, text) for score, n in zip(SCORES, counts, strict=True) for _ in range(n)]


def test_gold_impact_of_a_theme(shared: Path) -> None:
    """txt-003: the score with, without and of all; what leaving the theme out would change is share · gap."""
    gold = next(v for v in json.loads((shared / "gold.json").read_text())["values"] if v["id"] == "txt-003")
    inside, outside = gold["inputs"]["with_theme"], gold["inputs"]["without"]
    found = voices([*spoken(inside, "the parcel was damaged"), *spoken(outside, "bought a lamp")])
    (theme,) = [theme for theme in found.themes if "parcel" in theme.name or "damaged" in theme.name]
    share = theme.n / (sum(inside) + sum(outside))
    total = theme.score * share + (theme.score - theme.effect) * (1 - share)
    assert [theme.score, theme.score - theme.effect, total, share * theme.effect] == pytest.approx(
        gold["expected"]
    )
    assert theme.low < theme.effect < theme.high


def test_themes_that_move_the_score_most_come_first() -> None:
    found = voices(
        [
            *spoken((60, 5, 5), "the delivery was late"),
            *spoken((12, 0, 0), "packaging torn"),
            *spoken((5, 20, 120), "friendly staff"),
            *spoken((10, 30, 60), "bought a lamp"),
        ]
    )
    weights = [abs(theme.effect) * theme.n for theme in found.themes]
    assert weights == sorted(weights, reverse=True)
    assert {theme.effect > 0 for theme in found.themes} == {True, False}


def test_a_theme_of_a_handful_is_not_shown() -> None:
    few = SMALLEST_THEME - 1
    found = voices([*spoken((few, 0, 0), "packaging torn"), *spoken((5, 20, 80), "bought a lamp")])
    assert not any("torn" in theme.name for theme in found.themes)


def test_quotes_of_a_theme_come_from_its_own_side() -> None:
    texts = [f"friendly staff at the counter, visit {i}" for i in range(30)]
    pairs = [(10, text) for text in texts] + [
        (2, f"friendly staff but visit {i} cost too much") for i in range(8)
    ]
    found = voices([*pairs, *spoken((40, 20, 20), "bought a lamp")])
    theme = max(found.themes, key=lambda theme: theme.effect)
    assert theme.quotes
    assert all("at the counter" in quote for quote in theme.quotes)
