from datetime import date

from likely.analyse.benchmarks import BENCHMARKS


def test_every_figure_is_quoted_with_source_and_year() -> None:
    for one in BENCHMARKS:
        assert -100 <= one.points <= 100
        assert one.source
        assert 2003 <= one.year <= date.today().year


def test_names_are_unique() -> None:
    assert len({one.name for one in BENCHMARKS}) == len(BENCHMARKS)
