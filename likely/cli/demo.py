"""`likely demo`: a living product to click through, with a year of believable answers."""

import os
import subprocess
import sys
import webbrowser
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone

from likely.base.entry import entry_link
from likely.base.member import User
from likely.base.workspace import Workspace
from likely.cli.demo_home import demo_port
from likely.cli.demo_seed import OWNER_EMAIL, seed_demo
from likely.cli.prepare import prepare_database
from likely.cli.server import LIKELY, run_server
from likely.lib.refusal import Refusal
from likely.store.seal import seal_due
from likely.store.theme_set import Origin, keep_themes
from likely.text.starter import starter

PortOption = Annotated[int | None, typer.Option(help="Port to listen on; the first free one from 8000.")]
HomeOption = Annotated[str | None, typer.Option(help="Folder to keep the demo in; thrown away without.")]
SeedOption = Annotated[int, typer.Option(help="Another number invents another year.", min=0)]
NoOpenOption = Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")]
InventOption = Annotated[bool, typer.Option("--only-invent", hidden=True)]


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    port: PortOption = None,  # noqa: ARG001 - port and home are settled before the settings were read
    home: HomeOption = None,  # noqa: ARG001
    seed: SeedOption = 7,
    no_open: NoOpenOption = False,
    only_invent: InventOption = False,
) -> None:
    """Run Likely with a workspace and a year of invented answers, until Ctrl-C."""
    if only_invent:
        invent(seed)
        return
    _invent_apart(seed)
    link = entry_link(User.objects.get(email=OWNER_EMAIL))
    run_server(port=demo_port(os.environ), ready=lambda: _welcome(link, no_open))


def invent(seed: int) -> None:
    """Fill the home, unless it is filled."""
    prepare_database()
    if not Workspace.objects.exists():
        print("Inventing a year of answers", flush=True)
        seed_demo(seed, timezone.now())
        for workspace in Workspace.objects.all():  # a shop; the worker reads the comments by them
            keep_themes(workspace, starter("retail"), Origin.STARTER, "system")
        seal_due(timezone.now(), after_seconds=0)


def _invent_apart(seed: int) -> None:
    """In a process of its own: the web processes are forked from this one, and what writes the lake keeps
    threads that do not survive a fork."""
    words = ["demo", "--only-invent", "--home", str(settings.HOME), "--seed", str(seed)]
    if subprocess.run([sys.executable, "-c", LIKELY, *words], check=False).returncode:  # noqa: S603 - our own words
        raise Refusal("demo_failed", "The demo could not be prepared; the reason stands above.")


def _welcome(link: str, no_open: bool) -> None:
    print(f"Likely is ready: {link}", flush=True)
    if not no_open and (os.environ.get("DISPLAY") or os.name == "nt" or os.uname().sysname == "Darwin"):
        webbrowser.open(link)
