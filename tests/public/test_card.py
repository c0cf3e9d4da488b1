"""What a network shows of a shared link: the survey's own words, and a picture of them."""

from typing import Any

import pytest
from django.test import Client

from likely.ask.invitation import Invitation
from likely.public.card import MOST_LINES, card_svg, wrapped


def test_the_open_link_tells_networks_its_question_and_picture(survey: Any) -> None:
    page = Client().get(f"/s/{survey.slug}?lang=et&p=secret").content.decode()
    assert '<meta property="og:title" content="Nordic Hardware: kui tõenäoliselt' in page
    assert f"/s/{survey.slug}/card.png?lang=et" in page
    assert "summary_large_image" in page
    assert "secret" not in page.partition("<style")[0]


def test_a_personal_link_tells_networks_nothing(invitation: Invitation) -> None:
    assert "og:" not in Client().get(f"/r/{invitation.token}").content.decode()


def test_the_picture_has_the_size_that_networks_ask_for(survey: Any) -> None:
    answer = Client().get(f"/s/{survey.slug}/card.png?lang=zh")
    assert answer["Content-Type"] == "image/png"
    assert "max-age" in answer["Cache-Control"]
    width, height = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630)


def test_the_words_of_a_survey_are_no_markup(workspace: Any) -> None:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    survey = Survey.start(workspace, "x", make_definition("rnps", "<script>&", ("en",)), "test")
    assert survey.live_id
    drawn = card_svg(survey.live_id, "en", "<b>Us</b>")
    assert "<script" not in drawn
    assert "<b>" not in drawn
    page = Client().get(f"/s/{survey.slug}").content.decode()
    assert "<script>&" not in page


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_survey_that_takes_no_answers_has_no_picture(survey: Any, state: str) -> None:
    survey.move_to(state, "test")
    assert Client().get(f"/s/{survey.slug}/card.png").status_code == 404


@pytest.mark.parametrize("text", ["word " * 80, "推荐" * 120, "Donaudampfschifffahrtsgesellschaft" * 9])
def test_a_long_question_is_cut_to_what_the_card_holds(text: str) -> None:
    lines = wrapped(text, 1040, 52)
    assert len(lines) == MOST_LINES
    assert lines[-1].endswith("…")
