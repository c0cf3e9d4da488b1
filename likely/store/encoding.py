"""The letters of a text file: which encoding, which damage, and a copy in clean UTF-8.

A file is looked at whole, because one bad byte in the last line is enough to break a report. Only damage
that can be undone with certainty is mended, and it is counted.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from likely.lib.refusal import Refusal

PIECE_BYTES = 1 << 20
LONGEST_LINE_BYTES = 32 << 20  # of a line while transcoding; a longer one is no answer
SAMPLE_BYTES = 200_000  # of lines with foreign letters, for the guess of the encoding
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One-byte Latin encodings and the letters that their languages write; Western first, as the commonest.
LATIN = {
    "cp1252": "äöüõšžßéèêëàâçîïôûùœáíóúñãåøæìòÿª",
    "cp1257": "äöüõšžāčēģīķļņūąęėįųéóśźżćńł",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäôĺľŕâîăşţß",
}
MARKS = "\xa0‘’“”„‚‹›«»–—…•€£°§©®™²³½¼¿¡·†‡ˆƒ"
# Other scripts, tried where no Latin reading makes words.
FOREIGN = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# UTF-8 that was read as Windows-1252 and written as UTF-8 once more, as bytes: a lead byte of two or
# more, then continuation bytes, each of them spelled again.
TWICE_BYTES = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80-\x84][\x80-\xbf])"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """name: of Python's codecs. twice: UTF-8 spelled twice occurs. mixed: lines of two encodings."""

    name: str
    twice: bool = False
    mixed: bool = False

    @property
    def clean(self) -> bool:
        """Whether the engine can read the file as it lies."""
        return self.name in ("utf-8", "utf-8-sig") and not self.twice and not self.mixed


@dataclass(slots=True)
class Repairs:
    """What was mended on the way: kind -> places."""

    count: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, places: int) -> None:
        if places:
            self.count[kind] = self.count.get(kind, 0) + places


def encoding_of(path: Path) -> Encoding:
    """How the letters are written. Refuses what is no text."""
    with path.open("rb") as file:
        start = file.read(PIECE_BYTES)
    for bom, name in BOMS:
        if start.startswith(bom) and name != "utf-8-sig":
            return Encoding(name)
    if wide := _without_bom(start):
        return Encoding(wide)
    _refuse_binary(path, start)
    marked = start.startswith(codecs.BOM_UTF8)
    broken, twice, foreign = _look(path)
    if not broken:
        return Encoding("utf-8-sig" if marked else "utf-8", twice=twice)
    if marked or broken < 0.2 * max(1, len(foreign)):
        return Encoding("utf-8-sig" if marked else "utf-8", twice=twice, mixed=True)
    return Encoding(_legacy(b"".join(foreign)))


def _without_bom(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of the first lines is zero."""
    even, odd = start[:2000:2].count(0), start[1:2000:2].count(0)
    half = max(1, len(start[:2000]) // 2)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _refuse_binary(path: Path, start: bytes) -> None:
    if len(CONTROL.findall(start[:65536])) > 0.001 * len(start[:65536]):
        raise Refusal(
            "not_a_table",
            f"{path.name}: this is no table of text, XLSX or Parquet; its first bytes are binary.",
            cure="Export the answers as CSV or XLSX.",
            field="file",
        )


def _look(path: Path) -> tuple[int, bool, list[bytes]]:
    """(lines that are no UTF-8, whether UTF-8 is spelled twice, some lines with foreign letters)."""
    broken, twice, foreign, kept = 0, False, [], 0
    for piece in _pieces(path):
        if piece.isascii():
            continue
        twice = twice or bool(TWICE_BYTES.search(piece))
        whole = _is_utf8(piece)
        if whole and (broken == 0 or kept > SAMPLE_BYTES):
            continue
        for line in piece.split(b"\n"):
            if line.isascii():
                continue
            broken += not whole and not _is_utf8(line)
            if kept <= SAMPLE_BYTES:
                foreign.append(line + b"\n")
                kept += len(line)
    return broken, twice, foreign


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces of whole lines."""
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(PIECE_BYTES):
            whole, newline, tail = (rest + piece).rpartition(b"\n")
            rest = tail
            if newline:
                yield whole + newline
            elif len(rest) > LONGEST_LINE_BYTES:
                yield rest
                rest = b""
        if rest:
            yield rest


def _legacy(sample: bytes) -> str:
    """The encoding of lines that are not UTF-8: the Latin one whose letters make words, else another."""
    from charset_normalizer import from_bytes

    if _gb(sample):
        return "gb18030"
    shares = {name: _plausible(sample, name) for name in LATIN}
    best = max(shares, key=lambda name: shares[name])  # the first of equals, and Western comes first
    if shares[best] >= 0.9 and _run_share(sample) < 0.5:
        return best
    match = from_bytes(sample, cp_isolation=[*FOREIGN], threshold=0.5).best()
    return match.encoding if match else "cp1252"


def _plausible(sample: bytes, name: str) -> float:
    """Share of the letters beyond ASCII that the languages of this encoding write, 0..1."""
    text = _western(sample) if name == "cp1252" else sample.decode(name, "replace")
    letters = [letter for letter in text if ord(letter) > 127 and letter not in MARKS]
    return sum(letter.lower() in LATIN[name] for letter in letters) / len(letters) if letters else 1.0


def _gb(sample: bytes) -> bool:
    """Whether the sample is Chinese in GB18030: it decodes, and nearly all its letters are common Han."""
    try:
        letters = [letter for letter in sample.decode("gb18030") if ord(letter) > 127]
    except UnicodeDecodeError:
        return False
    pairs = re.findall(rb"[\xb0-\xf7][\xa1-\xfe]", sample)
    high = sum(byte > 127 for byte in sample)
    return bool(letters) and 2 * len(pairs) >= 0.8 * high and _run_share(sample) > 0.5


def _run_share(sample: bytes) -> float:
    """Share of the high bytes in runs of four or more, as whole words of a foreign script write them."""
    runs = re.findall(rb"[\x80-\xff]{4,}", sample)
    high = sum(byte > 127 for byte in sample)
    return sum(map(len, runs)) / high if high else 0.0


def lines(path: Path, encoding: Encoding, repairs: Repairs) -> Iterator[str]:
    """The text in pieces of whole lines, decoded and mended."""
    if encoding.name.startswith(("utf-16", "utf-32")):
        with path.open(encoding=encoding.name, errors="replace", newline="") as file:
            while text := file.read(PIECE_BYTES):
                yield text.removeprefix("\ufeff")
        return
    for place, piece in enumerate(_pieces(path)):
        data = piece if place else piece.removeprefix(codecs.BOM_UTF8)
        yield _mended(_decoded(data, encoding, repairs), encoding, repairs)


def _decoded(data: bytes, encoding: Encoding, repairs: Repairs) -> str:
    if not encoding.mixed:
        name = encoding.name.removesuffix("-sig")
        return _western(data) if name == "cp1252" else data.decode(name, "replace")
    text = []
    for line in data.splitlines(keepends=True):
        fits = _is_utf8(line)
        repairs.add("other_encoding", not fits)
        text.append(line.decode("utf-8") if fits else _western(line))
    return "".join(text)


def _western(data: bytes) -> str:
    """Windows-1252, with its five holes kept as the control characters that browsers read there."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_WESTERN[byte] for byte in data)


_WESTERN = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
_BYTE_OF = {letter: byte for byte, letter in enumerate(_WESTERN)}
_LATER = "".join(re.escape(_WESTERN[byte]) for byte in range(0x80, 0xC0))
TWICE = re.compile(f"(?:[\xc2-\xdf][{_LATER}]|[\xe0-\xef][{_LATER}]{{2}}|[\xf0-\xf4][{_LATER}]{{3}})")
# Letters of DOS (code page 850) inside a Windows-1252 text: each stands where its Windows reading, a
# quotation mark, a dagger or a capital in the middle of a word, cannot.
DOS = re.compile(r"(?<=[^\W\d_])[‚‡ˆ]|(?<=[a-zà-ÿ])[ŠŒ](?=[a-zà-ÿ])|(?<=[a-zà-ÿ])[ƒ“](?=[a-zà-ÿ])")
DOS_LETTERS = {"‚": "é", "‡": "ç", "ˆ": "ê", "Š": "è", "Œ": "î", "ƒ": "â", "“": "ô"}


def _mended(text: str, encoding: Encoding, repairs: Repairs) -> str:
    if encoding.twice or encoding.mixed or encoding.name == "cp1252":
        text, places = TWICE.subn(_once, text)
        repairs.add("spelled_twice", places)
    if encoding.name == "cp1252" or encoding.mixed:
        text, places = DOS.subn(lambda found: DOS_LETTERS[found[0]], text)
        repairs.add("dos_letters", places)
    return text


def _once(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[letter] for letter in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
