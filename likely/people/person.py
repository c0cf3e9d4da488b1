"""A person who may be asked: a contact or an employee, known by external id, mail or phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.base import ModelState
from django.utils import timezone

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.among import Among
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.migrations._person_index import PersonIndex
from likely.people.account import Account, KeptAccount, keep_accounts
from likely.people.bulk_write import write
from likely.people.facts import AccountFacts, PersonFacts
from likely.people.property import Typing
from likely.people.search_words import words_of

NAMED_BY: Final = ("external_id", "email", "phone")  # each names one person of a workspace
TOLD: Final = (*NAMED_BY, "name", "language", "time_zone", "channel", "population")
names_of: Final = attrgetter(*NAMED_BY)
told_of: Final = attrgetter(*TOLD)
WRITTEN: Final = (*TOLD, "account", "properties", "words", "changed_at")  # of a person that was there
AT_ONCE: Final = 2000  # people


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="people", db_index=False)
    external_id = models.CharField(max_length=160, blank=True)
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=24, blank=True)  # E.164
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)  # "Europe/Tallinn"; "": the workspace's
    channel = models.CharField(max_length=16, blank=True)  # preferred: mail, sms, whatsapp…; "": none told
    population = models.CharField(max_length=24, default="customers")  # customers, employees, owners…
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="people")
    properties = models.JSONField(default=dict)  # {key: text, number or boolean}
    words = models.TextField(blank=True, default="", editable=False)  # that find them: search_words.py
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", field], condition=~Q(**{field: ""}), name=f"person_{field}_once"
            )
            for field in NAMED_BY
        ] + [PersonIndex(name="person_index")]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "id"], name="person_newest"),
            models.Index(fields=["workspace", "name", "id"], name="person_by_name"),
            models.Index(fields=["workspace", "population", "id"], name="person_of_population"),
            models.Index(fields=["workspace", "changed_at", "id"], name="person_changed"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or self.external_id

    def save(self, **how: Any) -> None:
        """With the words under which the person is found."""
        self.words = find_words(self)
        if how.get("update_fields") is not None:
            how["update_fields"] = {*how["update_fields"], "words"}
        super().save(**how)


@dataclass(slots=True)
class Kept:
    """What became of one person in a batch, whom several rows of it may tell.

    was: the fields that changed, as they were before (a property under ":KEY"); None: the person is new.
    """

    person: Person
    was: dict[str, Any] | None = field(default_factory=dict)


def keep_person(workspace: Workspace, facts: PersonFacts) -> tuple[Person, bool]:
    """The person that `facts` name, brought up to date or made; and whether they are new.

    What is not told stays as it was; properties are merged. Facts that name two people are refused.
    """
    try:
        kept = keep_people(workspace, [facts]).told[0]
    except IntegrityError:  # somebody else made the same person in between: now they are found
        kept = keep_people(workspace, [facts]).told[0]
    if isinstance(kept, Refusal):
        raise kept
    return kept.person, kept.was is None


@transaction.atomic
def keep_account(workspace: Workspace, facts: AccountFacts) -> tuple[Account, bool]:
    """The account of that id, brought up to date or made; and whether it is new."""
    kept = keep_accounts(workspace, [facts])[facts.external_id]
    if kept.was and "name" in kept.was:
        find_by_account(kept.account)
    return kept.account, kept.was is None


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """told: what became of each that was told, in their order. accounts: by their external ids."""

    told: list[Kept | Refusal]
    accounts: dict[str, KeptAccount]


@transaction.atomic
def keep_people(workspace: Workspace, told: Sequence[PersonFacts], *, dry: bool = False) -> KeptBatch:
    """Keep them one after another; the same person may be told several times. A refused one changes nothing.

    dry: nothing is written. IntegrityError where somebody else makes one of them at the same moment.
    """
    typing, book = Typing(workspace), PersonBook(workspace, told)
    outcomes = [_kept(typing, book, facts) for facts in told]
    if dry:
        return KeptBatch(outcomes, {})
    taken = [(one, facts.account) for one, facts in zip(outcomes, told, strict=True) if isinstance(one, Kept)]
    accounts = keep_accounts(workspace, (account for _kept, account in taken))
    for kept, account in taken:
        if account:
            found = accounts[account.external_id].account
            if kept.was is not None:
                _change(kept, "account_id", found.id)
            else:  # past Django's descriptor, which is slow
                kept.person.__dict__["account_id"] = found.id
                if (found.name or found.external_id) != (account.name or account.external_id):
                    kept.person.words = ""
    typing.keep()
    book.write(accounts.values())
    for one in accounts.values():
        if one.was and "name" in one.was:
            find_by_account(one.account)
    return KeptBatch(outcomes, accounts)


class PersonBook:
    """The people whom a batch names, each by all their names, while the batch is gone through."""

    def __init__(self, workspace: Workspace, told: Sequence[PersonFacts]) -> None:
        self._workspace, self._now = workspace, timezone.now()
        pattern = Person(workspace_id=workspace.pk, created_at=self._now, changed_at=self._now)
        self._pattern = {name: value for name, value in vars(pattern).items() if name != "_state"}
        self._by_name: dict[tuple[str, str], Kept] = {}
        self._found: dict[UUID, Kept] = {}
        self._made: list[Kept] = []
        for name in NAMED_BY:
            wanted = sorted({value for facts in told if (value := getattr(facts, name))})
            for person in of_names(Person.objects.of(workspace), name, wanted) if wanted else ():
                if person.id not in self._found:
                    self._found[person.id] = Kept(person)
                    self._enter(self._found[person.id])

    def named(self, facts: PersonFacts) -> Kept | None:
        """Whom the facts name; a refusal where they name two."""
        known = {name: value for name, value in zip(NAMED_BY, names_of(facts), strict=True) if value}
        found = {id(one): one for pair in known.items() if (one := self._by_name.get(pair))}
        if not found:
            return None
        if len(found) > 1:
            raise _two_people(known, next(iter(known)))
        [one] = found.values()
        if facts.external_id and one.person.external_id not in ("", facts.external_id):
            by = next(
                name
                for name, value in known.items()
                if name != "external_id" and self._by_name.get((name, value))
            )
            raise _two_people({by: "", "external_id": ""}, by)
        return one

    def make(self, facts: PersonFacts, properties: dict[str, Any]) -> Kept:
        """As the model would make it, which costs ten times as much: a million of them are made in a row."""
        person = Person.__new__(Person)
        told: dict[str, Any]
        told = {name: value for name, value in zip(TOLD, told_of(facts), strict=True) if value}
        told |= {"id": new_id(), "properties": properties, "words": facts.words, "_state": ModelState()}
        person.__dict__.update(self._pattern, **told)
        made = Kept(person, None)
        self._made.append(made)
        self._enter(made)
        return made

    def rename(self, kept: Kept, name: str, value: str) -> None:
        self._by_name.pop((name, getattr(kept.person, name)), None)
        self._by_name[name, value] = kept

    def write(self, accounts: Iterable[KeptAccount]) -> None:
        """What changed first: a new person may have a name that another gave up."""
        added = [one.person for one in self._made]
        changed = [one.person for one in self._found.values() if one.was and _settled(one, self._now)]
        wordless = [*(one for one in added if not one.words), *changed]
        with_accounts(wordless, {one.account.id: one.account for one in accounts})
        for person in wordless:
            person.words = find_words(person)
        write(Person, changed, WRITTEN)
        write(Person, added)

    def _enter(self, kept: Kept) -> None:
        for name, value in zip(NAMED_BY, names_of(kept.person), strict=True):
            if value:
                self._by_name[name, value] = kept


def of_names(people: "ScopedQuerySet[Person]", name: str, values: Sequence[str]) -> "ScopedQuerySet[Person]":
    """Those with one of the values as that name, locked. It says what the index says, else none is used."""
    found = people.filter(Among(F(name), values)).exclude(**{name: ""})
    return found.select_for_update()


def find_words(person: Person) -> str:
    account = (
        person.account.name or person.account.external_id if person.account_id and person.account else ""
    )
    return words_of(person.name, person.email, person.phone, person.external_id, account)


def find_by_account(account: Account) -> None:
    """The account has another name: its people are found by that from now on."""
    people = Person.objects.of(account.workspace_id).filter(account=account)
    for some in _in_parts(people.order_by("pk").iterator(AT_ONCE)):
        for person in some:
            person.account = account
            person.words = find_words(person)
        write(Person, some, ("words",))


def with_accounts(people: Sequence[Person], known: dict[UUID, Account]) -> None:
    """Give each their account, fetched at once where it is not known."""
    wanted = {one.account_id for one in people if one.account_id and one.account_id not in known}
    known = known | Account.objects.in_bulk(wanted) if wanted else known
    for one in people:
        if one.account_id:
            one.account = known[one.account_id]


def _kept(typing: Typing, book: PersonBook, facts: PersonFacts) -> Kept | Refusal:
    try:
        properties = typing.read(facts.properties) if facts.properties else {}
        kept = book.named(facts)
    except Refusal as refusal:
        return refusal
    if kept is None:
        return book.make(facts, properties)
    if kept.was is None:
        kept.person.words = ""  # they were of the row that made the person
    for name, value in zip(TOLD, told_of(facts), strict=True):
        if value and value != getattr(kept.person, name):
            if name in NAMED_BY:
                book.rename(kept, name, value)
            _change(kept, name, value)
    for key, told in properties.items():
        _change_property(kept, key, told)
    return kept


def _change(kept: Kept, name: str, value: Any) -> None:
    if kept.was is not None:
        kept.was.setdefault(name, getattr(kept.person, name))
    setattr(kept.person, name, value)


def _change_property(kept: Kept, key: str, value: object) -> None:
    before = kept.person.properties.get(key)
    if same(before, value):
        return
    if kept.was is not None:
        kept.was.setdefault(f":{key}", before)
    kept.person.properties = {**kept.person.properties, key: value}


def same(one: object, other: object) -> bool:
    """1 and true are not the same, 1 and 1.0 are."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def value_of(person: Person, name: str) -> Any:
    """The field, or the property of ":KEY"."""
    return person.properties.get(name[1:]) if name.startswith(":") else getattr(person, name)


def _settled(kept: Kept, now: datetime) -> bool:
    """Whether anything is other than it was before the batch; what came back to its old value is not."""
    was = kept.was or {}
    for name in [name for name, before in was.items() if same(before, value_of(kept.person, name))]:
        del was[name]
    kept.person.changed_at = now if was else kept.person.changed_at
    return bool(was)


def _two_people(known: Iterable[str], field: str) -> Refusal:
    return Refusal(
        "two_people",
        f"{' and '.join(known)} belong to different people.",
        cure="Correct one of them, or send them one by one.",
        field=field,
    )


def _in_parts(rows: Iterable[Person]) -> Iterator[list[Person]]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
