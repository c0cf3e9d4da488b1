"""The editor in a real browser: from a template to an answer, by mouse and by keyboard, for everybody."""

from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.collect.response import Response
from tests.browser import PHONE, scrolls_sideways, violations
from tests.web.conftest import signed_in
from tests.web.editing import Editor, OpenPage, new_manager


@pytest.fixture
def manager(workspace: Any) -> Any:
    return new_manager(workspace)


def at_editor(live_server: Any, open_page: OpenPage, user: Any, address: str, **options: Any) -> Page:
    page = open_page(**options)
    session = signed_in(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + address)
    return page


def drag(page: Page, what: str, to: str) -> None:
    """By the mouse, in steps as a hand does it."""
    page.locator(to).scroll_into_view_if_needed()
    page.locator(what).hover()
    page.mouse.down()
    for _ in range(3):
        page.locator(to).hover()
    page.mouse.up()


def glass(page: Page) -> FrameLocator:
    return page.frame_locator("#preview")


@pytest.mark.browser
def test_from_template_to_published_and_answered(live_server: Any, open_page: OpenPage, manager: Any) -> None:
    page = at_editor(
        live_server, open_page, manager, "/surveys/new", viewport={"width": 1440, "height": 1900}
    )
    page.get_by_label("What is recommended").fill("Nordic Saws")
    page.get_by_label("Eesti").check()
    page.get_by_role("button", name="Make and edit").click()
    expect(glass(page).get_by_role("heading", level=1)).to_contain_text("Nordic Saws")
    assert violations(page) == []

    page.locator("#f-questions-reason-text-en").fill("What made you say so?")
    page.locator("#f-questions-reason-text-en").blur()
    expect(page.locator("#editor-said")).to_have_text("Saved.")
    expect(page.locator("#title-reason")).to_have_text("What made you say so?")
    page.get_by_label("What is asked").fill("How did you hear of us?")
    page.get_by_label("Kind").nth(1).select_option("choice")
    page.get_by_role("button", name="Add the question").click()
    expect(page.locator("#q-choice h3")).to_have_text("How did you hear of us?")

    up = page.locator("#up-choice")  # by keyboard, the focus stays on the button
    place = page.locator(".question-card").count()
    for step in range(2):
        up.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#editor-said")).to_have_text(f"Moved to place {place - 1 - step} of {place}.")
        expect(up).to_be_focused()
    drag(page, "#q-choice [data-grip]", "#q-reason .question-head")
    expect(page.locator("#editor-said")).to_have_text(f"Moved to place 2 of {place}.")
    expect(page.locator(".question-card").nth(1)).to_have_id("q-choice")

    page.get_by_label("Seen by").select_option("detractor")
    expect(glass(page).locator("#more .question").first).to_be_visible()
    glass(page).locator("#row label", has_text="9").click()  # the preview follows a tap
    expect(glass(page).get_by_text("What made you say so?")).to_have_count(0)
    expect(page.get_by_label("Seen by")).to_have_value("promoter")
    glass(page).locator("#send").click()
    expect(glass(page).locator("#thanks")).to_be_visible()
    glass(page).locator("#change").click()
    expect(glass(page).locator("#answer")).to_be_visible()
    page.get_by_label("Seen by").select_option("detractor")
    page.get_by_label("Language", exact=True).select_option("et")
    expect(glass(page).locator("html")).to_have_attribute("lang", "et")
    expect(glass(page).locator("#more .question").first).to_be_visible()
    page.get_by_role("button", name="Desktop").click()
    expect(page.locator("#preview-glass")).to_have_class("glass desktop")

    page.locator("#f-link_days").fill("often")
    page.locator("#f-link_days").blur()
    expect(page.locator("#f-link_days-fault")).to_have_text("This is no whole number.")
    expect(page.locator("#f-link_days")).to_have_value("often")
    page.locator("#f-link_days").fill("30")
    page.locator("#f-link_days").blur()
    expect(page.locator("#f-link_days-fault")).to_have_text("")

    page.get_by_role("button", name="Remove: How did you hear of us?").click()
    expect(page.locator("#q-choice")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#q-choice")).to_have_count(1)
    page.locator("#remove-choice").click()
    expect(page.locator("#q-choice")).to_have_count(0)
    assert violations(page) == []
    assert Response.objects.count() == 0

    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    link = page.locator("#open-link").inner_text()
    answering = open_page(live_server.url + "/s/" + link.rsplit("/", 1)[1], **PHONE)
    answering.locator("label", has_text="9").first.tap()
    expect(answering.get_by_text("What made you say so?")).to_have_count(
        0
    )  # promoters have words of their own
    answering.locator("label", has_text="3").first.tap()
    expect(answering.locator("#more .question").first).to_be_visible()
    wrong = [fault for fault in page.faults if "422" not in fault]  # type: ignore[attr-defined]
    assert wrong == []


@pytest.mark.browser
def test_a_second_tab_is_told_and_its_words_are_saved_on_top(
    live_server: Any, open_page: OpenPage, manager: Any, survey: Any
) -> None:
    address = f"/surveys/{survey.pk}/edit"
    first, second = (at_editor(live_server, open_page, manager, address, **PHONE) for _ in range(2))
    first.locator("#f-subject-en").fill("Saws")
    first.locator("#f-subject-en").blur()
    expect(first.locator("#editor-said")).to_have_text("Saved.")
    second.locator("#f-questions-reason-text-en").fill("Typed in the second tab")
    second.locator("#f-questions-reason-text-en").blur()
    notice = second.get_by_role("alert").filter(has_text="changed elsewhere")
    expect(notice).to_be_visible()
    expect(second.locator("#f-questions-reason-text-en")).to_have_value("Typed in the second tab")
    assert violations(second) == []
    notice.get_by_role("button", name="Save mine on top").click()
    expect(second.locator("#f-subject-en")).to_have_value("Saws")
    expect(second.locator("#f-questions-reason-text-en")).to_have_value("Typed in the second tab")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everybody_at_every_size(
    live_server: Any, open_page: OpenPage, manager: Any, workspace: Any, scheme: str
) -> None:
    definition = make_definition("rnps_shop", "Nordic Saws", ("en", "ar"))
    survey = Survey.start(workspace, "Shop", definition, "system")
    editor = Editor(survey, manager)
    editor.send("rule", question="reason", new="score")
    for options in ({"viewport": {"width": 1440, "height": 1000}}, PHONE):
        for page_name in ("edit", "publish", "versions"):
            address = f"/surveys/{survey.pk}/{page_name}"
            page = at_editor(live_server, open_page, manager, address, color_scheme=scheme, **options)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert violations(page) == []
            assert not scrolls_sideways(page)
            assert page.faults == []  # type: ignore[attr-defined]
