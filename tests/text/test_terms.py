from likely.text.terms import Spellings, Term, frequent_words, terms_of
from likely.text.words import Vocabulary


def terms(*comments: str, language: str = "en", least: int = 1) -> list[set[str]]:
    vocabulary = Vocabulary((language,))
    read = [vocabulary.read(comment) for comment in comments]
    frequent, spellings = frequent_words(read, least), Spellings()
    found: list[set[Term]] = [terms_of(words, frequent, spellings) for words in read]
    return [{spellings.best(term) for term in one} for one in found]


def test_praise_needs_something_that_is_praised() -> None:
    assert terms("very good service")[0] == {"service", "good service", "very good service"}
    assert terms("very good")[0] == set()


def test_small_words_stand_only_inside() -> None:
    found = terms("it was value for money to me")[0]
    assert "value for money" in found
    assert not any(term.startswith(("it", "was")) or term.endswith("me") for term in found)


def test_what_is_negated_is_not_taken_without_its_negator() -> None:
    found = terms("not connected")[0]
    assert found == {"not connected"}


def test_rare_words_make_no_phrase() -> None:
    first, _ = terms("slow broadband zebra", "slow broadband", least=2)
    assert first == {"slow", "broadband", "slow broadband"}


def test_chinese_phrases_have_no_spaces() -> None:
    assert "送货太慢" in terms("送货太慢", language="zh")[0] or "慢" in terms("送货太慢", language="zh")[0]


def test_forms_count_as_one_and_the_usual_spelling_is_shown() -> None:
    vocabulary, spellings = Vocabulary(("en",)), Spellings()
    read = [vocabulary.read(text) for text in ("late deliveries", "late delivery", "late delivery")]
    found = [terms_of(words, frequent_words(read, 1), spellings) for words in read]
    assert found[0] == found[1]
    assert {spellings.best(term) for term in found[0]} == {"late", "delivery", "late delivery"}
