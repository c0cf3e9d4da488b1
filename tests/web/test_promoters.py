"""The page of promoters: how far each came, candidates, credits, and what they are offered."""

import csv
import io
from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.act.credit import Credit, CreditFacts, credit, praised
from likely.act.erasure import erase_person
from likely.act.playbook import INVITE, Playbook
from likely.act.promoter import (
    CONVERSION,
    REVIEWED,
    SHARED,
    VISIT,
    Promoter,
    Told,
    note_deed,
    promoter_of,
    set_standing,
    take_link,
)
from likely.act.promoter_list import candidates, promoter_funnel
from likely.act.promoter_plan import PromoterPlan, ReviewSite, promoter_plan_of
from likely.people.account import Account
from likely.people.person import Person
from tests.web.conftest import MARKER, signed_in

SITES = {
    "form-TOTAL_FORMS": "3",
    "form-INITIAL_FORMS": "0",
    "form-0-name": "Open pages",
    "form-0-url": "https://open.example",
    "form-0-forbids_gating": "on",
    "form-1-name": "Kind pages",
    "form-1-url": "https://kind.example",
}


def people(workspace: Any, n: int) -> list[Any]:
    return [Person.objects.create(workspace=workspace, external_id=str(i), name=f"=P{i}") for i in range(n)]


def test_each_step_of_the_way_is_a_part_of_the_one_before(workspace: Any, foreign_workspace: Any) -> None:
    now = timezone.now()
    asked, took, shared, followed, brought = people(workspace, 5)
    Promoter.objects.create(workspace=workspace, person=asked, invited_at=now)
    links = {one: take_link(one, now) for one in (took, shared, followed, brought)}
    note_deed(links[shared], SHARED, Told("x", now))
    note_deed(links[shared], SHARED, Told("weibo", now))
    for key in "abc":
        note_deed(links[followed], VISIT, Told(key, now))
    note_deed(links[brought], CONVERSION, Told("order", now, 50.0))
    note_deed(links[took], REVIEWED, Told("Open pages", now))
    note_deed(take_link(people(foreign_workspace, 1)[0], now), VISIT, Told("z", now))
    told = promoter_funnel(workspace)
    assert (told.asked, told.took, told.shared, told.followed, told.converted) == (5, 4, 3, 2, 1)
    assert (told.visits, told.conversions, told.value, told.reviewed) == (3, 1, 50.0, 1)


class TestCandidates:
    def test_are_promoters_who_permit_contact_by_what_they_said_last(
        self, workspace: Any, answer: Any
    ) -> None:
        now = timezone.now()
        twice, fell, silent, poor, old, asked = people(workspace, 6)
        account = Account.objects.create(workspace=workspace, external_id="A", value=9000)
        Person.objects.filter(pk=twice.pk).update(account=account)
        for person, score, days, permission in (
            (poor, 9, 1, True),
            (twice, 9, 90, None),
            (twice, 10, 9, True),
            (fell, 10, 9, True),
            (fell, 4, 2, True),
            (silent, 10, 3, False),
            (old, 10, 500, True),
            (asked, 10, 3, True),
        ):
            at = now - timedelta(days=days)
            answer(score, person=person, at=at, changed_at=at, permission=permission)
        set_standing(promoter_of(asked), "case_study", "declined", "user:a")
        found = candidates(workspace, now, 10)
        assert [(one.person, one.n, one.score) for one in found] == [(twice, 2, 10), (poor, 1, 9)]
        assert [one.person for one in candidates(workspace, now, 1)] == [twice]

    def test_become_one_by_a_press(self, agent: Any, workspace: Any, person: Any) -> None:
        client = signed_in(agent)
        assert client.post(f"/promoters/{person.pk}", {"reference": "candidate"}).status_code == 302
        assert Promoter.objects.get().reference == "candidate"
        assert client.post(f"/promoters/{person.pk}", {"reference": "sure"}).status_code == 422
        assert Promoter.objects.get().reference == "candidate"


def test_the_page_and_the_file_show_what_came_of_a_link(
    owner: Any, agent: Any, workspace: Any, person: Any
) -> None:
    client = signed_in(owner)
    assert "No promoter was asked yet" in client.get("/promoters").content.decode()
    risky = Person.objects.create(workspace=workspace, name="=cmd|x", email="risk@example.org")
    for one in (person, risky):
        note_deed(take_link(one, timezone.now()), CONVERSION, Told("order", timezone.now(), 12.5))
    page = client.get("/promoters").content.decode()
    assert "100" in page
    assert person.name in page
    assert Promoter.objects.get(person=person).code in page
    told = b"".join(client.get("/promoters.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["person"], row["conversions"], row["value"]) for row in rows] == [
        (person.name, "1", "12.5"),
        ("'=cmd|x", "1", "12.5"),
    ]
    assert signed_in(agent).get("/promoters.csv").status_code == 403


class TestCredits:
    def test_count_by_name_and_lose_the_words_with_the_answer(
        self, workspace: Any, response: Any, person: Any
    ) -> None:
        now = timezone.now()
        for name in ("Mari", "Mari ", "Jüri"):
            credit(workspace, response, CreditFacts("person", name, "Called back"), "user:a", now)
        assert [(one.name, one.n) for one in praised(workspace, 9)] == [("Mari", 2), ("Jüri", 1)]
        erase_person(workspace, person, "gone", "dropped", "user:a", now)
        assert set(Credit.objects.values_list("response", flat=True)) == {None}

    def test_are_given_on_their_page_for_an_answer(self, agent: Any, response: Any, owner: Any) -> None:
        client = signed_in(agent)
        address = f"/promoters/credits/new?response={response.pk}"
        assert response.comment in client.get(address).content.decode()
        assert client.post(address, {"kind": "person", "name": " "}).status_code == 422
        assert client.post(address, {"kind": "nobody", "name": "Mari"}).status_code == 422
        assert not Credit.objects.exists()
        said = {"kind": "article", "name": "How to return", "is_example": "on"}
        assert client.post(address, said).status_code == 302
        given = Credit.objects.get()
        assert (given.response, given.is_example) == (response, True)
        page = client.get("/promoters").content.decode()
        assert "How to return" in page
        assert signed_in(owner).post(f"/promoters/credits/{given.pk}/drop").status_code == 302
        assert not Credit.objects.exists()

    def test_name_no_answer_of_another_workspace(self, stranger: Any, response: Any) -> None:
        for named in (str(response.pk), "nonsense"):
            answer = signed_in(stranger).get(f"/promoters/credits/new?response={named}")
            assert answer.status_code in (404, 422)
            assert MARKER not in answer.content.decode()


class TestSettings:
    def test_keep_the_offer_and_say_that_gating_is_forbidden(self, owner: Any, workspace: Any) -> None:
        client = signed_in(owner)
        assert "forbid to invite happy customers only" in client.get("/settings/promoters").content.decode()
        said = {"landing": "https://nordic.example", "bonus": "A month", "post": "", **SITES}
        assert client.post("/settings/promoters", said).status_code == 302
        assert promoter_plan_of(workspace) == PromoterPlan(
            "https://nordic.example",
            "A month",
            "",
            (
                ReviewSite("Open pages", "https://open.example"),
                ReviewSite("Kind pages", "https://kind.example", forbids_gating=False, groups=("promoter",)),
            ),
        )

    def test_a_wrong_address_changes_nothing_and_keeps_what_was_typed(
        self, owner: Any, workspace: Any
    ) -> None:
        said = {"landing": "javascript:alert(1)", "bonus": "A month", **SITES}
        answer = signed_in(owner).post("/settings/promoters", said)
        assert answer.status_code == 422
        assert "A month" in answer.content.decode()
        assert promoter_plan_of(workspace) == PromoterPlan()

    def test_a_row_that_is_emptied_is_dropped(self, owner: Any, workspace: Any) -> None:
        client = signed_in(owner)
        client.post("/settings/promoters", {"landing": "https://a.example", **SITES})
        again = {**SITES, "form-INITIAL_FORMS": "2", "form-0-name": "", "form-0-url": ""}
        assert (
            client.post("/settings/promoters", {"landing": "https://a.example", **again}).status_code == 302
        )
        assert [site.name for site in promoter_plan_of(workspace).sites] == ["Kind pages"]

    def test_the_mail_is_a_playbook_that_is_made_once(self, owner: Any, workspace: Any) -> None:
        client = signed_in(owner)
        for on in ("yes", "no", "yes"):
            assert client.post("/settings/promoters/mail", {"on": on}).status_code == 302
            assert Playbook.objects.get().is_on is (on == "yes")
        assert (Playbook.objects.get().action, Playbook.objects.get().groups) == (INVITE, ["promoter"])
