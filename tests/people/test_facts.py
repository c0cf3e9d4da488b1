import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.facts import PersonFacts, property_key, read_person, read_properties


def test_addresses_are_kept_in_one_spelling() -> None:
    facts = read_person({"email": " Anna@Example.ORG ", "phone": "+372 5555 1234"})
    assert (facts.email, facts.phone) == ("anna@example.org", "+37255551234")


def test_a_national_number_needs_its_country() -> None:
    assert read_person({"phone": "5555 1234"}, region="EE").phone == "+37255551234"
    with pytest.raises(Refusal, match="country code"):
        read_person({"phone": "5555 1234"})


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "person_unnamed"),
        ({"name": "Anna"}, "person_unnamed"),
        ({"email": "anna"}, "not_an_address"),
        ({"email": "a@b\r\nBcc: c@d.example"}, "not_an_address"),
        ({"phone": "12"}, "not_a_phone"),
        ({"external_id": 5}, "not_text"),
        ({"external_id": "x" * 161}, "too_long"),
        ({"external_id": "1", "language": "English"}, "language_malformed"),
        ({"external_id": "1", "properties": [1]}, "not_an_object"),
        ({"external_id": "1", "properties": {"plan": ["a"]}}, "property_value"),
        ({"external_id": "1", "properties": {"1st": "a"}}, "property_name"),
        ({"external_id": "1", "properties": {"n": 2**60}}, "property_value"),
        ({"external_id": "1", "properties": {f"k{n}": 1 for n in range(61)}}, "too_many_properties"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_its_rule(told: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_person(told)
    assert refused.value.code == code


def test_an_unknown_property_is_not_kept_as_an_empty_one() -> None:
    assert read_properties({"Plan type": "pro", "region": "", "since": None}) == {"plan_type": "pro"}


@given(st.text())
def test_a_property_name_is_a_key_or_a_refusal(name: str) -> None:
    try:
        key = property_key(name)
    except Refusal as refusal:
        assert refusal.code == "property_name"
    else:
        assert property_key(key) == key


@given(
    st.dictionaries(
        st.sampled_from(["external_id", "email", "phone", "name", "language", "properties"]),
        st.one_of(st.none(), st.text(), st.integers(), st.dictionaries(st.text(), st.text())),
    )
)
def test_a_stranger_can_only_get_facts_or_a_refusal(told: dict[str, object]) -> None:
    try:
        assert isinstance(read_person(told), PersonFacts)
    except Refusal as refusal:
        assert refusal.message
