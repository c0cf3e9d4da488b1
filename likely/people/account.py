"""An account: the company that a contact belongs to (B2B)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.base import ModelState
from django.utils import timezone

from likely.base.journal import record
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.bulk_write import write
from likely.people.facts import AccountFacts

AT_ONCE: Final = 2000  # people
LIGHT: Final = ("id", "external_id", "name", "value")


class Account(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="accounts")
    external_id = models.CharField(max_length=160)
    name = models.CharField(max_length=160, blank=True)
    value = models.FloatField(null=True)  # a year's revenue, in the workspace's own currency
    keeper = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # its account manager
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="account_once")
        ]

    def __str__(self) -> str:
        return self.name or self.external_id


@dataclass(slots=True)
class KeptAccount:
    """was: the fields that changed, as they were before; None: the account is new."""

    account: Account
    was: dict[str, Any] | None = field(default_factory=dict)


def keep_accounts(workspace: Workspace, told: Iterable[AccountFacts | None]) -> dict[str, KeptAccount]:
    """The accounts that are told, by their external id, made or brought up to date. Inside a transaction."""
    facts = [one for one in told if one]
    kept = _known(workspace, {one.external_id for one in facts})
    for one in facts:
        if one.external_id not in kept:
            kept[one.external_id] = KeptAccount(_made(workspace, one), None)
        _bring_up_to_date(kept[one.external_id], one)
    touched = [one.account for one in kept.values() if one.was is None or one.was]
    write(Account, touched, ("name", "value", "changed_at"))
    return kept


def _known(workspace: Workspace, names: Iterable[str]) -> dict[str, KeptAccount]:
    wanted = sorted(names)
    if not wanted:
        return {}
    found = Account.objects.of(workspace).filter(external_id__in=wanted).select_for_update()
    return {row[1]: KeptAccount(_light(workspace, *row)) for row in found.values_list(*LIGHT)}


def _light(workspace: Workspace, *row: Any) -> Account:
    """An account of which only what may change is read; the rest follows when it is asked for."""
    account = Account.__new__(Account)
    account.__dict__.update(zip(LIGHT, row, strict=True), workspace_id=workspace.pk, _state=ModelState())
    account._state.adding, account._state.db = False, DEFAULT_DB_ALIAS
    return account


def _made(workspace: Workspace, facts: AccountFacts) -> Account:
    now = timezone.now()
    return Account(workspace=workspace, external_id=facts.external_id, created_at=now, changed_at=now)


def _bring_up_to_date(kept: KeptAccount, facts: AccountFacts) -> None:
    """What is not told stays as it was."""
    told: Mapping[str, Any] = {"name": facts.name or None, "value": facts.value}
    for name, value in told.items():
        old = getattr(kept.account, name)
        if value is None or value == old:
            continue
        if kept.was is not None:
            kept.was.setdefault(name, old)
        setattr(kept.account, name, value)
        kept.account.changed_at = timezone.now()


def edit_account(account: Account, name: str, value: float | None, keeper: User | None, actor: str) -> None:
    """As the page shows it, also where a field was emptied. Its people are found by the new name."""
    with transaction.atomic():
        renamed = account.name != name
        account.name, account.value, account.keeper = name.strip(), value, keeper
        account.save()
        record(account.workspace, actor, "account.edited", f"account:{account.pk}")
        if renamed:
            for one in account.people.select_related("account").iterator(AT_ONCE):
                one.save(update_fields=["words"])
