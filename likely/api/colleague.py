"""A colleague whom a program names: by the mail address with which they sign in."""

from likely.act.case import may_own
from likely.base.member import Member, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal


def case_worker(workspace: Workspace, email: str | None, field: str) -> User:
    """Somebody who may work on cases here."""
    wanted = (email or "").strip().lower()
    found = next((user for user in may_own(workspace).values() if user.email == wanted), None)
    if found is None:
        raise Refusal("owner_unknown", "Nobody of that address works on cases here.", field=field)
    return found


def mail_of(user: User | None) -> str | None:
    """How a colleague is named to a program."""
    return user.email if user else None


def member_named(workspace: Workspace, email: str | None, field: str) -> User:
    """Anybody who signs in to the workspace."""
    wanted = (email or "").strip().lower()
    rows = Member.objects.of(workspace).filter(user__email=wanted).select_related("user")
    found = rows.first()
    if found is None:
        raise Refusal("member_unknown", "Nobody of that address is a member here.", field=field)
    return found.user
