"""The kiosk's link and what it sends: signed place and PIN, the time of the tap, and nobody's cookie."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from likely.ask.kiosk import kiosk_address, read_pin
from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.lib.refusal import Refusal

PERSON = {"by": "touch", "ms": 3000, "moves": 0, "visible": True, "automated": False}
BROWSER = {
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
}


def told(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address).content.decode()
    data: dict[str, Any] = json.loads(page.split('type="application/json">')[1].split("</script>")[0])
    return data


def send(survey: Any, **parts: Any) -> Any:
    body = {"key": new_token(), "evidence": PERSON, **parts}
    return Client().post(f"/k/{survey.slug}", json.dumps(body), content_type="application/json", **BROWSER)


def path_of(address: str) -> str:
    return "/k/" + address.partition("/k/")[2]


def test_a_signed_link_says_the_place_and_the_pin(survey: Any) -> None:
    data = told(Client(), path_of(kiosk_address(survey, {"place": "Tartu"}, "2468")))
    assert (data["place"], data["pin"]) == ("Tartu", "2468")
    answer = send(survey, score=9, preset=data["preset"], proof=data["proof"])
    assert answer.status_code == 200
    response = Response.objects.get()
    assert (response.properties, response.channel, response.score) == ({"place": "Tartu"}, "kiosk", 9)


def test_an_altered_link_has_neither(survey: Any) -> None:
    data = told(
        Client(), path_of(kiosk_address(survey, {"place": "Tartu"}, "2468")).replace("p=", "p=x") + "x"
    )
    assert (data["place"], data["preset"], data["pin"]) == ("", "", "")


def test_the_pin_does_not_stand_in_the_address(survey: Any) -> None:
    address = kiosk_address(survey, {}, "2468")
    assert "2468" not in address
    assert read_pin(address.partition("x=")[2], survey.workspace_id) == ""


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "１２３４"])
def test_a_pin_is_four_to_eight_digits(survey: Any, pin: str) -> None:
    with pytest.raises(Refusal, match="4 to 8 digits"):
        kiosk_address(survey, {}, pin)


def test_every_language_comes_with_the_page(survey: Any) -> None:
    data = told(Client(), f"/k/{survey.slug}")
    assert [(one["language"], one["words"]["next"]) for one in data["surveys"]] == [
        ("en", "Next"),
        ("zh", "下一步"),
        ("et", "Edasi"),
    ]


def test_looking_sets_no_cookie_and_stores_nothing(survey: Any) -> None:
    client = Client()
    answer = client.get(f"/k/{survey.slug}")
    assert not client.cookies
    assert answer["Cache-Control"] == "no-store"
    assert Response.objects.count() == 0


def test_an_answer_sets_no_cookie_and_follows_none(survey: Any) -> None:
    """The browser of the device may have answered the open link; the next visitor is somebody else."""
    client, old = Client(), new_token()
    client.cookies[f"likely-{survey.slug}"] = old
    key = new_token()
    body = json.dumps({"key": key, "score": 4, "evidence": PERSON})
    answer = client.post(f"/k/{survey.slug}", body, content_type="application/json", **BROWSER)
    assert not answer.cookies
    assert Response.objects.get().key == key


def test_an_answer_that_waited_counts_when_it_was_tapped(survey: Any) -> None:
    assert send(survey, score=8, ago=7200).status_code == 200
    late = timezone.now() - Response.objects.get().at
    assert timedelta(hours=2) <= late < timedelta(hours=2, minutes=1)


@pytest.mark.parametrize("ago", [-1, 1.5, "60", True, 91 * 24 * 3600])
def test_a_time_that_nobody_can_have_tapped_is_refused(survey: Any, ago: object) -> None:
    answer = send(survey, score=8, ago=ago)
    assert answer.status_code == 422
    assert answer.json()["field"] == "ago"
    assert Response.objects.count() == 0


def test_a_kiosk_is_judged_like_any_page(survey: Any) -> None:
    """Its address is public, so it is no way around the evidence of a person."""
    assert send(survey, score=0).status_code == 200
    assert Response.objects.get().verdict == "human"  # a trusted caller's would be empty


def test_a_form_is_not_taken(survey: Any) -> None:
    answer = Client().post(f"/k/{survey.slug}", {"score": "3"}, **BROWSER)
    assert 400 <= answer.status_code < 500
    assert Response.objects.count() == 0


@pytest.mark.parametrize(("state", "status"), [("paused", 503), ("closed", 503)])
def test_a_survey_that_rests_is_looked_at_again(survey: Any, state: str, status: int) -> None:
    survey.move_to(state, "test")
    answer = Client().get(f"/k/{survey.slug}")
    assert (answer.status_code, answer["Refresh"]) == (status, "60")


def test_an_unknown_survey_is_no_kiosk(db: None) -> None:
    assert Client().get("/k/nothing").status_code == 404
