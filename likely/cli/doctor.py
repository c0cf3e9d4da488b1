"""`likely doctor`: look at everything, and say the cure of each fault."""

import shutil
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

import typer
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from likely.base.member import Member, Role
from likely.base.tick import Tick
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.lib.translation import is_compiled
from likely.store.aggregate import counts
from likely.store.comment_index_state import index_state
from likely.store.slice import Slice
from likely.store.workspace_table import table_of

ENOUGH_BYTES: Final = 1_000_000_000  # of free disk
WORKER_PATIENCE: Final = timedelta(minutes=2)
Health = Literal["ok", "note", "fault"]
MARKS: Final[dict[Health, str]] = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}


@dataclass(frozen=True, slots=True)
class Finding:
    health: Health
    what: str
    cure: str = ""


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    home: Annotated[str | None, typer.Option(help="Folder of the installation.")] = None,  # noqa: ARG001
) -> None:
    """Check everything and print the cure for each fault. Exit code 1 where there is one."""
    findings = [check() for check in CHECKS]
    for finding in findings:
        print(MARKS[finding.health], finding.what, f"\n      {finding.cure}" if finding.cure else "")
    if any(finding.health == "fault" for finding in findings):
        sys.exit(1)


def check_home() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    told = f"home: {settings.HOME}, {free / 1e9:.1f} GB free"
    if free < ENOUGH_BYTES:
        return Finding("fault", told, "Free some disk, or move LIKELY_HOME: a full disk stores no answer.")
    if settings.HOME.stat().st_mode & 0o077:
        return Finding("note", told, f"Others can look into it: chmod 700 {settings.HOME}")
    return Finding("ok", told)


def check_database() -> Finding:
    told = f"database: {connection.vendor}"
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding("fault", f"{told}: {error}", "Check LIKELY_DATABASE_URL and that its server runs.")
    if waiting:
        return Finding(
            "fault", f"{told}, of an older version", "Run `likely serve`: it migrates after a backup."
        )
    return Finding("ok", f"{told}, of this version")


def check_owner() -> Finding:
    try:
        owners = Member.objects.filter(role=Role.OWNER).count()
    except DatabaseError:
        return Finding("fault", "owner: can't be looked up", "See the database above.")
    if not owners:
        return Finding("fault", "owner: nobody", "Run `likely serve`: its first start makes the first owner.")
    return Finding("ok", f"owner: {owners}")


def check_lake() -> Finding:
    try:
        total = sum(_answered(workspace) for workspace in Workspace.objects.all())
    except DatabaseError:
        return Finding("fault", "lake: can't be looked up", "See the database above.")
    except Refusal as error:  # of the engine
        return Finding("fault", f"lake: {error.message}", error.cure)
    except OSError as error:
        return Finding(
            "fault", f"lake: {settings.LAKE_URL}: {error}", "Check LIKELY_LAKE_URL and its rights."
        )
    return Finding("ok", f"lake: {settings.LAKE_URL}, {total} answers counted")


def check_comments() -> Finding:
    try:
        state = index_state()
    except DatabaseError:
        return Finding("fault", "index of comments: can't be looked up", "See the database above.")
    told = f"index of comments: {state.held or 0} of {state.comments}"
    if not state.is_whole:
        return Finding("fault", told, "Run `likely reindex`: until then the search misses comments.")
    return Finding("ok", told)


def check_worker() -> Finding:
    try:
        seal = Tick.objects.filter(name="seal").first()
    except DatabaseError:
        return Finding("fault", "worker: can't be looked up", "See the database above.")
    if seal is None or seal.finished_at is None or seal.finished_at < timezone.now() - WORKER_PATIENCE:
        return Finding("note", "worker: not seen in the last minutes", "Run `likely serve` or `likely work`.")
    return Finding("ok", f"worker: seen {timezone.now() - seal.finished_at} ago")


def check_address() -> Finding:
    parts = urlsplit(settings.BASE_URL)
    told = f"address: {settings.BASE_URL}"
    if (
        parts.hostname not in {host.strip("[]").lstrip(".") for host in settings.HOSTS}
        and "*" not in settings.HOSTS
    ):
        return Finding("fault", told, f"Add {parts.hostname} to LIKELY_HOSTS, or links lead to an error.")
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return Finding("note", told, "Put it behind https: answers and passwords travel in the clear.")
    return Finding("ok", told)


def check_mail() -> Finding:
    told = f"mail: {settings.MAIL.provider or settings.MAIL.host or 'written to the console'}"
    if settings.MAIL.provider:
        if settings.MAIL_HOOK_KEY or settings.MAIL_HOOK_SECRET:
            return Finding("ok", told)
        return Finding("note", told, "Set LIKELY_MAIL_HOOK_KEY or _SECRET: bounces are not heard without.")
    if not settings.MAIL.host:
        return Finding("note", told, "Set LIKELY_EMAIL_URL to send mail.")
    try:
        get_connection().open()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("fault", f"{told}: {error}", "Check LIKELY_EMAIL_URL.")
    return Finding("ok", told)


def check_texts() -> Finding:
    if not is_compiled():
        return Finding("fault", "translations: not compiled", "Run `make setup`.")
    return Finding("ok", "translations: compiled")


def _answered(workspace: Workspace) -> int:
    return sum(counts(table_of(workspace), Slice()).total().n)


CHECKS: Final[tuple[Callable[[], Finding], ...]] = (
    check_home,
    check_database,
    check_owner,
    check_lake,
    check_comments,
    check_worker,
    check_address,
    check_mail,
    check_texts,
)
