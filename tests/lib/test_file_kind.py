"""A file's kind comes from its bytes; what runs is none, and its name can't lie about it."""

import io
import zipfile

import pytest

from likely.lib.file_kind import KINDS, kind_of, read_file_kinds, safe_name
from likely.lib.refusal import Refusal


def packed(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as folder:
        for name in names:
            folder.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic....", "heic"),
        (b"\x00\x00\x00\x18ftypisom....", "mp4"),
        (b"%PDF-1.7\n", "pdf"),
        ("tarne hilines;1\n送货迟到;2\n".encode(), "text"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("mimetype", "content.xml"), "odt"),
        (packed("word/document.xml", "word/vbaProject.bin"), ""),  # macros
        (packed("run.exe"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"MZ\x90\x00\x03", ""),
        (b"#!/bin/sh\nrm -r x", ""),
        (b"  <!DOCTYPE html><p>", ""),
        (b"<svg xmlns='x'><script>1</script></svg>", ""),
        (b"a < b <script>alert(1)</script>", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),  # an old office document
        (b"", ""),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("told", "kind", "name"),
    [
        ("Bill 1.PDF", "pdf", "Bill 1.PDF"),
        ("run.exe", "pdf", "run.exe.pdf"),
        ("../../etc/passwd", "text", "etc passwd.txt"),
        ("a\u202efdp.exe\r\nX: y", "png", "a fdp.exe X y.png"),
        ("", "jpeg", "file.jpg"),
        ("发票.csv", "text", "发票.csv"),
        ("x" * 300 + ".png", "png", "x" * 96 + ".png"),
    ],
)
def test_a_name_has_no_folder_and_the_ending_of_its_kind(told: str, kind: str, name: str) -> None:
    assert safe_name(told, kind) == name


def test_the_setting_names_kinds_alone() -> None:
    assert read_file_kinds([]) == tuple(KINDS)
    assert read_file_kinds(["pdf", "png"]) == ("pdf", "png")
    with pytest.raises(Refusal, match="LIKELY_FILE_KINDS has 'exe'"):
        read_file_kinds(["pdf", "exe"])
