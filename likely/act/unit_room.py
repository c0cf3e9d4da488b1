"""Whose chat room hears of something: that of its unit, of one above it, or the workspace's."""

from collections.abc import Container, Iterable
from uuid import UUID

from likely.act.case_team import units_of
from likely.base.workspace import Workspace
from likely.channels.unit_room import rooms_of
from likely.collect.response import Response
from likely.people.segment import Segment
from likely.people.unit import Unit, UnitTree, tree_of


def room_of(response: Response) -> Unit | None:
    """The unit whose room hears of the answer; None: the workspace's room."""
    rooms = rooms_of(response.workspace)
    if not rooms:
        return None
    return _first(units_of(response, tree_of(response.workspace)), rooms)


def room_of_parts(workspace: Workspace, parts: Iterable[Segment | Unit | None]) -> Unit | None:
    """The unit in whose room all that a digest tells of is at home; None: the workspace's room."""
    rooms, tree = rooms_of(workspace), tree_of(workspace)
    homes = {room_of_unit(one, tree, rooms) if isinstance(one, Unit) else None for one in parts}
    return homes.pop() if len(homes) == 1 else None


def room_of_unit(unit: Unit, tree: UnitTree, rooms: Container[UUID]) -> Unit | None:
    """The unit itself, or the nearest above it that has one of the rooms."""
    return _first(reversed(tree.above(tree.by_id[unit.pk])), rooms)


def _first(units: Iterable[Unit], rooms: Container[UUID]) -> Unit | None:
    return next((unit for unit in units if unit.pk in rooms), None)
