"""Did a person send this? Signals in, a verdict out: nothing is read and nothing is written here (C06).

The rules are two literal lists. Those of SURE decide alone, the first that holds; those of SIGNS are weak,
and two together (three against a deliberate gesture) make an answer doubtful. docs/evidence.md words each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from likely.ask.page_proof import Opened
from likely.collect.gesture import Gesture

Verdict = Literal["human", "doubtful", "machine"]
Agent = Literal["browser", "automated", "scanner", "program", "none"]

SURENESS: Final[dict[str, int]] = {"machine": 0, "doubtful": 1, "human": 2, "": 2}  # "": not judged

TOO_FAST_SECONDS: Final = 0.4  # from the page's making to the answer's arrival, network included
AT_ONCE_SECONDS: Final = 0.05  # on an open link
SWIFT_MS: Final = 700  # in view until the first event
SWIFT_FORM_SECONDS: Final = 1.0
SOON_SECONDS: Final = 120.0  # after sending: when mail is scanned
FEWEST_MOVES: Final = 2  # of a mouse that a hand holds, before it presses
FEWEST_KEYS: Final = 2  # where the page tells them: one to come to a button, one to press it
MANY_LINKS: Final = 3  # different numbers of one mail, opened within a minute by one visitor
MANY_SCORES: Final = 5  # different scores of one response within a minute
SEVERAL_SCORES: Final = 3
SIGNS_FOR_DOUBT: Final = 2
DELIBERATE_MS: Final = 1200
DELIBERATE_MOVES: Final = 8
DWELL_MS: Final = 5000  # in view without any event
DWELL_LINK_SECONDS: Final = 300.0  # age of a link before a mere look may be kept


@dataclass(frozen=True, slots=True)
class Sender:
    """What the gate saw of a request. Nothing of it names anybody.

    own_page: the browser says that a page of ours sent it (Origin, or Sec-Fetch-Site where there is one).
    fetch_headers: Sec-Fetch-* were there. activated: Sec-Fetch-User, a person's own act. links, hidden
    and head: what the same visitor looked at in the last minutes, as far as this process knows. place: the
    same for the same address and browser on the same day, and for one in 16 million others by chance.
    """

    agent: Agent = "browser"
    form: bool = False
    own_page: bool = True
    fetch_headers: bool = True
    activated: bool = True
    links: int = 0
    hidden: bool = False
    head: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """All that is known when an answer arrives. Ages in seconds; None: not known.

    sender: None for a caller that is trusted (API, kiosk, interviewer). page_age: since the page was made.
    link_age: since the invitation was sent. scores: different ones of this response within a minute.
    mailed: a personal link, which scanners meet; an open one is also driven by kiosks and tests, so what only
    tells a program's hand is a weak sign there or none.
    """

    sender: Sender | None = None
    gesture: Gesture | None = None
    trapped: bool = False
    opened: Opened = "plain"
    page_age: float | None = None
    link_age: float | None = None
    scores: int = 1
    mailed: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """reason: "" for a person, else the name of the rule, or of the signs."""

    verdict: Verdict | Literal[""]
    reason: str = ""


TRUSTED: Final = Judgement("")
HUMAN: Final = Judgement("human")

Holds = Callable[[Signals, Sender], bool]


def _is_sent(signals: Signals) -> bool:
    """The link went out in a message, where scanners meet it."""
    return signals.link_age is not None


def _without_browser(sender: Sender) -> bool:
    return sender.agent == "program" or not (sender.own_page or sender.fetch_headers)


def _is_program(signals: Signals, sender: Sender) -> bool:
    """Whatever tells a program from a page, as one sign: where no scanner comes by, a program that posts
    was told to, by a company's own script or by a tool without a browser's manners."""
    if _is_sent(signals):
        return False
    speaks_plainly = _without_browser(sender) or not sender.fetch_headers or sender.agent == "none"
    if signals.mailed:
        return speaks_plainly
    return signals.page_age is None and (speaks_plainly or _without_event(signals, sender))


def _without_event(signals: Signals, sender: Sender) -> bool:
    return not sender.form and (signals.gesture is None or not signals.gesture.by)


def _unmoved(signals: Signals, _sender: Sender) -> bool:
    gesture = signals.gesture
    if not signals.mailed or gesture is None:
        return False
    return gesture.by == "pointer" and gesture.moves < FEWEST_MOVES


def _single_key(signals: Signals, _sender: Sender) -> bool:
    gesture = signals.gesture
    if not signals.mailed or gesture is None or gesture.keys is None:
        return False
    return gesture.by == "key" and gesture.keys < FEWEST_KEYS


def _is_driven(signals: Signals, sender: Sender) -> bool:
    return sender.agent == "automated" or bool(signals.gesture and signals.gesture.automated)


def _too_fast(signals: Signals, _sender: Sender) -> bool:
    return signals.mailed and signals.page_age is not None and signals.page_age < TOO_FAST_SECONDS


def _at_once(signals: Signals, _sender: Sender) -> bool:
    return not signals.mailed and signals.page_age is not None and signals.page_age < AT_ONCE_SECONDS


def _swift(signals: Signals, sender: Sender) -> bool:
    if not signals.mailed:
        return False
    if sender.form:
        return signals.page_age is not None and signals.page_age < SWIFT_FORM_SECONDS
    return signals.gesture is not None and signals.gesture.ms < SWIFT_MS


SURE: Final[tuple[tuple[str, Verdict, Holds], ...]] = (
    ("honeypot", "machine", lambda s, _: s.trapped),
    ("hidden_link", "machine", lambda s, _: s.opened == "hidden"),
    ("scanner", "machine", lambda _, x: x.agent == "scanner"),
    ("automated", "machine", lambda s, x: s.mailed and _is_driven(s, x)),
    ("no_browser", "machine", lambda s, x: _is_sent(s) and _without_browser(x)),
    ("provisional", "doubtful", lambda s, _: bool(s.gesture and s.gesture.by == "dwell")),
    ("no_interaction", "doubtful", lambda s, x: s.mailed and _without_event(s, x)),
    ("not_activated", "doubtful", lambda _, x: x.form and x.fetch_headers and not x.activated),
    ("past_the_script", "doubtful", lambda s, x: x.form and s.gesture is not None),
    ("hidden_link_fetched", "doubtful", lambda _, x: x.hidden),
    ("too_fast", "doubtful", _too_fast),
    ("many_scores", "doubtful", lambda s, _: s.scores >= MANY_SCORES),
    ("unmoved_mouse", "doubtful", _unmoved),
    ("single_key", "doubtful", _single_key),
)
SIGNS: Final[tuple[tuple[str, Holds], ...]] = (
    ("soon", lambda s, _: s.link_age is not None and s.link_age < SOON_SECONDS),
    ("many_links", lambda _, x: x.links >= MANY_LINKS),
    ("head", lambda _, x: x.head),
    ("driven", lambda s, x: not s.mailed and _is_driven(s, x)),
    ("swift", _swift),
    ("at_once", _at_once),
    ("several_scores", lambda s, _: s.scores >= SEVERAL_SCORES),
    ("no_proof", lambda s, _: s.mailed and s.page_age is None),
    ("no_fetch_headers", lambda s, x: _is_sent(s) and not x.fetch_headers),
    ("no_agent", lambda s, x: _is_sent(s) and x.agent == "none"),
    ("program", lambda s, x: _is_program(s, x)),
)


def judge(signals: Signals) -> Judgement:
    """The verdict on one submission."""
    sender = signals.sender
    if sender is None:
        return Judgement("machine", "honeypot") if signals.trapped else TRUSTED
    for name, verdict, holds in SURE:
        if holds(signals, sender):
            return Judgement(verdict, name)
    signs = [name for name, holds in SIGNS if holds(signals, sender)]
    if len(signs) >= SIGNS_FOR_DOUBT + _is_deliberate(signals.gesture):
        return Judgement("doubtful", "+".join(signs))
    return HUMAN


def _is_deliberate(gesture: Gesture | None) -> bool:
    """A gesture as a person makes it and a program rarely does: after a look, by a hand that moved."""
    if gesture is None or gesture.ms < DELIBERATE_MS:
        return False
    return gesture.by in ("key", "touch") or gesture.moves >= DELIBERATE_MOVES
