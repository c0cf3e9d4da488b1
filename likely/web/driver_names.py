"""What rated columns are called on a page: the words of the question that was asked."""

from collections.abc import Mapping, Sequence

from likely.ask.definition import Definition
from likely.ask.survey import Survey
from likely.base.workspace import Workspace

LONGEST = 40  # characters; a whole question is no name


def driver_names(workspace: Workspace, columns: Sequence[str], language: str) -> dict[str, str]:
    """Column -> its question's words in `language`, or the column itself where no survey asks it now."""
    rows = Survey.objects.of(workspace).select_related("live").exclude(live=None).order_by("-created_at")
    definitions = [one.live.read() for one in rows[:100] if one.live]
    return {column: _name(definitions, column, language) for column in columns}


def _name(definitions: Sequence[Definition], column: str, language: str) -> str:
    for definition in definitions:
        question = definition.question_answered_by(column)
        if question is None:
            continue
        texts = next((row.text for row in question.rows if row.key == column), question.text)
        said = definition.say(texts, language)
        return said if len(said) <= LONGEST else column
    return column


def named(names: Mapping[str, str], column: str) -> str:
    return names.get(column, column)
