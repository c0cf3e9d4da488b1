"""Properties of a link: believed when this workspace signed them for this survey."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from likely.ask.preset import make_preset, preset_address, read_preset
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal

UNTIL = datetime(2030, 1, 1, tzinfo=UTC)
TOLD = {"shop": "Tartu Äri", "floor": 2, "new": True}


@pytest.fixture
def survey(workspace: Any) -> Any:
    return Survey.objects.create(workspace=workspace, slug="ours", name="Ours", kind="rnps")


def test_what_was_signed_is_read(survey: Any) -> None:
    preset = read_preset(make_preset(survey, TOLD, UNTIL), survey.workspace_id, survey.pk)
    assert preset is not None
    assert (preset.properties, preset.until) == (TOLD, UNTIL)
    assert preset.is_over(UNTIL)
    assert not preset.is_over(UNTIL - timedelta(seconds=1))


def test_another_survey_another_workspace_or_another_letter_makes_it_worthless(
    survey: Any, foreign_workspace: Any
) -> None:
    other = Survey.objects.create(workspace=survey.workspace, slug="other", name="Other", kind="rnps")
    text = make_preset(survey, TOLD)
    assert read_preset(text, survey.workspace_id, other.pk) is None
    assert read_preset(text, foreign_workspace.pk, survey.pk) is None
    for place in range(len(text)):
        altered = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert read_preset(altered, survey.workspace_id, survey.pk) is None
    for rubbish in ("", ".", "a.b", "é", "x" * 3000):
        assert read_preset(rubbish, survey.workspace_id, survey.pk) is None


def test_the_address_is_the_open_link(survey: Any) -> None:
    assert "/s/ours?p=" in preset_address(survey, {"shop": "Tartu"})


@pytest.mark.parametrize("properties", [{}, {"shop": ["a"]}, {f"k{n}": n for n in range(21)}])
def test_what_no_link_may_carry_is_refused(survey: Any, properties: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        make_preset(survey, properties)
