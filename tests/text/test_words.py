from likely.text.words import MOST_WORDS, Vocabulary, normalised, surfaces


def kinds(text: str, language: str) -> dict[str, str]:
    return {word.surface: word.kind for word in Vocabulary().words(text, language)}


def test_forms_of_a_word_share_a_key() -> None:
    first, second = Vocabulary().words("delivery deliveries", "en")
    assert first.key == second.key
    assert first.surface != second.surface


def test_parts_of_a_reason() -> None:
    assert kinds("the service was not very good", "en") == {
        "the": "stop",
        "service": "content",
        "was": "stop",
        "not": "negator",
        "very": "vague",
        "good": "vague",
    }


def test_chinese_is_cut_into_words() -> None:
    assert "送货" in surfaces("送货太慢了", "zh")


def test_french_elisions_fall_away() -> None:
    assert surfaces("l'accueil qu'on", "fr") == ["accueil", "on"]


def test_normalised_text_is_one_case_without_controls() -> None:
    assert normalised("Don’t\u200b SHOUT\x00") == "don't  shout "


def test_a_very_long_clause_is_cut() -> None:
    assert len(Vocabulary().words("delivery late " * 1000, "en")) == MOST_WORDS
