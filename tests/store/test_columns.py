"""Roles are guessed from names and values, in the languages that exports come in."""

import pytest

from likely.store.columns import (
    dimensions_of,
    guess_comment,
    guess_date,
    guess_person,
    guess_score,
    guess_weight,
    is_personal,
    ratings_of,
)
from likely.store.profile import Profile, words_of

TEN = [str(score) for score in range(11)] * 4


def column(name: str, values: list[str], label: str = "") -> Profile:
    return Profile(name, label, "text", {value: values.count(value) for value in dict.fromkeys(values)})


@pytest.mark.parametrize(
    "name",
    [
        "nps", "NPS Score", "score", "netpro", "How likely are you to recommend Acme to a friend?",
        "Kui tõenäoliselt soovitaksid meid sõbrale?", "您有多大可能推荐我们？",
        "Wie wahrscheinlich ist es, dass Sie uns empfehlen?",
        "Quelle est la probabilité que vous nous recommandiez ?",
        "Насколько вероятно, что вы нас порекомендуете?",
        "recommend_score", "likelihoodToRecommend",
    ],
)  # fmt: skip
def test_a_score_column_is_known_by_its_name(name: str) -> None:
    assert guess_score([column("id", TEN), column(name, TEN)]) == name


def test_a_clean_score_is_preferred_to_a_raw_one_and_to_its_group() -> None:
    raw = column("netpro_raw", [*TEN, "11"])
    group = column("Q8_NPS_GROUP", ["1", "2", "3"] * 10, "How likely are you to recommend us? - Group")
    assert guess_score([raw, group, column("score", TEN)]) == "score"
    assert guess_score([group, column("Q8", TEN, "How likely are you to recommend us?")]) == "Q8"
    assert guess_score([group]) is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("satisfaction_score", ["1", "2", "3", "4", "5"] * 10),
        ("churn_score", [str(n) for n in range(100)]),
        ("recommended", ["0", "1"] * 30),
        ("Recommend", ["Agree", "Disagree"] * 30),
        ("age", TEN),
    ],
)
def test_other_scales_are_no_score(name: str, values: list[str]) -> None:
    assert guess_score([column(name, values)]) is None


def test_few_answers_leave_the_top_of_the_scale_out() -> None:
    assert guess_score([column("nps", ["3", "5"])]) == "nps"
    assert guess_score([column("score", ["6.5", "9abc", "9"])]) == "score"


@pytest.mark.parametrize(
    "name", ["comment", "Why?", "explication", "Palun põhjenda: põhjus", "您的原因是什么", "Kommentar"]
)
def test_a_comment_is_known_by_its_name(name: str) -> None:
    texts = [f"the shop was good {number}" for number in range(20)]
    assert guess_comment([column("comment_sentiment", ["good", "bad"] * 10), column(name, texts)]) == name


def test_the_long_text_is_the_comment_where_no_name_says_so() -> None:
    texts = [f"a long story about delivery number {number}" for number in range(20)]
    assert guess_comment([column("plan", ["free", "paid"] * 10), column("q7", texts)]) == "q7"
    assert guess_comment([column("plan", ["free plan with ads", "paid plan without ads"] * 10)]) is None


def test_the_date_of_the_answer_is_preferred_to_other_dates() -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 29)]
    found = guess_date([column("birth_date", days), column("created_at", days), column("responded_on", days)])
    assert found
    assert found[0] == "responded_on"


def test_weights_and_persons() -> None:
    assert guess_weight([column("weight_kg", ["70", "80"]), column("weight", ["0.9", "1.2"])]) == "weight"
    assert (
        guess_person([column("plan", ["a", "b"]), column("respondent_id", ["r1", "r2"])]) == "respondent_id"
    )


def test_personal_columns_are_never_cut_by() -> None:
    mails = column("contact", ["a@example.org", "b@example.org"] * 5)
    addresses = column("origin", ["192.0.2.1", "192.0.2.2"] * 5)
    assert is_personal(mails)
    assert is_personal(addresses)
    assert dimensions_of([mails, addresses, column("user_id", ["1", "2"] * 5)]) == []
    assert dimensions_of([column("region", ["north", "south"] * 5)]) == ["region"]


def test_what_is_unique_to_a_row_is_no_dimension() -> None:
    assert dimensions_of([column("code", [f"c{number}" for number in range(40)])]) == []


def test_ratings_are_steps_of_a_scale_and_no_counts() -> None:
    steps = ["1", "2", "3", "4", "5"] * 5
    assert ratings_of([column("speed", steps), column("visits", steps), column("q19age", steps)]) == ["speed"]


def test_names_are_words_in_any_spelling() -> None:
    assert words_of("NetPro_raw") == words_of("netPro-raw") == "net pro raw"
    assert words_of("q19age") == "q19 age"
