"""Responses: found, paged, taken out, put back, and taken along as files."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.base.journal import JournalEntry
from tests.public.every_kind import every_kind
from tests.web.conftest import member, signed_in


def said(user: Any, query: str = "") -> str:
    return str(signed_in(user).get(f"/responses{query}").content.decode())


@pytest.fixture
def three(answer: Any) -> list[Any]:
    return [
        answer(2, comment="Slow courier", properties={"region": "East"}),
        answer(8, comment="Fine", properties={"region": "North"}),
        answer(
            10,
            comment="Quick courier",
            properties={"region": "North"},
            at=timezone.now() - timedelta(days=400),
        ),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Slow courier", "Fine"}),
        ("?period=all", {"Slow courier", "Fine", "Quick courier"}),
        ("?period=all&words=COURIER", {"Slow courier", "Quick courier"}),
        ("?group=detractor", {"Slow courier"}),
        ("?period=all&region=North", {"Fine", "Quick courier"}),
        ("?state=dismissed", set()),
    ],
)
def test_filters_find_what_they_name(owner: Any, three: list[Any], query: str, found: set[str]) -> None:
    page = said(owner, query)
    assert {
        comment for comment in ("Slow courier", "Fine", "Quick courier") if f">{comment}<" in page
    } == found


def test_pages_follow_each_other_without_gap_or_repeat(owner: Any, answer: Any) -> None:
    ids = {str(answer(9, at=timezone.now() - timedelta(minutes=place // 3)).pk) for place in range(120)}
    client, address, seen = signed_in(owner), "/responses", []
    while address:
        page = client.get(address)
        seen += [str(row["id"]) for row in page.context["rows"]]
        address = f"/responses?after={page.context['next']}" if page.context["next"] else ""
    assert len(seen) == 120
    assert set(seen) == ids


def test_dismissing_needs_a_reason_and_is_journalled(owner: Any, response: Any) -> None:
    client = signed_in(owner)
    refused = client.post(reverse("dismiss", args=[response.pk]), {"reason": "  "})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    client.post(reverse("dismiss", args=[response.pk]), {"reason": "A test of ours"})
    response.refresh_from_db()
    assert (response.state, response.doubt) == ("dismissed", "A test of ours")
    entry = JournalEntry.objects.get(verb="response.dismissed")
    assert entry.actor == "user:owner@example.org"
    assert "No score" in client.get("/").content.decode() or "No answer" in client.get("/").content.decode()
    client.post(reverse("restore", args=[response.pk]))
    response.refresh_from_db()
    assert (response.state, response.doubt) == ("counted", "")
    assert JournalEntry.objects.filter(verb="response.restored").count() == 1


def test_a_page_shows_answers_history_and_person_by_role(owner: Any, viewer: Any, response: Any) -> None:
    address = reverse("response", args=[response.pk])
    assert "mari@example.org" in signed_in(owner).get(address).content.decode()
    seen = signed_in(viewer).get(address).content.decode()
    assert "mari@example.org" not in seen
    assert "Your role does not see people" in seen


def exported(user: Any, query: str = "") -> list[dict[str, str]]:
    answer = signed_in(user).get(f"/responses.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_what_the_page_shows(owner: Any, three: list[Any]) -> None:
    rows = exported(owner, "?period=all&words=courier")
    assert {(row["score"], row["comment"], row["region"]) for row in rows} == {
        ("2", "Slow courier", "East"),
        ("10", "Quick courier", "North"),
    }


@pytest.mark.parametrize(
    "bad", ["=1+1", "\t=1", " =1", "+1+1", "@SUM(A1)", "＝1+1", "\r=1", "\n-1+1", '"=1', "\0=1"]
)
def test_no_cell_is_a_formula(owner: Any, answer: Any, bad: str) -> None:
    answer(5, comment=bad.replace("\0", ""), properties={bad.replace("\0", ""): bad.replace("\0", "")})
    [row] = exported(owner)
    for cell in (*row.keys(), *row.values()):
        assert not (cell or "").lstrip(' \t\r\n"').startswith(("=", "@", "＝", "+", "-")), cell


def test_parquet_holds_the_same(owner: Any, three: list[Any]) -> None:
    import pyarrow.parquet as parquet

    answer = signed_in(owner).get("/responses.parquet?period=all")
    table = parquet.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert sorted(table["score"].to_pylist()) == [2, 8, 10]
    nothing = signed_in(owner).get("/responses.parquet?words=zzz")
    assert parquet.read_table(io.BytesIO(b"".join(nothing.streaming_content))).num_rows == 0


def test_only_analysts_take_files_along(workspace: Any, three: list[Any]) -> None:
    assert signed_in(member(workspace, "a@example.org", "agent")).get("/responses.csv").status_code == 403
    assert signed_in(member(workspace, "b@example.org", "analyst")).get("/responses.csv").status_code == 200


def test_an_empty_list_teaches(owner: Any) -> None:
    assert "No response yet" in said(owner)


def test_the_file_tells_every_answer_in_words_and_no_address(workspace: Any, owner: Any) -> None:
    from likely.ask.survey import Survey
    from likely.collect.response import Response

    survey = Survey.start(workspace, "All", every_kind(), "system")
    survey.publish(every_kind())
    now = timezone.now()
    Response.objects.create(
        workspace=workspace, survey=survey, version_id=survey.live_id, key="k" * 20, score=9, channel="link",
        language="en", at=now, changed_at=now,
        answers={"why": "other", "why_other": "=1+1", "liked": ["price", "staff"], "again": False,
                 "stars": 11, "clean": "na", "contact": "mari@example.org", "town": "Võru"},
    )  # fmt: skip
    [row] = exported(owner)
    told = {name: row[f"answers.{name}"] for name in ("why", "liked", "again", "town", "never")}
    assert told == {
        "why": "other", "liked": "The price, The staff", "again": "no", "town": "Võru", "never": "",
    }  # fmt: skip
    assert row["answers.why_other"] == "'=1+1", "no program takes it for a formula"
    assert "mari@example.org" not in row.values()


def test_an_address_that_was_given_is_shown_to_those_who_may_call(
    owner: Any, viewer: Any, survey: Any, answer: Any
) -> None:
    given = answer(3, answers={"contact": "mari@example.org"})
    address = reverse("response", args=[given.pk])
    assert "mari@example.org" in signed_in(owner).get(address).content.decode()
    assert "mari@example.org" not in signed_in(viewer).get(address).content.decode()


@pytest.mark.parametrize("sealed", [False, True])
def test_the_verdict_is_a_column_of_both_files(owner: Any, answer: Any, workspace: Any, sealed: bool) -> None:
    import pyarrow.parquet as parquet

    from likely.store.seal import seal_workspace

    answer(3, verdict="human")
    answer(9)
    if sealed:
        later = timezone.now() + timedelta(hours=1)
        assert seal_workspace(workspace, later, later) == 2
    client = signed_in(owner)
    text = b"".join(client.get("/responses.csv?period=all").streaming_content).decode("utf-8-sig")
    assert {row["score"]: row["verdict"] for row in csv.DictReader(io.StringIO(text))} == {
        "3": "human",
        "9": "",
    }
    file = client.get("/responses.parquet?period=all")
    table = parquet.read_table(io.BytesIO(b"".join(file.streaming_content)))
    assert set(zip(*(table[name].to_pylist() for name in ("score", "verdict")), strict=True)) == {
        (3, "human"), (9, None),
    }  # fmt: skip


def test_the_list_says_why_an_answer_does_not_count(owner: Any, answer: Any) -> None:
    answer(9, doubt="")
    answer(0, state="quarantined", doubt="honeypot+too_fast")
    answer(1, state="dismissed", doubt="A test of our own")
    told = said(owner, "?state=quarantined")
    assert "a field was filled in that people do not see, it came faster than a person can read" in told
    assert "A test of our own" not in told
    assert "A test of our own" in said(owner, "?state=dismissed")
