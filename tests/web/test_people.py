"""The pages of people: found, narrowed, made, edited, merged; properties and accounts."""

from typing import Any

import pytest

from likely.base.journal import JournalEntry
from likely.people.account import Account
from likely.people.facts import read_person
from likely.people.person import Person, keep_person
from likely.people.property import Property
from likely.people.property_reading import read_due
from likely.web import people as people_page
from tests.web.conftest import member, signed_in


@pytest.fixture
def manager(workspace: Any) -> Any:
    return signed_in(member(workspace, "manager@example.org", "manager"))


@pytest.fixture
def known(workspace: Any) -> dict[str, Person]:
    acme = {"external_id": "A-1", "name": "Acme Nordic"}
    told = {
        "anna": {"external_id": "C-1001", "email": "anna.tamm@acme.example", "phone": "+37255551234",
                 "name": "Anna-Liisa Tamm", "account": acme, "properties": {"plan": "pro", "vip": True}},
        "jose": {"external_id": "2", "email": "jose@bolt.example", "name": "José Õunapuu"},
        "wang": {"external_id": "3", "name": "王小明", "population": "employees"},
        "full": {"external_id": "4", "name": "ＡＢＣ Corp", "properties": {"plan": "free"}},
    }  # fmt: skip
    return {name: keep_person(workspace, read_person(facts))[0] for name, facts in told.items()}


def listed(client: Any, query: str) -> set[str]:
    answer = client.get(f"/people?{query}")
    assert answer.status_code == 200
    return {person.external_id for person in answer.context["people"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anna", {"C-1001"}), ("LIISA", {"C-1001"}), ("tamm ann", {"C-1001"}), ("anna.tamm@ac", {"C-1001"}),
        ("tamm@acme", {"C-1001"}), ("acme.example", {"C-1001"}), ("acme nordic", {"C-1001"}),
        ("c-1001", {"C-1001"}), ("1001", {"C-1001"}), ("+372 5555 1234", {"C-1001"}),
        ("5555 1234", {"C-1001"}), ("1234", {"C-1001"}), ("jose", {"2"}), ("ounapuu", {"2"}),
        ("JOSÉ", {"2"}), ("王", {"3"}), ("小明", {"3"}),
        ("abc", {"4"}), ("anna jose", set()), ("amm", set()), ("zz", set()), ("\" * OR (", set()),
        ("'); DROP", set()), ("a", set()),
    ],
)  # fmt: skip
def test_people_are_found_by_the_beginnings_of_words(
    manager: Any, known: dict[str, Person], words: str, found: set[str]
) -> None:
    from urllib.parse import quote

    assert listed(manager, f"words={quote(words)}") == found


def test_the_index_follows_every_write(manager: Any, known: dict[str, Person], workspace: Any) -> None:
    anna = known["anna"]
    anna.name = "Berta Kask"
    anna.save()
    assert (listed(manager, "words=liisa"), listed(manager, "words=berta")) == (set(), {"C-1001"})
    Person.objects.filter(pk=anna.pk).delete()
    assert listed(manager, "words=berta") == set()
    keep_person(
        workspace, read_person({"external_id": "9", "account": {"external_id": "A-1", "name": "Zeta"}})
    )
    assert listed(manager, "words=zeta") == {"9"}
    account = Account.objects.get(external_id="A-1")
    manager.post(f"/accounts/{account.pk}/edit", {"name": "Omega", "value": "", "keeper": ""})
    assert (listed(manager, "words=zeta"), listed(manager, "words=omega")) == (set(), {"9"})


def test_the_list_is_narrowed(manager: Any, known: dict[str, Person]) -> None:
    assert listed(manager, "population=employees") == {"3"}
    assert listed(manager, "account=A-1") == {"C-1001"}
    assert listed(manager, "property=plan&value=free") == {"4"}
    assert listed(manager, "property=plan") == {"C-1001", "4"}
    assert listed(manager, "property=vip&value=yes") == {"C-1001"}
    assert listed(manager, "property=nothing") == set()
    assert listed(manager, "words=anna&population=employees") == set()


def test_another_workspaces_people_are_not_found(known: dict[str, Person], stranger: Any) -> None:
    assert listed(signed_in(stranger), "words=anna") == set()


def test_a_search_with_too_many_hits_says_so(
    manager: Any, known: dict[str, Person], monkeypatch: Any
) -> None:
    from likely.store import people_index

    monkeypatch.setattr(people_index, "MOST_FOUND", 1)
    monkeypatch.setattr(people_page, "MOST_FOUND", 1)
    assert "More than 1 people match" in manager.get("/people?words=example").content.decode()
    assert len(listed(manager, "words=example")) == 1


def test_an_agent_reads_and_a_manager_edits(workspace: Any, known: dict[str, Person]) -> None:
    agent = signed_in(member(workspace, "agent7@example.org", "agent"))
    anna = known["anna"]
    assert "Edit" not in agent.get(f"/people/{anna.pk}").content.decode()
    for address in (f"/people/{anna.pk}/edit", "/people/new", "/people/import"):
        assert agent.get(address).status_code == 403
    agent.post("/people/properties", {"label": "Region", "type": "text"})
    assert not Property.objects.filter(key="region").exists()


def form_of(person: Person, **changes: str) -> dict[str, str]:
    from likely.web.person_form import initial_of

    return {name: str(value) for name, value in initial_of(person).items()} | changes


def test_a_person_is_edited_as_the_page_shows_it(manager: Any, known: dict[str, Person]) -> None:
    anna = known["anna"]
    changes = {"phone": "", "time_zone": "europe/tallinn", "property-plan": "", "property-vip": "no"}
    assert manager.post(f"/people/{anna.pk}/edit", form_of(anna, **changes)).status_code == 302
    anna.refresh_from_db()
    assert (anna.phone, anna.time_zone, anna.properties) == ("", "Europe/Tallinn", {"vip": False})
    assert anna.account.external_id == "A-1"
    assert JournalEntry.objects.filter(verb="person.edited").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "jose@bolt.example"}, "Another person has this email"),
        ({"time_zone": "Mars/Base"}, "no time zone"),
        ({"external_id": "", "email": "", "phone": ""}, "needs an external_id"),
        ({"property-seats": "many"}, "must be a number"),
        ({"phone": "12"}, "no phone number"),
    ],
)
def test_what_can_not_be_kept_is_said_beside_the_field(
    manager: Any, workspace: Any, known: dict[str, Person], changes: dict[str, str], said: str
) -> None:
    Property.objects.create(workspace=workspace, key="seats", type="number")
    anna = known["anna"]
    answer = manager.post(f"/people/{anna.pk}/edit", form_of(anna, **changes))
    assert said in answer.content.decode()
    before = anna.words
    anna.refresh_from_db()
    assert (anna.email, anna.words) == ("anna.tamm@acme.example", before)


def test_a_new_person_with_properties(manager: Any, workspace: Any) -> None:
    Property.objects.create(workspace=workspace, key="seats", type="number", label="Seats")
    manager.post("/people/new", {"external_id": "1", "account": "B-1", "property-seats": "1 200"})
    person = Person.objects.get()
    assert (person.properties, person.account.external_id) == ({"seats": 1200}, "B-1")


def test_a_property_gets_another_type_and_its_values_follow(manager: Any, workspace: Any) -> None:
    for number, seats in enumerate(("5", "7,5", "many")):
        keep_person(workspace, read_person({"external_id": str(number), "properties": {"seats": seats}}))
    page = manager.get("/people/properties").content.decode()
    assert "guessed" in page
    manager.post("/people/properties", {"key": "seats", "label": "Seats", "type": "number"})
    while read_due():
        pass
    found = dict(Person.objects.values_list("external_id", "properties__seats"))
    assert found == {"0": 5, "1": 7.5, "2": "many"}
    assert "1 value is not of this type" in manager.get("/people/properties").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"type": "text"},
        {"label": "x", "type": "colour"},
        {"label": "x", "type": "choice"},
        {"label": "1", "type": "text"},
    ],
)
def test_a_property_that_can_not_be_is_refused(manager: Any, sent: dict[str, str]) -> None:
    assert manager.post("/people/properties", sent).status_code == 422
    assert not Property.objects.exists()


def test_the_page_of_an_account(manager: Any, workspace: Any, known: dict[str, Person], answer: Any) -> None:
    account = known["anna"].account
    answer(9, person=known["anna"], comment="good")
    page = manager.get(f"/accounts/{account.pk}").content.decode()
    assert "Anna-Liisa Tamm" in page
    assert "good" in page
    assert "Fewer than 5 answers" in page
    for score in (10, 10, 9, 2):
        answer(score, person=known["anna"])
    page = manager.get(f"/accounts/{account.pk}").content.decode()
    assert "+60" in page
    assert "n 5" in page
    assert "Acme Nordic" in manager.get("/accounts?words=acme").content.decode()


class TestMerge:
    def test_everything_goes_to_the_one_that_stays(
        self, manager: Any, workspace: Any, known: dict[str, Person], answer: Any, survey: Any
    ) -> None:
        from likely.ask.invitation import Invitation
        from likely.collect.response import Response
        from likely.people.consent import Consent
        from likely.people.event import Event

        anna, _new = keep_person(
            workspace,
            read_person(
                {
                    "email": "anna.tamm+shop@acme.example",
                    "language": "et",
                    "properties": {"plan": "x", "size": 3},
                }
            ),
        )
        response = answer(9, person=anna)
        Response.objects.update(seal=3)
        Invitation.objects.create(workspace=workspace, survey=survey, person=anna)
        now = response.at
        Event.objects.create(workspace=workspace, person=anna, name="order", source="api", at=now)
        Consent.objects.create(
            workspace=workspace, person=anna, purpose="surveys", given=True, source="api", at=now
        )
        page = manager.get("/people/duplicates").content.decode()
        assert f"/people/{known['anna'].pk}/merge/{anna.pk}" in page
        assert manager.get(f"/people/{known['anna'].pk}/merge/{anna.pk}").status_code == 200
        manager.post(f"/people/{known['anna'].pk}/merge/{anna.pk}")
        kept = Person.objects.get(pk=known["anna"].pk)
        assert not Person.objects.filter(pk=anna.pk).exists()
        assert (kept.email, kept.language) == ("anna.tamm@acme.example", "et")
        assert kept.properties == {"plan": "pro", "vip": True, "size": 3}
        response.refresh_from_db()
        assert (response.person_id, response.seal, response.sealed_before) == (kept.pk, None, True)
        assert {kept.invitations.count(), kept.events.count(), kept.consents.count()} == {1}
        assert JournalEntry.objects.filter(verb="person.merged").exists()

    def test_twins_of_a_row_that_may_be_there_once_do_not_stop_it(
        self, workspace: Any, known: dict[str, Person], survey: Any
    ) -> None:
        from django.utils import timezone

        from likely.act.merge import merge
        from likely.ask.decision import Decision
        from likely.ask.programme import Programme

        programme = Programme.objects.create(workspace=workspace, name="P", kind="wave", survey=survey)
        for person in (known["anna"], known["jose"]):
            for number in ("1", person.external_id):
                Decision.objects.create(
                    workspace=workspace, programme=programme, person=person, round=number, asked=False,
                    rule="x", at=timezone.now(),
                )  # fmt: skip
        merge(known["anna"], known["jose"], "user:x")
        assert sorted(known["anna"].decisions.values_list("round", flat=True)) == ["1", "2", "C-1001"]

    def test_one_is_not_merged_with_itself_or_a_strangers(
        self, manager: Any, known: dict[str, Person], foreign_workspace: Any
    ) -> None:
        anna = known["anna"]
        assert manager.post(f"/people/{anna.pk}/merge/{anna.pk}").status_code == 422
        theirs = Person.objects.create(workspace=foreign_workspace, external_id="1")
        assert manager.post(f"/people/{anna.pk}/merge/{theirs.pk}").status_code == 404

    def test_the_same_name_in_the_same_account_is_a_hint(self, manager: Any, workspace: Any) -> None:
        for number, account in (("1", "A"), ("2", "A"), ("3", "B")):
            keep_person(
                workspace,
                read_person(
                    {"external_id": number, "name": "Mari Kask", "account": {"external_id": account}}
                ),
            )
        pairs = manager.get("/people/duplicates").context["pairs"]
        assert [(one.external_id, other.external_id) for _why, one, other in pairs] == [("1", "2")]

    def test_dots_mean_nothing_in_some_addresses(self, manager: Any, workspace: Any) -> None:
        for mail in ("mari.kask@gmail.com", "marikask@gmail.com", "mari.kask@x.org", "marikask@x.org"):
            keep_person(workspace, read_person({"email": mail}))
        pairs = manager.get("/people/duplicates").context["pairs"]
        assert [(one.email, other.email) for _why, one, other in pairs] == [
            ("mari.kask@gmail.com", "marikask@gmail.com")
        ]
