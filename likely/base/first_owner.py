"""The first owner: whoever sets an installation up, with the first workspace."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from likely.base.journal import record
from likely.base.member import Member, Role, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

FIRST_WORKSPACE = "My organisation"
NAMELESS = "owner@localhost"  # until the owner gives an address of their own


def has_owner() -> bool:
    return Member.objects.filter(role=Role.OWNER).exists()


@transaction.atomic
def make_first_owner(email: str, password: str | None, name: str = FIRST_WORKSPACE) -> User:
    """The owner of a new workspace. Without a password only a sign-in link opens the door."""
    _check(email, password)
    workspace = Workspace.objects.create(name=name)
    user = User.objects.create_user(email, password)
    Member.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    record(workspace, "system", "workspace.made", f"workspace:{workspace.pk}", owner=user.email)
    return user


def _check(email: str, password: str | None) -> None:
    try:
        if email != NAMELESS:
            validate_email(email)
    except ValidationError:
        raise Refusal(
            "not_an_address", f"{email!r} is no mail address.", field="LIKELY_OWNER_EMAIL"
        ) from None
    try:
        if password is not None:
            validate_password(password, User(email=email))
    except ValidationError as error:
        raise Refusal("weak_password", " ".join(error.messages), field="LIKELY_OWNER_PASSWORD") from None
