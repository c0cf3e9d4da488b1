"""The language of the page that is being made."""

from django.utils.translation import get_language


def language() -> str:
    """Without its script or place, as texts of themes and drivers name it: zh of zh-hans."""
    return (get_language() or "en").partition("-")[0]
