"""A unit: a part of the company (region, team, store, agent) in a tree, its answers and its people (L09).

A unit has the answers whose property has one of its values, and those of all units below it. Who works in it
is told by its members.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from likely.base.journal import record
from likely.base.member import Member, User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import property_key

LEVELS: Final = ("company", "region", "team", "agent", "store")  # until a workspace names its own
MOST_UNITS: Final = 2000  # of a workspace
MOST_LEVELS: Final = 12
MOST_VALUES: Final = 200  # of a unit
MOST_PEOPLE: Final = 200  # of a unit
DEEPEST: Final = 8
LONGEST: Final = {"name": 80, "level": 40, "value": 200}  # characters


class Unit(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="units")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="below")
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=40, blank=True)  # one of the workspace's
    key = models.CharField(
        max_length=40, blank=True
    )  # property of answers; "": those of the units below alone
    values = models.JSONField(default=list)  # [text]: whichever of them the property has
    people = models.ManyToManyField(User, related_name="+")  # who works in it
    digest = models.CharField(
        max_length=4, blank=True
    )  # that its people get until they choose: "week", "day"

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "parent", "name"], name="unit_once_below"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=Q(parent=None), name="unit_once_on_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"unit:{self.pk}"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """parent: the id of the unit above; None: on top. people: ids of users who are members."""

    name: str
    level: str = ""
    parent: UUID | None = None
    property: str = ""
    values: Sequence[str] = ()
    people: Sequence[UUID] = ()
    digest: str = ""


@dataclass(frozen=True)
class UnitTree:
    """All units of a workspace. units: each behind the one above it, by name."""

    units: Sequence[Unit] = ()
    depths: Mapping[UUID, int] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[UUID, Unit]:
        return {one.pk: one for one in self.units}

    def above(self, unit: Unit) -> list[Unit]:
        """From the top to the unit itself."""
        way = [unit]
        while way[0].parent_id is not None:
            way.insert(0, self.by_id[way[0].parent_id])
        return way

    def path(self, unit: Unit) -> str:
        return " / ".join(one.name for one in self.above(unit))

    def within(self, unit: Unit) -> list[Unit]:
        """The unit and all below it."""
        place, depth = next(i for i, one in enumerate(self.units) if one.pk == unit.pk), self.depths[unit.pk]
        found = [unit]
        for one in self.units[place + 1 :]:
            if self.depths[one.pk] <= depth:
                break
            found.append(one)
        return found

    def below(self, unit: Unit | None) -> list[Unit]:
        """Those right below; of None: on top."""
        return [one for one in self.units if one.parent_id == (unit.pk if unit else None)]

    def matches(self, unit: Unit) -> dict[str, tuple[str, ...]]:
        """{property: values}: an answer that has any of them is the unit's."""
        found: dict[str, list[str]] = {}
        for one in self.within(unit):
            if one.key:
                found.setdefault(one.key, []).extend(one.values)
        return {name: tuple(dict.fromkeys(values)) for name, values in sorted(found.items())}

    def of(self, user: User) -> list[Unit]:
        """In which somebody works."""
        own = set(Unit.people.through.objects.filter(user=user).values_list("unit_id", flat=True))
        return [one for one in self.units if one.pk in own]


def tree_of(workspace: Workspace) -> UnitTree:
    """One query. A unit's workspace is the one that is given."""
    rows = list(Unit.objects.of(workspace).order_by("name", "pk"))
    below: dict[UUID | None, list[Unit]] = {}
    for one in rows:
        one.workspace = workspace
        below.setdefault(one.parent_id, []).append(one)
    units: list[Unit] = []
    depths: dict[UUID, int] = {}

    def walk(parent: UUID | None, depth: int) -> None:
        for one in below.get(parent, ()):
            units.append(one)
            depths[one.pk] = depth
            walk(one.pk, depth + 1)

    walk(None, 0)
    return UnitTree(units, depths)


def matches_of(workspace: Workspace, unit: UUID | None) -> dict[str, tuple[str, ...]]:
    """Of the unit with that id."""
    tree = tree_of(workspace)
    if unit is None or unit not in tree.by_id:
        raise Refusal("unit_unknown", "There is no such unit.", field="unit")
    return tree.matches(tree.by_id[unit])


def levels_of(workspace: Workspace) -> tuple[str, ...]:
    return tuple(workspace.unit_levels) or LEVELS


@transaction.atomic
def name_levels(workspace: Workspace, levels: Sequence[object], actor: str) -> None:
    """From the top down. A level that units have stays."""
    said = list(dict.fromkeys(filter(None, (_line(one, "level") for one in levels))))
    if not 1 <= len(said) <= MOST_LEVELS:
        raise Refusal("levels_count", f"Name 1 to {MOST_LEVELS} levels.", field="levels")
    used = set(Unit.objects.of(workspace).exclude(level="").values_list("level", flat=True))
    if missing := sorted(used - set(said)):
        raise Refusal("level_used", f"Units have the level {missing[0]!r}.", field="levels")
    workspace.unit_levels = said
    workspace.save(update_fields=["unit_levels"])
    record(workspace, actor, "unit.levels", f"workspace:{workspace.pk}", levels=said)


@transaction.atomic
def make_unit(workspace: Workspace, facts: UnitFacts, actor: str) -> Unit:
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    if Unit.objects.of(workspace).count() >= MOST_UNITS:
        raise Refusal("too_many_units", f"A workspace has at most {MOST_UNITS} units.")
    unit = Unit(workspace=workspace)
    _take(unit, facts, tree_of(workspace))
    record(workspace, actor, "unit.made", unit.subject, name=unit.name)
    return unit


@transaction.atomic
def change_unit(unit: Unit, facts: UnitFacts, actor: str) -> None:
    Workspace.objects.select_for_update().get(pk=unit.workspace_id)
    _take(unit, facts, tree_of(unit.workspace))
    record(unit.workspace, actor, "unit.changed", unit.subject, name=unit.name)


@transaction.atomic
def drop_unit(unit: Unit, actor: str) -> None:
    """Its goals go with it. Refused while there are units below."""
    if unit.below.exists():
        raise Refusal("unit_not_empty", "There are units below it.", cure="Remove them or move them first.")
    record(unit.workspace, actor, "unit.dropped", unit.subject, name=unit.name)
    unit.delete()


def _take(unit: Unit, facts: UnitFacts, tree: UnitTree) -> None:
    unit.parent_id = _parent(unit, facts.parent, tree)
    beside = [one for one in tree.units if one.parent_id == unit.parent_id and one.pk != unit.pk]
    take(unit, facts)
    if any(one.name == unit.name for one in beside):
        raise Refusal(
            "unit_name_taken", f"There is a unit {unit.name!r} at this place already.", field="name"
        )
    unit.save()
    unit.people.set(User.objects.filter(pk__in=_people(unit.workspace, facts.people)))


def take(unit: Unit, facts: UnitFacts) -> None:
    """What the facts say of the unit itself; its place and its people are checked by whoever saves it."""
    unit.name, unit.level = _line(facts.name, "name"), _line(facts.level, "level")
    if not unit.name:
        raise Refusal("unit_no_name", "The unit has no name.", cure="Give it one.", field="name")
    if unit.level and unit.level not in levels_of(unit.workspace):
        known = ", ".join(levels_of(unit.workspace))
        raise Refusal("level_unknown", f"level must be one of {known}.", field="level")
    unit.key, unit.values = _matched(facts)
    if facts.digest not in ("", "day", "week"):
        raise Refusal("every_unknown", "It is one of day, week, or empty.", field="digest")
    unit.digest = facts.digest


def _parent(unit: Unit, wanted: UUID | None, tree: UnitTree) -> UUID | None:
    if wanted is None:
        return None
    above = tree.by_id.get(wanted)
    if above is None:
        raise Refusal("unit_unknown", "There is no such unit.", field="parent")
    if any(one.pk == unit.pk for one in tree.above(above)):
        raise Refusal("unit_circle", "A unit can't lie below itself.", field="parent")
    own = tree.within(unit) if unit.pk in tree.by_id else []
    height = max((tree.depths[one.pk] for one in own), default=0) - (tree.depths[unit.pk] if own else 0)
    if tree.depths[wanted] + 1 + height >= DEEPEST:
        raise Refusal("unit_too_deep", f"Units lie at most {DEEPEST} deep.", field="parent")
    return wanted


def _matched(facts: UnitFacts) -> tuple[str, list[str]]:
    """The property and its values; both or neither."""
    values = list(dict.fromkeys(filter(None, (_line(one, "value") for one in facts.values))))
    if len(values) > MOST_VALUES:
        raise Refusal("too_many_values", f"A unit has at most {MOST_VALUES} values.", field="values")
    name = facts.property.strip()
    if bool(name) != bool(values):
        raise Refusal(
            "rule_half", "property and values belong together: give both or neither.", field="values"
        )
    return (property_key(name) if name else ""), values


def _people(workspace: Workspace, wanted: Sequence[UUID]) -> list[UUID]:
    ids = set(wanted)
    if len(ids) > MOST_PEOPLE:
        raise Refusal("too_many_people", f"A unit has at most {MOST_PEOPLE} people.", field="people")
    known = set(Member.objects.of(workspace).filter(user__in=ids).values_list("user_id", flat=True))
    if ids - known:
        raise Refusal("member_unknown", "There is no such member.", field="people")
    return list(known)


def _line(text: object, field: str) -> str:
    return " ".join(clean_text(text, field, LONGEST[field]).split())
