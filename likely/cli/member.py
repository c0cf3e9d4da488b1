"""`likely member`: who may come in."""

from typing import Annotated

import typer

from likely.base.invite import invite_link
from likely.base.journal import record
from likely.base.member import Role
from likely.cli.workspace_choice import chosen_workspace

members = typer.Typer(help="Members of a workspace.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(members, name="member")


@members.callback()
def _with_a_verb() -> None:
    """Typer drops the name of a lone command unless the group has a callback."""


@members.command()
def add(
    email: str,
    role: Annotated[str, typer.Option(help=f"One of {', '.join(Role.values)}.")] = Role.MANAGER.value,
    workspace: Annotated[str | None, typer.Option(help="Name of the workspace.")] = None,
    home: Annotated[str | None, typer.Option(help="Folder of the installation.")] = None,  # noqa: ARG001
) -> None:
    """Print the link, alone on a line, with which EMAIL joins within a week."""
    owner = chosen_workspace(workspace)
    link = invite_link(owner, email, role)
    record(owner, "cli", "member.invited", f"mail:{email}", role=role)
    print(link)
