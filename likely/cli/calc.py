"""`likely calc PROMOTERS PASSIVES DETRACTORS`: the score with its steps and its interval."""

import json
import re
from typing import Annotated, Any

import typer

from likely.analyse.calculator import Calculation, calculate
from likely.analyse.report_json import score_object
from likely.lib.figure import rounded
from likely.lib.refusal import Refusal

LONGEST = 15  # digits


def register(app: typer.Typer) -> None:
    # Unknown options become arguments, so that -1 is refused as a count and not as an option.
    app.command(context_settings={"ignore_unknown_options": True})(calc)


def calc(
    promoters: Annotated[str, typer.Argument(help="How many answered 9 or 10.")],
    passives: Annotated[str, typer.Argument(help="How many answered 7 or 8.")],
    detractors: Annotated[str, typer.Argument(help="How many answered 0 to 6.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """The score of three counts, step by step, with its interval."""
    calculation = calculate(
        _count(promoters, "promoters"), _count(passives, "passives"), _count(detractors, "detractors")
    )
    if as_json:
        print(json.dumps(_as_json(calculation), ensure_ascii=False, indent=2))
    else:
        _print(calculation)


def _count(text: str, field: str) -> int:
    if not re.fullmatch(rf"[0-9]{{1,{LONGEST}}}", text):
        raise Refusal(
            "not_a_count",
            f"{field}: {text!r} is not a number of answers.",
            cure=f"Give a whole number of 0 or more, of at most {LONGEST} digits.",
            field=field,
        )
    return int(text)


def _as_json(calculation: Calculation) -> dict[str, Any]:
    score = calculation.score
    return {
        "total": score.n,
        "percent": {
            name: 100 * n / score.n
            for name, n in (
                ("promoters", score.promoters),
                ("passives", score.passives),
                ("detractors", score.detractors),
            )
        },
        "score": score_object(score),
        "shown": rounded(score.value),
        "range": {"lowest": -100, "highest": 100},
        "steps": [
            {"name": step.name, "formula": step.formula, "shown": step.shown} for step in calculation.steps
        ],
        "notes": list(calculation.notes),
    }


def _print(calculation: Calculation) -> None:
    names = max(len(step.name) for step in calculation.steps)
    formulas = max(len(step.formula) for step in calculation.steps)
    for step in calculation.steps:
        print(f"{step.name:<{names}}  {step.formula:<{formulas}}  = {step.shown}")
    print()
    print(calculation.interval)
    for note in calculation.notes:
        print(note)
