"""A segment: people chosen by a condition that has a name (N01)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Final

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.people.property import Property
from likely.people.segment_meaning import Declared, Vocabulary, understand
from likely.people.segment_parse import parse
from likely.people.segment_rows import people_in
from likely.people.segment_rule import InSegment, Leaf, Rule, mapped, segments_in
from likely.people.segment_words import wording

LONGEST_NAME: Final = 120  # characters
MOST_SEGMENTS: Final = 500


class Segment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="segments")
    name = models.CharField(max_length=120)
    rule = models.TextField()  # the condition in its canonical wording: "plan is pro and last score under 7"
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="segment_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def read(self) -> Rule:
        return understand(self.rule, words_of(self.workspace), self.name)

    def people(self, now: datetime) -> QuerySet[Person]:
        """Who is in it at this moment."""
        return people_in(self.workspace, self.read(), now)


def words_of(workspace: Workspace) -> Vocabulary:
    rules: Mapping[str, str] = dict(Segment.objects.of(workspace).values_list("name", "rule"))
    return vocabulary_of(workspace, rules)


def read_rule(workspace: Workspace, text: str, name: str = "") -> Rule:
    """The condition that the text says; a RuleFault tells where it goes wrong. name: of its segment."""
    return understand(text, words_of(workspace), name)


@transaction.atomic
def make_segment(workspace: Workspace, name: str, text: str, actor: str) -> Segment:
    said = _name(name)
    if Segment.objects.of(workspace).count() >= MOST_SEGMENTS:
        raise Refusal("too_many_segments", f"A workspace has at most {MOST_SEGMENTS} segments.")
    rule = read_rule(workspace, text, said)
    try:
        with transaction.atomic():
            made = Segment.objects.create(workspace=workspace, name=said, rule=wording(rule))
    except IntegrityError:
        raise _taken(said) from None
    record(workspace, actor, "segment.made", f"segment:{made.pk}", name=said, rule=made.rule)
    return made


@transaction.atomic
def change_segment(segment: Segment, name: str, text: str, actor: str) -> Segment:
    """Others that refer to it follow its new name."""
    workspace, said = segment.workspace, _name(name)
    Segment.objects.of(workspace).select_for_update().get(pk=segment.pk)
    words = words_of(workspace)
    rules = {title: rule for title, rule in words.segments.items() if title != segment.name}
    if said in rules:
        raise _taken(said)
    before = segment.name
    # Understood under its old name, so that a circle through itself is found, renamed or not.
    rule = understand(text, replace(words, segments={**rules, before: text}), before)
    segment.name, segment.rule = said, wording(_renamed(rule, before, said))
    segment.save(update_fields=["name", "rule", "changed_at"])
    if said != before:
        _rename_in_others(segment, before)
    for other in used_by_segments(segment):
        other.read()  # what it says must not break them
    record(workspace, actor, "segment.changed", f"segment:{segment.pk}", name=said, rule=segment.rule)
    return segment


@transaction.atomic
def drop_segment(segment: Segment, actor: str) -> None:
    """Refused while anything uses it."""
    if users := used_by(segment):
        raise Refusal(
            "segment_used",
            f"The segment is used by {', '.join(users[:5])}.",
            cure="Take it out there first.",
        )
    record(segment.workspace, actor, "segment.dropped", f"segment:{segment.pk}", name=segment.name)
    segment.delete()


def used_by(segment: Segment) -> list[str]:
    """The names of what refers to it: programmes and other segments."""
    programmes = segment.programmes.order_by("name").values_list("name", flat=True)
    return [*programmes, *(other.name for other in used_by_segments(segment))]


def used_by_segments(segment: Segment) -> list[Segment]:
    others = Segment.objects.of(segment.workspace_id).exclude(pk=segment.pk).order_by("name")
    return [other for other in others if segment.name in segments_in(parse(other.rule))]


def _rename_in_others(segment: Segment, before: str) -> None:
    for other in Segment.objects.of(segment.workspace_id).exclude(pk=segment.pk):
        rule = parse(other.rule)
        if before in segments_in(rule):
            other.rule = wording(_renamed(rule, before, segment.name))
            other.save(update_fields=["rule", "changed_at"])


def _renamed(rule: Rule, before: str, after: str) -> Rule:
    def leaf(one: Leaf) -> Rule:
        return InSegment(after) if isinstance(one, InSegment) and one.name == before else one

    return mapped(rule, leaf)


def _name(name: str) -> str:
    said = " ".join(clean_text(name, "name", LONGEST_NAME).split())
    if not said:
        raise Refusal("no_name", "The segment has no name.", cure="Give it one.", field="name")
    return said


def _taken(name: str) -> Refusal:
    return Refusal(
        "segment_name_taken",
        f"There is a segment {name!r} already.",
        cure="Choose another name.",
        field="name",
    )


def vocabulary_of(workspace: Workspace, rules: Mapping[str, str]) -> Vocabulary:
    """rules: {name: rule} of the workspace's segments."""
    rows = list(Property.objects.of(workspace))
    return Vocabulary(
        {row.key: Declared(row.type, tuple(map(str, row.choices))) for row in rows},  # type: ignore[arg-type]
        {row.label.strip().lower(): row.key for row in rows if row.label},
        rules,
    )
