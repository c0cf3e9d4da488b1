"""The colours of both themes, by token. Marks keep 3:1 and text 4.5:1 against paper and card."""

from typing import Literal

Theme = Literal["light", "dark"]

TOKENS: dict[Theme, dict[str, str]] = {
    "light": {
        "ink": "#1c1917",
        "ink-soft": "#57534e",
        "paper": "#faf9f7",
        "card": "#ffffff",
        "line": "#d6d3d1",
        "accent": "#1d4ed8",
        "promoter": "#0f766e",
        "passive": "#78716c",
        "detractor": "#c2402c",
    },
    "dark": {
        "ink": "#f5f4f2",
        "ink-soft": "#b8b2ac",
        "paper": "#161412",
        "card": "#211e1b",
        "line": "#45403b",
        "accent": "#8fb4ff",
        "promoter": "#3ecfbd",
        "passive": "#a8a29e",
        "detractor": "#ff8f78",
    },
}


def colour(token: str) -> str:
    """The CSS value of a token, with the light theme where the page defines none."""
    return f"var(--{token}, {TOKENS['light'][token]})"
