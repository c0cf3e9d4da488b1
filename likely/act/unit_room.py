"""Whose chat room hears of an answer: that of its unit, of one above it, or the workspace's."""

from typing import Final

from likely.act.case_team import units_of
from likely.base.workspace import Workspace
from likely.channels.chat import rooms_of
from likely.channels.setup import Setup
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.people.unit import tree_of

ROOMS: Final = "rooms"  # the field of the channel's set-up


def room_of(response: Response, setup: Setup) -> str:
    """The name under which the set-up has the room; "": the workspace's room."""
    rooms = rooms_of(setup.of(ROOMS))
    if not rooms:
        return ""
    tree = tree_of(response.workspace)
    for unit in units_of(response, tree):
        for name in (tree.path(unit), unit.name):
            if name in rooms:
                return name
    return ""


def check_rooms(workspace: Workspace, typed: str) -> None:
    """Refuse a room of a unit that is not there."""
    tree = tree_of(workspace)
    known = {name for unit in tree.units for name in (unit.name, tree.path(unit))}
    for name in rooms_of(typed):
        if name not in known:
            raise Refusal(
                "room_of_no_unit",
                f"There is no unit {name!r}.",
                cure="Write its name as it stands under Teams.",
                field=ROOMS,
            )
