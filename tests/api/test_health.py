"""What the balancer, the orchestrator and the monitor ask."""

from pathlib import Path
from typing import Any

from django.test import Client


def test_the_process_is_up_without_any_database() -> None:
    answer = Client().get("/healthz")  # this test may not touch the database
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_is_ready(workspace: Any, settings: Any, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "lake": "ok"}


def test_without_its_lake_it_is_not_ready(workspace: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.LAKE_URL = str(tmp_path / "file" / "lake")
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["lake"] == "unreachable"
    assert str(tmp_path) not in answer.content.decode()


def test_metrics_are_for_whoever_has_their_key(workspace: Any, settings: Any) -> None:
    assert Client().get("/metrics").status_code == 404
    settings.METRICS_KEY = "a-long-key"
    assert Client().get("/metrics").status_code == 401
    assert Client().get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 401
    answer = Client().get("/metrics", headers={"Authorization": "Bearer a-long-key"})
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert "likely_responses_unsealed 0" in lines
    assert "# TYPE process_cpu_seconds_total counter" in lines
