"""A channel that notes what is posted, instead of those that send."""

import pytest

from likely.act import posting
from tests.ask.queued import Noting


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Noting:
    """By whatever way a mail is to go out."""
    noting = Noting()
    monkeypatch.setattr(posting, "CHANNELS", dict.fromkeys(posting.CHANNELS, noting))
    return noting
