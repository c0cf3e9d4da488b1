"""The tables in a LimeSurvey file. Read without entities, document types, or anything from elsewhere."""

from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate  # nosec: every entity and document type is refused

from likely.ask.foreign import too_much
from likely.lib.refusal import Refusal

DEEPEST: Final = 12  # elements within elements; the format needs five
MOST_CELLS: Final = 200_000
Row = dict[str, str]


@dataclass
class Tables:
    """root: the name of the outermost element. heads: what stands right below it as text."""

    root: str = ""
    heads: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_tables(data: bytes) -> Tables:
    """Refuses what is no well-formed XML, and what declares anything."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except ExpatError as error:
        raise not_xml(f"line {error.lineno}") from None
    except (LookupError, ValueError):
        raise not_xml("its encoding") from None
    return reader.found


def not_xml(where: str) -> Refusal:
    return Refusal(
        "file_not_xml",
        f"The file is not well-formed XML: {where}.",
        cure="Export the survey again as a structure (.lss).",
        field="file",
    )


class _Reader:
    def __init__(self) -> None:
        self.found, self.path, self.row, self.said = Tables(), list[str](), Row(), list[str]()
        self.cells = 0
        self.parser = ParserCreate()
        self.parser.StartDoctypeDeclHandler = _declared
        self.parser.EntityDeclHandler = _declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.said.append

    def _start(self, name: str, _attributes: object) -> None:
        self.path.append(name)
        self.said.clear()
        self.cells += 1
        if len(self.path) > DEEPEST or self.cells > MOST_CELLS:
            raise too_much()
        if len(self.path) == 1:
            self.found.root = name
        if self._is_row():
            self.row = {}

    def _end(self, name: str) -> None:
        said = "".join(self.said)
        match len(self.path):
            case 2 | 3 if said.strip():
                self.found.heads.setdefault(self.path[1], []).append(said.strip())
            case 4 if self._is_row():
                self.found.rows.setdefault(self.path[1], []).append(self.row)
            case 5 if self.path[2:4] == ["rows", "row"]:
                self.row[name] = said
        self.said.clear()
        self.path.pop()

    def _is_row(self) -> bool:
        return len(self.path) == 4 and self.path[2:] == ["rows", "row"]


def _declared(*_what: object) -> None:
    raise Refusal(
        "file_declares",
        "The file declares a document type or entities, which a survey never needs.",
        cure="Export the survey again as a structure (.lss).",
        field="file",
    )
