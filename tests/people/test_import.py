"""Imports of people: what rows become, that a dead worker doubles nothing, and the way back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people import import_run
from likely.people.account import Account
from likely.people.import_column import guess_columns
from likely.people.import_run import Row, run_due
from likely.people.import_start import PeopleFile, begin, folder_of, queue
from likely.people.import_undo import forget_old, undo
from likely.people.people_import import ImportChange, ImportFault, PeopleImport
from likely.people.person import Person
from likely.people.property import Property

Cells = Mapping[str, str | None]


class File:
    """A file that was looked at, and its rows in portions of a few."""

    def __init__(self, *rows: Cells, portion: int = 3) -> None:
        self.rows, self.portion = rows, portion

    def __call__(self, _one: PeopleImport, start: int) -> Iterator[Sequence[Row]]:
        for place in range(start, len(self.rows), self.portion):
            yield [(place + 2 + n, row) for n, row in enumerate(self.rows[place : place + self.portion])]

    def begin(self, workspace: Any, **options: Any) -> PeopleImport:
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        samples = {name: [cell for row in self.rows if (cell := row.get(name))] for name in names}
        one = PeopleImport()
        one.path = f"imports/{one.pk}"
        folder = PeopleFile("people.csv", guess_columns(names, samples), len(self.rows), 1)
        begin(workspace, one, folder, "user:owner@example.org")
        folder_of(one).mkdir(parents=True)
        queue(one, one.mapping, {}, options, "user:owner@example.org")
        return one

    def run(self, workspace: Any, **options: Any) -> PeopleImport:
        one = self.begin(workspace, **options)
        run_due(self, 60)
        one.refresh_from_db()
        return one


def state_of(workspace: Any) -> list[Any]:
    fields = (
        "external_id",
        "email",
        "phone",
        "name",
        "language",
        "population",
        "properties",
        "account__external_id",
    )
    return sorted(map(str, Person.objects.of(workspace).values_list(*fields)))


def counts(one: PeopleImport) -> tuple[int, ...]:
    return one.added, one.updated, one.unchanged, one.repeated, one.refused


def undone(one: PeopleImport) -> PeopleImport:
    undo(one, "user:owner@example.org")
    run_due(File(), 60)
    one.refresh_from_db()
    return one


ANNA = {"ID": "1", "E-mail": "Anna@Example.org", "First name": "Anna", "Last name": "Tamm", "Plan": "pro"}
BO = {"ID": "2", "E-mail": "bo@example.org", "First name": "Bo", "Last name": "Berg", "Plan": "free"}


def test_rows_become_people_with_properties_declared(workspace: Any) -> None:
    one = File(ANNA | {"Seats": "5", "VIP": "yes"}, BO | {"Seats": "7", "VIP": "no"}).run(workspace)
    assert (one.state, counts(one)) == ("done", (2, 0, 0, 0, 0))
    anna = Person.objects.get(external_id="1")
    assert (anna.name, anna.email) == ("Anna Tamm", "anna@example.org")
    assert anna.properties == {"plan": "pro", "seats": 5, "vip": True}
    assert dict(Property.objects.of(workspace).values_list("key", "type")) == {
        "plan": "text", "seats": "number", "vip": "boolean"
    }  # fmt: skip
    assert not folder_of(one).exists()


def test_the_same_file_again_changes_nothing(workspace: Any) -> None:
    file = File(ANNA, BO)
    file.run(workspace)
    before = list(Person.objects.of(workspace).order_by("pk").values())
    again = file.run(workspace)
    assert counts(again) == (0, 0, 2, 0, 0)
    assert list(Person.objects.of(workspace).order_by("pk").values()) == before


def test_what_is_wrong_is_told_by_row_and_column(workspace: Any) -> None:
    one = File(
        ANNA,
        BO | {"E-mail": "bo at example", "First name": "=cmd|' /C calc'!A0"},
        {"ID": None, "First name": "Nobody"},
        BO,
        {"ID": "1", "E-mail": "bo@example.org"},
    ).run(workspace)
    assert counts(one) == (2, 0, 0, 0, 3)
    faults = list(
        ImportFault.objects.filter(people_import=one)
        .order_by("row", "id")
        .values_list("row", "column", "rule")
    )
    assert (3, "E-mail", "not_an_address") in faults
    assert (3, "First name", "formula") in faults
    assert (4, "", "person_unnamed") in faults
    assert faults[-1] == (6, "ID", "two_people")


def test_all_or_nothing(workspace: Any) -> None:
    one = File(ANNA, BO | {"E-mail": "no address"}).run(workspace, whole=True)
    assert (one.state, one.refused, Person.objects.count()) == ("failed", 1, 0)
    assert File(ANNA, BO).run(workspace, whole=True).added == 2


def test_all_or_nothing_takes_back_what_a_later_row_spoils(workspace: Any) -> None:
    """Two rows of different portions that only meet when they are written."""
    rows = (ANNA, {"ID": "3"}, {"ID": "4"}, {"ID": "5", "E-mail": "anna@example.org"})
    one = File(*rows).run(workspace, whole=True)
    assert (one.state, Person.objects.count()) == ("failed", 0)
    assert "taken back" in one.failure


def test_the_same_person_twice_in_a_file_is_one(workspace: Any) -> None:
    one = File(ANNA, ANNA | {"Plan": "free"}, BO, {"ID": "9"}, ANNA | {"Plan": "team"}).run(workspace)
    assert counts(one) == (3, 1, 0, 1, 0)
    assert Person.objects.get(external_id="1").properties["plan"] == "team"
    assert undone(one).removed == 3
    assert not Person.objects.exists()


def test_an_id_is_never_taken_over_by_a_shared_mail_address(workspace: Any) -> None:
    one = File(ANNA, {"ID": "7", "E-mail": "anna@example.org"}).run(workspace)
    assert counts(one) == (1, 0, 0, 0, 1)
    assert Person.objects.get().external_id == "1"


def test_names_that_go_from_hand_to_hand(workspace: Any) -> None:
    File({"ID": "1", "E-mail": "a@x.org"}, {"ID": "2", "E-mail": "b@x.org"}).run(workspace)
    one = File(
        {"ID": "1", "E-mail": "c@x.org"}, {"ID": "2", "E-mail": "a@x.org"}, {"ID": "1", "E-mail": "b@x.org"}
    ).run(workspace)
    assert one.state == "done"
    assert dict(Person.objects.values_list("external_id", "email")) == {"1": "b@x.org", "2": "a@x.org"}


def test_accounts_come_with_their_people(workspace: Any) -> None:
    rows = [{"ID": str(n), "Company": "Acme" if n < 3 else "Bolt", "ARR": "1 200,5"} for n in range(4)]
    one = File(*rows).run(workspace)
    assert sorted(Account.objects.values_list("external_id", "value")) == [("Acme", 1200.5), ("Bolt", 1200.5)]
    assert Person.objects.get(external_id="3").account.name == "Bolt"
    assert undone(one).state == "undone"
    assert not Account.objects.exists()
    assert not Property.objects.exists()


def test_undo_puts_back_what_was_and_leaves_what_changed_since(workspace: Any) -> None:
    File(ANNA, BO).run(workspace)
    one = File(ANNA | {"Plan": "gold", "Last name": "Kask"}, BO | {"Plan": "gold"}, {"ID": "3"}).run(
        workspace
    )
    bo = Person.objects.get(external_id="2")
    bo.properties = {"plan": "team"}
    bo.save()
    undone(one)
    assert (one.removed, one.restored, one.kept) == (1, 1, 1)
    anna = Person.objects.get(external_id="1")
    assert (anna.name, anna.properties) == ("Anna Tamm", {"plan": "pro"})
    assert Person.objects.get(external_id="2").properties == {"plan": "team"}
    assert not ImportChange.objects.filter(people_import=one).exists()


def test_undo_keeps_whoever_was_asked(workspace: Any) -> None:
    from likely.ask.invitation import Invitation
    from likely.ask.survey import Survey

    one = File(ANNA, BO).run(workspace)
    survey = Survey.objects.create(workspace=workspace, slug="s", name="S", kind="rnps")
    Invitation.objects.create(workspace=workspace, survey=survey, person=Person.objects.get(external_id="1"))
    undone(one)
    assert (one.removed, one.kept) == (1, 1)
    assert Person.objects.get().external_id == "1"


def test_only_a_finished_import_is_undone_and_only_once(workspace: Any) -> None:
    one = File(ANNA).run(workspace)
    undone(one)
    with pytest.raises(Refusal):
        undo(one, "user:x")


def test_a_worker_that_dies_within_a_portion_doubles_nothing(workspace: Any, monkeypatch: Any) -> None:
    file = File(*({"ID": str(n), "Plan": str(n % 3)} for n in range(10)))
    one = file.begin(workspace)
    real, calls = import_run._note, []

    def dies(*told: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(*told)

    monkeypatch.setattr(import_run, "_note", dies)
    with pytest.raises(KeyboardInterrupt):
        run_due(file, 60)
    one.refresh_from_db()
    assert (one.rows, one.added, Person.objects.count()) == (6, 6, 6)
    assert run_due(file, 60) == ""  # its lease holds
    PeopleImport.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    run_due(file, 60)
    one.refresh_from_db()
    assert (one.state, one.added, one.updated, Person.objects.count()) == ("done", 10, 0, 10)
    assert ImportChange.objects.filter(people_import=one).count() == 10


def test_time_slices_add_up(workspace: Any) -> None:
    file = File(*({"ID": str(n)} for n in range(10)))
    one = file.begin(workspace)
    slices = 0
    while run_due(file, 0.000001):
        slices += 1
    assert slices > 3
    one.refresh_from_db()
    assert (one.state, one.added) == ("done", 10)


def test_old_notes_are_forgotten(workspace: Any) -> None:
    one = File(ANNA, BO | {"E-mail": "x"}).run(workspace)
    forget_old(timezone.now() + timedelta(days=31))
    one.refresh_from_db()
    assert not one.can_be_undone
    assert not ImportChange.objects.exists()
    assert not ImportFault.objects.exists()


@st.composite
def rows_of_few_people(draw: Any) -> dict[str, str]:
    """A row that names one of three people by some of their names; some names and values are no good."""
    who = draw(st.integers(0, 2))
    names = {"ID": str(who), "E-mail": f"p{who}@x.org", "Phone": f"+3725555123{who}"}
    told = {name: names[name] for name in draw(st.sets(st.sampled_from(sorted(names))))}
    more = {
        "E-mail": ["nobody"],
        "Name": ["Anna", "王小明", "=1+1"],
        "Company": ["Acme", "Bolt"],
        "Plan": ["pro", "7"],
    }
    for name in draw(st.sets(st.sampled_from(sorted(more)))):
        told[name] = draw(st.sampled_from(more[name]))
    return told


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(rows_of_few_people(), min_size=1, max_size=8))
def test_importing_the_same_file_twice_changes_nothing_the_second_time(workspace: Any, rows: Any) -> None:
    """As long as no row gives a person another name than an earlier one: such a file tells a story."""
    Person.objects.all().delete()
    file = File(*rows, portion=50)
    try:
        file.run(workspace)
        before = state_of(workspace)
        file.run(workspace)
    except Refusal as refusal:
        assert refusal.code == "no_naming_column"
    else:
        assert state_of(workspace) == before
