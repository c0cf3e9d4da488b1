"""Two populations side by side, and the score of accounts: the pages, and what must not be shown."""

import re
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from likely.ask.invitation import Invitation
from likely.people.account import Account
from likely.people.person import Person
from tests import populations
from tests.populations import HAPPY, UNHAPPY
from tests.web.conftest import signed_in

pytestmark = pytest.mark.once  # DuckDB reckons it on either database; tests/store reads the rows of both


@pytest.fixture
def answered(survey: Any) -> Any:
    return partial(populations.answered, survey)


def csv(user: Any, name: str, of: str, query: str = "") -> list[list[str]]:
    answer = signed_in(user).get(reverse(name, args=[of, "csv"]) + query)
    assert answer.status_code == 200
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]


def test_both_must_be_happy(owner: Any, answered: Any) -> None:
    answered("customers", HAPPY, 80, region="North")
    answered("customers", HAPPY, 80, region="South")
    answered("employees", HAPPY, 60, region="North")
    answered("employees", UNHAPPY, 60, region="South")
    said = signed_in(owner).get(reverse("populations")).content.decode()
    titles = re.findall("<h2>(.*?)</h2>", said)
    assert "Customers is above Employees by " in titles[0]
    assert "Both are happy in 1 of 2 places; farthest apart in South, where Employees are lower" in said
    rows = {row[0]: row for row in csv(owner, "population-file", "balance")}
    assert rows["North"][-1] == "both happy"
    assert rows["South"][-1] == "only Customers"
    turned = signed_in(owner).get(reverse("populations"), {"first": "employees"}).content.decode()
    assert "Employees" in turned


def test_a_small_group_of_employees_is_told_nowhere(owner: Any, answered: Any) -> None:
    answered("customers", HAPPY, 40, region="North")
    answered("customers", HAPPY, 40, region="South")
    answered("employees", HAPPY, 20, region="North")
    answered("employees", UNHAPPY, 3, region="South")
    for population in ("customers", "employees"):
        answered(population, HAPPY, 30, region="East")
    rows = {row[0]: row for row in csv(owner, "population-file", "balance")}
    assert rows["South"][2] == "too few answers"
    others = [rows[name][2] for name in ("North", "East")]
    assert others.count("too few answers") == 1  # else the sum less the others would tell it


def test_one_population_alone_is_no_comparison(viewer: Any, answered: Any) -> None:
    answered("customers", HAPPY, 20, region="North")
    said = signed_in(viewer).get(reverse("populations")).content.decode()
    assert "Only one population has answered in this view" in said
    assert 'value="account"' not in said


def account(workspace: Any, name: str, value: float | None) -> Account:
    return Account.objects.create(workspace=workspace, external_id=name, name=name, value=value)


def test_accounts_by_value_and_those_that_are_silent(owner: Any, survey: Any, answered: Any) -> None:
    workspace = survey.workspace
    big = account(workspace, "Big", 900_000)
    answered("customers", HAPPY, 60, big)
    for place in range(6):
        answered("customers", UNHAPPY, 6, account(workspace, f"Small {place}", 10_000))
    silent = account(workspace, "Silent", 40_000)
    person = Person.objects.create(workspace=workspace, email="s@example.org", account=silent)
    Invitation.objects.create(workspace=workspace, survey=survey, person=person, channel="mail")
    rows = csv(owner, "account-score-file", "ways")
    assert [row[0] for row in rows[1:]] == [
        "Every answer once",
        "Every account once",
        "Accounts by their value",
    ]
    assert rows[2][-1] == rows[3][-1] == "7"
    assert csv(owner, "account-score-file", "silent")[1:] == [["Silent", "40000"]]
    said = signed_in(owner).get(reverse("account-scores")).content.decode()
    assert "1 of 8 accounts have not answered: 4 %" in said.replace("\u00a0", " ")
    assert "Pin" not in said


def test_accounts_are_not_for_viewers(viewer: Any, survey: Any) -> None:
    assert signed_in(viewer).get(reverse("account-scores")).status_code == 403
