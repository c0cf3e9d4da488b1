"""Every template and every kind of question can be answered to the end, without a script."""

import gzip
from typing import Any

import pytest
from django.test import Client

from likely.ask.definition import Definition
from likely.ask.preset import make_preset
from likely.ask.template import TEMPLATES, make_definition
from tests.public.every_kind import QUESTIONS, SCORE, every_kind, survey_of
from tests.public.plain_browser import Form, Visitor

LARGEST = 25_000  # bytes of the compressed page
WORDS = "Terrible queue & <b>cold</b> tea"


def publish(survey: Any, definition: Definition) -> Any:
    survey.kind = definition.kind
    survey.save()
    survey.publish(definition)
    return survey


def entered(form: Form) -> dict[str, Any]:
    """Something for everything that is asked and not answered yet."""
    found: dict[str, Any] = {}
    for one in form.controls:
        if one.name in ("website", "answers.contact") or one.kind == "hidden":
            continue
        found[one.name.replace(".", "__")] = (
            form.offers(one.name)[-1] if one.kind in ("radio", "checkbox") else WORDS
        )
    return found


@pytest.mark.parametrize("language", ["en", "zh", "et"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_answered_to_the_end(
    client: Client, survey: Any, template: str, language: str
) -> None:
    definition = make_definition(
        template, "Nordic Hardware", [language], {language: "X"} if template == "tnps" else None
    )
    publish(survey, definition)
    visitor, lead = Visitor(client, "/s/nordic"), definition.leading
    first = visitor.look()
    assert len(gzip.compress(visitor.html.encode())) < LARGEST
    name = lead.key if lead.key in ("score", "reason") else f"answers.{lead.key}"
    assert first.names - {"website"} == {name}
    given = lead.steps[1] if lead.steps else WORDS
    second = visitor.send(first, **{name.replace(".", "__"): given})
    assert visitor.step == "/s/nordic?step=why"
    asked = entered(second)
    last = visitor.send(second, **asked)
    assert visitor.step.startswith("/s/nordic?step=thanks")
    assert last.names == set()
    [row] = survey.responses.all()
    assert row.completed_at
    assert row.language == language
    told = {"score": row.score, "reason": row.comment, **row.answers}
    assert told[lead.key] == (lead.steps[-1] if lead.steps else WORDS), "the last form says it again"
    for question in definition.questions:
        for key in question.answer_keys:
            if question.kind == "rating":
                assert told[key] in (5, "na")
            elif question.kind == "text" and question.key in told:
                assert told[key] == WORDS


def test_every_kind_of_question_is_stored_as_its_kind(client: Client, survey: Any) -> None:
    publish(survey, every_kind())
    visitor = Visitor(client, "/s/nordic")
    second = visitor.send(visitor.look(), score="9")
    third = visitor.send(
        second,
        answers__csat="na",
        answers__stars="11",
        answers__clean="1",
        answers__quiet="na",
        answers__why="other",
        answers__why_other="The view",
        answers__liked=["price", "staff"],
        answers__town="Võru",
        reason=WORDS,
        answers__again="no",
        permission="yes",
        answers__contact="Mari@Example.org",
    )
    [row] = survey.responses.all()
    assert (row.score, row.comment, row.permission) == (9, WORDS, True)
    assert row.answers == {
        "csat": "na", "stars": 11, "clean": 1, "quiet": "na", "why": "other", "why_other": "The view",
        "liked": ["price", "staff"], "town": "Võru", "again": False, "contact": "mari@example.org",
    }  # fmt: skip
    assert "answers.never" in third.names, "the answer opened a question, which is asked before the thanks"
    visitor.send(third)
    assert "Thanks, friend." in visitor.html
    assert 'id="answer"' not in visitor.html, "a question that may be left out is asked once"


def test_what_was_answered_is_shown_again(client: Client, survey: Any) -> None:
    publish(survey, every_kind())
    visitor = Visitor(client, "/s/nordic")
    second = visitor.send(visitor.look(), score="4")
    chosen = {
        "answers.csat": "3", "answers.quiet": "na", "answers.why": "other", "answers.why_other": "A & B",
        "answers.liked": ["other", "speed"], "answers.town": "Võru", "answers.again": "yes",
    }  # fmt: skip
    visitor.send(second, **{name.replace(".", "__"): value for name, value in chosen.items()})
    again = visitor.look()
    checked = {(one.name, one.value) for one in again.controls if one.checked}
    assert checked == {
        ("score", "4"), ("answers.csat", "3"), ("answers.quiet", "na"), ("answers.why", "other"),
        ("answers.liked", "speed"), ("answers.liked", "other"), ("answers.again", "yes"),
    }  # fmt: skip
    texts = {one.name: one.value for one in again.controls if one.kind in ("text", "textarea")}
    assert (texts["answers.town"], texts["answers.why_other"]) == ("Võru", "A & B")
    assert "What went wrong?" in visitor.html
    visitor.send(again, answers__liked=[])
    [row] = survey.responses.all()
    assert "liked" not in row.answers, "unticked boxes are no answer"


@pytest.mark.parametrize(
    "question",
    [
        q
        for q in QUESTIONS
        if "show_if" not in q and q["kind"] not in ("hidden", "contact") and "rows" not in q
    ],
)
def test_a_survey_of_ones_own_may_begin_with_any_kind(
    client: Client, survey: Any, question: dict[str, Any]
) -> None:
    publish(
        survey,
        survey_of(
            {**question, "by_group": {}} if "by_group" in question else question,
            {"key": "more", "kind": "text", "text": {"en": "More?"}},
        ),
    )
    visitor = Visitor(client, "/s/nordic")
    second = visitor.send(visitor.look(), **entered(visitor.look()))
    assert "answers.more" in second.names
    visitor.send(second, answers__more="yes")
    assert "Thanks to all." in visitor.html
    [row] = survey.responses.all()
    assert row.answers["more"] == "yes"
    assert row.completed_at


def test_nothing_begins_without_the_consent_that_is_required(client: Client, survey: Any) -> None:
    consent = {"text": {"en": "I agree to the terms."}, "link": "https://example.org/terms"}
    publish(survey, every_kind(consent=consent))
    visitor = Visitor(client, "/s/nordic")
    first = visitor.look()
    card = visitor.html.partition("<main")[2]
    assert card.index("I agree to the terms.") < card.index("How likely are you")
    assert 'href="https://example.org/terms"' in visitor.html
    refused = client.post(
        first.action,
        "key=" + "k" * 32 + "&score=3&answers.consent=no",
        content_type="application/x-www-form-urlencoded",
    )
    assert refused.status_code == 422
    assert not survey.responses.exists()
    visitor.send(first, score="3", answers__consent="yes")
    [row] = survey.responses.all()
    assert (row.score, row.answers) == (3, {"consent": True})
    visitor.send(visitor.look(), answers__consent=[])
    row.refresh_from_db()
    assert row.answers["consent"] is False, "it may be taken back"


def test_what_is_required_is_asked_again_until_it_is_there(client: Client, survey: Any) -> None:
    needed = [{**q, "required": True} for q in QUESTIONS if q["key"] in ("liked", "rooms")]
    publish(survey, survey_of(SCORE, *needed))
    visitor = Visitor(client, "/s/nordic")
    second = visitor.send(visitor.look(), score="3")
    third = visitor.send(second, answers__clean="2")
    assert visitor.html.count("Please answer this question.") >= 2
    assert third.offers("answers.quiet")
    assert survey.responses.get().completed_at is None
    visitor.send(third, answers__quiet="na", answers__liked=["speed"])
    assert "Thanks to all." in visitor.html
    assert survey.responses.get().completed_at


def test_a_hidden_question_is_answered_by_a_signed_link_alone(client: Client, survey: Any) -> None:
    publish(survey, every_kind())
    visitor = Visitor(client, "/s/nordic")
    visitor.send(visitor.look(f"?p={make_preset(survey, {'shop': 'Tartu'})}"), score="9")
    assert 'data-key="shop"' not in visitor.html
    [row] = survey.responses.all()
    assert row.answers["shop"] == "Tartu"
    stranger = Visitor(Client(), "/s/nordic")
    stranger.send(stranger.look("?p=Tartu"), score="9")
    assert sorted(row.answers.get("shop", "") for row in survey.responses.all()) == ["", "Tartu"]


def test_what_is_known_of_the_person_is_not_asked_and_no_property_is_told(
    client: Client, survey: Any, invitation: Any, person: Any
) -> None:
    asked = [
        {"key": "town", "kind": "text", "text": {"en": "Which town?"}, "known_as": "town"},
        {"key": "for_vip", "kind": "text", "text": {"en": "As a friend?"},
         "show_if": {"on": "tier", "is": ["secretly-vip"]}},
        {"key": "for_all", "kind": "text", "text": {"en": "As anybody?"},
         "show_if": {"any": [{"on": "tier", "is": ["secretly-low"]}, {"on": "score", "from": 5}]}},
    ]  # fmt: skip
    publish(survey, survey_of(SCORE, *asked))
    person.properties = {"town": "Tartu-of-the-CRM", "tier": "secretly-vip"}
    person.save()
    visitor = Visitor(client, f"/r/{invitation.token}")
    form = visitor.send(visitor.look(), score="3")
    assert form.names - {"website", "score"} == {"answers.for_vip"}
    assert "of-the-CRM" not in visitor.html
    assert "secretly" not in visitor.html
    form = visitor.send(visitor.look(), score="5", answers__for_vip="hello")
    assert form.names - {"website", "score"} == {"answers.for_vip", "answers.for_all"}
    assert survey.responses.get().answers["town"] == "Tartu-of-the-CRM"


def test_an_order_by_chance_is_another_for_each_and_stays(client: Client, survey: Any) -> None:
    many = [{"key": f"c{n}", "text": {"en": f"Choice {n}"}} for n in range(8)]
    asked = {
        "key": "pick",
        "kind": "choice",
        "choices": many,
        "other": True,
        "randomised": True,
        "text": {"en": "Which?"},
    }
    publish(survey, survey_of(SCORE, asked))
    orders = []
    for _ in range(3):
        visitor = Visitor(Client(), "/s/nordic")
        form = visitor.send(visitor.look(), score="3")
        orders.append(form.offers("answers.pick"))
        assert visitor.look().offers("answers.pick") == orders[-1]
    assert len({tuple(order) for order in orders}) > 1
    assert all(order[-1] == "other" for order in orders)


def test_links_of_the_thanks_are_for_their_groups(client: Client, survey: Any) -> None:
    links = [
        {"kind": "review", "url": "https://example.org/review", "text": {"en": "Say it"},
         "groups": ["promoter"]},
        {"kind": "more", "url": "https://example.org/help", "text": {"en": "Get help"},
         "groups": ["detractor"]},
        {"kind": "share", "url": "https://example.org/share", "text": {"en": "Pass on"}},
    ]  # fmt: skip
    publish(survey, survey_of(SCORE, links=links))
    visitor = Visitor(client, "/s/nordic")
    visitor.send(visitor.send(visitor.look(), score="10"))
    shown = [line for line in visitor.html.splitlines() if 'class="button"' in line]
    assert ["hidden" in line for line in shown] == [False, True, False]
    assert "Thanks, friend." in visitor.html
