"""Files of people: what is guessed of their columns, where each row stands, and what is refused."""

from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from likely.lib.refusal import Refusal
from likely.people.import_column import own_property
from likely.people.import_start import PeopleFile
from likely.people.people_import import PeopleImport
from likely.store import people_file
from likely.store.people_file import first_rows, look, rows_from

HEAD = "Kliendi ID;E-post;Telefon;Eesnimi;Perekonnanimi;Liitus;VIP;Osakond"


def looked(tmp_path: Path, content: bytes | str, name: str = "people.csv") -> tuple[PeopleFile, PeopleImport]:
    source = tmp_path / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    return kept(tmp_path, source)


def kept(tmp_path: Path, source: Path) -> tuple[PeopleFile, PeopleImport]:
    folder = tmp_path / "imports" / "one"
    file = look(source, source.name, folder)
    one = PeopleImport(
        path=str(folder), head_rows=file.head_rows, columns=[{"name": c.name} for c in file.columns]
    )
    return file, one


def fields(file: PeopleFile) -> dict[str, str]:
    return {column.name: column.field for column in file.columns}


def test_an_estonian_file_with_semicolons_in_an_old_encoding(tmp_path: Path) -> None:
    row = "7;mari@näide.ee;+37255551234;Mari;Põld;26.11.2026;jah;Müük"
    file, one = looked(tmp_path, f"{HEAD}\r\n{row}\r\n8;;;Jüri;Õun;01.02.2025;ei;Müük\r\n".encode("cp1252"))
    assert fields(file) == {
        "Kliendi ID": "external_id", "E-post": "email", "Telefon": "phone", "Eesnimi": "given_name",
        "Perekonnanimi": "family_name", "Liitus": "property:liitus", "VIP": "property:vip",
        "Osakond": "property:osakond",
    }  # fmt: skip
    types = {column.name: (column.type, column.form) for column in file.columns}
    assert (types["Liitus"], types["VIP"]) == (("date", "%d.%m.%Y"), ("boolean", ""))
    assert [number for number, _row in first_rows(one, 5)] == [2, 3]
    assert first_rows(one, 1)[0][1]["Perekonnanimi"] == "Põld"


def test_a_chinese_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["姓名", "邮箱", "手机", "公司", "座位"],
        ["王小明", "wang@example.cn", 8613800138000, "华为", 5],
    ):
        book.active.append(row)
    book.save(tmp_path / "客户.xlsx")
    file, one = kept(tmp_path, tmp_path / "客户.xlsx")
    assert list(fields(file).values()) == ["name", "email", "phone", "account_name", own_property("座位")]
    assert first_rows(one, 1)[0][1]["手机"] == "8613800138000"


def test_a_parquet_file_keeps_its_values_as_text(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "seats": [5.0, 2.5], "vip": [True, None], "name": ["A", "B"]})
    parquet.write_table(table, tmp_path / "p.parquet")
    file, one = kept(tmp_path, tmp_path / "p.parquet")
    assert (file.rows, fields(file)["id"]) == (2, "external_id")
    assert [row for _n, row in first_rows(one, 2)] == [
        {"id": "1", "seats": "5", "vip": "true", "name": "A"},
        {"id": "2", "seats": "2.5", "vip": None, "name": "B"},
    ]


def test_ragged_rows_are_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    file, one = looked(tmp_path, "id,name\n1,Anna\n2,Bo,extra\n3,Cy\n4\n5,Di\n")
    assert [(row, rule) for row, rule, _said in file.broken] == [(3, "ragged_row"), (5, "ragged_row")]
    assert [(number, row["id"]) for number, row in first_rows(one, 9)] == [(2, "1"), (4, "3"), (6, "5")]


@pytest.mark.parametrize("start", [0, 1, 4, 7, 9, 10])
def test_it_is_read_from_any_row_on(tmp_path: Path, monkeypatch: Any, start: int) -> None:
    monkeypatch.setattr(people_file, "ROWS_AT_ONCE", 3)
    parquet.write_table(
        pa.table({"id": [str(n) for n in range(10)]}), tmp_path / "p.parquet", row_group_size=4
    )
    _file, one = kept(tmp_path, tmp_path / "p.parquet")
    found = [row["id"] for portion in rows_from(one, start) for _number, row in portion]
    assert found == [str(n) for n in range(start, 10)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b"id,name\n", "no_rows"),
        (b"id,name\n1," + b"x" * 10_000_000 + b"\n", "row_too_long"),
        (b'id,name\n1,"never closed\n2,Bo\n3,Cy\n' + b"4,D\n" * 20, "quote_never_closed"),
        (b"id,name\n1\n2\n3,x\n", "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (b"PK\x03\x04 no workbook at all", "workbook_broken"),
        (b"PAR1 no parquet at all", "parquet_broken"),
        (b'{"id": 1}', "not_a_table"),
    ],
)
def test_what_is_no_table_of_people_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        looked(tmp_path, content, "people.json" if content.startswith(b"{") else "people")
    assert refused.value.code == code
    assert refused.value.field == "file"
