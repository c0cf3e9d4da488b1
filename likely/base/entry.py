"""The sign-in link: opens the door for one user, once a browser shows it, for a day."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing

from likely.base.member import User
from likely.lib.refusal import Refusal

SALT: Final = "likely.base.entry"
OPEN_FOR: Final = timedelta(hours=24)
PROOF_LENGTH = 16  # characters of the session hash, which changes with the password


def entry_link(user: User) -> str:
    """An address that signs `user` in without a password. Who has it is that user: print it, never log it."""
    return f"{settings.BASE_URL}/enter/{entry_token(user)}"


def entry_token(user: User) -> str:
    return signing.dumps([str(user.pk), _proof(user)], salt=SALT)


def user_of_entry(token: str) -> User:
    """The user of a fresh, genuine link whose password has not changed since; a refusal otherwise."""
    try:
        user_id, proof = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        raise _closed() from None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or proof != _proof(user):
        raise _closed()
    return user


def _proof(user: User) -> str:
    return user.get_session_auth_hash()[:PROOF_LENGTH]


def _closed() -> Refusal:
    return Refusal(
        "link_closed",
        "This sign-in link is no longer good.",
        cure="Sign in with your password, or ask for a new link.",
    )
