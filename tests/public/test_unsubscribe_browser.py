"""The page that unsubscribes, in a browser that runs no script, on a phone, right to left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.ask.invitation import Invitation
from likely.ask.unsubscribe import unsubscribe_token
from likely.people.person import Person
from likely.people.suppression import Suppression, barred
from tests.browser import PHONE, scrolls_sideways, violations
from tests.store.world import survey_of

NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def address(workspace: Any, live_server: Any) -> str:
    person = Person.objects.create(workspace=workspace, email="mari@example.org")
    survey = survey_of(workspace)
    invitation = Invitation.objects.create(workspace=workspace, survey=survey, person=person, channel="mail")
    return f"{live_server.url}/u/{unsubscribe_token(invitation)}"


def test_without_a_script_one_press_unsubscribes_and_another_takes_it_back(
    workspace: Any, address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address, java_script_enabled=False, **PHONE)
    page.wait_for_timeout(300)
    assert not Suppression.objects.exists()
    page.get_by_role("button", name="No more surveys at all").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
    assert barred(workspace, "mail", ["mari@example.org"], "rnps", timezone.now())
    page.get_by_role("button", name="Subscribe again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are subscribed again")
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh", "et", "ar"])
def test_it_is_fit_for_everybody(address: str, open_page: Callable[..., Page], language: str) -> None:
    for options in (NARROW, {"color_scheme": "dark"}):
        page = open_page(f"{address}?lang={language}", **options)
        assert violations(page) == []
        assert not scrolls_sideways(page)
        assert page.faults == []  # type: ignore[attr-defined]
