"""Copies of the lake that another engine keeps follow it: what the lake let go of goes there too."""

import logging
from uuid import UUID

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.store.engine import remote
from likely.store.lake import Lake
from likely.store.remote_engine import RemoteEngine

logger = logging.getLogger(__name__)


def follow(lake: Lake) -> None:
    """Let go of copies of files that the newest state of the table no longer names.

    An engine that does not answer is left to `follow_all`: what was written to the lake holds.
    """
    there = remote()
    if there is None or not there.keeps_copies:
        return
    try:
        _keep_named(there, lake)
    except Refusal as refusal:
        logger.warning("Copies of %s stay for now. %s", lake.url, refusal)


def follow_all(root: str) -> set[UUID]:
    """The same for every table of every workspace, and for workspaces that are gone.

    root: folder of all lakes. Returns the workspaces of which something is still being read. Refuses where
    the engine does not answer.
    """
    there = remote()
    if there is None or not there.keeps_copies:
        return set()
    found = there.workspaces()
    known = set(Workspace.objects.filter(pk__in=found).values_list("pk", flat=True))
    for gone in found.keys() - known:
        there.forget(gone)
    lakes = [
        (workspace, Lake(f"{root}/{workspace}/{name}")) for workspace in known for name in found[workspace]
    ]
    return {workspace for workspace, lake in lakes if not _keep_named(there, lake)}


def _keep_named(there: RemoteEngine, lake: Lake) -> bool:
    at = lake.snapshot()
    return there.keep(lake.url, at.files if at else ())
