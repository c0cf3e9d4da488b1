"""`likely serve`: web and worker, on a database brought to this version."""

from typing import Annotated

import typer
from django.conf import settings

from likely.cli.address import USUAL_HOST, USUAL_PORT
from likely.cli.prepare import prepare_database, prepare_owner
from likely.cli.server import run_server

HostOption = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
PortOption = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
WorkersOption = Annotated[int, typer.Option(help="Web processes; with SQLite always one.", min=1, max=64)]
HomeOption = Annotated[str | None, typer.Option(help="Folder of the installation.")]


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    host: HostOption = USUAL_HOST,
    port: PortOption = USUAL_PORT,
    workers: WorkersOption = 1,
    home: HomeOption = None,  # noqa: ARG001 - settled before the settings were read
) -> None:
    """Bring the database to this version, then serve until Ctrl-C. The first start makes the first owner."""
    if copy := prepare_database():
        print(f"The database was copied to {copy} before it was changed.")
    if link := prepare_owner():
        print(f"Sign in once with this link, within a day, and set a password: {link}")
    run_server(host, port, workers, ready=_say_ready)


def _say_ready() -> None:
    print(f"Likely is ready: {settings.BASE_URL}", flush=True)
