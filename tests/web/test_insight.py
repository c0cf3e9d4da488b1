"""The card of an insight: picture, finding, table, files, and how it was computed."""

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from likely.lib.drawing import frame
from likely.lib.measured import Rows
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method, file_of

ROWS = Rows(("Name", "Score"), (("<b>North</b>", "+60"), ("=1+1", "−5")))
METHOD = Method("Wilson (1927)", "p ± z·s", ("Answers are independent.",), Rows(("n",), (("70",),)))
CHART = Chart("parts", "North is above", lambda width: frame("", width, 10, "North is above", ROWS), ROWS)
INSIGHT = Insight(CHART, METHOD, ("About 900 more answers would tell.",))


def card(files: str = "") -> str:
    request = RequestFactory().get("/", {"region": "North"})
    return render_to_string("web/insight_card.html", {"insight": INSIGHT, "files": files}, request)


def test_a_card_has_finding_picture_table_and_method() -> None:
    said = card()
    assert "<h2>North is above</h2>" in said
    assert said.count("<svg") == 2  # for a wide and for a narrow place
    assert '<td class="num">+60</td>' in said
    assert "&lt;b&gt;North&lt;/b&gt;" in said
    assert "About 900 more answers would tell." in said
    for part in ("How was this computed?", "Wilson (1927)", "p ± z·s", "Answers are independent.", ">70<"):
        assert part in said


def test_files_carry_the_question_of_the_page() -> None:
    assert "/chart/parts.csv?region=North" in card("chart")


def test_the_table_as_a_file_runs_no_formula() -> None:
    text = file_of({"parts": INSIGHT}, "parts", "csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Name,Score"
    assert "\r\n'=1+1,-5" in text


def test_figures_of_a_file_are_numbers_to_a_spreadsheet() -> None:
    cells = (("−4\u202f610", "+60", "0.5", "−31 to +2", "48\u00a0%", "1–2", "7. place", "١"),)
    rows = Rows(tuple("abcdefgh"), cells)
    chart = Chart("parts", "", CHART.draw, rows)
    text = file_of({"parts": Insight(chart, METHOD)}, "parts", "csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "-4610,+60,0.5,−31 to +2,48\u00a0%,1–2,7. place,١"


@pytest.mark.parametrize(("name", "kind"), [("parts", "exe"), ("whole", "csv")])
def test_what_there_is_not_is_a_404(name: str, kind: str) -> None:
    with pytest.raises(Http404):
        file_of({"parts": INSIGHT}, name, kind)
