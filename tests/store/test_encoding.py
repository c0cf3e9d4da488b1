"""Letters survive whatever a tool wrote them in; damage is mended only where it is certain."""

from pathlib import Path

import pytest

from likely.lib.refusal import Refusal
from likely.store.encoding import Repairs, encoding_of, lines

FRENCH = "score,comment\n9,Très bien accueilli à l'hôtel\n3,Ça coûte trop cher — 12 €\n"
ESTONIAN = "hinne,põhjus\n9,Väga hea teenindus, žanr ja šokolaad\n3,Liiga kõrge hind õhtul\n"
RUSSIAN = "оценка,комментарий\n9,Очень хорошо, спасибо\n3,Слишком дорого и долго\n"
CHINESE = "评分,原因\n9,服务态度非常好，速度也很快\n3,价格太贵了，等待时间长\n"
JAPANESE = "score,理由\n9,とても良かったです。ありがとうございます\n"
POLISH = "ocena,komentarz\n9,Bardzo dobra obsługa, wszystko świetnie\n3,Źle, za długo czekałem\n"


def decoded(path: Path, data: bytes) -> tuple[str, dict[str, int]]:
    path.write_bytes(data)
    repairs = Repairs()
    return "".join(lines(path, encoding_of(path), repairs)), repairs.count


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "utf-8") for text in (FRENCH, ESTONIAN, RUSSIAN, CHINESE, JAPANESE, POLISH)),
        *((text, "utf-8-sig") for text in (FRENCH, CHINESE)),
        *((text, "utf-16") for text in (FRENCH, RUSSIAN, CHINESE)),
        (FRENCH, "utf-16-le"),
        (FRENCH, "cp1252"),
        (ESTONIAN, "cp1252"),
        (ESTONIAN, "cp1257"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (POLISH, "cp1250"),
    ],
)
def test_a_file_comes_back_as_it_was_written(tmp_path: Path, text: str, encoding: str) -> None:
    assert decoded(tmp_path / "a.csv", text.encode(encoding)) == (text, {})


def test_utf8_spelled_twice_is_mended_and_counted(tmp_path: Path) -> None:
    twice = FRENCH.encode().decode("cp1252").encode()
    assert decoded(tmp_path / "a.csv", twice) == (FRENCH, {"spelled_twice": 7})


def test_letters_of_dos_are_mended_only_inside_words(tmp_path: Path) -> None:
    data = (
        "9,parking ".encode("cp1252") + b"imm\x82diatement, \x82 part; " + "Šárka".encode("cp1252", "ignore")
    )
    text, repairs = decoded(tmp_path / "a.csv", data + b" \xe9t\xe9 fran\xe7ais\n" * 3)
    assert "immédiatement, ‚ part" in text
    assert repairs == {"dos_letters": 1}


def test_one_line_of_another_encoding_does_not_spoil_the_rest(tmp_path: Path) -> None:
    good = "9,Très bien\n" * 20
    text, repairs = decoded(tmp_path / "a.csv", good.encode() + "3,Déçu\n".encode("cp1252"))
    assert text == good + "3,Déçu\n"
    assert repairs == {"other_encoding": 1}


def test_right_text_that_looks_odd_is_left_alone(tmp_path: Path) -> None:
    text = "9,SÃO PAULO É LINDA; Ã la carte\n"
    assert decoded(tmp_path / "a.csv", text.encode())[0] == text


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    with pytest.raises(Refusal, match=r"picture\.csv: this is no table"):
        encoding_of(path)
