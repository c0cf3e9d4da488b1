"""The reply on the page of a case: suggestion, thread, a refusal that keeps what was typed, and why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from likely.act.case import Case, Opening, open_case
from likely.act.case_message import CaseMessage
from likely.act.inbound_mail import take_mail
from likely.act.posted_mail import PostedMail
from likely.act.reply_template import ReplyTemplate, TemplateFacts, keep_reply_template
from likely.channels.channel import Attached, Inbound
from tests.web.conftest import signed_in


@pytest.fixture
def case(response: Any, agent: Any) -> Case:
    return open_case(response, Opening(), "user:a", timezone.now())[0]


@pytest.fixture
def page(agent: Any) -> Client:
    return signed_in(agent)


def address(case: Case) -> str:
    return f"/cases/{case.pk}/reply"


def html(page: Client, where: str) -> str:
    answer = page.get(where)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_case_offers_a_reply_that_is_filled_in(case: Case, page: Client) -> None:
    shown = html(page, f"/cases/{case.pk}")
    assert "Hello Zebrafinch Person," in shown
    assert "You wrote: “Zebrafinch was late”" in shown


def test_what_is_sent_stands_in_the_thread_and_a_second_press_sends_nothing(case: Case, page: Client) -> None:
    told = {"subject": "About it", "body": "I am <b>sorry</b>", "once": "x", "wait": "yes"}
    for _ in range(2):
        assert page.post(address(case), told).url == f"/cases/{case.pk}"
    assert PostedMail.objects.count() == 1
    shown = html(page, f"/cases/{case.pk}")
    assert "I am &lt;b&gt;sorry&lt;/b&gt;" in shown
    assert "on its way" in shown
    assert 'value="Re: About it"' in shown
    case.refresh_from_db()
    assert case.state == "waiting"


def test_what_is_refused_stays_typed(case: Case, page: Client) -> None:
    answer = page.post(address(case), {"subject": "", "body": "All that I wrote", "once": "x"})
    assert answer.status_code == 422
    assert "All that I wrote" in answer.content.decode()
    assert 'aria-describedby="reply-refused"' in answer.content.decode()
    assert not PostedMail.objects.exists()


def test_a_ready_made_reply_is_chosen(case: Case, page: Client) -> None:
    made = keep_reply_template(
        case.workspace, TemplateFacts("Mild", "passive", "en", "Q", "Never for them"), "user:a"
    )
    own = keep_reply_template(
        case.workspace, TemplateFacts("Sorry", "detractor", "en", "S", "So sorry, {name}"), "user:a"
    )
    assert "So sorry, Zebrafinch Person" in html(page, f"{address(case)}?template={own.pk}")
    assert "Never for them" not in html(page, f"{address(case)}?template={made.pk}")


def test_without_permission_the_button_says_why_not(case: Case, page: Client) -> None:
    case.response.permission = False
    case.response.save()
    shown = html(page, f"/cases/{case.pk}")
    assert "does not want to be contacted. Nothing is sent." in shown
    assert "<button disabled" in shown
    assert "reply-body" not in shown
    assert page.post(address(case), {"subject": "A", "body": "B", "once": "x"}).status_code == 422
    assert not PostedMail.objects.exists()


def test_the_customers_answer_is_shown_without_what_it_quotes(
    case: Case, page: Client, settings: Any
) -> None:
    page.post(address(case), {"subject": "A", "body": "B", "once": "x"})
    ours = CaseMessage.objects.get()
    settings.REPLY_ADDRESS = "replies@example.org"
    files = (Attached("run.exe", "application/x-msdownload", 2048, b"MZ\x90\x00"),)
    told = "<script>alert(1)</script>\n\n> B"
    mail = Inbound(
        "mail", "mari@example.org", told, timezone.now(), id="<1@x>", in_reply_to=(ours.message_id,),
        attached=files,
    )  # fmt: skip
    assert take_mail(mail, timezone.now() + timedelta(seconds=1))
    shown = html(page, f"/cases/{case.pk}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "What was quoted" in shown
    assert "run.exe" in shown
    assert "Not kept: a kind of file that is not taken" in shown


class TestReadyMade:
    def test_a_manager_keeps_changes_and_removes_them(self, owner: Any) -> None:
        page = signed_in(owner)
        told = {"name": "Sorry", "group": "detractor", "language": "en", "subject": "S", "body": "B {name}"}
        assert page.post("/cases/replies/new", told).url == "/cases/replies"
        made = ReplyTemplate.objects.get()
        assert page.post(f"/cases/replies/{made.pk}", {**told, "body": "C"}).url == "/cases/replies"
        made.refresh_from_db()
        assert made.body == "C"
        page.post(f"/cases/replies/{made.pk}/drop")
        assert not ReplyTemplate.objects.exists()

    def test_an_unknown_field_is_refused_at_its_place(self, owner: Any) -> None:
        told = {"name": "Sorry", "group": "", "language": "en", "subject": "S", "body": "B {discount}"}
        answer = signed_in(owner).post("/cases/replies/new", told)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"body"}

    def test_ours_are_shown_to_whoever_works_on_cases(self, page: Client) -> None:
        assert "About what you told us" in html(page, "/cases/replies")
