"""Values of properties by their declared type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.typed import READERS, Declared, read_day, read_number, typed

CHOICES = frozenset({"free", "Pro"})


@pytest.mark.parametrize(
    ("type", "told", "kept"),
    [
        ("number", "1234", 1234), ("number", "1 234,5", 1234.5), ("number", "1,234.5", 1234.5),
        ("number", "1.234,5", 1234.5), ("number", "1,234", 1234), ("number", "-0.5", -0.5), ("number", 7, 7),
        ("boolean", "Jah", True), ("boolean", "否", False), ("boolean", 1, True), ("boolean", False, False),
        ("date", "2026-11-26", "2026-11-26"), ("date", "2026-11-26T10:00:00Z", "2026-11-26"),
        ("choice", "PRO", "Pro"), ("choice", "free", "free"), ("text", 7, "7"), ("text", True, "yes"),
    ],
)  # fmt: skip
def test_a_value_is_kept_in_the_form_of_its_type(type: str, told: object, kept: object) -> None:
    found = typed(Declared("p", type, CHOICES), told)  # type: ignore[arg-type]
    assert found == kept
    assert isinstance(found, bool) == isinstance(kept, bool)


@pytest.mark.parametrize(
    ("type", "told"),
    [
        ("number", "many"), ("number", True), ("number", "1e5"), ("number", "١٢"), ("date", "26.11.2026"),
        ("date", "2026-02-30"), ("date", 5), ("boolean", "maybe"), ("boolean", 2), ("choice", "gold"),
    ],
)  # fmt: skip
def test_what_does_not_fit_names_the_property_and_the_rule(type: str, told: object) -> None:
    with pytest.raises(Refusal) as refused:
        typed(Declared("plan", type, CHOICES), told)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == ("property_mistyped", "properties.plan")


VALUES = st.one_of(
    st.text(max_size=30),
    st.integers(-(2**50), 2**50),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


@given(st.sampled_from(sorted(READERS)), VALUES)
def test_what_is_kept_is_kept_again_as_it_is(type: str, told: object) -> None:
    declared = Declared("p", type, CHOICES)
    try:
        kept = typed(declared, told)  # type: ignore[arg-type]
    except Refusal:
        return
    assert typed(declared, kept) == kept


@given(st.text(max_size=30), st.sampled_from(["", "%d.%m.%Y", "%m/%d/%Y"]))
def test_text_from_strangers_is_a_number_a_day_or_nothing(text: str, form: str) -> None:
    assert isinstance(read_number(text), int | float | None)
    assert isinstance(read_day(text, form), str | None)
