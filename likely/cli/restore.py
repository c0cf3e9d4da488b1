"""`likely restore`: an installation back from one file."""

from pathlib import Path
from typing import Annotated

import typer

from likely.cli.archive import restore as restore_archive
from likely.cli.prepare import prepare_database


def register(app: typer.Typer) -> None:
    app.command()(restore)


def restore(
    file: Path,
    home: Annotated[str | None, typer.Option(help="An empty folder to restore into.")] = None,  # noqa: ARG001
) -> None:
    """Fill an empty installation from FILE, bring it to this version, and say when it was made."""
    manifest = restore_archive(file)
    prepare_database()
    print(f"Restored what was backed up at {manifest['made_at']}.")
