"""What a telephone is sent: short, in the person's language, with a way to answer and a way to stop."""

from typing import Any

import pytest

from likely.ask.letter import letter_of
from likely.ask.outgoing import look_over
from likely.lib.sms_length import length_of
from tests.channels.conftest import PHONE, asked, person, survey  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def letter(message: Any) -> Any:
    from django.utils import timezone

    [going] = look_over([message], timezone.now()).going
    return letter_of(going)


def test_an_sms_says_question_link_and_how_to_stop(asked: Any) -> None:  # noqa: F811
    message = asked("sms", state="claimed")
    told = letter(message)
    assert told.address == PHONE
    assert "Nordic Hardware" in told.text
    assert (
        f"Reply with a number from 0 to 10, or open http://127.0.0.1:8000/r/{message.invitation.token}"
        in told.text
    )
    assert told.text.endswith("Reply STOP to end.")
    assert told.sender == ""  # the channel's own number
    assert told.workspace == message.workspace_id
    assert length_of(told.text).segments <= 2


def test_it_speaks_the_persons_language(asked: Any, person: Any) -> None:  # noqa: F811
    person.language = "et"
    person.save()
    assert "Loobumiseks vastake STOPP." in letter(asked("sms", state="claimed")).text


def test_a_gateway_offers_no_answer_that_nobody_reads(asked: Any) -> None:  # noqa: F811
    told = letter(asked("gateway", state="claimed"))
    assert "Reply" not in told.text
    assert told.link in told.text


def test_a_template_has_its_variables(asked: Any) -> None:  # noqa: F811
    told = letter(asked("whatsapp", state="claimed"))
    assert told.variables["1"] == "Mari"
    assert told.variables["3"] == told.link


def test_a_thank_you_asks_nothing(asked: Any) -> None:  # noqa: F811
    told = letter(asked("sms", state="claimed", purpose="thank"))
    assert "/r/" not in told.text
    assert told.text
