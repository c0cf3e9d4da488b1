"""Writes the first migration anew from the models, while nothing is released.

    python tools/first_migration.py

Django's own maker adds indexes, constraints and most keys behind the tables, each by an operation of its own,
and a first start builds all models anew for each: most of its time. Here they stand in their tables.
"""

import os
import sys
from collections.abc import Collection, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FIRST = ROOT / "likely/migrations/0001_initial.py"


def main() -> None:
    with TemporaryDirectory() as home:
        os.environ |= {"LIKELY_HOME": home, "DJANGO_SETTINGS_MODULE": "likely.settings"}
        import django
        from django.core.management import call_command
        from django.db.migrations.loader import MigrationLoader
        from django.db.migrations.writer import MigrationWriter

        FIRST.unlink(missing_ok=True)
        django.setup()
        call_command("makemigrations", "likely", verbosity=0)
        migration = MigrationLoader(None).get_migration("likely", FIRST.stem)
        migration.operations = folded(migration.operations)
        FIRST.write_text(MigrationWriter(migration, include_header=False).as_string())


def folded(operations: Sequence[Any]) -> list[Any]:
    """Tables with all that they hold, each behind those that it points to; then what closes a circle."""
    from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

    tables = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    needs = {name: _needs(tables, name, *dict(table.fields).values()) for name, table in tables.items()}
    rest = []
    for one in operations:
        if isinstance(one, AddField) and not _closes_a_circle(needs, one):
            needs[one.model_name_lower] |= _needs(tables, one.model_name_lower, one.field)
            tables[one.model_name_lower].fields.append((one.name, one.field))
        elif isinstance(one, AddIndex):
            tables[one.model_name_lower].options.setdefault("indexes", []).append(one.index)
        elif isinstance(one, AddConstraint):
            tables[one.model_name_lower].options.setdefault("constraints", []).append(one.constraint)
        elif not isinstance(one, CreateModel):
            rest.append(one)
    return [*(tables[name] for name in TopologicalSorter(needs).static_order()), *rest]


def _needs(tables: Collection[str], name: str, *fields: Any) -> set[str]:
    """The tables of ours that keys of this one point to."""
    targets = (field.remote_field.model for field in fields if field.remote_field)
    return {str(one).lower().removeprefix("likely.") for one in targets} & {*tables} - {name}


def _closes_a_circle(needs: dict[str, set[str]], one: Any) -> bool:
    name = one.model_name_lower
    tried = {**needs, name: needs[name] | _needs(needs, name, one.field)}
    try:
        TopologicalSorter(tried).prepare()
    except CycleError:
        return True
    return False


if __name__ == "__main__":
    main()
