"""The quick reading of mail addresses says what the library says."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.spelling import read_email

LOCAL = st.text(st.sampled_from("ab.c+_-1%'\" @ü"), min_size=1, max_size=70)
DOMAIN = st.one_of(
    st.sampled_from(
        [
            "example.org",
            "EXAMPLE.org",
            "a-b.ee",
            "-a.ee",
            "a..b",
            "x",
            "münchen.de",
            "xn--mnchen-3ya.de",
            "[1.2.3.4]",
        ]
    ),
    st.text(st.sampled_from("ab.-1"), max_size=80),
)


@given(LOCAL, DOMAIN)
def test_it_takes_and_spells_what_the_library_does(local: str, domain: str) -> None:
    text = f"{local}@{domain}".strip()
    try:
        wanted = validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        with pytest.raises(Refusal):
            read_email(text)
    else:
        assert read_email(text) == wanted
