"""The demo's units, out of what its answers carry, and the goals that some of them have."""

from datetime import datetime, timedelta

from likely.act.goal import IN_TIME, SCORE, GoalFacts, set_goal
from likely.act.goal_renewal import renew_goals
from likely.base.member import User
from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays
from likely.people.unit import Unit, tree_of
from likely.people.unit_rows import UnitRow, keep_rows
from likely.store.units_found import rows_found
from likely.store.workspace_table import table_of

KINDS = (("Regions", "region", "region"), ("Stores", "store", "store"), ("Service", "served_by", "agent"))
GOALS = (("Tallinn", 65), ("Tartu", 55), ("Service", 40))  # of the score
EARLIER_DAYS = 200  # since when they are set anew each quarter


def seed_teams(workspace: Workspace, owner: User, now: datetime) -> None:
    table, top = table_of(workspace), (workspace.name,)
    rows = [UnitRow(top, "company")]
    for name, key, level in KINDS:
        rows.append(UnitRow((*top, name), "team"))
        rows += rows_found(table, (key,), (level,), (*top, name), tree_of(workspace))
    keep_rows(workspace, rows, "demo")
    units = {one.name: one for one in Unit.objects.of(workspace)}
    units["Service"].people.add(owner)
    day = LocalDays(workspace.time_zone, now).today
    earlier = day - timedelta(days=EARLIER_DAYS)
    wanted = [GoalFacts(SCORE, 50, "year", day), GoalFacts(IN_TIME, 80, "quarter", day)]
    wanted += [
        GoalFacts(SCORE, points, "quarter", earlier, units[name].pk, repeats=True) for name, points in GOALS
    ]
    for facts in wanted:
        set_goal(workspace, facts, "demo", now)
    renew_goals(now)
