"""Before the first request: the database is saved, brought to this version, and somebody can sign in."""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from likely.base.entry import entry_link
from likely.base.first_owner import NAMELESS, has_owner, make_first_owner
from likely.lib.refusal import Refusal

KEPT_COPIES = 5  # of the database before a migration


def prepare_database() -> Path | None:
    """Bring the rows to this version. The copy made before, if there was anything to lose."""
    try:
        plan = MigrationExecutor(connection).migration_plan(_targets())
        copy = _copied() if plan else None
        if plan:
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        raise Refusal(
            "no_database",
            f"The database can't be reached: {str(error).strip().splitlines()[0]}.",
            cure="Check LIKELY_DATABASE_URL and that its server runs.",
            field="LIKELY_DATABASE_URL",
        ) from None
    return copy


def prepare_owner() -> str | None:
    """Make the first owner of the settings, of a person who is asked, or nameless.

    A sign-in link where there is no password to sign in with.
    """
    if has_owner():
        return None
    email, password = settings.OWNER_EMAIL, settings.OWNER_PASSWORD
    if not email and sys.stdin.isatty():
        email = typer.prompt("Your mail address")
        password = typer.prompt("A password", hide_input=True, confirmation_prompt=True)
    owner = make_first_owner(email or NAMELESS, password or None)
    return None if password else entry_link(owner)


def _targets() -> list[tuple[str, str]]:
    leaves: list[tuple[str, str]] = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return leaves


def _copied() -> Path | None:
    """A consistent copy of an SQLite database that holds something, in HOME/backups; the newest are kept."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return None
    folder = settings.HOME / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy: Path = folder / f"before-migration-{datetime.now(UTC):%Y%m%dT%H%M%S}.db"
    connection.ensure_connection()
    target = sqlite3.connect(copy)
    connection.connection.backup(target)
    target.close()
    copy.chmod(0o600)
    for old in sorted(folder.glob("before-migration-*.db"))[:-KEPT_COPIES]:
        old.unlink()
    return copy
