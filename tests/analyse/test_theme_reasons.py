import random

from likely.analyse.theme_effects import Tagged, theme_effects
from likely.analyse.theme_reasons import quoted, summary, top_reasons
from likely.lib.figure import signed
from likely.lib.measured import as_written
from likely.text.comment import Known, read_comments
from likely.text.sentiment import shipped
from likely.text.starter import starter
from likely.text.tagging import Tagger

PRAISE = {
    "delivery": ("Fast delivery", "The delivery was quick and easy", "Great delivery, thank you"),
    "staff": ("Friendly staff", "The staff was very helpful, write to me at jo@example.org"),
}
BLAME = {
    "price": ("Too expensive", "The price is terrible", "Overpriced and never again"),
    "website": ("The website is awful", "App does not work", "The website is slow"),
}


def world(n: int = 400) -> tuple[list[str], list[Tagged]]:
    chance = random.Random(3)
    texts, scores = [], []
    for place in range(n):
        good = place % 2 == 0
        themes = PRAISE if good else BLAME
        theme = chance.choices(list(themes), (3, 1))[0]
        texts.append(f"{chance.choice(themes[theme])} {'!' * (place % 3)}")
        scores.append(chance.choice((9, 10, 8)) if good else chance.choice((2, 5, 7)))
    comments = read_comments(texts, Known({"en": 1.0}, ("en",)))
    tags = Tagger(starter("retail"), shipped()).tag(comments, scores)
    return texts, [Tagged(score, one) for score, one in zip(scores, tags, strict=True)]


def test_reasons_come_by_reach_times_effect_with_safe_quotes_of_their_side() -> None:
    texts, tagged = world()
    effects = theme_effects(tagged)
    recommend = top_reasons(effects, tagged, texts, 1)
    against = top_reasons(effects, tagged, texts, -1)
    assert [one.theme for one in recommend][:2] == ["delivery", "staff"]
    assert [one.theme for one in against][:2] == ["price", "website"]
    for listed in (recommend, against):
        weights = [abs(one.impact.value) for one in listed]
        assert weights == sorted(weights, reverse=True)
    for one in (*recommend, *against):
        assert one.impact.low < one.impact.value < one.impact.high
        assert one.effect.low * one.effect.high > 0
        assert all((tagged[place].score >= 9) == (one.side > 0) for place in one.quotes)
        quotes = quoted(texts, one)
        assert 1 <= len(quotes) <= 3
        assert len(set(quotes)) == len(quotes)
    assert not any("@" in quote for one in recommend for quote in quoted(texts, one))


def test_the_summary_says_what_the_figures_say() -> None:
    texts, tagged = world()
    effects = theme_effects(tagged)
    recommend, against = (top_reasons(effects, tagged, texts, side) for side in (1, -1))
    told = summary(effects, recommend, against, lambda theme: starter("retail")[theme].name("en"), as_written)
    assert "400 comments" in told
    assert "Delivery praised (in " in told
    assert told.index("higher score") < told.index("Delivery praised (in ") < told.index("lower score")
    assert told.index("Price and value blamed (in ") > told.index("lower score")
    low, high = (signed(end, 1) for end in (recommend[0].impact.low, recommend[0].impact.high))
    assert f"points, {low} to {high})" in told


def test_nothing_sure_gives_no_reasons_and_says_so() -> None:
    tagged = [Tagged(score, ()) for score in (1, 8, 10)]
    effects = theme_effects(tagged)
    assert top_reasons(effects, tagged, ["a", "b", "c"], 1) == ()
    assert "No theme can be told" in summary(effects, (), (), str, as_written)
    assert "no comments" in summary(theme_effects([]), (), (), str, as_written)
