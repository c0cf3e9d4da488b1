"""Setting up a channel by hand: what is typed is checked, what is secret is never shown again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from likely.channels.setup import keep_setup, setup_of
from likely.lib.outbound_rules import Allowance, read_allowance
from tests.channels.provider_server import Provider, provider
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
TOKEN = "auth-token-of-a-test"
SMS = {"account": "AC1", "token": TOKEN, "sender": "+15550100", "url": ""}


@pytest.fixture
def browser(owner: Any) -> Client:
    return signed_in(owner)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    settings.OUTBOUND_ALLOW = read_allowance(["127.0.0.1"])
    with provider() as running:
        yield running


def typed(running: Provider) -> dict[str, str]:
    return {
        "url": f"{running.url}/send?from={{sender}}",
        "method": "POST",
        "headers": "Authorization: Bearer {secret}",
        "body_kind": "json",
        "body": '{"to": "{to}", "text": "{text}"}',
        "id_path": "data.0.id",
        "sender": "A & B",
        "secret": TOKEN,
    }


def test_a_secret_is_kept_and_never_shown(browser: Client, workspace: Any) -> None:
    assert browser.post("/settings/channels/sms", SMS).status_code == 302
    for page in ("/settings/channels", "/settings/channels/sms", "/settings"):
        assert TOKEN not in browser.get(page).content.decode()
    setup = setup_of(workspace.pk, "sms")
    assert setup is not None
    assert setup.of("token") == TOKEN
    browser.post("/settings/channels/sms", {**SMS, "token": "", "sender": "+15550199"})
    changed = setup_of(workspace.pk, "sms")
    assert changed is not None
    assert (changed.of("token"), changed.of("sender")) == (TOKEN, "+15550199")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"token": ""}, "token"),
        ({"sender": "no number at all"}, "sender"),
        ({"url": "http://169.254.169.254:8080/"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
    ],
)
def test_what_can_not_work_is_refused_and_changes_nothing(
    browser: Client, workspace: Any, settings: Any, wrong: dict[str, str], field: str
) -> None:
    settings.OUTBOUND_ALLOW = Allowance()
    answer = browser.post("/settings/channels/sms", {**SMS, **wrong})
    assert answer.status_code == 422
    assert answer.context["refusal"].field == field
    assert setup_of(workspace.pk, "sms") is None


def test_a_gateway_takes_a_test_message(browser: Client, gateway: Provider) -> None:
    assert browser.post("/settings/channels/gateway", typed(gateway)).status_code == 302
    assert browser.post("/settings/channels/gateway/test", {"to": "+372 5555 1234"}).status_code == 302
    [told] = gateway.seen
    assert told["path"] == "/send?from=A%20%26%20B"
    assert told["headers"]["authorization"] == f"Bearer {TOKEN}"
    assert b'"to": "+37255551234"' in told["body"]


def test_what_the_provider_says_is_shown(browser: Client, gateway: Provider) -> None:
    browser.post("/settings/channels/gateway", typed(gateway))
    gateway.answers.append((400, b"no <b>credit</b>"))
    answer = browser.post("/settings/channels/gateway/test", {"to": "+37255551234"})
    assert answer.status_code == 422
    assert "no &lt;b&gt;credit" in answer.content.decode()


def test_a_team_that_could_not_be_asked_is_told_why_in_the_readers_language(
    browser: Client, gateway: Provider, workspace: Any, survey: Any
) -> None:
    room = f"mmost://127.0.0.1:{gateway.url.rpartition(':')[2]}/{'a' * 26}?to=team"
    keep_setup(workspace, "chat", {}, {"room": room}, "system")
    gateway.answers += [(403, b"no <b>hook</b>.")] * 2
    estonian = {"Accept-Language": "et"}
    refused = browser.post("/settings/channels/chat/ask", {"survey": survey.slug}, headers=estonian)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Vestlusrakendus ei võtnud küsimust vastu: teine pool vastas „403: no &lt;b&gt;hook" in page
    tried = browser.post("/settings/channels/chat/test", {}, headers=estonian).content.decode()
    assert "Proovisõnumit ei võetud vastu: teine pool vastas „403" in tried


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://example.org/?key={secret}"},
        {"url": "https://{to}.example.org/"},
        {"body": "{not json"},
        {"method": "DELETE"},
    ],
)
def test_a_pattern_that_can_not_work_is_refused(
    browser: Client, gateway: Provider, wrong: dict[str, str]
) -> None:
    assert browser.post("/settings/channels/gateway", {**typed(gateway), **wrong}).status_code == 422


def test_a_channel_is_forgotten(browser: Client, workspace: Any) -> None:
    browser.post("/settings/channels/sms", SMS)
    assert browser.post("/settings/channels/sms/drop").status_code == 302
    assert setup_of(workspace.pk, "sms") is None
    assert browser.get("/settings/channels/nothing").status_code == 404
