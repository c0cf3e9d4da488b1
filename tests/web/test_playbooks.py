"""The pages of playbooks: kept, switched on, counted against the past; and they tell what they did."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.act import step_calls, step_deeds
from likely.act.playbook import INVITE, WHENS, Playbook, PlaybookFacts, make_playbook, switch_playbook
from likely.act.playbook_ready import READY
from likely.act.playbook_run import RunStep
from likely.act.playbook_step import DEEDS, Delay, Step
from likely.act.reacting import run
from likely.act.risk import note_risks
from likely.act.step_words import LINES
from likely.act.step_work import steps_due
from likely.people.property import Property
from likely.web.playbook_words import DEED_WORDS, WHEN_WORDS
from tests.web.conftest import MARKER, member, signed_in

TYPED = {"name": "Call them", "groups": ["detractor"], "condition": "", "owner_rule": "", "tags": "call, vip"}


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def manager(workspace: Any) -> Any:
    return member(workspace, "manager@example.org", "manager")


@pytest.mark.parametrize("key", READY)
def test_a_ready_made_one_is_kept_as_it_is_offered_and_acts_once_it_is_on(
    manager: Any, workspace: Any, key: str
) -> None:
    client, page = signed_in(manager), f"{reverse('new-playbook')}?ready={key}"
    assert page in told(client.get(reverse("playbooks")))
    initial = client.get(page).context["form"].initial
    assert client.post(page, {name: value for name, value in initial.items() if value}).status_code == 302
    made = Playbook.objects.get()
    assert (made.facts(), made.action, made.is_on) == (READY[key].facts, READY[key].action, False)
    assert page not in told(client.get(reverse("playbooks")))
    for on in (True, False):
        client.post(reverse("switch-playbook", args=[made.pk]), {"on": "yes" if on else "no"})
        made.refresh_from_db()
        assert made.is_on == on


def test_a_dry_run_counts_what_it_would_have_acted_on(manager: Any, workspace: Any, answer: Any) -> None:
    made = make_playbook(workspace, PlaybookFacts("Call", ("detractor",)), "system")
    for days, score in ((1, 2), (10, 6), (40, 1), (2, 9)):
        answer(score, at=timezone.now() - timedelta(days=days))
    client = signed_in(manager)
    page = told(client.get(reverse("playbook", args=[made.pk])))
    assert "It would have acted on 2 answers of the last 30 days." in page
    assert "2 answers" in told(client.get(reverse("playbooks")))


def test_the_log_tells_what_it_did(manager: Any, workspace: Any, response: Any) -> None:
    made = make_playbook(workspace, PlaybookFacts("Call", ("detractor",)), "system")
    switch_playbook(made, "system", timezone.now(), on=True)
    page = reverse("playbook", args=[made.pk])
    assert "Nothing yet." in told(signed_in(manager).get(page))
    case = run(made, response, timezone.now())
    assert case is not None
    shown = told(signed_in(manager).get(page))
    assert reverse("case", args=[case.pk]) in shown
    assert f"{MARKER} Person" in shown


def test_it_is_changed_and_what_cannot_be_read_stays_in_the_form(manager: Any, workspace: Any) -> None:
    made = make_playbook(workspace, PlaybookFacts("Call", ("detractor",)), "system")
    Property.objects.create(workspace=workspace, key="region", type="text")
    client, page = signed_in(manager), reverse("playbook", args=[made.pk])
    assert client.post(page, TYPED | {"condition": "region  is North"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.condition, made.tags) == ("Call them", "region is North", ["call", "vip"])
    answer = client.post(page, TYPED | {"condition": "region in the"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["condition"]
    assert "region in the" in told(answer)
    assert client.post(page, TYPED | {"groups": []}).status_code == 422
    made.refresh_from_db()
    assert made.condition == "region is North"


def test_one_that_invites_asks_nothing_about_cases(manager: Any, workspace: Any) -> None:
    made = make_playbook(workspace, READY["thank"].facts, "system", INVITE)
    client, page = signed_in(manager), reverse("playbook", args=[made.pk])
    assert "Whose case it becomes" not in told(client.get(page))
    assert client.post(page, {"name": "Thanks", "groups": ["promoter", "passive"]}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.groups, made.action) == ("Thanks", ["passive", "promoter"], INVITE)


def test_an_agent_reads_and_changes_nothing(agent: Any, workspace: Any) -> None:
    made = make_playbook(workspace, PlaybookFacts("Call", ("detractor",)), "system")
    client, page = signed_in(agent), reverse("playbook", args=[made.pk])
    assert "Switch on" not in told(client.get(page))
    assert client.post(page, TYPED).status_code == 422
    assert Playbook.objects.get().name == "Call"


def test_it_is_removed_and_its_cases_stay(manager: Any, workspace: Any, response: Any) -> None:
    made = make_playbook(workspace, PlaybookFacts("Call", ("detractor",)), "system")
    case = run(made, response, timezone.now())
    assert case is not None
    client = signed_in(manager)
    client.post(reverse("drop-playbook", args=[made.pk]))
    assert not Playbook.objects.exists()
    assert "a playbook that is gone" in told(client.get(reverse("case", args=[case.pk])))


def test_steps_are_added_taken_out_and_tried_without_being_saved(manager: Any, workspace: Any) -> None:
    client, page = signed_in(manager), reverse("new-playbook")
    sent = {"name": "Mine", "groups": ["detractor"], "action": "steps", "deed": "tag", "add": "yes"}
    form = client.post(page, sent).context["form"]
    [tag] = form.steps
    key = str(form["step-0-key"].value())
    assert (tag["deed"], form["name"].value()) == ("tag", "Mine")
    step = {"step-0-do": "tag", "step-0-key": key, "step-0-tag": "vip", "step-0-on": "person"}
    delay = {"step-0-n": "4", "step-0-unit": "hours"}
    both = client.post(page, {**sent, **step, **delay, "deed": "webhook"}).context["form"]
    assert [one["deed"] for one in both.steps] == ["tag", "webhook"]
    assert both["step-0-tag"].value() == "vip"
    plain = {name: value for name, value in {**sent, **step, **delay}.items() if name != "add"}
    assert client.post(page, plain | {"remove": "0"}).context["form"].steps == []
    assert "it would have acted 0 times" in told(client.post(page, plain | {"dry": "yes"}))
    assert not Playbook.objects.exists()
    assert client.post(page, plain).status_code == 302
    made = Playbook.objects.get()
    assert made.read_steps() == (Step(key, "tag", Delay(4, "hours"), {"tag": "vip", "on": "person"}),)
    wrong = client.post(page, plain | {"name": "Other", "step-0-n": ""})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["step-0-n"]


def test_a_failed_step_stands_in_the_log_with_its_cure_and_is_tried_again(
    manager: Any, workspace: Any, response: Any
) -> None:
    steps = (Step("a", "chat"),)
    made = make_playbook(workspace, PlaybookFacts("Tell", ("detractor",), steps=steps), "system")
    switch_playbook(made, "system", timezone.now() - timedelta(days=1), on=True)
    run(made, response, timezone.now())
    steps_due()
    client, page = signed_in(manager), reverse("playbook", args=[made.pk])
    assert "No chat room is set up." in told(client.get(page))
    assert "1 step failed" in told(client.get(reverse("playbooks")))
    step = RunStep.objects.get()
    client.post(reverse("playbook-step-again", args=[step.pk]))
    step.refresh_from_db()
    assert (step.state, step.reason) == ("waits", "")


def test_every_happening_and_every_step_has_its_words() -> None:
    assert set(WHEN_WORDS) == set(WHENS) == set(LINES)
    assert set(DEED_WORDS) == set(DEEDS) == {*step_deeds.DEEDS, *step_calls.CALLS}


def test_who_is_at_risk_is_told_as_far_as_it_can_be_foretold(manager: Any, workspace: Any) -> None:
    facts = PlaybookFacts("Risk", ("detractor",), when="person.at_risk")
    playbook = make_playbook(workspace, facts, "user:a")
    client, page = signed_in(manager), reverse("playbook", args=[playbook.pk])
    assert "reckoned once a day" in told(client.get(page))
    note_risks(timezone.now())
    assert "0 customers are known to have left, 100 are needed" in told(client.get(page))
