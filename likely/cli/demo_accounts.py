"""The demo's business customers: some people buy for a company, worth little or much; three are silent."""

from collections.abc import Iterable, Sequence
from itertools import islice
from random import Random
from typing import Final

from likely.base.workspace import Workspace
from likely.people.account import Account
from likely.people.person import Person

COMPANIES: Final = (
    "Aster Hotels", "Birch Offices", "Cedar Clinics", "Dune Cafés", "Elm Architects", "Fjord Rentals",
    "Grove Schools", "Harbour Studios", "Iris Spas", "Juniper Homes", "Kestrel Events", "Linden Care",
    "Maple Interiors", "North Pier Inns", "Orchard Foods", "Pine Co-working", "Quay Lofts", "Reed Galleries",
    "Sable Theatres", "Tern Logistics", "Umber Design", "Vale Nurseries",
)  # fmt: skip
SILENT: Final = (  # name, value, people: all of them were asked and none has answered
    ("Willow Hospitals", 120_000, 5),
    ("Ridge Hotels", 38_000, 4),
    ("Yarrow Kindergartens", 9_000, 3),
)
POPULATION: Final = "buyers"
SHARE: Final = 0.14  # of the people who buy for a company
LEAST, MOST = 4_000, 180_000  # a year


def seed_accounts(
    workspace: Workspace, people: Iterable[Person], quiet: Sequence[Person], random: Random
) -> None:
    """Accounts, and which of the people (not saved yet) belong to them. quiet: those who never answered."""
    accounts = [
        Account(
            workspace=workspace,
            external_id=f"B{place:03}",
            name=name,
            value=float(round(LEAST * (MOST / LEAST) ** random.random(), -3)),
        )
        for place, name in enumerate(COMPANIES, 1)
    ]
    Account.objects.bulk_create(accounts)
    for person in people:
        if random.random() < SHARE:
            person.account = random.choice(accounts)
            person.population = POPULATION
    _silent(workspace, quiet)


def _silent(workspace: Workspace, quiet: Sequence[Person]) -> None:
    left = iter(quiet)
    for place, (name, value, size) in enumerate(SILENT, len(COMPANIES) + 1):
        account = Account.objects.create(
            workspace=workspace, external_id=f"B{place:03}", name=name, value=float(value)
        )
        for person in islice(left, size):
            person.account, person.population = account, POPULATION
