"""Somebody is erased: none of the planted marks is left, in no file; they are never asked again."""

import io
import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from deltalake import DeltaTable
from django.db import connection
from django.utils import timezone

from likely.act import erasure
from likely.act.erasure import Erasure, Traces, erase_person, finish_erasures
from likely.act.person_file import person_data, person_json, person_zip
from likely.act.playbook import Playbook
from likely.act.playbook_run import PlaybookRun, RunStep
from likely.act.posted_mail import PostedMail
from likely.ask.contact_clock import ContactClock
from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.mail_reply import MailReply
from likely.ask.message import Message
from likely.ask.programme import Programme
from likely.ask.receipt import MessageReceipt
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.idempotency import NamedRequest
from likely.base.journal import JournalEntry, record
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.people.consent import give
from likely.people.event import Event
from likely.people.people_import import ImportChange, ImportFault, PeopleImport
from likely.people.people_stream import people_stream
from likely.people.person import Person
from likely.people.property import Property
from likely.people.suppression import SuppressionReason, barred, suppress
from likely.store import lake as lake_file
from likely.store.response_stream import columns_of, csv_stream
from likely.store.seal import HAPPENED, SEALED, lake_of, seal_workspace
from likely.store.slice import Slice
from likely.store.workspace_table import EVERY_STATE, table_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
# Words that stand nowhere else, one for each place where a person is known.
(
    NAME, LAST, MAIL, OLD_MAIL, OWN_ID, TEXT, CITY, COMMENT, ANSWER, CONTACT, KEPT_PROPERTY, EVENT, RECEIPT,
    FAILURE, REPLY, SENDER, FAULT, CHANGE, REASON, INVITED, POSTED, ANSWERED,
) = MARKERS = tuple(f"zq{word}x" for word in (
    "alder", "birch", "cedar", "dogwood", "elm", "fir", "gingko", "hazel", "ivy", "juniper", "katsura",
    "larch", "maple", "nutmeg", "oak", "poplar", "quince", "rowan", "spruce", "teak", "umber", "viburnum",
))  # fmt: skip
PHONE = "+37255519876"
ADDRESS = f"{MAIL}@example.org"
SAID = f"{COMMENT}: {NAME.title()}le ei vastatud, {ADDRESS}, 30 päeva"


@pytest.fixture
def lake_folder(tmp_path: Path, settings: Any) -> Path:
    settings.LAKE_URL = str(tmp_path / "lake")
    return tmp_path / "lake"


@pytest.fixture
def survey(workspace: Any) -> Any:
    return Survey.start(workspace, "Survey", make_definition("rnps", "Nordic", ("en",)), "system")


@pytest.fixture
def mari(workspace: Any, survey: Any, lake_folder: Path) -> Any:
    """Somebody of whom everything is known that can be."""
    Property.objects.create(workspace=workspace, key="plan", type="choice", choices=["pro"])
    person = Person.objects.create(
        workspace=workspace,
        name=f"{NAME} {LAST}",
        email=ADDRESS,
        phone=PHONE,
        external_id=OWN_ID,
        properties={"note": TEXT, "city": CITY, "plan": "pro"},
    )
    invitation = Invitation.objects.create(
        workspace=workspace,
        survey=survey,
        person=person,
        channel="mail",
        properties={"x": INVITED},
        sent_at=NOW,
    )
    message = Message.objects.create(
        workspace=workspace, invitation=invitation, purpose="invite", channel="mail",
        address=f"{OLD_MAIL}@example.org", due_at=NOW, state="sent", failure=FAILURE,
    )  # fmt: skip
    Message.objects.create(
        workspace=workspace, invitation=invitation, purpose="remind", step=1, channel="mail", address=ADDRESS,
        due_at=NOW,
    )  # fmt: skip
    MessageReceipt.objects.create(
        workspace=workspace, message=message, kind="hard_bounce", told="1", at=NOW, words=f"no {RECEIPT} here"
    )
    MailReply.objects.create(
        workspace=workspace, invitation=invitation, person=person, channel="mail", sender=SENDER, text=REPLY,
        told="1", at=NOW,
    )  # fmt: skip
    for link, at in ((invitation, NOW), (None, NOW - timedelta(days=9))):
        Response.objects.create(
            workspace=workspace, survey=survey, version=survey.live, invitation=link, person=person,
            key=new_id().hex, score=3, comment=SAID,
            answers={"more": f"{ANSWER} {LAST}", "contact": f"{CONTACT}@example.org"}, permission=True,
            properties={"city": CITY, "note": KEPT_PROPERTY, "plan": "pro"}, channel="mail", language="en",
            at=at, changed_at=at,
        )  # fmt: skip
    programme = Programme.objects.create(workspace=workspace, name="Wave", kind="wave", survey=survey)
    Decision.objects.create(
        workspace=workspace, programme=programme, person=person, round="1", asked=True, rule="asked", at=NOW
    )
    ContactClock.objects.create(workspace=workspace, person=person, kind="", asked_at=NOW, claim=new_id())
    Event.objects.create(
        workspace=workspace, person=person, name="order", properties={"to": EVENT}, source="api", at=NOW
    )
    give(workspace, [person.pk], "surveys", "", "import", NOW)
    suppress(workspace, "mail", ADDRESS, "tnps", SuppressionReason.UNSUBSCRIBED, "test", NOW)
    took_in = PeopleImport.objects.create(workspace=workspace, file_name="a.csv", path="x", by="user:x")
    ImportFault.objects.create(
        workspace=workspace,
        people_import=took_in,
        row=2,
        rule="x",
        said=f"{FAULT}: {ADDRESS} is bad",
        value=ADDRESS,
    )
    ImportChange.objects.create(
        workspace=workspace, people_import=took_in, person=person, fields={"name": [CHANGE, "x"]}, at=NOW
    )
    NamedRequest.objects.create(
        workspace=workspace, key="k", fingerprint="f", status=201, body=f'{{"email": "{ADDRESS}"}}',
        begun_at=NOW, created_at=NOW,
    )  # fmt: skip
    playbook = Playbook.objects.create(workspace=workspace, name="Tell")
    run = PlaybookRun.objects.create(
        workspace=workspace, playbook=playbook, occasion="x", response=Response.objects.first(), at=NOW
    )
    posted = PostedMail.objects.create(
        workspace=workspace, once="step:x", subject=f"{POSTED} is unhappy", text=SAID, due_at=NOW
    )
    RunStep.objects.create(
        workspace=workspace, run=run, key="1", place=0, do="webhook", due_at=NOW, posted=posted,
        words=f"no {ANSWERED} here",
    )  # fmt: skip
    record(workspace, "user:x", "person.changed", f"person:{person.pk}", why=REASON)
    record(workspace, "user:x", "list.read", "list:1", first=ADDRESS)
    return person


def bytes_of(workspace: Workspace, lake_folder: Path) -> bytes:
    """All that is kept anywhere, and all that is given out."""
    found = [b"".join(people_stream(workspace))]
    table = table_of(workspace, EVERY_STATE)
    found.append(b"".join(csv_stream(table, Slice(), columns_of(table))))
    for path in lake_folder.rglob("*"):
        if path.is_file():
            found.append(path.read_bytes())
        if path.suffix == ".parquet":
            found.append(str(parquet.read_table(path).to_pylist()).encode())
    return b"".join(found) + b"".join(database_bytes())


def database_bytes() -> list[bytes]:
    """The file that a VACUUM leaves; on PostgreSQL every cell of every table."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(":memory:")
        connection.connection.backup(copy)
        copy.execute("VACUUM")
        return [copy.serialize()]
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            rows.append(str(cursor.fetchall()).encode())
    return rows


def found_in(data: bytes, marks: tuple[str, ...] = MARKERS) -> set[str]:
    lower = data.lower()
    return {mark for mark in marks if mark.encode() in lower}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answers", ["anonymous", "gone"])
def test_no_mark_of_the_person_is_left_anywhere(
    workspace: Any, mari: Any, lake_folder: Path, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seal_workspace(workspace, NOW, NOW) == 2
    happened = Event.objects.of(workspace).filter(person=mari)
    assert seal_workspace(workspace, timezone.now(), NOW, HAPPENED) == happened.count() > 0
    assert found_in(bytes_of(workspace, lake_folder)) == set(MARKERS)
    comments = "dropped" if answers == "anonymous" else "masked"
    erase_person(workspace, mari, answers, comments, "user:owner@example.org", NOW)
    # At once: nothing that is given out holds it.
    table = table_of(workspace, EVERY_STATE)
    assert not found_in(b"".join(csv_stream(table, Slice(), columns_of(table))))
    later = NOW + timedelta(days=2)
    assert finish_erasures(later) == 0 or answers == "gone"
    for what in SEALED:
        seal_workspace(workspace, later, later, what)
    assert DeltaTable(lake_of(workspace, HAPPENED.kind).url).to_pyarrow_table().num_rows == 0
    monkeypatch.setattr(lake_file, "KEEP_REPLACED_HOURS", 0)
    finish_erasures(later)
    assert Erasure.objects.get().done_at == later
    assert found_in(bytes_of(workspace, lake_folder)) == set()
    assert PHONE.encode() not in bytes_of(workspace, lake_folder)


def test_anonymous_answers_still_count_and_lead_nowhere(workspace: Any, mari: Any) -> None:
    seal_workspace(workspace, NOW, NOW)
    keys = set(Response.objects.values_list("key", flat=True))
    erase_person(workspace, mari, "anonymous", "masked", "user:x", NOW)
    rows = list(Response.objects.of(workspace))
    assert [row.score for row in rows] == [3, 3]
    for row in rows:
        assert (row.person_id, row.invitation_id, row.permission) == (None, None, None)
        assert row.properties == {"plan": "pro"}
        assert row.comment == f"{COMMENT}: […] ei vastatud, […], 30 päeva"
        assert "contact" not in row.answers
        assert row.key not in keys
    assert lake_of(workspace).snapshot() is not None
    assert Invitation.objects.of(workspace).get().person_id is None


def test_they_are_never_asked_again_at_any_address(workspace: Any, mari: Any) -> None:
    erase_person(workspace, mari, "gone", "dropped", "user:x", NOW)
    old = f"{OLD_MAIL}@example.org"
    assert set(barred(workspace, "mail", [ADDRESS, old], "rnps", NOW)) == {ADDRESS, old}
    assert barred(workspace, "voice", [PHONE], "rnps", NOW) == {PHONE: SuppressionReason.ERASED}
    assert not Message.objects.of(workspace).filter(state="queued").exists()
    assert Invitation.objects.of(workspace).get().expires_at == NOW


def test_the_journal_tells_that_it_happened_and_not_to_whom(workspace: Any, mari: Any) -> None:
    made = erase_person(workspace, mari, "gone", "dropped", "user:owner@example.org", NOW)
    entry = JournalEntry.objects.of(workspace).get(verb="person.erased")
    assert entry.subject == f"erasure:{made.pk}"
    assert entry.detail == {"answers": "gone", "n": 2}
    assert JournalEntry.objects.of(workspace).filter(verb="person.changed").exists()


def test_nobody_else_is_touched(workspace: Any, foreign_workspace: Any, survey: Any, mari: Any) -> None:
    other = Person.objects.create(workspace=workspace, email="jaan@example.org", properties={"city": CITY})
    foreign = Person.objects.create(workspace=foreign_workspace, email=ADDRESS)
    erase_person(workspace, mari, "gone", "dropped", "user:x", NOW)
    assert Person.objects.get(pk=other.pk).properties == {"city": CITY}
    assert Person.objects.get(pk=foreign.pk).email == ADDRESS
    assert not barred(foreign_workspace, "mail", [ADDRESS], "", NOW)
    with pytest.raises(Person.DoesNotExist):
        erase_person(workspace, foreign, "gone", "dropped", "user:x", NOW)


def test_a_fault_on_the_way_changes_nothing(
    workspace: Any, mari: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(erasure, "record", break_down)
    before = person_data(workspace, mari, NOW)
    with pytest.raises(RuntimeError):
        erase_person(workspace, mari, "anonymous", "masked", "user:x", NOW)
    assert person_data(workspace, Person.objects.get(pk=mari.pk), NOW) == before


def test_the_file_of_a_person_holds_everything(workspace: Any, mari: Any) -> None:
    seal_workspace(workspace, NOW, NOW)
    data = person_data(workspace, mari, NOW)
    told = person_json(data).decode()
    # A row that was refused is nobody's; what a playbook told the team is the team's.
    assert {mark for mark in MARKERS if mark not in told} == {FAULT, POSTED, ANSWERED}
    assert len(data["responses"]) == 2
    with zipfile.ZipFile(io.BytesIO(person_zip(data))) as packed:
        names = set(packed.namelist())
        assert {"person.json", "person.csv", "responses.csv", "consents.csv", "suppressions.csv"} <= names
        assert COMMENT in packed.read("responses.csv").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "comment", "left"),
    [
        ("Mari Tamm", "Tammega oli hea, Mari ütles", "[…] oli hea, […] ütles"),
        ("王小明", "请联系王小明处理", "请联系[…]处理"),
        ("Ann", "call me on +372 5551 2345", "call me on [phone]"),
        ("", "nothing personal", "nothing personal"),
    ],
)
def test_a_masked_comment_loses_names_with_their_endings(name: str, comment: str, left: str) -> None:
    assert Traces.of(Person(name=name), []).blot(comment) == left
