import io
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.console import Console

from likely.analyse.findings import Report
from likely.cli.report_terminal import plain, show
from likely.lib.measured import as_written
from tests.analyse.example import empty_report, full_report, hostile_report


def shown(report: Report, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, highlight=False, emoji=False, markup=False, force_terminal=terminal
    )
    show(report, console, as_written)
    return out.getvalue()


@pytest.mark.parametrize("make", [full_report, empty_report, hostile_report])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(make: Callable[[], Report], width: int) -> None:
    assert max(cell_len(line) for line in shown(make(), width).splitlines()) <= width


def test_the_page_says_what_the_report_holds() -> None:
    page = shown(full_report())
    for said in (
        "answers.csv",
        "(+47 to +75) · n 70",
        "Promoters outnumber detractors: 48 to 4",
        "Above the rest: North. Below: South",
        "▲ above",
        "▼ below",
        "▼ real fall",
        "Within noise: 1 of 4 changes. Too few answers to compare: 1.",
        "Politeness of the staff",
        "quick answer",
        "“It came late, twice. Nobody called.”",
        "! Detractors comment three times as often as promoters.",
        "The weights do not move the score",
        "75 rows, 70 counted · left out: 3 no score given, 2 score is outside 0 to 10",
        "Score: q1 (guessed)",
    ):
        assert said in page, said


def test_a_hidden_segment_shows_no_number() -> None:
    line = next(line for line in shown(full_report()).splitlines() if line.startswith("West"))
    assert "too few answers" in line
    assert not any(character.isdigit() for character in line)


def test_a_pipe_gets_no_escape_sequences_and_a_terminal_colours() -> None:
    assert "\x1b" not in shown(full_report())
    assert "\x1b[" in shown(full_report(), terminal=True)


def test_no_score_says_so() -> None:
    assert "No score: none of the 75 rows holds an answer from 0 to 10." in shown(empty_report())


def test_text_of_a_file_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[31mred\x07\u202e\nb\u2066") == "a[31mred b"
    assert "\x00" not in shown(hostile_report())
    assert "[bold]x[/bold]" in plain("[bold]x[/bold]")
