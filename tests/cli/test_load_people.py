"""`likely load people` and `likely export people`: what goes out comes in again."""

import csv
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from likely.cli.export import register as register_export
from likely.cli.load import register as register_load
from likely.lib.refusal import Refusal
from likely.people.facts import read_person
from likely.people.people_import import PeopleImport
from likely.people.person import Person, keep_person

app = typer.Typer()
register_load(app)
register_export(app)
KEPT = (
    "external_id", "email", "phone", "name", "language", "time_zone", "channel", "population",
    "account__external_id", "account__name", "account__value", "properties",
)  # fmt: skip


def run(*words: object) -> str:
    told = CliRunner().invoke(app, list(map(str, words)))
    if told.exception is not None and not isinstance(told.exception, SystemExit):
        raise told.exception
    assert told.exit_code == 0, told.output
    return told.stdout


def people_of(workspace: Any) -> list[dict[str, Any]]:
    return sorted(Person.objects.of(workspace).values(*KEPT), key=lambda one: str(one["external_id"]))


def test_what_is_exported_is_loaded_into_an_empty_workspace_as_it_was(
    workspace: Any, foreign_workspace: Any, tmp_path: Path
) -> None:
    acme = {"external_id": "A-1", "name": "Acme, Inc.", "value": 12000.5}
    for told in (
        {
            "external_id": "007", "email": "mari@example.org", "phone": "+37255551234", "name": "=LINK(1)",
            "language": "et", "time_zone": "Europe/Tallinn", "channel": "sms", "population": "owners",
            "account": acme,
            "properties": {"plan": "pro", "seats": 5, "share": 0.25, "vip": True, "since": "2025-02-03",
                           "channel": "x"},
        },
        {"external_id": "8", "name": "王小明", "account": acme, "properties": {"plan": "free", "vip": False}},
        {"email": "employee@example.org", "name": "O'Neil \"Bo\"", "population": "employees"},
    ):  # fmt: skip
        keep_person(workspace, read_person(told))
    out = tmp_path / "people.csv"
    run("export", "people", out, "--workspace", workspace.name)
    said = run("load", "people", out, "--workspace", foreign_workspace.name)
    assert said == "3 added\n"
    assert people_of(foreign_workspace) == people_of(workspace)
    assert run("load", "people", out, "--workspace", foreign_workspace.name) == "3 unchanged\n"


def test_columns_are_named_by_hand_where_the_guess_is_wrong(workspace: Any, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("Code,Mail,Second mail,Phone\n1,a@x.org,b@x.org,5555 1234\n")
    maps = [
        word
        for told in ("Code=external_id", "Second mail=email", "Mail=old_mail")
        for word in ("--map", told)
    ]
    run("load", "people", file, *maps, "--country", "ee")
    person = Person.objects.get()
    assert (person.external_id, person.email, person.phone) == ("1", "b@x.org", "+37255551234")
    assert person.properties == {"old_mail": "a@x.org"}


def test_refused_rows_are_said_and_written_without_formulas(workspace: Any, tmp_path: Path) -> None:
    file, errors = tmp_path / "p.csv", tmp_path / "errors.csv"
    file.write_text("id,email,name\n1,a@x.org,Anna\n2,nobody,Bo\n3,c@x.org,\"=cmd|' /C calc'!A0\"\n")
    said = run("load", "people", file, "--errors", errors)
    assert said.startswith("1 added, 2 refused\nrow 3, email: ")
    found = list(csv.DictReader(errors.read_text("utf-8-sig").splitlines()))
    assert [(one["row"], one["column"], one["rule"]) for one in found] == [
        ("3", "email", "not_an_address"),
        ("4", "name", "formula"),
    ]
    assert found[1]["value"].startswith("'=")


def test_all_or_nothing_ends_with_nothing(workspace: Any, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("id,email\n1,a@x.org\n2,nobody\n")
    with pytest.raises(Refusal, match="nothing was imported"):
        run("load", "people", file, "--whole")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("name,city\nAnna,Tallinn\n", (), "No column holds an id"),
        ("id,name\n1,Anna\n", ("--map", "nme=name"), "no column 'nme'"),
        ("id,name\n1,Anna\n", ("--country", "Estonia"), "no country"),
        ("id\n", (), "no row of data"),
    ],
)
def test_what_can_not_begin_leaves_nothing_behind(
    workspace: Any, tmp_path: Path, text: str, words: tuple[str, ...], said: str
) -> None:
    from django.conf import settings

    file = tmp_path / "p.csv"
    file.write_text(text)
    before = set((Path(settings.HOME) / "imports").glob("*"))
    with pytest.raises(Refusal, match=said):
        run("load", "people", file, *words)
    assert not PeopleImport.objects.exists()
    assert set((Path(settings.HOME) / "imports").glob("*")) == before
