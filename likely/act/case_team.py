"""Whose customer it is: the team of an answer, by the tree of units (people/unit.py)."""

from uuid import UUID

from likely.base.member import Member, Role
from likely.collect.response import Response
from likely.people.unit import Unit, tree_of


def team_of(response: Response) -> frozenset[UUID]:
    """Who works in the smallest unit that the answer is of and may own cases; else in the next one above.

    Empty: the answer is of no unit, or nobody works there.
    """
    tree = tree_of(response.workspace)
    if not tree.units:
        return frozenset()
    known = {**(response.person.properties if response.person else {}), **response.properties}
    own = [one for one in tree.units if one.key and str(known.get(one.key, "")) in one.values]
    for unit in sorted(own, key=lambda one: -tree.depths[one.pk]):
        for one in reversed(tree.above(unit)):
            if found := _workers(one):
                return found
    return frozenset()


def _workers(unit: Unit) -> frozenset[UUID]:
    rows = Member.objects.of(unit.workspace_id).exclude(role=Role.VIEWER).filter(user__is_active=True)
    return frozenset(rows.filter(user__in=unit.people.all()).values_list("user", flat=True))
