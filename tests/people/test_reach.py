"""The address that each channel uses, and the channels in the order to try them."""

from uuid import UUID

import pytest

from likely.people.person import Person
from likely.people.reach import address_of, in_order, reachable

MARI = Person(id=UUID(int=7), external_id="7", email="mari@example.org", phone="+37255512345", channel="sms")


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("mail", "mari@example.org"),
        ("sms", "+37255512345"),
        ("whatsapp", "+37255512345"),
        ("voice", "+37255512345"),
        ("link", "mari@example.org"),
        ("push", str(MARI.pk)),
        ("chat", "mari@example.org"),
    ],
)
def test_each_channel_has_its_address(channel: str, address: str) -> None:
    assert address_of(MARI, channel) == address


def test_a_link_finds_whoever_has_any_name() -> None:
    assert address_of(Person(external_id="7"), "link") == "7"
    assert address_of(Person(phone="+37255512345"), "link") == "+37255512345"


def test_the_preferred_channel_comes_first_if_the_programme_has_it() -> None:
    assert in_order("sms", ("mail", "sms", "voice")) == ("sms", "mail", "voice")
    assert in_order("push", ("mail", "sms")) == ("mail", "sms")
    assert in_order("", ("mail",)) == ("mail",)
    assert reachable(MARI, ("mail", "chess", "sms")) == (
        ("sms", "+37255512345"),
        ("mail", "mari@example.org"),
    )
    assert reachable(Person(email="a@example.org"), ("sms",)) == ()
