"""One file that holds an installation: its rows, its lake and its secrets.

The lake is copied before the rows. What is sealed in between is then in the rows with a seal that the copied
lake does not know, so it counts as not yet sealed: nothing is missing and nothing is there twice.
"""

import json
import shutil
import sqlite3
import subprocess
import tarfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.db import connection

from likely.lib.home import ENCRYPTION_KEY_FILE, KEY_FILE
from likely.lib.refusal import Refusal

MANIFEST: Final = "likely-backup.json"
ROWS: Final = "rows.db"  # SQLite
DUMP: Final = "rows.dump"  # PostgreSQL, custom format
SECRETS: Final = (KEY_FILE, ENCRYPTION_KEY_FILE)


def back_up(out: Path) -> None:
    """Write the archive; it appears under its name when it is whole."""
    part = out.with_name(f"{out.name}.part")
    with TemporaryDirectory(dir=settings.HOME, prefix="backup-") as folder:
        place = Path(folder)
        manifest = {
            "made_at": datetime.now(UTC).isoformat(),
            "version": version("likely"),
            "rows": connection.vendor,
        }
        (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        try:
            with tarfile.open(part, "w:gz", compresslevel=3) as archive:
                archive.add(place / MANIFEST, MANIFEST)
                _add_lake(archive)
                rows = _copied_rows(place)
                archive.add(rows, rows.name)
                for name in SECRETS:
                    if (settings.HOME / name).exists():
                        archive.add(settings.HOME / name, name)
            part.chmod(0o600)
            part.replace(out)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise Refusal(
                "backup_failed", f"{out} can't be written: {error.strerror}.", cure="Name another place."
            ) from None


def restore(source: Path) -> dict[str, Any]:
    """Fill an empty installation from an archive; what the archive says of itself."""
    if connection.introspection.table_names():
        raise Refusal(
            "home_not_empty",
            "There is an installation here already.",
            cure="Restore into an empty --home and an empty database.",
            field="--home",
        )
    connection.close()
    with TemporaryDirectory(dir=settings.HOME, prefix="restore-") as folder:
        place = Path(folder)
        manifest = _unpacked(source, place)
        _put_rows(place, manifest)
        if (place / "lake").is_dir():
            shutil.move(str(place / "lake"), settings.LAKE_URL)
        for name in SECRETS:
            if (place / name).exists():
                (place / name).replace(settings.HOME / name)
    return manifest


def lake_is_local() -> bool:
    return "://" not in settings.LAKE_URL


def _add_lake(archive: tarfile.TarFile) -> None:
    """Each table's log before its data: what a log names is there, and stays for a day when replaced."""
    lake = Path(settings.LAKE_URL)
    if not lake_is_local() or not lake.is_dir():
        return
    files = [path for path in lake.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: ("_delta_log" not in path.parts, path)):
        archive.add(path, str(Path("lake") / path.relative_to(lake)))


def _copied_rows(place: Path) -> Path:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(place / ROWS)
        connection.connection.backup(target)
        target.close()
        return place / ROWS
    _postgres("pg_dump", "--format=custom", f"--file={place / DUMP}")
    return place / DUMP


def _put_rows(place: Path, manifest: dict[str, Any]) -> None:
    if manifest["rows"] != connection.vendor:
        raise Refusal(
            "other_database",
            f"The backup holds {manifest['rows']} rows; LIKELY_DATABASE_URL names {connection.vendor}.",
            cure="Restore into the same kind of database.",
            field="LIKELY_DATABASE_URL",
        )
    if connection.vendor == "sqlite":
        Path(settings.DATABASES["default"]["NAME"]).unlink(
            missing_ok=True
        )  # the empty file of the check above
        (place / ROWS).replace(settings.DATABASES["default"]["NAME"])
    else:
        _postgres("pg_restore", "--no-owner", "--exit-on-error", str(place / DUMP), database_as_option=True)


def _postgres(program: str, *arguments: str, database_as_option: bool = False) -> None:
    if shutil.which(program) is None:
        raise Refusal(
            "no_program", f"{program} is not on this machine.", cure="Install PostgreSQL's client tools."
        )
    target = [f"--dbname={settings.DATABASE_URL}"] if database_as_option else [settings.DATABASE_URL]
    done = subprocess.run([program, *target, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal("backup_failed", f"{program}: {done.stderr.strip().splitlines()[-1]}")


def _unpacked(source: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError, EOFError):
        raise Refusal(
            "not_a_backup", f"{source} is no backup of Likely, or it is cut off.", field="FILE"
        ) from None
    return manifest
