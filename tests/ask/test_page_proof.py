"""The proof of a page: ours, for one link, and unaltered; or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from likely.ask.page_proof import LONGEST, make_proof, read_proof

NOW_MS = 1_795_000_000_000


def test_it_tells_when_and_by_which_link() -> None:
    text = make_proof("abc", "hidden", NOW_MS)
    proof = read_proof(text, "abc")
    assert proof is not None
    assert (proof.shown_ms, proof.opened) == (NOW_MS, "hidden")
    assert len(text) <= LONGEST


def test_two_pages_have_two_names() -> None:
    one, two = (read_proof(make_proof("abc", "plain", NOW_MS + n), "abc") for n in (0, 1))
    assert one is not None
    assert two is not None
    assert one.name != two.name


def test_another_link_and_an_altered_proof_are_worth_nothing() -> None:
    text = make_proof("abc", "score", NOW_MS)
    assert read_proof(text, "abd") is None
    for place in range(len(text)):
        altered = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        assert read_proof(altered, "abc") is None


@given(st.text(max_size=80))
def test_no_rubbish_is_a_proof_or_a_crash(text: str) -> None:
    assert read_proof(text, "abc") is None
