import random

import pytest

from likely.text.comment import Known, read_comments
from likely.text.topics import Topics, clauses_of, discover

KNOWN = Known({"en": 0.4, "et": 0.3, "zh": 0.3}, ("en", "et", "zh"))
PLANTED = {
    "en": {
        "courier": ("the courier lost my parcel", "courier was late", "nice courier", "a rude courier"),
        "invoice": ("wrong invoice again", "the invoice was unclear", "invoice paid twice", "good invoice"),
        "password": ("password reset fails", "forgot the password", "password rules are odd"),
    },
    "et": {
        "kuller": ("kuller hilines", "tore kuller", "kulleriga oli jama", "ootasin kullerit"),
        "arve": ("arve oli vale", "arvet ei tulnud", "segane arve", "arvega on korras"),
        "parool": ("parool ei tööta", "unustasin parooli", "parooliga oli häda"),
    },
    "zh": {
        "快递": ("快递太慢了", "快递丢了", "快递员很好", "等快递等了很久"),
        "发票": ("发票开错了", "没有收到发票", "发票不清楚", "发票很快寄来"),
        "密码": ("密码重置失败", "忘记密码了", "密码规则奇怪"),
    },
}
AROUND = {
    "en": (
        "my mother asked",
        "we moved house",
        "it rained on tuesday",
        "the garden is green",
        "our dog barked",
    ),
    "et": ("ema küsis", "kolisime maale", "teisipäeval sadas", "aed on roheline", "koer haukus"),
    "zh": ("妈妈问过", "我们搬家了", "星期二下雨", "花园是绿色的", "小狗叫了"),
}


def said(language: str, n: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    things = list(PLANTED[language])
    made = []
    for place in range(n):
        thing = things[place % len(things)]
        around = chance.choice(AROUND[language])
        made.append(f"{chance.choice(PLANTED[language][thing])}, {around}")
    return made


def found(language: str, n: int = 240, seed: int = 1, before: Topics | None = None) -> Topics:
    return discover(clauses_of(read_comments(said(language, n, seed), KNOWN)), 12, before)


@pytest.mark.parametrize("language", PLANTED)
def test_planted_themes_are_found_and_named_by_their_words(language: str) -> None:
    topics = found(language)
    names = [topic.name for topic in topics.topics]
    for thing in PLANTED[language]:
        assert any(thing in name for name in names), (thing, names)
    assert all(topic.phrases and topic.words for topic in topics.topics)
    assert sum(topic.n for topic in topics.topics) + sum(place < 0 for place in topics.of) == len(topics.of)


def test_the_same_clauses_give_the_same_themes() -> None:
    assert found("en").topics == found("en").topics


def test_themes_keep_their_ids_and_names_as_data_grows() -> None:
    first = found("en", 240)
    grown = found("en", 480, seed=2, before=first)
    name = {topic.id: topic.name for topic in grown.topics}
    for topic in first.topics:
        if topic.name in PLANTED["en"]:
            assert name[topic.id] == topic.name
    assert len(set(name)) == len(grown.topics)


def test_a_new_theme_gets_a_new_id() -> None:
    first = found("en")
    texts = [*said("en", 240), *(f"the lift was broken on floor {i}, lift stuck" for i in range(80))]
    grown = discover(clauses_of(read_comments(texts, KNOWN)), 14, first)
    lifts = {topic.id for topic in grown.topics if "lift" in topic.words}
    assert lifts
    assert not lifts & {topic.id for topic in first.topics}


def test_a_theme_becomes_a_rule_that_can_be_edited() -> None:
    topic = found("en").topics[0]
    theme = topic.theme()
    assert theme.names == {"en": topic.name}
    assert theme.words == topic.words


def test_few_clauses_have_no_themes() -> None:
    topics = discover(clauses_of(read_comments(["fine", "the courier was late"], KNOWN)))
    assert topics.topics == ()
    assert topics.unexplained == 1.0


def test_nothing_at_all() -> None:
    assert discover([]).unexplained == 0.0
