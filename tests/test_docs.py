"""What exists is documented: a setting, a command or a dependency without its line fails here."""

import re
import tomllib
from pathlib import Path

from likely.cli.main import ON_A_HOME, ON_FILES

ROOT = Path(__file__).parents[1]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    read = re.findall(r'"(LIKELY_[A-Z_]+)"', (ROOT / "likely" / "settings.py").read_text(encoding="utf-8"))
    told = re.findall(r"`(LIKELY_[A-Z_]+)`", page("commands.md"))
    assert set(read) == set(told)


def test_every_command_is_documented() -> None:
    told = set(re.findall(r"`likely ([a-z]+)", page("commands.md")))
    assert told == set(ON_FILES) | set(ON_A_HOME)


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    groups = [
        project["project"]["dependencies"],
        *extras.values(),
        *project["dependency-groups"].values(),
    ]
    named = {re.split(r"[\[<>=~ ;]", line)[0] for group in groups for line in group}
    told = set(re.findall(r"^\| `([^`]+)`", page("dependencies.md"), flags=re.MULTILINE))
    assert named == told


def test_every_page_of_the_docs_is_in_the_site() -> None:
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    there = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert there == listed
