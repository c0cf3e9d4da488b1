"""What followed the answers of a file, held against a count by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

import likely
from likely.lib.refusal import Refusal
from tests.analyse.files import parquet

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


def written(folder: Path) -> tuple[likely.Data, Path, dict[str, list[int]]]:
    """200 people who answered within 60 days, some of whom renewed; {group: [answers, in 30 days]}.

    The newest event lies 120 days after the first answer, so that all had their 30 days.
    """
    random, counted = Random("followed"), {"promoter": [0, 0], "passive": [0, 0], "detractor": [0, 0]}
    answers: list[tuple[str, datetime, int]] = []
    events: list[tuple[str, str, datetime]] = [("nobody", "order", START + timedelta(days=120))]
    for place in range(200):
        at, score = START + timedelta(days=random.randint(0, 60)), random.choice((3, 8, 10))
        after = timedelta(days=random.randint(-40, 60), hours=1)
        answers.append((f"p{place}", at, score))
        if place % 3 == 0:
            events += [(f"p{place}", "renewal", at + after)] * 2
        group = {3: "detractor", 8: "passive", 10: "promoter"}[score]
        counted[group][0] += 1
        counted[group][1] += place % 3 == 0 and timedelta() < after <= timedelta(days=30)
    answered = parquet(
        folder, dict(zip(("person", "at", "score"), map(list, zip(*answers, strict=True)), strict=True))
    )
    happened = dict(zip(("customer", "what", "when"), map(list, zip(*events, strict=True)), strict=True))
    data = likely.read(answered, person="person", date="at")
    return data, parquet(folder, happened, "events.parquet"), counted


def test_as_many_as_counted_by_hand(tmp_path: Path) -> None:
    data, events, counted = written(tmp_path)
    found = data.followed(events, "renewal", days=30, person="customer", name="what", date="when")
    for group, (answers, followed) in counted.items():
        share = found.shares[group]  # type: ignore[index]
        assert share is not None
        assert share.n == answers
        assert share.value == pytest.approx(100 * followed / answers)
    assert found.gap is not None
    part = data.between(START.date(), START.date())
    alone = part.followed(events, "renewal", days=30, person="customer", name="what", date="when")
    assert (alone.gap, set(alone.shares.values())) == (None, {None})


def test_an_event_that_happened_to_nobody_is_refused(tmp_path: Path) -> None:
    data, events, _counted = written(tmp_path)
    with pytest.raises(Refusal, match="cancelled") as refused:
        data.followed(events, "cancelled", person="customer", name="what", date="when")
    assert "renewal, order" in str(refused.value.cure)
    with pytest.raises(Refusal, match="days"):
        data.followed(events, "renewal", days=0, person="customer", name="what", date="when")
