"""The report as one JSON object, by the names that other programs rely on (docs: the report)."""

from dataclasses import asdict
from typing import Any

from likely.analyse.findings import Change, Report
from likely.analyse.measures import measure_object
from likely.stats.score import Score
from likely.stats.weights import WeightedScore

SCORE_KEYS = ("value", "low", "high", "level", "n", "method", "promoters", "passives", "detractors")
WEIGHTED_KEYS = ("n_effective", "design_effect", "standard_error")


def score_object(score: Score | None) -> dict[str, Any] | None:
    """A score by its stable names; null where there is none. value, low, high: points, unrounded."""
    if score is None:
        return None
    keys = (*SCORE_KEYS, *WEIGHTED_KEYS) if isinstance(score, WeightedScore) else SCORE_KEYS
    return {key: getattr(score, key) for key in keys}


def to_json(report: Report) -> dict[str, Any]:
    """The whole report; what the contract names, and beside it what it rests on."""
    return {
        "source": report.source,
        "rows": report.rows,
        "answered": report.answered,
        "ignored": dict(report.ignored),
        "columns": dict(report.columns),
        "guessed": list(report.guessed),
        "score": score_object(report.score),
        "weighted": score_object(report.weighted),
        "distribution": list(report.distribution),
        "by": {
            column: [
                {"value": row.value, "score": score_object(row.score), "verdict": row.verdict} for row in rows
            ]
            for column, rows in report.by.items()
        },
        "grain": report.grain,
        "trend": [{"period": one.period, "score": score_object(one.score)} for one in report.trend],
        "changes": [_change(change) for change in report.changes],
        "drivers": [asdict(driver) for driver in report.drivers],
        "themes": [{**asdict(theme), "quotes": list(theme.quotes)} for theme in report.themes],
        "reasons": {
            "recommend": list(report.recommend),
            "not_recommend": list(report.not_recommend),
        },
        "quotes": {group: [asdict(quote) for quote in quotes] for group, quotes in report.quotes.items()},
        "commented": dict(report.commented),
        "benchmarks": [asdict(benchmark) for benchmark in report.benchmarks],
        "warnings": list(report.warnings),
        "measures": [measure_object(found) for found in report.measures],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "period": change.period,
        "from": change.before,
        "to": change.after,
        "verdict": change.verdict,
        "p": change.p,
    }
