"""An invitation into a workspace: a signed link for one mail address, good for a week."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from likely.base.journal import JournalEntry, record
from likely.base.member import Member, Role, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

SALT: Final = "likely.base.invite"
OPEN_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invite:
    workspace: Workspace
    email: str
    role: Role
    made_at: datetime


def invite_link(workspace: Workspace, email: str, role: str) -> str:
    """The address under which the owner of `email` joins. A refusal where the address or role is none."""
    return f"{settings.BASE_URL}/join/{invite_token(workspace, email, role)}"


def invite_token(workspace: Workspace, email: str, role: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("not_an_address", f"{email!r} is no mail address.", field="email") from None
    if role not in Role.values:
        raise Refusal("unknown_role", f"There is no role {role!r}.", field="role")
    made_at = datetime.now(UTC).timestamp()
    return signing.dumps([str(workspace.pk), email, role, made_at], salt=SALT)


def read_invite(token: str) -> Invite:
    """The invitation of a genuine, fresh token that no later removal has ended; a refusal otherwise."""
    try:
        workspace_id, email, role, made_at = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        raise _closed() from None
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    made = datetime.fromtimestamp(made_at, UTC)
    if workspace is None or _removed_since(workspace, email, made):
        raise _closed()
    return Invite(workspace, email, Role(role), made)


@transaction.atomic
def accept(invite: Invite, user: User) -> Member:
    """Make the invited user a member. Somebody else's address is refused; twice is the same as once."""
    if user.email.lower() != invite.email:
        raise Refusal(
            "other_address",
            f"This invitation is for {invite.email}; you are signed in as {user.email}.",
            cure="Sign out, then open the link again.",
        )
    member, made = Member.objects.get_or_create(
        workspace=invite.workspace, user=user, defaults={"role": invite.role}
    )
    if made:
        record(invite.workspace, f"user:{user.email}", "member.joined", f"user:{user.pk}", role=invite.role)
    return member


@transaction.atomic
def remove(member: Member, actor: str) -> None:
    """End a membership. The last owner stays: a workspace without one could never be governed again."""
    owners = Member.objects.of(member.workspace).filter(role=Role.OWNER).select_for_update()
    if member.role == Role.OWNER and len(owners) == 1:
        raise Refusal(
            "last_owner", "The last owner can't be removed.", cure="Make somebody else owner first."
        )
    record(
        member.workspace, actor, "member.removed", f"user:{member.user_id}", email=member.user.email.lower()
    )
    member.delete()


def _removed_since(workspace: Workspace, email: str, made: datetime) -> bool:
    removals = JournalEntry.objects.of(workspace).filter(verb="member.removed", at__gte=made)
    return removals.filter(detail__email=email).exists()


def _closed() -> Refusal:
    return Refusal(
        "invitation_closed",
        "This invitation is no longer good.",
        cure="Ask whoever invited you for a new link.",
    )
