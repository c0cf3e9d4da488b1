import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.masking import is_card, is_iban, mask, personal_number


def test_gold_numbers(shared: Path) -> None:
    """txt-004: valid and invalid cards, accounts and personal codes."""
    gold = next(v for v in json.loads((shared / "gold.json").read_text())["values"] if v["id"] == "txt-004")
    numbers = [part.split()[-1] for part in gold["what"].split(":", 1)[1].split(", ")]
    assert [int(personal_number(number) is not None) for number in numbers] == gold["expected"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to mari.maasikas@example.ee please", "write to [email] please"),
        ("my card 4111 1111 1111 1111 was charged", "my card [card] was charged"),
        ("pay EE38 2200 2210 2014 5685 back", "pay [account] back"),
        ("isikukood 37605030299", "isikukood [personal code]"),
        ("身份证11010519491231002X谢谢", "身份证[personal code]谢谢"),
        ("请打13812345678找我", "请打[phone]找我"),
        ("邮箱是li@example.cn谢谢", "邮箱是[email]谢谢"),
        ("call +372 5123 4567 now", "call [phone] now"),
        ("call 01 23 45 67 89", "call [phone]"),
        ("ring (555) 123-4567", "ring [phone]"),
        ("手机：1234567", "手机：[phone]"),
        ("see https://example.org/u/jane?x=1 there", "see [link] there"),
    ],
)
def test_personal_data_is_hidden(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "order 48213377 never came",
        "paid 1 299,50 euros on 2025-03-14",
        "waited from 10:30 until 14:45",
        "4111111111111112 is no card",
        "10 out of 10",
        "2019-2024 customer",
    ],
)
def test_orders_amounts_and_dates_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.integers(10**12, 10**18 - 1).filter(lambda number: len(set(str(number))) > 1))
def test_every_number_has_exactly_one_check_digit(stem: int) -> None:
    assert sum(is_card(f"{stem}{digit}") for digit in range(10)) == 1


def test_a_wrong_digit_makes_no_account() -> None:
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("GB82WEST12345698765431")
