import random
from datetime import date, timedelta

import pytest

from likely.analyse.themed import Said, themed
from likely.text.sentiment import shipped
from likely.text.starter import starter
from likely.text.taxonomy import Taxonomy
from tests.text.test_topics import KNOWN, PLANTED, said


def world(language: str, n: int = 450) -> list[Said]:
    """The first planted theme goes with low scores, the last with high ones."""
    chance = random.Random(9)
    first, *_, last = PLANTED[language]
    made = []
    for text in said(language, n):
        low = any(phrase in text for phrase in PLANTED[language][first])
        high = any(phrase in text for phrase in PLANTED[language][last])
        score = chance.choice((2, 4, 9) if low else (6, 9, 10, 10) if high else (3, 8, 10))
        made.append(Said(score, text))
    return made


@pytest.mark.parametrize("language", PLANTED)
def test_discovered_themes_have_the_planted_direction(language: str) -> None:
    found = themed(world(language), known=KNOWN, sentiment=shipped())
    first, *_, last = PLANTED[language]
    effects = {found.taxonomy[one.theme].name(language): one.effect for one in found.effects.effects}
    low = [effect for name, effect in effects.items() if first in name]
    high = [effect for name, effect in effects.items() if last in name]
    assert any(effect.high < 0 for effect in low)
    assert all(effect.value < 0 for effect in low)
    assert any(effect.low > 0 for effect in high)
    assert all(effect.value > 0 for effect in high)


def test_a_taxonomy_that_is_given_is_used() -> None:
    found = themed(
        [Said(9, "Fast delivery, friendly staff"), Said(2, "The website crashed")] * 10, starter("retail")
    )
    assert found.topics is None
    assert {one.theme for one in found.effects.effects} >= {"delivery", "website"}


def test_no_comment_is_judged_by_its_own_score() -> None:
    """Scores by lot: praise and blame, learnt from the other half, explain nothing."""
    chance = random.Random(1)
    made = [Said(chance.choice((1, 10)), text) for text in said("en", 700)]
    found = themed(made, known=KNOWN)
    sides = [side for one in found.effects.effects for side in (one.praise, one.blame) if side]
    sure = [side for side in sides if side.effect.low > 0 or side.effect.high < 0]
    assert len(sure) <= max(2, len(sides) // 5)


def test_what_is_new_is_told_by_date() -> None:
    start = date(2026, 3, 1)
    old = [Said(8, text, start + timedelta(days=i % 60)) for i, text in enumerate(said("en", 300))]
    fresh = [Said(3, f"The app crashed on screen {i}", start + timedelta(days=80)) for i in range(40)]
    found = themed([*old, *fresh], starter("software"), known=KNOWN, sentiment=shipped())
    assert next(one.course for one in found.courses if one.theme == "bugs") == "new"


def test_nothing_said_finds_nothing() -> None:
    found = themed([])
    assert found.effects.effects == ()
    assert found.recommend == found.not_recommend == found.courses == ()


HOSTILE = (
    "",
    "👍🏽👎",
    "\u202eedoc\u202c was bad",
    "<script>alert(1)</script> the price is bad",
    "p\u200br\u200bi\u200bc\u200be\u200b is\u200b bad",
    "很好 but väga slow و",
    "price " * 8000,
    "\x00\ud800 {{7*7}} ' OR 1=1 --",
    "=cmd|'/c calc'!A0",
)


@pytest.mark.parametrize("given", [None, starter("retail")], ids=["discovered", "given"])
def test_hostile_comments_are_only_text(given: Taxonomy | None) -> None:
    made = [Said(place % 11, HOSTILE[place % len(HOSTILE)]) for place in range(360)]
    found = themed([*made, *world("en", 200)], given, sentiment=shipped())
    assert len(found.tagged) == 560
    assert all(len(one.tags) < 100 for one in found.tagged)


def test_pasted_texts_do_not_become_a_theme() -> None:
    pasted = "buy golden turbo pills at the shop of uncle bob and become rich within a day or two"
    found = themed(
        [*world("en", 300), *(Said(1, pasted) for _ in range(200))], known=KNOWN, sentiment=shipped()
    )
    assert found.topics is not None
    assert not any("turbo" in topic.words for topic in found.topics.topics)
