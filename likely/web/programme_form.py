"""The form of a programme: fields that people fill in, and the plan that they say."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from likely.ask.programme import ProgrammeKind
from likely.ask.programme_plan import MOST_REMINDERS, Plan
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.channels.table import CHANNELS
from likely.people.segment import Segment
from likely.templatetags.names import channel_name

KINDS: Final = (
    (
        ProgrammeKind.WAVE,
        _("A wave"),
        _("Everybody once in each period, spread over days. For rNPS and eNPS."),
    ),
    (
        ProgrammeKind.TRIGGER,
        _("After an event"),
        _("A closed case, a delivery, a course: asked within days. For tNPS."),
    ),
    (
        ProgrammeKind.OUTCOME,
        _("Weeks after an event"),
        _("Did it do them good? Asked when the result can be felt."),
    ),
    (ProgrammeKind.ONCE, _("One time"), _("Everybody in the segment, once, from a day on.")),
    (ProgrammeKind.IN_APP, _("In the app"), _("The widget asks while they are there. Nothing is sent.")),
)
WEEKDAYS: Final = (
    ("1", _("Mon")),
    ("2", _("Tue")),
    ("3", _("Wed")),
    ("4", _("Thu")),
    ("5", _("Fri")),
    ("6", _("Sat")),
    ("7", _("Sun")),
)
EVERY: Final = (("quarter", _("Quarter")), ("half_year", _("Half-year")), ("year", _("Year")))
SAMPLES: Final = (
    ("all", _("Everybody")),
    ("share", _("A random share")),
    ("quota", _("So many of each value")),
    ("margin", _("Until the score is known well enough")),
)
FALLBACKS: Final = (("same", _("The same channel")), ("next", _("The next channel")))
CHOSEN_CHANNELS: Final = 3  # tried one after the other


class ProgrammeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("When"), choices=[(kind.value, title) for kind, title, _hint in KINDS])
    survey = forms.ModelChoiceField(Survey.objects.none(), label=_("Survey"))
    segment = forms.ModelChoiceField(
        Segment.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    every = forms.ChoiceField(label=_("Each"), choices=EVERY, required=False)
    over_days = forms.IntegerField(
        label=_("Spread over"), required=False, min_value=1, max_value=366, help_text=_("Days of sending.")
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    event = forms.CharField(
        label=_("Event"),
        max_length=80,
        required=False,
        help_text=_("Its name as your systems tell it, such as ticket_closed."),
        widget=forms.TextInput(attrs={"list": "known-events", "autocomplete": "off"}),
    )
    where_property = forms.CharField(
        label=_("Only where"), max_length=40, required=False, help_text=_("A property of the event.")
    )
    where_values = forms.CharField(
        label=_("is"), max_length=400, required=False, help_text=_("One value, or several with commas.")
    )
    delay_days = forms.FloatField(
        label=_("Days after the event"),
        required=False,
        min_value=0,
        max_value=60,
        help_text=_("Within two days people still remember it."),
    )
    delay_weeks = forms.IntegerField(
        label=_("Weeks after the event"), required=False, min_value=1, max_value=104
    )
    latest_only = forms.BooleanField(label=_("Of several events, ask about the latest only"), required=False)
    at = forms.DateTimeField(
        label=_("From"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=_("By the clock of the workspace. Empty: as soon as it is started."),
    )
    reminder_days = forms.CharField(
        label=_("Remind after days"),
        max_length=40,
        required=False,
        help_text=_("Such as 3, 7. At most five; empty: never. Whoever answers is not reminded."),
    )
    fallback = forms.ChoiceField(label=_("Remind by"), choices=FALLBACKS, required=False)
    expires_days = forms.IntegerField(
        label=_("The link is good for"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Days. Empty: as long as the survey says."),
    )
    sample = forms.ChoiceField(label=_("How many"), choices=SAMPLES, required=False)
    share = forms.FloatField(label=_("Percent"), required=False, min_value=0.1, max_value=100)
    quota_property = forms.CharField(label=_("Property"), max_length=40, required=False)
    quota_each = forms.CharField(
        label=_("People of each value"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, such as: pro = 200"),
    )
    margin = forms.FloatField(label=_("Known to ± points"), required=False, min_value=0.5, max_value=50)
    holdout = forms.FloatField(
        label=_("Hold out"),
        required=False,
        min_value=0,
        max_value=90,
        help_text=_("Percent of people whom this programme never asks in a year, to compare with."),
    )
    per_day = forms.IntegerField(label=_("At most a day"), required=False, min_value=1)
    per_hour = forms.IntegerField(label=_("At most an hour"), required=False, min_value=1)
    quiet_start = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_end = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    thank = forms.BooleanField(label=_("Thank for the answer by the same channel"), required=False)
    thank_from = forms.IntegerField(
        label=_("After minutes, from"), required=False, min_value=0, max_value=10_080
    )
    thank_to = forms.IntegerField(label=_("to"), required=False, min_value=0, max_value=10_080)
    population = forms.CharField(
        label=_("Population"),
        max_length=24,
        required=False,
        help_text=_("Such as customers or employees. Empty: all."),
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=0,
        max_value=100,
        help_text=_("Where two programmes want the same person, the lower number asks."),
    )

    def __init__(self, workspace: Workspace, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.fields["survey"].queryset = (  # type: ignore[attr-defined]
            Survey.objects.of(workspace).exclude(live=None).order_by("name")
        )
        self.fields["segment"].queryset = Segment.objects.of(workspace).order_by("name")  # type: ignore[attr-defined]
        for place in range(CHOSEN_CHANNELS):
            self.fields[f"channel_{place}"] = forms.ChoiceField(
                label=_("First by") if place == 0 else _("otherwise by"),
                choices=[("", "–"), *((name, channel_name(name)) for name in CHANNELS)],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A choice of the sample without its number would quietly ask everybody."""
        told = self.cleaned_data
        needed = {"share": "share", "margin": "margin", "quota": "quota_each"}.get(told.get("sample", ""))
        if needed and not told.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Fill this in, or ask everybody."))
        return told

    @property
    def has_limits(self) -> bool:
        """Something in the part that is folded away is set, or is at fault."""
        told = ("share", "quota_each", "margin", "holdout", "per_day", "per_hour", "quiet_start")
        return any(self[name].value() or self[name].errors for name in told)

    @property
    def channel_fields(self) -> list[forms.BoundField]:
        return [self[f"channel_{place}"] for place in range(CHOSEN_CHANNELS)]

    def plan_data(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The plan as it is told. before: the plan so far; what the form can't say of it stays, such as a
        richer rule on the event's properties while the form leaves it alone."""
        told: Mapping[str, Any] = self.cleaned_data
        kind = told["kind"]
        return _without_nothing(
            {
                kind: _WAYS[kind](told, before.get(kind) or {}),
                "channels": [] if kind == ProgrammeKind.IN_APP else self._channels(),
                "reminders": _reminders(told),
                "thanks": _thanks(told),
                "expires_days": told["expires_days"],
                "sample": _sample(told),
                "holdout": told["holdout"] or 0,
                "per_day": told["per_day"],
                "per_hour": told["per_hour"],
                "quiet": _quiet(told),
                "population": told["population"] or None,
            }
        ) | {"expires_days": told["expires_days"]}

    def _channels(self) -> list[str]:
        chosen = [self.cleaned_data[f"channel_{place}"] for place in range(CHOSEN_CHANNELS)]
        return list(dict.fromkeys(name for name in chosen if name))


def typed_of(plan: Plan) -> dict[str, Any]:
    """A plan as the form's first values."""
    listens, spread = plan.listens, plan.wave or plan.once
    where = listens.where if listens else None
    return {
        "kind": plan.kind,
        "every": plan.wave.every if plan.wave else "quarter",
        "over_days": spread.over_days if spread else None,
        "weekdays": [str(day) for day in plan.weekdays],
        "event": listens.event if listens else "",
        "where_property": getattr(where, "on", ""),
        "where_values": ", ".join(str(value) for value in getattr(where, "is_", ())),
        "delay_days": plan.trigger.delay_days if plan.trigger else 1,
        "delay_weeks": plan.outcome.delay_weeks if plan.outcome else 4,
        "latest_only": listens.latest_only if listens else True,
        "at": plan.starts_at,
        "reminder_days": ", ".join(map(str, plan.reminders.after_days)) if plan.reminders else "",
        "fallback": plan.reminders.fallback if plan.reminders else "same",
        "expires_days": plan.expires_days,
        "sample": next((name for name in ("share", "quota", "margin") if getattr(plan.sample, name)), "all"),
        "share": plan.sample.share,
        "quota_property": plan.sample.quota.property if plan.sample.quota else "",
        "quota_each": "\n".join(f"{value} = {n}" for value, n in plan.sample.quota.each.items())
        if plan.sample.quota
        else "",
        "margin": plan.sample.margin,
        "holdout": plan.holdout or None,
        "per_day": plan.per_day,
        "per_hour": plan.per_hour,
        "quiet_start": plan.quiet.start if plan.quiet else None,
        "quiet_end": plan.quiet.end if plan.quiet else None,
        "thank": plan.thanks is not None,
        "thank_from": plan.thanks.from_minutes if plan.thanks else 30,
        "thank_to": plan.thanks.to_minutes if plan.thanks else 240,
        "population": plan.population or "",
    } | {f"channel_{place}": name for place, name in enumerate(plan.channels)}


def _weekdays(told: Mapping[str, Any]) -> list[int]:
    return sorted(int(day) for day in told["weekdays"])


def _wave(told: Mapping[str, Any], _before: Mapping[str, Any]) -> dict[str, Any]:
    return {"every": told["every"] or None, "over_days": told["over_days"], "weekdays": _weekdays(told)}


def _trigger(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "event": told["event"].strip(),
        "where": _where(told, before),
        "delay_days": told["delay_days"],
        "latest_only": told["latest_only"],
        "stale_days": before.get("stale_days"),
        "weekdays": _weekdays(told),
    }


def _outcome(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "event": told["event"].strip(),
        "where": _where(told, before),
        "delay_weeks": told["delay_weeks"],
        "latest_only": told["latest_only"],
        "stale_days": before.get("stale_days"),
        "weekdays": _weekdays(told),
    }


def _once(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    at = told["at"]
    return {
        "at": at.isoformat() if at else None,
        "over_days": told["over_days"],
        "weekdays": _weekdays(told),
        "late_days": before.get("late_days"),
    }


def _in_app(_told: Mapping[str, Any], _before: Mapping[str, Any]) -> dict[str, Any]:
    return {}


_WAYS: Final = {
    "wave": _wave,
    "trigger": _trigger,
    "outcome": _outcome,
    "once": _once,
    "in_app": _in_app,
}


def _where(told: Mapping[str, Any], before: Mapping[str, Any]) -> Any:
    rule = before.get("where")
    values = [_value(word) for word in _words(told["where_values"], ",")]
    if told["where_property"] and values:
        return {"on": told["where_property"].strip(), "is": values}
    sayable = rule is None or set(rule) == {"on", "is"}
    return None if sayable else rule


def _value(word: str) -> str | int | bool:
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    return int(word) if word.lstrip("-").isdecimal() else word


def _reminders(told: Mapping[str, Any]) -> dict[str, Any] | None:
    words = _words(told["reminder_days"], ",")
    if not words:
        return None
    days = [int(word) if word.isdecimal() else word for word in words[: MOST_REMINDERS + 1]]
    return {"after_days": days, "fallback": told["fallback"] or "same"}


def _thanks(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if not told["thank"]:
        return None
    return _without_nothing({"from_minutes": told["thank_from"], "to_minutes": told["thank_to"]})


def _sample(told: Mapping[str, Any]) -> dict[str, Any] | None:
    match told["sample"]:
        case "share":
            return {"share": told["share"]}
        case "margin":
            return {"margin": told["margin"]}
        case "quota":
            return {
                "quota": {"property": told["quota_property"].strip(), "each": dict(_each(told["quota_each"]))}
            }
    return None


def _each(text: str) -> Iterable[tuple[str, Any]]:
    for line in _words(text, "\n"):
        value, _sign, number = line.rpartition("=")
        yield value.strip() or line, int(number) if number.strip().isdecimal() else number.strip()


def _quiet(told: Mapping[str, Any]) -> dict[str, str] | None:
    start, end = told["quiet_start"], told["quiet_end"]
    if start is None and end is None:
        return None
    return _without_nothing(
        {"start": start and start.strftime("%H:%M"), "end": end and end.strftime("%H:%M")}
    )


def _words(text: str, between: str) -> list[str]:
    return [word.strip() for word in text.split(between) if word.strip()]


def _without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is left empty takes the plan's own default."""
    return {
        name: _without_nothing(value) if isinstance(value, Mapping) and name != "each" else value
        for name, value in told.items()
        if value is not None
    }
