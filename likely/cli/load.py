"""`likely load`: people and answers out of files, into a workspace. The same file twice changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from likely.ask.survey import Survey
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.cli.event_row import load_events
from likely.cli.load_people import load_people
from likely.cli.workspace_choice import chosen_workspace
from likely.collect.intake import take_in_all
from likely.collect.submission import LONGEST_TEXT, Submission
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import read_person, read_properties
from likely.people.person import keep_person
from likely.store.engine import stream_arrow
from likely.store.file import ResponseFile, open_file

ROWS_AT_ONCE: Final = 500
SHOWN_FAULTS: Final = 10

loads = typer.Typer(help="Files into a workspace.", no_args_is_help=True)
WorkspaceOption = Annotated[str | None, typer.Option(help="Name of the workspace.")]
HomeOption = Annotated[str | None, typer.Option(help="Folder of the installation.")]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, brought up to date, there already, and refused, with a few reasons."""

    outcomes: Mapping[str, int]
    faults: tuple[str, ...]


def register(app: typer.Typer) -> None:
    app.add_typer(loads, name="load")


@loads.command()
def people(
    file: str,
    map: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN=FIELD or COLUMN=ignore; may be repeated. The rest is guessed."),
    ] = None,
    errors: Annotated[Path | None, typer.Option(help="A .csv for the rows that were refused.")] = None,
    country: Annotated[str, typer.Option(help="Two letters: of phone numbers without +.")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="Nothing, unless every row can be kept.")] = False,
    workspace: WorkspaceOption = None,
    home: HomeOption = None,  # noqa: ARG001
) -> None:
    """Make or bring up to date the people of FILE. Columns are guessed; others become properties."""
    load_people(chosen_workspace(workspace), file, map or (), region=country, whole=whole, errors=errors)


@loads.command()
def responses(
    file: str,
    survey: Annotated[str, typer.Option(help="The survey's link name (its slug).")],
    score: Annotated[str | None, typer.Option(help="Column of the score; guessed without.")] = None,
    comment: Annotated[str | None, typer.Option(help="Column of the comment; guessed without.")] = None,
    date: Annotated[str | None, typer.Option(help="Column of the day or moment; guessed without.")] = None,
    person: Annotated[str | None, typer.Option(help="Column of the person's id or address.")] = None,
    on: Annotated[str | None, typer.Option(help="Day of the answers, where the file has none.")] = None,
    workspace: WorkspaceOption = None,
    home: HomeOption = None,  # noqa: ARG001
) -> None:
    """Take in the answers of FILE: any export that `likely report` reads."""
    owner = chosen_workspace(workspace)
    asked = Survey.objects.of(owner).filter(slug=survey).first()
    if asked is None:
        known = ", ".join(Survey.objects.of(owner).values_list("slug", flat=True))
        raise Refusal(
            "survey_unknown", f"--survey: there is no survey {survey!r}.", cure=f"There are: {known}."
        )
    source = open_file(file, score=score, comment=comment, date=date, person=person)
    loaded = _loaded(load_responses(asked, source, _moment(on)))
    record(owner, "cli", "responses.loaded", f"survey:{asked.pk}", file=source.source, **loaded.outcomes)
    _tell(loaded)
    for reason, n in source.ignored.items():
        print(f"{n} rows hold no answer: {reason}")


@loads.command()
def events(
    file: str,
    name: Annotated[str | None, typer.Option(help="Of every row's event, where no column tells it.")] = None,
    workspace: WorkspaceOption = None,
    home: HomeOption = None,  # noqa: ARG001
) -> None:
    """Take in the events of FILE: columns event, at, key, and external_id, email or phone of whom it happened
    to; the others are what the event says."""
    owner = chosen_workspace(workspace)
    rows = _rows(open_file(file, answers=False))
    loaded = _loaded(load_events(owner, rows, name, timezone.now()))
    record(owner, "cli", "events.loaded", f"file:{file}"[:80], **loaded.outcomes)
    _tell(loaded)


def load_responses(survey: Survey, source: ResponseFile, on: datetime | None) -> Iterator[str]:
    """One outcome an answer, through the pipeline that every face uses."""
    if not source.columns.get("date") and on is None:
        raise Refusal(
            "undated", "The file has no date column.", cure="Name one with --date, or give --on 2026-11-26."
        )
    people: dict[str, UUID | None] = {}
    seen: Counter[str] = Counter()
    batch: list[Submission] = []
    for row in _rows(source):
        if row.get("score") is None and not row.get("comment"):
            continue
        batch.append(_submission(survey, source, row, on, people, seen))
        if len(batch) == ROWS_AT_ONCE:
            yield from _taken_in(batch)
            batch = []
    yield from _taken_in(batch)


def _taken_in(batch: list[Submission]) -> Iterator[str]:
    for outcome in take_in_all(batch) if batch else ():
        yield str(outcome) if isinstance(outcome, Refusal) else outcome.status


def _submission(
    survey: Survey,
    source: ResponseFile,
    row: Mapping[str, Any],
    on: datetime | None,
    people: dict[str, UUID | None],
    seen: Counter[str],
) -> Submission:
    kept = {name: row[name] for name in source.table.dimensions if row.get(name) is not None}
    return Submission(
        at=_at(row) or on or datetime.now(UTC),
        survey=survey.pk,
        workspace=survey.workspace_id,
        key=_key(row, seen),
        score=row.get("score"),
        comment=clean_text(str(row.get("comment") or ""), "comment", 10**9)[:LONGEST_TEXT],
        channel="import",
        done=True,
        person=_person(survey.workspace, row.get("person"), people),
        properties=read_properties({name: _plain(value) for name, value in kept.items()}),
    )


def _key(row: Mapping[str, Any], seen: Counter[str]) -> str:
    """The same row of the same file has the same key, so that loading again repeats nothing."""
    digest = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:40]
    seen[digest] += 1
    return f"load-{digest}-{seen[digest]}"


def _person(workspace: Workspace, named: object, people: dict[str, UUID | None]) -> UUID | None:
    name = _said(named)
    if name and name not in people:
        field = "email" if "@" in name else "external_id"
        people[name] = keep_person(workspace, read_person({field: name}))[0].pk
    return people.get(name)


def _at(row: Mapping[str, Any]) -> datetime | None:
    at = row.get("at") or row.get("day")
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.combine(at, time(12), UTC) if isinstance(at, date) else None


def _moment(on: str | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(on), time(12), UTC) if on else None
    except ValueError:
        raise Refusal("not_a_day", f"--on {on} is no day.", cure="Write it as 2026-11-26.") from None


def _rows(source: ResponseFile) -> Iterator[dict[str, Any]]:
    for batch in stream_arrow(source.table, lambda table: table.rows, ("load",), ROWS_AT_ONCE * 20):
        yield from batch.to_pylist()


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _loaded(outcomes: Iterator[str]) -> Loaded:
    counted: Counter[str] = Counter()
    faults: list[str] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=None)
        for outcome in outcomes:
            progress.advance(task)
            is_fault = " " in outcome
            counted["refused" if is_fault else outcome] += 1
            faults += [outcome] if is_fault and len(faults) < SHOWN_FAULTS else []
    return Loaded(dict(counted), tuple(faults))


def _tell(loaded: Loaded) -> None:
    print(", ".join(f"{n} {outcome}" for outcome, n in loaded.outcomes.items()) or "nothing to load")
    for fault in loaded.faults:
        print(fault)
