"""Saved boards that go out by themselves: a PDF each week or month, by mail, to members who were chosen.

The PDF is asked of the board's own page, in the language of each reader, by whoever may see the board: below
its guard, which this looks after itself. The turn is taken by compare-and-set in the transaction that writes
the mails, under names that tell board, day and reader. A worker that dies leaves the board due.
"""

import logging
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import unquote
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from likely.act.posted_mail import PostedMail, post
from likely.act.saved_board import SavedBoard
from likely.act.staff_language import staff_language
from likely.ask.quiet_hours import local_moment, zone_named
from likely.base.journal import record
from likely.base.member import Member, User
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

WEEK, MONTH = EVERY = ("week", "month")
CLOCK: Final = time(7)  # on the workspace's wall, on Mondays or on the first day of a month
PATIENCE: Final = timedelta(days=3)  # later than that it is left out
MOST_READERS: Final = 20
AT_ONCE: Final = 5  # boards; each takes seconds


@transaction.atomic
def send_by_itself(board: SavedBoard, every: str, readers: Sequence[str], actor: str, now: datetime) -> None:
    """From now on. every: week, month, or "" for never. readers: ids of users who are members."""
    if every and every not in EVERY:
        raise Refusal("unknown_every", f"every: {every!r} is neither week nor month.", field="every")
    members = {str(one) for one in Member.objects.of(board.workspace).values_list("user_id", flat=True)}
    chosen = list(dict.fromkeys(one for one in readers if one))
    if not set(chosen) <= members:
        raise Refusal("not_a_member", "Only members of the workspace are sent a board.", field="readers")
    if len(chosen) > MOST_READERS:
        raise Refusal(
            "too_many_readers", f"A board is sent to at most {MOST_READERS} members.", field="readers"
        )
    if every and not chosen:
        raise Refusal(
            "no_readers", "Nobody is chosen.", cure="Choose who is sent the board.", field="readers"
        )
    board.every, board.readers = every, chosen if every else []
    board.next_at = next_moment(every, zone_named(board.workspace.time_zone), now) if every else None
    board.save(update_fields=["every", "readers", "next_at"])
    record(
        board.workspace,
        actor,
        "board.scheduled",
        f"board:{board.pk}",
        every=every,
        readers=len(board.readers),
    )


def next_moment(every: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment behind `after`: a Monday's or a first day's morning."""
    today = after.astimezone(zone).date()
    for ahead in range(33):
        day = today + timedelta(days=ahead)
        if (_begins(day, every)) and (moment := local_moment(day, CLOCK, zone)) > after:
            return moment
    raise AssertionError("every month has a first day")


def _begins(day: date, every: str) -> bool:
    return day.isoweekday() == 1 if every == WEEK else day.day == 1


def send_boards(now: datetime) -> int:
    """How many mails went into the queue."""
    rows = SavedBoard.objects.filter(next_at__lte=now).select_related("workspace")
    return sum(_sent(board, now) for board in rows.order_by("next_at")[:AT_ONCE])


def _sent(board: SavedBoard, now: datetime) -> int:
    """One that fails is logged and stays due; it stops no other."""
    try:
        return _issue(board, now)
    except Exception:
        log.exception("board %s failed", board.pk)
        return 0


def _issue(board: SavedBoard, now: datetime) -> int:
    due = board.next_at
    if due is None or board.every not in EVERY:
        return 0
    wanted = now - due <= PATIENCE
    mails = _mails(board, _readers(board), due, now) if wanted else []
    with transaction.atomic():
        turn = SavedBoard.objects.filter(pk=board.pk, next_at=due, every=board.every)
        if not turn.update(next_at=next_moment(board.every, zone_named(board.workspace.time_zone), now)):
            return 0
        return sum(post(mail) for mail in mails)


def _readers(board: SavedBoard) -> list[User]:
    """Of those who were chosen, who works here now."""
    ids = [UUID(str(one)) for one in board.readers]
    rows = Member.objects.of(board.workspace).filter(user__in=ids, user__is_active=True)
    return [one.user for one in rows.select_related("user").order_by("user_id")]


def _mails(board: SavedBoard, readers: Iterable[User], due: datetime, now: datetime) -> list[PostedMail]:
    papers: dict[str, bytes] = {}
    made = []
    for user in readers:
        language = staff_language(user.language or board.workspace.language)
        with translation.override(language):
            if language not in papers:
                papers[language] = paper_of(board)
            made.append(_mail(board, user, papers[language], due, now))
    return made


def _mail(board: SavedBoard, user: User, paper: bytes, due: datetime, now: datetime) -> PostedMail:
    day = date_format(due.astimezone(zone_named(board.workspace.time_zone)), "DATE_FORMAT")
    words = {"board": board.name, "day": day, "workspace": board.workspace.name}
    address = f"{settings.BASE_URL}{reverse('saved-board', args=[board.slug])}"
    text = _(
        "The board %(board)s of %(workspace)s as of %(day)s is attached as a PDF.\n\n"
        "As it is now: %(address)s\n\nA manager chooses on that page who is sent it, and how often."
    )
    return PostedMail(
        workspace=board.workspace,
        once=f"board:{board.pk}:{due.astimezone(UTC).date()}:{user.pk}",
        user=user,
        subject=(_("%(board)s, %(day)s") % words)[:200],
        text=text % {**words, "address": address},
        papers={f"{board.slug}-{due.astimezone(UTC).date()}.pdf": b64encode(paper).decode()},
        due_at=now,
    )


def paper_of(board: SavedBoard) -> bytes:
    """In the language that is set. By the view of its file, below the guard: who asks may see the board."""
    request: Any = HttpRequest()
    request.method, request.workspace = "GET", board.workspace
    found = resolve(unquote(reverse("saved-board-paper", args=[board.slug])))  # a name may be of any letters
    view: Any = found.func
    return bytes(view.__wrapped__(request, **found.kwargs).content)
