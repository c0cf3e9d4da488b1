"""A workspace's themes as rows: every change of what they look for is a set of its own, with its own number.

A set is shown once every comment has been read by it; until then the one before it is. Names, the order and
what is followed change in place: no comment has to be read anew for them. What somebody said by hand about a
comment is kept beside the response, so that it goes when the response goes.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import ClassVar, Final

from django.db import models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.text.taxonomy import Example, Taxonomy, Theme, drop, from_json, merge, taxonomy, to_json

MOST_EXAMPLES: Final = 5000  # of all themes together, the newest


class Origin(models.TextChoices):
    DISCOVERED = "discovered"
    STARTER = "starter"
    EDITED = "edited"


class ThemeSet(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="theme_sets")
    number = models.PositiveIntegerField()
    themes = models.JSONField()  # likely/text/taxonomy.py, without examples
    origin = models.CharField(max_length=12, choices=Origin.choices)
    made_by = models.CharField(max_length=160)  # as in the journal
    made_at = models.DateTimeField(auto_now_add=True)
    of = models.PositiveIntegerField(default=0)  # comments that there were when it was begun
    tagged = models.PositiveIntegerField(default=0)  # comments read by it so far
    learnt = models.PositiveIntegerField(default=0)  # marks that there were when it was begun
    until = models.DateTimeField(null=True)  # responses changed up to this moment were looked at
    until_id = models.UUIDField(null=True)  # and of that very moment those up to this one
    done_at = models.DateTimeField(null=True)  # every comment was read

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "number"], name="theme_set_number_once")
        ]

    def read(self) -> Taxonomy:
        return from_json(self.themes)


class ThemeMark(models.Model):
    """Somebody said that a comment speaks of a theme (`about`), or does not."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="theme_marks")
    response = models.ForeignKey(Response, models.CASCADE, related_name="theme_marks")
    theme = models.CharField(max_length=60)  # id in the set
    about = models.BooleanField()
    made_by = models.CharField(max_length=160)
    made_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "theme"], name="theme_mark_once")
        ]


def newest_set(workspace: Workspace) -> ThemeSet | None:
    """The one that is edited, whether or not all comments have been read by it."""
    return ThemeSet.objects.of(workspace).order_by("-number").first()


def shown_set(workspace: Workspace) -> ThemeSet | None:
    """The newest by which all comments have been read."""
    return ThemeSet.objects.of(workspace).exclude(done_at=None).order_by("-number").first()


def sets_at_work(workspace: Workspace) -> list[ThemeSet]:
    """The set that is shown is kept fresh while the newest is not ready."""
    both = (shown_set(workspace), newest_set(workspace))
    return list({one.pk: one for one in both if one is not None}.values())


def themes_of(workspace: Workspace) -> Taxonomy:
    """The themes as they are edited; none where there is no set yet."""
    found = newest_set(workspace)
    return found.read() if found else taxonomy(())


@transaction.atomic
def keep_themes(workspace: Workspace, made: Taxonomy, origin: Origin, actor: str) -> ThemeSet:
    """The set with these themes: the newest changed in place where they look for the same, or a new one."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    newest = newest_set(workspace)
    plain = taxonomy((replace(theme, examples=()) for theme in made.themes), made.version)
    record(workspace, actor, "themes.changed", f"workspace:{workspace.pk}", themes=len(plain.themes))
    if newest is not None and _rules(newest.read()) == _rules(plain):
        newest.themes, newest.origin = to_json(plain), origin
        newest.save(update_fields=["themes", "origin"])
        return newest
    return _begin(workspace, plain, origin, actor, newest)


@transaction.atomic
def change_themes(workspace: Workspace, change: Callable[[Taxonomy], Taxonomy], actor: str) -> ThemeSet:
    """The newest themes changed by one verb of `likely.text.taxonomy`; of two editors none loses anything."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    return keep_themes(workspace, change(themes_of(workspace)), Origin.EDITED, actor)


@transaction.atomic
def replace_themes(workspace: Workspace, made: Taxonomy, actor: str, revision: str | None = None) -> ThemeSet:
    """These themes in the place of all. What was said by hand stays, for a theme that comes back.

    revision: of the themes that are meant to be replaced; a refusal where there are others by now.
    """
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    old = themes_of(workspace)
    if revision is not None and revision != revision_of(old):
        raise Refusal(
            "themes_moved",
            "These themes were changed elsewhere meanwhile.",
            cure="Read them again, or send yours without a revision.",
            field="revision",
        )
    taught = next((place for place, theme in enumerate(made.themes) if theme.examples), None)
    if taught is not None:
        raise Refusal(
            "examples_unkept",
            f"themes.{taught}.examples: a workspace keeps examples with its responses.",
            cure="Leave them out, and put comments right in the inbox.",
            field=f"themes.{taught}.examples",
        )
    return keep_themes(workspace, taxonomy(made.themes, old.version + 1), Origin.EDITED, actor)


def revision_of(made: Taxonomy) -> str:
    """Names this text of the themes."""
    plain = json.dumps(to_json(made)["themes"], sort_keys=True, ensure_ascii=False)
    return sha256(plain.encode()).hexdigest()[:16]


@transaction.atomic
def merge_themes(workspace: Workspace, into: str, others: Sequence[str], actor: str) -> ThemeSet:
    """What was said by hand of the others is said of `into`, unless that was judged already."""
    kept = change_themes(workspace, lambda old: merge(old, into, others), actor)
    for one in ThemeMark.objects.of(workspace).filter(theme__in=[other for other in others if other != into]):
        if not ThemeMark.objects.filter(response=one.response_id, theme=into).exists():
            ThemeMark.objects.filter(pk=one.pk).update(theme=into)
        else:
            one.delete()
    return kept


@transaction.atomic
def drop_theme(workspace: Workspace, theme: str, actor: str) -> ThemeSet:
    kept = change_themes(workspace, lambda old: drop(old, theme), actor)
    ThemeMark.objects.of(workspace).filter(theme=theme).delete()
    return kept


@transaction.atomic
def begin_anew(workspace: Workspace, actor: str) -> ThemeSet | None:
    """The same themes with what was corrected since: all comments are read again."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    newest = newest_set(workspace)
    if newest is None:
        return None
    return _begin(workspace, newest.read(), Origin(newest.origin), actor, newest)


def _begin(
    workspace: Workspace, made: Taxonomy, origin: Origin, actor: str, before: ThemeSet | None
) -> ThemeSet:
    return ThemeSet.objects.create(
        workspace=workspace,
        number=before.number + 1 if before else 1,
        themes=to_json(made),
        origin=origin,
        made_by=actor,
        learnt=ThemeMark.objects.of(workspace).count(),
        of=Response.objects.of(workspace).exclude(comment="").count(),
    )


def _rules(made: Taxonomy) -> frozenset[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return frozenset((theme.id, theme.words, theme.without) for theme in made.themes)


def mark(workspace: Workspace, response: Response, theme: str, about: bool, actor: str) -> ThemeMark:
    """The last word counts. A refusal for a theme that there is not."""
    themes_of(workspace)[theme]
    made, _ = ThemeMark.objects.update_or_create(
        workspace=workspace, response=response, theme=theme, defaults={"about": about, "made_by": actor}
    )
    return made


def with_examples(workspace: Workspace, made: Taxonomy) -> Taxonomy:
    """The themes with what was said by hand, for a classifier to learn from."""
    rows = ThemeMark.objects.of(workspace).exclude(response__comment="").order_by("-made_at")
    examples: dict[str, list[Example]] = {}
    fields = ("theme", "response__comment", "about", "response__score")
    for theme, text, about, score in rows.values_list(*fields)[:MOST_EXAMPLES]:
        examples.setdefault(theme, []).append(Example(text, about, score))
    return taxonomy((_taught(theme, examples.get(theme.id, ())) for theme in made.themes), made.version)


def _taught(theme: Theme, examples: Iterable[Example]) -> Theme:
    return replace(theme, examples=tuple({one.text: one for one in examples}.values()))
