"""A chart as PNG, for mail and documents that show no SVG: the machine's fonts, nothing fetched."""

import re

from likely.lib.palette import TOKENS, Theme
from likely.lib.refusal import Refusal

# vl_convert is imported where it is used: it takes 40 MB, and few processes draw pictures.

_VARIABLE = re.compile(r"var\(--([a-z-]+)(?:, *([^()]*))?\)")
_OPENING = re.compile(r"(<svg\b[^>]*>)")
_EAST_ASIAN = re.compile(
    "<text(?=[^>]*>[^<]*[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])"
)
# Without a name the first font with the glyph would be taken, and that is often a serif.
_EAST_ASIAN_FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
)
MOST_PIXELS = 40_000_000


def to_png(svg: str, scale: float = 2, theme: Theme = "light") -> bytes:
    """The picture of `svg` on the card colour of `theme`, `scale` pixels to a px of the chart."""
    import vl_convert

    _refuse_huge(svg, scale)
    png: bytes = vl_convert.svg_to_png(standalone(svg, theme), scale=scale)
    return png


def standalone(svg: str, theme: Theme = "light") -> str:
    """`svg` with its colours settled, on a ground of its own: for any viewer that knows no CSS variables."""
    tokens = TOKENS[theme]
    settled = _VARIABLE.sub(lambda found: tokens.get(found[1]) or found[2] or "", svg)
    settled = _EAST_ASIAN.sub(f'<text font-family="{_EAST_ASIAN_FONTS}"', settled)
    return _OPENING.sub(rf'\1<rect width="100%" height="100%" fill="{tokens["card"]}"/>', settled, count=1)


def _refuse_huge(svg: str, scale: float) -> None:
    size = re.search(r'<svg\b[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"', svg)
    if not size:
        raise Refusal("no_size", "svg: a picture needs a width and a height.", field="svg")
    if int(size[1]) * int(size[2]) * scale**2 > MOST_PIXELS:
        raise Refusal("picture_too_large", "scale: the picture would be too large.", field="scale")
