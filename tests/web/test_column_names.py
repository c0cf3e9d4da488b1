"""A declared property is called by its label on pages of figures, its yes and no in the reader's language."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from likely.people.property import declare
from tests.web.conftest import signed_in

PAGES = (
    "/?by=solved",
    "/?solved=yes",
    "/filters",
    "/segments?by=solved&cross=wait",
    "/segments?solved=yes",
    "/segments/standing-out",
    "/trend?solved=yes",
    "/teams?by=solved",
    "/weights?by=solved",
    "/segments/populations",
    "/responses?solved=yes",
    "/drivers?by=solved",
)


@pytest.fixture
def calls(workspace: Any, answer: Any) -> None:
    """Answers after calls; `Solved` is written with another capital than it was declared with."""
    declare(workspace, "solved", "boolean", "Solved at once", (), "system")
    declare(workspace, "wait", "number", "Minutes of waiting", (), "system")
    for place in range(60):
        solved, at = place % 3 > 0, timezone.now() - timedelta(days=1, minutes=place)
        known = {"solved": solved, "wait": place % 20, "shop": ("North", "South")[place % 2]}
        answer(9 if solved else 3, properties=known, at=at)


def page(user: Any, address: str, language: str) -> str:
    client = signed_in(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = client.get(address)
    assert found.status_code == 200, address
    return str(found.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_a_property_is_called_by_its_label(owner: Any, calls: None, address: str) -> None:
    said = page(owner, address, "en")
    assert "Solved at once" in said
    assert ">solved<" not in said
    assert "solved:" not in said


def test_yes_and_no_are_said_in_the_readers_language(owner: Any, calls: None) -> None:
    said = page(owner, "/segments?by=solved", "et")
    assert "Solved at once" in said
    assert ">jah<" in said
    assert ">yes<" not in said


def test_bins_of_a_number_are_called_by_its_label(owner: Any, calls: None) -> None:
    said = page(owner, "/segments?by=wait:5,10", "en")
    assert "Minutes of waiting" in said
    assert "wait:" not in said.split('id="page"')[1].replace("wait:5,10", "")
