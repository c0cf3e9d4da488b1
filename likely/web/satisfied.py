"""What the board says of a survey that asks for satisfaction or effort, in place of a score (R15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.analyse.board import Board, make_board
from likely.analyse.satisfaction import BEST, MEASURED, Satisfaction, satisfaction
from likely.analyse.satisfaction_board import make_satisfaction_board
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.lib.figure import percent
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.web.question import Question

OPEN: Final = ("wow",)  # kinds whose first question is answered in words
TITLES: Final = {
    "csat5": gettext_lazy("Satisfaction"),
    "csat10": gettext_lazy("Satisfaction"),
    "ces": gettext_lazy("Ease"),
}


@dataclass(frozen=True, slots=True)
class Satisfied:
    """found: None without answers, or where `hidden`: a filter left fewer answers than may be shown."""

    kind: str
    found: Satisfaction | None
    hidden: bool

    @property
    def steps(self) -> tuple[int, ...]:
        """How often each step was answered, the lowest first."""
        return self.found.counts if self.found else (0,) * MEASURED[self.kind][1]

    @property
    def title(self) -> str:
        return str(TITLES[self.kind])

    @property
    def best(self) -> str:
        """Which answers the share counts: answered 4 or 5."""
        points = MEASURED[self.kind][1]
        return _("answered %(first)d or %(last)d") % {"first": points - BEST + 1, "last": points}

    @property
    def share(self) -> str:
        return percent(self.found.share.value / 100) if self.found else ""

    @property
    def interval(self) -> str:
        """76% to 88%."""
        if not self.found:
            return ""
        low, high = (percent(end / 100) for end in (self.found.share.low, self.found.share.high))
        return _("%(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def said(self) -> str:
        """For a screen reader, when the board has changed."""
        return f"{self.title}: {self.share} {self.best}" if self.found else str(_("No answers yet"))


def board_shown(
    workspace: Workspace, question: Question, surveys: Mapping[str, str]
) -> tuple[Board, Satisfied | None]:
    """The board of a page's question. Of one survey that asks for satisfaction, what it says of that too."""
    survey = _the_survey(question, surveys)
    kind = _kind_among(workspace, survey, MEASURED)
    if not kind:
        return _scored(workspace, question), None
    smallest = workspace.smallest_group
    part = question.segment is not None
    board = make_satisfaction_board(
        question.table, question.slice, kind, survey, smallest=smallest, narrowed=part
    )
    found = satisfaction(question.table, kind, question.slice.only("survey", survey).cut()).get(())
    return board, Satisfied(kind, None if board.hidden else found, board.hidden)


def open_answers(workspace: Workspace, question: Question, surveys: Mapping[str, str]) -> int | None:
    """How many answered the open question that a survey of ideas begins with; None for other surveys."""
    survey = _the_survey(question, surveys)
    if not _kind_among(workspace, survey, OPEN):
        return None
    told = question.slice.only("survey", survey).only("commented", "yes").cut()
    cell = counts(question.table, told).total()
    return cell.answered + cell.unanswered


def _the_survey(question: Question, surveys: Mapping[str, str]) -> str:
    """The slug of the one survey that the board is about; "" where it is about several."""
    return next(iter(surveys)) if len(surveys) == 1 else survey_of(question.slice)


def survey_of(slice: Slice) -> str:
    """The slug of the one survey that the slice is narrowed to; "" where it is not."""
    values = dict(slice.where).get("survey", ())
    return values[0] if len(values) == 1 else ""


def _kind_among(workspace: Workspace, survey: str, kinds: Iterable[str]) -> str:
    rows = Survey.objects.of(workspace).filter(kind__in=kinds, slug=survey)
    return rows.values_list("kind", flat=True).first() or "" if survey else ""


def _scored(workspace: Workspace, question: Question) -> Board:
    return make_board(
        question.table,
        question.slice,
        smallest=workspace.smallest_group,
        target=workspace.target_score,
        narrowed=question.segment is not None,
    )
