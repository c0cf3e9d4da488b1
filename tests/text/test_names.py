import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.names import mask_names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mrs Anna Smith was kind", "Mrs [name] was kind"),
        ("thanks to Dr. O'Neill for that", "thanks to Dr. [name] for that"),
        ("my name is Jane Doe and I waited", "my name is [name] and I waited"),
        ("Slow again.\nKind regards, Jane Doe", "Slow again.\nKind regards, [name]"),
        ("minu nimi on Mari Maasikas", "minu nimi on [name]"),
        ("hr Tamm aitas", "hr [name] aitas"),
        ("Merci à Mme Dupont", "Merci à Mme [name]"),
        ("我叫王小明，等了很久", "我叫[name]，等了很久"),
        ("张经理态度很好", "[name]经理态度很好"),
    ],
)
def test_announced_names_are_hidden(text: str, shown: str) -> None:
    assert mask_names(text) == shown


@pytest.mark.parametrize(
    "text",
    ["I am Very Happy", "the Doctor was late", "My order is Late", "服务员态度很好", "Best Regards to all"],
)
def test_what_announces_nobody_stays(text: str) -> None:
    assert mask_names(text) == text


def test_the_writers_own_name_is_found_anywhere_with_its_endings() -> None:
    assert (
        mask_names("Marile meeldis, ütles mari; Marimekko ka", {"Mari"})
        == "[name] meeldis, ütles [name]; Marimekko ka"
    )
    assert mask_names("李娜很满意", {"李娜"}) == "[name]很满意"


@given(st.text(), st.sets(st.text(min_size=2, max_size=6), max_size=3))
def test_any_text_comes_through(text: str, known: set[str]) -> None:
    assert isinstance(mask_names(text, known), str)
