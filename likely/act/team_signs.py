"""What one may ask about the answers of members of a team: signs that a score is helped along (L09).

They are questions, never verdicts. Nobody who answered is named, shown or linked to, and members with few
answers are not looked at.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final

from likely.ask.experiment import ARM
from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.event import Event
from likely.people.local_days import moments_of
from likely.stats.gaming import asked, p_of_bursts, pairs_of_tens, tail_of_few, tail_of_many
from likely.store.schema import DIMENSIONS
from likely.store.table import Responses

BURSTS, DEVICE, SILENT, INVITED = SIGNS = ("bursts", "device", "silent", "invited")
LIKELY_MEMBERS: Final = (
    "agent",
    "served_by",
    "team",
    "store",
    "shop",
    "branch",
)  # properties that name somebody to compare
USUAL_DAYS: Final = 90
MOST_DAYS: Final = 366  # that are looked at in one go
FEWEST: Final = 20  # answers of a member that is looked at
MOST_MEMBERS: Final = 40  # with most answers
MOST_ROWS: Final = 50_000  # the newest of the period
MOST_OF_ONE: Final = 1000  # the newest, of a member whose bursts are looked for
SHARED_CHANNELS: Final = ("kiosk", "phone", "voice", "api")  # one device is the way it is meant there


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    score: int
    silent: bool
    place: str  # of the day, the address and the browser together; "": not known


@dataclass(frozen=True, slots=True)
class Sign:
    """One question about one member. seen, of: counts. usual: percent among all the others; None: no figure.

    p: adjusted for all members and signs that were looked at.
    """

    sign: str
    name: str
    seen: int
    of: int
    usual: float | None
    p: float


@dataclass(frozen=True, slots=True)
class Signs:
    """looked: how many members were looked at. unknown: signs that nothing tells of, so not looked for."""

    signs: Sequence[Sign]
    looked: int
    unknown: Sequence[str] = field(default_factory=tuple)
    is_cut: bool = False


@dataclass(frozen=True)
class Told:
    """Counts of one member: marked of all. others: the same of all members together."""

    marked: int
    all: int

    @property
    def usual(self) -> float | None:
        return 100 * self.marked / self.all if self.all else None


def member_columns(table: Responses) -> list[str]:
    """Properties, those that likely name a member first; channels and the like are no members."""
    own = [one for one in table.dimensions if one not in DIMENSIONS and not one.startswith(ARM)]
    return likely_first(own)


def likely_first(columns: Sequence[str]) -> list[str]:
    return sorted(columns, key=lambda one: (one.casefold() not in LIKELY_MEMBERS, columns.index(one)))


def signs_of(workspace: Workspace, key: str, since: date, until: date) -> Signs:
    """key: the property that names the members. since, until: local days, both included."""
    rows = _Rows(workspace, key, since, until)
    names = rows.looked
    told = {SILENT: rows.silent, DEVICE: rows.devices, INVITED: rows.invited}
    p = {sign: _tails(told[sign], names, tail_of_few if sign == INVITED else tail_of_many) for sign in told}
    p[BURSTS] = {name: rows.burst_p(name) for name in names}
    unknown = tuple(sign for sign in SIGNS if not p[sign])
    p = {sign: found for sign, found in p.items() if found}
    signs = [
        _sign(sign, name, chance, told, rows)
        for sign, found in asked(p).items()
        for name, chance in found.items()
    ]
    return Signs(sorted(signs, key=lambda one: (one.p, one.name)), len(names), unknown, rows.is_cut)


Tail = Callable[[int, int, int, int], float]


def _tails(told: Mapping[str, Told], names: Sequence[str], tail: Tail) -> dict[str, float]:
    marked, whole = sum(one.marked for one in told.values()), sum(one.all for one in told.values())
    return {
        name: tail(told[name].marked, told[name].all, marked, whole)
        for name in names
        if name in told and told[name].all
    }


def _sign(sign: str, name: str, p: float, told: Mapping[str, Mapping[str, Told]], rows: "_Rows") -> Sign:
    if sign == BURSTS:
        own = rows.by_name[name]
        return Sign(sign, name, rows.pairs(name), len(own), None, p)
    own_told = told[sign][name]
    marked = sum(one.marked for other, one in told[sign].items() if other != name)
    whole = sum(one.all for other, one in told[sign].items() if other != name)
    return Sign(sign, name, own_told.marked, own_told.all, Told(marked, whole).usual, p)


class _Rows:
    """What was answered, invited and told of a period, by member."""

    def __init__(self, workspace: Workspace, key: str, since: date, until: date) -> None:
        self.workspace, self.key = workspace, key
        self.first, self.behind = moments_of(workspace.time_zone, since, until)
        asked_for = Response.objects.of(workspace).filter(
            state=ResponseState.COUNTED, score__isnull=False, at__gte=self.first, at__lt=self.behind
        )
        columns = (f"properties__{key}", "at", "score", "comment", "evidence__place", "channel")
        found = list(asked_for.order_by("-at").values_list(*columns)[: MOST_ROWS + 1])
        self.is_cut = len(found) > MOST_ROWS
        self.by_name: dict[str, list[Row]] = {}
        for name, at, score, comment, place, channel in reversed(found[:MOST_ROWS]):
            if name not in (None, ""):
                known = "" if channel in SHARED_CHANNELS or not place else f"{at.date()} {place}"
                self.by_name.setdefault(str(name), []).append(Row(at, score, not comment, known))

    @cached_property
    def looked(self) -> list[str]:
        fewest = max(FEWEST, self.workspace.smallest_group)
        enough = [name for name, rows in self.by_name.items() if len(rows) >= fewest]
        return sorted(enough, key=lambda name: (-len(self.by_name[name]), name))[:MOST_MEMBERS]

    @cached_property
    def silent(self) -> dict[str, Told]:
        """Of the promoters, those who left no word."""
        told = {}
        for name, rows in self.by_name.items():
            high = [row for row in rows if row.score >= 9]
            told[name] = Told(sum(row.silent for row in high), len(high))
        return told if sum(one.marked for one in told.values()) else {}

    @cached_property
    def devices(self) -> dict[str, Told]:
        """Of the devices of a day, those that gave more than one answer; a device counts once."""
        told = {}
        for name, rows in self.by_name.items():
            times = Counter(row.place for row in rows if row.place)
            told[name] = Told(sum(n > 1 for n in times.values()), len(times))
        return told if any(one.all for one in told.values()) else {}

    @cached_property
    def invited(self) -> dict[str, Told]:
        """Of the contacts that were told as events, those after which somebody was invited."""
        within = {"workspace": self.workspace}
        events = Event.objects.filter(**within, at__gte=self.first, at__lt=self.behind)
        sent = Invitation.objects.filter(**within, created_at__gte=self.first, created_at__lt=self.behind)
        contacts, invited = self._count(events), self._count(sent)
        return {name: Told(min(invited[name], n), n) for name, n in contacts.items()} if invited else {}

    def _count(self, rows: object) -> Counter[str]:
        column = f"properties__{self.key}"
        found: Counter[str] = Counter()
        for name in rows.values_list(column, flat=True)[:MOST_ROWS]:  # type: ignore[attr-defined]
            if name not in (None, ""):
                found[str(name)] += 1
        return found

    def pairs(self, name: str) -> int:
        return pairs_of_tens(*self._moments(name))

    def burst_p(self, name: str) -> float:
        return p_of_bursts(*self._moments(name))

    def _moments(self, name: str) -> tuple[list[float], list[bool]]:
        rows = self.by_name[name][-MOST_OF_ONE:]
        return [row.at.timestamp() for row in rows], [row.score == 10 for row in rows]
