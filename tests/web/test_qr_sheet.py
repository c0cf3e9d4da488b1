"""Codes to print: signed places in the links, files, cards on A4; and the kiosk's link."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from likely.ask.kiosk import read_pin
from likely.ask.preset import read_preset
from tests.browser import PHONE, scrolls_sideways, violations
from tests.web.conftest import signed_in

OpenPage = Callable[..., Page]


def address(survey: Any, query: str = "") -> str:
    return f"/surveys/{survey.pk}/sheet{query}"


def test_a_card_for_each_place(owner: Any, survey: Any) -> None:
    page = (
        signed_in(owner).get(address(survey, "?places=Till+1%0ATill+2%0A%0ATill+1&size=4")).content.decode()
    )
    assert page.count('class="sheet-card"') == 2
    assert page.count('aria-label="QR code"') == 2
    assert 'data-size="4"' in page


def test_without_places_the_sheet_shows_the_open_link(owner: Any, survey: Any) -> None:
    page = signed_in(owner).get(address(survey)).content.decode()
    assert page.count('class="sheet-card"') == 1


def test_too_many_places_are_refused(owner: Any, survey: Any) -> None:
    query = "?places=" + "%0A".join(str(n) for n in range(61))
    answer = signed_in(owner).get(address(survey, query))
    assert answer.status_code == 422
    assert "at most 60 places" in answer.content.decode()


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_code_is_a_file(owner: Any, survey: Any, kind: str, start: bytes) -> None:
    answer = signed_in(owner).get(f"/surveys/{survey.pk}/code.{kind}?place=Till+1&touchpoint=store")
    assert answer.content.startswith(start)
    assert f'-till-1.{kind}"' in answer["Content-Disposition"]


def test_there_are_no_other_files(owner: Any, survey: Any) -> None:
    assert signed_in(owner).get(f"/surveys/{survey.pk}/code.pdf").status_code == 404


def test_the_kiosk_link_carries_place_touchpoint_and_pin_signed(owner: Any, survey: Any) -> None:
    sent = {"place": "Tartu", "touchpoint": "store visit", "pin": "2468"}
    page = signed_in(owner).post(address(survey), sent).content.decode()
    found = re.search(r'id="kiosk-link"[^>]*>([^<]+)<', page)
    assert found
    link = html.unescape(found[1])
    preset, pin = re.search(r"\?p=(.+)&x=(.+)", link).groups()  # type: ignore[union-attr]
    known = read_preset(preset, survey.workspace_id, survey.pk)
    assert known
    assert known.properties == {"place": "Tartu", "touchpoint": "store visit"}
    assert read_pin(pin.replace("%3A", ":"), survey.pk) == "2468"


def test_a_wrong_pin_is_said_and_nothing_typed_is_lost(owner: Any, survey: Any) -> None:
    answer = signed_in(owner).post(address(survey), {"place": "Tartu", "pin": "12"})
    assert answer.status_code == 422
    assert "4 to 8 digits" in answer.content.decode()
    assert 'value="Tartu"' in answer.content.decode()


def test_the_survey_page_shares_by_plain_links(owner: Any, survey: Any) -> None:
    page = signed_in(owner).get(f"/surveys/{survey.pk}").content.decode()
    for start in ("https://x.com/intent", "https://www.linkedin.com/", "https://wa.me/", "mailto:?subject="):
        assert f'href="{start}' in page
    assert "<script" not in page.partition("Share it")[2].partition("</section>")[0]


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, {"viewport": {"width": 1440, "height": 900}}])
def test_the_sheet_is_accessible_and_prints_cards_alone(
    live_server: Any, open_page: OpenPage, owner: Any, survey: Any, size: dict[str, Any]
) -> None:
    page = open_page(**size)
    session = signed_in(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + address(survey, "?places=Till+1%0ATill+2%0ATill+3&size=2"))
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.emulate_media(media="print")
    expect(page.locator("form").first).to_be_hidden()
    expect(page.locator(".sheet-card").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2
    assert page.faults == []  # type: ignore[attr-defined]
