"""The pages of cases: what is done there is done once, to the right ones, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.act.case import Case, Opening, open_case
from likely.act.case_note import CaseNote
from likely.act.posted_mail import PostedMail
from likely.people.segment import make_segment
from tests.web.conftest import MARKER, member, signed_in


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def case(response: Any) -> Any:
    return open_case(response, Opening(owner_rule="nobody"), "system", timezone.now())[0]


@pytest.fixture
def others(answer: Any) -> Any:
    """Two more cases, of nobody who is named."""
    now = timezone.now()
    return [open_case(answer(score), Opening(owner_rule="nobody"), "system", now)[0] for score in (5, 6)]


def bulk(client: Any, cases: list[Case], deed: str, **more: str) -> Any:
    data = {"case": [str(one.pk) for one in cases], "deed": deed, **more}
    return client.post(reverse("cases-bulk"), data, follow=True)


def test_an_empty_queue_teaches_where_cases_come_from(agent: Any, workspace: Any) -> None:
    page = told(signed_in(agent).get(reverse("cases")))
    assert "No case yet" in page
    assert reverse("playbooks") in page


def test_the_queue_tells_who_why_and_until_when(agent: Any, case: Case) -> None:
    Case.objects.update(due_at=timezone.now() - timedelta(hours=3, minutes=1))
    page = told(signed_in(agent).get(reverse("cases")))
    for word in (f"{MARKER} Person", f"{MARKER} was late", "3 h late", "1 case", "By keyboard"):
        assert word in page


def test_a_filter_stands_in_the_address_and_holds_on_list_and_board(
    agent: Any, case: Case, others: Any, workspace: Any
) -> None:
    north = make_segment(workspace, "North", "region is North", "system")
    client, page = signed_in(agent), reverse("cases")
    for query in ({"words": "late"}, {"in": str(north.pk)}):
        assert [one.pk for one in client.get(page, query).context["cases"]] == [case.pk]
        board = client.get(page, query | {"as": "board"}).context["columns"]
        assert [one.pk for column in board for one in column.cases] == [case.pk]
    assert "No case in this view" in told(client.get(page, {"words": "nothing like it"}))
    assert client.get(page, {"in": "x"}).status_code == 422


def test_many_are_worked_at_once_and_what_cannot_be_done_stops_no_other(
    agent: Any, workspace: Any, case: Case, others: list[Case], foreign_workspace: Any
) -> None:
    client, colleague = signed_in(agent), member(workspace, "ann@example.org", "agent")
    bulk(client, [case, others[0]], "mine")
    assert set(Case.objects.filter(owner=agent)) == {case, others[0]}
    bulk(client, others, "give", owner=str(colleague.pk))
    assert set(Case.objects.filter(owner=colleague)) == set(others)
    bulk(client, [case], "tag", tag="VIP")
    assert Case.objects.get(pk=case.pk).tags == ["vip"]
    bulk(client, [case], "move", move="close")
    page = told(bulk(client, [case, others[0]], "move", move="close"))
    assert "1 case changed." in page
    assert "1 case stays as it was." in page
    assert Case.objects.filter(state="closed").count() == 2
    assert "No case was ticked." in told(bulk(client, [], "mine"))


def test_a_foreign_case_is_not_among_the_ticked(stranger: Any, case: Case) -> None:
    bulk(signed_in(stranger), [case], "mine")
    assert Case.objects.get().owner is None


@pytest.mark.parametrize("back", ["//evil.example", "\r\nX: y", "view=mine"], ids=["host", "line", "view"])
def test_after_a_deed_the_queue_is_where_it_was_and_nowhere_else(agent: Any, case: Case, back: str) -> None:
    data = {"deed": "mine", "case": [str(case.pk)], "back": back}
    where = signed_in(agent).post(reverse("cases-bulk"), data)["Location"]
    assert where.startswith(reverse("cases"))
    assert "\n" not in where


def test_a_case_is_opened_from_a_response_once_and_is_ones_own(agent: Any, response: Any) -> None:
    client, page = signed_in(agent), reverse("response", args=[response.pk])
    assert "Open a case" in told(client.get(page))
    for _twice in range(2):
        client.post(reverse("open-case", args=[response.pk]))
    case = Case.objects.get()
    assert (case.owner, case.rule) == (agent, "hand")
    assert reverse("case", args=[case.pk]) in told(client.get(page))


def test_a_case_is_taken_noted_found_out_and_resolved(agent: Any, workspace: Any, case: Case) -> None:
    client, colleague = signed_in(agent), member(workspace, "ann@example.org", "agent")
    page = reverse("case", args=[case.pk])
    assert "First reply: in" in told(client.get(page))
    note = {"text": "Called. @ann please look", "contact": "call"}
    client.post(reverse("case-note", args=[case.pk]), note)
    facts = {
        "root_cause": "late",
        "promise": "a new one",
        "promised_on": "2026-12-01",
        "promise_kept": "no",
        "outcome": "improved",
        "tags": "VIP, late",
    }
    client.post(reverse("case-facts", args=[case.pk]), facts)
    client.post(reverse("case-move", args=[case.pk]), {"deed": "resolve"})
    row = Case.objects.get()
    assert (row.state, row.root_cause, row.promise, row.promise_kept) == (
        "resolved",
        "late",
        "a new one",
        False,
    )
    assert (str(row.promised_on), row.outcome, row.tags) == ("2026-12-01", "improved", ["vip", "late"])
    assert row.replied_at is not None
    assert list(CaseNote.objects.get().mentioned.all()) == [colleague]
    assert [mail.user for mail in PostedMail.objects.filter(once__startswith="case.mentioned")] == [colleague]
    shown = told(client.get(page))
    for word in ("Called. @ann please look", "State changed: Resolved", "First reply given", "2026-12-01"):
        assert word in shown


def test_a_name_that_calls_nobody_is_told_and_the_note_is_kept(agent: Any, case: Case) -> None:
    client, page = signed_in(agent), reverse("case-note", args=[case.pk])
    shown = told(client.post(page, {"text": f"@{agent.email} and @Nobody.", "contact": ""}, follow=True))
    assert "@nobody calls nobody" in shown
    assert [note.text for note in CaseNote.objects.all()] == [f"@{agent.email} and @Nobody."]
    shown = told(client.post(page, {"text": f"@{agent.email} alone", "contact": ""}, follow=True))
    assert "calls nobody" not in shown


def test_what_was_typed_stays_where_it_is_refused(agent: Any, case: Case) -> None:
    client = signed_in(agent)
    facts = {"root_cause": "kept words", "promised_on": "soon", "outcome": "", "tags": "one"}
    answer = client.post(reverse("case-facts", args=[case.pk]), facts)
    assert answer.status_code == 422
    assert 'value="kept words"' in told(answer)
    assert Case.objects.get().root_cause == ""
    answer = client.post(reverse("case-note", args=[case.pk]), {"text": "  ", "contact": "call"})
    assert answer.status_code == 422
    assert Case.objects.get().replied_at is None


def test_what_a_colleague_did_first_is_told(agent: Any, case: Case) -> None:
    client = signed_in(agent)
    for _twice in range(2):
        answer = client.post(reverse("case-move", args=[case.pk]), {"deed": "take"}, follow=True)
    assert "A case that is open can be asked to" in told(answer)


def test_contact_data_shows_only_with_permission(agent: Any, case: Case, person: Any) -> None:
    client, page = signed_in(agent), reverse("case", args=[case.pk])
    assert f"mailto:{person.email}" in told(client.get(page))
    for said in (None, False):
        type(case.response).objects.update(permission=said)
        assert f"mailto:{person.email}" not in told(client.get(page))


def test_twins_are_merged_from_the_page(agent: Any, case: Case, response: Any) -> None:
    twin = open_case(response, Opening("other"), "system", timezone.now())[0]
    client, page = signed_in(agent), reverse("case", args=[case.pk])
    address = reverse("case-merge", args=[case.pk, twin.pk])
    assert address in told(client.get(page))
    client.post(address)
    gone = Case.objects.get(pk=twin.pk)
    assert (gone.state, gone.merged_into) == ("closed", case)
    assert page in told(client.get(reverse("case", args=[twin.pk])))


@pytest.mark.browser
def test_the_queue_is_worked_by_keyboard(
    live_server: Any, open_page: Any, agent: Any, case: Case, others: list[Case]
) -> None:
    page: Page = open_page()
    cookie = signed_in(agent).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("cases"))
    boxes = page.locator("[name=case]")
    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("c")
    expect(page.locator("#bulk-move")).to_be_focused()
    page.keyboard.press("?")  # a list that chooses by letters takes its keys itself
    expect(page.locator("#keys dl")).to_be_hidden()
    boxes.nth(2).focus()
    page.keyboard.press("x")
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".note.success")).to_contain_text("3 cases changed.")
    page.keyboard.press("/")
    page.keyboard.type("late")
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(1)
    page.locator("tbody th a").focus()
    page.keyboard.press("o")
    expect(page).to_have_url(live_server.url + reverse("case", args=[case.pk]))
    page.goto(f"{live_server.url}{reverse('cases')}?as=board")
    moved = page.locator(f"[data-card]:has([value='{case.pk}'])")
    moved.drag_to(page.locator("[data-state=open] h2"))
    expect(page.locator("[data-state=open]").locator(moved)).to_be_visible()
    moved.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(moved.locator("[data-to=waiting]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=waiting]").locator(moved)).to_be_visible()
