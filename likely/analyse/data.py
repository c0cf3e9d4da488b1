"""A file of answers in Python: read once, asked many times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - a type here, and `date` is a column there
from pathlib import Path
from typing import Any, Literal, Self, overload

from likely.analyse.accounts import Accounts, accounts
from likely.analyse.afterwards import Afterwards
from likely.analyse.asymmetry import Asymmetries, penalties_and_rewards
from likely.analyse.contrast import Contrast, against_period, against_rest, contrast_of
from likely.analyse.drivers import drivers, drivers_by
from likely.analyse.experiment import Experiment
from likely.analyse.fair import compare_members
from likely.analyse.figures import Figure, figure_effects
from likely.analyse.file_experiment import file_experiment
from likely.analyse.file_followed import file_followed
from likely.analyse.file_late import file_late
from likely.analyse.findings import Report
from likely.analyse.flow import Waves, waves
from likely.analyse.heat import Heat, heat
from likely.analyse.held_against import Held, Quoted, held_against
from likely.analyse.journey import EDGES, Journey, journey
from likely.analyse.late import Late
from likely.analyse.level import BeforeAfter, LevelChange, before_after, level_changes, watched
from likely.analyse.populations import Populations, populations
from likely.analyse.raked import Raked, raked
from likely.analyse.report import make_report, to_json
from likely.analyse.report_page import render
from likely.analyse.report_paper import render_pdf
from likely.analyse.results import DriverTable, Segments, Themes, Trend
from likely.analyse.rolling import Window, windows
from likely.analyse.segments import SMALLEST_GROUP, score_of, scores_by
from likely.analyse.surprise import Surprises, surprises
from likely.analyse.theme_voices import taxonomy_of, theme_voices
from likely.analyse.trend import folded, grain_of, trend
from likely.lib.measured import in_full
from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import EXPECTED
from likely.stats.cusum import FALSE_ALARM_DAYS, Watch
from likely.stats.fair import Comparison
from likely.stats.score import Score
from likely.stats.target import probability_of_reaching
from likely.store.aggregate import Cell, Counts, counts
from likely.store.comments import comments
from likely.store.file import ResponseFile, open_file
from likely.store.segment_file import INSIDE, Given, with_segments
from likely.store.slice import GRAINS, Grain, Slice
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.text.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Data:
    """Responses of a file. slice: which of them are asked about; `only` and `between` narrow it."""

    file: ResponseFile
    slice: Slice = Slice()  # noqa: RUF009 - frozen

    @property
    def table(self) -> Responses:
        """The columns that the slice is narrowed by are among its dimensions."""
        if all(column in self.file.table.dimensions for column, _ in self.slice.where):
            return self.file.table
        return self.asked()

    def asked(self, by: Sequence[str] = (), drivers: Sequence[str] = ()) -> Responses:
        """The table with these columns among its dimensions and drivers, as the file names them."""
        return self.file.asked(
            by=tuple(by), drivers=tuple(drivers), where=tuple(c for c, _ in self.slice.where)
        )

    def only(self, column: str, *values: str) -> Self:
        """The responses whose column has one of the values; of bins: `only("wait:10,50", "≤10")`."""
        return replace(self, slice=self.slice.only(self.file.cut(column), *values))

    def segment(self, name: str) -> Self:
        """The responses that are in a segment which was given to `likely.read`."""
        return self.only(name, INSIDE)

    def between(self, since: Day | None, until: Day | None) -> Self:
        """The responses from one day to another, both included; None leaves that end open."""
        return replace(self, slice=self.slice.between(since, until))

    @overload
    def score(self, by: None = None, *, weighted: bool = False) -> Score: ...
    @overload
    def score(self, by: str | Sequence[str], *, weighted: bool = False) -> Segments: ...
    def score(self, by: str | Sequence[str] | None = None, *, weighted: bool = False) -> Score | Segments:
        """The score, or a table of scores by one column or several, each against the rest.

        A number of many values is put into readable bins; `wait:10,50` gives the edges.
        """
        slice = replace(self.slice, weighted=weighted)
        if by is None:
            found = score_of(counts(self.table, slice).total(), weighted=weighted)
            if found is None:
                raise Refusal("no_answers", "There are no answers here, so there is no score.", field="score")
            return found
        names = (by,) if isinstance(by, str) else tuple(by)
        table = self.asked(by=names)
        cut = slice.cut(*(cut_named(table, self.file.cut(name)) for name in names))
        return Segments(scores_by(counts(table, cut), SMALLEST_GROUP, weighted=weighted), ", ".join(names))

    def compare(self, against: "Data | Literal['rest', 'before', 'year']" = "rest") -> Contrast:
        """These responses against others.

        Those are another part of the file, all the rest of it (of the same days), as many days just before,
        or the same days a year (52 weeks) before.

        What both sides share is on neither. A side of fewer than five answers gives no figure, and `why`.
        """
        if isinstance(against, Data):
            return self._against(against)
        if against == "rest":
            return against_rest(self.table, self.slice, self.file.table, SMALLEST_GROUP)
        if against not in ("before", "year"):
            raise Refusal(
                "unknown_other",
                f"against: {against!r} is nothing to compare with.",
                cure='Give another part of the file, "rest", "before" or "year".',
                field="against",
            )
        return against_period(self.table, self.slice, against, SMALLEST_GROUP)

    def _against(self, other: "Data") -> Contrast:
        """Parts of two files share nothing that could be told."""
        mine, theirs = (counts(one.table, one.slice.cut()).total() for one in (self, other))
        if other.file is not self.file:
            return contrast_of(mine, theirs, Cell(), SMALLEST_GROUP)
        shared = replace(self, slice=self.slice.meeting(other.slice))
        return contrast_of(mine, theirs, counts(shared.table, shared.slice).total(), SMALLEST_GROUP)

    def trend(self, grain: Grain | None = None, *, weighted: bool = False) -> Trend:
        """Scores by day, week, month, quarter or year; None takes the grain that suits the answers."""
        if grain is not None and grain not in GRAINS:
            raise Refusal(
                "unknown_grain", f"{grain!r} is no grain.", cure=f"Name one of {', '.join(GRAINS)}."
            )
        by_day = counts(self.table, replace(self.slice, weighted=weighted).cut("day"))
        grain = grain or grain_of(by_day)
        if grain is None:
            raise Refusal("no_dates", "No answer here has a date, so there is no trend.", field="date")
        periods, changes = trend(folded(by_day, grain), weighted=weighted)
        return Trend(periods, grain, changes)

    def figures(self, figures: Sequence[str], columns: Sequence[str] = ()) -> tuple[Figure, ...]:
        """What a readable step of operational figures goes with, in points: minutes, days, yes or no.

        columns: the ratings that are held still beside them; all that were found where none is named.
        """
        own = [self.file.column(name) for name in figures]
        rated = [self.file.column(name) for name in columns] or [
            name for name in self.table.ratings if name not in own
        ]
        return figure_effects(self.asked(by=figures, drivers=columns), self.slice, (*rated, *own), own)

    @overload
    def drivers(
        self, columns: Sequence[str] = (), by: None = None, *, categories: Sequence[str] = ()
    ) -> DriverTable: ...
    @overload
    def drivers(self, columns: Sequence[str], by: str) -> dict[str, DriverTable]: ...
    def drivers(
        self, columns: Sequence[str] = (), by: str | None = None, *, categories: Sequence[str] = ()
    ) -> DriverTable | dict[str, DriverTable]:
        """What goes with the score among the rating columns (all that were found where none is named).

        categories: columns of values without numbers, each one driver (not together with `by`).
        by: within each value of a column; one with too few answers says so in `found.refused`.
        """
        rated = tuple(self.file.column(name) for name in columns) or self.table.ratings
        table = self.asked(by=(by,) if by else tuple(categories), drivers=tuple(columns))
        if by is None:
            found = drivers(table, self.slice, rated, tuple(self.file.column(name) for name in categories))
            return DriverTable(found.drivers, found)
        within = drivers_by(table, self.slice, rated, self.file.cut(by))
        return {value: DriverTable(found.drivers, found) for value, found in within.items()}

    def themes(self, given: str | Taxonomy | None = None, language: str = "en") -> Themes:
        """What the comments are about, with the score beside.

        given: themes to read them by: the set of an industry ("retail"), a JSON file, or a taxonomy; without
        any, themes are found in the comments. language: of their names.
        """
        said = counts(self.table, self.slice.only("commented", "yes").cut()).total().answered
        pairs = comments(self.table, self.slice, said).pairs
        found = theme_voices(pairs, None if given is None else taxonomy_of(given), language)
        return Themes(found.themes, found.recommend, found.not_recommend)

    def change_points(self) -> tuple[LevelChange, ...]:
        """When the level of the score changed, with the days between which that lies."""
        return level_changes(self._by_day())

    def watch(self, *, false_alarm_days: float = FALSE_ALARM_DAYS) -> Watch:
        """The alarm on dips as it would have been seen day by day, and how it stands on the last day."""
        return watched(self._by_day(), false_alarm_days=false_alarm_days)

    def before_after(self, marks: Mapping[str, Day], days: int = 28) -> dict[str, BeforeAfter]:
        """Each named day: the `days` days before it against the `days` from it on."""
        return before_after(self._by_day(), marks, days)

    def heat(self, row: str, column: str) -> Heat:
        """Two columns crossed, a score in each cell."""
        table = self.asked(by=(row, column))
        return heat(table, self.slice, self.file.cut(row), self.file.cut(column))

    def surprises(self, by: Sequence[str] = ()) -> Surprises:
        """Values of columns, alone and in pairs, whose score stands out; of all where none is named."""
        table = self.asked(by=tuple(by))
        return surprises(table, self.slice, tuple(self.file.cut(name) for name in by))

    def compare_agents(self, agent: str, cases: Sequence[str] = ()) -> Comparison:
        """Agents, teams or shops by a column, with the mix of their cases (other columns) taken out."""
        table = self.asked(by=(agent, *cases))
        kinds = [self.file.column(name) for name in cases]
        return compare_members(table, self.slice, self.file.column(agent), kinds)

    def experiment(
        self,
        arm: str,
        control: str,
        *,
        shares: Mapping[str, float] | None = None,
        expected: float = EXPECTED,
        worthwhile: float = 0.0,
        guards: Mapping[str, float] | None = None,
        earlier: str | Day | None = None,
    ) -> Experiment:
        """The values of a column as arms, each against the control; may be looked at every day.

        guards: what a variant must not harm: "score", "detractors" or a column of numbers -> how far it may
        change: −0.5, it may fall by 0.5; 5, it may rise by 5. earlier: a column with the earlier score of the
        same person, or the day before which the person's own answers of this file are earlier ones.
        """
        return file_experiment(
            self.file,
            self.slice,
            arm,
            control,
            guards=guards or {},
            earlier=earlier,
            shares=shares,
            expected=expected,
            worthwhile=worthwhile,
        )

    def populations(self, column: str, pair: tuple[str, str], by: str, *, line: float = 0.0) -> Populations:
        """Two values of a column side by side, place by place: both must be above `line` to be happy."""
        table = self.asked(by=(column, by))
        return populations(table, self.slice, self.file.column(column), pair, self.file.cut(by), line=line)

    def accounts(self, account: str, values: Mapping[str, float] | None = None) -> Accounts:
        """Accounts by a column, each counted once or by its value. values: of all that were asked."""
        return accounts(self.asked(by=(account,)), self.slice, self.file.column(account), values)

    def held_against(self, quoted: Sequence[Quoted]) -> tuple[Held, ...]:
        """The score against figures of others, with the error of those whose answers are told."""
        return held_against(self.score(), quoted)

    def reaching(self, points: float, more: int) -> float:
        """The probability, 0..1, that the score is at least `points` after so many more answers like them."""
        return probability_of_reaching(self.score(), points, more)

    def followed(
        self,
        events: str | Path,
        event: str,
        *,
        days: int = 90,
        person: str = "person",
        name: str = "event",
        date: str = "at",
    ) -> Afterwards:
        """How often an event follows the answers of promoters, passives and detractors within so many days.

        events: a file of what happened, a row each: whose, what and when, in the columns that are named.
        Answers that had not so many days until its newest event are not counted.
        """
        return file_followed(self.table, self.slice, events, event, days, (person, name, date))

    def late(self, wait: str, response_rate: float) -> Late | None:
        """Early answers against late ones, and the score of all if the silent were like the late.

        wait: a column of numbers: how long each answer took, in any unit. response_rate: of those who were
        asked, 0..1. None where a half has fewer than 30 answers.
        """
        return file_late(self.asked(by=(wait,)), self.slice, self.file.column(wait), response_rate)

    def windows(self, days: int = 28) -> tuple[Window, ...]:
        """Rolling windows, one ending on each day; `fresh` ones share no answer with each other."""
        return windows(self._by_day(), days)

    def waves(self, first: tuple[Day, Day], second: tuple[Day, Day]) -> Waves | None:
        """The same persons in two periods: who moved from which group to which."""
        return waves(self.table, self.slice.between(*first), self.slice.between(*second))

    def needs(self, columns: Sequence[str] = ()) -> Asymmetries:
        """What a low rating costs and a high one brings, of the rating columns."""
        rated = tuple(self.file.column(name) for name in columns) or self.table.ratings
        return penalties_and_rewards(self.asked(drivers=tuple(columns)), self.slice, rated)

    def raked(self, population: Mapping[str, Mapping[str, float]]) -> Raked:
        """The score weighted to known margins: column -> value -> how many there are."""
        table = self.asked(by=tuple(population))
        margins = {self.file.column(name): targets for name, targets in population.items()}
        return raked(table, self.slice, margins)

    def journey(self, touchpoint: str, relation: tuple[str, str], edges: Sequence[int] = EDGES) -> Journey:
        """Each value of a column as a touchpoint, and what it does to the person's next relationship score.

        relation: column and value that tell answers about the relation. edges: of the windows, days before.
        """
        column, value = relation
        table = self.asked(by=(touchpoint, column))
        return journey(
            table,
            self.slice,
            touchpoint=self.file.column(touchpoint),
            relation=(self.file.column(column), value),
            edges=edges,
        )

    def _by_day(self) -> Counts:
        found = counts(self.table, self.slice.cut("day"))
        if not found.total().answered:
            raise Refusal("no_answers", "There are no answers here.", field="score")
        return found

    def report(
        self,
        out: str | Path | None = None,
        *,
        by: Sequence[str] = (),
        drivers: Sequence[str] = (),
        language: str = "en",
    ) -> Report:
        """The full report on the whole file; written where `out` says, a PDF by its suffix, or HTML."""
        report = make_report(self.file, by, drivers, language)
        if out is not None:
            on_paper = Path(out).suffix.lower() == ".pdf"
            Path(out).write_bytes(
                render_pdf(report, language) if on_paper else render(report, language).encode()
            )
        return report

    def to_json(self, *, by: Sequence[str] = (), drivers: Sequence[str] = ()) -> dict[str, Any]:
        """The report as plain data, as `likely report --json` prints it."""
        return to_json(self.report(by=by, drivers=drivers))

    def _repr_html_(self) -> str:
        return f"<strong>{self.file.source}</strong>: {in_full(self.score())}"


def read(
    path: str | Path,
    score: str | None = None,
    comment: str | None = None,
    date: str | None = None,
    weight: str | None = None,
    person: str | None = None,
    segments: Given | None = None,
) -> Data:
    """A CSV, XLSX or Parquet file, or a survey tool's export. Columns that are not named are guessed.

    segments: {name: condition}, as a workspace writes them, or the `items` of `GET /api/v1/segments`.
    """
    file = open_file(path, score, comment, date, weight, person)
    return Data(with_segments(file, segments) if segments else file)
