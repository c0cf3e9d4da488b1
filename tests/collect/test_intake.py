"""One pipeline: what is stored, what is repeated, what is refused and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.collect.intake import STEPS, take_in, take_in_all
from likely.collect.response import Response
from likely.collect.step import Reason
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal
from likely.people.person import Person
from tests.collect.conftest import KEY, definition

Send = Callable[..., Any]


def now() -> datetime:
    return datetime.now(UTC)


def refused(send: Send, **sent: Any) -> str:
    with pytest.raises(Refusal) as caught:
        send(**sent)
    return caught.value.code


def test_a_first_tap_is_stored_at_once(send: Send, survey: Any) -> None:
    receipt = send(score=3)
    row = Response.objects.get()
    assert (receipt.status, receipt.group, receipt.id) == ("stored", "detractor", row.pk)
    assert (row.score, row.key, row.state, row.completed_at) == (3, KEY, "counted", None)
    assert (row.survey, row.version, row.workspace) == (survey, survey.live, survey.workspace)


def test_the_same_tap_again_is_one_answer_and_writes_nothing(send: Send) -> None:
    first = send(score=3)
    before = Response.objects.get().changed_at
    again = send(score=3)
    assert (again.status, again.id) == ("repeated", first.id)
    assert Response.objects.get().changed_at == before


def test_two_taps_in_one_batch_are_one_answer(survey: Any) -> None:
    taps = [Submission(at=now(), slug="ours", key=KEY, score=score) for score in (3, 3, 9)]
    assert [outcome.status for outcome in take_in_all(taps)] == ["stored", "repeated", "updated"]
    assert Response.objects.get().score == 9


def test_a_comment_later_keeps_the_score(send: Send) -> None:
    first = send(score=3)
    receipt = send(comment="Late again")
    row = Response.objects.get()
    assert (receipt.status, receipt.group, receipt.id) == ("updated", "detractor", first.id)
    assert (row.score, row.comment, row.at) == (3, "Late again", first.at)


def test_a_score_can_be_changed_with_its_own_key_only(send: Send) -> None:
    send(score=3)
    send(score=10, key="somebody-else-key")
    assert sorted(Response.objects.values_list("score", flat=True)) == [3, 10]
    assert send(score=9).group == "promoter"
    assert sorted(Response.objects.values_list("score", flat=True)) == [9, 10]


def test_done_is_noted_once(send: Send) -> None:
    send(score=3, done=True)
    first = Response.objects.get().completed_at
    send(comment="One more thing", done=True)
    assert first is not None
    assert Response.objects.get().completed_at == first


def test_answers_are_merged_one_by_one_and_can_be_cleared(send: Send) -> None:
    send(score=8, answers={"price": 4, "again": True})
    send(answers={"improve": "Faster", "again": None})
    assert Response.objects.get().answers == {"price": 4, "improve": "Faster"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"colour": "red"}, "answer_unknown"),
        ({"score": 3}, "answer_unknown"),
        ({"reason": "no"}, "answer_unknown"),
        ({"price": 0}, "answer_out_of_range"),
        ({"price": 6}, "answer_out_of_range"),
        ({"price": True}, "answer_malformed"),
        ({"price": "4"}, "answer_malformed"),
        ({"again": 1}, "answer_malformed"),
        ({"again": "yes"}, "answer_malformed"),
        ({"improve": 5}, "answer_malformed"),
    ],
)
def test_answers_that_fit_no_question_are_refused(send: Send, answers: dict[str, Any], code: str) -> None:
    assert refused(send, score=5, answers=answers) == code
    assert not Response.objects.exists()


def test_a_form_sends_all_as_text(send: Send) -> None:
    send(score=5, as_text=True, answers={"price": "4", "again": "yes", "improve": "4"})
    assert Response.objects.get().answers == {"price": 4, "again": True, "improve": "4"}
    assert refused(send, as_text=True, answers={"price": "4.0"}) == "answer_malformed"


def test_an_answer_stays_with_the_version_it_began_with(send: Send, survey: Any) -> None:
    send(score=5)
    first = survey.live
    asked = definition()
    survey.publish(definition(questions=asked.questions[:2]))
    send(answers={"price": 3})  # the first version asks it
    assert Response.objects.get().version == first
    assert refused(send, key="a-newcomers-key-1", score=5, answers={"price": 3}) == "answer_unknown"


def test_a_personal_link_makes_one_answer_with_what_is_known(invitation: Any, person: Any) -> None:
    first = take_in(Submission(at=now(), invitation=invitation.pk, score=9))
    again = take_in(Submission(at=now(), invitation=invitation.pk, key="of-another-tab-here", score=7))
    row = Response.objects.get()
    assert first.id == again.id == row.pk
    assert (row.score, row.person, row.invitation, row.channel) == (7, person, invitation, "mail")
    assert (row.properties, row.language) == ({"plan": "pro", "order": 7}, "et")
    invitation.refresh_from_db()
    assert invitation.viewed_at is not None


def test_what_was_known_at_the_time_stays(invitation: Any, person: Any) -> None:
    take_in(Submission(at=now(), invitation=invitation.pk, score=9))
    Person.objects.filter(pk=person.pk).update(properties={"plan": "free"})
    take_in(Submission(at=now(), invitation=invitation.pk, comment="Still fine"))
    assert Response.objects.get().properties["plan"] == "pro"


def test_nobody_reaches_an_invited_answer_by_the_open_link(send: Send, invitation: Any) -> None:
    take_in(Submission(at=now(), invitation=invitation.pk, score=9))
    send(key=invitation.pk.hex, score=0)
    assert Response.objects.get(invitation=invitation).score == 9
    assert Response.objects.count() == 2


def test_a_look_is_noted_and_is_no_answer(invitation: Any) -> None:
    receipt = take_in(Submission(at=now(), invitation=invitation.pk, seen=True))
    assert (receipt.status, receipt.id) == ("seen", None)
    assert not Response.objects.exists()
    assert Invitation.objects.get().viewed_at is not None


def test_an_expired_link_is_refused_also_for_an_edit(invitation: Any) -> None:
    take_in(Submission(at=now(), invitation=invitation.pk, score=9))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(take_in_one, at=now(), invitation=invitation.pk, score=1) == "link_expired"
    assert Response.objects.get().score == 9


def take_in_one(**sent: Any) -> Any:
    return take_in(Submission(**sent))


@pytest.mark.parametrize(("state", "code"), [("paused", "survey_paused"), ("closed", "survey_closed")])
def test_a_survey_that_does_not_ask_takes_nothing(send: Send, survey: Any, state: str, code: str) -> None:
    survey.state = state
    survey.save()
    assert refused(send, score=5) == code
    assert not Response.objects.exists()


def test_an_unpublished_survey_is_unknown(send: Send, survey: Any) -> None:
    survey.live = None
    survey.save()
    assert refused(send, score=5) == "survey_unknown"


def test_nothing_makes_no_response(send: Send) -> None:
    assert refused(send) == "nothing_sent"
    assert refused(send, done=True) == "nothing_sent"
    assert refused(send, comment="") == "nothing_sent"
    assert refused(send, score=5, key="") == "key_missing"


def test_who_fills_the_invisible_field_is_quarantined(send: Send) -> None:
    assert send(score=0, trapped=True).status == "stored"
    row = Response.objects.get()
    assert (row.state, row.doubt) == ("quarantined", "honeypot")


def test_an_edit_unseals(send: Send) -> None:
    send(score=3)
    Response.objects.update(seal=4)
    send(score=3)
    assert Response.objects.get().seal == 4  # nothing changed
    send(score=2)
    row = Response.objects.get()
    assert (row.seal, row.sealed_before) == (None, True)


def test_an_anonymous_survey_keeps_no_person(send: Send, survey: Any, invitation: Any, person: Any) -> None:
    survey.publish(definition(anonymous=True))
    send(score=5, workspace=survey.workspace_id, person=person.pk)
    assert Response.objects.get().person is None
    assert refused(take_in_one, at=now(), invitation=invitation.pk, score=1) == "survey_anonymous"


def test_a_machine_reaches_its_own_workspace_alone(
    send: Send, survey: Any, person: Any, foreign_workspace: Any
) -> None:
    theirs = Person.objects.create(workspace=foreign_workspace, email="x@example.org")
    ours, by_id = survey.workspace_id, {"slug": "", "survey": survey.pk}
    assert refused(send, **by_id, workspace=foreign_workspace.pk, score=5) == "survey_unknown"
    assert refused(send, **by_id, workspace=ours, score=5, person=theirs.pk) == "person_unknown"
    send(**by_id, workspace=ours, score=5, person=person.pk, channel="api", properties={"shop": "Tartu"})
    row = Response.objects.get()
    assert (row.person, row.channel, row.properties) == (person, "api", {"plan": "pro", "shop": "Tartu"})


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(1999, 12, 31, tzinfo=UTC), "at_out_of_bounds"),
        (datetime.min.replace(tzinfo=UTC), "at_out_of_bounds"),
        (datetime.max.replace(tzinfo=UTC), "at_out_of_bounds"),
    ],
)
def test_a_time_beyond_belief_is_refused(send: Send, at: datetime, code: str) -> None:
    assert refused(send, at=at, score=5) == code
    assert refused(send, at=now() + timedelta(days=1, minutes=1), score=5) == code
    assert send(at=now() + timedelta(hours=23), score=5).status == "stored"


def test_a_refused_submission_spoils_no_other(survey: Any) -> None:
    batch = [
        Submission(at=now(), slug="ours", key="first-good-key-00", score=1),
        Submission(at=now(), slug="ours", key="second-bad-key-00", answers={"colour": "red"}),
        Submission(at=now(), slug="nowhere", key="third-bad-key-000", score=1),
        Submission(at=now(), slug="ours", key="fourth-good-key-0", score=10),
    ]
    outcomes = take_in_all(batch)
    assert [getattr(outcome, "code", "stored") for outcome in outcomes] == [
        "stored", "answer_unknown", "survey_unknown", "stored",
    ]  # fmt: skip
    assert sorted(Response.objects.values_list("score", flat=True)) == [1, 10]


def test_a_big_batch_of_new_and_changed_rows(survey: Any) -> None:
    keys = [f"key-number-{number:08}" for number in range(100)]
    take_in_all([Submission(at=now(), slug="ours", key=key, score=5) for key in keys[:50]])
    outcomes = take_in_all([Submission(at=now(), slug="ours", key=key, score=9) for key in keys])
    assert [outcome.status for outcome in outcomes] == ["updated"] * 50 + ["stored"] * 50
    assert Response.objects.filter(score=9).count() == 100


def test_every_reason_is_out_of_the_closed_list_and_every_step_has_a_name() -> None:
    assert len({name for name, _ in STEPS}) == len(STEPS)
    assert {"link_expired", "survey_paused", "nothing_sent"} <= set(get_args(Reason))
