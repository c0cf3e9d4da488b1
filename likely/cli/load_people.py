"""`likely load people`: a file through the same import as the page's, with its progress on the terminal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import IO, Final

from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.import_column import FIELDS, PROPERTY
from likely.people.import_faults import fault_lines
from likely.people.import_run import claim, go_on
from likely.people.import_start import begin, folder_of, queue
from likely.people.people_import import ImportFault, ImportState, PeopleImport
from likely.store.people_file import folder_for, look, more_cache, rows_from

SHOWN_FAULTS: Final = 10
SLICE_SECONDS: Final = 1.0  # between two steps of the progress bar


def load_people(
    workspace: Workspace, file: str, maps: Iterable[str], *, region: str, whole: bool, errors: Path | None
) -> None:
    """Print what became of the rows. maps: COLUMN=FIELD each; the other columns are guessed."""
    one = _looked_at(workspace, file)
    try:
        mapping = _mapped(one, maps)
        queue(one, mapping, {}, {"region": region, "whole": whole}, "cli")
    except Refusal:
        rmtree(folder_of(one), ignore_errors=True)
        one.delete()
        raise
    with more_cache():
        _run(one)
    _tell(one, errors)


def _looked_at(workspace: Workspace, file: str) -> PeopleImport:
    one = PeopleImport()
    one.path = folder_for(one)
    try:
        return begin(workspace, one, look(Path(file), Path(file).name, folder_of(one)), "cli")
    except Refusal:
        rmtree(folder_of(one), ignore_errors=True)
        raise


def _mapped(one: PeopleImport, maps: Iterable[str]) -> dict[str, str]:
    mapping = dict(one.mapping)
    for told in maps:
        column, _, field = told.rpartition("=")
        if column not in mapping:
            raise Refusal("unknown_column", f"--map: there is no column {column!r}.", field="--map")
        wanted = field if field in FIELDS else PROPERTY + field.removeprefix(PROPERTY)
        for other in [other for other, held in mapping.items() if held == wanted and wanted != "ignore"]:
            mapping[other] = "ignore"
        mapping[column] = wanted
    return mapping


def _run(one: PeopleImport) -> None:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(one.file_name, total=1.0)
        while one.is_under_way:
            mine = claim(PeopleImport.objects.filter(pk=one.pk), timezone.now())
            if mine:
                go_on(mine, rows_from, SLICE_SECONDS)
            one.refresh_from_db()
            progress.update(task, completed=one.share)


def _tell(one: PeopleImport, errors: Path | None) -> None:
    if one.state == ImportState.FAILED:
        _write_faults(one, errors)
        raise Refusal("import_failed", f"{one.file_name}: {one.failure}", field="file")
    names = ("added", "updated", "unchanged", "repeated", "refused")
    counts = [f"{n} {name}" for name in names if (n := getattr(one, name))]
    print(", ".join(counts) or "nothing to load")
    for fault in ImportFault.objects.filter(people_import=one).order_by("row", "id")[:SHOWN_FAULTS]:
        column = f", {fault.column}" if fault.column else ""
        print(f"row {fault.row}{column}: {fault.said}")
    _write_faults(one, errors)


def _write_faults(one: PeopleImport, errors: Path | None) -> None:
    if errors is None or not one.refused:
        return
    with _written(errors) as file:
        file.writelines(fault_lines(one))
    print(f"{errors}: every row that was refused, and why")


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise Refusal(
            "not_writable", f"--errors: {path} can't be written: {error.strerror}.", field="--errors"
        ) from error
