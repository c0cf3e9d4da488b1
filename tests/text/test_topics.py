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


OFTEN = {  # what a shop's customers say of its delivery, and of all else
    "en": ("delivery", ("delivery was late", "fast delivery", "the delivery came on time", "great delivery")),
    "et": ("tarne", ("tarne hilines", "kiire tarne", "tarne oli õigel ajal", "tarne oli suurepärane")),
    "zh": ("送货", ("送货太慢", "送货很快", "送货准时", "送货很棒")),
}


def shop(language: str, share: float, n: int = 1000) -> list[str]:
    chance = random.Random(4)
    things = [clause for clauses in PLANTED[language].values() for clause in clauses]
    rest = [*things, *AROUND[language]]
    return [chance.choice(OFTEN[language][1] if chance.random() < share else rest) for _ in range(n)]


@pytest.mark.parametrize("share", [0.2, 0.4, 0.7])
@pytest.mark.parametrize("language", OFTEN)
def test_what_very_many_speak_of_is_a_theme(language: str, share: float) -> None:
    topics = discover(clauses_of(read_comments(shop(language, share), KNOWN))).topics
    word = OFTEN[language][0]
    (about,) = (topic for topic in topics if word in topic.words)
    assert (about.name, about.words[0]) == (word, word)
    assert about.share >= 0.6 * share


def test_a_theme_keeps_its_id_while_ever_more_speak_of_it() -> None:
    few = discover(clauses_of(read_comments(shop("en", 0.15), KNOWN)))
    many = discover(clauses_of(read_comments(shop("en", 0.5, 2000), KNOWN)), before=few)
    before, after = (
        next(topic for topic in topics.topics if topic.words[0] == "delivery") for topics in (few, many)
    )
    assert (before.id, before.name) == (after.id, after.name)


def test_grammar_of_a_tongue_without_lists_is_no_theme() -> None:
    """Words that come beside others in half of the clauses, as "the" and "was" do."""
    texts = [text.replace("the ", "") for text in said("en", 600)]
    spoken = [f"zu {clause} vej" for text in texts for clause in text.split(", ")]
    topics = discover(clauses_of(read_comments(spoken, Known({"xx": 1.0}, ("xx",)))))
    assert topics.topics
    assert not {"zu", "vej"} & {word for topic in topics.topics for word in topic.words}


def test_praise_of_a_thing_is_no_theme_beside_the_thing() -> None:
    chance = random.Random(3)
    fit = ("the fit is odd", "fit was checked", "fit around the shoulders", "it depends on the fit")
    texts = [chance.choice(fit) for _ in range(150)]
    texts += [f"fits perfectly, {chance.choice(AROUND['en'])}" for _ in range(150)]
    texts += said("en", 240)
    names = [topic.name for topic in discover(clauses_of(read_comments(texts, KNOWN)), 16).topics]
    assert sum("fit" in name for name in names) == 1, names
    assert not any("perfect" in name for name in names), names
    assert len(names) == len(set(names))


def test_the_rule_of_a_theme_has_no_praise_and_no_blame() -> None:
    words = {word for topic in found("en").topics for word in topic.words}
    assert "courier" in words
    assert not {"rude", "late", "nice", "wrong"} & words
