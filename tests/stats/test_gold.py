"""No reference value is forgotten."""

import json
from pathlib import Path

TESTS = Path(__file__).parents[1]
OF_TEXT = {"txt-001", "txt-002"}  # agreement of coders, and a weighting of words that is not used


def test_every_reference_value_is_held_against_something(shared: Path) -> None:
    named = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    ids = {value["id"] for value in json.loads((shared / "gold.json").read_text())["values"]}
    assert {one for one in ids - OF_TEXT if f'"{one}"' not in named} == set()
