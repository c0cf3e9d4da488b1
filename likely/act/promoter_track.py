"""The picture by which a company's own page tells of a sign-up or an order, where no program can call us.

Its token is the workspace's and says that the page is theirs; whoever reads the page can read it too, so the
API is the surer way.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from likely.act.promoter import CONVERSION, SIGNUP, Promoter, Told, note_deed
from likely.ask.derived_token import DerivedToken
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

TOKEN: Final = DerivedToken("likely.act.promoter_track")
TRACKED: Final = (SIGNUP, CONVERSION)


def track_address(workspace: Workspace, kind: str = CONVERSION) -> str:
    """For the page to fill in: CODE of the visitor, ORDER as its own name for it."""
    return f"{settings.BASE_URL}/go/CODE/{kind}.gif?key=ORDER&t={TOKEN.of(workspace.pk)}"


def note_tracked(promoter: Promoter, kind: str, token: str, key: str, value: str, now: datetime) -> bool:
    """Whether it was counted. What is wrong is passed over: the picture is the same, and no page breaks."""
    if kind not in TRACKED or TOKEN.named_by(token) != promoter.workspace_id:
        return False
    try:
        worth = float(value) if value and kind == CONVERSION else None
        return note_deed(promoter, kind, Told(key, now, worth))[1]
    except (ValueError, Refusal):
        return False
