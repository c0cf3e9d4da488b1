"""Ideas, problems and goals without a mouse: Tab, Enter, space and arrows alone, from the top of a page."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from likely.act.goal import Goal
from likely.act.goal_renewal import renew_goals
from likely.act.idea import Idea
from likely.act.problem import Problem
from tests.keyboard import keyboard_faults, tab_to


def test_an_idea_is_submitted_and_decided(staff: Callable[..., Page], workspace: Any) -> None:
    page = staff("/ideas/new")
    tab_to(page, "#id_title")
    page.keyboard.type("Call before the delivery")
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ideas/*-*")
    tab_to(page, "button[name=vote]")
    page.keyboard.press("Space")  # takes back the vote of its author
    page.get_by_role("button", name="Vote for it").wait_for()
    tab_to(page, "#id_state")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_reason")
    page.keyboard.type("From March on")
    tab_to(page, "form[action$=decide] button")
    page.keyboard.press("Enter")
    page.locator("dd", has_text="From March on").wait_for()
    idea = Idea.objects.get()
    assert (idea.title, idea.state, idea.voters.count()) == ("Call before the delivery", "planned", 0)


def test_a_problem_is_named_and_removed(staff: Callable[..., Page], workspace: Any) -> None:
    page = staff("/problems")
    tab_to(page, "main a.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/problems/new")
    tab_to(page, "#id_name")
    page.keyboard.type("Late deliveries")
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Late deliveries").wait_for()
    assert Problem.objects.get().name == "Late deliveries"
    tab_to(page, "form[action$=drop] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/problems")
    assert not Problem.objects.exists()


def test_a_goal_is_set_to_begin_anew(staff: Callable[..., Page], workspace: Any) -> None:
    page = staff("/teams/goals/new")
    tab_to(page, "#id_target")
    page.keyboard.type("40")
    tab_to(page, "#id_repeats")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("each quarter").wait_for()
    goal = Goal.objects.get()
    assert (goal.target, goal.period, goal.repeats) == (40, "quarter", True)
    renew_goals(timezone.now())
    tab_to(page, f"a[href$='{goal.pk}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/goals/{goal.pk}")
    assert keyboard_faults(page) == []


def test_what_is_for_the_mouse_alone_is_found(staff: Callable[..., Page]) -> None:
    page = staff("/ideas")
    assert keyboard_faults(page) == []
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
        '<button id="unseen-ring">A</button><span role="button">B</span><a href="/" tabindex="3">C</a>')"""
    )
    page.evaluate("document.getElementById('unseen-ring').style.cssText = 'all: initial; outline: none'")
    found = keyboard_faults(page)
    assert [one.partition("”")[2].strip() for one in found] == [
        "does not show its focus",
        "is out of its order",
        "is for the mouse alone",
    ]
