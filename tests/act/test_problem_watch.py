"""The product list: what is on it on which day, its shares beside the time before, and what is refused."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from likely.act.case import Opening, open_case
from likely.act.posted_mail import PostedMail
from likely.act.posting import letter_of
from likely.act.problem import ProblemFacts, change_problem, make_problem
from likely.act.problem_size import affected
from likely.act.problem_told import reach_of, tell_affected
from likely.act.problem_watch import followed, on_the_list
from likely.lib.refusal import Refusal
from likely.people.suppression import barred
from tests.web.conftest import agent, answer, person, response, signed_in, survey

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
DAY = timedelta(days=1)
LAUNCH = date(2026, 6, 8)


def test_a_launch_is_held_against_as_many_days_before(workspace: Any, answer: Any) -> None:
    workspace.smallest_group = 5
    workspace.save()
    for n in range(10):
        answer(3, at=MONDAY - n * DAY / 2, comment="It crashes" if n < 6 else "fine")
        answer(8, at=MONDAY - 8 * DAY - n * DAY / 2, comment="It crashes" if n < 1 else "fine")
    one = make_problem(workspace, ProblemFacts("Crash", words=["crash"], followed_from=LAUNCH), "user:a")
    told = followed(one, MONDAY)
    assert told.days == (LAUNCH, date(2026, 6, 15))
    assert (told.n, told.weeks) == (6, (5, 1))
    assert told.share is not None
    assert told.before is not None
    assert told.change is not None
    assert (told.share.value, told.share.n) == (60.0, 10)
    assert (told.before.value, told.before.n) == (10.0, 10)
    # statsmodels: confint_proportions_2indep(6, 10, 1, 10, method="newcomb")
    assert told.change.value == pytest.approx(50.0)
    assert (told.change.low, told.change.high) == pytest.approx((8.16, 74.59), abs=0.01)
    one.workspace.smallest_group = 11
    assert followed(one, MONDAY).change is None


def test_it_is_on_the_list_from_its_first_to_its_last_day(workspace: Any, foreign_workspace: Any) -> None:
    facts = ProblemFacts("A", words=["a1"], followed_from=LAUNCH, followed_until=LAUNCH + DAY)
    one = make_problem(workspace, facts, "user:a")
    make_problem(workspace, ProblemFacts("B", words=["b1"]), "user:a")
    days = [LAUNCH - DAY, LAUNCH, LAUNCH + DAY, LAUNCH + 2 * DAY]
    assert [len(on_the_list(workspace, day)) for day in days] == [0, 1, 1, 0]
    assert on_the_list(foreign_workspace, LAUNCH) == []
    assert on_the_list(workspace, LAUNCH) == [one]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"followed_from": LAUNCH}, "nothing_to_follow"),
        ({"followed_from": LAUNCH, "followed_until": LAUNCH - DAY, "words": ["x1"]}, "following_malformed"),
        ({"followed_until": LAUNCH, "words": ["x1"]}, "following_malformed"),
        ({"tracker": "javascript:alert(1)"}, "tracker_malformed"),
        ({"tracker": "tracker.example.org"}, "tracker_malformed"),
    ],
)
def test_what_can_not_be_followed_is_refused(workspace: Any, facts: dict[str, Any], code: str) -> None:
    one = make_problem(workspace, ProblemFacts("A"), "user:a")
    with pytest.raises(Refusal) as refused:
        change_problem(one, ProblemFacts("A", **facts), "user:a")
    assert refused.value.code == code


def test_the_pages_show_sizes_and_the_list(agent: Any, workspace: Any, response: Any) -> None:
    page = signed_in(agent)
    assert "Nothing is followed" in page.get("/problems/followed").content.decode()
    facts = ProblemFacts(
        "Late", words=["late"], followed_from=date(2020, 1, 1), tracker="https://tracker.example.org/7"
    )
    one = make_problem(workspace, facts, "user:a")
    shown = page.get("/problems/followed").content.decode()
    assert 'href="https://tracker.example.org/7" rel="noopener noreferrer"' in shown
    assert 'hx-get="?sizes=yes"' in page.get("/problems").content.decode()
    [(_problem, size)] = page.get("/problems?sizes=yes").context["problems"]
    assert (size["answers"], size["points"]) == (1, "")
    case = open_case(response, Opening(), "user:a", MONDAY)[0]
    assert "Put it into a problem" in page.get(f"/cases/{case.pk}").content.decode()
    for _ in range(2):
        page.post(f"/cases/{case.pk}/problem", {"problem": str(one.pk)})
    assert list(one.cases.all()) == [case]


def test_whoever_is_told_can_end_it_with_one_press(
    workspace: Any, response: Any, person: Any, client: Any
) -> None:
    facts = ProblemFacts("Late", words=["late"], status="declined", decision="No", )  # fmt: skip
    one = make_problem(workspace, facts, "user:a")
    now = response.at + DAY
    assert tell_affected(one, affected(one, now), ("Done", "Hello {name}"), "user:a", now) == 1
    mail = PostedMail.objects.get()
    link = mail.leave.removeprefix("http://127.0.0.1:8000")
    assert mail.leave in mail.text
    mail.address = person.email
    headers = letter_of(mail).headers
    assert headers["List-Unsubscribe"] == f"<{mail.leave}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "It ends with one press" in client.get(link).content.decode()
    assert not barred(workspace, "mail", [person.email], "", now)
    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert barred(workspace, "mail", [person.email], "", now)
    assert person.consents.filter(purpose="follow_up", given=False).count() == 1
    other = make_problem(workspace, ProblemFacts("B", words=["late"]), "user:a")
    assert reach_of(other, affected(other, now), now).why_not == {"not_permitted": 1}
    assert client.get("/m/nonsense").status_code == 404
