from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def lake_folder(tmp_path: Path, settings: Any) -> Path:
    """Each test has a lake of its own."""
    settings.LAKE_URL = str(tmp_path / "lake")
    return tmp_path / "lake"
