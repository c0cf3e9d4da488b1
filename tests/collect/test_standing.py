"""Which answer stands: a person's is never touched by what is less sure, and replaces what is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from likely.act.dismissal import dismiss, restore
from likely.ask.page_proof import make_proof
from likely.collect.evidence import Sender
from likely.collect.gesture import Gesture
from likely.collect.intake import take_in
from likely.collect.response import Response
from likely.collect.standing import evidence_of
from likely.collect.submission import Submission
from likely.public.visits import place_of

HAND, STILL = Gesture("touch", 2000, visible=True), Gesture()
BROWSER, PROGRAM = Sender(), Sender("program")
FIRST, SECOND = timedelta(seconds=-20), timedelta(seconds=-10)  # when two pages were made


@pytest.fixture
def sent(invitation: Any) -> Callable[..., Any]:
    """Send by the personal link, which went out yesterday, from a page made at `page`.

    A page is one page however long the test takes: its moment is counted from the test's start.
    """
    start = datetime.now(UTC)
    invitation.sent_at = datetime.now(UTC) - timedelta(days=1)
    invitation.save(update_fields=["sent_at"])

    def sent(
        gesture: Gesture | None = HAND, sender: Sender = BROWSER, page: timedelta = FIRST, **what: Any
    ) -> Any:
        made = int((start + page).timestamp()) * 1000
        proof = make_proof(invitation.id.hex, "score", made)
        words = Submission(
            datetime.now(UTC), invitation=invitation.pk, gesture=gesture, sender=sender, proof=proof
        )
        return take_in(replace(words, **what))

    return sent


def row() -> Response:
    return Response.objects.get()


def told() -> tuple[int | None, str, str, str]:
    one = row()
    return one.score, one.state, one.verdict, one.doubt


def test_a_persons_answer_counts_and_a_stills_does_not(sent: Callable[..., Any]) -> None:
    sent(STILL, score=2)
    assert told() == (2, "quarantined", "doubtful", "no_interaction")
    sent(HAND, page=SECOND, score=9)
    assert told() == (9, "counted", "human", "")


def test_nothing_of_a_programs_answer_is_left(sent: Callable[..., Any]) -> None:
    sent(sender=PROGRAM, score=0, comment="test", permission=True, answers={"price": 1}, done=True)
    sent(page=SECOND, score=9)
    one = row()
    assert (one.score, one.comment, one.permission, one.answers, one.completed_at) == (9, "", None, {}, None)


def test_what_is_less_sure_is_withheld_and_shown(sent: Callable[..., Any]) -> None:
    sent(score=9, comment="Kind people")
    Response.objects.update(seal=3)
    before = row().changed_at
    receipt = sent(STILL, page=SECOND, score=0, comment="spam")
    assert receipt.status == "repeated"
    assert told() == (9, "counted", "human", "")
    one = row()
    assert (one.comment, one.seal, one.changed_at) == ("Kind people", 3, before)
    [withheld] = one.evidence["withheld"]
    assert (withheld["reason"], withheld["score"], withheld["comment"]) == ("no_interaction", 0, "spam")


def test_at_most_five_are_withheld_and_none_twice(sent: Callable[..., Any]) -> None:
    sent(score=9)
    for score in (0, 0, 1, 2, 3, 4, 5, 6):
        sent(STILL, page=SECOND, score=score)
    assert [one["score"] for one in row().evidence["withheld"]] == [0, 1, 2, 3, 4]


def test_a_page_that_shows_a_person_later_counts_with_all_it_said(sent: Callable[..., Any]) -> None:
    sent(STILL, score=7, comment="First words")
    sent(HAND, comment="More words")
    assert told() == (7, "counted", "human", "")
    assert row().comment == "More words"


def test_a_page_that_sends_many_scores_spoils_its_own_answer(sent: Callable[..., Any]) -> None:
    for score in (0, 1, 2, 3):
        sent(score=score)
    assert row().state == "counted"
    sent(score=4)
    assert told() == (4, "quarantined", "doubtful", "many_scores")


def test_the_scores_of_a_scanner_are_not_held_against_a_person(sent: Callable[..., Any]) -> None:
    for score in range(11):
        sent(STILL, score=score)
    sent(HAND, page=SECOND, score=9)
    assert told() == (9, "counted", "human", "")


def test_a_member_who_let_it_count_is_not_overruled(sent: Callable[..., Any], workspace: Any) -> None:
    sent(STILL, score=6)
    restore(workspace, row().pk, "user:a")
    sent(STILL, comment="and more")
    assert (row().state, row().comment) == ("counted", "and more")
    sent(sender=PROGRAM, page=SECOND, score=0)
    assert (row().score, row().state) == (6, "counted")


def test_a_member_who_dismissed_it_is_not_overruled(sent: Callable[..., Any], workspace: Any) -> None:
    sent(score=6)
    dismiss(workspace, row().pk, "a test", "user:a")
    sent(page=SECOND, score=9)
    assert (row().state, row().doubt) == ("dismissed", "a test")


def test_the_evidence_names_nobody(sent: Callable[..., Any]) -> None:
    sent(score=9)
    assert set(row().evidence) == {"page", "agent", "form", "scores", "link_age", "by", "ms", "moves"}


def test_a_device_is_known_for_a_day_and_no_longer(sent: Callable[..., Any]) -> None:
    noon = 1_780_000_000.0
    place = place_of("192.0.2.1", "Firefox", noon)
    sent(score=9, sender=Sender(place=place))
    assert row().evidence["place"] == place
    assert place == place_of("192.0.2.1", "Firefox", noon + 60)
    others = {place_of("192.0.2.2", "Firefox", noon), place_of("192.0.2.1", "Chrome", noon)}
    assert place not in others | {place_of("192.0.2.1", "Firefox", noon + 86_400)}
    assert len(place) == 6
    sent_now = Submission(datetime.now(UTC), sender=Sender(place=place))
    assert "place" not in evidence_of(sent_now, "", None, datetime.now(UTC), None, anonymous=True)


def test_a_trusted_caller_is_not_judged(send: Callable[..., Any]) -> None:
    send(score=3)
    assert told() == (3, "counted", "", "")
    assert row().evidence == {}


def test_properties_of_a_signed_link_are_kept_and_others_ignored(
    send: Callable[..., Any], survey: Any
) -> None:
    from likely.ask.preset import make_preset

    send(score=3, preset=make_preset(survey, {"shop": "Tartu"}))
    assert row().properties == {"shop": "Tartu"}
    send(key="another-key-of-one", score=3, preset='{"shop": "Narva"}')
    assert Response.objects.get(key="another-key-of-one").properties == {}
