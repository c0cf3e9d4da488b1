"""The lake asked on a cluster: what needs none is always tested, the figures by `make test-spark`."""

import socket
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.store import accents
from likely.store.accents import without_accents
from likely.store.aggregate import counts, moments
from likely.store.cluster import _backend, _refuse_unreachable
from likely.store.comments import comments
from likely.store.engine import backend, parse_engine_url, remote
from likely.store.hot import _plain
from likely.store.part_memory import ANSWERS
from likely.store.property_value import _told
from likely.store.rows import export, page
from likely.store.seal import seal_due
from likely.store.slice import Slice
from likely.store.sql_words import DUCKDB, SPARK
from likely.store.two_waves import wave_table
from likely.store.workspace_table import table_of
from tests.cluster import ask_sealed_rows_there
from tests.store.world import LATER, NOON, answer

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def test_the_address_of_a_cluster_is_kept_with_its_options() -> None:
    url = "sc://spark.example.org:15002/;use_ssl=true;token=abc"
    assert parse_engine_url(url).remote == url
    assert parse_engine_url("duckdb://").remote == ""
    with pytest.raises(Refusal, match="LIKELY_ENGINE_URL"):
        parse_engine_url("sc://")


def test_a_cluster_without_its_library_says_what_to_install(monkeypatch: Any) -> None:
    for name in [name for name in sys.modules if name.startswith(("pyspark", "ibis.backends.pyspark"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Refusal, match=r"likely\[spark\]") as refused:
        _backend()
    assert (refused.value.code, refused.value.field) == ("engine_not_installed", "LIKELY_ENGINE_URL")


def test_a_cluster_that_does_not_answer_is_refused_by_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        _refuse_unreachable(f"sc://127.0.0.1:{port}")
    with pytest.raises(Refusal, match=f"127.0.0.1:{port}") as refused:
        _refuse_unreachable(f"sc://127.0.0.1:{port}/;use_ssl=true")
    assert (refused.value.code, refused.value.field) == ("engine_unreachable", "LIKELY_ENGINE_URL")


def test_texts_and_names_mean_themselves_in_either_engine() -> None:
    assert DUCKDB.text("it's a\\b") == r"'it''s a\b'"
    assert SPARK.text("it's a\\b") == r"'it''s a\\b'"
    assert (DUCKDB.name('a"b'), SPARK.name("a`b")) == ('"a""b"', "`a``b`")
    assert SPARK.at(AT) == "TIMESTAMP '2026-03-01 12:30:00.000000+00:00'"
    assert SPARK.day(date(2026, 3, 1)) == "DATE '2026-03-01'"
    assert SPARK.nothing("timestamp[us, tz=UTC]") == "CAST(NULL AS TIMESTAMP)"


def asked(column: Any) -> list[Any]:
    found: list[Any] = backend().to_pyarrow(column.name("it").as_table())["it"].to_pylist()
    return found


def test_accents_go_letter_by_letter_as_they_go_by_function(monkeypatch: Any) -> None:
    texts = ["õlu ja äri", "ÀÉÎ ñ Ő", "Việt Nam", "ё й Ä", "ελληνικά", "e\u0301", "快递 まで 한국", "ø ß"]
    column = ibis.memtable({"it": texts})["it"]
    own = asked(without_accents(column))
    monkeypatch.setattr(accents, "words", lambda: SPARK)
    assert asked(without_accents(column)) == own
    assert own[0] == "olu ja ari"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("plan", '"pro, \\"x\\": 1}"'),
        ("x", "7.5"),
        ('say "hi"', "true"),
        ("order value", '"5"'),
        ("a.b", "-3"),
        ("axb", None),
        ("hi", None),
        ("1}", None),
    ],
)
def test_a_property_is_found_as_it_is_written(key: str, told: str | None) -> None:
    row = dict.fromkeys(("invitation_id", "person_id", "comment", "touchpoint", "doubt", "verdict"))
    row |= {"id": "1", "language": "en", "channel": "link", "answers": {}, "at": AT}
    known = {"a.b": -3, "order value": "5", "plan": 'pro, "x": 1}', 'say "hi"': True, "x": 7.5}
    written = _plain(row | {"properties": known}, UTC)["properties"]
    assert asked(_told(ibis.memtable({"it": [written]})["it"], key)) == [told]


def test_persons_with_drawn_ids_are_whole_in_their_buckets(workspace: Any) -> None:
    """The same buckets in the sealed and the fresh half, and on every engine: by the id alone."""
    people = [Person.objects.create(workspace=workspace, external_id=str(i)) for i in range(3)]
    for person in (*people, None):
        answer(workspace, 9, person=person, answers={"speed": 5})
    seal_due(LATER)
    for person in people:
        answer(workspace, 3, person=person, answers={"speed": 1})
    [cell] = moments(table_of(workspace), Slice(), ("score", "speed")).values()
    held = np.array([bucket.n[0, 0] for bucket in cell])
    assert len(cell) == 64
    assert held.sum() == 7
    for person in people:
        assert held[int(str(person.pk)[-2:], 16) % 64] >= 2


@pytest.mark.skipif(remote() is None, reason="needs a cluster: make test-spark")
def test_a_cluster_tells_the_figures_of_duckdb(workspace: Any, monkeypatch: Any) -> None:
    """One lake in three files, of which the first lack a column, and fresh answers: asked in three ways."""
    fill(workspace)
    everything_there = figures(workspace)
    ask_sealed_rows_there(monkeypatch)
    sealed_there = figures(workspace)
    for name in ("engine", "lake_query"):
        monkeypatch.setattr(f"likely.store.{name}.remote", lambda: None)
    here = figures(workspace)
    for place, told in enumerate(here):
        assert everything_there[place] == told
        assert sealed_there[place] == told
    assert here[0][0][()].answered == 70


def fill(workspace: Any) -> None:
    people = [Person.objects.create(workspace=workspace, external_id=str(i)) for i in range(8)]
    for place in range(70):
        answer(
            workspace,
            place * 7 % 11,
            person=people[place % 8] if place % 3 else None,
            at=NOON + timedelta(hours=place),
            properties={"plan": ("free", "pro", "it's")[place % 3]} | ({"region": "n"} if place > 30 else {}),
            answers={"speed": place % 5 + 1} | ({"price": place % 4} if place % 2 else {}),
            comment="Väga hea" if place % 4 else "",
        )
        if place % 20 == 19:
            seal_due(LATER)


def figures(workspace: Any) -> list[Any]:
    ANSWERS.clear()
    table = table_of(workspace)
    asked = Slice(), Slice(by=("month", "plan")), Slice(by=("day", "region", "group")), Slice(words="vaga")
    columns = ["id", "score", "comment", "plan", "region", "at", "day", "speed", "price", "properties"]
    driven = moments(table, Slice(by=("plan",)), ("score", "speed", "price"))
    told = {
        key: [(one.n.tolist(), one.sums.tolist(), one.products.tolist()) for one in found]
        for key, found in driven.items()
    }
    first, second = Slice(until=date(2026, 6, 16)), Slice(since=date(2026, 6, 17))
    exported = [row for batch in export(table, Slice(), columns) for row in batch.to_pylist()]
    return [
        [counts(table, one).cells for one in asked],
        page(table, Slice(), columns, size=80, sort="score").rows,
        told,
        wave_table(table, first, second),
        sorted(exported, key=lambda row: row["id"]),
        sorted(comments(table, Slice(), 52, most=20).pairs),
    ]
