import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.sms_length import BASIC, length_of


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", "gsm", 0, 1),
        ("a" * 160, "gsm", 160, 1),
        ("a" * 161, "gsm", 161, 2),
        ("a" * 306, "gsm", 306, 2),
        ("a" * 307, "gsm", 307, 3),
        ("€" * 80, "gsm", 160, 1),
        ("€" * 81, "gsm", 162, 2),
        ("a" * 152 + "€" + "a" * 10, "gsm", 164, 2),
        ("a" * 152 + "€" * 77, "gsm", 306, 3),  # a torn one would have made it two
        ("õ", "unicode", 1, 1),
        ("退" * 70, "unicode", 70, 1),
        ("退" * 71, "unicode", 71, 2),
        ("😀" * 35, "unicode", 70, 1),
        ("😀" * 67, "unicode", 134, 3),  # 33 a segment: half a pair has no place
    ],
)
def test_length(text: str, alphabet: str, units: int, segments: int) -> None:
    length = length_of(text)
    assert (length.alphabet, length.units, length.segments) == (alphabet, units, segments)


@given(st.text(alphabet=sorted(BASIC)), st.text(alphabet=sorted(BASIC)))
def test_more_text_is_never_fewer_segments(text: str, more: str) -> None:
    assert length_of(text).segments <= length_of(text + more).segments
