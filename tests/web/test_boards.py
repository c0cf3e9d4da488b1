"""Saved boards: charts pinned with their filters, put in order, shared by a link that can be closed."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from likely.act.saved_board import MOST_PINS, SavedBoard, make_board, pin, share_board
from likely.base.journal import JournalEntry
from tests.web.conftest import MARKER, signed_in

TREND = "/trend/periods.csv?period=all"


def pinned(user: Any, chart: str, name: str = "", board: str = "") -> Any:
    return signed_in(user).post(reverse("pin-chart"), {"chart": chart, "name": name, "board": board})


def page(user: Any, board: SavedBoard) -> str:
    answer = signed_in(user).get(reverse("saved-board", args=[board.slug]))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def answers(answer: Any) -> None:
    for score in (10, 9, 8, 3, 10, 7) * 5:
        answer(score, properties={"region": "North"})


def test_charts_are_pinned_with_what_narrows_them(owner: Any, answers: None) -> None:
    assert pinned(owner, TREND, "Monday").status_code == 302
    board = SavedBoard.objects.get()
    assert (board.name, board.slug) == ("Monday", "monday")
    pinned(owner, "/chart/groups.csv?region=North", board="monday")
    pinned(owner, TREND, board="monday")  # stands there already
    assert [(one.chart, one.query) for one in SavedBoard.objects.get().read()] == [
        ("/trend/periods", "period=all"),
        ("/chart/groups", "region=North"),
    ]
    said = page(owner, board)
    assert "50 % promoters" in said.replace("\u00a0", " ")
    assert 'href="/trend?period=all"' in said
    assert 'href="/?region=North"' in said
    assert "How was this computed?" in said
    assert "all time" in said
    assert "region: North" in said


def test_every_page_of_analysis_offers_its_charts(owner: Any, viewer: Any, answers: None) -> None:
    offered = signed_in(owner).get("/trend?period=all").content.decode()
    assert "/boards/pin?chart=/trend/periods.csv%3Fperiod%3Dall" in offered
    assert "/boards/pin" not in signed_in(viewer).get("/trend").content.decode()
    assert "/boards/pin?chart=/chart/groups.csv%3F" in signed_in(owner).get("/").content.decode()


@pytest.mark.parametrize(
    "chart",
    ["", "/settings", "/responses.csv", "/settings/suppressions.csv", "https://example.org/x.csv", "/trend"],
)
def test_only_charts_are_pinned(owner: Any, survey: Any, chart: str) -> None:
    assert pinned(owner, chart, "Monday").status_code == 422
    assert not SavedBoard.objects.exists()


def test_the_order_is_ones_own(owner: Any, workspace: Any) -> None:
    board = make_board(workspace, "周一", "system")
    keys = [pin(board, "/trend/periods", f"period={days}").key for days in ("30", "90", "365")]
    state = reverse("board-state", args=[board.pk])

    def order() -> list[str]:
        return [one.key for one in SavedBoard.objects.get().read()]

    client = signed_in(owner)
    client.post(state, {"deed": "up", "key": keys[2]})
    assert order() == [keys[0], keys[2], keys[1]]
    client.post(state, {"deed": "down", "key": keys[1]})  # it is the last: nothing moves
    client.post(state, {"deed": "unpin", "key": keys[0]})
    assert order() == keys[:0:-1]
    client.post(state, {"deed": "rename", "name": "每周"})
    board = SavedBoard.objects.get()
    assert (board.name, board.slug) == ("每周", "周一")
    client.post(state, {"deed": "drop"})
    assert not SavedBoard.objects.exists()
    assert JournalEntry.objects.filter(verb="board.dropped").exists()


def test_a_board_is_full_at_twelve(owner: Any, workspace: Any) -> None:
    board = make_board(workspace, "Full", "system")
    for n in range(MOST_PINS):
        pin(board, "/trend/periods", f"window={n}")
    assert pinned(owner, TREND, board=board.slug).status_code == 422
    assert len(SavedBoard.objects.get().pins) == MOST_PINS


def test_a_link_shows_the_board_until_it_is_closed(owner: Any, workspace: Any, answers: None) -> None:
    board = make_board(workspace, "Open", "system")
    pin(board, "/trend/periods", "period=all")
    pin(board, "/teams/fair", "by=nothing")
    state, anyone = reverse("board-state", args=[board.pk]), Client()
    signed_in(owner).post(state, {"deed": "share"})
    board = SavedBoard.objects.get()
    address = reverse("shared-board", args=[board.token])
    assert address in page(owner, board)
    answer = anyone.get(address)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'class="card insight"' in said
    for private in ("/boards/", "Unpin", '<form method="post" action="/boards', MARKER.lower() + " was"):
        assert private not in said
    assert anyone.post(address).status_code == 405
    signed_in(owner).post(state, {"deed": "unshare"})
    assert anyone.get(address).status_code == 404
    signed_in(owner).post(state, {"deed": "share"})
    assert anyone.get(address).status_code == 404  # a new link, not the old one


def test_a_viewer_looks_and_a_stranger_does_not(viewer: Any, stranger: Any, workspace: Any) -> None:
    board = make_board(workspace, "Ours", "system")
    assert "Remove the board" not in page(viewer, board)
    assert pinned(viewer, TREND, board="ours").status_code == 403
    assert signed_in(stranger).get(reverse("saved-board", args=["ours"])).status_code == 404
    answer = signed_in(stranger).post(reverse("board-state", args=[board.pk]), {"deed": "drop"})
    assert answer.status_code == 404
    pinned(stranger, TREND, name="Ours")
    assert SavedBoard.objects.get(workspace=workspace).pins == []


def test_a_board_as_a_pdf(owner: Any, viewer: Any, stranger: Any, workspace: Any, answers: None) -> None:
    board = make_board(workspace, "周一 õhtu", "system")
    for query in ("period=all", "period=all&region=North", "period=30"):
        pin(board, "/trend/periods", query)
    pin(board, "/chart/groups", "")
    pin(board, "/nowhere/at-all", "")  # a page that is gone
    address = reverse("saved-board-paper", args=[board.slug])
    found = signed_in(viewer).get(address)
    assert found["Content-Type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(found.content))
    said = "\n".join(sheet.extract_text() for sheet in paper.pages).replace("\u00a0", " ")
    assert len(paper.pages) == 2
    assert "周一 õhtu" in said
    assert "50 % promoters" in said
    assert "region: North" in said
    assert "nothing to show now" in said
    assert "2 of 2" in said
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get("/b/nothing.pdf").status_code == 404
    share_board(board, True, "system")
    shared = Client().get(reverse("shared-board-paper", args=[board.token]))
    assert len(PdfReader(io.BytesIO(shared.content)).pages) == 2
    share_board(board, False, "system")
    assert Client().get(f"/b/{board.token or 'x'}.pdf").status_code == 404


def test_a_pdf_says_what_the_card_says_beside_its_picture(owner: Any, workspace: Any, answer: Any) -> None:
    for agent in ("Ann", "Ben"):
        for score in (10, 9, 8, 3, 10, 7) * 3:
            answer(score, properties={"agent": agent})
    board = make_board(workspace, "Monday", "system")
    pin(board, "/teams/fair", "by=agent")
    found = signed_in(owner).get(reverse("saved-board-paper", args=[board.slug]))
    [sheet] = PdfReader(io.BytesIO(found.content)).pages
    said = " ".join(sheet.extract_text().replace("\u00a0", " ").split())
    assert "No kinds of case are told apart here: whoever has the hard ones is not excused for it." in said


def test_a_guest_is_told_where_a_chart_has_nothing_to_show(workspace: Any) -> None:
    board = make_board(workspace, "Monday", "system")
    pin(board, "/nowhere/at-all", "")
    share_board(board, True, "system")
    said = Client().get(reverse("shared-board", args=[board.token])).content.decode()
    assert "This chart has nothing to show now." in said


def test_a_manager_chooses_who_is_sent_it(owner: Any, viewer: Any, stranger: Any, workspace: Any) -> None:
    board = make_board(workspace, "Monday", "system")
    state = reverse("board-state", args=[board.pk])
    client = signed_in(owner)
    assert "viewer@example.org" in client.get("/boards/monday").content.decode()
    assert "owner@example.org" not in page(viewer, board).partition("<main")[2]
    client.post(state, {"deed": "send", "every": "week", "reader": [str(viewer.pk), str(owner.pk)]})
    assert SavedBoard.objects.get().readers == [str(viewer.pk), str(owner.pk)]
    said = client.get("/boards/monday").content.decode()
    assert said.count(" checked") == 2
    assert "Next on" in said
    refused = client.post(state, {"deed": "send", "every": "week", "reader": str(stranger.pk)}, follow=True)
    assert "Only members" in refused.content.decode()
    assert signed_in(viewer).post(state, {"deed": "send", "every": ""}).status_code == 403
    client.post(state, {"deed": "send", "every": ""})
    assert SavedBoard.objects.get().next_at is None


def test_the_picture_of_themes_can_be_pinned() -> None:
    from likely.act.pinnable import read_chart

    assert read_chart("/reasons/themes.csv?period=90") == ("/reasons/themes", "period=90")
