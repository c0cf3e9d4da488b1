"""How what a language model wrote is looked at: the newest of this view, while its comments are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from likely.act.language_model_setup import language_model_of
from likely.act.written_text import Kind, ShownSentence, WrittenText, newest_text, shown_sentences
from likely.base.workspace import Workspace
from likely.web.language import language
from likely.web.question import Question


@dataclass(frozen=True, slots=True)
class Written:
    """What a page shows of it. text: None where none was ordered of this view."""

    text: WrittenText | None
    sentences: Sequence[ShownSentence]


def written_of(workspace: Workspace, question: Question) -> Written | None:
    """None: no language model writes for this workspace."""
    if language_model_of(workspace) is None:
        return None
    text = newest_text(workspace, Kind.SUMMARY, view_of(question))
    return Written(text, shown_sentences(text) if text else ())


def view_of(question: Question) -> str:
    """Names the figures that a summary speaks of, and its language."""
    asked = f"{question.slice.cut()!r} {question.of_segment!r} {language()}"
    return sha256(asked.encode()).hexdigest()
