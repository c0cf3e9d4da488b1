"""What a role may do: an order of five, and which workspace a user works in."""

from typing import Final

from likely.base.member import Member, Role, User

ORDER: Final = (Role.VIEWER, Role.AGENT, Role.ANALYST, Role.MANAGER, Role.OWNER)


def reaches(role: str, needed: str) -> bool:
    """Whether `role` may do what `needed` may do."""
    return ORDER.index(Role(role)) >= ORDER.index(Role(needed))


def roles_below(role: str) -> list[Role]:
    """The roles that a member of `role` may give to others: never more than their own."""
    return [candidate for candidate in reversed(ORDER) if reaches(role, candidate)]


def memberships(user: User) -> list[Member]:
    """Where a user works, by the workspace's name."""
    return list(Member.objects.filter(user=user).select_related("workspace").order_by("workspace__name"))
