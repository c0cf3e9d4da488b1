"""One spelling of an address, and its keyed hash."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.address import channels_of, hashed, hashes, masked, read_address, same_spelling


@pytest.mark.parametrize(
    ("channel", "said", "read"),
    [
        ("mail", " Mari@Example.ORG ", "mari@example.org"),
        ("", "Mari@Example.org", "mari@example.org"),
        ("sms", "+372 5551 2345", "+37255512345"),
        ("", "+372 5551-2345", "+37255512345"),
        ("push", '{"endpoint": "https://push.example"}', '{"endpoint": "https://push.example"}'),
    ],
)
def test_an_address_is_read_into_one_spelling_that_stays(channel: str, said: str, read: str) -> None:
    assert read_address(channel, said) == read
    assert same_spelling(read) == same_spelling(said) == read


@pytest.mark.parametrize(("channel", "said"), [("mail", "mari"), ("sms", "12"), ("", "mari"), ("", " ")])
def test_what_is_no_address_is_refused(channel: str, said: str) -> None:
    with pytest.raises(Refusal):
        read_address(channel, said)


def test_the_hash_needs_the_key_and_an_old_key_still_finds_it() -> None:
    with override_settings(SECRET_KEY="old key", SECRET_KEY_FALLBACKS=[]):
        before = hashed("mari@example.org")
    with override_settings(SECRET_KEY="new key", SECRET_KEY_FALLBACKS=["old key"]):
        assert before != hashed("mari@example.org")
        assert before in hashes("MARI@example.org")
    with override_settings(SECRET_KEY="new key", SECRET_KEY_FALLBACKS=[]):
        assert before not in hashes("mari@example.org")


@given(st.emails())
def test_what_staff_see_is_not_the_address(address: str) -> None:
    assert address not in masked(address) or len(address.partition("@")[0]) < 2
    assert len(masked(address)) <= 80


def test_what_staff_see_can_be_recognised() -> None:
    assert masked("mari@example.org") == "m…i@example.org"
    assert masked("+37255512345") == "+372…45"


def test_a_number_is_used_by_three_channels() -> None:
    assert channels_of("+37255512345") == ["sms", "voice", "whatsapp"]
    assert channels_of("mari@example.org") == ["mail"]
