"""/u/TOKEN: looking never unsubscribes, pressing does, without a script, a cookie or a third party."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.ask.unsubscribe import unsubscribe_token
from likely.ask.wording import LANGUAGES, wording
from likely.base.journal import JournalEntry
from likely.people.consent import Consent
from likely.people.person import Person
from likely.people.suppression import Suppression, SuppressionReason, barred
from likely.public import unsubscribe
from tests.store.world import survey_of

MARI = "mari@example.org"


@pytest.fixture
def invitation(workspace: Any) -> Any:
    person = Person.objects.create(workspace=workspace, email=MARI)
    return Invitation.objects.create(
        workspace=workspace, survey=survey_of(workspace), person=person, channel="mail", language="en"
    )


@pytest.fixture
def address(invitation: Any) -> str:
    return f"/u/{unsubscribe_token(invitation)}"


@pytest.fixture
def strict() -> Client:
    """A browser that asks for CSRF tokens where they are needed."""
    return Client(enforce_csrf_checks=True)


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def ledger() -> tuple[int, int, int]:
    return Suppression.objects.count(), Consent.objects.count(), JournalEntry.objects.count()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("query", ["", "?scope=all", "?List-Unsubscribe=One-Click", "?again=yes"])
def test_looking_writes_nothing(strict: Client, address: str, method: str, query: str) -> None:
    before = ledger()
    answer = getattr(strict, method)(address + query)
    assert answer.status_code == 200
    assert ledger() == before
    assert not answer.cookies


def test_there_is_no_script_that_could_press(strict: Client, address: str) -> None:
    answer = strict.get(address)
    page = told(answer)
    assert "<script" not in page
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("format", ["urlencoded", "multipart"])
def test_a_mail_program_unsubscribes_by_post_alone(
    strict: Client, workspace: Any, address: str, format: str
) -> None:
    """RFC 8058: both forms of a body, no cookie, no redirect."""
    said = {"List-Unsubscribe": "One-Click"}
    answer = (
        strict.post(address, said)
        if format == "multipart"
        else strict.post(
            address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
    )
    assert answer.status_code == 200
    now = timezone.now()
    assert barred(workspace, "mail", [MARI], "rnps", now) == {MARI: SuppressionReason.UNSUBSCRIBED}
    assert JournalEntry.objects.get().verb == "person.unsubscribed"


def test_the_page_offers_one_kind_or_all_and_a_way_back(strict: Client, workspace: Any, address: str) -> None:
    page = told(strict.get(address))
    assert "No more surveys of this kind" in page
    assert "m…i@example.org" in page
    assert MARI not in page
    page = told(strict.post(address, {"scope": "kind"}))
    assert "Surveys of this kind will no longer be sent to you." in page
    assert "No more surveys at all" in page
    page = told(strict.post(address, {"scope": "all"}))
    assert "Nordic Hardware will send you no more surveys." in page
    assert "Subscribe again" in told(strict.get(address))
    page = told(strict.post(address, {"again": "yes"}))
    assert "You are subscribed again" in page
    assert not barred(workspace, "mail", [MARI], "rnps", timezone.now())


@pytest.mark.parametrize("said", [{}, {"scope": "everybody"}, {"List-Unsubscribe": "maybe"}])
def test_a_press_that_says_nothing_changes_nothing(strict: Client, address: str, said: Any) -> None:
    before = ledger()
    assert strict.post(address, said).status_code == 422
    assert ledger() == before


def test_a_link_that_we_did_not_make_is_unknown_whatever_it_sends(strict: Client, invitation: Any) -> None:
    before = ledger()
    for token in (invitation.token, "A" * 43):
        assert strict.get(f"/u/{token}").status_code == 404
        assert strict.post(f"/u/{token}", {"scope": "all"}).status_code == 404
    assert ledger() == before


def test_who_presses_without_end_is_told_to_wait(
    strict: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsubscribe, "WINDOW", unsubscribe.Window(3))
    answers = [strict.post(address, {"scope": "all"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_other_methods_are_refused(strict: Client, address: str) -> None:
    for method in ("put", "delete", "patch"):
        assert getattr(strict, method)(address).status_code == 405


@pytest.mark.parametrize(
    ("language", "wanted"), [("et", "et"), ("zh-hans", "zh"), ("de-AT", "de"), ("xx", "en")]
)
def test_it_speaks_the_persons_language(
    strict: Client, invitation: Any, address: str, language: str, wanted: str
) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(language=language)
    answer = strict.get(address)
    assert answer["Content-Language"] == wanted
    assert wording(wanted).unsubscribe.ask in told(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_the_sender_where_it_promises(language: str) -> None:
    words = wording(language).unsubscribe
    assert words.done_all.count("{name}") == 1
    assert all("{" not in said for name, said in words.model_dump().items() if name != "done_all")
