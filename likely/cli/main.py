"""The `likely` command: one line a command; each is imported only when it runs."""

import os
import sys
from importlib import import_module

import typer

from likely.cli.address import settle_address
from likely.cli.demo_home import settle_demo
from likely.lib.refusal import Refusal

# command -> module whose `register(app)` adds it. These load no Django:
ON_FILES = {
    "report": "likely.cli.report",
    "calc": "likely.cli.calc",
}
# These work on an installation: its home is settled before they are imported.
ON_A_HOME = {
    "demo": "likely.cli.demo",
    "serve": "likely.cli.serve",
    "work": "likely.cli.work",
    "doctor": "likely.cli.doctor",
    "load": "likely.cli.load",
    "export": "likely.cli.export",
    "key": "likely.cli.key",
    "member": "likely.cli.member",
    "backup": "likely.cli.backup",
    "restore": "likely.cli.restore",
    "reindex": "likely.cli.reindex",
}


def run() -> None:
    """Run the command that the arguments name. A refusal is one line on standard error and exit code 2."""
    app = typer.Typer(add_completion=False, help="Likely: an open Net Promoter platform.")
    app.callback()(_keep_command_names)
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    try:
        if wanted not in ON_FILES:
            if wanted == "demo":
                settle_demo(_option("--home", sys.argv), _option("--port", sys.argv))
            if wanted == "serve":
                settle_address(_option("--host", sys.argv), _option("--port", sys.argv))
            enter_home(_option("--home", sys.argv))
        for name, module in ({**ON_FILES, **ON_A_HOME}).items():
            if wanted not in {**ON_FILES, **ON_A_HOME} or name == wanted:
                import_module(module).register(app)
        if len(sys.argv) == 1:
            sys.argv.append("--help")
        sys.exit(app(standalone_mode=False))
    except (Refusal, typer.TyperException) as refusal:
        print(f"likely: {_one_line(refusal)}", file=sys.stderr)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)


def _one_line(refusal: Refusal | typer.TyperException) -> str:
    said = str(refusal) if isinstance(refusal, Refusal) else refusal.format_message()
    return " ".join(said.split())


def enter_home(home: str | None) -> None:
    """Settle which installation this process works on, and load Django for it."""
    if home:
        os.environ["LIKELY_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "likely.settings")
    import django  # heavy: commands on files must not pay for it

    django.setup()


def _option(name: str, arguments: list[str]) -> str | None:
    """The value of an option before Typer reads it: settings are fixed at import."""
    for position, word in enumerate(arguments):
        if word == name and position + 1 < len(arguments):
            return arguments[position + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _keep_command_names() -> None:
    """Typer drops the name of a lone command unless the app has a callback."""
