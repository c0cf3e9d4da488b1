"""The calculator page: every step, an interval, a note on the range, and errors that name the field."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def ask(client: Client, promoters: str, passives: str, detractors: str, **more: str) -> Any:
    counts = {"promoters": promoters, "passives": passives, "detractors": detractors}
    return client.get("/calculator", {**counts, **more})


def test_the_worked_example_shows_each_step(client: Client) -> None:
    page = text(ask(client, "48", "18", "4"))
    for shown in ("+63", "5.7", "25.7", "68.6", "62.857", "100 · (48 − 4) / 70", "−100", "95 %"):
        assert shown in page, shown


def test_an_empty_page_asks_and_accuses_nobody(client: Client) -> None:
    response = client.get("/calculator")
    assert response.status_code == 200
    assert 'aria-invalid="true"' not in text(response)


@pytest.mark.parametrize("bad", ["-1", "6.5", "9abc", "true", "1e3", "٣", "", "1" * 16])
def test_what_is_no_count_is_told_at_its_field_and_kept(client: Client, bad: str) -> None:
    response = ask(client, "48", bad, "4")
    assert response.status_code == 422
    assert text(response).count('aria-invalid="true"') == 1
    assert 'aria-describedby="passives-error"' in text(response)
    assert 'value="48"' in text(response)


def test_nobody_answered_is_no_score(client: Client) -> None:
    response = ask(client, "0", "0", "0")
    assert response.status_code == 422
    assert "without answers there is no score" in text(response)


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Score calculator"), ("zh", "得分计算器"), ("et", "Skoori kalkulaator")]
)
def test_it_speaks_three_languages(client: Client, language: str, title: str) -> None:
    response = ask(client, "7", "2", "1", lang=language)
    assert f"<h1>{title}</h1>" in text(response)
    assert not response.cookies


def test_markup_in_the_address_stays_text(client: Client) -> None:
    assert "<script>alert" not in text(ask(client, "<script>alert(1)</script>", "1", "1"))
