"""The lake asked in a real PostgreSQL: the figures of DuckDB; copies that are made once and go in time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import ibis
import psycopg
import pytest

from likely.act.erasure import finish_erasures
from likely.ask.survey import Survey, SurveyVersion
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.local_days import LocalDays
from likely.people.person import Person
from likely.people.segment import read_rule
from likely.store import engine, postgres_copies
from likely.store.accents import without_accents
from likely.store.aggregate import POINTS, counts, moments
from likely.store.bins import number_in
from likely.store.comments import comments
from likely.store.engine import backend, parse_engine_url
from likely.store.event_table import event_table
from likely.store.lake_copies import follow_all
from likely.store.panel import panel
from likely.store.part_memory import ANSWERS
from likely.store.postgres_copies import schema_of
from likely.store.postgres_engine import Postgres
from likely.store.rows import export, page
from likely.store.seal import SEALED, erase, seal_due, seal_workspace
from likely.store.seen_comments import as_seen
from likely.store.segment_answers import answers_in
from likely.store.segment_lake import ids_in
from likely.store.slice import Slice
from likely.store.spread import spread_of
from likely.store.steps import step_counts
from likely.store.table import Responses
from likely.store.two_waves import wave_table
from likely.store.workspace_table import table_of
from tests import postgres
from tests.store.world import LATER, NOON, answer, survey_of

LONG = (
    "how satisfied are you with the delivery of your newest order, "  # more than a name of PostgreSQL holds
)
WORDS = ("vaga", "快递", '"not on time"', "isn", "o'clock", "ΟΔΟΣ")
RULES = (
    'plan is "it\'s"',
    "spent over 10 and spent at most 1000.5",
    "since is known or vip is yes",
    "last score at least 7",
    "joined after 2026-01-04 and not (spent is unknown)",
    'had "bought" at least 2 times in the last 30 days',
)


@pytest.fixture(scope="module")
def url() -> str:
    return postgres.empty_database()


@pytest.fixture
def there(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """Sealed rows are asked there, fresh ones in the process: as where the setting names it."""
    choose(monkeypatch, url)
    made = engine.remote()
    assert isinstance(made, Postgres)
    yield made
    engine.remote.cache_clear()


def choose(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(engine, "_chosen", lambda: engine.EngineUrl(remote=url))
    engine.remote.cache_clear()
    ANSWERS.clear()


def tables(url: str, workspace: Any) -> list[str]:
    """Copies of the workspace's lake, by name."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'copies' ORDER BY 1",
            [schema_of(workspace.pk)],
        )
        return [name for (name,) in rows.fetchall()]


def everything(url: str) -> str:
    """All that all copies hold."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE starts_with(schemaname, 'likely_lake_')"
        ).fetchall()
        return str([connection.execute(f'SELECT * FROM "{a}"."{b}"').fetchall() for a, b in found])


def fill(workspace: Any) -> None:
    """Three sealed files, of which the first lack columns, and fresh answers."""
    people = [Person.objects.create(workspace=workspace, external_id=str(i)) for i in range(9)]
    tapped = survey_of(workspace, "tapped")
    for place in range(80):
        answer(
            workspace,
            place * 7 % 11 if place % 13 else None,
            survey=tapped if place % 2 else survey_of(workspace),
            touchpoint=("support", "news", "")[place % 3] if place % 2 else "",
            person=people[place % 9] if place % 5 else None,
            at=NOON - timedelta(hours=place * 31, microseconds=place * 137),
            changed_at=NOON,
            properties=known(place),
            answers={"speed": place % 5 + 1, "price": place % 7 / 3} if place % 4 else {"price": 1e9 + place},
            comment=(
                ("Väga hea", "Hea: a@hea.org", "Väga, hr Tamm", "Mari@tamm.org, tamm")[place // 6 % 4],
                "快递很慢",
                "It isn't\n\\. not  on time, 7 o'clock",
                'a "word"\r\n',
                "",
                "οδος",
            )[place % 6],
        )
        if place % 25 == 24:
            seal_due(LATER)
    for place, person in enumerate(people):
        for days in range(place):
            Event.objects.create(
                workspace=workspace, person=person, name="bought", at=NOON - timedelta(days=5 * days)
            )
    seal_workspace(workspace, NOON + timedelta(days=9999), LATER, SEALED[1])


def known(place: int) -> dict[str, Any]:
    told: dict[str, Any] = {"plan": ("free", "pro", "it's", "a\\b")[place % 4], "spent": place * 0.1 * place}
    if place > 40:
        told |= {f"{LONG}a": str(place % 3), f"{LONG}b": str(place % 2), "vip": place % 3 == 0}
    if place % 2:
        told |= {"since": f"20{place % 30:02}", "age": f" {place},5 ", "joined": f"2026-0{place % 9 + 1}-05"}
    return told


def seen_of(table: Responses, word: str) -> int:
    """How many that have the word are found by whoever sees comments masked."""
    return counts(as_seen(table, word), Slice(words=word)).total().answered


def figures(workspace: Any) -> dict[str, Any]:
    ANSWERS.clear()
    table = table_of(workspace)
    a, b = f"{LONG}a".strip(), f"{LONG}b".strip()
    cuts = (
        ("month", "plan"),
        ("week", "group", "commented"),
        ("quarter", "vip"),
        (a, b),
        ("age",),
        ("age:10,30",),
    )
    told: dict[str, Any] = {f"by {by}": counts(table, Slice(by=by)).cells for by in cuts}
    told |= {f"of {word}": counts(table, Slice(words=word)).total() for word in WORDS}
    told |= {f"seen of {word}": seen_of(table, word) for word in ("hea", "org", "tamm")}
    told["waves"] = wave_table(
        table, Slice(until=date(2026, 4, 20)), Slice(since=date(2026, 4, 21), until=date(2026, 6, 30))
    )
    told["steps"] = step_counts(table, Slice(by=("plan",)), "speed").cells
    told["spread"] = [spread_of(table, name) for name in ("age", "spent", "price", "plan", "vip")]
    columns = ["id", "score", "comment", "plan", a, "at", "day", "speed", "price", "properties"]
    told["page"] = [page(table, Slice(), columns, size=90, sort=sort).rows for sort in ("-at", "score", "at")]
    told["export"] = sorted(
        row["id"] for batch in export(table, Slice(), columns) for row in batch.to_pylist()
    )
    told["comments"] = sorted(comments(table, Slice(), 60, most=30).pairs)
    told["moments"] = pairs_of(moments(table, Slice(by=("plan",)), (POINTS, "speed", "price")))
    contacts = panel(table, Slice(), ("kind", "rnps"), "touchpoint", ("support", "news"), (0, 30, 90))
    told["panel"] = (
        contacts.persons,
        contacts.contacts,
        pairs_of(moments(contacts.table, Slice(), contacts.columns)),
    )
    days = LocalDays(workspace.time_zone, LATER)
    for text in RULES:
        rule = read_rule(workspace, text)
        told[f"who: {text}"] = ids_in(table, rule, days, event_table(workspace, rule))
        told[f"then: {text}"] = counts(answers_in(workspace, table, rule, LATER), Slice()).total()
    return told


def pairs_of(cells: Any) -> dict[Any, Any]:
    return {
        key: [(one.n.tolist(), one.sums.tolist(), one.products.tolist()) for one in found]
        for key, found in cells.items()
    }


def same(one: Any, other: Any) -> bool:
    """Exactly, but for the order in which floats are summed."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-12, abs=1e-12)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def test_all_figures_are_those_of_duckdb(workspace: Any, there: Postgres, monkeypatch: Any) -> None:
    fill(workspace)
    found = figures(workspace)
    copied = tables(there._url, workspace)
    assert len([name for name in copied if name.startswith("responses_")]) == 3
    monkeypatch.setattr(engine, "_chosen", engine.EngineUrl)
    engine.remote.cache_clear()
    here = figures(workspace)
    assert [name for name, told in here.items() if not same(told, found[name])] == []
    assert here["of vaga"].answered > 0
    assert here["of 快递"].answered > 0
    assert any(here[f"who: {text}"] for text in RULES)
    assert here["panel"][0] > 0


def test_texts_become_numbers_and_lose_accents_as_in_duckdb(there: Postgres) -> None:
    texts = [
        "1", "+5", ".5", "5.", "1_000", "1e400", "1e-400", " 7 ", "inf", "nan", "0x10", "1E+5", "", "-",
        "1e", "5f", "1__0", "_1", "1_", "1_000.5_5", "1 2", "1,5", "1,5,5", "99999999999999999999", "9" * 500,
        "−3", "٣", "1e308", "2e308", "0", "-0.0", "1e-300",
    ]  # fmt: skip
    letters = [chr(code) for code in (*range(0xC0, 0x590), *range(0x1E00, 0x2000), *range(0x3040, 0x3100))]
    said = ibis.memtable({"it": [*texts, *letters, "한국", "İI", "e\u0301", "हिन्दी", "ß", "ﬁ"]})
    table = Responses(rows=said, has=frozenset(), dimensions=("it",))
    asked = said.select("it", number=number_in(table, "it"), bare=without_accents(said["it"].lower()))
    here = backend().to_pyarrow(asked).to_pylist()
    found = there.arrow(asked).to_pylist()
    assert [(a, b) for a, b in zip(here, found, strict=True) if a != b] == []


def test_each_file_is_copied_once_however_many_ask(workspace: Any, there: Postgres) -> None:
    fill(workspace)
    table = table_of(workspace).split()[0]

    def ask(_worker: int) -> int:
        return int(there.arrow(table.rows.aggregate(n=table.rows.count()))["n"][0].as_py())

    with ThreadPoolExecutor(8) as workers:
        assert set(workers.map(ask, range(16))) == {75}
    assert len(tables(there._url, workspace)) == 3


def test_an_erased_person_is_in_no_copy(workspace: Any, there: Postgres) -> None:
    fill(workspace)
    answer(workspace, 3, comment="Mari Maasikas waited")
    seal_due(LATER)
    before = table_of(workspace)
    assert counts(before, Slice(words="maasikas")).total().answered == 1
    assert "Maasikas" in everything(there._url)
    erase(workspace, Response.objects.of(workspace).filter(comment__contains="Maasikas"), LATER)
    seal_due(LATER)
    assert "Maasikas" not in everything(there._url)
    # A table in hand means the state that it was made of; what it needs is copied for the question alone.
    ANSWERS.clear()
    assert counts(before, Slice(words="maasikas")).total().answered == 1
    assert "Maasikas" not in everything(there._url)
    assert counts(table_of(workspace), Slice(words="maasikas")).total().answered == 0


def test_a_copy_that_is_being_read_goes_the_next_time(
    workspace: Any, there: Postgres, monkeypatch: Any
) -> None:
    monkeypatch.setattr(postgres_copies, "WAIT", "20ms")
    fill(workspace)
    rows = there.stream(table_of(workspace).split()[0].rows, 5)
    next(rows)
    copied = tables(there._url, workspace)
    erase(workspace, Response.objects.of(workspace), LATER)
    seal_workspace(workspace, LATER, LATER)
    assert tables(there._url, workspace) == copied
    assert follow_all(root()) == {workspace.pk}
    rows.close()
    assert finish_erasures(LATER) == 0
    assert tables(there._url, workspace) == []


def test_copies_go_with_their_workspace_and_no_other(
    workspace: Any, foreign_workspace: Any, there: Postgres
) -> None:
    for one in (workspace, foreign_workspace):
        answer(one, 9, survey=survey_of(one, f"of {one.name}"))
        seal_due(LATER)
        assert counts(table_of(one), Slice()).total().answered == 1
    assert len(tables(there._url, workspace)) == len(tables(there._url, foreign_workspace)) == 1
    gone = workspace.pk
    Response.objects.of(workspace).delete()
    Survey.objects.of(workspace).update(live=None)
    SurveyVersion.objects.filter(survey__workspace=workspace).delete()
    Survey.objects.of(workspace).delete()
    workspace.delete()
    follow_all(root())
    assert gone not in there.workspaces()
    assert len(tables(there._url, foreign_workspace)) == 1
    assert counts(table_of(foreign_workspace), Slice()).total().answered == 1


def root() -> str:
    from django.conf import settings

    return str(settings.LAKE_URL)


def test_copies_that_a_crash_emptied_are_made_again(workspace: Any, there: Postgres) -> None:
    fill(workspace)
    asked = table_of(workspace).split()[0].rows.count().name("n").as_table()
    assert there.arrow(asked)["n"].to_pylist() == [75]
    with psycopg.connect(there._url, autocommit=True) as connection:
        for name in (*tables(there._url, workspace), "copies"):
            connection.execute(f'TRUNCATE {schema_of(workspace.pk)}."{name}"')
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    assert there.arrow(asked)["n"].to_pylist() == [75]


def test_addresses_that_lead_nowhere_are_refused_without_their_password() -> None:
    assert parse_engine_url("postgresql://likely:pw@db.example.org/likely").remote.endswith("/likely")
    for wrong in (
        "postgresql://likely:secret@db.example.org",
        "postgresql://likely:secret@host/name?colour=red",
    ):
        with pytest.raises(Refusal, match="LIKELY_ENGINE_URL") as refused:
            parse_engine_url(wrong)
        assert (refused.value.code, "secret" in str(refused.value)) == ("wrong_setting", False)
    with pytest.raises(Refusal, match=r"127\.0\.0\.1") as refused:
        Postgres("postgresql://likely:secret@127.0.0.1:1/name").version()
    assert (refused.value.code, "secret" in str(refused.value)) == ("engine_unreachable", False)


def test_a_user_who_may_keep_no_copies_is_told_what_to_grant(
    workspace: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE likely_reader LOGIN PASSWORD 'reader'")
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    choose(monkeypatch, urlunsplit(parts._replace(netloc=f"likely_reader:reader@{host}")))
    try:
        answer(workspace, 9)
        seal_due(LATER)
        with pytest.raises(Refusal, match="LIKELY_ENGINE_URL") as refused:
            counts(table_of(workspace), Slice())
        assert (refused.value.code, "GRANT CREATE" in refused.value.cure) == ("engine_not_allowed", True)
    finally:
        engine.remote.cache_clear()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP ROLE likely_reader")
