"""What was sent is held against what the survey asks: kinds, consent, known facts, what is required."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask.definition import Definition
from likely.collect.response import Response
from likely.collect.submission import read_form
from likely.lib.refusal import Refusal
from tests.collect.conftest import KEY

Send = Callable[..., Any]
CSAT = {
    "schema": "likely.survey/1",
    "kind": "csat5",
    "subject": {"en": "us"},
    "languages": ["en"],
    "questions": [
        {"key": "csat", "kind": "csat", "text": {"en": "How?"}, "required": True},
        {"key": "rated", "kind": "rating", "text": {"en": "Each?"}, "not_applicable": True,
         "rows": [{"key": "speed", "text": {"en": "Speed"}}, {"key": "price", "text": {"en": "Price"}}]},
        {"key": "why", "kind": "choice", "text": {"en": "Why?"}, "other": True, "required": True,
         "choices": [{"key": "late", "text": {"en": "Late"}}], "show_if": {"on": "csat", "to": 2}},
        {"key": "uses", "kind": "choices", "text": {"en": "What?"}, "most": 2, "choices": [
            {"key": key, "text": {"en": key.upper()}} for key in ("a", "b", "c")]},
        {"key": "plan", "kind": "choice", "text": {"en": "Plan?"}, "known_as": "plan", "choices": [
            {"key": "pro", "text": {"en": "Pro plan"}}, {"key": "free", "text": {"en": "Free"}}]},
        {"key": "order", "kind": "hidden"},
        {"key": "permission", "kind": "yes_no", "text": {"en": "May we?"}},
        {"key": "contact", "kind": "contact", "text": {"en": "Where?"}},
    ],
}  # fmt: skip


@pytest.fixture
def csat(survey: Any) -> Any:
    survey.publish(Definition.from_json(CSAT))
    return survey


def stored() -> Response:
    return Response.objects.get()


def from_form(body: bytes) -> Any:
    return read_form(body, at=timezone.now())


def refused(send: Send, **sent: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        send(**sent)
    return f"{refusal.value.code} {refusal.value.field}"


def test_a_satisfaction_is_an_answer_without_a_score(csat: Any, send: Send) -> None:
    assert send(answers={"csat": 4}).group is None
    assert (stored().score, stored().answers, stored().state) == (None, {"csat": 4}, "counted")
    assert send(answers={"csat": 4}).status == "repeated"
    assert send(answers={"csat": 5}).status == "updated"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"csat": 6}, "answer_out_of_range answers.csat"),
        ({"csat": 0}, "answer_out_of_range answers.csat"),
        ({"csat": True}, "answer_malformed answers.csat"),
        ({"csat": "4"}, "answer_malformed answers.csat"),
        ({"csat": "na"}, "answer_malformed answers.csat"),
        ({"rated": 3}, "answer_unknown answers.rated"),
        ({"speed": 6}, "answer_out_of_range answers.speed"),
        ({"why": "early"}, "answer_malformed answers.why"),
        ({"why": ["late"]}, "answer_malformed answers.why"),
        ({"late_other": "x"}, "answer_unknown answers.late_other"),
        ({"why_other": 3}, "answer_malformed answers.why_other"),
        ({"uses": ["a", "b", "c"]}, "answer_malformed answers.uses"),
        ({"uses": ["d"]}, "answer_malformed answers.uses"),
        ({"uses": "a"}, "answer_malformed answers.uses"),
        ({"order": "7"}, "answer_unknown answers.order"),
        ({"contact": "nobody@"}, "answer_malformed answers.contact"),
        ({"contact": "five"}, "answer_malformed answers.contact"),
        ({"consent": True}, "answer_unknown answers.consent"),
    ],
)
def test_what_fits_no_question_is_refused(csat: Any, send: Send, answers: dict[str, Any], told: str) -> None:
    assert refused(send, answers=answers) == told
    assert not Response.objects.exists()


def test_a_survey_without_the_score_question_takes_no_score(csat: Any, send: Send) -> None:
    assert refused(send, score=9) == "answer_unknown score"
    assert (
        refused(send, score=9, slug="", survey=csat.pk, workspace=csat.workspace_id) == "answer_unknown score"
    )


def test_every_kind_is_stored_as_it_is_asked(csat: Any, send: Send) -> None:
    send(
        answers={
            "csat": 2,
            "speed": 1,
            "price": "na",
            "why": "other",
            "why_other": "Rain",
            "uses": ["c", "a"],
        }
    )
    assert stored().answers == {
        "csat": 2, "speed": 1, "price": "na", "why": "other", "why_other": "Rain", "uses": ["a", "c"],
    }  # fmt: skip
    assert send(answers={"uses": ["a", "c"]}).status == "repeated"
    send(answers={"why": "late", "uses": []})
    assert stored().answers == {"csat": 2, "speed": 1, "price": "na", "why": "late"}


def test_a_form_says_the_same_as_text(csat: Any, send: Send) -> None:
    form = b"answers.csat=2&answers.speed=na&answers.uses=&answers.uses=b&answers.uses=a&answers.why=late"
    sent = from_form(form + b"&answers.plan=")
    send(answers=sent.answers, as_text=True)
    assert stored().answers == {"csat": 2, "speed": "na", "uses": ["a", "b"], "why": "late"}
    send(answers=from_form(b"answers.uses=c").answers, as_text=True)
    assert stored().answers["uses"] == ["c"]
    send(answers=from_form(b"answers.uses=").answers, as_text=True)
    assert "uses" not in stored().answers


def test_an_address_is_kept_in_one_spelling_until_a_no(csat: Any, send: Send) -> None:
    send(answers={"csat": 4, "contact": "Mari@Example.ORG"}, permission=True)
    assert stored().answers["contact"] == "mari@example.org"
    send(answers={"contact": "+372 5555 1234"})
    assert stored().answers["contact"] == "+37255551234"
    send(permission=False)
    assert "contact" not in stored().answers


def test_what_is_known_is_not_asked_but_kept(csat: Any, send: Send, person: Any) -> None:
    from likely.ask.invitation import Invitation

    invitation = Invitation.objects.create(
        workspace=csat.workspace, survey=csat, person=person, properties={"order": 7}
    )
    send(slug="", key="", invitation=invitation.pk, answers={"csat": 4})
    assert stored().answers == {"csat": 4, "plan": "pro", "order": 7}
    assert stored().properties == {"plan": "pro", "order": 7}


@pytest.mark.parametrize(("value", "kept"), [("Pro plan", "pro"), ("PRO", "pro"), ("gold", None)])
def test_a_known_value_counts_where_it_fits(csat: Any, send: Send, value: str, kept: str | None) -> None:
    send(answers={"csat": 4}, properties={"plan": value})
    assert stored().answers.get("plan") == kept


def test_it_is_complete_once_nothing_required_is_left(csat: Any, send: Send) -> None:
    send(answers={"speed": 3}, done=True)
    assert stored().completed_at is None
    send(answers={"csat": 1}, done=True)
    assert stored().completed_at is None, "below 3 the reason is required"
    send(answers={"why": "other"}, done=True)
    assert stored().completed_at is None, "the other reason is not written yet"
    send(answers={"why_other": "Rain"}, done=True)
    assert stored().completed_at


def test_what_is_not_asked_is_not_required(csat: Any, send: Send) -> None:
    send(answers={"csat": 5}, done=True)
    assert stored().completed_at


def test_nothing_begins_without_the_consent(survey: Any, send: Send) -> None:
    survey.publish(Definition.from_json({**CSAT, "consent": {"text": {"en": "I agree."}}}))
    assert refused(send, answers={"csat": 4}) == "consent_missing answers.consent"
    assert refused(send, answers={"csat": 4, "consent": False}) == "consent_missing answers.consent"
    assert send(seen=True, key="").status == "seen"
    send(answers={"csat": 4, "consent": True})
    send(answers={"csat": 3})
    assert stored().answers == {"csat": 3, "consent": True}
    send(
        answers=from_form(b"answers.consent=on&answers.csat=5").answers,
        as_text=True,
        key="another-key-of-one",
    )
    assert Response.objects.count() == 2


def test_an_answer_settles_after_the_days_that_the_survey_gives(survey: Any, send: Send) -> None:
    survey.publish(Definition.from_json({**CSAT, "edit_days": 2}))
    send(answers={"csat": 4})
    Response.objects.update(at=timezone.now() - timedelta(days=2, minutes=1))
    assert refused(send, answers={"csat": 1}).startswith("answer_settled")
    machine = {"slug": "", "survey": survey.pk, "workspace": survey.workspace_id, "key": KEY}
    assert send(answers={"csat": 1}, **machine).status == "updated"
