"""The score of a workspace's accounts in some days, and which of those asked have not answered."""

from likely.analyse.accounts import Accounts, accounts_of
from likely.people.account import Account
from likely.store.aggregate import Counts
from likely.store.people_counts import ACCOUNT, Asked, asked_accounts, people_counts


def scored_accounts(asked: Asked) -> tuple[Accounts, dict[str, Account]]:
    """And each account by its id, as a text: the name that it has in the figures."""
    found = people_counts(asked, ACCOUNT)
    answered = Counts(found.by, {key: cell for key, cell in found.cells.items() if key[0]})
    wanted = {str(key[0]) for key in answered.cells} | {str(one) for one in asked_accounts(asked)}
    known = {str(one.pk): one for one in Account.objects.of(asked.workspace).filter(pk__in=wanted)}
    values = {name: one.value or 0.0 for name, one in known.items()}
    return accounts_of(answered, values, smallest=asked.workspace.smallest_group), known
