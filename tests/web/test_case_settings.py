"""The page of hours and targets: what is typed is the policy, and what can't be one stays in the form."""

from typing import Any

import pytest
from django.urls import reverse

from likely.act.case_policy import OFFICE, CasePolicy, case_policy_of
from tests.web.conftest import signed_in

WEEK = {
    f"{day}_{end}": "" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for end in ("from", "to")
}
TYPED = {
    **WEEK,
    "mon_from": "08:30",
    "mon_to": "16:00",
    "sat_from": "18:00",
    "sat_to": "00:00",
    "country": "EE",
    "days_off": "2026-12-28\n\n2026-12-29",
    "reply_hours": "4",
    "resolve_hours": "40",
    "owner_rule": "round_robin",
    "owner": "",
    "escalate_to": "",
}


def test_what_is_typed_is_the_policy_and_is_shown_again(owner: Any, workspace: Any) -> None:
    client, page = signed_in(owner), reverse("case-settings")
    assert client.post(page, TYPED | {"escalate_to": str(owner.pk)}).status_code == 302
    policy = case_policy_of(workspace)
    assert policy.week == ((510, 960), None, None, None, None, (1080, 1440), None)
    assert (policy.country, policy.reply_hours, policy.resolve_hours) == ("EE", 4, 40)
    assert sorted(day.isoformat() for day in policy.days_off) == ["2026-12-28", "2026-12-29"]
    assert (policy.owner_rule, policy.owner, policy.escalate_to) == ("round_robin", None, owner.pk)
    form = client.get(page).context["form"]
    shown = {name: form[name].value() for name in TYPED}
    assert shown["sat_to"].isoformat() == "00:00:00"
    assert (shown["days_off"], shown["escalate_to"]) == ("2026-12-28\n2026-12-29", str(owner.pk))
    typed = {
        name: value.strftime("%H:%M") if hasattr(value, "hour") else value or ""
        for name, value in shown.items()
    }
    client.post(page, typed)
    assert case_policy_of(workspace) == policy


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mon_to": ""}, "mon_to"),
        ({"mon_to": "08:45"}, "mon_to"),
        ({"mon_from": "", "mon_to": "", "sat_from": "", "sat_to": ""}, "mon_to"),
        ({"days_off": "24.12.2026"}, "days_off"),
        ({"country": "XX"}, "country"),
        ({"reply_hours": "-1"}, "reply_hours"),
        ({"owner_rule": "fixed"}, "owner"),
    ],
    ids=["half a day", "too short", "no day", "no date", "no country", "less than none", "nobody"],
)
def test_what_can_be_no_policy_is_told_at_its_field(
    owner: Any, workspace: Any, changed: dict[str, str], field: str
) -> None:
    answer = signed_in(owner).post(reverse("case-settings"), TYPED | changed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert case_policy_of(workspace) == CasePolicy(week=OFFICE)
