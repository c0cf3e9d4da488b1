"""The verdict on a submission: pure, and the same for all that holds the same."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.collect.evidence import SIGNS, SURE, Judgement, Sender, Signals, judge
from likely.collect.gesture import Gesture

PERSON = Signals(Sender(), Gesture("touch", 2000, 0, True), page_age=2.0, link_age=86_400.0, mailed=True)
FORM = Signals(Sender(form=True), page_age=3.0, link_age=86_400.0, mailed=True)
DOCS = Path(__file__).parents[2] / "docs" / "evidence.md"


@pytest.mark.parametrize(
    "gesture",
    [
        Gesture("touch", 900),
        Gesture("key", 900),
        Gesture("key", 900, keys=2),
        Gesture("click", 900),
        Gesture("pointer", 900, moves=2),
    ],
)
def test_each_kind_of_real_event_is_a_persons(gesture: Gesture) -> None:
    assert judge(replace(PERSON, gesture=gesture)) == Judgement("human")


def test_the_button_of_a_form_is_a_persons() -> None:
    assert judge(FORM) == Judgement("human")


def test_a_trusted_caller_is_not_judged_unless_it_fills_the_trap() -> None:
    assert judge(Signals()) == Judgement("")
    assert judge(Signals(trapped=True)) == Judgement("machine", "honeypot")


@pytest.mark.parametrize(
    ("signals", "verdict", "reason"),
    [
        (replace(PERSON, trapped=True), "machine", "honeypot"),
        (replace(PERSON, opened="hidden"), "machine", "hidden_link"),
        (replace(PERSON, sender=Sender("scanner")), "machine", "scanner"),
        (replace(PERSON, sender=Sender("automated")), "machine", "automated"),
        (replace(PERSON, gesture=Gesture("touch", 900, automated=True)), "machine", "automated"),
        (replace(PERSON, sender=Sender("program")), "machine", "no_browser"),
        (replace(PERSON, sender=Sender(own_page=False, fetch_headers=False)), "machine", "no_browser"),
        (replace(PERSON, gesture=Gesture("dwell", 5000)), "doubtful", "provisional"),
        (replace(PERSON, gesture=None), "doubtful", "no_interaction"),
        (replace(PERSON, gesture=Gesture()), "doubtful", "no_interaction"),
        (replace(FORM, sender=Sender(form=True, activated=False)), "doubtful", "not_activated"),
        (replace(PERSON, sender=Sender(hidden=True)), "doubtful", "hidden_link_fetched"),
        (replace(PERSON, page_age=0.39), "doubtful", "too_fast"),
        (replace(PERSON, scores=5), "doubtful", "many_scores"),
        (replace(PERSON, gesture=Gesture("pointer", 3000, moves=1)), "doubtful", "unmoved_mouse"),
        (replace(PERSON, gesture=Gesture("key", 3000, keys=1)), "doubtful", "single_key"),
        (replace(FORM, gesture=Gesture()), "doubtful", "past_the_script"),
    ],
)
def test_one_sure_rule_is_enough(signals: Signals, verdict: str, reason: str) -> None:
    found = judge(signals)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_one_sign_is_none_and_two_are_doubt() -> None:
    quick = replace(PERSON, gesture=Gesture("touch", 100))
    assert judge(quick).verdict == "human"
    assert judge(replace(quick, link_age=3.0)) == Judgement("doubtful", "soon+swift")


def test_a_deliberate_gesture_outweighs_two_signs_and_not_three() -> None:
    ahead = replace(PERSON, link_age=22.0, sender=Sender(links=11))
    assert judge(ahead).verdict == "human"
    assert judge(replace(ahead, gesture=Gesture("pointer", 3000, moves=3))).verdict == "doubtful"
    assert judge(replace(ahead, page_age=None)) == Judgement("doubtful", "soon+many_links+no_proof")


def test_a_browser_without_fetch_headers_is_still_believed() -> None:
    assert (
        judge(replace(FORM, sender=Sender(form=True, fetch_headers=False, activated=False))).verdict
        == "human"
    )


def test_on_an_open_link_a_driven_browser_is_a_weak_sign_and_a_blind_one_none() -> None:
    driven = Gesture("pointer", 200, moves=1, automated=True)
    quick = replace(PERSON, gesture=driven, mailed=False, link_age=None, page_age=0.3)
    assert judge(quick).verdict == "human"
    assert (
        judge(replace(quick, page_age=None, gesture=None, sender=Sender("automated"))).reason
        == "driven+program"
    )
    assert judge(replace(quick, page_age=0.04)) == Judgement("doubtful", "driven+at_once")


BARE = Signals(Sender("program", own_page=False, fetch_headers=False, activated=False))


def test_a_companys_own_script_may_post_to_an_open_link_unless_more_speaks_against_it() -> None:
    assert judge(BARE) == Judgement("human")
    assert judge(replace(BARE, sender=replace(BARE.sender or Sender(), form=True))) == Judgement("human")
    assert judge(replace(BARE, trapped=True)).verdict == "machine"
    assert judge(replace(BARE, page_age=0.1)).verdict == "human"
    assert judge(replace(BARE, page_age=0.01, scores=3)) == Judgement("doubtful", "at_once+several_scores")
    assert judge(replace(BARE, scores=3)) == Judgement("doubtful", "several_scores+program")
    assert judge(replace(BARE, sender=replace(BARE.sender or Sender(), agent="scanner"))).verdict == "machine"


def test_a_personal_link_that_was_not_sent_takes_a_plain_form_and_no_plain_json() -> None:
    unsent = replace(FORM, link_age=None, sender=Sender("program", True, False, False, False))
    assert judge(unsent) == Judgement("human")
    assert judge(replace(unsent, page_age=None)) == Judgement("doubtful", "no_proof+program")
    assert judge(replace(unsent, sender=replace(BARE.sender or Sender()))).reason == "no_interaction"


SENDERS = st.builds(
    Sender,
    agent=st.sampled_from(["browser", "automated", "scanner", "program", "none"]),
    form=st.booleans(), own_page=st.booleans(), fetch_headers=st.booleans(), activated=st.booleans(),
    links=st.integers(0, 11), hidden=st.booleans(), head=st.booleans(),
)  # fmt: skip
GESTURES = st.builds(
    Gesture,
    by=st.sampled_from(["", "pointer", "touch", "key", "click", "dwell"]),
    ms=st.integers(0, 10_000), moves=st.integers(0, 30), visible=st.booleans(), automated=st.booleans(),
)  # fmt: skip
AGES = st.none() | st.floats(0, 1e6)
SIGNALS = st.builds(
    Signals,
    sender=SENDERS, gesture=st.none() | GESTURES, trapped=st.booleans(),
    opened=st.sampled_from(["plain", "score", "hidden"]), page_age=AGES, link_age=AGES,
    scores=st.integers(1, 11), mailed=st.booleans(),
)  # fmt: skip


@given(SIGNALS)
def test_a_reason_is_there_exactly_where_there_is_doubt_and_fits_its_column(signals: Signals) -> None:
    found = judge(signals)
    assert (found.verdict == "human") == (found.reason == "")
    assert len(found.reason) <= 80


@given(SIGNALS)
def test_no_script_without_an_event_is_ever_a_persons_on_a_personal_link(signals: Signals) -> None:
    bare = replace(signals.sender or Sender(), form=False)
    still = replace(signals, gesture=Gesture(), sender=bare, mailed=True)
    assert judge(still).verdict != "human"


@given(SIGNALS)
def test_more_suspicion_never_makes_a_person(signals: Signals) -> None:
    sender = signals.sender or Sender()
    worse = replace(signals, scores=11, sender=replace(sender, links=11, head=True))
    if judge(signals).verdict != "human":
        assert judge(worse).verdict != "human"


def test_each_rule_stands_in_the_documentation() -> None:
    told = DOCS.read_text("utf-8")
    names = [name for name, _, _ in SURE] + [name for name, _ in SIGNS]
    assert len(set(names)) == len(names)
    assert [name for name in names if f"`{name}`" not in told] == []
