"""A list of people that is kept by name: who is put on it stays until taken off. A condition asks for it as
`list is "Callers"`, so that it serves as a segment, in a programme's audience and in a playbook."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import IntegrityError, models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import property_key
from likely.people.person import Person
from likely.people.property import MOST_DECLARED, Property, PropertyType

LONGEST_NAME: Final = 80  # characters
MOST_LISTS: Final = 200  # of a workspace


class Roster(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="rosters")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="roster_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"list:{self.pk}"


class RosterEntry(models.Model):
    """Somebody on a list. source: who put them there, as the journal names them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="roster_entries")
    source = models.CharField(max_length=160)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "roster"], name="roster_entry_once")
        ]


def read_list_name(text: object) -> str:
    name = " ".join(clean_text(text, "list", LONGEST_NAME).split())
    if not name:
        raise Refusal("no_name", "The list has no name.", cure="Give it one.", field="list")
    return name


def list_named(workspace: Workspace, name: str, actor: str) -> Roster:
    """The list of that name, made where there is none yet."""
    found = Roster.objects.of(workspace).filter(name=name).first()
    if found is not None:
        return found
    _check_room(workspace)
    made, is_new = Roster.objects.get_or_create(workspace=workspace, name=read_list_name(name))
    if is_new:
        record(workspace, actor, "list.made", made.subject, name=made.name)
    return made


@transaction.atomic
def make_list(workspace: Workspace, name: str, actor: str) -> Roster:
    """A new one; refused where there is one of that name."""
    said = read_list_name(name)
    _check_room(workspace)
    try:
        with transaction.atomic():
            made: Roster = Roster.objects.create(workspace=workspace, name=said)
    except IntegrityError:
        raise name_taken(said) from None
    record(workspace, actor, "list.made", made.subject, name=said)
    return made


def name_taken(name: str) -> Refusal:
    return Refusal("name_taken", f"There is a list {name!r} already.", field="name")


def put_on_list(roster: Roster, person: Person, actor: str, now: datetime) -> bool:
    """Whether they were not on it before."""
    told = {"workspace_id": roster.workspace_id, "source": actor[:160], "at": now}
    _row, is_new = RosterEntry.objects.get_or_create(roster=roster, person=person, defaults=told)
    return is_new


@transaction.atomic
def put_all_on_list(roster: Roster, people: Iterable[Person], actor: str, now: datetime) -> int:
    """How many were not on it before. people: of the list's workspace."""
    new = sum([put_on_list(roster, person, actor, now) for person in people])
    if new:
        record(roster.workspace, actor, "list.people_added", roster.subject, n=new)
    return new


def take_off_list(roster: Roster, person: UUID) -> bool:
    return bool(RosterEntry.objects.of(roster.workspace_id).filter(roster=roster, person=person).delete()[0])


@transaction.atomic
def drop_list(roster: Roster, actor: str) -> None:
    """The people stay. A condition that asks for it finds nobody from then on."""
    record(roster.workspace, actor, "list.dropped", roster.subject, name=roster.name)
    roster.delete()


def _check_room(workspace: Workspace) -> None:
    if Roster.objects.of(workspace).count() >= MOST_LISTS:
        raise Refusal("too_many_lists", f"A workspace has at most {MOST_LISTS} lists.", field="list")


@transaction.atomic
def tag_person(person: Person, tag: str, actor: str) -> bool:
    """A tag is a property of its name that is yes: `vip is yes` finds whoever has it. Whether it is new."""
    key = property_key(tag)
    kept = Person.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=person.pk)
    declared = Property.objects.of(kept.workspace).filter(key=key).first()
    if declared is not None and declared.type != PropertyType.BOOLEAN:
        raise Refusal("tag_is_property", f"{key} is a {declared.type} here, and no tag.", field="tag")
    if declared is None:
        if Property.objects.of(kept.workspace).count() >= MOST_DECLARED:
            raise Refusal(
                "too_many_properties", f"There are at most {MOST_DECLARED} properties.", field="tag"
            )
        told = {"type": PropertyType.BOOLEAN, "label": tag if tag != key else ""}
        Property.objects.get_or_create(workspace=kept.workspace, key=key, defaults=told)
    if kept.properties.get(key) is True:
        return False
    kept.properties = {**kept.properties, key: True}
    kept.save()
    record(kept.workspace, actor, "person.tagged", f"person:{kept.pk}", tag=key)
    return True
