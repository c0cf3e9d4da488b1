import random

import pytest

from likely.analyse.reasons import listen, reasons
from likely.analyse.themes import voices

LIKED = {
    "en": ("fast delivery", "very helpful staff", "good value for money"),
    "et": ("kiire tarne", "abivalmis klienditeenindus", "soodne hind"),
    "zh": ("送货很快", "客服态度好", "价格实惠"),
}
DISLIKED = {
    "en": ("parcel arrived damaged", "nobody answers the phone", "too expensive"),
    "et": ("pakk oli katki", "keegi ei vasta telefonile", "liiga kallis"),
    "zh": ("包装破损", "电话没人接", "价格太贵"),
}
AROUND = {
    "en": ("I ordered a lamp.", "Bought it for my mother.", "We shop here at times.", "Ordered on a Sunday."),
    "et": ("Tellisin lambi.", "Ostsin emale kingituse.", "Ostame siit mõnikord.", "Tellisin pühapäeval."),
    "zh": ("我买了一盏灯。", "给妈妈买的礼物。", "有时候在这里购物。", "周日下的订单。"),
}
SIGNS = {
    "en": (("delivery", "helpful", "value"), ("damaged", "phone", "expensive")),
    "et": (("tarne", "klienditeenindus", "hind"), ("pakk", "telefon", "kallis")),
    "zh": (("送货", "客服", "实惠"), ("破损", "电话", "贵")),
}


def said(language: str, n: int = 150) -> list[tuple[int, str]]:
    chance = random.Random(3)
    pairs = []
    for _ in range(n):
        around = chance.choice(AROUND[language])
        pairs.append((chance.choice((9, 10)), f"{around} {chance.choice(LIKED[language])}"))
        pairs.append((chance.choice((0, 3, 6)), f"{around} {chance.choice(DISLIKED[language])}"))
        pairs.append((chance.choice((7, 8)), around))
    return pairs


@pytest.mark.parametrize("language", ["en", "et", "zh"])
def test_the_three_planted_reasons_are_found_each_way(language: str) -> None:
    found = voices(said(language))
    for names, signs in zip((found.recommend, found.not_recommend), SIGNS[language], strict=True):
        assert len(names) == 3
        for sign in signs:
            assert any(sign in name for name in names), (sign, names)


def test_a_file_in_three_languages_is_read_in_each() -> None:
    found = voices([*said("en", 80), *said("et", 80), *said("zh", 80)])
    names = " ".join(theme.name for theme in found.themes)
    assert (
        sum(any(sign in names for sign in SIGNS[language][0] + SIGNS[language][1]) for language in SIGNS) == 3
    )


def test_a_theme_tells_what_the_score_is_with_and_without_it() -> None:
    found = voices(said("en"))
    theme = next(theme for theme in found.themes if "damaged" in theme.name)
    assert theme.score == -100
    assert theme.low < theme.effect < theme.high < 0
    assert theme.quotes
    assert all("damaged" in quote for quote in theme.quotes)


def test_what_both_groups_say_alike_is_no_reason() -> None:
    talk = listen(said("en"))
    names = {reason.name for way in (1, -1) for reason in reasons(talk, way, 12)}
    assert not any("lamp" in name or "mother" in name for name in names)


def test_few_comments_give_no_reasons_rather_than_made_up_ones() -> None:
    found = voices([(10, "great"), (2, "bad food"), (9, "love it")])
    assert found.recommend == found.not_recommend == ()
    assert found.themes == ()


def test_no_comments() -> None:
    assert voices([]).themes == ()


def test_quotes_hide_personal_data_and_belong_to_their_group() -> None:
    pairs = [(2, f"The parcel {i} was damaged, mail me at jo{i}@example.org") for i in range(12)]
    quotes = voices(pairs + said("en", 20)).quotes
    assert not any("@" in quote.text for group in quotes.values() for quote in group)
    assert all(quote.score <= 6 for quote in quotes["detractor"])
    assert all(quote.score >= 9 for quote in quotes["promoter"])


def test_hostile_text_is_only_text() -> None:
    pairs = [(i % 11, "<script>alert(1)</script> \x00 {{7*7}} ' OR 1=1 -- ‮") for i in range(60)]
    assert voices(pairs).themes is not None
