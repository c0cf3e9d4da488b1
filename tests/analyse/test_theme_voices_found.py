"""Themes that nobody has given: found in a file's comments, in three languages."""

import json
import random
from pathlib import Path

import pytest

from likely.analyse.theme_effects import FEWEST
from likely.analyse.theme_voices import theme_voices

LIKED = {
    "en": ("fast delivery", "very helpful staff", "good value for money"),
    "et": ("kiire tarne", "abivalmis klienditeenindus", "soodne hind"),
    "zh": ("送货很快", "客服很热情", "价格实惠"),
}
DISLIKED = {
    "en": ("parcel arrived damaged", "nobody answers the phone", "too expensive"),
    "et": ("pakk oli katki", "keegi ei vasta telefonile", "liiga kallis"),
    "zh": ("包装破损", "电话没人接", "退货太贵"),
}
AROUND = {
    "en": ("I ordered a lamp.", "Bought it for my mother.", "We shop here at times.", "Ordered on a Sunday."),
    "et": ("Tellisin lambi.", "Ostsin emale kingituse.", "Ostame siit mõnikord.", "Tellisin pühapäeval."),
    "zh": ("我买了一盏灯。", "给妈妈买的礼物。", "有时候在这里购物。", "周日下的订单。"),
}
SIGNS = {
    "en": (("delivery", "staff", "value"), ("parcel", "phone", "expensive")),
    "et": (("tarne", "klienditeenindus", "hind"), ("pakk", "telefon", "kallis")),
    "zh": (("送货", "客服", "价格"), ("包装", "电话", "退货")),
}
SCORES = (3, 8, 10)  # one of each group


def said(language: str, n: int = 150) -> list[tuple[int, str]]:
    chance = random.Random(3)
    pairs = []
    for _ in range(n):
        around = chance.choice(AROUND[language])
        pairs.append((chance.choice((9, 10)), f"{around} {chance.choice(LIKED[language])}"))
        pairs.append((chance.choice((0, 3, 6)), f"{around} {chance.choice(DISLIKED[language])}"))
        pairs.append((chance.choice((7, 8)), around))
    return pairs


def spoken(counts: tuple[int, int, int], text: str) -> list[tuple[int, str]]:
    """counts: detractors, passives, promoters."""
    return [(score, text) for score, n in zip(SCORES, counts, strict=True) for _ in range(n)]


@pytest.mark.parametrize("language", ["en", "et", "zh"])
def test_the_three_planted_reasons_are_found_each_way(language: str) -> None:
    found = theme_voices(said(language))
    for names, signs in zip((found.recommend, found.not_recommend), SIGNS[language], strict=True):
        assert len(names) == 3
        for sign in signs:
            assert any(sign in name for name in names), (sign, names)
    assert not any("lamp" in name or "lambi" in name or "灯" in name for name in found.recommend)


def test_a_file_in_three_languages_is_read_in_each() -> None:
    found = theme_voices([*said("en", 80), *said("et", 80), *said("zh", 80)])
    names = " ".join(theme.name for theme in found.themes)
    told = {language: any(sign in names for sign in sum(SIGNS[language], ())) for language in SIGNS}
    assert told == dict.fromkeys(SIGNS, True)


def test_a_theme_tells_what_the_score_is_with_and_without_it() -> None:
    found = theme_voices(said("en"))
    theme = next(theme for theme in found.themes if "parcel" in theme.name)
    assert theme.score == -100
    assert theme.low < theme.effect < theme.high < 0
    assert theme.quotes
    assert all("damaged" in quote for quote in theme.quotes)
    weights = [abs(theme.effect) * theme.n for theme in found.themes]
    assert weights == sorted(weights, reverse=True)


def test_gold_impact_of_a_theme(shared: Path) -> None:
    """txt-003: the score with, without and of all; what leaving the theme out would change is share · gap."""
    gold = next(v for v in json.loads((shared / "gold.json").read_text())["values"] if v["id"] == "txt-003")
    inside, outside = gold["inputs"]["with_theme"], gold["inputs"]["without"]
    pairs = [*spoken(inside, "the parcel was damaged"), *spoken(outside, "bought a lamp")]
    found = theme_voices([(score, f"{text}, visit {place}") for place, (score, text) in enumerate(pairs)])
    (theme,) = [theme for theme in found.themes if "parcel" in theme.name or "damaged" in theme.name]
    share = theme.n / (sum(inside) + sum(outside))
    total = theme.score * share + (theme.score - theme.effect) * (1 - share)
    assert [theme.score, theme.score - theme.effect, total, share * theme.effect] == pytest.approx(
        gold["expected"]
    )
    assert theme.low < theme.effect < theme.high


def test_a_theme_of_a_handful_is_not_shown() -> None:
    few = [(3, f"packaging torn on visit {place}") for place in range(FEWEST - 1)]
    found = theme_voices([*few, *((10, f"bought a lamp for room {place}") for place in range(90))])
    assert not any("torn" in theme.name for theme in found.themes)


def test_few_comments_give_no_reasons_rather_than_made_up_ones() -> None:
    found = theme_voices([(10, "great"), (2, "bad food"), (9, "love it")])
    assert found.recommend == found.not_recommend == ()
    assert found.themes == ()
    assert theme_voices([]).themes == ()


def test_quotes_hide_personal_data_and_belong_to_their_group() -> None:
    pairs = [(2, f"The parcel {i} was damaged, mail me at jo{i}@example.org") for i in range(12)]
    quotes = theme_voices([*pairs, *said("en", 20)]).quotes
    assert quotes["detractor"]
    assert not any("@" in quote.text for group in quotes.values() for quote in group)
    assert all(quote.score <= 6 for quote in quotes["detractor"])
    assert all(quote.score >= 9 for quote in quotes["promoter"])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> \x00 {{7*7}} ' OR 1=1 -- ‮",
        "😀😀👍",
        "送货 fast доставка 🚚 kiire",
        "free\u200b mo\u200bney\u200b now",
        "\u202egood\u202c \u200fטוב",
        "a" * 50_000,
        "<b>late</b> " * 4200,
        "",
    ],
)
def test_hostile_text_is_only_text(text: str) -> None:
    found = theme_voices([*((place % 11, text) for place in range(60)), *said("en", 40)])
    assert any("delivery" in theme.name or "parcel" in theme.name for theme in found.themes)
