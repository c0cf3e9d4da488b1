"""Ready-made replies: ours for each group of scores, and the workspace's own, a language each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import IntegrityError, models, transaction

from likely.act.case import Case
from likely.act.reply_fields import FIELDS, filled_in, values_of
from likely.act.reply_words import STARTERS
from likely.ask.language import best_of
from likely.ask.merge import check
from likely.base.journal import record
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text, one_line
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS, group_of

LONGEST: Final = {"name": 80, "subject": 150, "body": 4000}  # characters
USUAL_REPLY: Final = "usual"  # the key of ours
MOST_TEMPLATES: Final = 100  # of a workspace


class ReplyTemplate(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    group = models.CharField(max_length=12, blank=True)  # one of GROUPS; "": whatever was answered
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=150)
    body = models.TextField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name", "language"], name="reply_template_once")
        ]


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What a template says; see the columns."""

    name: str
    group: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A template filled in for one case. key: a template's id, or USUAL_REPLY."""

    key: str
    name: str
    subject: str
    body: str


@transaction.atomic
def keep_reply_template(
    workspace: Workspace, facts: TemplateFacts, actor: str, known: ReplyTemplate | None = None
) -> ReplyTemplate:
    """A new one, or `known` as it shall be from now on."""
    if known is None and ReplyTemplate.objects.of(workspace).count() >= MOST_TEMPLATES:
        raise Refusal("too_many_templates", f"A workspace has at most {MOST_TEMPLATES} ready-made replies.")
    kept = known or ReplyTemplate(workspace=workspace)
    for name in TemplateFacts.__dataclass_fields__:
        setattr(kept, name, _read(name, getattr(facts, name)))
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Refusal("name_taken", f"There is a reply {kept.name!r} in it already.", field="name") from None
    record(workspace, actor, "reply_template.kept", f"reply_template:{kept.pk}", name=kept.name)
    return kept


@transaction.atomic
def drop_reply_template(template: ReplyTemplate, actor: str) -> None:
    subject = f"reply_template:{template.pk}"
    record(template.workspace, actor, "reply_template.dropped", subject, name=template.name)
    template.delete()


def suggestions(case: Case, author: User | None) -> Sequence[Suggestion]:
    """Filled in for the case, the most fitting first: of its group and language, then ours."""
    group = "" if case.response.score is None else group_of(case.response.score)
    rows = ReplyTemplate.objects.of(case.workspace_id).filter(group__in=["", group])
    spoken, values = _spoken(case), values_of(case, author)
    own = sorted(rows, key=lambda one: (_rank(one.language, spoken), one.group != group, one.name))
    usual = STARTERS[_usual_language(spoken)][group or "passive"]
    told = [(str(one.pk), one.name, one.subject, one.body) for one in own] + [(USUAL_REPLY, "", *usual)]
    return [
        Suggestion(key, name, filled_in(subject, values), filled_in(body, values))
        for key, name, subject, body in told
    ]


def _spoken(case: Case) -> list[str]:
    """What the customer reads, the best first."""
    person = case.person.language if case.person else ""
    return [code for code in (case.response.language, person, case.workspace.language) if code]


def _usual_language(spoken: Sequence[str]) -> str:
    return next((best for one in spoken if (best := best_of(one, tuple(STARTERS)))), "en")


def _rank(language: str, spoken: Sequence[str]) -> int:
    return spoken.index(language) if language in spoken else len(spoken)


def _read(name: str, value: str) -> str:
    if name == "group":
        if value not in ("", *GROUPS):
            raise Refusal("choice_unknown", f"group is one of {', '.join(GROUPS)}.", field="group")
        return value
    text = clean_text(value, name, LONGEST.get(name, 12))
    if not text:
        raise Refusal("field_missing", f"{name} is empty.", field=name)
    if name in ("subject", "body"):
        check(text, name, FIELDS)
    return text if name == "body" else " ".join(one_line(name, text).split())
