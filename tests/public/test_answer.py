"""The two links: looking writes nothing, whoever looks; what is shown is what was stored."""

import gzip
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from likely.ask.template import make_definition
from tests.public.browser_like import EVIDENCE, headers

LARGEST = 25_000  # bytes of the compressed page
KEY = "k" * 32


def everything() -> dict[str, list[Any]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


def send(client: Client, address: str, **body: Any) -> Any:
    body = {"evidence": EVIDENCE, **body}
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers())


def send_form(client: Client, address: str, **fields: str) -> Any:
    media_type = "application/x-www-form-urlencoded"
    return client.post(address, urlencode(fields), content_type=media_type, headers=headers(form=True))


def text(response: Any) -> str:
    return response.content.decode()


def checked(response: Any) -> list[str]:
    return re.findall(r'name="score" value="(\d+)" required checked', text(response))


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_writes_nothing_in_any_table(
    client: Client, survey: Any, invitation: Any, method: str
) -> None:
    before = everything()
    for address in ("/s/nordic", f"/r/{invitation.token}", "/s/nothing"):
        for query in ("", "?score=9", "?score=9&lang=et", "?step=thanks", "?step=why&score=3"):
            response = getattr(client, method)(address + query)
            assert response.status_code < 500
            assert not response.cookies
    assert everything() == before


def test_a_mail_scanner_that_sends_no_event_leaves_the_score_out(client: Client, invitation: Any) -> None:
    for score in range(11):
        client.get(f"/r/{invitation.token}", {"score": score})
    invitation.refresh_from_db()
    assert invitation.viewed_at is None
    assert not hasattr(invitation, "response")


def test_the_page_is_one_small_request(client: Client, survey: Any) -> None:
    response = client.get("/s/nordic")
    assert len(gzip.compress(response.content)) < LARGEST
    assert not re.findall(r'(?:src|href)="(?!\?|data:,)[^"]*"', text(response))
    squeezed = client.get("/s/nordic", headers={"Accept-Encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    assert len(squeezed.content) < LARGEST / 2


def test_the_headers_keep_the_link_secret_and_the_page_closed(client: Client, survey: Any) -> None:
    response = client.get("/s/nordic")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    [nonce] = set(re.findall(r'nonce="([^"]+)"', text(response)))
    assert f"'nonce-{nonce}'" in policy


@pytest.mark.parametrize("score", range(11))
def test_a_score_in_the_address_is_shown_and_not_stored(client: Client, invitation: Any, score: int) -> None:
    response = client.get(f"/r/{invitation.token}?score={score}")
    assert checked(response) == [str(score)]
    assert f"You chose {score}." in text(response)


@pytest.mark.parametrize("score", ["11", "-1", "9.0", "9abc", "true", "", "٩", " 9", "09"])
def test_anything_else_in_the_address_is_ignored(client: Client, invitation: Any, score: str) -> None:
    response = client.get(f"/r/{invitation.token}", {"score": score})
    assert response.status_code == 200
    assert checked(response) == []


def test_a_stored_answer_is_shown_again_and_goes_on_under_its_key(client: Client, survey: Any) -> None:
    assert send(client, "/s/nordic", key=KEY, score=3, reason="cold <b>food</b>").status_code == 200
    response = client.get("/s/nordic")
    assert checked(response) == ["3"]
    assert "cold &lt;b&gt;food&lt;/b&gt;" in text(response)
    assert f'name="key" value="{KEY}"' in text(response)
    send(client, "/s/nordic", key="another-key-of-another-tab", permission=True)
    assert survey.responses.count() == 1


def test_another_browser_starts_afresh(client: Client, survey: Any) -> None:
    send(client, "/s/nordic", key=KEY, score=3)
    stranger = Client()
    response = stranger.get("/s/nordic")
    assert checked(response) == []
    assert KEY not in text(response)


def test_a_personal_link_shows_its_answer_on_any_device(client: Client, survey: Any, invitation: Any) -> None:
    address = f"/r/{invitation.token}"
    send(client, address, score=9)
    assert checked(Client().get(address)) == ["9"]
    assert checked(Client().get(f"{address}?score=2")) == ["2"]
    send(Client(), address, score=2)
    assert [row.score for row in survey.responses.all()] == [2]


def test_without_a_script_the_form_leads_to_the_follow_ups_and_the_thanks(
    client: Client, survey: Any
) -> None:
    first = send_form(client, "/s/nordic", key=KEY, score="3", language="en", website="")
    assert (first.status_code, first["Location"]) == (303, "/s/nordic?step=why")
    why = client.get(first["Location"])
    assert "What disappointed you most?" in text(why)
    assert "<template" not in text(why)
    last = send_form(
        client, "/s/nordic", key=KEY, score="3", reason="late", done="yes", **{"answers.improve": ""}
    )
    assert last["Location"] == "/s/nordic?step=thanks"
    assert "sorry that it fell short" in text(client.get(last["Location"]))


@pytest.mark.parametrize(("score", "asked"), [(2, True), (7, False), (9, False)])
def test_only_detractors_are_asked_what_would_put_it_right(
    client: Client, survey: Any, score: int, asked: bool
) -> None:
    send(client, "/s/nordic", key=KEY, score=score)
    block = re.search(r'data-key="improve"[^>]*>', text(client.get("/s/nordic")))
    assert block
    assert ("hidden" not in block[0]) is asked


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr-FR, et;q=0.5", "et"),
        ("", "fr, ja;q=0.5", "en"),
        ("?lang=et", "zh", "et"),
        ("?lang=xx", "zh", "zh"),
        ("?lang=../../etc", "", "en"),
    ],
)
def test_the_language_is_that_of_the_link_then_of_the_browser(
    client: Client, survey: Any, query: str, accepted: str, language: str
) -> None:
    response = client.get(f"/s/nordic{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}" dir="ltr">' in text(response)
    assert response["Content-Language"] == language


def test_an_invitations_language_comes_before_the_browsers(client: Client, invitation: Any) -> None:
    invitation.language = "et"
    invitation.save()
    response = client.get(f"/r/{invitation.token}", headers={"Accept-Language": "zh"})
    assert '<html lang="et"' in text(response)


def test_a_known_address_is_not_asked_for(client: Client, survey: Any, invitation: Any, person: Any) -> None:
    assert 'name="answers.contact"' in text(client.get("/s/nordic"))
    assert 'name="answers.contact"' not in text(client.get(f"/r/{invitation.token}"))
    person.email = ""
    person.save()
    assert 'name="answers.contact"' in text(client.get(f"/r/{invitation.token}"))


def test_each_link_says_who_will_see_the_answer(client: Client, survey: Any, invitation: Any) -> None:
    assert "stored without your name" in text(client.get("/s/nordic"))
    assert "Nordic Hardware sees your answer together with your name" in text(
        client.get(f"/r/{invitation.token}")
    )


def test_an_anonymous_survey_is_never_answered_by_a_personal_link(
    client: Client, survey: Any, invitation: Any
) -> None:
    survey.publish(make_definition("enps", "Nordic Hardware", ["en"]))
    response = client.get(f"/r/{invitation.token}?score=4")
    assert (response.status_code, response["Location"]) == (302, "/s/nordic?score=4")
    page = text(client.get("/s/nordic"))
    assert "Anonymous: nothing that leads back to you is stored" in page
    assert 'name="permission"' not in page


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [("paused", 200, "taking a break"), ("closed", 410, "has ended")],
)
def test_a_survey_that_is_not_open_says_so_kindly(
    client: Client, survey: Any, state: str, status: int, words: str
) -> None:
    send(client, "/s/nordic", key=KEY, score=9)
    survey.state = state
    survey.save()
    response = client.get("/s/nordic")
    assert response.status_code == status
    assert words in text(response)
    assert "that you gave before is kept" in text(response)
    assert "that you gave before is kept" not in text(Client().get("/s/nordic"))


def test_an_expired_link_says_so(client: Client, invitation: Any) -> None:
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()
    response = client.get(f"/r/{invitation.token}", headers={"Accept-Language": "et"})
    assert response.status_code == 410
    assert "See link on aegunud" in text(response)


@pytest.mark.parametrize(
    "address", ["/s/nothing", "/r/nothing", "/r/" + "A" * 43, "/s/draft", "/p/nobody", "/n/nobody"]
)
def test_an_unknown_link_is_a_friendly_404(client: Client, workspace: Any, address: str) -> None:
    from likely.ask.survey import Survey

    Survey.objects.create(workspace=workspace, slug="draft", name="Never published", kind="rnps")
    response = client.get(address)
    assert response.status_code == 404
    assert "check that the link is complete" in text(response)
    assert "لا يوجد استبيان هنا" in text(client.get(address, headers={"Accept-Language": "ar-EG,ar"}))


def test_an_answer_stays_with_the_words_it_was_given_to(client: Client, survey: Any) -> None:
    send(client, "/s/nordic", key=KEY, score=3)
    survey.publish(make_definition("rnps", "Arctic Hardware", ["en"]))
    assert "recommend Nordic Hardware" in text(client.get("/s/nordic"))
    assert "recommend Arctic Hardware" in text(Client().get("/s/nordic"))
