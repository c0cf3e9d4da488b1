"""Effects around zero: what is told is a large triangle in the direction of the effect."""

from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.drawing import GROUP_COLOURS
from likely.lib.measured import Rows

ROWS = Rows(("Driver",), ())


def draw(*effects: Effect) -> str:
    return effect_lines(effects, ROWS, title="")


def test_only_what_is_told_from_zero_has_a_colour() -> None:
    up, down, none = Effect("a", 2, 1, 3, "+2"), Effect("b", -2, -3, -1, "−2"), Effect("c", 1, -1, 3, "+1")
    assert GROUP_COLOURS["promoter"] in draw(up)
    assert GROUP_COLOURS["detractor"] in draw(down)
    assert not any(colour in draw(none) for colour in GROUP_COLOURS.values())


def test_a_chart_of_nothing_says_so() -> None:
    assert "Nothing to compare yet" in draw()


def test_zeros_are_drawn() -> None:
    assert "<svg" in draw(Effect("a", 0, 0, 0, "0"))
