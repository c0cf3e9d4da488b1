"""The pages of saved segments: a count that follows, a fault at its place, what is used stays."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from likely.ask.programme import Programme
from likely.people import segment_rows
from likely.people.event import Event
from likely.people.person import Person
from likely.people.property import Property
from likely.people.segment import Segment, make_segment
from likely.people.segment_fault import EXPECTED, unexpected
from likely.web.segment_said import EXPECTED as SAID
from likely.web.segment_said import fault_words
from tests.web.conftest import signed_in


@pytest.fixture
def world(workspace: Any) -> Any:
    Property.objects.create(workspace=workspace, key="plan", type="choice", choices=["free", "pro"])
    Property.objects.create(workspace=workspace, key="seats", type="number")
    for number in range(12):
        plan = "pro" if number else "free"
        Person.objects.create(workspace=workspace, name=f"Person {number}", external_id=str(number),
                              properties={"plan": plan, "seats": number})  # fmt: skip
    Event.objects.create(workspace=workspace, name="order delivered", source="api", at=timezone.now())
    return workspace


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_one_is_made_and_counted(owner: Any, world: Any) -> None:
    client = signed_in(owner)
    answer = client.post(reverse("new-segment"), {"name": "Pro", "rule": "PLAN is PRO and seats over 3"})
    made = Segment.objects.of(world).get()
    assert answer["Location"] == reverse("saved-segment", args=[made.pk])
    assert made.rule == "plan is pro and seats over 3"
    assert "8 people are in it now" in told(client.get(answer["Location"]))
    page = told(client.get(reverse("saved-segments")))
    assert "plan is pro and seats over 3" in page
    assert reverse("segment-count", args=[made.pk]) in page
    assert told(client.get(reverse("segment-count", args=[made.pk]))) == "8"


def test_the_count_follows_with_ten_people_at_most(owner: Any, world: Any) -> None:
    part = told(signed_in(owner).get(reverse("segment-look"), {"rule": "plan is pro"}))
    assert "11 people are in it now" in part
    assert part.count("<li>") == 10
    assert "<html" not in part


def test_counting_stops_where_nobody_would_wait(owner: Any, world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(segment_rows, "COUNTED", 10)
    part = told(signed_in(owner).get(reverse("segment-look"), {"rule": "plan is pro"}))
    assert "More than 10 people are in it now" in part
    few = told(signed_in(owner).get(reverse("segment-look"), {"rule": "seats over 1"}))
    assert "10 people are in it now" in few
    assert "More than" not in few
    made = make_segment(world, "Pro", "plan is pro", "system")
    assert "&gt; 10<" in told(signed_in(owner).get(reverse("segment-count", args=[made.pk])))


@pytest.mark.parametrize(
    ("rule", "said", "marked"),
    [
        ("plan undr 7", "At character 6: expected is what is asked of it", "undr"),
        ("plan under 7", "“plan” is a choice; “under”", "plan"),
        ("plan is proo", "“plan” is never “proo”. It is one of: free, pro.", "plan"),
        ('in segment "None"', "there is no segment “None”", "in"),
        ("seats is pro", "“seats” is a number", "seats"),
    ],
)
def test_a_fault_is_shown_where_it_is_and_nothing_is_stored(
    owner: Any, world: Any, rule: str, said: str, marked: str
) -> None:
    client = signed_in(owner)
    for answer in (
        client.get(reverse("segment-look"), {"rule": rule}),
        client.post(reverse("new-segment"), {"name": "x", "rule": rule}),
    ):
        page = told(answer)
        assert said in page
        assert f"<mark>{marked}</mark>" in page
    assert answer.status_code == 422
    assert not Segment.objects.exists()


def test_clauses_fit_what_is_known(owner: Any, world: Any) -> None:
    make_segment(world, "Pro", "plan is pro", "user:x")
    page = told(signed_in(owner).get(reverse("new-segment")))
    for clause in (
        "plan is one of free, pro", "seats over 10",
        "had &quot;order delivered&quot; in the last 30 days", "in segment &quot;Pro&quot;",
    ):  # fmt: skip
        assert f'data-insert="{clause}"' in page


def test_what_is_used_stays(owner: Any, world: Any, survey: Any) -> None:
    pro = make_segment(world, "Pro", "plan is pro", "user:x")
    make_segment(world, "Big", 'in segment "Pro" and seats over 9', "user:x")
    Programme.objects.create(workspace=world, name="Wave", kind="wave", survey=survey, segment=pro)
    client = signed_in(owner)
    page = told(client.post(reverse("drop-segment", args=[pro.pk])))
    assert "Wave, Big" in page
    assert Segment.objects.filter(pk=pro.pk).exists()
    Programme.objects.all().delete()
    Segment.objects.get(name="Big").delete()
    assert client.post(reverse("drop-segment", args=[pro.pk])).status_code == 302
    assert not Segment.objects.exists()


def test_a_new_name_is_followed_and_a_circle_refused(owner: Any, world: Any) -> None:
    pro = make_segment(world, "Pro", "plan is pro", "user:x")
    big = make_segment(world, "Big", 'in segment "Pro" and seats over 9', "user:x")
    client = signed_in(owner)
    address = reverse("saved-segment", args=[pro.pk])
    assert client.post(address, {"name": "Paying", "rule": "plan is pro"}).status_code == 302
    big.refresh_from_db()
    assert big.rule == 'in segment "Paying" and seats over 9'
    page = told(client.post(address, {"name": "Paying", "rule": 'in segment "Big"'}))
    assert "Paying → Big → Paying" in page
    page = told(client.post(address, {"name": "Big", "rule": "plan is pro"}))
    assert "already" in page
    pro.refresh_from_db()
    assert (pro.name, pro.rule) == ("Paying", "plan is pro")


def test_an_agent_looks_and_does_not_change(agent: Any, world: Any) -> None:
    pro = make_segment(world, "Pro", "plan is pro", "user:x")
    client = signed_in(agent)
    address = reverse("saved-segment", args=[pro.pk])
    assert "readonly" in told(client.get(address))
    assert client.post(address, {"name": "x", "rule": "seats over 1"}).status_code == 422
    pro.refresh_from_db()
    assert pro.name == "Pro"


def test_every_expectation_has_words_of_its_own() -> None:
    assert SAID.keys() == EXPECTED.keys()
    for language in ("en", "zh-hans", "et"):
        with translation.override(language):
            assert len({fault_words(unexpected(key, "x", 0)) for key in EXPECTED}) == len(EXPECTED)
