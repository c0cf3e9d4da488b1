"""How the tests read a chart back: as XML, and with the place that each text takes."""

from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from likely.lib.drawing import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Placed:
    text: str
    left: float
    right: float
    y: float


@dataclass(frozen=True)
class Drawn:
    root: ElementTree.Element
    width: float
    height: float
    texts: list[Placed]

    @property
    def words(self) -> str:
        return " | ".join(placed.text for placed in self.texts)


def read(svg: str) -> Drawn:
    """The chart parsed; fails where it is not well-formed XML."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return Drawn(root, width, height, [_placed(text) for text in root.iter(f"{SVG}text")])


def _placed(element: ElementTree.Element) -> Placed:
    hover = element.find(f"{SVG}title")
    text = (element.text or "") if hover is None else (hover.tail or "")
    px = text_width(text, float(element.attrib.get("font-size", 13)))
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    if element.attrib.get("transform", "").startswith("rotate(-90 "):
        assert y - px >= -1, text
        return Placed(text, x - 13, x + 3, y)
    left = {"start": x, "middle": x - px / 2, "end": x - px}[element.attrib.get("text-anchor", "start")]
    return Placed(text, left, left + px, y)


def assert_fits(svg: str) -> Drawn:
    """Well-formed, named and described, and every text inside the picture."""
    drawn = read(svg)
    assert drawn.root.attrib["role"] == "img"
    assert drawn.root[0].tag == f"{SVG}title"
    assert drawn.root[1].tag == f"{SVG}desc"
    assert " style=" not in svg
    for placed in drawn.texts:
        assert placed.left >= -1, placed
        assert placed.right <= drawn.width + 1, placed
        assert 0 <= placed.y <= drawn.height, placed
    return drawn


def assert_apart(drawn: Drawn) -> None:
    """No text of one line runs into another."""
    for y in {placed.y for placed in drawn.texts}:
        line = sorted((p for p in drawn.texts if p.y == y), key=lambda placed: placed.left)
        for one, other in pairwise(line):
            assert one.right <= other.left + 1, (one, other)
