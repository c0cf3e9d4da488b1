"""What a file is, by its bytes: its name and what the sender says of it count for nothing."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from likely.lib.refusal import Refusal

LONGEST_NAME: Final = 100  # characters
HEAD: Final = 1024  # bytes in which a kind shows
MOST_PARTS: Final = 5_000  # files in a packed document


@dataclass(frozen=True, slots=True)
class Kind:
    """media: as it is served. endings: that its names may have, the usual one first."""

    media: str
    endings: tuple[str, ...]


KINDS: Final[Mapping[str, Kind]] = {
    "png": Kind("image/png", (".png",)),
    "jpeg": Kind("image/jpeg", (".jpg", ".jpeg")),
    "gif": Kind("image/gif", (".gif",)),
    "webp": Kind("image/webp", (".webp",)),
    "heic": Kind("image/heic", (".heic", ".heif")),
    "pdf": Kind("application/pdf", (".pdf",)),
    "text": Kind("text/plain; charset=utf-8", (".txt", ".csv", ".md", ".log", ".json")),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",)),
    "odt": Kind("application/vnd.oasis.opendocument.text", (".odt",)),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    "mp3": Kind("audio/mpeg", (".mp3",)),
    "ogg": Kind("audio/ogg", (".ogg", ".opus", ".oga")),
    "wav": Kind("audio/wav", (".wav",)),
    "m4a": Kind("audio/mp4", (".m4a",)),
    "mp4": Kind("video/mp4", (".mp4", ".mov", ".m4v", ".3gp")),
    "webm": Kind("video/webm", (".webm", ".mkv")),
}
STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"%PDF-", "pdf"),
)
BRANDS: Final = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"heif": "heic", b"M4A ": "m4a"}
RIFF: Final = {b"WEBP": "webp", b"WAVE": "wav"}
PACKED: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OPEN: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# What a browser or a shell would run, whatever it is called.
RUNS: Final = re.compile(r"<\s*(?:!doctype|html|script|svg|iframe|body|\?xml)|^#!", re.IGNORECASE)
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def kind_of(content: bytes) -> str:
    """One of KINDS; "" where it is none of them."""
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return RIFF.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12], "mp4")
    if content[:4] == b"PK\x03\x04":
        return _packed(content)
    return "text" if _is_text(content) else ""


def safe_name(told: str, kind: str) -> str:
    """The name, without folders and signs that turn it round, and with an ending of the kind."""
    name = " ".join(NOT_IN_NAMES.sub(" ", told).split()).strip(". ")
    endings = KINDS[kind].endings
    ending = PurePath(name).suffix
    if ending.lower() in endings:
        return f"{name[: -len(ending)][: LONGEST_NAME - len(ending)]}{ending}"
    return f"{(name or 'file')[: LONGEST_NAME - len(endings[0])]}{endings[0]}"


def read_file_kinds(told: Sequence[str]) -> tuple[str, ...]:
    """The setting; empty: all."""
    if strange := sorted(set(told) - {*KINDS}):
        raise Refusal(
            "wrong_setting",
            f"The setting LIKELY_FILE_KINDS has {strange[0]!r}.",
            cure=f"Give some of {', '.join(KINDS)}.",
            field="LIKELY_FILE_KINDS",
        )
    return tuple(told) or tuple(KINDS)


def _packed(content: bytes) -> str:
    """A document of an office, without macros. Only the list of what is in it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            names = folder.namelist()
            if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""
            held = [kind for name, kind in PACKED.items() if name in names]
            if held:
                return held[0]
            told = folder.open("mimetype").read(HEAD) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        return ""
    return OPEN.get(told.strip(), "") if not any("Basic/" in name for name in names) else ""


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not CONTROLS.search(text) and not RUNS.search(text[:HEAD])
