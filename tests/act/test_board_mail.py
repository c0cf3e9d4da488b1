"""A board that goes out by itself: on its morning, once, to those who are members, each in their language."""

import io
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from likely.act.board_mail import next_moment, send_boards, send_by_itself
from likely.act.posted_mail import PostedMail
from likely.act.posting import letter_of
from likely.act.saved_board import SavedBoard, make_board, pin
from likely.base.member import Member, User
from likely.lib.refusal import Refusal

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday
MONDAY = datetime(2026, 11, 30, 7, 5, tzinfo=UTC)


@pytest.fixture
def board(workspace: Any) -> SavedBoard:
    made = make_board(workspace, "Monday", "system")
    pin(made, "/trend/periods", "period=all")
    return made


def member(workspace: Any, email: str, language: str = "") -> User:
    user = User.objects.create_user(email)
    User.objects.filter(pk=user.pk).update(language=language)
    Member.objects.create(workspace=workspace, user=user, role="viewer")
    return user


def test_it_goes_out_on_its_morning_and_once(workspace: Any, board: SavedBoard) -> None:
    ann, kai = member(workspace, "ann@example.org"), member(workspace, "kai@example.org", "et")
    send_by_itself(board, "week", [str(ann.pk), str(kai.pk)], "somebody", NOW)
    assert send_boards(MONDAY - timedelta(hours=1)) == 0
    assert send_boards(MONDAY) == 2
    assert send_boards(MONDAY) == 0
    first, second = PostedMail.objects.order_by("user__email")
    assert (first.user, second.user) == (ann, kai)
    assert "attached as a PDF" in first.text
    assert "PDF" in second.text
    assert "attached" not in second.text
    [(name, paper)] = first.papers.items()
    assert name == "monday-2026-11-30.pdf"
    assert "Monday" in PdfReader(io.BytesIO(b64decode(paper))).pages[0].extract_text()
    [attached] = letter_of(first).files
    assert (attached.name, attached.type) == (name, "application/pdf")
    assert attached.content.startswith(b"%PDF")
    assert SavedBoard.objects.get().next_at == MONDAY.replace(minute=0) + timedelta(weeks=1)


def test_a_board_may_be_named_in_any_letters(workspace: Any) -> None:
    board = make_board(workspace, "Ida kõned · 东区", "system")
    pin(board, "/trend/periods", "period=all")
    ann = member(workspace, "ann@example.org")
    send_by_itself(board, "week", [str(ann.pk)], "somebody", NOW)
    assert send_boards(MONDAY) == 1
    [(name, paper)] = PostedMail.objects.get().papers.items()
    assert name == "ida-kõned-东区-2026-11-30.pdf"
    assert "Ida kõned" in PdfReader(io.BytesIO(b64decode(paper))).pages[0].extract_text()


def test_who_left_is_sent_nothing(workspace: Any, board: SavedBoard) -> None:
    ann, ben = member(workspace, "ann@example.org"), member(workspace, "ben@example.org")
    send_by_itself(board, "week", [str(ann.pk), str(ben.pk)], "somebody", NOW)
    Member.objects.filter(user=ben).delete()
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert send_boards(MONDAY) == 0


def test_one_that_is_far_too_late_waits_for_the_next(workspace: Any, board: SavedBoard) -> None:
    ann = member(workspace, "ann@example.org")
    send_by_itself(board, "month", [str(ann.pk)], "somebody", NOW)
    assert send_boards(MONDAY + timedelta(days=20)) == 0
    assert SavedBoard.objects.get().next_at == datetime(2027, 1, 1, 7, tzinfo=UTC)
    send_by_itself(SavedBoard.objects.get(), "", [], "somebody", NOW)
    assert (SavedBoard.objects.get().next_at, SavedBoard.objects.get().readers) == (None, [])


@pytest.mark.parametrize(
    ("every", "readers", "code"),
    [("day", [], "unknown_every"), ("week", [], "no_readers"), ("week", ["somebody"], "not_a_member")],
)
def test_what_makes_no_sense_is_refused(board: SavedBoard, every: str, readers: list[str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        send_by_itself(board, every, readers, "somebody", NOW)
    assert refused.value.code == code


def test_a_stranger_is_no_reader(board: SavedBoard) -> None:
    stranger = User.objects.create_user("stranger@example.org")
    with pytest.raises(Refusal, match="Only members"):
        send_by_itself(board, "week", [str(stranger.pk)], "somebody", NOW)


def test_mornings_are_those_of_the_workspace() -> None:
    zone = ZoneInfo("Europe/Tallinn")
    monday = datetime(2026, 11, 30, 7, tzinfo=zone)
    assert next_moment("week", zone, NOW) == monday
    assert next_moment("week", zone, monday) == monday + timedelta(weeks=1)
    assert next_moment("month", zone, NOW) == datetime(2026, 12, 1, 7, tzinfo=zone)
    assert next_moment("month", zone, datetime(2026, 12, 1, 7, tzinfo=zone)) == datetime(
        2027, 1, 1, 7, tzinfo=zone
    )
