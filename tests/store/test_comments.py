from pathlib import Path

from likely.store.comments import answers_a_person, comments
from likely.store.slice import Slice
from tests.analyse.files import opened


def test_all_scored_comments_where_there_are_few(tmp_path: Path) -> None:
    texts = ["came too late", None, "all is well here", "no score given"]
    file = opened(tmp_path, nps=[3, 9, 10, None], comment=texts)
    read = comments(file.table, Slice(), 2)
    assert sorted(read.pairs) == [(3, "came too late"), (10, "all is well here")]


def test_a_sample_is_even_and_the_same_each_time(tmp_path: Path) -> None:
    n = 20_000
    file = opened(
        tmp_path, nps=[i % 11 for i in range(n)], comment=[f"a comment, number {i}" for i in range(n)]
    )
    read = comments(file.table, Slice(), n, most=1_000)
    assert abs(len(read.pairs) - 1_000) < 20
    assert read == comments(file.table, Slice(), n, most=1_000)
    places = [int(text.rpartition(" ")[2]) for _, text in read.pairs]
    for tenth in range(10):
        assert 80 <= sum(tenth * n // 10 <= place < (tenth + 1) * n // 10 for place in places) <= 120


def test_a_slice_narrows_comments(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        nps=[3, 9] * 40,
        comment=[f"said as number {i}" for i in range(80)],
        shop=["North", "South"] * 40,
    )
    read = comments(file.table, Slice().only("shop", "South"), 40)
    assert {score for score, _ in read.pairs} == {9}
    assert len(read.pairs) == 40


def test_answers_a_person(tmp_path: Path) -> None:
    file = opened(tmp_path, nps=[3, 9, 10, None] * 20, customer_id=[f"c{i % 30}" for i in range(80)])
    assert answers_a_person(file.table, Slice()) == 2.0
