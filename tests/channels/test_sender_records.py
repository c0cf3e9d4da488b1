"""What the records of a domain are worth. Whatever stands in them, there is an answer."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from likely.channels.sender_records import Finding, records_of
from likely.lib.dns_text import Looked

HOST = "mail.nordic.example"
TROUBLES = ("timeout", "no_answer")


@cache
def key(bits: int) -> str:
    public = generate_private_key(65537, bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def judged(records: Mapping[str, Sequence[str] | str], selector: str = "s1") -> dict[str, Finding]:
    """records: {name: texts, or the trouble}."""

    def ask(name: str) -> Looked:
        found = records.get(name, ())
        return Looked(trouble=found) if isinstance(found, str) else Looked(tuple(found))

    return {one.record: one for one in records_of(HOST, selector, ask)}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "spf_none"),
        (["hello", "v=spf10 -all"], "spf_none"),
        (["v=spf1 include:_spf.example.org ~all"], "spf_good"),
        (["V=SPF1 ip4:192.0.2.0/24 ip6:2001:db8::/32 A MX:x.org -ALL"], "spf_good"),
        (["v=spf1 redirect=_spf.example.org"], "spf_good"),
        (["v=spf1 -all", "v=spf1 ~all"], "spf_many"),
        (["v=spf1 all"], "spf_anybody"),
        (["v=spf1 mx +all"], "spf_anybody"),
        (["v=spf1 mx ?all"], "spf_open"),
        (["v=spf1 mx"], "spf_open"),
        (["v=spf1"], "spf_open"),
        (["v=spf1 includes:x -all"], "spf_broken"),
        (["v=spf1 " + " ".join(f"include:{n}.org" for n in range(11)) + " -all"], "spf_lookups"),
        (["v=spf1 " + " ".join(f"include:{n}.org" for n in range(10)) + " -all"], "spf_good"),
        ("timeout", "timeout"),
    ],
)
def test_spf(texts: Sequence[str] | str, code: str) -> None:
    assert judged({HOST: texts})["spf"].code == code


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "dkim_none"),
        (["v=DKIM1; p="], "dkim_revoked"),
        (["v=DKIM1; p=hello"], "dkim_broken"),
        (["v=DKIM2; p=aGVsbG8="], "dkim_broken"),
        (["v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(32)).decode()], "dkim_good"),
        (["v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(31)).decode()], "dkim_broken"),
        (["v=DKIM1; p=", "v=DKIM1; p="], "dkim_many"),
        ("no_answer", "no_answer"),
    ],
)
def test_dkim(texts: Sequence[str] | str, code: str) -> None:
    assert judged({f"s1._domainkey.{HOST}": texts})["dkim"].code == code


@pytest.mark.parametrize(("bits", "code"), [(1024, "dkim_short"), (2048, "dkim_good")])
def test_the_length_of_a_key_counts(bits: int, code: str) -> None:
    assert judged({f"s1._domainkey.{HOST}": [f"v=DKIM1; k=rsa; p={key(bits)}"]})["dkim"].code == code


def test_a_key_in_pieces_and_one_that_is_tried_out() -> None:
    whole = key(2048)
    split = f"v=DKIM1; t=y:s; p={whole[:50]} {whole[50:]}"
    assert judged({f"s1._domainkey.{HOST}": [split]})["dkim"].code == "dkim_testing"


def test_without_a_selector_nothing_is_said_against_it() -> None:
    found = judged({}, selector="")["dkim"]
    assert (found.health, found.code) == ("unknown", "dkim_no_selector")


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("v=DMARC1; p=none; rua=mailto:a@nordic.example", "dmarc_watching"),
        ("v=DMARC1; p=reject; rua=mailto:a@nordic.example", "dmarc_good"),
        ("v=DMARC1; p=quarantine", "dmarc_unheard"),
        ("v=DMARC1; p=quarantine; pct=20; rua=mailto:a@nordic.example", "dmarc_partly"),
        ("v=DMARC1; p=perhaps", "dmarc_broken"),
        ("v=DMARC1", "dmarc_broken"),
        ("v=dmarc1; p=none", "dmarc_none"),
    ],
)
def test_dmarc(record: str, code: str) -> None:
    assert judged({f"_dmarc.{HOST}": [record]})["dmarc"].code == code


def test_the_domain_above_counts_where_it_has_none_of_its_own_by_what_it_says_of_those_below() -> None:
    above = {"_dmarc.nordic.example": ["v=DMARC1; p=reject; sp=none"]}
    found = judged(above)["dmarc"]
    assert (found.name, found.code) == ("_dmarc.nordic.example", "dmarc_watching")
    assert judged({"_dmarc.example": ["v=DMARC1; p=reject"]})["dmarc"].code == "dmarc_none"
    own = {**above, f"_dmarc.{HOST}": ["v=DMARC1; p=none"] * 2}
    assert judged(own)["dmarc"].code == "dmarc_many"


@given(
    st.dictionaries(
        st.sampled_from([HOST, f"s1._domainkey.{HOST}", f"_dmarc.{HOST}"]),
        st.one_of(
            st.sampled_from(TROUBLES),
            st.lists(st.one_of(st.text(), st.from_regex(r"v=(spf1|DKIM1|DMARC1);? [ -~]{0,40}")), max_size=3),
        ),
    )
)
def test_whatever_stands_there_is_judged_and_has_its_sentence(records: dict[str, list[str] | str]) -> None:
    from likely.web.mail_record_words import HEALTH, SENTENCES

    for found in judged(records).values():
        assert found.health in HEALTH
        assert found.code in SENTENCES
