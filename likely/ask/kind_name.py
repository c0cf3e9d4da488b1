"""What the kinds of questions and of surveys are called for staff."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

KIND_NAMES: Final[dict[str, Promise]] = {
    "scale": gettext_lazy("Scale 0–10"),
    "text": gettext_lazy("Open text"),
    "choice": gettext_lazy("One of several choices"),
    "choices": gettext_lazy("Any of several choices"),
    "rating": gettext_lazy("Rating"),
    "yes_no": gettext_lazy("Yes or no"),
    "csat": gettext_lazy("Satisfaction"),
    "ces": gettext_lazy("Effort"),
    "contact": gettext_lazy("Mail or phone"),
    "hidden": gettext_lazy("Hidden value"),
}
SURVEY_KINDS: Final[dict[str, Promise]] = {
    "rnps": gettext_lazy("Relationship (rNPS)"),
    "tnps": gettext_lazy("Transactional (tNPS)"),
    "enps": gettext_lazy("Employees (eNPS)"),
    "csat5": gettext_lazy("Satisfaction, 1–5"),
    "csat10": gettext_lazy("Satisfaction, 1–10"),
    "ces": gettext_lazy("Effort (CES)"),
    "wow": gettext_lazy("Wow"),
    "custom": gettext_lazy("Own"),
}
