"""The answers of a workspace's surveys in words, for a file."""

from collections.abc import Mapping
from typing import Any

from likely.ask.definition import Definition
from likely.ask.question import CONSENT_KEY, OWN_KEYS, Question
from likely.ask.survey import SurveyVersion
from likely.ask.told_answer import said_as
from likely.base.workspace import Workspace
from likely.store.response_stream import Told

# How to reach somebody is no part of a file of answers; numbers have columns of their own.
LEFT_OUT = ("contact", "scale", "csat", "ces", "rating")


def told_of(workspace: Workspace, language: str) -> Told:
    """Choices, texts, yes and no, as the version asked them that was answered. One query."""
    versions = SurveyVersion.objects.filter(survey__workspace=workspace).order_by("published_at")
    found = {
        (version.survey.slug, version.number): version.read() for version in versions.select_related("survey")
    }
    keys = dict.fromkeys(key for definition in found.values() for key in _keys(definition))

    def say(survey: str, version: int, answers: Mapping[str, Any]) -> Mapping[str, object]:
        definition = found.get((survey, version))
        if definition is None:
            return answers
        spoken = definition.best_language([language])
        return {key: said_as(definition, key, value, spoken) for key, value in answers.items() if key in keys}

    return Told(tuple(keys), say)


def _keys(definition: Definition) -> list[str]:
    told = [key for question in definition.questions if _is_told(question) for key in question.answer_keys]
    return [*told, *((CONSENT_KEY,) if definition.consent else ())]


def _is_told(question: Question) -> bool:
    return question.kind not in LEFT_OUT and question.key not in OWN_KEYS
