"""The pages of segments, suppressions and a person's rights in a browser: typing, clicking, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.people.consent import give
from likely.people.person import Person
from likely.people.property import Property
from likely.people.segment import make_segment
from likely.people.suppression import SuppressionReason, suppress
from tests.browser import PHONE, scrolls_sideways, violations

OpenPage = Callable[..., Page]
NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def world(workspace: Any, person: Any) -> Any:
    Property.objects.create(workspace=workspace, key="plan", type="choice", choices=["free", "pro"])
    for number in range(12):
        properties = {"plan": "pro" if number % 2 else "free"}
        Person.objects.create(workspace=workspace, name=f"Person {number}", external_id=str(number),
                              properties=properties)  # fmt: skip
    make_segment(workspace, "Paying customers", "plan is pro", "user:x")
    for number, reason in enumerate(SuppressionReason):
        suppress(workspace, "mail", f"somebody{number}@example.org", "", reason, "test", timezone.now())
    give(workspace, [person.pk], "follow_up", "", "response:1", timezone.now())
    return workspace


def test_the_count_follows_what_is_typed_and_clicked(staff: Any, world: Any) -> None:
    page = staff(reverse("new-segment"))
    page.get_by_label("Who is in it").fill("plan is pro")
    expect(page.locator("#seen")).to_contain_text("6 people are in it now")
    page.get_by_label("Who is in it").fill("plan is p ro")
    expect(page.locator("#seen mark")).to_have_text("ro")
    page.get_by_label("Who is in it").fill("")
    page.get_by_role("button", name="plan is one of free, pro").click()
    page.get_by_role("button", name="answers is 0").click()
    expect(page.get_by_label("Who is in it")).to_have_value("plan is one of free, pro and answers is 0")
    expect(page.locator("#seen")).to_contain_text("12 people are in it now")
    page.get_by_label("Name").fill("Silent")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Silent")
    assert page.faults == []


@pytest.mark.parametrize("options", [{}, NARROW, {"color_scheme": "dark"}])
def test_every_page_is_fit_for_everybody(staff: Any, world: Any, person: Any, options: Any) -> None:
    segment = world.segments.get()
    row = world.suppressions.first()
    page = staff(reverse("saved-segments"), **options)
    expect(page.locator("#counted [hx-get]")).to_have_count(0)  # each is counted once it is seen
    for name, arguments in (
        ("saved-segments", []), ("saved-segment", [segment.pk]), ("suppressions", []),
        ("lift-suppression", [row.pk]), ("person", [person.pk]), ("person-erase", [person.pk]),
    ):  # fmt: skip
        page.goto(page.url.split("/people")[0].split("/settings")[0] + reverse(name, args=arguments))
        assert violations(page) == [], name
        assert not scrolls_sideways(page), name
    assert page.faults == []
