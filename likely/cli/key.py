"""`likely key`: keys for machines."""

from typing import Annotated

import typer
from django.utils import timezone

from likely.base.api_key import ApiKey
from likely.base.journal import record
from likely.cli.workspace_choice import chosen_workspace
from likely.lib.refusal import Refusal

keys = typer.Typer(help="Keys for the API.", no_args_is_help=True)
HomeOption = Annotated[str | None, typer.Option(help="Folder of the installation.")]
WorkspaceOption = Annotated[str | None, typer.Option(help="Name of the workspace, where there are several.")]


def register(app: typer.Typer) -> None:
    app.add_typer(keys, name="key")


@keys.command()
def create(name: str, workspace: WorkspaceOption = None, home: HomeOption = None) -> None:  # noqa: ARG001
    """Make a key called NAME and print it, alone on a line. It can't be shown again."""
    owner = chosen_workspace(workspace)
    key, token = ApiKey.issue(owner, name)
    record(owner, "cli", "key.created", f"key:{key.pk}", name=name)
    print(token)


@keys.command("list")
def list_keys(workspace: WorkspaceOption = None, home: HomeOption = None) -> None:  # noqa: ARG001
    """Every live key: its name and the day it was made."""
    for key in ApiKey.objects.of(chosen_workspace(workspace)).filter(revoked_at=None):
        print(f"{key.created_at:%Y-%m-%d}  {key.name}")


@keys.command()
def revoke(name: str, workspace: WorkspaceOption = None, home: HomeOption = None) -> None:  # noqa: ARG001
    """End every live key called NAME."""
    owner = chosen_workspace(workspace)
    ended = ApiKey.objects.of(owner).filter(name=name, revoked_at=None).update(revoked_at=timezone.now())
    if not ended:
        raise Refusal("unknown_key", f"There is no live key called {name!r}.", field="NAME")
    record(owner, "cli", "key.revoked", f"key:{name}")
