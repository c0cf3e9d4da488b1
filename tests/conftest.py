"""The world of the tests, built once, in people."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import migrated, postgres

settings.register_profile("patient", deadline=None)  # how long an example takes tells of the machine alone
settings.load_profile("patient")

pytest_plugins = ("tests.browser",)


@pytest.hookimpl(tryfirst=True)  # before -m deselects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, so that a second run can repeat just that on PostgreSQL."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"db", "transactional_db", "live_server"} or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "playwright" in fixtures:
            item.add_marker("browser")
    _who_waits_begins(items)


def _who_waits_begins(items: list[pytest.Item]) -> None:
    """Files with browsers and servers first: they wait more than they work, and none is left for the end."""
    waits = {
        item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("server")
    }
    items.sort(key=lambda item: item.path not in waits)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A copy of the migrated database. SQLite's is a file, as everywhere: in memory all threads of a server
    would share one connection."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        migrated.put_database(settings.HOME)
        database["TEST"]["NAME"] = str(settings.HOME / "likely.db")
    else:
        database["TEST"]["TEMPLATE"] = postgres.migrated_database()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Only SQLite's file, which was just laid there and goes with its folder."""
    from django.db import connection

    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data, which is no part of the project. Skips loudly where it is not."""
    folder = Path(os.environ.get("LIKELY_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "gold.json").exists():
        pytest.skip(f"the reference data is not at {folder}: set LIKELY_SHARED")
    return folder


@pytest.fixture
def workspace(db: None) -> Any:
    from likely.base.workspace import Workspace

    return Workspace.objects.create(name="Nordic Hardware")


@pytest.fixture
def foreign_workspace(db: None) -> Any:
    from likely.base.workspace import Workspace

    return Workspace.objects.create(name="Somebody Else")


def member(workspace: Any, email: str, role: str) -> Any:
    """A member without a password: nobody here signs in with one, and hashing takes its time."""
    from likely.base.member import Member, User

    user = User.objects.create_user(email)
    Member.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def owner(workspace: Any) -> Any:
    return member(workspace, "owner@example.org", "owner")


@pytest.fixture
def viewer(workspace: Any) -> Any:
    return member(workspace, "viewer@example.org", "viewer")


@pytest.fixture
def stranger(foreign_workspace: Any) -> Any:
    """Owns another workspace and may see nothing of this one."""
    return member(foreign_workspace, "stranger@example.org", "owner")


@pytest.fixture(autouse=True)
def _asked_on_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LIKELY_ENGINE_URL names another engine (`make test-spark`), it is asked everything."""
    if os.environ.get("LIKELY_ENGINE_URL", "").startswith(("sc://", "postgresql://")):
        from tests.cluster import ask_everything_there

        ask_everything_there(monkeypatch)


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 6, 15, 12, tzinfo=UTC)
