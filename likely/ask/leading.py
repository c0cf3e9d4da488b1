"""With which question an imported survey begins, and so of what kind it is."""

import re
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from likely.ask.definition import Kind
from likely.ask.foreign import Foreign, Reading
from likely.ask.question import SCORE_KEY
from likely.lib.refusal import Refusal

RECOMMENDS: Final = re.compile(
    r"recom+[ae]nd|empfehl|empfohl|soovita|推荐|推薦|consigli|aanbevel|suositte|rekom+end|anbefal|polec|doporu"
    r"|рекоменд|勧め|추천|öneri|tavsiye",
    re.I,
)
SATISFIED: Final = re.compile(r"satisf|satisfe|zufrieden|rahul|满意|滿意|tevred|nöjd|tyytyv|удовлетвор", re.I)
EASY: Final = re.compile(r"\beas(?:y|ily)|effort|einfach|aufwand|lihtne|lihtsa|容易|轻松|f[aá]cil", re.I)


def in_order(reading: Reading) -> tuple[Kind, list[Foreign]]:
    """The kind of survey, and its questions with the leading one first among those that are shown."""
    asked = reading.questions
    at = _recommendation(asked)
    kind: Kind = "rnps"
    if at is None:
        asked, at = _with_a_first(reading)
        kind = _kind(asked[at])
    elif not _speaks_of(RECOMMENDS, asked[at]) and not asked[at].certain:
        said = _("It is taken as the recommendation question, because it is answered from 0 to 10.")
        reading.leave(asked[at].name, said)
    return kind, _first(reading, asked, at, _leading(kind, asked[at]))


def _recommendation(asked: list[Foreign]) -> int | None:
    """The first by its type or its words, else the first from 0 to 10 that asks nothing else known."""
    scales = [at for at, question in enumerate(asked) if question.kind == "scale"]
    sure = [at for at in scales if asked[at].certain or _speaks_of(RECOMMENDS, asked[at])]
    rest = [at for at in scales if not _speaks_of(SATISFIED, asked[at]) and not _speaks_of(EASY, asked[at])]
    return next(iter([*sure, *rest]), None)


def _with_a_first(reading: Reading) -> tuple[list[Foreign], int]:
    """The place of a question for everybody. A matrix comes apart where there is nothing else."""
    asked = reading.questions
    single = [at for at, one in enumerate(asked) if one.kind != "hidden" and not one.rows]
    free = [at for at in single if asked[at].rule is None]
    if single:
        return asked, (free or single)[0]
    matrix = next((at for at, one in enumerate(asked) if one.rows), None)
    if matrix is None:
        raise Refusal(
            "nothing_to_ask",
            "The file asks nothing that can be asked here.",
            cure="It needs at least one question: a scale, a choice, a rating or a text.",
            field="file",
        )
    reading.leave(asked[matrix].name, _("Its rows are asked as single questions: a survey begins with one."))
    return [*asked[:matrix], *_apart(asked[matrix]), *asked[matrix + 1 :]], matrix


def _apart(matrix: Foreign) -> list[Foreign]:
    return [
        replace(
            matrix,
            name=f"{matrix.name}.{row.name}",
            also=tuple(f"{name}{joint}{row.name}" for name in (matrix.name, *matrix.also) for joint in "._"),
            text=row.text,
            help=matrix.text,
            rows=(),
            randomised=False,
        )
        for row in matrix.rows
    ]


def _kind(first: Foreign) -> Kind:
    if first.kind != "rating":
        return "custom"
    if first.points in (5, 10) and _speaks_of(SATISFIED, first):
        return "csat5" if first.points == 5 else "csat10"
    return "ces" if first.points == 7 and _speaks_of(EASY, first) else "custom"


def _leading(kind: Kind, first: Foreign) -> Foreign:
    match kind:
        case "rnps":
            return replace(first, key=SCORE_KEY)
        case "csat5" | "csat10":
            return replace(first, key="csat", kind="csat", randomised=False)
        case "ces":
            return replace(first, key="ces", kind="ces", randomised=False)
        case _:
            return first


def _first(reading: Reading, asked: list[Foreign], at: int, leading: Foreign) -> list[Foreign]:
    rest = [*asked[:at], *asked[at + 1 :]]
    if any(question.kind != "hidden" for question in asked[:at]):
        reading.leave(leading.name, _("Its place: here this question comes first."))
    if leading.rule is not None:
        reading.leave(leading.name, _("Its rule: the first question is asked of everybody."))
    hidden = [question for question in rest if question.kind == "hidden"]
    shown = [question for question in rest if question.kind != "hidden"]
    return [*hidden, replace(leading, rule=None), *shown]


def _speaks_of(words: re.Pattern[str], question: Foreign) -> bool:
    return any(words.search(said) for said in question.text.values())
