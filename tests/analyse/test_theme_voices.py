"""A file read by a set of themes: the report's own keys, in the reader's language, masked, or a refusal."""

import json
from pathlib import Path

import pytest

import likely
from likely.analyse.report import make_report
from likely.analyse.report_json import to_json as to_report
from likely.analyse.theme_voices import taxonomy_of, theme_voices
from likely.lib.refusal import Refusal
from likely.store.file import open_file
from likely.text.taxonomy import Theme, taxonomy, to_json

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery", "et": "Tarne"}, ("delivery", "送货")),
        Theme("staff", {"en": "Staff"}, ("staff",)),
    ]
)
SAID = [
    *[(2, f"Late delivery, call +372 5123 {place:04}") for place in range(12)],
    *[(10, f"Friendly staff on visit {place}") for place in range(12)],
    *[(8, f"An ordinary day {place}") for place in range(12)],
]


def test_themes_reasons_and_quotes_come_as_the_report_has_them() -> None:
    found = theme_voices(SAID, THEMES, "et")
    assert {one.name: one.n for one in found.themes} == {"Tarne": 12, "Staff": 12}
    late = next(one for one in found.themes if one.name == "Tarne")
    assert late.low < late.effect < late.high < 0
    assert late.score == -100
    assert all("[phone]" in quote for quote in late.quotes)
    assert found.not_recommend == ("Tarne",)
    assert found.recommend == ("Staff",)
    assert [quote.score for quote in found.quotes["promoter"]] == [10] * len(found.quotes["promoter"])


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("score,comment\n" + "".join(f'{score},"{text}"\n' for score, text in SAID), "utf-8")
    return path


def test_a_file_is_read_by_an_industrys_set_or_by_ones_own(answers: Path, tmp_path: Path) -> None:
    data = likely.read(answers)
    assert "Delivery" in {one.name for one in data.themes("retail").rows}
    own = tmp_path / "own.json"
    own.write_text(json.dumps(to_json(THEMES)), "utf-8")
    assert {one.name for one in data.themes(str(own)).rows} == {"Delivery", "Staff"}
    found = " ".join(one.name for one in data.themes().rows)
    assert "delivery" in found
    assert "staff" in found


def test_the_report_keeps_its_keys(answers: Path) -> None:
    told = to_report(make_report(open_file(answers), themes=THEMES))
    assert list(told["themes"][0]) == ["name", "n", "score", "effect", "low", "high", "quotes"]
    assert told["reasons"] == {"recommend": ["Staff"], "not_recommend": ["Delivery"]}


@pytest.mark.parametrize("given", ["nothing", "missing.json"])
def test_what_is_no_set_is_refused_by_name(given: str) -> None:
    with pytest.raises(Refusal, match="themes"):
        taxonomy_of(given)
