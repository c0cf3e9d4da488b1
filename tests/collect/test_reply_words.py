import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.collect.reply_words import read_number, read_reply


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("9", 9), (" 9 ", 9), ("9.", 9), ("9!", 9), ("10", 10), ("0", 0), ("9/10", 9), ("9 / 10", 9),
        ("９", 9), ("١٠", 10), ("٩", 9), ("९", 9), ("๙", 9), ("10/10", 10),
    ],
)  # fmt: skip
def test_a_number_alone_is_the_score(text: str, score: int) -> None:
    said = read_reply(text)
    assert (said.score, said.comment, said.stop, said.start) == (score, "", False, False)


@pytest.mark.parametrize(
    "text",
    ["11", "-1", "9.5", "9,5", "07", "00", "100", "10 minutes late", "2 of you were rude", "nine", "9 10",
     "9/5", "№9", "1O", "²³", "+9", "9%", "9 stars"],
)  # fmt: skip
def test_all_else_is_words(text: str) -> None:
    said = read_reply(text)
    assert said.score is None
    assert said.comment == text


def test_a_number_on_the_first_line_and_words_below() -> None:
    said = read_reply("9\r\nGreat people")
    assert (said.score, said.comment) == (9, "Great people")


@pytest.mark.parametrize(
    "text", ["STOP", "stop.", "Stopp", "退订", "СТОП", "ARRÊT", "Unsubscribe", " stop all "]
)
def test_a_stop_word_stops(text: str) -> None:
    assert read_reply(text).stop


@pytest.mark.parametrize("text", ["don't stop", "stop calling me at night", "I started", "bus stop was far"])
def test_a_sentence_with_a_stop_word_is_a_comment(text: str) -> None:
    said = read_reply(text)
    assert (said.stop, said.start, said.comment) == (False, False, text)


def test_start_starts() -> None:
    assert read_reply("Start").start
    assert not read_reply("Start").stop


@given(st.text())
def test_whatever_is_written_is_read(text: str) -> None:
    said = read_reply(text)
    assert said.score is None or 0 <= said.score <= 10
    assert not (said.stop and said.start)


@given(st.integers())
def test_only_0_to_10_is_a_score(number: int) -> None:
    assert read_number(str(number)) == (number if 0 <= number <= 10 else None)
