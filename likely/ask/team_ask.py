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


class NotTaken(Refusal):
    """words: the other side's own, or our channel's."""

    def __init__(self, words: str) -> None:
        said = f"The chat app did not take the question: {words}"
        super().__init__("not_sent", said, field="survey")
        self.words = words


def ask_team(survey: Survey, actor: str) -> None:
    """Nobody is named: whoever opens the link answers as any visitor, or not at all if it is anonymous."""
    if survey.live is None or survey.state_now != SurveyState.OPEN:
        raise Refusal(
            "survey_not_open", "The survey takes no answers.", cure="Open it first.", field="survey"
        )
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
        raise NotTaken(outcome.words)
    record(workspace, actor, "team.asked", f"survey:{survey.pk}")
