"""How many threads a web process gets, and what its server says."""

from typing import Any

import pytest
from django.db import connection

from likely.cli.server import FEWEST_THREADS, THREADS, threads_of


@pytest.mark.parametrize(("workers", "threads"), [(1, THREADS), (2, 40), (4, 20), (64, FEWEST_THREADS)])
def test_all_processes_together_leave_a_database_server_room(
    monkeypatch: pytest.MonkeyPatch, settings: Any, workers: int, threads: int
) -> None:
    settings.DATABASE_CONNECTIONS = 80
    monkeypatch.setattr(connection, "vendor", "postgresql")
    assert threads_of(workers) == threads


def test_with_a_database_of_its_own_nothing_is_rationed(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DATABASE_CONNECTIONS = 1
    monkeypatch.setattr(connection, "vendor", "sqlite")
    assert threads_of(1) == THREADS
