from dataclasses import replace

import pytest

from likely.analyse.drivers import Drivers
from likely.analyse.findings import Report
from likely.analyse.warnings import Facts, warnings
from likely.lib.measured import as_written
from likely.stats.score import score_of_cell
from likely.stats.weights import weighted_score
from tests.analyse.example import full_report

WHOLE = (40, 5, 5, 10, 5, 20, 15, 60, 120, 100, 120)


def said(report: Report, facts: Facts | None = None) -> str:
    return "\n".join(warnings(report, facts or Facts(), as_written))


@pytest.fixture
def sound() -> Report:
    """500 answers that give no reason to worry."""
    return replace(
        full_report(),
        rows=500,
        answered=500,
        ignored={},
        guessed=(),
        columns={"score": "nps", "comment": "why", "date": "at", "weight": None, "person": None},
        score=score_of_cell(WHOLE),
        weighted=None,
        distribution=WHOLE,
        commented={"detractor": 0.4, "passive": 0.3, "promoter": 0.35},
    )


def test_nothing_to_worry_about_says_nothing(sound: Report) -> None:
    assert said(sound) == ""


def test_no_zeros(sound: Report) -> None:
    shifted = (0, 45, *WHOLE[2:])
    report = replace(sound, distribution=shifted, score=score_of_cell(shifted))
    assert "No zeros occur among 500 answers: was the scale 1–10?" in said(report)


def test_no_zeros_in_a_happy_file_is_no_surprise(sound: Report) -> None:
    happy = (0, 0, 0, 0, 0, 0, 0, 10, 90, 200, 200)
    assert "No zeros" not in said(replace(sound, distribution=happy, score=score_of_cell(happy)))


def test_detractors_who_comment_more(sound: Report) -> None:
    report = replace(sound, commented={"detractor": 0.5, "passive": 0.3, "promoter": 0.25})
    assert "Detractors comment more often than promoters" in said(report)
    report = replace(sound, commented={"detractor": 0.2, "passive": 0.3, "promoter": 0.45})
    assert "Promoters comment more often than detractors" in said(report)


def test_many_rows_left_out(sound: Report) -> None:
    assert "50\u00a0% of the rows" in said(replace(sound, rows=1000, ignored={"score_blank": 500}))


def test_a_score_column_guessed_with_doubt(sound: Report) -> None:
    doubtful = replace(sound, guessed=("score",), columns={**sound.columns, "score": "q7"})
    assert "The score column was guessed: q7." in said(doubtful)
    assert said(replace(sound, guessed=("score",))) == ""


def test_weights_that_cost_precision(sound: Report) -> None:
    w = tuple(float(n) for n in WHOLE)
    w2 = tuple(3.0 * n for n in WHOLE)
    assert "The weights cost precision" in said(replace(sound, weighted=weighted_score(WHOLE, w, w2)))
    assert "The weights cost precision" not in said(replace(sound, weighted=weighted_score(WHOLE, w, w)))


def test_no_dates_and_unreadable_dates(sound: Report) -> None:
    assert "no trend" in said(replace(sound, columns={**sound.columns, "date": None}))
    assert "7 answers have no readable date" in said(sound, Facts(undated=7))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(answers_a_person=1.5), "at least 1.50 answers a person"),
        (Facts(comments_read=100, comments=1000), "sample of 100 of 1\u202f000 comments"),
        (Facts(chosen_by=("shop", "plan")), "Nobody named a cut; chosen from the file: shop, plan."),
        (Facts(hidden={"shop": 2, "plan": 3}), "no sum gives them away: shop (2), plan (3)."),
        (Facts(drivers=Drivers(refused="There are 9 answers.")), "No drivers: There are 9 answers."),
        (Facts(drivers=Drivers(left_out={"art": "too_few"})), "rated too rarely or always alike: art."),
        (Facts(drivers=Drivers(collinear=("a", "b"))), "so their shares are unsure: a, b."),
        (Facts(notes=("encoding:cp1252",)), "it was read as cp1252."),
        (Facts(notes=("mended_spelled_twice:3", "mended_dos_letters:4")), "mended in 7 places."),
        (Facts(notes=("codes_not_rated:a=6", "codes_not_rated:b=0,6")), "a=6, b=0,6."),
        (Facts(notes=("sheet:Answers",)), "this is “Answers”."),
    ],
)
def test_each_fact_has_its_sentence(sound: Report, facts: Facts, sentence: str) -> None:
    assert sentence in said(sound, facts)


def test_an_unknown_note_is_not_shown_as_a_code(sound: Report) -> None:
    assert said(sound, Facts(notes=("something_new:3",))) == ""
