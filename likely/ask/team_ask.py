"""A survey into the team's chat room: the question and the open link, for everybody who reads there."""

from typing import Final

from django.conf import settings

from likely.ask.sender import sender_of
from likely.ask.survey import Survey, SurveyState
from likely.base.journal import record
from likely.channels.channel import Letter, SendError
from likely.channels.table import CHANNELS
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal

CHAT: Final = "chat"


def ask_team(survey: Survey, actor: str) -> None:
    """Nobody is named: whoever opens the link answers as any visitor, or not at all if it is anonymous."""
    if survey.live is None or survey.state_now != SurveyState.OPEN:
        raise Refusal("survey_closed", "The survey takes no answers.", cure="Open it first.", field="survey")
    definition, workspace = survey.live.read(), survey.workspace
    language = definition.best_language([workspace.language])
    asked = " ".join(definition.say(definition.leading.text, language).split())
    letter = Letter(
        CHAT,
        "",
        f"<{new_id().hex}@team>",
        f"{asked} {settings.BASE_URL}/s/{survey.slug}",
        language=language,
        subject=sender_of(workspace).shown_name,
        workspace=workspace.pk,
    )
    [outcome] = CHANNELS[CHAT].send([letter])
    if isinstance(outcome, SendError):
        raise Refusal("not_sent", f"The chat app did not take it: {outcome.words}", field="survey")
    record(workspace, actor, "team.asked", f"survey:{survey.pk}")
