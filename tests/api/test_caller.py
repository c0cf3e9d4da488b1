"""How often a key may call."""

from typing import Any

from django.test import Client

from tests.api.conftest import Program, problem


def test_a_key_is_asked_to_wait(program: Program, stranger: Program, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    assert [program.get("/surveys").status_code for _ in range(3)] == [200] * 3
    answer = program.get("/surveys")
    problem(answer, 429, "too_many")
    assert int(answer["Retry-After"]) >= 1
    assert stranger.get("/surveys").status_code == 200


def test_guessing_keys_is_slowed_and_an_invented_address_gains_nothing(db: None, program: Program) -> None:
    def guess(number: int) -> Any:
        headers = {"Authorization": f"Bearer lk_{number}", "X-Forwarded-For": f"10.0.0.{number}"}
        return Client().get("/api/v1/surveys", headers=headers)

    statuses = [guess(number).status_code for number in range(70)]
    assert statuses[:60] == [401] * 60
    assert statuses[60:] == [429] * 10


def test_ninja_believes_no_more_proxies_than_we_do(settings: Any) -> None:
    assert settings.NINJA_NUM_PROXIES == settings.PROXIES == 0
