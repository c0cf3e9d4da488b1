"""Words of respondents as the reader may see them: personal data hidden from whoever may not see people."""

from django import template

from likely.base.access import reaches
from likely.base.member import Role
from likely.text.masking import mask
from likely.text.names import mask_names

register = template.Library()


@register.filter
def seen_by(said: object, role: str) -> str:
    """role: of the reader; from agents on, words are read as they were written."""
    text = "" if said is None else str(said)
    return text if reaches(role, Role.AGENT) else mask_names(mask(text))
