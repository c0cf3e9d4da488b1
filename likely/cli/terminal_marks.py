"""Charts in characters, a line each; they say the same with and without colour."""

from collections.abc import Mapping

FILLS = {"detractor": "░", "passive": "▒", "promoter": "█"}
PARTS = " ▏▎▍▌▋▊▉█"

_DIGITS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("┏━┓", "┏━┛", "┗━╸"),
    "3": ("┏━┓", "╺━┫", "┗━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "┗━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("┏━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    "+": (" ╻ ", "╺╋╸", " ╹ "),
    "−": ("   ", "╺━╸", "   "),
}


def big(figure: str) -> tuple[str, str, str]:
    """A score such as +63 in three lines of characters."""
    glyphs = [_DIGITS[character] for character in figure]
    first, second, third = (" ".join(glyph[row] for glyph in glyphs) for row in range(3))
    return first, second, third


def number_line(low: float, value: float, high: float, width: int) -> str:
    """−100 to +100 in `width` characters (odd): zero as │, the interval as ├──┤, the score as ●."""

    def at(points: float) -> int:
        return round((min(max(points, -100), 100) + 100) / 200 * (width - 1))

    cells = ["·"] * width
    cells[at(0)] = "│"
    for place in range(at(low), at(high) + 1):
        cells[place] = "─" if place != at(0) else "┼"
    cells[at(low)], cells[at(high)] = "├", "┤"
    cells[at(value)] = "●"
    return "".join(cells)


def share_line(share: float, width: int) -> str:
    """A bar for a share of 0..1, to an eighth of a character; a share above 0 is always visible."""
    eighths = max(round(min(max(share, 0), 1) * width * 8), 1 if share > 0 else 0)
    return "█" * (eighths // 8) + PARTS[eighths % 8].strip()


def group_line(counts: Mapping[str, int], width: int) -> dict[str, str]:
    """The pieces of one bar; each group with answers has at least one character of its own fill."""
    total = sum(counts.values())
    present = {group: n for group, n in counts.items() if n}
    sizes = {group: max(round(width * n / total), 1) for group, n in present.items()}
    if sizes:
        sizes[max(sizes, key=sizes.__getitem__)] += width - sum(sizes.values())
    return {group: FILLS[group] * size for group, size in sizes.items()}
