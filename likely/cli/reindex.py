"""`likely reindex`: the index of comments, written anew."""

from typing import Annotated

import typer

from likely.store.comment_index_state import rebuild


def register(app: typer.Typer) -> None:
    app.command()(reindex)


def reindex(
    home: Annotated[str | None, typer.Option(help="Folder of the installation.")] = None,  # noqa: ARG001
) -> None:
    """Write the index by which comments are found anew, where `likely doctor` says that it is not whole."""
    print(f"{rebuild()} comments can be found.")
