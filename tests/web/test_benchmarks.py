"""The page of benchmarks: what others published, what the workspace quotes, and how sure the gap is."""

from typing import Any

from django.urls import reverse

from likely.act.quoted_benchmark import QuotedBenchmark
from tests.web.conftest import signed_in

QUOTED = {"name": "Competitor", "points": "10", "source": "Their report", "year": "2026", "n": "900"}


def rows(user: Any) -> dict[str, list[str]]:
    answer = signed_in(user).get(reverse("benchmark-file", args=["benchmarks", "csv"]))
    assert answer.status_code == 200
    lines = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]
    return {line[0]: line for line in lines}


def test_a_figure_is_quoted_held_against_and_removed(owner: Any, answer: Any) -> None:
    for score in (10, 10, 10, 9, 8, 3) * 20:
        answer(score)
    client = signed_in(owner)
    sent = client.post(reverse("quote-benchmark"), QUOTED)
    assert sent["Location"] == reverse("benchmarks")
    line = rows(owner)["Competitor"]
    assert line[1:4] == ["above", "+10", "+40"]
    assert line[-1] == "900"
    page = client.get(reverse("benchmarks")).content.decode()
    assert "+50 (+35 to +62) · n 120: surely above" in page
    assert "Their report" in page
    client.post(reverse("quote-benchmark"), QUOTED | {"name": "No answers told", "n": ""})
    wide, exact = (rows(owner)[name][4] for name in ("Competitor", "No answers told"))
    assert wide != exact
    assert rows(owner)["No answers told"][-1] == "not stated"
    made = QuotedBenchmark.objects.get(name="Competitor")
    client.post(reverse("benchmark-drop", args=[made.pk]))
    assert "Competitor" not in rows(owner)


def test_what_has_no_source_is_not_quoted(owner: Any, answer: Any) -> None:
    answer(9)
    said = signed_in(owner).post(reverse("quote-benchmark"), QUOTED | {"source": "", "year": "1990"})
    assert said.status_code == 422
    assert set(said.context["form"].errors) == {"source", "year"}
    assert "Competitor" in said.content.decode()
    assert not QuotedBenchmark.objects.exists()
