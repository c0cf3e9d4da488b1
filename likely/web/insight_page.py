"""What stands around the pictures of every page of analysis: the bar of filters, and what is set in it."""

from typing import Any

from likely.base.workspace import Workspace
from likely.web.asked_segment import segments_offered
from likely.web.question import Question, chips
from likely.web.words import period_words


def around(workspace: Workspace, question: Question) -> dict[str, Any]:
    return {
        "question": question,
        "others": question.others,
        "surveys": question.names.surveys,
        "segments": segments_offered(workspace),
        "chips": chips(question),
        "period": period_words(question.slice.since, question.slice.until),
        "cuts": question.cuts,
    }
