import itertools

import pytest

from likely.lib.palette import TOKENS, colour


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_keeps_its_contrast_on_paper_card_and_marks(theme: str) -> None:
    tokens = TOKENS[theme]  # type: ignore[index]
    for text, ground in itertools.product(("ink", "ink-soft", "accent"), ("paper", "card")):
        assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    for group in ("promoter", "passive", "detractor"):
        assert contrast(tokens["paper"], tokens[group]) >= 4.5, group  # shares are written on the bars


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_keep_their_contrast_on_paper_and_card(theme: str) -> None:
    tokens = TOKENS[theme]  # type: ignore[index]
    for mark, ground in itertools.product(("promoter", "passive", "detractor", "accent"), ("paper", "card")):
        assert contrast(tokens[mark], tokens[ground]) >= 3, (mark, ground)


def test_both_themes_have_the_same_tokens() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()


def test_a_token_falls_back_to_its_light_colour() -> None:
    assert colour("ink") == f"var(--ink, {TOKENS['light']['ink']})"
