from likely.text.clauses import clauses


def test_praise_and_blame_come_apart() -> None:
    assert clauses("fast delivery but rude driver, never again!", "en") == [
        "fast delivery",
        "rude driver",
        "never again",
    ]


def test_chinese_is_cut_at_its_own_marks_and_words() -> None:
    assert clauses("服务很好，但是送货太慢。", "zh") == ["服务很好", "送货太慢"]


def test_and_inside_a_word_does_not_cut() -> None:
    assert clauses("sandy beach", "en") == ["sandy beach"]


def test_estonian_and() -> None:
    assert clauses("kiire tarne ja viisakas teenindus", "et") == ["kiire tarne", "viisakas teenindus"]
