"""A property of people, declared once: its key, its type, its label and, for a choice, its values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import LONGEST_VALUE, PropertyValue, property_key
from likely.people.typed import AS_IT_IS, Declared, guess_type, typed

MOST_DECLARED: Final = 400  # of a workspace
MOST_CHOICES: Final = 200
FIRST: Final = UUID(int=0)  # sorts before every person
LONGEST_LABEL: Final = 80  # characters


class PropertyType(models.TextChoices):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # kept as "2026-11-26"
    BOOLEAN = "boolean"
    CHOICE = "choice"


class Property(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="properties")
    key = models.CharField(max_length=40)
    type = models.CharField(max_length=8, choices=PropertyType.choices)
    label = models.CharField(max_length=80, blank=True)
    choices = models.JSONField(default=list)  # [text]; of a choice only
    guessed = models.BooleanField(default=False)  # declared by the first value that came, by nobody's word
    reading_from = models.UUIDField(null=True, blank=True)  # people are read anew behind this one; null: done
    misfits = models.PositiveIntegerField(default=0)  # values found then that are not of the type; they stay

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "key"], name="property_once")]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def declared(self) -> Declared:
        return Declared(self.key, self.type, frozenset(self.choices), self.guessed)


def declared_in(workspace: Workspace) -> dict[str, Declared]:
    return {one.key: one.declared for one in Property.objects.of(workspace)}


@transaction.atomic
def declare(
    workspace: Workspace, key: str, type: str, label: str, choices: Sequence[str], actor: str
) -> tuple[Property, bool]:
    """The property of that key as somebody wants it, and whether it is new. Values follow by and by."""
    found = Property.objects.of(workspace).filter(key=property_key(key)).select_for_update().first()
    is_new = found is None
    one = found or Property(workspace=workspace, key=property_key(key))
    before = (one.type, tuple(one.choices))
    if type not in PropertyType.values:
        raise Refusal("unknown_type", f"There is no type {type!r}.", field="type")
    one.type, one.label, one.guessed = type, clean_text(label, "label", LONGEST_LABEL), False
    one.choices = read_choices(choices) if type == PropertyType.CHOICE else []
    if is_new:
        refuse_too_many(Property.objects.of(workspace).count() + 1)
    elif before != (one.type, tuple(one.choices)):
        one.reading_from, one.misfits = FIRST, 0
    one.save()
    record(workspace, actor, "property.declared", f"property:{one.key}", type=one.type)
    return one, is_new


def declare_types(workspace: Workspace, wanted: Mapping[str, tuple[str, Sequence[str], str]]) -> list[str]:
    """Declare those keys that are not declared yet: {key: (type, choices, label)}; which they were."""
    known = set(Property.objects.of(workspace).filter(key__in=wanted).values_list("key", flat=True))
    new = [key for key in wanted if key not in known]
    _add([Property(workspace=workspace, key=key, type=wanted[key][0], choices=list(wanted[key][1]),
                   label=wanted[key][2][:LONGEST_LABEL])
                     for key in new])  # fmt: skip
    return new


def read_choices(told: Iterable[str]) -> list[str]:
    """The choices, each once. A refusal where there is none."""
    choices = list(dict.fromkeys(text for one in told if (text := clean_text(one, "choices", LONGEST_VALUE))))
    if not choices or len(choices) > MOST_CHOICES:
        raise Refusal("choices_missing", f"A choice has 1 to {MOST_CHOICES} values.", field="choices")
    return choices


class Typing:
    """The declared properties of a workspace while a batch of people is read by them.

    A key that nobody declared is declared by its first value. A guess yields: when a later value does not
    fit it, the property becomes text. What somebody declared does not yield; there the value is refused.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known = declared_in(workspace)
        self._changed: dict[str, Declared] = {}

    def read(self, told: Mapping[str, PropertyValue]) -> dict[str, PropertyValue]:
        known = self._known
        return {
            key: told_one
            if (one := known.get(key)) and type(told_one) in AS_IT_IS[one.type]
            else self._read(key, told_one)
            for key, told_one in told.items()
        }

    def keep(self) -> None:
        """Write what was declared on the way; inside the transaction of the batch."""
        new = [one for key, one in self._changed.items() if key not in self._stored()]
        refuse_too_many(len(self._stored()) + len(new))
        widened = [key for key in self._changed if key in self._stored()]
        if widened:
            Property.objects.of(self._workspace).filter(key__in=widened, guessed=True).update(type="text")
        _add([Property(workspace=self._workspace, key=one.key, type=one.type, guessed=True)
                               for one in new])  # fmt: skip
        self._changed.clear()

    def _read(self, key: str, value: PropertyValue) -> PropertyValue:
        declared = self._known.get(key) or self._declare(Declared(key, guess_type(value), guessed=True))
        try:
            return typed(declared, value)
        except Refusal:
            if not declared.guessed:
                raise
            return typed(self._declare(Declared(key, "text", guessed=True)), value)

    def _declare(self, declared: Declared) -> Declared:
        self._known[declared.key] = self._changed[declared.key] = declared
        return declared

    def _stored(self) -> set[str]:
        if not self._changed:
            return set()
        found = Property.objects.of(self._workspace).values_list("key", flat=True)
        return set(found)


def refuse_too_many(number: int) -> None:
    if number > MOST_DECLARED:
        raise Refusal(
            "too_many_properties", f"A workspace has at most {MOST_DECLARED} properties.", field="properties"
        )


def _add(new: list[Property]) -> None:
    """Two that declare the same key at once agree on the first one's type."""
    Property.objects.bulk_create(new, ignore_conflicts=True)
