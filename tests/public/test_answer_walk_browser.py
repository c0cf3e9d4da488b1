"""The page's script walks through any survey as the server does: what it shows is what the server asks."""

from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from likely.ask.definition import Definition
from likely.ask.question import Question
from likely.ask.route import Surroundings, asked
from likely.public.field import form_name
from tests.ask.survey_strategies import definitions

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AROUND = Surroundings(channel="link", language="en")
ENTER = """([name, value]) => {
    const parts = [...document.getElementsByName(name)].filter((part) => part.type !== "hidden");
    if (parts[0].matches(":disabled")) return false;
    const text = value === true ? "yes" : value === false ? "no" : String(value);
    for (const part of parts) {
        if (part.type === "checkbox") part.checked = value.includes(part.value);
        else if (part.type === "radio") part.checked = part.value === text;
        else part.value = text;
    }
    const touched = parts.find((part) => part.checked) || parts[0];
    for (const kind of ["input", "change"]) touched.dispatchEvent(new Event(kind, {bubbles: true}));
    return true;
}"""
SHOWN = (
    """() => [...document.querySelectorAll("#more .question:not([hidden])")].map((one) => one.dataset.key)"""
)


def some_answer(question: Question, key: str, chance: Random) -> Any:
    if question.steps:
        return chance.choice([*question.steps, *(["na"] if question.not_applicable else [])])
    if question.kind == "yes_no":
        return chance.random() < 0.5
    if key != question.key or question.kind == "text":
        return chance.choice(["pro", "a", "some words"])
    if question.kind == "choices":
        most = question.most or len(question.choice_keys)
        return chance.sample(question.choice_keys, chance.randint(1, most))
    return chance.choice(question.choice_keys)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(definition=definitions(), seed=st.integers(0, 10**6))
def test_the_script_shows_what_the_server_asks(
    open_page: Any, survey: Any, definition: Definition, seed: int
) -> None:
    survey.publish(definition)
    walker: Page = open_page()
    html = Client().get("/s/nordic").content
    address = f"http://likely.test/{uuid4()}"  # what an earlier page could not send is none of this one's
    walker.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    walker.goto(address)
    chance, answers, lead = Random(seed), {}, definition.leading
    drawn = [question for question in definition.questions if question.kind != "hidden"]
    for question in [lead, *(chance.choice(drawn) for _ in range(12))]:
        key = chance.choice(question.answer_keys)
        value = some_answer(question, key, chance)
        if walker.locator(f"[name='{form_name(key)}']").count() and walker.evaluate(
            ENTER, [form_name(key), value]
        ):
            answers[key] = value
        if lead.key in answers:
            wanted = [q.key for q in asked(definition, answers, AROUND) if q.key != lead.key]
            assert walker.evaluate(SHOWN) == wanted, answers
