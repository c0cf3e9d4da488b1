"""The pair of keys by which a workspace's notifications are known: made once, kept like any other secret."""

from typing import Final

from likely.base.workspace import Workspace
from likely.channels.push_message import new_keys
from likely.channels.setup import ChannelSetup, drop_setup, keep_setup, setup_of
from likely.people.push_subscription import forget_all

PUBLIC: Final = "public_key"
PRIVATE: Final = "private_key"


def keep_push(workspace: Workspace, contact: str, actor: str) -> ChannelSetup:
    """Set up or change the contact. Keys stay: browsers agreed to these. Call it in a transaction."""
    known = setup_of(workspace.pk, "push")
    private, public = ("", known.of(PUBLIC)) if known else new_keys()
    return keep_setup(workspace, "push", {"contact": contact, PUBLIC: public}, {PRIVATE: private}, actor)


def drop_push(workspace: Workspace, actor: str) -> bool:
    """Forget the keys, and the browsers that agreed to them: new keys can't reach these. In a transaction."""
    forget_all(workspace)
    return drop_setup(workspace, "push", actor)


def public_key_of(workspace: Workspace) -> str:
    """For a browser that subscribes; "" where the channel is not set up."""
    setup = setup_of(workspace.pk, "push")
    return setup.of(PUBLIC) if setup else ""
