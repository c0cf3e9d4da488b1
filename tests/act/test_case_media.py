"""Files by SMS and WhatsApp: fetched from the provider into the case once, and known by their bytes."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act import case_media, posting
from likely.act.case import Case
from likely.act.case_file import CaseFile
from likely.act.case_media import AGAIN, CaseMedia, fetch_due
from likely.act.case_message import CaseMessage
from likely.act.inbound_text import take_text
from likely.act.may_reply import why_not
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.channels.channel import Inbound, Media
from likely.channels.setup import Setup, keep_setup
from likely.channels.twilio_signature import inbound_of
from likely.channels.whatsapp_cloud import body_of
from likely.channels.whatsapp_told import inbounds_of
from tests.act.test_phone_reply import HOUR, MONDAY, PHONE, case, told, write
from tests.ask.queued import Noting
from tests.channels.conftest import anybody, loopback
from tests.channels.provider_server import Provider
from tests.web.conftest import agent, answer, person, response, signed_in, survey

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
TWILIO = "/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


@pytest.fixture
def wrote(case: Case, agent: Any, channel: Noting, anybody: Provider) -> Any:
    """wrote(media): the customer answered by SMS with these files, to a reply of ours."""
    keep_setup(
        case.workspace,
        "sms",
        {"account": "AC1", "sender": "+15550100", "url": anybody.url},
        {"token": "t"},
        "a",
    )
    write(case, agent)
    post_due(5, lambda: MONDAY)

    def take(*media: Media) -> CaseMessage:
        sent = Inbound("sms", PHONE, "", MONDAY + HOUR, id="MM1", media=media)
        for _ in range(2):  # the provider tells it twice
            take_text(case.workspace, sent, MONDAY + HOUR)
        return CaseMessage.objects.get(direction="in")

    return take


def test_a_picture_is_fetched_once_with_the_account_and_led_on_without(
    wrote: Any, anybody: Provider, agent: Any
) -> None:
    anybody.headers[TWILIO] = {"Location": "/kept/there"}
    anybody.answers += [(307, b""), (200, PICTURE)]
    message = wrote(Media(anybody.url + TWILIO, "image/jpeg"))
    assert message.attachments == [{"name": "", "type": "image/jpeg", "size": 0, "refused": "waiting"}]
    assert "Being fetched" in signed_in(agent).get(f"/cases/{message.case_id}").content.decode()
    assert fetch_due() == 1
    assert fetch_due() == 0
    first, second = anybody.seen
    assert first["headers"]["authorization"] == "Basic QUMxOnQ="
    assert (second["path"], "authorization" in second["headers"]) == ("/kept/there", False)
    message.refresh_from_db()
    [kept] = CaseFile.objects.all()
    assert (bytes(kept.content), kept.kind, kept.message_id) == (PICTURE, "png", message.pk)
    assert message.attachments[0] == {
        "name": "sms.png", "type": "image/png", "size": len(PICTURE), "refused": "", "file": str(kept.pk),
    }  # fmt: skip
    assert not CaseMedia.objects.exists()


def test_what_is_too_large_of_another_kind_or_gone_is_said_so(
    wrote: Any, anybody: Provider, settings: Any
) -> None:
    settings.LARGEST_FILE_MB = 1
    anybody.answers += [(200, bytes(1_000_001)), (200, b"MZ" + bytes(90)), (404, b"{}")]
    message = wrote(*(Media(f"{anybody.url}/{n}") for n in range(3)), Media("http://10.0.0.1/"))
    assert fetch_due() == 4
    message.refresh_from_db()
    assert [one["refused"] for one in message.attachments] == ["size", "type", "gone", "gone"]
    assert len(anybody.seen) == 3  # nobody called into the private network
    assert not CaseFile.objects.exists()


def test_a_provider_that_is_down_is_asked_again_and_given_up_at_last(wrote: Any, anybody: Provider) -> None:
    anybody.answers += [(503, b"{}")] * (len(AGAIN) + 1)
    message = wrote(Media(f"{anybody.url}/1"))
    for wait in AGAIN:
        before = timezone.now()
        assert fetch_due() == 1
        assert fetch_due() == 0
        assert before + wait <= CaseMedia.objects.get().due_at <= timezone.now() + wait
        CaseMedia.objects.update(due_at=before)
    assert fetch_due() == 1
    message.refresh_from_db()
    assert message.attachments[0]["refused"] == "gone"


def test_a_worker_that_died_leaves_it_to_the_next(
    wrote: Any, anybody: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    anybody.answers += [(200, PICTURE)] * 2
    wrote(Media(f"{anybody.url}/1"))
    with monkeypatch.context() as died:
        died.setattr(case_media, "keep_file", dies)
        with pytest.raises(KeyboardInterrupt):
            fetch_due()
    assert not CaseFile.objects.exists()
    assert fetch_due() == 0  # it is still leased
    CaseMedia.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert fetch_due() == 1
    assert CaseFile.objects.count() == 1


def test_meta_is_asked_for_the_address_first(
    case: Case, agent: Any, channel: Noting, anybody: Provider
) -> None:
    config = {"provider": "cloud", "phone": "1", "url": anybody.url}
    keep_setup(case.workspace, "whatsapp", config, {"token": "t"}, "a")
    take_text(case.workspace, told("whatsapp", "earlier", id="0"), MONDAY)  # nothing of ours was sent yet
    PostedMail.objects.create(
        workspace=case.workspace, case=case, person=case.person, channel="whatsapp", address=PHONE, once="1",
        subject="", text="x", due_at=MONDAY, sent_at=MONDAY, state="sent",
    )  # fmt: skip
    image = {"id": "77", "mime_type": "image/png", "caption": "look"}
    sent = {"id": "wamid.1", "from": PHONE[1:], "type": "image", "image": image}
    [inbound] = inbounds_of({"entry": [{"changes": [{"value": {"messages": [sent]}}]}]}, MONDAY + HOUR)
    assert (inbound.text, inbound.media) == ("look", (Media("77", "image/png", ""),))
    take_text(case.workspace, inbound, MONDAY + HOUR)
    anybody.answers += [(200, f'{{"url": "{anybody.url}/lies/here"}}'.encode()), (200, PICTURE)]
    assert fetch_due() == 1
    assert [(one["path"], one["headers"]["authorization"]) for one in anybody.seen] == [
        ("/77", "Bearer t"),
        ("/lies/here", "Bearer t"),
    ]
    assert CaseFile.objects.get().case_id == case.pk


def test_what_twilio_counts_is_fetched_and_nothing_else() -> None:
    form = {"From": f"whatsapp:{PHONE}", "NumMedia": "2", "MediaUrl0": "https://a/0", "MediaUrl1": "https://a/1",
            "MediaUrl2": "https://a/2", "MediaContentType0": "image/png", "MessageSid": "MM2"}  # fmt: skip
    inbound = inbound_of("whatsapp", form, MONDAY)
    assert [(one.address, one.type) for one in inbound.media] == [
        ("https://a/0", "image/png"),
        ("https://a/1", ""),
    ]
    for wrong in ("", "-1", "x", "²"):
        assert inbound_of("sms", form | {"NumMedia": wrong}, MONDAY).media == ()
    assert len(inbound_of("sms", form | {"NumMedia": "999999999"}, MONDAY).media) == 3


def test_after_a_day_the_words_go_inside_the_template_that_was_approved(
    case: Case, agent: Any, channel: Noting
) -> None:
    config = {"account": "AC1", "sender": "+15550100", "template": "HX1", "reply_template": "HX2"}
    keep_setup(case.workspace, "whatsapp", config, {"token": "t"}, "a")
    assert why_not(case, MONDAY, "whatsapp") == ""
    page = signed_in(agent).get(f"/cases/{case.pk}/reply?by=whatsapp").content.decode()
    assert "inside the approved template HX2" in page
    assert 'maxlength="800"' in page
    posted = write(case, agent, "whatsapp").posted
    PostedMail.objects.update(text="Your order\n\nis on  its way")
    assert post_due(5, lambda: MONDAY) == 1
    [letter] = channel.letters
    assert (letter.template, letter.is_free) == ("HX2", False)
    assert letter.variables == {"1": posted.sender_name, "2": "Your order is on its way"}
    sent = body_of(Setup("whatsapp", case.workspace_id, config, {}), letter)
    assert sent["template"]["name"] == "HX2"
    take_text(case.workspace, told("whatsapp", "thanks"), MONDAY + HOUR)  # and now it is open again
    assert posting.letter_of(PostedMail.objects.get(), MONDAY + 2 * HOUR).is_free
