"""`likely report FILE`: everything that a file of answers says, on a page, as JSON, HTML or PDF."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from likely.analyse.report import Report, make_report
from likely.analyse.report_json import to_json
from likely.analyse.theme_voices import taxonomy_of
from likely.lib.refusal import Refusal
from likely.lib.translation import translator
from likely.store.file import open_file

# Rich, the HTML page and the PDF are imported where they are used, so that --json pays for none.

LANGUAGES = ("en", "zh", "et")


def register(app: typer.Typer) -> None:
    app.command()(report)


def report(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, Parquet, or the export of a survey tool.")],
    score: Annotated[str | None, typer.Option(help="Column with the score, 0 to 10.")] = None,
    comment: Annotated[str | None, typer.Option(help="Column with the comment.")] = None,
    date: Annotated[str | None, typer.Option(help="Column with the date of the answer.")] = None,
    weight: Annotated[str | None, typer.Option(help="Column with the weight of the answer.")] = None,
    person: Annotated[str | None, typer.Option(help="Column that tells people apart.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="Column to compare by; may be repeated.")] = None,
    driver: Annotated[list[str] | None, typer.Option(help="Rating column that may drive the score.")] = None,
    themes: Annotated[
        str | None, typer.Option(help="Read comments by these themes: an industry's set, or a JSON file.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the report: en, zh or et.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML file.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the report as a PDF.")] = None,
) -> None:
    """A full report on a file of answers. Columns that are not named are guessed, and that is said."""
    _refuse_language(language)
    for option, out in (("html", html), ("pdf", pdf)):
        if out and not out.parent.is_dir():
            raise Refusal("cannot_write", f"--{option}: there is no folder {out.parent}.", field=option)
    opened = open_file(file, score=score, comment=comment, date=date, weight=weight, person=person)
    read_by = taxonomy_of(themes) if themes else None
    made = make_report(opened, tuple(by or ()), tuple(driver or ()), language, read_by)
    _write(made, language, html, pdf)
    if as_json:
        print(json.dumps(to_json(made), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _show(made, language)


def _refuse_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Refusal(
            "unknown_language",
            f"--language: there is no {language!r}; there are {', '.join(LANGUAGES)}.",
            field="language",
        )


def _write(made: Report, language: str, html: Path | None, pdf: Path | None) -> None:
    if html:
        from likely.analyse.report_page import render

        _write_file("html", html, render(made, language).encode())
    if pdf:
        from likely.analyse.report_paper import render_pdf

        _write_file("pdf", pdf, render_pdf(made, language))


def _write_file(option: str, out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refusal(
            "cannot_write", f"--{option}: {out} cannot be written: {error.strerror}.", field=option
        ) from None
    print(f"likely: wrote {out}", file=sys.stderr)


def _show(made: Report, language: str) -> None:
    from rich.console import Console

    from likely.cli.report_terminal import show

    show(made, Console(highlight=False, emoji=False, markup=False), translator(language))
