"""One engine for all threads, which never downloads anything."""

from concurrent.futures import ThreadPoolExecutor

import duckdb
import ibis
import pyarrow as pa
import pytest

from likely.lib.refusal import Refusal
from likely.store.aggregate import counts
from likely.store.engine import backend, new_cursor, parse_engine_url, warm_up
from likely.store.slice import Slice
from likely.store.table import Responses


def table(answers: int) -> Responses:
    batch = pa.table({"score": pa.array([9] * answers, pa.int8())})
    return Responses(ibis.memtable(batch), frozenset({"score"}))


def test_threads_ask_at_the_same_time_without_mixing_answers() -> None:
    sizes = list(range(1, 41))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: counts(table(n), Slice()).total().answered, sizes))
    assert found == sizes


def test_a_table_of_the_backend_may_be_asked_in_any_thread() -> None:
    rows = backend().sql("SELECT 7 AS seven", schema={"seven": "int8"})
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: rows.to_pyarrow()["seven"].to_pylist(), range(12)))
    assert found == [[7]] * 12


def test_nothing_is_downloaded() -> None:
    cursor = new_cursor()
    names = "autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions"
    assert [cursor.execute(f"SELECT current_setting('{name}')").fetchone()[0] for name in names] == [
        False
    ] * 3
    with pytest.raises(duckdb.Error):
        cursor.execute("SELECT * FROM delta_scan('/nowhere')")


def test_memory_is_bounded() -> None:
    assert new_cursor().execute("SELECT current_setting('memory_limit')").fetchone() == ("381.4 MiB",)


@pytest.mark.parametrize("url", ["spark://x", "duckdb://?memroy=1GB", ""])
def test_an_engine_that_is_none_is_refused_with_a_cure(url: str) -> None:
    with pytest.raises(Refusal, match="LIKELY_ENGINE_URL") as refused:
        parse_engine_url(url)
    assert "duckdb://" in refused.value.cure


def test_the_engine_url_sets_memory_and_threads() -> None:
    url = parse_engine_url("duckdb://?memory=2GB&threads=3")
    assert (url.memory, url.threads) == ("2GB", "3")


def test_warming_up_is_harmless_and_repeatable() -> None:
    warm_up()
    warm_up()
    assert counts(table(3), Slice()).total().answered == 3
