"""The page about touchpoints: which are low, what is hidden, its files."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import signed_in

pytestmark = pytest.mark.once  # DuckDB reckons it on either database; tests/store reads the rows of both


@pytest.fixture
def touched(answer: Any) -> None:
    """Delivery does badly, the shop well, and of the lift three have spoken."""
    for place in range(60):
        at = timezone.now() - timedelta(days=1 + place)
        answer((3, 5, 9)[place % 3], at=at, touchpoint="Delivery")
        answer((10, 9, 8)[place % 3], at=at, touchpoint="Shop")
        if place % 5 == 0:
            answer((10, 9, 9)[place % 3], at=at, touchpoint="Help")
    for _ in range(3):
        answer(0, touchpoint="Lift")


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/journey{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_low_touchpoints_are_named(owner: Any, touched: None) -> None:
    said = page(owner)
    assert "Below the other touchpoints, the lowest first: Delivery" in said
    assert "it takes 500 people who answered twice" in said
    assert "How was this computed?" in said


def test_few_answers_are_never_a_figure(owner: Any, touched: None) -> None:
    rows = signed_in(owner).get(reverse("journey-file", args=["scores", "csv"])).content.decode().splitlines()
    lift = next(row for row in rows if row.startswith("Lift"))
    assert "−" not in lift
    assert "3" not in lift
    assert lift.endswith("too few answers")
    # The next smallest is hidden with it, so that the total gives it away no more.
    assert sum(row.endswith("too few answers") for row in rows) >= 2


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<"), ("csv", b"\xef\xbb\xbf")])
def test_the_picture_is_a_file(owner: Any, touched: None, kind: str, start: bytes) -> None:
    assert signed_in(owner).get(reverse("journey-file", args=["scores", kind])).content.startswith(start)


def test_without_touchpoints_the_page_teaches(owner: Any, answer: Any) -> None:
    answer(9)
    assert "No touchpoint was asked about" in page(owner)
