import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.spam import spam_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("10 / 10 !!!", "empty"),
        ("👍👍👍", "empty"),
        ("https://a.example/x https://b.example/y https://c.example/z good", "links"),
        ("buy https://pills.example/very/long/address/indeed", "links"),
        ("aaaaaaaaaaaaaaaaa", "repeated"),
        ("good good good good good good good good good good good", "repeated"),
        ("asdfgh", "keys"),
        ("qwerty poiuy", "keys"),
        ("xkcdtrfg", "keys"),
        ("g\u200bo\u200bo\u200bd\u200b \u200bp\u200bill", "hidden"),
    ],
)
def test_what_says_nothing_is_told_by_its_rule(text: str, reason: str) -> None:
    assert spam_reason(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "très bien",
        "väga hea teenindus",
        "很好",
        "see https://shop.example it does not load for me",
        "BMW",
        "sms",
    ],
)
def test_short_but_real_passes(text: str) -> None:
    assert spam_reason(text) is None


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert spam_reason(text) in (None, "empty", "links", "repeated", "keys", "hidden")
