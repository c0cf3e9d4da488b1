"""Reports made by hand, for the tests of the faces."""

from dataclasses import replace
from datetime import date

from likely.analyse.findings import (
    Benchmark,
    Change,
    Driver,
    PeriodScore,
    Quote,
    Report,
    SegmentScore,
    Theme,
)
from likely.stats.score import Score, score_of_cell, score_of_counts
from likely.stats.weights import weighted_score

DISTRIBUTION = (1, 0, 0, 1, 0, 1, 1, 8, 10, 20, 28)
HOSTILE = '<script>alert("x")</script> & \'"\x00\x0b{{ 7*7 }} {% raw %}'


def scored(detractors: int, passives: int, promoters: int) -> Score:
    score = score_of_counts(detractors, passives, promoters)
    assert score is not None
    return score


def full_report() -> Report:
    """Every section has something to show: 48 promoters, 18 passives and 4 detractors."""
    months = [scored(1, 4, 7), scored(0, 5, 7), scored(9, 3, 3), scored(1, 3, 9)]
    periods = [
        PeriodScore(f"2026-0{month}", date(2026, month, 1), score) for month, score in enumerate(months, 1)
    ]
    n = [float(count) for count in DISTRIBUTION]
    return Report(
        source="answers.csv",
        rows=75,
        answered=70,
        ignored={"score_blank": 3, "score_out_of_range": 2},
        columns={"score": "q1", "comment": "q2", "date": "at", "weight": "w", "person": None},
        guessed=("score", "date"),
        score=score_of_cell(DISTRIBUTION),
        weighted=weighted_score(DISTRIBUTION, [1.5 * w for w in n], [3 * w for w in n]),
        distribution=DISTRIBUTION,
        by={
            "region": (
                SegmentScore("North", scored(0, 2, 28), "above"),
                SegmentScore("The islands beyond the northern coast road", scored(1, 8, 10), "same"),
                SegmentScore("South", scored(3, 8, 2), "below"),
                SegmentScore("West", None, "too_few"),
            ),
            "plan": (
                SegmentScore("Basic", scored(2, 9, 24), "same"),
                SegmentScore("Plus", scored(2, 9, 24), "same"),
            ),
        },
        grain="month",
        trend=(*periods, PeriodScore("2026-05", date(2026, 5, 1), None)),
        changes=(
            Change("2026-02", 50.0, 58.3, "same", 0.71),
            Change("2026-03", 58.3, -40.0, "below", 0.0004),
            Change("2026-04", -40.0, 61.5, "above", 0.003),
            Change("2026-05", 61.5, 0.0, "too_few", 1.0),
        ),
        drivers=(
            Driver("Politeness of the staff", 48.0, 31.0, 62.0, "up", 4.1, 66),
            Driver("Waiting time", 35.0, 20.0, 51.0, "down", 2.2, 60),
            Driver("Parking", 3.0, 0.0, 11.0, "none", 3.0, 41),
        ),
        themes=(
            Theme("delivery", 12, -20.0, -55.0, -80.0, -20.0, ("late again",)),
            Theme("staff", 21, 80.0, 24.0, 8.0, 39.0, ("so kind",)),
            Theme("price", 9, 40.0, -9.0, -30.0, 14.0, ()),
        ),
        recommend=("staff", "quick answer", "fair price"),
        not_recommend=("delivery", "waiting"),
        quotes={
            "detractor": (Quote("It came late, twice.\nNobody called.", 3),),
            "promoter": (Quote("So kind, and quick.", 10), Quote("非常满意，送货很快。", 9)),
        },
        commented={"detractor": 0.75, "passive": 0.28, "promoter": 0.25},
        benchmarks=(
            Benchmark("typical B2B software", 29, "A published study", 2020),
            Benchmark("best in class", 70, "Another published study", 2021),
        ),
        warnings=("Detractors comment three times as often as promoters.",),
    )


def empty_report() -> Report:
    """A file with rows of which none can be counted."""
    return replace(
        full_report(),
        answered=0,
        ignored={"score_blank": 75},
        score=None,
        weighted=None,
        distribution=(0,) * 11,
        by={},
        grain=None,
        trend=(),
        changes=(),
        drivers=(),
        themes=(),
        recommend=(),
        not_recommend=(),
        quotes={},
        commented={},
        warnings=(),
    )


def hostile_report() -> Report:
    """Every text of the file tries to become markup."""
    full = full_report()
    return replace(
        full,
        source=HOSTILE,
        columns={"score": HOSTILE},
        ignored={HOSTILE: 5},
        by={HOSTILE: tuple(replace(row, value=HOSTILE) for row in full.by["region"])},
        trend=tuple(replace(period, period=HOSTILE) for period in full.trend),
        changes=tuple(replace(change, period=HOSTILE) for change in full.changes),
        drivers=tuple(replace(driver, name=HOSTILE) for driver in full.drivers),
        themes=tuple(replace(theme, name=HOSTILE, quotes=(HOSTILE,)) for theme in full.themes),
        recommend=(HOSTILE,),
        not_recommend=(HOSTILE,),
        quotes={"detractor": (Quote(HOSTILE, 0),)},
        benchmarks=(Benchmark(HOSTILE, 29, HOSTILE, 2020),),
        warnings=(HOSTILE,),
    )
