"""`likely backup`: the whole installation in one file, while it runs."""

from pathlib import Path
from typing import Annotated

import typer

from likely.cli.archive import back_up, lake_is_local


def register(app: typer.Typer) -> None:
    app.command()(backup)


def backup(
    out: Path,
    home: Annotated[str | None, typer.Option(help="Folder of the installation.")] = None,  # noqa: ARG001
) -> None:
    """Write rows, lake and secret to OUT (a .tar.gz). The server may run meanwhile. Keep OUT safe."""
    back_up(out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    if not lake_is_local():
        print("The lake lies in object storage and is not in the file: keep its bucket versioned.")
