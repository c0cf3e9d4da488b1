"""The contact policy of a workspace: how often anybody is asked, over all programmes and channels (C03)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

from django.db import transaction
from pydantic import Field

from likely.ask.definition import Kind
from likely.ask.plain_data import PlainData
from likely.ask.plain_reading import read_plain
from likely.ask.quiet_hours import QuietHours
from likely.base.journal import record
from likely.base.workspace import Workspace

Days = Annotated[int, Field(ge=0, le=3650)]
USUAL_DAYS: Final[dict[Kind, int]] = {"rnps": 90, "tnps": 30, "enps": 90}
OTHER_DAYS: Final = 30  # between two surveys of any other kind


class ContactPolicy(PlainData):
    """kind_days: between two surveys of one kind; any_days: between any two. Days of 24 hours.

    per_day, per_hour: invitations of all programmes together, by the clock of the workspace. wave_share:
    percent of them that only waves may take, so that triggers never use up everything. holdout: percent of
    people whom nobody asks in a calendar year, to compare with.
    """

    kind_days: dict[Kind, Days] = Field(default={})
    any_days: Days = 14
    per_day: int | None = Field(default=None, ge=1)
    per_hour: int | None = Field(default=None, ge=1)
    wave_share: int = Field(default=30, ge=0, le=90)
    holdout: float = Field(default=0, ge=0, le=50)
    quiet: QuietHours = QuietHours()

    def clock_of(self, kind: str) -> timedelta:
        """The shortest time between two surveys of the kind."""
        days: Mapping[str, int] = {str(each): n for each, n in (USUAL_DAYS | self.kind_days).items()}
        return timedelta(days=days.get(kind, OTHER_DAYS))

    @property
    def any_clock(self) -> timedelta:
        return timedelta(days=self.any_days)

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)


def policy_of(workspace: Workspace) -> ContactPolicy:
    return read_contact_policy(workspace.contact_policy)


def read_contact_policy(data: object) -> ContactPolicy:
    return read_plain(ContactPolicy, data, "contact_policy_invalid", "contact_policy")


@transaction.atomic
def change_contact_policy(workspace: Workspace, policy: ContactPolicy, actor: str) -> None:
    """From the next decision on; what is queued already stays, and keeps to the new quiet hours."""
    before = workspace.contact_policy
    workspace.contact_policy = policy.to_json()
    workspace.save(update_fields=["contact_policy"])
    record(workspace, actor, "contact_policy.changed", f"workspace:{workspace.pk}", before=before)
