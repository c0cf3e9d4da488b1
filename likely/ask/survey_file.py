"""A file with a survey, of ours or of another tool: told apart by what is in it, not by its name."""

import json
from typing import Any, Final, NoReturn

from likely.ask import limesurvey, qualtrics, surveyjs
from likely.ask.assembly import Imported, own_file
from likely.ask.definition import Definition, read_definition
from likely.ask.foreign import too_much
from likely.ask.xml_tables import read_tables
from likely.lib.refusal import Refusal

LARGEST_FILE: Final = 1_000_000  # bytes
LARGEST_DEFINITION: Final = 900_000  # bytes: it goes through a form
DEEPEST: Final = 60  # levels of JSON


def read_survey_file(data: bytes) -> Imported:
    """What the file asks, and what of it has no counterpart; else a Refusal with field and rule."""
    if len(data) > LARGEST_FILE:
        raise too_large()
    found = _read(data)
    if len(file_of(found.definition)) > LARGEST_DEFINITION:
        raise too_large()
    return found


def _read(data: bytes) -> Imported:
    if not data.strip():
        raise Refusal("file_empty", "The file is empty.", field="file")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:2].replace(b"\0", b"")
    if start.startswith((b"<", b"\xfe\xff<", b"\xff\xfe<")) or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return limesurvey.read(read_tables(data))
    parsed = _parsed(data)
    if "schema" in parsed:
        return own_file(read_definition(parsed))
    if "SurveyElements" in parsed:
        return qualtrics.read(parsed)
    if surveyjs.is_one(parsed):
        return surveyjs.read(parsed)
    raise unknown_file()


def file_of(definition: Definition) -> bytes:
    """Our own file: what `read_survey_file` reads back unchanged."""
    return json.dumps(definition.to_json(), ensure_ascii=False, indent=2).encode()


def too_large() -> Refusal:
    return Refusal(
        "file_too_large",
        f"The file is larger than {LARGEST_FILE // 1_000_000} MB.",
        cure="Export the survey alone, without its responses.",
        field="file",
    )


def unknown_file() -> Refusal:
    return Refusal(
        "file_unknown",
        "This is no survey of Likely, Qualtrics (.qsf), SurveyJS (JSON) or LimeSurvey (.lss).",
        cure="Export the survey itself, not its responses.",
        field="file",
    )


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Refusal(
            "file_not_utf8", "The file is not encoded in UTF-8.", cure="Save it as UTF-8.", field="file"
        ) from None
    except RecursionError:
        raise too_much() from None
    except ValueError:
        raise unknown_file() from None
    if not isinstance(found, dict):
        raise unknown_file()
    _refuse_depth(found)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_depth(found: Any) -> None:
    """Level by level, so that the check itself needs no deep stack."""
    level = [found]
    for _deep in range(DEEPEST):
        inner = [list(one.values()) if isinstance(one, dict) else one for one in level]
        level = [part for parts in inner for part in parts if isinstance(part, dict | list)]
    if level:
        raise too_much()
