"""Segments of a file: the conditions of people's segments, asked of its columns."""

from datetime import date
from typing import Any

import pytest

import likely
from likely.lib.refusal import Refusal
from likely.store.file import ResponseFile, open_file
from likely.store.segment_file import with_segments
from tests.analyse.files import parquet

COLUMNS: dict[str, Any] = {
    "nps": [10, 9, 3, 2, 8, 10, 0, 7] * 5,
    "Plan type": ["pro", "pro", "pro", "free", "free", "Free", None, "pro"] * 5,
    "waited": [5, 50, 70, 10, None, 30, 90, 20] * 5,
    "renewed": ["yes", "no", "yes", "no", "no", "yes", "", "no"] * 5,
    "renewal": ["2026-03-20", "2026-09-01", "", "2026-03-09", "soon", None, "2026-03-11", "2026-03-12"] * 5,
    "answered": [date(2026, 3, 10)] * 40,
    "语言": ["zh", "en"] * 20,
}
EXPECTED = {
    'property "Plan type" is pro': [0, 1, 2, 7],
    'not (property "Plan type" is pro)': [3, 4, 5, 6],
    "waited over 20 and last score under 7": [2, 6],
    "waited is unknown or group is promoter": [0, 1, 4, 5],
    "renewed is yes": [0, 2, 5],
    "renewal in the next 2 weeks": [0, 6, 7],
    "renewal before 2026-03-12": [3, 6],
    '"语言" is zh': [0, 2, 4, 6],
    'in segment "Pro" and waited at least 50': [1, 2],
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> likely.Data:
    file = parquet(tmp_path_factory.mktemp("files"), COLUMNS)
    segments = {"Pro": 'property "Plan type" is pro'}
    segments |= {f"Segment {place}": rule for place, rule in enumerate(EXPECTED)}
    return likely.read(file, score="nps", date="answered", segments=segments)


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> ResponseFile:
    columns = {name: values for name, values in COLUMNS.items() if name not in ("answered", "renewal")}
    return open_file(parquet(tmp_path_factory.mktemp("files"), columns), "nps")


@pytest.mark.parametrize(("place", "rule"), list(enumerate(EXPECTED)))
def test_whoever_meets_the_condition_is_in_it(data: likely.Data, place: int, rule: str) -> None:
    found = data.segment(f"Segment {place}").score()
    scores = [COLUMNS["nps"][one] for one in EXPECTED[rule]]
    assert found.n == 5 * len(scores)
    assert found.promoters == 5 * sum(score >= 9 for score in scores)
    assert found.detractors == 5 * sum(score <= 6 for score in scores)


def test_a_file_is_cut_narrowed_and_compared_by_segments(data: likely.Data) -> None:
    assert {row.value: row.score and row.score.n for row in data.score(by="Pro")} == {"yes": 20, "no": 20}
    assert data.segment("Pro").compare("rest").shared == 0
    contrast = data.segment("Pro").compare(data.segment("Segment 2"))
    assert contrast.shared == 5
    assert data.segment("Pro").only("renewed", "yes").score().n == 10


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        ({"A": 'had "order"'}, "not_in_answers"),
        ({"A": "name is Mari"}, "not_in_answers"),
        ({"A": "shop is North"}, "unknown_column"),
        ({"A": "waited over"}, "rule_expected"),
        ({"A": 'in segment "B"', "B": 'in segment "A"'}, "rule_circle"),
        ({"waited": "waited over 5"}, "segment_is_column"),
        ({"A:1": "waited over 5"}, "segment_name"),
        ({"A": "waited over 5 and last answer in the last 2 days"}, "no_dates"),
    ],
)
def test_what_a_file_can_not_tell_is_refused(undated: ResponseFile, segments: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        with_segments(undated, segments)
    assert refused.value.code == code


def test_one_of_many_that_a_file_can_not_tell_is_named(undated: ResponseFile) -> None:
    with pytest.raises(Refusal, match=r"“Buyers”.*\(order\).*Leave this segment out"):
        with_segments(undated, {"Slow": "waited over 20", "Buyers": 'had "order"'})


def test_the_answer_of_the_api_is_taken_as_it_is(undated: ResponseFile) -> None:
    told = [{"id": "1", "name": "Slow", "rule": "waited over 20", "created_at": "2026-01-01T00:00:00Z"}]
    assert likely.Data(with_segments(undated, told)).segment("Slow").score().n == 20
