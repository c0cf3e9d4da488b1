"""The reasons beside the board: lazily, by the same slice, safe to read, teaching when empty."""

from typing import Any

import pytest

from likely.web import reasons as module
from tests.web.conftest import signed_in


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    module.HEARD.clear()


@pytest.fixture
def talk(answer: Any) -> None:
    for place in range(30):
        answer(10, comment=f"The friendly staff helped, visit {place}", properties={"region": "North"})
        answer(1, comment=f"Late delivery <b>again</b>, order {place}", properties={"region": "East"})


def card(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/reasons{query}", HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_card_says_why_with_effect_interval_and_one_quote(owner: Any, talk: None) -> None:
    said = card(owner)
    assert "<html" not in said
    assert "staff" in said
    assert "delivery" in said.lower()
    assert "+" in said
    assert " to " in said
    assert "&lt;b&gt;" in said
    assert "<b>" not in said
    assert said.count('class="quote') == said.count('class="reason"')


def test_it_follows_the_filters_of_the_board(owner: Any, talk: None) -> None:
    said = card(owner, "?region=North")
    assert "elivery" not in said
    assert 'hx-get="/reasons?region=North' in signed_in(owner).get("/?region=North").content.decode()


def test_few_comments_tell_nothing(owner: Any, answer: Any) -> None:
    for score in (1, 9):
        answer(score, comment="Zebrafinch was late", properties={"region": "North"})
    assert "Zebrafinch" not in card(owner)
    assert "Fewer than 5 comments" in card(owner)


def test_without_comments_it_teaches(owner: Any, answer: Any) -> None:
    answer(9)
    assert "in their own words" in card(owner)


def test_the_page_stands_without_script(owner: Any, talk: None) -> None:
    said = signed_in(owner).get("/reasons").content.decode()
    assert "<h1>Reasons</h1>" in said
    assert "staff" in said


def test_the_board_does_not_wait_for_the_reasons(owner: Any, talk: None, monkeypatch: Any) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(module, "hear", never)
    assert signed_in(owner).get("/").status_code == 200


def test_nothing_new_is_not_listened_to_twice(owner: Any, talk: None, monkeypatch: Any) -> None:
    times: list[int] = []
    real = module.hear

    def counted(*arguments: Any, **more: Any) -> Any:
        times.append(1)
        return real(*arguments, **more)

    monkeypatch.setattr(module, "hear", counted)
    card(owner)
    card(owner)
    assert len(times) == 1


def test_reasons_that_lag_come_again_by_themselves(owner: Any, talk: None, answer: Any) -> None:
    card(owner)
    answer(3, comment="Late delivery once more")
    assert 'hx-trigger="load delay:' in card(owner)
