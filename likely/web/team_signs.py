"""Questions worth asking: signs that a score is helped along, each with the test behind it."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from likely.act.team_signs import (
    BURSTS,
    DEVICE,
    FEWEST,
    INVITED,
    SILENT,
    USUAL_DAYS,
    Sign,
    member_columns,
    signs_of,
)
from likely.base.member import Role
from likely.lib.figure import grouped, percent, probability
from likely.people.local_days import LocalDays
from likely.stats.gaming import NEAR_SECONDS, RATE
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, member
from likely.web.column_names import column_names

DAYS: Final = (30, 90, 365)
# Each: what it is called, and how it is looked for.
SIGN_WORDS: Final = {
    BURSTS: (
        gettext_lazy("Tens right behind each other"),
        gettext_lazy(
            "Pairs of tens at most two minutes apart, against the same moments with the scores dealt anew "
            "(permutation test)."
        ),
    ),
    DEVICE: (
        gettext_lazy("Several scores from one device"),
        gettext_lazy(
            "Devices of a day that gave more than one answer, against all others (Fisher’s exact test). "
            "Kiosks, interviews and anonymous surveys are left out. Customers in one office share an "
            "address."
        ),
    ),
    SILENT: (
        gettext_lazy("High scores without a word"),
        gettext_lazy("Nines and tens without a comment, against all others (Fisher’s exact test)."),
    ),
    INVITED: (
        gettext_lazy("Few contacts followed by an invitation"),
        gettext_lazy(
            "Contacts that were told as events, and after how many of them somebody was invited, against all "
            "others (Fisher’s exact test)."
        ),
    ),
}


@member(Role.MANAGER)
@require_safe
def team_signs(request: StaffRequest) -> HttpResponse:
    """?by=property&days=30|90|365. For managers: a question about somebody is not for everybody."""
    keys = member_columns(table_of(request.workspace))
    asked = request.GET.get("by", "")
    by = asked if asked in keys else next(iter(keys), "")
    days = next((one for one in DAYS if str(one) == request.GET.get("days")), USUAL_DAYS)
    until = LocalDays(request.workspace.time_zone, timezone.now()).today
    found = signs_of(request.workspace, by, until - timedelta(days=days - 1), until) if by else None
    names = column_names(request.workspace)
    context: dict[str, Any] = {
        "keys": [(key, names.column(key)) for key in keys],
        "by": by,
        "days": days,
        "choices": DAYS,
        "found": found,
        "rows": [_row(one) for one in found.signs] if found else [],
        "methods": [
            {"title": title, "how": how, "unknown": bool(found and sign in found.unknown)}
            for sign, (title, how) in SIGN_WORDS.items()
        ],
        "fewest": max(FEWEST, request.workspace.smallest_group),
        "rate": percent(RATE),
        "tab": "signs",
        "sees_signs": True,
    }
    return render(request, "web/team_signs.html", context)


def _row(one: Sign) -> dict[str, Any]:
    told = {
        "x": grouped(one.seen),
        "n": grouped(one.of),
        "name": one.name,
        "minutes": round(NEAR_SECONDS / 60),
        "usual": "" if one.usual is None else percent(one.usual / 100),
        "share": percent(one.seen / one.of if one.of else 0.0),
    }
    question = {
        BURSTS: _(
            "How did it come that %(x)s times two tens followed each other within %(minutes)s minutes?"
        ),
        DEVICE: _("How did it come that %(x)s of %(n)s devices gave several answers (others: %(usual)s)?"),
        SILENT: _("How did it come that %(x)s of %(n)s high scores have no word (others: %(usual)s)?"),
        INVITED: _(
            "How did it come that %(x)s of %(n)s contacts were followed by an invitation (others: %(usual)s)?"
        ),
    }[one.sign]
    return {
        "name": one.name,
        "title": SIGN_WORDS[one.sign][0],
        "question": question % told,
        "p": probability(one.p),
    }
