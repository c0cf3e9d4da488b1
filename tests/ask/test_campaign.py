"""A tenth of the campaign of bench/campaign.py: 1,200 mails, six workers killed in the middle of it."""

from pathlib import Path

import pytest

from tests.ask.campaign import run_campaign

MAILS, KILLS = 1200, 6


@pytest.mark.server
@pytest.mark.parametrize("unknown", ["resend", "hold"])
def test_a_killed_worker_loses_no_mail_and_repeats_at_most_one(tmp_path: Path, unknown: str) -> None:
    mails, kills = (MAILS, KILLS) if unknown == "resend" else (MAILS // 6, KILLS // 3)
    told = run_campaign(tmp_path, mails, kills, LIKELY_UNKNOWN_MAILS=unknown)
    assert told.lost == 0, told
    assert (told.unsaid, told.foreign) == (0, 0), told
    assert told.repeats <= (told.kills if unknown == "resend" else 0), told
    assert told.most_of_one <= 2, told
    assert told.unknown <= told.kills, told
