"""The worker does what is due, and one piece of work that fails stops no other."""

from threading import Event

import pytest

from likely.base.tick import Tick
from likely.cli.work import DUTIES, Aside, Duty, Share, chosen_duties, work_once
from likely.lib.refusal import Refusal


def fail() -> None:
    raise ZeroDivisionError


@pytest.mark.django_db
def test_what_is_due_is_done_once_and_a_failure_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    duties = (Duty("broken", 60, fail), Duty("good", 60, lambda: done.append("good")))
    assert work_once(duties) == ["good"]
    assert work_once(duties) == []
    assert done == ["good"]
    assert "broken failed" in caplog.text
    assert Tick.objects.get(name="broken").finished_at is None


@pytest.mark.django_db
def test_our_own_duties_run_on_an_empty_installation() -> None:
    assert work_once() == [duty.name for duty in chosen_duties(None)]


def test_one_can_be_chosen_and_another_is_refused() -> None:
    assert [duty.name for duty in chosen_duties("seal")] == ["seal"]
    with pytest.raises(Refusal, match="There is no work called"):
        chosen_duties("nothing")


def test_two_workers_share_the_duties() -> None:
    short, long = (chosen_duties(None, share) for share in (Share.SHORT, Share.LONG))
    assert sorted((*short, *long), key=DUTIES.index) == list(DUTIES)
    assert {"react", "send"} <= {duty.name for duty in short}
    assert "import-people" in {duty.name for duty in long}


@pytest.mark.django_db
def test_one_that_is_told_to_stop_begins_no_further_duty() -> None:
    stop = Event()
    duties = tuple(Duty(name, 0, stop.set) for name in ("first", "second"))
    assert work_once(duties, stop) == ["first"]


@pytest.mark.django_db
def test_what_is_awaited_waits_for_one_long_duty_at_most() -> None:
    done: list[str] = []
    awaited = Duty("awaited", 0, lambda: done.append("awaited"), is_long=True, is_awaited=True)
    long = (Duty(name, 0, lambda name=name: done.append(name), is_long=True) for name in ("one", "two"))
    work_once((awaited, *long, Duty("short", 0, lambda: done.append("short"))))
    assert done == ["awaited", "one", "awaited", "two", "awaited", "short"]


@pytest.mark.django_db(transaction=True)
def test_new_comments_do_not_wait_for_what_is_done_aside() -> None:
    done: list[str] = []
    begun, over = Event(), Event()

    def discover() -> None:
        begun.set()
        over.wait(30)
        done.append("discovered")

    duties = (
        Duty("slow", 0, discover, is_long=True, is_aside=True),
        Duty("new", 0, lambda: done.append("tagged"), is_long=True, is_awaited=True),
    )
    aside = Aside()
    work_once(duties, aside=aside)
    assert begun.wait(30)
    for _ in range(2):
        assert work_once(duties, aside=aside) == ["new"]
    assert done == ["tagged"] * 3
    over.set()
    aside.finish(30)
    assert done == [*["tagged"] * 3, "discovered"]
    assert Tick.objects.get(name="slow").finished_at


def test_what_takes_long_to_think_over_is_done_aside() -> None:
    aside = {duty.name for duty in DUTIES if duty.is_aside}
    assert aside == {"discover-themes", "read-again"}
    assert next(duty for duty in DUTIES if duty.name == "tag-comments").is_awaited
