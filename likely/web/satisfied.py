"""What the board says of a survey that asks for satisfaction or effort, in place of a score (R15)."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.analyse.satisfaction import BEST, MEASURED, Satisfaction, satisfaction
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.lib.figure import percent
from likely.store.slice import Slice
from likely.store.table import Responses

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

    @property
    def spread(self) -> list[tuple[int, int]]:
        """(what was answered, how often), the best first."""
        return list(enumerate(self.found.counts, 1))[::-1] if self.found else []


def satisfied(
    workspace: Workspace, table: Responses, slice: Slice, survey: str, narrowed: bool
) -> Satisfied | None:
    """Of the one survey (its slug) that the board shows; None where it has a score or there are several.

    narrowed: whether a filter is set.
    """
    rows = Survey.objects.of(workspace).filter(kind__in=MEASURED)
    kind = rows.filter(slug=survey).values_list("kind", flat=True).first() if survey else None
    if kind is None:
        return None
    found = satisfaction(table, kind, slice.only("survey", survey).cut()).get(())
    hidden = narrowed and found is not None and found.n < workspace.smallest_group
    return Satisfied(kind, None if hidden else found, hidden)
