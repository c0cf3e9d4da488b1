"""How a workspace works its cases: its hours and holidays, its targets, and whose a new case becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from re import sub
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction

from likely.act.business_hours import DAY_MINUTES, BusinessHours, Week
from likely.act.case_owner import OWNER_RULES
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.refusal import Refusal

OFFICE: Final[Week] = ((540, 1020),) * 5 + (None, None)  # Monday to Friday, 9:00 to 17:00
SAME_DAY: Final = 0  # hours of a target that means: before work ends on that day
MOST_HOURS: Final = 500  # of a target
MOST_DAYS_OFF: Final = 100
SHORTEST_DAY: Final = 30  # minutes


class CaseSettings(models.Model):
    """The row of a policy that was changed; a workspace without one has the usual."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="case_settings")
    policy = models.JSONField(default=dict)  # see CasePolicy.to_json

    objects = ScopedQuerySet.as_manager()


@dataclass(frozen=True, slots=True)
class CasePolicy:
    """country: its public holidays are no working days; "": none are. days_off: of the firm itself.

    reply_hours, resolve_hours: working hours; 0: the same working day. owner: for the rule `fixed`.
    escalate_to: who is told beside the owner when a time is over; None: nobody.
    """

    week: Week = OFFICE
    country: str = ""
    days_off: frozenset[date] = field(default_factory=frozenset)
    reply_hours: int = SAME_DAY
    resolve_hours: int = 24
    owner_rule: str = "least_loaded"
    owner: UUID | None = None
    escalate_to: UUID | None = None

    def hours(self, zone: str) -> BusinessHours:
        return BusinessHours(zone, self.week, _closed(self.country, self.days_off))

    def to_json(self) -> dict[str, Any]:
        return {
            "week": [list(day) if day else None for day in self.week],
            "country": self.country,
            "days_off": sorted(day.isoformat() for day in self.days_off),
            "reply_hours": self.reply_hours,
            "resolve_hours": self.resolve_hours,
            "owner_rule": self.owner_rule,
            "owner": str(self.owner) if self.owner else None,
            "escalate_to": str(self.escalate_to) if self.escalate_to else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CasePolicy":
        """What `to_json` wrote."""
        week = tuple((day[0], day[1]) if day else None for day in data["week"])
        days = frozenset(date.fromisoformat(day) for day in data["days_off"])
        plain = {name: data[name] for name in ("country", "reply_hours", "resolve_hours", "owner_rule")}
        owner, other = (UUID(data[name]) if data.get(name) else None for name in ("owner", "escalate_to"))
        return cls(week=week, days_off=days, owner=owner, escalate_to=other, **plain)


def target(hours: BusinessHours, since: datetime, promised: int) -> datetime:
    """When a target is due that allows so many working hours. promised: 0 is the same working day."""
    return hours.same_day(since) if promised == SAME_DAY else hours.after(since, timedelta(hours=promised))


def case_policy_of(workspace: Workspace) -> CasePolicy:
    row = CaseSettings.objects.of(workspace).first()
    return CasePolicy.from_json(row.policy) if row else CasePolicy()


@transaction.atomic
def change_case_policy(workspace: Workspace, policy: CasePolicy, actor: str) -> None:
    """It holds for cases that are opened from now on; promised times stay promised."""
    _check(policy)
    CaseSettings.objects.update_or_create(workspace=workspace, defaults={"policy": policy.to_json()})
    record(workspace, actor, "cases.policy_changed", f"workspace:{workspace.pk}", **policy.to_json())


def countries() -> list[str]:
    """Codes of ISO 3166 whose holidays are known."""
    import holidays  # a table of each country's calendar

    return sorted(code for code in holidays.list_supported_countries() if len(code) == 2)


def country_names() -> dict[str, str]:
    """code -> name in English, by name."""
    from holidays.registry import COUNTRIES

    known = {code: _spaced(name) for name, code, *_others in COUNTRIES.values()}
    return dict(sorted(((code, known[code]) for code in countries() if code in known), key=itemgetter(1)))


def _spaced(name: str) -> str:
    return sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _check(policy: CasePolicy) -> None:
    for name, day in zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), policy.week, strict=True):
        if day and not 0 <= day[0] <= day[1] - SHORTEST_DAY <= DAY_MINUTES - SHORTEST_DAY:
            raise Refusal("hours_malformed", "A day must end half an hour later or more.", field=name)
    if not any(policy.week):
        raise Refusal("no_working_day", "At least one day of the week must be worked.", field="mon")
    if policy.country and policy.country not in countries():
        raise Refusal("holidays_unknown", "There are no holidays known of this country.", field="country")
    if len(policy.days_off) > MOST_DAYS_OFF:
        raise Refusal("too_many_days", f"At most {MOST_DAYS_OFF} days.", field="days_off")
    for name in ("reply_hours", "resolve_hours"):
        if not 0 <= getattr(policy, name) <= MOST_HOURS:
            raise Refusal("hours_out_of_range", f"{name} must lie between 0 and {MOST_HOURS}.", field=name)
    if policy.owner_rule not in OWNER_RULES:
        raise Refusal("owner_rule_unknown", f"It is one of {', '.join(OWNER_RULES)}.", field="owner_rule")
    if policy.owner_rule == "fixed" and policy.owner is None:
        raise Refusal("owner_missing", "Say whose every case becomes.", field="owner")


def _closed(country: str, days_off: frozenset[date]) -> Callable[[date], bool]:
    if not country:
        return days_off.__contains__
    public = _holidays(country)
    return lambda day: day in days_off or day in public


@lru_cache(maxsize=64)
def _holidays(country: str) -> Any:
    """Days are reckoned when their year is first asked for."""
    import holidays

    return holidays.country_holidays(country)
