"""Whoever sets an installation up owns its first workspace."""

import pytest

from likely.base.first_owner import FIRST_WORKSPACE, NAMELESS, has_owner, make_first_owner
from likely.base.journal import JournalEntry
from likely.base.member import Member, User
from likely.lib.refusal import Refusal


@pytest.mark.django_db
def test_the_first_owner_has_a_workspace_and_the_journal_says_so() -> None:
    assert not has_owner()
    owner = make_first_owner("ada@example.org", "correct horse battery")
    assert has_owner()
    member = Member.objects.get(user=owner)
    assert (member.role, member.workspace.name) == ("owner", FIRST_WORKSPACE)
    assert owner.check_password("correct horse battery")
    assert JournalEntry.objects.filter(workspace=member.workspace, verb="workspace.made").exists()


@pytest.mark.django_db
def test_without_a_password_no_password_opens() -> None:
    owner = make_first_owner(NAMELESS, None)
    assert not owner.has_usable_password()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("nobody", "correct horse battery", "LIKELY_OWNER_EMAIL"),
        ("", None, "LIKELY_OWNER_EMAIL"),
        ("ada@example.org", "short", "LIKELY_OWNER_PASSWORD"),
        ("ada@example.org", "password123", "LIKELY_OWNER_PASSWORD"),
        ("ada@example.org", "ada@example.org", "LIKELY_OWNER_PASSWORD"),
    ],
)
def test_what_is_no_address_or_no_password_makes_nothing(
    email: str, password: str | None, field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        make_first_owner(email, password)
    assert caught.value.field == field
    assert not has_owner()
    assert not User.objects.exists()
