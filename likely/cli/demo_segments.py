"""The demo's saved segments, and what its properties are called."""

from typing import Final

from likely.base.workspace import Workspace
from likely.people.property import PropertyType, declare
from likely.people.segment import make_segment

ACTOR: Final = "system"
PROPERTIES: Final = (  # key, type, label, choices
    ("region", PropertyType.CHOICE, "Region", ("North", "South", "East", "West")),
    ("segment", PropertyType.CHOICE, "Kind of customer", ("new", "returning", "loyal")),
    ("transit_days", PropertyType.NUMBER, "Delivery time (days)", ()),
    ("wait", PropertyType.NUMBER, "Wait on the phone (min)", ()),
    ("solved", PropertyType.BOOLEAN, "Solved in the first call", ()),
)
SEGMENTS: Final = (
    ("Loyal customers", "segment is loyal"),
    ("New in the East", "segment is new and region is East"),
    ("Called us lately", 'had "call_ended" in the last 30 days'),
)


def seed_segments(workspace: Workspace) -> None:
    for key, type, label, choices in PROPERTIES:
        declare(workspace, key, type, label, choices, ACTOR)
    for name, rule in SEGMENTS:
        make_segment(workspace, name, rule, ACTOR)
