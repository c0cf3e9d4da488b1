"""Accounts: the companies that people belong to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from likely.api.caller import workspace_of
from likely.api.field import Amount, Line, Moment, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, LAST_CHANGED_LAST, Asked, Listed, page_of
from likely.people.account import Account
from likely.people.facts import read_account
from likely.people.person import keep_account

router = Router(tags=["Accounts"])


class NewAccount(Sent):
    """external_id: your own id of the company. value: a year's revenue, in your own currency."""

    external_id: Line
    name: Line | None = None
    value: Amount | None = None


class AccountsAsked(Asked):
    external_id: Line | None = None
    updated_since: Moment | None = None


class AccountTold(Told):
    id: UUID
    external_id: str
    name: str
    value: float | None
    created_at: datetime
    changed_at: datetime


@router.get("/accounts", response=Listed[AccountTold], operation_id="list_accounts", summary="List accounts")
def list_accounts(request: HttpRequest, asked: Query[AccountsAsked]) -> Any:
    """Those known longest first. With `updated_since` the last changed come last."""
    rows = Account.objects.of(workspace_of(request))
    if asked.external_id is not None:
        rows = rows.filter(external_id=asked.external_id)
    if asked.updated_since is not None:
        rows = rows.filter(changed_at__gte=asked.updated_since)
    return page_of(request, rows, asked, LAST_CHANGED_LAST if asked.updated_since else BY_ID, tell_account)


@router.post(
    "/accounts",
    response={200: AccountTold, 201: AccountTold},
    operation_id="keep_account",
    summary="Make or update an account",
)
@once()
def make_account(request: HttpRequest, body: NewAccount) -> tuple[int, Told]:
    """The account of that external_id is brought up to date (200) or made (201)."""
    facts = read_account({name: value for name, value in body.model_dump().items() if value is not None})
    assert facts is not None  # noqa: S101 - the body has an external_id
    account, is_new = keep_account(workspace_of(request), facts)
    return 201 if is_new else 200, tell_account(account)


@router.get("/accounts/{account}", response=AccountTold, operation_id="get_account", summary="Get an account")
def get_account(request: HttpRequest, account: str) -> Any:
    found = row_named(Account.objects.of(workspace_of(request)), account, "account_unknown", "account")
    return tell_account(found)


def tell_account(account: Account) -> AccountTold:
    return AccountTold.from_row(account)
