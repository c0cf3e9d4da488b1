"""Questions worth asking about the answers of members of a team: signs, each with the test behind it."""

import hashlib
from datetime import date, timedelta
from typing import Annotated, Any, Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from likely.act.team_signs import MOST_DAYS, USUAL_DAYS, Sign, Signs, member_columns, signs_of
from likely.api.caller import workspace_of
from likely.api.field import Day, Line, Told
from likely.api.page import Asked, only_known, wrong_cursor
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.store.workspace_table import table_of

router = Router(tags=["Units and goals"])

CURSOR_LENGTH: Final = 24


class SignsAsked(Asked):
    """by: the property of answers that names the members; the one that most likely does where none is named.

    since, until: days in the workspace's time zone, both included; the last 90 where none is named.
    """

    by: Annotated[Line, Field(examples=["agent"])] | None = None
    since: Day | None = None
    until: Day | None = None


class SignTold(Told):
    """A question about one member, never a verdict. seen, of: counts, by the sign:

    bursts: pairs of tens at most two minutes apart, of all answers; device: devices of a day with more than
    one answer, of all devices; silent: nines and tens without a comment, of all nines and tens; invited:
    invitations, of the contacts that were told as events. usual: percent of all other members together; null
    of bursts.
    p: of so rare a thing by chance alone, adjusted for all members and signs that were looked at.
    """

    sign: Annotated[str, Field(examples=["device"])]
    member: Annotated[str, Field(examples=["Finn"])]
    seen: Annotated[int, Field(examples=[8])]
    of: Annotated[int, Field(examples=[31])]
    usual: Annotated[float | None, Field(examples=[0.4])]
    p: Annotated[float, Field(examples=[0.0002])]


class SignsTold(Told):
    """items: one page, the rarest first. next: the cursor of the page after it; null at the end.

    looked: members with enough answers to be looked at. unknown: signs that nothing tells of in the period.
    is_cut: only the newest 50,000 answers were looked at.
    """

    items: list[SignTold]
    next: str | None
    by: str
    since: date
    until: date
    looked: int
    unknown: list[str]
    is_cut: bool


@router.get("/signs", response=SignsTold, operation_id="list_signs", summary="List questions worth asking")
def list_signs(request: HttpRequest, asked: Query[SignsAsked]) -> Any:
    """What would be rare if nobody helped a score along. It proves nothing: ask before you conclude.

    If nothing is the matter with anybody, the chance of even one item is at most 5 %. Nobody who answered is
    named, and members with fewer than 20 answers are not looked at.
    """
    only_known(request, SignsAsked)
    own = workspace_of(request)
    since, until = _days(own, asked)
    keys = member_columns(table_of(own))
    if asked.by is not None and asked.by not in keys:
        raise Refusal("property_unknown", "by: no answer carries such a property.", field="by")
    by = asked.by or next(iter(keys), "")
    found = signs_of(own, by, since, until) if by else Signs((), 0)
    shown, after = _page(list(found.signs), asked)
    return SignsTold(
        items=[_told(one) for one in shown],
        next=after,
        by=by,
        since=since,
        until=until,
        looked=found.looked,
        unknown=list(found.unknown),
        is_cut=found.is_cut,
    )


def _days(workspace: Workspace, asked: SignsAsked) -> tuple[date, date]:
    until = asked.until or LocalDays(workspace.time_zone, timezone.now()).today
    since = asked.since or until - timedelta(days=USUAL_DAYS - 1)
    if not timedelta() <= until - since < timedelta(days=MOST_DAYS):
        raise Refusal(
            "no_period",
            f"since lies at most {MOST_DAYS} days before until, and not behind it.",
            field="since",
        )
    return since, until


def _page(signs: list[Sign], asked: SignsAsked) -> tuple[list[Sign], str | None]:
    """The cursor names the last one that was told, so that it holds while answers come in."""
    if asked.cursor is not None:
        place = next((i for i, one in enumerate(signs) if _cursor(one) == asked.cursor), None)
        if place is None:
            raise wrong_cursor()
        signs = signs[place + 1 :]
    shown = signs[: asked.limit]
    return shown, _cursor(shown[-1]) if len(signs) > len(shown) else None


def _cursor(sign: Sign) -> str:
    return hashlib.sha256(f"{sign.sign} {sign.name}".encode()).hexdigest()[:CURSOR_LENGTH]


def _told(one: Sign) -> SignTold:
    return SignTold(sign=one.sign, member=one.name, seen=one.seen, of=one.of, usual=one.usual, p=one.p)
