"""Whose customer it is: the team of an answer, by the tree of units (people/unit.py)."""

from collections.abc import Iterator
from uuid import UUID

from likely.base.member import Member, Role
from likely.collect.response import Response
from likely.people.unit import Unit, UnitTree, tree_of


def team_of(response: Response) -> frozenset[UUID]:
    """Who works in the smallest unit that the answer is of and may own cases; else in the next one above.

    Empty: the answer is of no unit, or nobody works there.
    """
    return next(filter(None, map(_workers, units_of(response, tree_of(response.workspace)))), frozenset())


def units_of(response: Response, tree: UnitTree) -> Iterator[Unit]:
    """The smallest unit that an answer is of, those above it, then the next smallest."""
    if not tree.units:
        return
    known = {**(response.person.properties if response.person else {}), **response.properties}
    own = [one for one in tree.units if one.key and str(known.get(one.key, "")) in one.values]
    for unit in sorted(own, key=lambda one: -tree.depths[one.pk]):
        yield from reversed(tree.above(unit))


def _workers(unit: Unit) -> frozenset[UUID]:
    rows = Member.objects.of(unit.workspace_id).exclude(role=Role.VIEWER).filter(user__is_active=True)
    return frozenset(rows.filter(user__in=unit.people.all()).values_list("user", flat=True))
