"""A new submission and the answer that is there: which of them stands (C06).

A surer one replaces a less sure one of another page. What is less sure never touches what is there: it is
withheld, kept in the row's evidence for staff to see, and counts nowhere.

The evidence of a row: {"page": its name, "by", "ms", "moves", "agent", "form", "link_age", "place", "scores":
[[score, seconds since 1970], ...] of the last minute, "withheld": [{"at", "reason", "score", "comment"}]}.
Nothing in it names anybody: no address, no User-Agent.
"""

from datetime import datetime
from typing import Any, Final, Literal

from likely.ask.in_app import WIDGET as IN_APP
from likely.ask.invitation import Invitation
from likely.ask.page_proof import PageProof
from likely.collect.draft import Draft
from likely.collect.evidence import SURENESS, Judgement, Signals
from likely.collect.response import ResponseState
from likely.collect.submission import Submission

Standing = Literal["joins", "replaces", "withheld"]

MINUTE: Final = 60.0
DAMNING: Final = ("many_scores", "hidden_link_fetched")
MOST_WITHHELD: Final = 5
WITHHELD_CHARACTERS: Final = 500


def proof_subject(sent: Submission) -> str:
    """What a page's proof is signed for: the open link's slug, also in an app, or the invitation."""
    return sent.slug or (sent.invitation.hex if sent.invitation else "")


def signals_of(
    sent: Submission,
    proof: PageProof | None,
    invitation: Invitation | None,
    before: Draft | None,
    now: datetime,
) -> Signals:
    scores = {score for score, _ in _scores(before, sent, proof.name if proof else "", now)}
    return Signals(
        sender=sent.sender,
        gesture=sent.gesture,
        trapped=sent.trapped,
        opened=proof.opened if proof else "plain",
        page_age=max(0.0, now.timestamp() - proof.shown_ms / 1000) if proof else None,
        link_age=_link_age(invitation, now),
        mailed=invitation is not None and invitation.channel != IN_APP,
        scores=max(len(scores), sent.gesture.numbers if sent.gesture else 0),
    )


def standing(row: Draft, judgement: Judgement, page: str) -> Standing:
    """What becomes of a submission for `row`, which an earlier one made."""
    if not judgement.verdict or _same_author(row, page):
        return "joins"
    new, old = SURENESS[judgement.verdict], SURENESS[row.verdict]
    if judgement.verdict != "human" and row.state != ResponseState.QUARANTINED:
        return "withheld"  # it counts, or a member has decided about it
    return "joins" if new == old else "replaces" if new > old else "withheld"


def judged(row: Draft, judgement: Judgement) -> dict[str, Any]:
    """The columns that a verdict changes. What a member decided stays decided."""
    verdict = judgement.verdict
    if not verdict:
        return {}
    if verdict == "human":
        released = {"state": ResponseState.COUNTED, "doubt": ""}
        return {"verdict": verdict} | (released if row.state == ResponseState.QUARANTINED else {})
    if row.state == ResponseState.COUNTED and (row.verdict == "doubtful" or not damns(judgement)):
        return {}  # released by a member; or a weak doubt after a sure sign of the same person
    if row.state == ResponseState.DISMISSED or SURENESS[verdict] > SURENESS[row.verdict]:
        return {}
    return {"verdict": verdict, "state": ResponseState.QUARANTINED, "doubt": judgement.reason}


def damns(judgement: Judgement) -> bool:
    """It casts doubt on all that its author did, not on this one act alone."""
    return judgement.verdict == "machine" or judgement.reason in DAMNING


def _same_author(row: Draft, page: str) -> bool:
    """One page has one author, and so has the secret that one browser holds for an open link or an app."""
    return (
        row.invitation_id is None or row.channel == IN_APP or bool(page and page == row.evidence.get("page"))
    )


def evidence_of(
    sent: Submission,
    page: str,
    before: Draft | None,
    now: datetime,
    invitation: Invitation | None,
    *,
    anonymous: bool = False,
) -> dict[str, Any]:
    """What the verdict on `sent` rests on, as it is stored. Empty for a trusted caller.

    anonymous: two answers of one device are not told to be so.
    """
    if sent.sender is None:
        return dict(before.evidence) if before else {}
    gesture, age = sent.gesture, _link_age(invitation, now)
    found: dict[str, Any] = {
        "page": page,
        "agent": sent.sender.agent,
        "form": sent.sender.form,
        "scores": _scores(before, sent, page, now),
        "link_age": None if age is None else round(age),
    }
    if sent.sender.place and not anonymous:
        found["place"] = sent.sender.place
    if gesture:
        found |= {"by": gesture.by, "ms": gesture.ms, "moves": gesture.moves}
    if before and (withheld := before.evidence.get("withheld")):
        found["withheld"] = withheld
    return found


def withheld_evidence(
    row: Draft, sent: Submission, judgement: Judgement, now: datetime
) -> dict[str, Any] | None:
    """The row's evidence with one more that was withheld; None where it says nothing new."""
    kept: list[dict[str, Any]] = row.evidence.get("withheld", [])
    one = {
        "reason": judgement.reason,
        "score": sent.score,
        "comment": (sent.comment or "")[:WITHHELD_CHARACTERS],
    }
    if len(kept) >= MOST_WITHHELD or any({**old, "at": ""} == {**one, "at": ""} for old in kept):
        return None
    return {**row.evidence, "withheld": [*kept, {**one, "at": now.isoformat(timespec="seconds")}]}


def _link_age(invitation: Invitation | None, now: datetime) -> float | None:
    """None too where it was asked in the app: no link was on its way, and nothing could open it early."""
    if invitation is None or invitation.sent_at is None or invitation.channel == IN_APP:
        return None
    return (now - invitation.sent_at).total_seconds()


def _scores(before: Draft | None, sent: Submission, page: str, now: datetime) -> list[list[float]]:
    """Of the same page alone: what a scanner pressed before is not held against the person after it."""
    same = before and before.evidence.get("page") == page
    earlier = before.evidence.get("scores", []) if before and same else []
    second = now.timestamp()
    recent = [pair for pair in earlier if second - pair[1] <= MINUTE and pair[0] != sent.score]
    return recent if sent.score is None else [*recent, [sent.score, round(second, 1)]]
