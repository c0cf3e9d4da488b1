"""Small tables that an analysis hands to a person: rows to loop over, a table and a chart to look at."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from likely.analyse.drivers import Drivers
from likely.analyse.findings import Change, Driver, PeriodScore, SegmentScore, Theme
from likely.analyse.report_words import (
    drivers_title,
    segments_title,
    themes_title,
    trend_title,
    verdict_of_period,
)
from likely.lib import chart as charts
from likely.lib.measured import as_written
from likely.store.slice import Grain

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: `svg` is its text, and a notebook shows it."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.svg


@dataclass(frozen=True, slots=True)
class Result(ABC, Generic[Row]):
    """rows: the findings, to loop over and to index."""

    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> Row:
        return self.rows[place]

    @property
    @abstractmethod
    def title(self) -> str:
        """What the rows say, in one sentence."""

    @abstractmethod
    def table(self) -> charts.Rows:
        """The rows as cells of text."""

    @abstractmethod
    def chart(self, width: int = 640) -> Chart:
        """The rows as a picture, `width` px wide."""

    def _repr_html_(self) -> str:
        table = self.table()
        head = "".join(f"<th>{escape(name)}</th>" for name in table.header)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in table.cells
        )
        return (
            f"<table><caption>{escape(self.title)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


@dataclass(frozen=True, slots=True)
class Segments(Result[SegmentScore]):
    """Scores by a column, each against the rest."""

    by: str

    @property
    def title(self) -> str:
        return segments_title(self.rows, as_written)

    def table(self) -> charts.Rows:
        return charts.score_dots_rows(self._lines())

    def chart(self, width: int = 640) -> Chart:
        return Chart(charts.score_dots(self._lines(), title=self.title, width=width))

    def _lines(self) -> list[charts.ScoreRow]:
        return [charts.ScoreRow(row.value, row.score, row.verdict) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Trend(Result[PeriodScore]):
    """Scores by period. changes: from one shown period to the next."""

    grain: Grain
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        return trend_title(self.changes, as_written)

    def table(self) -> charts.Rows:
        return charts.trend_rows(self._points())

    def chart(self, width: int = 640) -> Chart:
        return Chart(charts.trend_line(self._points(), title=self.title, width=width))

    def _points(self) -> list[charts.TrendPoint]:
        called = verdict_of_period(self.rows, self.changes)
        return [charts.TrendPoint(row.period, row.score, called.get(row.period, "")) for row in self.rows]


@dataclass(frozen=True, slots=True)
class DriverTable(Result[Driver]):
    """The most important first. found: how they were found, what was left out, or why there are none."""

    found: Drivers

    @property
    def title(self) -> str:
        return drivers_title(self.rows, as_written) if self.rows else self.found.refused

    def table(self) -> charts.Rows:
        return charts.driver_rows(self._bars())

    def chart(self, width: int = 640) -> Chart:
        return Chart(charts.driver_bars(self._bars(), title=self.title, width=width))

    def _bars(self) -> list[charts.DriverBar]:
        return [charts.DriverBar(row.name, row.share, row.low, row.high, row.direction) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Themes(Result[Theme]):
    """What comments are about. recommend, not_recommend: up to three reasons each."""

    recommend: tuple[str, ...]
    not_recommend: tuple[str, ...]

    @property
    def title(self) -> str:
        return themes_title(self.rows, as_written)

    def table(self) -> charts.Rows:
        return charts.theme_rows(self._effects())

    def chart(self, width: int = 640) -> Chart:
        return Chart(charts.theme_effects(self._effects(), title=self.title, width=width))

    def _effects(self) -> list[charts.ThemeEffect]:
        return [charts.ThemeEffect(row.name, row.n, row.effect, row.low, row.high) for row in self.rows]
