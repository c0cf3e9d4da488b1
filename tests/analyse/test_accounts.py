from pathlib import Path

import pytest

from likely.analyse.accounts import accounts
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened

VALUES = {"Big": 1000.0, "Silent": 500.0, **{f"small{i}": 10.0 for i in range(9)}}


def answers(folder: Path) -> Responses:
    """One large account of many happy users, nine small unhappy ones; three answers name no account."""
    account = ["Big"] * 60 + [f"small{i % 9}" for i in range(18)] + [None] * 3
    score = [10] * 60 + [3] * 18 + [8] * 3
    return opened(folder, score=score, account=account).asked(by=("account",))


def test_many_users_of_one_account_do_not_speak_for_the_others(tmp_path: Path) -> None:
    found = accounts(answers(tmp_path), Slice(), "account", VALUES)
    assert found.by_answer is not None
    assert found.by_account is not None
    assert found.by_value is not None
    assert found.by_answer.value == pytest.approx(100 * (60 - 18) / 81)
    assert found.by_account.value == pytest.approx(-80)
    assert found.by_value.value == pytest.approx(100 * (1000 - 90) / 1090)
    assert found.accounts[0].name == "Big"
    assert [row.name for row in found.silent] == ["Silent"]
    assert found.silent_value == pytest.approx(500 / 1590)


def test_without_values_and_with_a_promise(tmp_path: Path) -> None:
    found = accounts(answers(tmp_path), Slice(), "account", smallest=5)
    assert (found.by_value, found.silent, found.silent_value) == (None, (), None)
    assert [row.name for row in found.accounts if row.score] == ["Big"]
    assert all(row.value is None for row in found.accounts)
