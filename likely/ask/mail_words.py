"""The owner's own words in the mails of a survey, in one language. What is empty is said as usual."""

from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models, transaction

from likely.ask.merge import check
from likely.ask.survey import Survey
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text, one_line
from likely.lib.refusal import Refusal

ONE_LINE: Final = {"subject": 150, "reminder_subject": 150, "preheader": 150}  # characters
SEVERAL_LINES: Final = {"lead": 2000, "reminder": 2000, "closing": 600}
LONGEST: Final = {**ONE_LINE, **SEVERAL_LINES}


class MailWords(models.Model):
    """Plain text with merge fields; an empty line begins a paragraph."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="mail_words")
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=150, blank=True)
    reminder_subject = models.CharField(max_length=150, blank=True)
    preheader = models.CharField(max_length=150, blank=True)  # what a list of mails shows after the subject
    lead = models.TextField(blank=True)
    reminder = models.TextField(blank=True)
    closing = models.TextField(blank=True)  # below the question: the name of who writes

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "language"], name="mail_words_once")
        ]


@transaction.atomic
def keep_mail_words(survey: Survey, language: str, texts: Mapping[str, str], actor: str) -> MailWords:
    """Keep the words of one language; what is not among them stays as it was."""
    if survey.live is None or language not in survey.live.read().languages:
        raise Refusal("unknown_language", f"The survey does not speak {language!r}.", field="language")
    found = MailWords.objects.of(survey.workspace_id).filter(survey=survey, language=language).first()
    words = found or MailWords(workspace=survey.workspace, survey=survey, language=language)
    for name, longest in LONGEST.items():
        if name in texts:
            setattr(words, name, _read(name, texts[name], longest))
    words.save()
    record(survey.workspace, actor, "survey.mail_worded", f"survey:{survey.pk}", language=language)
    return words


def _read(name: str, value: str, longest: int) -> str:
    text = clean_text(value, name, longest)
    check(text, name)
    return " ".join(one_line(name, text).split()) if name in ONE_LINE else text
