"""How accounts come to be: only through an invitation, and under the address that it names."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from likely.base.invite import Invite, accept, read_invite
from likely.base.member import User
from likely.lib.refusal import Refusal

INVITED = "invite"  # session key: the token of an invitation that was opened


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's hooks. Closing the form would not be enough: the address is checked where it is saved."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return waiting_invite(request) is not None

    def clean_email(self, email: str) -> str:
        invite = waiting_invite(self.request)
        if invite is not None and email.lower() != invite.email:
            raise self.validation_error("other_address")
        return email

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        saved = cast(User, super().save_user(request, user, form, commit))
        invite = waiting_invite(request)
        if commit and invite is not None:
            accept(invite, saved)
            del request.session[INVITED]
        return saved

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mail start with our own address, never with what a request claims its host to be."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        uid, _dash, rest = key.partition("-")
        return str(settings.BASE_URL) + path.replace("UID-KEY", f"{uid}-{rest}")

    def validation_error(self, code: str, *args: Any) -> Exception:
        self.error_messages.setdefault(
            "other_address", _("The invitation is for another address: use the one that it was sent to.")
        )
        return cast(Exception, super().validation_error(code, *args))


def waiting_invite(request: HttpRequest) -> Invite | None:
    """The invitation that this browser opened, while it is good."""
    token = request.session.get(INVITED)
    if not token:
        return None
    try:
        return read_invite(token)
    except Refusal:
        return None
