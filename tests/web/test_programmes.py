"""Programmes on their pages: made, changed, started, stopped; who was asked, and why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.ask.decision import Decision
from likely.ask.in_app import ask_in_app
from likely.ask.message import Message, MessageState
from likely.ask.policy import Rule
from likely.ask.programme import Programme
from likely.ask.programme_plan import read_plan
from likely.ask.programme_tick import decide_due
from likely.web.plan_facts import plan_facts
from tests.ask.asking import people, programme
from tests.web.conftest import MARKER, member, signed_in

TYPED = {
    "name": "Quarterly",
    "kind": "wave",
    "every": "quarter",
    "over_days": "20",
    "weekdays": ["1", "2", "3", "4", "5"],
    "channel_0": "mail",
    "reminder_days": "3, 7",
    "fallback": "same",
    "expires_days": "30",
    "sample": "all",
    "priority": "50",
}
ALL_WEEK = ["1", "2", "3", "4", "5", "6", "7"]
TRIGGER = {"kind": "trigger", "event": "ticket_closed", "delay_days": "1", "latest_only": "on"}


@pytest.fixture
def manager(workspace: Any) -> Any:
    return signed_in(member(workspace, "manager@example.org", "manager"))


@pytest.fixture
def typed(survey: Any) -> dict[str, Any]:
    return TYPED | {"survey": str(survey.pk)}


def make(client: Any, typed: dict[str, Any]) -> Programme:
    answer = client.post(reverse("new-programme"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return Programme.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def do(client: Any, one: Programme, deed: str) -> str:
    answer = client.post(reverse("programme-state", args=[one.pk]), {"deed": deed}, follow=True)
    one.refresh_from_db()
    return str(answer.content.decode())


class TestMaking:
    def test_what_is_typed_is_the_plan(self, manager: Any, typed: dict[str, Any]) -> None:
        made = make(manager, typed)
        assert (made.name, made.state, made.kind) == ("Quarterly", "draft", "wave")
        assert made.read() == read_plan({"wave": {}, "reminders": {}})
        page = manager.get(reverse("programme", args=[made.pk])).content.decode()
        assert "Each quarter, over 20 days" in page
        assert 'value="start"' in page

    def test_all_that_a_plan_says_is_told(self, manager: Any, survey: Any) -> None:
        plan = {
            "outcome": {"event": "course_completed", "where": {"on": "topic", "is": ["knives", "bread"]}},
            "channels": ["mail", "sms"],
            "reminders": {"after_days": [3, 7], "fallback": "next"},
            "thanks": {"from_minutes": 30, "to_minutes": 240},
            "sample": {"quota": {"property": "plan", "each": {"pro": 1200, "free": 50}}},
            "holdout": 12.5,
            "per_day": 2000,
            "per_hour": 40,
            "quiet": {"start": "19:00", "end": "09:30"},
        }
        told = {fact.name: fact.value for fact in plan_facts(read_plan(plan))}
        assert told == {
            "Only where": "topic: knives, bread",
            "Of several events": "only the latest",
            "Channels": "mail, otherwise SMS",
            "Reminders": "after 3, 7 days, only to the silent; by the next channel",
            "Thank-you": "30 to 240 minutes after the answer, by chance",
            "The link is good for": "30 days",
            "How many": "pro: 1\u202f200, free: 50",
            "Held out": "12.5 percent are never asked in a year",
            "At most": "2\u202f000 a day, 40 an hour",
            "Quiet hours": "19:00–09:30",
        }
        made = programme(survey.workspace, plan, survey=survey)
        page = manager.get(reverse("programme", args=[made.pk]), headers={"Accept-Language": "et"})
        assert "ainult viimane" in page.content.decode()

    @pytest.mark.parametrize(
        ("more", "name", "value"),
        [
            ({"sample": {"share": 25}}, "How many", "25 percent, at random"),
            ({"sample": {"margin": 5}}, "How many", "until the score is known to ± 5 points"),
            ({"quiet": {"start": "02:00", "end": "02:00"}}, "Quiet hours", "none"),
            ({}, "Weekdays", "Mon, Tue, Wed, Thu, Fri"),
        ],
    )
    def test_each_limit_is_said(self, more: dict[str, Any], name: str, value: str) -> None:
        plan = read_plan({"wave": {}, **more})
        assert {fact.name: fact.value for fact in plan_facts(plan)}[name] == value

    def test_an_app_has_no_mails_to_speak_of_and_shows_its_progress(self, manager: Any, survey: Any) -> None:
        plan = {"in_app": {}, "channels": []}
        assert plan_facts(read_plan(plan)) == []
        made = programme(survey.workspace, plan, survey=survey)
        [one] = people(survey.workspace, 1)
        assert ask_in_app(survey, one, timezone.now()).asked
        page = manager.get(reverse("programme", args=[made.pk])).content.decode()
        assert "1 person was asked" in page
        assert "The widget asks" in page

    def test_the_form_offers_every_kind_and_sample(self, manager: Any) -> None:
        page = manager.get(reverse("new-programme")).content.decode()
        for name, values in (
            ("kind", ("wave", "trigger", "outcome", "once", "in_app")),
            ("sample", ("all", "share", "quota", "margin")),
        ):
            for value in values:
                assert f'type="radio" name="{name}" value="{value}"' in page

    def test_a_trigger(self, manager: Any, typed: dict[str, Any]) -> None:
        made = make(
            manager,
            typed | TRIGGER | {"weekdays": ALL_WEEK, "where_property": "topic", "where_values": "billing, 7"},
        )
        assert (
            made.read().trigger
            == read_plan(
                {"trigger": {"event": "ticket_closed", "where": {"on": "topic", "is": ["billing", 7]}}}
            ).trigger
        )
        assert "1 day after ticket_closed" in manager.get(reverse("programmes")).content.decode()

    def test_the_empty_list_teaches(self, manager: Any, viewer: Any) -> None:
        assert "Make the first programme" in manager.get(reverse("programmes")).content.decode()
        page = signed_in(viewer).get(reverse("programmes")).content.decode()
        assert "Nobody is asked yet" in page
        assert "Make the first programme" not in page

    @pytest.mark.parametrize(
        ("change", "field", "said"),
        [
            ({"name": ""}, "name", "required"),
            ({"over_days": "80"}, "over_days", "fewer such days"),
            ({"weekdays": []}, "weekdays", "at least one day"),
            ({"channel_0": ""}, "channel_0", "at least one channel"),
            ({"reminder_days": "7, 3"}, "reminder_days", "at most five days"),
            ({"reminder_days": "1,2,3,4,5,6"}, "reminder_days", "at most five days"),
            ({"reminder_days": "soon"}, "reminder_days", "at most five days"),
            ({"reminder_days": "40"}, "reminder_days", "expired by then"),
            ({"sample": "share"}, "share", "or ask everybody"),
            ({"sample": "margin"}, "margin", "or ask everybody"),
            ({"sample": "quota", "quota_property": "plan"}, "quota_each", "or ask everybody"),
            ({"sample": "quota", "quota_property": "plan", "quota_each": "pro"}, "quota_each", "pro = 200"),
            ({"sample": "quota", "quota_property": "", "quota_each": "pro = 2"}, "quota_property", "Name a"),
            ({"quiet_start": "20:00"}, "quiet_end", None),
            ({"quiet_start": "08:00", "quiet_end": "07:50"}, "quiet_end", "at least one hour"),
            ({"thank": "on", "thank_from": "50", "thank_to": "5"}, "thank_to", "smaller number"),
            ({"population": "All Staff"}, "population", "one word"),
            ({"priority": "101"}, "priority", "100"),
            ({**TRIGGER, "event": "Ticket closed"}, "event", "ticket_closed"),
            ({**TRIGGER, "event": ""}, "event", "ticket_closed"),
            ({**TRIGGER, "delay_days": "61"}, "delay_days", "60"),
        ],
    )
    def test_each_fault_is_said_at_its_field(
        self, manager: Any, typed: dict[str, Any], change: dict[str, Any], field: str, said: str | None
    ) -> None:
        answer = manager.post(reverse("new-programme"), typed | change)
        if said is None:  # the plan has a usual end for quiet hours
            assert answer.status_code == 302
            return
        assert answer.status_code == 422
        errors = answer.context["form"].errors
        assert list(errors) == [field]
        assert said in str(errors[field])
        assert not Programme.objects.exists()

    @pytest.mark.parametrize("change", [{"over_days": "80"}, {"weekdays": []}, {"reminder_days": "40"}])
    def test_faults_are_said_in_the_readers_language(
        self, manager: Any, typed: dict[str, Any], change: dict[str, Any]
    ) -> None:
        english = manager.post(reverse("new-programme"), typed | change).context["form"].errors.as_text()
        manager.cookies["django_language"] = "et"
        answer = manager.post(reverse("new-programme"), typed | change)
        assert answer.context["form"].errors.as_text() != english

    def test_a_name_stands_once(self, manager: Any, typed: dict[str, Any]) -> None:
        make(manager, typed)
        answer = manager.post(reverse("new-programme"), typed)
        assert "There is a programme" in str(answer.context["form"].errors["name"])

    def test_anothers_survey_is_none(
        self, manager: Any, typed: dict[str, Any], foreign_workspace: Any
    ) -> None:
        from tests.ask.asking import survey as a_survey

        answer = manager.post(
            reverse("new-programme"), typed | {"survey": str(a_survey(foreign_workspace).pk)}
        )
        assert list(answer.context["form"].errors) == ["survey"]


class TestStates:
    def test_start_pause_resume_end(self, manager: Any, typed: dict[str, Any]) -> None:
        made = make(manager, typed)
        for deed, state in (
            ("start", "running"),
            ("pause", "paused"),
            ("resume", "running"),
            ("end", "ended"),
        ):
            do(manager, made, deed)
            assert made.state == state
        page = manager.get(reverse("programme", args=[made.pk])).content.decode()
        assert 'name="deed"' not in page
        assert "hx-trigger" not in page

    @pytest.mark.parametrize("deed", ["pause", "resume", "fly", ""])
    def test_what_a_draft_cannot_do_is_said(self, manager: Any, typed: dict[str, Any], deed: str) -> None:
        made = make(manager, typed)
        assert "can&#x27;t be" in do(manager, made, deed)
        assert made.state == "draft"

    def test_a_closed_survey_is_not_started(self, manager: Any, typed: dict[str, Any], survey: Any) -> None:
        made = make(manager, typed)
        survey.move_to("closed", "system")
        assert "takes no answers" in do(manager, made, "start")
        assert made.state == "draft"

    def test_a_started_one_keeps_its_kind(self, manager: Any, typed: dict[str, Any]) -> None:
        made = make(manager, typed)
        do(manager, made, "start")
        address = reverse("change-programme", args=[made.pk])
        answer = manager.post(address, typed | TRIGGER)
        assert list(answer.context["form"].errors) == ["kind"]
        assert manager.post(address, typed | {"over_days": "10"}).status_code == 302
        made.refresh_from_db()
        assert made.read().wave == read_plan({"wave": {"over_days": 10}}).wave

    def test_who_may_what(self, workspace: Any, manager: Any, typed: dict[str, Any]) -> None:
        made = make(manager, typed)
        for role in ("viewer", "agent", "analyst"):
            client = signed_in(member(workspace, f"{role}3@example.org", role))
            assert (
                client.post(reverse("programme-state", args=[made.pk]), {"deed": "start"}).status_code == 403
            )
            page = client.get(reverse("programme", args=[made.pk])).content.decode()
            assert 'name="deed"' not in page

    def test_another_workspace_finds_nothing(
        self, stranger: Any, manager: Any, typed: dict[str, Any]
    ) -> None:
        made = make(manager, typed)
        client = signed_in(stranger)
        assert client.post(reverse("programme-state", args=[made.pk]), {"deed": "start"}).status_code == 404
        assert client.post(reverse("change-programme", args=[made.pk]), typed).status_code == 404
        made.refresh_from_db()
        assert made.state == "draft"


@pytest.fixture
def asked(workspace: Any, survey: Any) -> Programme:
    """A one-time programme that went through 60 people; one of them left."""
    from likely.people.suppression import SuppressionReason, suppress

    now = timezone.now()
    people(workspace, 60, name=f"{MARKER} " + "{n}")
    suppress(workspace, "mail", "p7@example.org", "", SuppressionReason.BY_HAND, "asked to", now)
    quiet = {"start": "00:00", "end": "00:00"}
    made: Programme = programme(workspace, {"once": {}, "quiet": quiet}, survey=survey, now=now)
    decide_due(now + timedelta(minutes=1))
    decide_due(now + timedelta(minutes=2))
    return made


class TestProgress:
    def test_it_counts_and_says_who_was_left_out(self, manager: Any, asked: Programme) -> None:
        n = Decision.objects.filter(programme=asked, asked=True).count()
        assert n == 59
        for address in ("programme", "programme-progress"):
            page = manager.get(reverse(address, args=[asked.pk])).content.decode()
            assert f"{n} people were asked" in page
            assert "Nothing is sent to the address" in page
            assert 'hx-trigger="every 2s"' in page

    def test_a_viewer_sees_numbers_and_no_people(self, viewer: Any, asked: Programme) -> None:
        client = signed_in(viewer)
        page = client.get(reverse("programme", args=[asked.pk])).content.decode()
        assert "59 people were asked" in page
        assert "/decisions" not in page
        assert client.get(reverse("programme-messages", args=[asked.pk])).status_code == 403

    def test_failures_are_told_with_their_reason(self, manager: Any, asked: Programme) -> None:
        some = Message.objects.filter(invitation__programme=asked)[:3]
        Message.objects.filter(pk__in=[one.pk for one in some]).update(
            state=MessageState.FAILED, failure="550 No such <user>"
        )
        page = manager.get(reverse("programme-progress", args=[asked.pk])).content.decode()
        assert "550 No such &lt;user&gt;" in page
        failed = manager.get(reverse("programme-messages", args=[asked.pk]), {"state": "failed"})
        assert len(failed.context["rows"]) == 3

    def test_the_lists_page_without_gap_or_repeat(self, manager: Any, asked: Programme) -> None:
        for name, key, total in (
            ("programme-decisions", "decisions", 60),
            ("programme-messages", "rows", 59),
        ):
            seen, cursor = [], ""
            while cursor is not None:
                answer = manager.get(reverse(name, args=[asked.pk]), {"after": cursor})
                seen += [row[0].pk for row in answer.context[key]]
                cursor = answer.context["next"]
            assert len(seen) == len(set(seen)) == total
            assert seen == sorted(seen, reverse=True)
            assert manager.get(reverse(name, args=[asked.pk]), {"after": "x"}).status_code == 422

    def test_the_ledger_shows_one_rule(self, manager: Any, asked: Programme) -> None:
        answer = manager.get(reverse("programme-decisions", args=[asked.pk]), {"rule": Rule.SUPPRESSED.value})
        assert [row[0].rule for row in answer.context["decisions"]] == ["suppressed"]

    def test_the_persons_page_says_why(self, manager: Any, asked: Programme) -> None:
        left = Decision.objects.get(programme=asked, asked=False).person
        page = manager.get(reverse("person", args=[left.pk])).content.decode()
        assert "Nothing is sent to the address" in page
        assert asked.name in page


class TestDryRun:
    def test_it_tells_days_answers_and_who_stays_out(self, manager: Any, workspace: Any, typed: Any) -> None:
        people(workspace, 40)
        people(workspace, 3, email="", external_id="x{n}")
        made = make(manager, typed)
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            page = manager.get(reverse("programme-dry-run", args=[made.pk]), **headers).content.decode()
            assert "would be asked" in page
            assert "answers are expected" in page
            assert "± 5 points" in page
            assert ("<html" in page) == (not headers)

    def test_it_gives_advice(self, manager: Any, typed: dict[str, Any]) -> None:
        made = make(manager, typed)
        page = manager.get(reverse("programme-dry-run", args=[made.pk])).content.decode()
        assert "may ask nobody" in page

    @pytest.mark.parametrize("kind", ["trigger", "outcome", "once", "in_app"])
    def test_every_kind_has_one(self, manager: Any, typed: dict[str, Any], kind: str) -> None:
        told = typed | TRIGGER | {"kind": kind, "over_days": "2", "delay_weeks": "3"}
        made = make(manager, told | ({"reminder_days": ""} if kind == "in_app" else {}))
        assert manager.get(reverse("programme", args=[made.pk])).status_code == 200
        assert manager.get(reverse("programme-dry-run", args=[made.pk])).status_code == 200


class TestContactPolicy:
    def typed(self, client: Any) -> dict[str, Any]:
        form = client.get(reverse("contact-policy")).context["form"]
        return {field.html_name: field.value() for field in form if field.value() is not None}

    def test_it_is_kept_and_nothing_else_changes(self, manager: Any, workspace: Any) -> None:
        address, told = reverse("contact-policy"), self.typed(manager)
        assert manager.post(address, told).status_code == 302
        workspace.refresh_from_db()
        assert workspace.contact_policy == {"quiet": {}} or workspace.contact_policy == {}
        assert manager.post(address, told | {"days_tnps": "45", "per_day": "300"}).status_code == 302
        workspace.refresh_from_db()
        assert workspace.contact_policy["kind_days"] == {"tnps": 45}
        assert workspace.contact_policy["per_day"] == 300

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"any_days": "-1"}, "any_days"),
            ({"wave_share": "95"}, "wave_share"),
            ({"days_rnps": "x"}, "days_rnps"),
            ({"quiet_start": "08:00", "quiet_end": "07:30"}, "quiet_end"),
        ],
    )
    def test_each_fault_is_said(self, manager: Any, workspace: Any, change: Any, field: str) -> None:
        answer = manager.post(reverse("contact-policy"), self.typed(manager) | change)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        before = workspace.contact_policy
        workspace.refresh_from_db()
        assert workspace.contact_policy == before
