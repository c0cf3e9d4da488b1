"""`likely export`: the responses, the people or the cases of a workspace as a file."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Final

import typer
from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from likely.act.case_stream import case_stream
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.cli.workspace_choice import chosen_workspace
from likely.lib.refusal import Refusal
from likely.people.people_stream import people_stream
from likely.store.response_stream import STREAMS, columns_of
from likely.store.slice import Slice
from likely.store.told_answers import told_of
from likely.store.workspace_table import COUNTED, EVERY_STATE, table_of

exports = typer.Typer(help="A workspace's rows as a file.", no_args_is_help=True)
WorkspaceOption = Annotated[str | None, typer.Option(help="Name of the workspace.")]
HomeOption = Annotated[str | None, typer.Option(help="Folder of the installation.")]
PEOPLE_ENDINGS: Final = ("csv",)


def register(app: typer.Typer) -> None:
    app.add_typer(exports, name="export")


@exports.command()
def responses(
    out: Path,
    all_states: Annotated[
        bool, typer.Option("--all-states", help="Also those that are quarantined or dismissed.")
    ] = False,
    workspace: WorkspaceOption = None,
    home: HomeOption = None,  # noqa: ARG001
) -> None:
    """Write the responses that count to OUT, a .csv or a .parquet."""
    ending = _ending(out, tuple(STREAMS))
    owner = chosen_workspace(workspace)
    table = table_of(owner, EVERY_STATE if all_states else COUNTED)
    # People read a CSV, so its answers stand in words; programs read a Parquet file.
    told = (told_of(owner, "en"),) if ending == "csv" else ()
    _write(out, STREAMS[ending](table, Slice(), columns_of(table), *told))
    _tell(owner, "responses", out)


@exports.command()
def people(out: Path, workspace: WorkspaceOption = None, home: HomeOption = None) -> None:  # noqa: ARG001
    """Write the people to OUT, a .csv that `likely load people` reads."""
    _ending(out, PEOPLE_ENDINGS)
    owner = chosen_workspace(workspace)
    _write(out, people_stream(owner))
    _tell(owner, "people", out)


@exports.command()
def cases(out: Path, workspace: WorkspaceOption = None, home: HomeOption = None) -> None:  # noqa: ARG001
    """Write the cases to OUT, a .csv."""
    _ending(out, PEOPLE_ENDINGS)
    owner = chosen_workspace(workspace)
    _write(out, case_stream(owner))
    _tell(owner, "cases", out)


def _ending(out: Path, known: tuple[str, ...]) -> str:
    ending = out.suffix.lower().lstrip(".")
    if ending not in known:
        named = " or ".join(f".{one}" for one in known)
        raise Refusal("ending_unknown", f"OUT: {out.name} does not end in {named}.", field="OUT")
    return ending


def _write(out: Path, pieces: Iterable[bytes]) -> None:
    """All of it or nothing: OUT appears when it is whole and on disk."""
    columns = SpinnerColumn(), TextColumn(out.name), DownloadColumn(), TimeElapsedColumn()
    with part_file(out) as file, Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(out.name, total=None)
        for piece in pieces:
            file.write(piece)
            progress.advance(task, len(piece))


@contextmanager
def part_file(out: Path) -> Iterator[IO[bytes]]:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        file = part.open("xb")
    except OSError as error:
        raise Refusal(
            "not_writable", f"OUT: {out} can't be written: {error.strerror}.", field="OUT"
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        raise Refusal(
            "not_writable", f"OUT: {out} can't be written: {error.strerror}.", field="OUT"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _tell(owner: Workspace, what: str, out: Path) -> None:
    """Whoever takes personal data out leaves a trace."""
    record(owner, "cli", f"{what}.exported", f"file:{out.name}", bytes=out.stat().st_size)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
