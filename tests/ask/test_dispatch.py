"""The queue: what is due goes out once, what must not go out does not, and each outcome is recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask import dispatch
from likely.ask.claim import claim, reclaim, release
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.message_id import message_id_of
from likely.ask.programme import Programme
from likely.ask.programme_plan import read_plan
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.channels.channel import SendError, Sent
from likely.collect.response import Response
from likely.lib.send_limit import read_send_limits
from likely.people.suppression import Suppression, SuppressionReason, suppress
from tests.ask.queued import Noting, follow, queue

LATER = timedelta(hours=2)


@pytest.fixture
def survey(workspace: Any) -> Survey:
    return Survey.start(workspace, "Ours", make_definition("rnps", "Nordic Hardware", ("en",)), "system")


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Noting:
    noting = Noting()
    monkeypatch.setattr(dispatch, "CHANNELS", {"mail": noting})
    return noting


def answer(invitation: Invitation, **fields: Any) -> Response:
    told = {"state": "counted", "score": 9, "channel": "mail", "language": "en", **fields}
    return Response.objects.create(
        workspace=invitation.workspace, survey=invitation.survey, version=invitation.survey.live,
        invitation=invitation, key=f"invitation:{invitation.pk.hex}", at=timezone.now(),
        changed_at=timezone.now(), **told,
    )  # fmt: skip


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failure


class TestWhatIsDue:
    def test_goes_out_once_and_the_invitation_says_when(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org")
        assert dispatch.send_due(1) == 1
        assert dispatch.send_due(1) == 0
        [letter] = channel.letters
        assert (letter.address, letter.message_id) == ("ann@example.org", message_id_of(message.pk))
        assert state(message) == ("sent", "")
        assert message.provider_id == letter.message_id
        assert message.invitation.sent_at == message.sent_at

    def test_a_reminder_follows_the_first_mail_and_leaves_its_moment(
        self, survey: Survey, channel: Noting
    ) -> None:
        message = queue(survey, "ann@example.org")
        dispatch.send_due(1)
        message.refresh_from_db()
        follow(message)
        dispatch.send_due(1)
        assert channel.letters[1].headers["In-Reply-To"] == channel.letters[0].message_id
        assert channel.letters[1].headers["References"] == channel.letters[0].message_id
        assert Invitation.objects.get().sent_at == message.sent_at

    def test_waits_for_its_time(self, survey: Survey, channel: Noting) -> None:
        queue(survey, "ann@example.org", due_at=timezone.now() + timedelta(minutes=1))
        assert dispatch.send_due(1) == 0
        assert dispatch.send_due(1, lambda: timezone.now() + LATER) == 1

    def test_goes_to_the_newest_address(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "old@example.org")
        person = message.invitation.person
        person.email = "new@example.org"
        person.save()
        dispatch.send_due(1)
        assert channel.letters[0].address == "new@example.org"
        assert state(message) == ("sent", "")
        assert message.address == "new@example.org"

    def test_a_paused_programme_waits_and_goes_on(self, survey: Survey, channel: Noting) -> None:
        never_quiet = {
            "wave": {"weekdays": [1, 2, 3, 4, 5, 6, 7]},
            "quiet": {"start": "00:00", "end": "00:00"},
        }
        programme = Programme.objects.create(
            workspace=survey.workspace, survey=survey, name="W", kind="wave", state="paused", plan=never_quiet
        )
        message = queue(survey, "ann@example.org", invited={"programme": programme})
        assert dispatch.send_due(1) == 0
        assert state(message) == ("queued", "")
        Programme.objects.update(state="running")
        assert dispatch.send_due(1) == 1

    def test_a_paused_survey_waits_too(self, survey: Survey, channel: Noting) -> None:
        queue(survey, "ann@example.org")
        survey.move_to("paused", "system")
        assert dispatch.send_due(1) == 0
        survey.move_to("open", "system")
        assert dispatch.send_due(1) == 1


class TestQuietHours:
    """23:30 in Tallinn is 21:30 UTC in winter: nobody is written to before eight."""

    NIGHT = datetime(2026, 1, 14, 21, 30, tzinfo=UTC)  # a Wednesday
    MORNING = datetime(2026, 1, 15, 6, tzinfo=UTC)  # 08:00 in Tallinn

    def queued(self, survey: Survey, zone: str = "Europe/Tallinn", **plan: Any) -> Message:
        data = read_plan({"wave": {}, **plan}).to_json()
        own = survey.workspace
        programme = Programme.objects.create(
            workspace=own, survey=survey, name="W", kind="wave", state="running", plan=data
        )
        due_at = self.NIGHT - timedelta(hours=6)
        message = queue(survey, "ann@example.org", due_at=due_at, invited={"programme": programme})
        message.invitation.person.time_zone = zone
        message.invitation.person.save()
        return message

    def test_what_became_late_waits_for_the_morning(self, survey: Survey, channel: Noting) -> None:
        message = self.queued(survey)
        dispatch.send_due(1, lambda: self.NIGHT)
        assert channel.letters == []
        assert state(message) == ("queued", "")
        assert (message.due_at, message.tries) == (self.MORNING, 0)
        dispatch.send_due(1, lambda: self.MORNING)
        assert state(message) == ("sent", "")

    def test_the_clock_is_that_of_the_person(self, survey: Survey, channel: Noting) -> None:
        message = self.queued(survey, "America/New_York")  # 16:30 there
        dispatch.send_due(1, lambda: self.NIGHT)
        assert state(message) == ("sent", "")

    def test_the_hours_of_the_programme_go_before_those_of_the_workspace(
        self, survey: Survey, channel: Noting
    ) -> None:
        message = self.queued(survey, quiet={"start": "00:00", "end": "06:00"})
        dispatch.send_due(1, lambda: self.NIGHT)
        assert state(message) == ("sent", "")

    def test_nor_on_a_day_that_the_programme_leaves_out(self, survey: Survey, channel: Noting) -> None:
        message = self.queued(survey, "America/New_York", wave={"weekdays": [5], "over_days": 5})
        dispatch.send_due(1, lambda: self.NIGHT)
        message.refresh_from_db()
        assert message.due_at == datetime(2026, 1, 16, 13, tzinfo=UTC)  # Friday, 08:00 in New York

    def test_an_unknown_one_that_waits_stays_unknown(self, survey: Survey, channel: Noting) -> None:
        message = self.queued(survey)
        Message.objects.update(state="unknown")
        dispatch.send_due(1, lambda: self.NIGHT)
        assert state(message) == ("unknown", "")
        assert not message.repeated
        dispatch.send_due(1, lambda: self.MORNING)
        assert state(message) == ("sent", "")

    def test_a_link_by_hand_goes_at_once(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org", due_at=self.NIGHT)
        dispatch.send_due(1, lambda: self.NIGHT)
        assert state(message) == ("sent", "")


class TestWhatMustNotGoOut:
    def stopped(self, message: Message, channel: Noting) -> str:
        dispatch.send_due(1)
        assert channel.letters == []
        told, reason = state(message)
        assert told == "cancelled"
        return reason

    def test_answered_meanwhile(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org")
        answer(message.invitation)
        assert self.stopped(message, channel) == "answered"

    def test_expired(self, survey: Survey, channel: Noting) -> None:
        past = timezone.now() - timedelta(seconds=1)
        message = queue(survey, "ann@example.org", invited={"expires_at": past})
        assert self.stopped(message, channel) == "expired"

    def test_closed(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org")
        survey.move_to("closed", "system")
        assert self.stopped(message, channel) == "survey_closed"

    def test_programme_ended(self, survey: Survey, channel: Noting) -> None:
        programme = Programme.objects.create(
            workspace=survey.workspace, survey=survey, name="W", kind="wave", state="ended"
        )
        message = queue(survey, "ann@example.org", invited={"programme": programme})
        assert self.stopped(message, channel) == "programme_ended"

    def test_address_gone(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org")
        message.invitation.person.email = ""
        message.invitation.person.save()
        assert self.stopped(message, channel) == "no_address"

    @pytest.mark.parametrize("reason", ["unsubscribed", "complaint", "hard_bounce", "erased"])
    def test_suppressed(self, survey: Survey, channel: Noting, reason: str) -> None:
        message = queue(survey, "Ann@Example.org")
        suppress(
            survey.workspace, "mail", "ann@example.org", "", SuppressionReason(reason), "test", timezone.now()
        )
        assert self.stopped(message, channel) == f"suppressed:{reason}"

    def test_the_suppression_of_another_workspace_is_not_ours(
        self, survey: Survey, channel: Noting, foreign_workspace: Any
    ) -> None:
        queue(survey, "ann@example.org")
        why = SuppressionReason.UNSUBSCRIBED
        suppress(foreign_workspace, "mail", "ann@example.org", "", why, "test", timezone.now())
        dispatch.send_due(1)
        assert len(channel.letters) == 1

    def test_what_a_scanner_left_is_no_answer(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org")
        answer(message.invitation, state="quarantined", verdict="machine")
        dispatch.send_due(1)
        assert len(channel.letters) == 1

    def test_thanks_go_out_after_the_answer(self, survey: Survey, channel: Noting) -> None:
        message = queue(survey, "ann@example.org", purpose="thank")
        answer(message.invitation)
        dispatch.send_due(1)
        assert channel.letters[0].subject == "Thank you"


class TestWhatBecameOfIt:
    def one(self, survey: Survey, channel: Noting, told: Any) -> Message:
        message = queue(survey, "ann@example.org")
        channel.answers = [told]
        dispatch.send_due(5)
        message.refresh_from_db()
        return message

    def test_again_later_with_longer_and_longer_pauses(self, survey: Survey, channel: Noting) -> None:
        busy = SendError("451 busy", permanent=False)
        message = self.one(survey, channel, busy)
        assert (message.state, message.tries, message.failure) == ("queued", 1, "451 busy")
        pauses, now = [message.due_at - timezone.now()], message.due_at
        while message.state == "queued":
            channel.answers = [busy]
            dispatch.send_due(5, lambda at=now: at)
            message.refresh_from_db()
            pauses.append(message.due_at - now)
            now = message.due_at
        assert message.state == "failed"
        assert message.tries == len(dispatch.BACK_OFF) + 1
        assert pauses[:-1] == sorted(pauses[:-1])
        assert Suppression.objects.count() == 0

    def test_never(self, survey: Survey, channel: Noting) -> None:
        message = self.one(survey, channel, SendError("554 spam", permanent=True))
        assert (message.state, message.failure) == ("failed", "554 spam")
        assert Suppression.objects.count() == 0

    def test_nobody_there_is_never_written_to_again(self, survey: Survey, channel: Noting) -> None:
        message = self.one(survey, channel, SendError("550 5.1.1", permanent=True, bounced=True))
        assert message.state == "failed"
        assert Suppression.objects.get().reason == "hard_bounce"
        again = queue(survey, "x@example.org")
        again.invitation.person = message.invitation.person
        again.invitation.save()
        dispatch.send_due(5)
        assert state(again) == ("cancelled", "suppressed:hard_bounce")

    def test_a_wait_that_was_asked_for_is_kept(self, survey: Survey, channel: Noting) -> None:
        message = self.one(survey, channel, SendError("429", permanent=False, after_seconds=7200))
        assert message.due_at - timezone.now() > timedelta(minutes=119)

    def test_unknown_is_sent_once_more_with_the_same_name(self, survey: Survey, channel: Noting) -> None:
        message = self.one(survey, channel, SendError("cut", permanent=False, unknown=True))
        assert message.state == "unknown"
        dispatch.send_due(5, lambda: timezone.now() + LATER)
        assert state(message) == ("sent", "")
        assert message.repeated
        assert len({letter.message_id for letter in channel.letters}) == 1

    def test_unknown_twice_waits_for_a_person(self, survey: Survey, channel: Noting) -> None:
        cut = SendError("cut", permanent=False, unknown=True)
        message = self.one(survey, channel, cut)
        channel.answers = [cut]
        dispatch.send_due(5, lambda: timezone.now() + LATER)
        dispatch.send_due(5, lambda: timezone.now() + 2 * LATER)
        assert state(message) == ("unknown", "cut")
        assert len(channel.letters) == 2

    def test_unknown_is_held_where_that_is_wanted(
        self, survey: Survey, channel: Noting, settings: Any
    ) -> None:
        settings.UNKNOWN_MAILS = "hold"
        message = self.one(survey, channel, SendError("cut", permanent=False, unknown=True))
        dispatch.send_due(5, lambda: timezone.now() + LATER)
        assert state(message) == ("unknown", "cut")
        assert len(channel.letters) == 1

    def test_refused_on_the_second_way_it_is_still_of_unknown_fate(
        self, survey: Survey, channel: Noting
    ) -> None:
        message = self.one(survey, channel, SendError("cut", permanent=False, unknown=True))
        channel.answers = [SendError("451 busy", permanent=False)]
        dispatch.send_due(5, lambda: timezone.now() + LATER)
        assert state(message) == ("unknown", "451 busy")
        assert not message.repeated

    def test_a_server_that_is_down_costs_no_try_and_rests_for_that_workspace_alone(
        self, survey: Survey, channel: Noting, foreign_workspace: Any
    ) -> None:
        theirs = Survey.start(foreign_workspace, "T", make_definition("rnps", "T", ("en",)), "system")
        ours = [queue(survey, f"{name}@example.org") for name in "abc"]
        other = queue(theirs, "d@example.org")
        channel.answers = [SendError("refused", permanent=False, down=True)]
        dispatch.send_due(5)
        assert {state(one) for one in ours} == {("queued", "")}
        assert {one.tries for one in ours} == {0}
        assert state(other) == ("sent", "")
        dispatch.send_due(5, lambda: timezone.now() + timedelta(minutes=1))
        assert {state(one) for one in ours} == {("sent", "")}


class TestClaims:
    def test_each_message_is_held_by_one(self, survey: Survey) -> None:
        for number in range(5):
            queue(survey, f"{number}@example.org")
        first, second = claim("mail", 3, timezone.now()), claim("mail", 3, timezone.now())
        assert (len(first), len(second)) == (3, 2)
        assert not {one.pk for one in first} & {one.pk for one in second}
        release(first)
        assert len(claim("mail", 9, timezone.now())) == 3

    def test_of_what_a_dead_worker_held_only_the_first_may_have_gone_out(self, survey: Survey) -> None:
        for number in range(4):
            queue(survey, f"{number}@example.org")
        now = timezone.now()
        held = claim("mail", 3, now)
        dispatch.record(held[0], Sent("x"), now)
        assert reclaim(now) == 0  # its lease still runs
        assert reclaim(now + LATER) == 1
        assert [state(one)[0] for one in held] == ["sent", "unknown", "queued"]

    def test_a_worker_that_wakes_after_its_lease_says_what_it_knows(self, survey: Survey) -> None:
        message = queue(survey, "ann@example.org")
        [held] = claim("mail", 1, timezone.now())
        reclaim(timezone.now() + LATER)
        dispatch.record(held, Sent("x"), timezone.now())
        assert state(message) == ("sent", "")

    def test_a_worker_that_wakes_after_its_lease_spoils_nothing(self, survey: Survey) -> None:
        message = queue(survey, "ann@example.org")
        [held] = claim("mail", 1, timezone.now())
        reclaim(timezone.now() + LATER)
        dispatch.record(held, SendError("451", permanent=False), timezone.now())
        assert state(message)[0] == "unknown"

    def test_a_slow_batch_is_given_back_before_its_lease_ends(
        self, survey: Survey, channel: Noting, settings: Any
    ) -> None:
        settings.SEND_LEASE_SECONDS = 60
        for number in range(3):
            queue(survey, f"{number}@example.org")
        began, looks = timezone.now(), iter(range(0, 1000, 10))
        clock = lambda: began + timedelta(seconds=next(looks))  # noqa: E731 - ten seconds a look
        dispatch.send_batch("mail", clock)
        states = [state(one)[0] for one in Message.objects.order_by("pk")]
        assert states == ["sent", "queued", "queued"]


class TestLimits:
    @pytest.fixture
    def now(self) -> datetime:
        return timezone.now()

    def test_no_more_go_out_than_allowed(self, survey: Survey, channel: Noting, settings: Any) -> None:
        settings.SEND_LIMITS = read_send_limits("mail 2/s")
        for number in range(9):
            queue(survey, f"{number}@example.org")
        at = [timezone.now()]
        for _second in range(4):
            dispatch.send_due(5, lambda: at[0])
            at[0] += timedelta(seconds=1)
        assert len(channel.letters) == 2 + 3 * 2

    def test_an_hour_never_sees_more_than_its_cap(
        self, survey: Survey, channel: Noting, settings: Any
    ) -> None:
        settings.SEND_LIMITS = read_send_limits("mail 12/h")
        for number in range(40):
            queue(survey, f"{number}@example.org")
        start, sent = timezone.now(), []
        for minute in range(0, 181, 3):
            before = len(channel.letters)
            dispatch.send_due(5, lambda minute=minute: start + timedelta(minutes=minute))
            sent += [minute] * (len(channel.letters) - before)
        assert max(sum(at <= other < at + 60 for other in sent) for at in sent) <= 12
        assert len(sent) >= 30
