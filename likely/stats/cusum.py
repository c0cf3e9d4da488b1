"""An alarm on dips that may be looked at every day, with a stated rate of false alarms.

Each day is held against what the days before it lead to expect: their level and the effect of the weekday,
the latter drawn towards 0 (a recursive regression; its one-step errors are independent as long as nothing
changes, however short the past). What counts is the likelihood of a lasting dip of δ points against none,
summed from the day that speaks most for it (Page 1954):

  Sₜ = max(0, Sₜ₋₁ − mₜ·uₜ − mₜ²/2),  uₜ = eₜ/(σ·√fₜ),  mₜ = δ/(σ·√fₜ)

eₜ: the day's mean answer minus the expected one; σ²fₜ: its variance, the uncertainty of the expectation
included. σ² is that of one answer, or more where days differ by more than their answers explain. Several δ
are watched at once. The alarm is at S > h, and h is found by simulating what this very stream would do
without a dip: its own answers a day, its own shares, so many days to a false alarm.

h is found at the end of learning, and anew when the number of answers a day has changed by half; it rests on
what was known by then, so that no alarm is ever taken back. After an alarm the level is learnt anew from the
day on which the dip seems to have begun.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from likely.lib.refusal import Refusal
from likely.stats.stream import Stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

State = Literal["learning", "quiet", "alarm"]

SIZES = (0.10, 0.25)  # dips watched for, in shares of 1: 10 and 25 points
WEEKDAY = 0.08  # standard deviation of weekday effects, in σ: about 5 points
VAGUE = 1e6  # variance of a level of which nothing is known
LEARNING_DAYS, LEARNING_ANSWERS = 56, 400
FALSE_ALARM_DAYS = 365
RUNS = 1000  # streams simulated to find h
PATTERN_DAYS = 56  # whose answers a day the simulated future repeats
CHECK_DAYS, GROWN = 28, 1.5  # how often the number of answers is looked at, and what counts as changed
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Alarm:
    """day: of the alarm. since: when the change seems to have begun. level: usual points before it.

    change: points since then minus the level, a rough figure: it was picked for being large.
    """

    day: date
    since: date
    level: float
    change: float


@dataclass(frozen=True, slots=True)
class Watch:
    """state: of the last day. alarms: dips; rises: the mirror image, as rarely false.

    path: S of each day from `start` on, of h = 1, so that 1 is an alarm. level, threshold: the usual points
    and h of the last day. false_alarm_days: of watching to a false alarm, on average, all streams together.
    """

    state: State
    start: date
    path: tuple[float, ...]
    alarms: tuple[Alarm, ...]
    rises: tuple[Alarm, ...]
    level: float | None
    threshold: float | None
    false_alarm_days: float

    @property
    def lasting(self) -> Alarm | None:
        """The last dip, as long as no rise has followed and the level after it is not yet the usual one."""
        if not self.alarms or any(rise.day > self.alarms[-1].day for rise in self.rises):
            return None
        last = self.start + timedelta(days=len(self.path) - 1)
        return self.alarms[-1] if (last - self.alarms[-1].day).days < LEARNING_DAYS else None


@dataclass(frozen=True, slots=True, eq=False)
class Charts:
    """Of R streams that share their answers a day over T days.

    down, up: S, R × T, of the size of dip or rise that it is highest for; began: the first day of its sum,
    2 × R × T. level: expected, R × T. squares, seen: the sum of standardised squared errors up to each day,
    R × T, and its number of days, T.
    """

    down: "Floats"
    up: "Floats"
    began: "Floats"
    level: "Floats"
    squares: "Floats"
    seen: "Floats"


def watch(
    stream: Stream,
    *,
    false_alarm_days: float = FALSE_ALARM_DAYS,
    streams: int = 1,
    sizes: Sequence[float] = SIZES,
) -> Watch:
    """The stream as it would have been watched day by day, and how it stands now.

    streams: how many are watched together; the false alarms of all of them then come `false_alarm_days`
    apart. Below 8 weeks or 400 answers there is no alarm: the usual level is still being learnt.
    """
    if not (math.isfinite(false_alarm_days) and false_alarm_days >= 7 and streams >= 1):
        raise Refusal("not_days", "false_alarm_days must be at least 7.", field="false_alarm_days")
    learnt = _learnt(stream)
    if learnt is None or stream.variance == 0:
        return Watch("learning", stream.start, (0.0,) * len(stream), (), (), None, None, false_alarm_days)
    h = _thresholds(stream, learnt, false_alarm_days * streams, sizes)
    down, alarms, rises, level = _watched(stream, learnt, h, sizes)
    last = stream.day(len(stream) - 1)
    state: State = "alarm" if alarms and alarms[-1].day == last else "quiet"
    path = tuple((down / h).clip(max=1.0).tolist())
    return Watch(
        state, stream.start, path, tuple(alarms), tuple(rises), level, float(h[-1]), false_alarm_days
    )


def _thresholds(stream: Stream, learnt: int, false_alarm_days: float, sizes: Sequence[float]) -> "Floats":
    """h of each day, from what was known before it."""
    import numpy as np

    h, at = np.zeros(len(stream)), learnt
    size, current = 0.0, 0.0
    while at < len(stream):
        now = float(stream.n[max(at - PATTERN_DAYS, 0) : at].mean())
        if not size / GROWN <= now <= size * GROWN and now > 0:
            known = Stream(stream.start, stream.counts[:at])
            size, current = now, threshold(known, learnt, false_alarm_days, sizes)
        h[at : at + CHECK_DAYS] = current
        at += CHECK_DAYS
    h[:learnt] = h[learnt]
    return h


def _learnt(stream: Stream) -> int | None:
    """The first day that may raise an alarm."""
    import numpy as np

    enough = np.flatnonzero(stream.n.cumsum() >= LEARNING_ANSWERS)
    first = max(int(enough[0]) + 1, LEARNING_DAYS) if len(enough) else len(stream)
    return first if first < len(stream) else None


def _watched(
    stream: Stream, learnt: int, h: "Floats", sizes: Sequence[float]
) -> tuple["Floats", list[Alarm], list[Alarm], float]:
    """From alarm to alarm: each time anew from where the change began."""
    import numpy as np

    down = np.zeros(len(stream))
    alarms: list[Alarm] = []
    rises: list[Alarm] = []
    begin, first, level = 0, learnt, 0.0
    spread: tuple[float, float] = (0.0, 0.0)
    while True:
        found = _of_stream(stream, begin, first, sizes, spread)
        down[first:] = found.down[0, first - begin :]
        crossed = np.flatnonzero(np.maximum(found.down[0], found.up[0]) > h[begin:])
        level = 100 * float(found.level[0, -1])
        if not len(crossed):
            return down, alarms, rises, level
        at = int(crossed[0])
        dip = found.down[0, at] > h[begin + at]
        since = begin + int(found.began[0 if dip else 1, 0, at])
        day = begin + at
        (alarms if dip else rises).append(_alarm(stream, since, day, found.level[0, since - begin]))
        spread = (float(found.squares[0, at]), float(found.seen[at]))
        begin, first = since, day + 1
        if first >= len(stream):
            return down, alarms, rises, level


def _alarm(stream: Stream, since: int, day: int, level: float) -> Alarm:
    d, n0, p = stream.counts[since : day + 1].sum(axis=0)
    change = (p - d) / (d + n0 + p) - level
    return Alarm(stream.day(day), stream.day(since), 100 * float(level), 100 * float(change))


def _of_stream(
    stream: Stream, begin: int, first: int, sizes: Sequence[float], spread: tuple[float, float]
) -> Charts:
    counts = stream.counts[begin:][None]
    weekdays = stream.weekdays()[begin:]
    return charts(counts, stream.n[begin:], weekdays, first - begin, sizes, spread)


def charts(
    counts: "Floats",
    n: "Floats",
    weekdays: "NDArray[np.int_]",
    first: int,
    sizes: Sequence[float] = SIZES,
    spread: tuple[float, float] = (0.0, 0.0),
) -> Charts:
    """The charts of R streams at once: counts is R × T × 3 with n[t] answers on day t in each.

    first: the day from which S is summed. spread: squares and days that are known from before.
    """
    import numpy as np

    runs, days = counts.shape[:2]
    means = (counts[..., 2] - counts[..., 0]) / np.maximum(n, 1)
    sigma2 = _variances(counts)
    gains, factors = _regression(n, weekdays)
    state = np.zeros((runs, 8))
    squares, seen = np.full(runs, spread[0]), spread[1]
    so_far, counted = np.zeros((runs, days)), np.zeros(days)
    s = began = np.zeros((2, len(sizes), runs))
    out, since, level = np.zeros((2, runs, days)), np.zeros((2, runs, days)), np.zeros((runs, days))
    deltas = np.array(sizes)[:, None]
    for t in range(days):
        day = 1 + weekdays[t]
        expected = state[:, 0] + state[:, day]
        level[:, t] = state[:, 0]
        if n[t]:
            error = means[:, t] - expected
            if factors[t] < VAGUE / 10:
                excess = np.maximum(squares / seen, 1.0) if seen >= 14 else 1.0
                scale = np.sqrt(sigma2[:, t] * excess * factors[t])
                if t >= first:
                    m, u = deltas / scale, error / scale
                    began = np.where(s > 0, began, t)
                    s = np.maximum(s + np.stack([-m * u, m * u]) - m * m / 2, 0.0)
                squares, seen = squares + error**2 / (sigma2[:, t] * factors[t]), seen + 1
            state = state + error[:, None] * gains[t]
        out[:, :, t] = s.max(axis=1)
        so_far[:, t], counted[t] = squares, seen
        since[:, :, t] = np.take_along_axis(began, s.argmax(axis=1)[:, None], axis=1)[:, 0]
    return Charts(out[0], out[1], since, level, so_far, counted)


def _variances(counts: "Floats") -> "Floats":
    """Of one answer, from all answers before each day: adjusted by ¾, 1½, ¾, so that it is never 0."""
    import numpy as np

    before = np.cumsum(counts, axis=1) - counts + np.array([0.75, 1.5, 0.75])
    n = before.sum(axis=2)
    mean = (before[..., 2] - before[..., 0]) / n
    variances: Floats = (before[..., 2] + before[..., 0]) / n - mean**2
    return variances


def _regression(n: "Floats", weekdays: "NDArray[np.int_]") -> "tuple[Floats, Floats]":
    """Gains (T × 8) and variances of the one-step errors in σ² (T): level and seven weekday effects.

    They depend on the answers a day alone, so that a thousand simulated streams share them.
    """
    import numpy as np

    p = np.diag([VAGUE] + [WEEKDAY**2] * 7)
    gains, factors = np.zeros((len(n), 8)), np.zeros(len(n))
    for t, answers in enumerate(n):
        if answers:
            px = p[:, 0] + p[:, 1 + weekdays[t]]
            factors[t] = 1 / answers + px[0] + px[1 + weekdays[t]]
            gains[t] = px / factors[t]
            p = p - np.outer(gains[t], px)
    return gains, factors


def threshold(
    stream: Stream, learnt: int, false_alarm_days: float, sizes: Sequence[float] = SIZES, runs: int = RUNS
) -> float:
    """h at which a stream like this one, with no change, raises an alarm in `false_alarm_days` on average.

    Over a horizon of T days a share 1 − exp(−T/false_alarm_days) of the simulated streams may reach h.
    """
    import numpy as np

    horizon = int(min(max(false_alarm_days, 60), 365))
    recent = stream.n[-PATTERN_DAYS:]
    n = np.concatenate([stream.n[:learnt], np.resize(recent, horizon)])
    if not recent.any():
        n[learnt:] = np.resize(stream.n[:learnt], horizon)
    weekdays = (stream.start.weekday() + np.arange(len(n))) % 7
    shares = stream.counts.sum(axis=0) / stream.n.sum()
    rng = np.random.default_rng(SEED)
    counts = rng.multinomial(n.astype(int), shares, (runs, len(n))).astype(float)
    highest = charts(counts, n, weekdays, learnt, sizes).down.max(axis=1)
    return max(float(np.quantile(highest, math.exp(-horizon / false_alarm_days))), 0.5)
