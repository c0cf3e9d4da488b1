"""Words of respondents as the reader may see them: personal data hidden from whoever may not see people."""

from django import template

from likely.base.access import reaches
from likely.base.member import Role
from likely.text.seen import seen

register = template.Library()


def reads_all(role: str) -> bool:
    """Whether a member of that role reads personal data within words; a search of theirs finds it too."""
    return reaches(role, Role.AGENT)


@register.filter
def seen_by(said: object, role: str) -> str:
    """role: of the reader; from agents on, words are read as they were written."""
    text = "" if said is None else str(said)
    return text if reads_all(role) else seen(text)
