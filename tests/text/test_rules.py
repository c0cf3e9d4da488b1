import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.rules import Rules
from likely.text.starter import LANGUAGES, industries, starter
from likely.text.taxonomy import Theme, taxonomy

RULES = Rules(
    taxonomy(
        [
            Theme("delivery", {"en": "Delivery"}, ("delivery", "送货", "tarne*"), without=("delivery ward",)),
            Theme("price", {"en": "Price"}, ("value for money", "hind", "价格")),
            Theme("back", {"en": "Back"}, ("call* back",)),
        ]
    )
)


@pytest.mark.parametrize(
    ("clause", "language", "themes"),
    [
        ("the deliveries were late", "en", ["delivery"]),
        ("the delivery ward was clean", "en", []),
        ("good value for money", "en", ["price"]),
        ("good value", "en", []),
        ("nobody called back", "en", ["back"]),
        ("tarnega jäin rahule", "et", ["delivery"]),
        ("送货很快价格便宜", "zh", ["delivery", "price"]),
        ("hind", "et", ["price"]),
        ("behind the counter", "en", []),
        ("", "en", []),
    ],
)
def test_clauses_speak_of_the_themes_whose_words_they_hold(
    clause: str, language: str, themes: list[str]
) -> None:
    assert RULES.themes_of(clause, language) == themes


@given(st.text(max_size=60), st.sampled_from(["en", "et", "zh", "unknown"]))
def test_asked_twice_the_answer_is_the_same(clause: str, language: str) -> None:
    assert RULES.themes_of(clause, language) == RULES.themes_of(clause, language)


STARTS = {
    "software": {"en": "the app crashes", "et": "vead ja krahhid", "zh": "经常闪退"},
    "telecom": {"en": "no signal at home", "et": "levi on halb", "zh": "信号很差"},
    "retail": {"en": "refund took weeks", "et": "tagastamine oli keeruline", "zh": "退货很麻烦"},
    "hospitality": {"en": "breakfast was cold", "et": "hommikusöök oli külm", "zh": "早餐不好吃"},
    "health": {"en": "could not get an appointment", "et": "saatekirja ei saanud", "zh": "挂号太难"},
    "airline": {"en": "they lost my luggage", "et": "pagas läks kaduma", "zh": "行李丢了"},
    "education": {"en": "the exam was unfair", "et": "eksam oli ebaõiglane", "zh": "考试不公平"},
}
FIRST = {
    "software": "bugs",
    "telecom": "coverage",
    "retail": "returns",
    "hospitality": "food",
    "health": "appointments",
    "airline": "baggage",
    "education": "assessment",
}


@pytest.mark.parametrize("industry", industries())
def test_starter_sets_hear_three_languages_and_are_named_in_them(industry: str) -> None:
    made = starter(industry)
    rules = Rules(made)
    for language, clause in STARTS[industry].items():
        assert FIRST[industry] in rules.themes_of(clause, language)
    assert all(set(theme.names) == set(LANGUAGES) for theme in made.themes)
    assert len(made.themes) >= 12


@pytest.mark.parametrize(
    ("industry", "language", "clause", "themes"),
    [
        ("retail", "en", "we feel you must visit", []),  # a fee; must: dirty in Estonian
        ("retail", "en", "i will return", []),
        ("retail", "en", "i returned the shoes", ["returns"]),
        ("hospitality", "en", "the waiter was rude", ["staff"]),
        ("education", "en", "of course we need examples", ["practice"]),  # no course, no exam
        ("software", "en", "it is important", []),  # an import
        ("software", "et", "importimine seisab", ["integrations"]),
        ("hospitality", "et", "nädala jooksul", []),  # jook: a drink
        ("hospitality", "et", "ootasime jooki", ["waiting"]),
        ("hospitality", "et", "toad olid mustad", ["room", "cleanliness"]),
        ("retail", "et", "hindan teid, arvestades kõike", []),  # hind: a price; arve: a bill
        ("retail", "et", "lihtsalt super", []),
    ],
)
def test_words_of_starter_sets_do_not_hear_what_only_looks_like_them(
    industry: str, language: str, clause: str, themes: list[str]
) -> None:
    assert Rules(starter(industry)).themes_of(clause, language) == themes
