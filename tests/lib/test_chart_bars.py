from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_bars import (
    DriverBar,
    FunnelStep,
    ThemeEffect,
    driver_bars,
    driver_rows,
    funnel,
    funnel_rows,
    theme_effects,
    theme_rows,
)
from tests.lib.drawn import SVG, assert_fits
from tests.lib.figures import few, labels, widths

shares = st.floats(0, 100)
effects = st.floats(-200, 200)
drivers = st.builds(DriverBar, labels, shares, shares, shares, st.sampled_from(["up", "down", "none"]))
themes = st.builds(ThemeEffect, labels, st.integers(0, 10**6), effects, effects, effects)
steps = st.builds(FunnelStep, labels, st.integers(0, 10**9))


@few
@given(st.lists(drivers, max_size=10), widths)
def test_any_drivers_fit(bars: list[DriverBar], width: int) -> None:
    assert_fits(driver_bars(bars, title="Drivers", width=width))


@few
@given(st.lists(themes, max_size=10), widths)
def test_any_themes_fit(shown: list[ThemeEffect], width: int) -> None:
    assert_fits(theme_effects(shown, title="Themes", width=width))


@few
@given(st.lists(steps, max_size=10), widths)
def test_any_funnel_fits(shown: list[FunnelStep], width: int) -> None:
    assert_fits(funnel(shown, title="Funnel", width=width))


def test_a_driver_twice_as_strong_has_a_bar_twice_as_long() -> None:
    svg = driver_bars([DriverBar("a", 40, 30, 50), DriverBar("b", 20, 10, 30)], title="Drivers")
    first, second = [float(bar.attrib["width"]) for bar in assert_fits(svg).root.iter(f"{SVG}rect")]
    assert abs(first / second - 2) < 0.01


def test_driver_rows_name_the_direction() -> None:
    assert driver_rows([DriverBar("Price", 40, 30, 50, "down")]).cells[0] == (
        "Price",
        "40.0\u00a0%",
        "30.0\u00a0% to 50.0\u00a0%",
        "lowers",
    )


def fill(low: float, high: float) -> str:
    svg = theme_effects([ThemeEffect("price", 9, (low + high) / 2, low, high)], title="Themes")
    return next(assert_fits(svg).root.iter(f"{SVG}circle")).attrib["fill"]


def test_a_theme_is_coloured_only_where_its_effect_can_be_told() -> None:
    assert "promoter" in fill(4, 20)
    assert "detractor" in fill(-20, -4)
    assert "card" in fill(-4, 9)


def test_effects_stand_on_their_side_of_zero() -> None:
    svg = theme_effects([ThemeEffect("a", 9, -30, -40, -20), ThemeEffect("b", 9, 30, 20, 40)], title="Themes")
    left, right = [float(dot.attrib["cx"]) for dot in assert_fits(svg).root.iter(f"{SVG}circle")]
    assert left < right


def test_theme_rows_carry_reach_and_effect() -> None:
    assert theme_rows([ThemeEffect("price", 9, -4, -15, 8)]).cells == (("price", "9", "−4", "−15 to +8"),)


def test_the_funnel_says_the_share_of_the_step_before_and_of_the_first() -> None:
    rows = funnel_rows([FunnelStep("Sent", 200), FunnelStep("Opened", 100), FunnelStep("Scored", 50)])
    assert rows.cells[2] == ("Scored", "50", "50.0\u00a0%", "25.0\u00a0%")


def test_an_empty_step_is_no_division_by_zero() -> None:
    assert funnel_rows([FunnelStep("Sent", 0), FunnelStep("Opened", 0)]).cells[1] == ("Opened", "0", "", "")
    assert "Nothing sent yet" in funnel([FunnelStep("Sent", 0)], title="Funnel")
