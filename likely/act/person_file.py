"""Everything held about a person, as one JSON or as a ZIP of CSVs.

Whatever row hangs on a person is found through the model itself, so that a new kind of row is in the file
from its first day. Sealed answers have their rows too.
"""

import csv
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q

from likely.ask.message import Message
from likely.ask.receipt import MessageReceipt
from likely.base.journal import JournalEntry, record
from likely.base.workspace import Workspace
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.people.address import hashes
from likely.people.person import Person
from likely.people.suppression import Suppression

Table = list[dict[str, Any]]
# What only our own machinery needs.
OURS: Final = frozenset({"workspace_id", "seal", "sealed_before", "claim", "address_hash"})
SEARCHED: Final = (Person, "words")  # what the search looks at, made from the rest


def person_data(workspace: Workspace, person: Person, at: datetime) -> dict[str, Any]:
    """{what: rows}; `person` is one row, `made_at` the moment of the file."""
    tables: dict[str, Any] = {"made_at": at.isoformat(), "person": _told(person)}
    tables["account"] = [_told(person.account)] if person.account else []
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        rows = model.objects.of(workspace).filter(**{relation.field.name: person})
        tables[model._meta.model_name + "s"] = _rows(rows.order_by("pk"))
    messages = Message.objects.of(workspace).filter(invitation__person=person).order_by("pk")
    tables["messages"] = _rows(messages)
    tables["messagereceipts"] = _rows(
        MessageReceipt.objects.of(workspace).filter(message__in=messages).order_by("pk")
    )
    tables["suppressions"] = _rows(_suppressions(workspace, person, messages))
    tables["journal"] = _rows(JournalEntry.objects.of(workspace).filter(_about(person)).order_by("pk"))
    return tables


def person_json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def person_zip(data: Mapping[str, Any]) -> bytes:
    """One CSV a table, and the JSON beside them. Tables without a row are left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("person.json", person_json(data))
        for name, rows in data.items():
            table = [rows] if isinstance(rows, dict) else rows
            if isinstance(table, list) and table:
                folder.writestr(f"{name}.csv", _csv(table))
    return packed.getvalue()


def note_export(workspace: Workspace, person: Person, actor: str, form: str) -> None:
    record(workspace, actor, "person.exported", f"person:{person.pk}", form=form)


def _csv(rows: Table) -> str:
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text)
    lines.writerow([plain_cell(name) for name in rows[0]])
    lines.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> object:
    return plain_cell(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value)


def _suppressions(workspace: Workspace, person: Person, messages: Iterable[Message]) -> Any:
    addresses = {person.email, person.phone, *(message.address for message in messages)} - {""}
    known = [hash for address in addresses for hash in hashes(address)]
    return Suppression.objects.of(workspace).filter(address_hash__in=known).order_by("pk")


def _about(person: Person) -> Q:
    invited = person.invitations.values_list("pk", flat=True)
    answered = person.responses.values_list("pk", flat=True)
    subjects = [f"person:{person.pk}", *(f"invitation:{one}" for one in invited)]
    return Q(subject__in=[*subjects, *(f"response:{one}" for one in answered)])


def _rows(rows: Iterable[Model]) -> Table:
    return [_told(row) for row in rows]


def _told(row: Model) -> dict[str, Any]:
    fields = (field.attname for field in row._meta.concrete_fields)
    return {
        name: _plain(getattr(row, name))
        for name in fields
        if name not in OURS and (type(row), name) != SEARCHED
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):  # the content of a file
        return b64encode(value).decode()
    return value if value is None or isinstance(value, str | bool | int | float | dict | list) else str(value)
