"""What the journey says of links: only what is told, for ten points, and never more than an association."""

from likely.analyse.journey import Journey, Touchpoint
from likely.stats.estimate import Estimate
from likely.stats.score import score_of_counts
from likely.stats.touchpoint import Link
from likely.web.journey_insights import journey_insights


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low, high, 800, "within person", 0.95)


def touchpoint(name: str, counts: tuple[int, int, int], link: float, p: float) -> Touchpoint:
    score = score_of_counts(*counts)
    one = estimate(link, link - 0.1, link + 0.1)
    made = Link(name, one, (one, one, one), one, p, sum(counts))
    gain = estimate(20 * link, 20 * (link - 0.1), 20 * (link + 0.1))
    return Touchpoint(name, score, "same", 0.5, (), (), made, gain)


def test_a_link_is_said_for_ten_points_with_its_interval() -> None:
    rows = (touchpoint("Delivery", (60, 20, 20), 0.3, 0.001), touchpoint("Shop", (10, 20, 70), 0.05, 0.6))
    made = journey_insights(Journey(rows, (0, 60, 120, 180), 800, ""))
    assert list(made) == ["scores", "pull", "worth"]
    assert (
        made["pull"].chart.finding
        == "Delivery: 10 points more go with 3.0 (2.0–4.0) points more of the relation"
    )
    assert made["worth"].chart.finding.startswith(
        "Repairing Delivery would be worth +6.0 (+4.0 to +8.0) points"
    )
    assert "if it is a cause" in made["worth"].chart.finding
    assert made["pull"].chart.rows.header[3:6] == (
        "0–60 days before",
        "60–120 days before",
        "120–180 days before",
    )


def test_what_is_not_told_is_said_so() -> None:
    rows = (touchpoint("Delivery", (60, 20, 20), 0.3, 0.2), touchpoint("Shop", (10, 20, 70), 0.05, 0.6))
    made = journey_insights(Journey(rows, (0, 60), 800, ""))
    assert made["pull"].chart.finding == "No touchpoint can be told to move the relation"
    assert "can't be told from nothing" in made["worth"].chart.finding
