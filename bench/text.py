"""How well comments are read: languages, themes, sentiment, effects, speed. Each beside a baseline.

    python bench/text.py [--quick] [--only PART]

Reads labelled sets from ../shared/data (or $LIKELY_SHARED/data), which are no part of the project; what needs
a set is skipped, and said so, where it is not. Judging is always on a part that the model has not seen.

Bars: recommend-or-not from clothing reviews AUC at least 0.93; planted themes found, and their true effect
within the stated 95 % interval in 93 to 97 % of the cases; tagging one comment at most 5 ms; 100,000 comments
within 120 s of one processor and 2 GiB; as many read again by changed themes, with what was taught by hand,
within 120 s, the memory at the end at most 60 MiB above that after a quarter. Themes of patient comments from
names and twenty examples a label: at least 0.60 micro-F1 on average over five draws of the examples. Of
discovered themes at least 70 % are the same ones in another order of the comments, and keep id and name when
the comments double. Exit code 1 under a bar.
--quick: fewer runs and comments, on which coverage is not judged. --only: one of the parts, by its name here.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, normalized_mutual_info_score, roc_auc_score
from threadpoolctl import threadpool_limits

from likely.analyse.themed import Said, themed
from likely.text.comment import Known, known_of, read_comment, read_comments
from likely.text.examples import FROM, Labelled, learn
from likely.text.grams import Grams
from likely.text.reader import SAME_WORDS, reader_of
from likely.text.reader import discovered as discovered_themes
from likely.text.sentiment import SURE, fit, shipped
from likely.text.starter import starter
from likely.text.tagging import Tagger
from likely.text.taxonomy import Example, Taxonomy, taxonomy
from likely.text.topics import clauses_of, discover
from likely.text.words import normalised

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.text.short_clauses import BLAME, HARD_BLAME, HARD_PRAISE, PRAISE, listed

DATA = Path(os.environ.get("LIKELY_SHARED", Path(__file__).parents[2] / "shared")) / "data"


def read(name: str, *needed: str) -> pd.DataFrame | None:
    path = DATA / f"{name}.parquet"
    if not path.exists():
        print(f"  SKIPPED: {path} is not there")
        return None
    return pd.read_parquet(path).dropna(subset=list(needed))


def part(rows: pd.DataFrame, share: float, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(learnt from, judged on)."""
    judged = np.random.default_rng(seed).random(len(rows)) < share
    return rows[~judged].reset_index(drop=True), rows[judged].reset_index(drop=True)


def languages(quick: bool) -> list[str]:
    sets = {
        "en": ("nps_telecom_en", "comment"),
        "fr": ("nps_retail_fr", "comment"),
        "et": ("sentiment_et", "text"),
        "zh": ("reviews_restaurant_zh_asap_sample", "comment"),
    }
    known = Known(dict.fromkeys(sets, 1 / len(sets)), tuple(sets))
    for language, (name, column) in sets.items():
        rows = read(name, column)
        if rows is None:
            continue
        texts = [text for text in rows[column] if sum(map(str.isalpha, text)) > 3][: 400 if quick else 1500]
        told = []
        for words in (1, 2, 3, 1000):
            begun = [" ".join(text.split()[:words]) for text in texts]
            told.append(np.mean([read_comment(text, known).language == language for text in begun]))
        one, two, three, whole = told
        print(f"  {language}: first word {one:.1%}, two {two:.1%}, three {three:.1%}, all {whole:.1%}")
    return []


def examples(quick: bool) -> list[str]:
    """The labels' names and twenty examples each, the rest unlabelled; the ceiling has all labels."""
    rows = read("recommend_patient_fft_en", "comment", "labels")
    if rows is None:
        return []
    rows["said"] = [frozenset(labels.split("|")) for labels in rows["labels"]]
    rows["score"] = [(5 - a) * 2.5 if 1 <= a <= 5 else None for a in rows["fft_answer"].fillna(9)]
    people = np.random.default_rng(1).permutation(rows["respondent_id"].unique())
    unseen = set(people[: int(0.4 * len(people))])
    learnt = rows[~rows["respondent_id"].isin(unseen)].reset_index(drop=True)
    judged = rows[rows["respondent_id"].isin(unseen)].reset_index(drop=True)
    found = [_draw(learnt, judged, seed) for seed in range(1, 3 if quick else 6)]
    mean = np.mean(found)
    print(
        f"  micro-F1 from names and twenty examples: mean {mean:.3f} (bar 0.60), by draw {np.round(found, 3)}"
    )
    labels = _labels(learnt)
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit(learnt["comment"])
    x, there = vectors.transform(learnt["comment"]), vectors.transform(judged["comment"])
    p = np.zeros((len(judged), len(labels)))
    for place, label in enumerate(labels):
        y = np.array([label in said for said in learnt["said"]])
        if y.sum() >= 2:
            p[:, place] = LogisticRegression(C=20, solver="liblinear").fit(x, y).predict_proba(there)[:, 1]
    print(f"  ceiling, TF-IDF + logistic on all {len(learnt)} labelled: {_f1(judged, labels, p > 0.3):.3f}")
    return [] if mean >= 0.60 else ["themes from examples"]


def _labels(rows: pd.DataFrame) -> list[str]:
    return sorted({label for said in rows["said"] for label in said})


def _draw(learnt: pd.DataFrame, judged: pd.DataFrame, seed: int) -> float:
    chance = np.random.default_rng(seed)
    picked: set[int] = set()
    for label in _labels(learnt):
        places = np.flatnonzero([label in said for said in learnt["said"]])
        picked |= set(chance.choice(places, min(20, len(places)), replace=False).tolist())
    given = [Labelled(learnt["comment"][i], learnt["said"][i], learnt["score"][i]) for i in sorted(picked)]
    given += [Labelled(label, frozenset([label]), None, 0.3) for label in _labels(learnt)]
    others = [i for i in range(len(learnt)) if i not in picked]
    model = learn(given, [learnt["comment"][i] for i in others], [learnt["score"][i] for i in others])
    values = model.values(judged["comment"].tolist(), judged["score"].tolist())
    return _f1(judged, model.themes, values > FROM)


def _f1(judged: pd.DataFrame, labels: Sequence[str], taken: Any) -> float:
    truth = np.array([[label in said for label in labels] for said in judged["said"]])
    return float(f1_score(truth, taken, average="micro"))


def discovered(quick: bool) -> list[str]:
    """Normalised mutual information of a comment's topic with its first label."""
    rows = read("recommend_patient_fft_en", "comment", "labels")
    if rows is None:
        return []
    texts, first = rows["comment"].tolist(), [labels.split("|")[0] for labels in rows["labels"]]
    comments = read_comments(texts)
    clauses = clauses_of(comments)
    topics = discover(clauses)
    of_clause: dict[str, int] = {}
    for clause, place in zip(clauses, topics.of, strict=True):
        of_clause.setdefault(clause.text, place)
    ours = [
        next((of_clause[c] for c in comment.clauses if of_clause.get(c, -1) >= 0), -1) for comment in comments
    ]
    print(f"  ours {normalized_mutual_info_score(first, ours):.3f} ({len(topics.topics)} topics)", end="")
    words = TfidfVectorizer(min_df=3, stop_words="english").fit_transform(texts)
    nmf = NMF(40, init="nndsvd", max_iter=100, random_state=0).fit_transform(words)
    print(f", plain NMF {normalized_mutual_info_score(first, nmf.argmax(axis=1)):.3f}", end="")
    counts = CountVectorizer(min_df=3, stop_words="english").fit_transform(texts)
    lda = LatentDirichletAllocation(40, max_iter=2 if quick else 15, random_state=0).fit_transform(counts)
    print(f", LDA {normalized_mutual_info_score(first, lda.argmax(axis=1)):.3f}")
    return []


def _auc(learnt: pd.DataFrame, judged: pd.DataFrame, text: str, good: Callable[[pd.DataFrame], Any]) -> float:
    model = fit(Grams().rows(map(normalised, learnt[text])), good(learnt))
    return float(roc_auc_score(good(judged), model.of(judged[text].tolist())))


def sentiment(quick: bool) -> list[str]:
    missed = []
    rows = read("recommend_clothing_en", "comment")
    if rows is not None:
        rows["text"] = rows["title"].fillna("") + ". " + rows["comment"]
        learnt, judged = part(rows, 0.25)
        learnt = learnt[: 4000 if quick else len(learnt)]
        auc = _auc(learnt, judged, "text", lambda some: (some["recommended"] == 1).to_numpy())
        print(
            f"  clothing en, recommended or not: AUC {auc:.3f} (bar 0.93, chance 0.500), {len(judged)} unseen"
        )
        missed += ["clothing"] * bool(auc < 0.93)
    for name in ("nps_retail_fr", "nps_telecom_en"):
        rows = read(name, "comment", "score")
        if rows is None:
            continue
        told = rows[(rows["score"] <= 6) | (rows["score"] >= 9)]
        learnt, judged = part(told, 0.3)
        auc = _auc(learnt, judged, "comment", lambda some: (some["score"] >= 9).to_numpy(bool))
        learnt, judged = part(rows, 0.3)
        right, usual = _groups(learnt, judged)
        print(
            f"  {name}: promoter or detractor AUC {auc:.3f}; group of three {right:.1%}, majority {usual:.1%}"
        )
    telecom = read("nps_telecom_en", "comment", "score")
    if telecom is not None:
        told = telecom[(telecom["score"] <= 6) | (telecom["score"] >= 9)]
        auc = roc_auc_score(told["score"] >= 9, shipped().of(told["comment"].tolist()))
        print(f"  nps_telecom_en by the shipped model alone, which has not seen it: AUC {auc:.3f}")
    for name, column, good in (
        ("reviews_restaurant_zh_asap_sample", "comment", lambda some: (some["rating"] > 3).to_numpy()),
        ("sentiment_et", "text", lambda some: (some["valence"] == "positiivne").to_numpy()),
    ):
        _small(name, column, good)
    _short("clear", PRAISE, BLAME)
    _short("harder", HARD_PRAISE, HARD_BLAME)
    return missed


def _short(kind: str, praise: Mapping[str, str], blame: Mapping[str, str]) -> None:
    """How surely the shipped model tells a handful of short clauses of either side."""
    for language in praise:
        told = shipped().of([*listed(praise[language]), *listed(blame[language])])
        favoured = len(listed(praise[language]))
        favour = np.array([p if place < favoured else 1 - p for place, p in enumerate(told)])
        surely, wrong = (favour >= SURE).mean(), (favour <= 1 - SURE).mean()
        print(
            f"  {len(told)} {kind} short clauses, {language}, by the shipped model:"
            f" surely right {surely:.0%}, surely wrong {wrong:.0%}, on their side {(favour > 0.5).mean():.0%}"
        )


def _groups(learnt: pd.DataFrame, judged: pd.DataFrame) -> tuple[float, float]:
    """Share right of detractor, passive, promoter: two models of one, the second of "promoter or not"."""

    def group(some: pd.DataFrame) -> Any:
        return np.digitize(some["score"].to_numpy(float), [6.5, 8.5])

    rows, there = (
        Grams().rows(map(normalised, learnt["comment"])),
        Grams().rows(map(normalised, judged["comment"])),
    )
    truth = group(learnt)
    low, high = (fit(rows, truth > cut).log_odds(there) for cut in (0, 1))
    bias = [np.log((truth > cut).mean() / (1 - (truth > cut).mean())) for cut in (0, 1)]
    above = 1 / (1 + np.exp(-(low + bias[0]))), 1 / (1 + np.exp(-(high + bias[1])))
    p = np.stack([1 - above[0], np.maximum(above[0] - above[1], 0), above[1]])
    usual = np.bincount(truth).argmax()
    return float((p.argmax(axis=0) == group(judged)).mean()), float((group(judged) == usual).mean())


def _small(name: str, column: str, good: Callable[[pd.DataFrame], Any]) -> None:
    """Small sets in five parts, each judged by what the rest and the own phrases of the project teach."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    from sentiment_phrases import phrases
    from train_sentiment import SMALL_COUNT

    rows = read(name, column)
    if rows is None:
        return
    rows = rows[rows["rating"] != 3] if "rating" in rows else rows[rows["valence"] != "neutraalne"]
    fold = np.random.default_rng(0).permutation(len(rows)) % 5
    p, own = np.zeros(len(rows)), phrases()
    for k in range(5):
        learnt, judged = rows[fold != k], rows[fold == k]
        texts = [*learnt[column].tolist() * SMALL_COUNT, *(text for _, text in own)]
        labels = [*good(learnt).tolist() * SMALL_COUNT, *(praise for praise, _ in own)]
        p[fold == k] = fit(Grams().rows(map(normalised, texts)), labels).of(judged[column].tolist())
    y = good(rows)
    right, usual = ((p > 0.5) == y).mean(), max(y.mean(), 1 - y.mean())
    print(f"  {name}: AUC {roc_auc_score(y, p):.3f}, accuracy {right:.1%}, majority {usual:.1%}, n {len(y)}")


THINGS = {
    "en": ("courier", "invoice", "password", "cashier", "heating", "window"),
    "et": ("kuller", "arve", "parool", "kassapidaja", "küte", "aken"),
    "zh": ("快递", "发票", "密码", "收银员", "暖气", "窗户"),
}
SAID = {
    "en": ("the {} was mentioned", "about the {} again", "{} matters here", "they spoke of the {}"),
    "et": ("{} tuli jutuks", "jälle see {}", "{} loeb siin palju", "rääkisime, et {}"),
    "zh": ("说到{}", "又是{}的事", "{}很要紧", "他们谈起{}"),
}
LEAN = np.array([-1.2, -0.6, 0.0, 0.0, 0.6, 1.2])  # logits of the two cuts, by thing
RARE = np.array([0.15, 0.3, 0.2, 0.1, 0.25, 0.15])


def planted(quick: bool) -> list[str]:
    """Six themes with known effects, said in four ways each, beside chatter; discovered anew in every run."""
    runs, inside, all_of, hit = (6 if quick else 300), 0, 0, 0
    truth = _truth()
    for run in range(runs):
        language = ("en", "et", "zh")[run % 3]
        found = themed(_world(language, run), known=Known({language: 1.0}, (language,)), sentiment=shipped())
        for place, thing in enumerate(THINGS[language]):
            effects = [
                one
                for one in found.effects.effects
                if any(thing in w for w in found.taxonomy[one.theme].words)
            ]
            all_of += 1
            if effects:
                hit += 1
                best = max(effects, key=lambda one: one.n)
                inside += best.effect.low <= truth[place] <= best.effect.high
    held, there = inside / max(hit, 1), hit / all_of
    print(
        f"  {runs} runs: {there:.1%} of the themes found (bar 95 %), true effect inside 95 % in {held:.1%}",
        end="",
    )
    print(" (bar 93 to 97 %)")
    sure = 0.93 <= held <= 0.97 or quick
    return [] if sure and there >= 0.95 else ["planted themes"]


def _scores(said: Any, chance: np.random.Generator) -> Any:
    """Ordered logit: detractor, passive, promoter."""
    u = np.log(1 / chance.random(len(said)) - 1) - said @ LEAN
    return np.digitize(-u, [-0.8, 0.4])


def _truth() -> Any:
    chance = np.random.default_rng(0)
    said = chance.random((2_000_000, len(RARE))) < RARE
    points = (_scores(said, chance) - 1) * 100.0
    return [points[said[:, k]].mean() - points[~said[:, k]].mean() for k in range(len(RARE))]


def _world(language: str, run: int, n: int = 900) -> list[Said]:
    chance, pick = np.random.default_rng(1000 + run), random.Random(run)
    said = chance.random((n, len(RARE))) < RARE
    groups = _scores(said, chance)
    made = []
    for row, group in zip(said, groups, strict=True):
        things = [THINGS[language][k] for k in np.flatnonzero(row)]
        clauses = [pick.choice(SAID[language]).format(thing) for thing in things]
        made.append(Said((3, 8, 10)[group], ". ".join(clauses) or "…"))
    return made


def stability(quick: bool) -> list[str]:
    """The same reviews in another order; and half of them before all of them."""
    rows = read("recommend_clothing_en", "comment")
    if rows is None:
        return []
    texts = rows["comment"].tolist()[: 1000 if quick else 4000]
    whole = discovered_themes(texts)
    again = discovered_themes(texts)
    turned = texts[:]
    random.Random(1).shuffle(turned)
    other = discovered_themes(turned)
    half = discovered_themes(texts[: len(texts) // 2])
    grown = {theme.id: theme for theme in discovered_themes(texts, half).themes}
    same = np.mean([any(_alike(one.words, two.words) for two in other.themes) for one in whole.themes])
    kept = np.mean([one.id in grown and grown[one.id].names == one.names for one in half.themes])
    print(f"  {len(texts)} reviews, {len(whole.themes)} themes; the same again: {again == whole} (bar True)")
    print(
        f"  the same themes in another order: {same:.0%} (bar 70 %); kept when doubled: {kept:.0%} (bar 70 %)"
    )
    return ["stability"] * bool(again != whole or (not quick and min(same, kept) < 0.7))


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return len({*ours} & {*theirs}) >= SAME_WORDS * max(min(len(ours), len(theirs)), 1)


def made_up(n: int) -> list[Said]:
    """Comments of some thirty words in three languages."""
    pick, words = (
        random.Random(0),
        {
            "en": "we waited for a long time and then the",
            "et": "ootasime kaua ja siis",
            "zh": "我们等了很久然后",
        },
    )
    made = []
    for place in range(n):
        language = ("en", "et", "zh")[place % 3]
        clauses = [
            f"{words[language]} {pick.choice(SAID[language]).format(pick.choice(THINGS[language]))}"
            for _ in range(3)
        ]
        made.append(Said(pick.choice((2, 5, 8, 9, 10)), f"{', '.join(clauses)} {place}"))
    return made


def peak() -> float:
    """MiB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def again(quick: bool) -> list[str]:
    """Themes have changed: all is read again, some thousands at a time, as a worker does."""
    n, at_once = (8_000, 1_000) if quick else (100_000, 2_000)
    made = made_up(n)
    told = {10: True, 9: True, 2: False, 5: False}
    start, early = time.process_time(), 0.0
    reader = reader_of([(told.get(one.score), one.text) for one in made[:: n // 4000]], _taught_by_hand(made))
    begun = time.process_time() - start
    for place in range(0, n, at_once):
        reader.read([one.text for one in made[place : place + at_once]])
        early = early or (peak() if place >= n / 4 else 0.0)
    seconds, grown = time.process_time() - start, peak() - early
    print(f"  {n} comments by changed themes with 120 examples: {seconds:.1f} s of one processor", end="")
    print(f" (bar 120 s), {begun:.1f} s of them to learn; memory {grown:+.0f} MiB after a quarter (bar 60)")
    return ["reading again"] * (seconds > 120) + ["memory"] * (grown > 60)


def _taught_by_hand(made: Sequence[Said]) -> Taxonomy:
    """A starter set, six of whose themes have twenty examples each."""
    themes = list(starter("retail").themes)
    for place, things in enumerate(zip(*THINGS.values(), strict=True)):
        about = [one.text for one in made if any(thing in one.text for thing in things)][:20]
        themes[place] = replace(themes[place], examples=tuple(Example(text, True) for text in about))
    return taxonomy(themes)


def speed(quick: bool) -> list[str]:
    """Seconds of one processor."""
    n = 4_000 if quick else 100_000
    made = made_up(n)
    start = time.process_time()
    themed(made)
    seconds = time.process_time() - start
    most = peak()
    print(
        f"  {n} comments from text to reasons: {seconds:.1f} s (bar 120 s), {n / seconds:.0f} a second",
        end="",
    )
    print(f", {most:.0f} MiB at most (bar 2048)")
    tagger = Tagger(starter("telecom"), shipped())
    known = known_of([one.text for one in made[:2000]])
    comments = read_comments([one.text for one in made[: n // 2]], known)
    start = time.process_time()
    tagger.tag(comments)
    rate = (n // 2) / (time.process_time() - start)
    one = made[1].text
    tagger.tag([read_comment(one, known)])
    start = time.process_time()
    for _ in range(100):
        tagger.tag([read_comment(one, known)])
    each = (time.process_time() - start) * 10
    print(
        f"  tags of many read comments: {rate:.0f} a second; one new comment, read and tagged: {each:.2f} ms"
        " (bar 5 ms)"
    )
    return ["tagging of one"] * (each > 5) + ["speed"] * (seconds > 120) + ["memory"] * (most > 2048)


PARTS: dict[str, tuple[str, Callable[[bool], list[str]]]] = {
    "languages": ("Languages, held to four", languages),
    "examples": ("Themes of patient comments, 43 labels, from examples", examples),
    "discovered": ("Themes of patient comments, discovered: mutual information with the labels", discovered),
    "stability": ("Discovered themes of clothing reviews stay the same ones", stability),
    "sentiment": ("Sentiment", sentiment),
    "planted": ("Planted themes", planted),
    "again": ("All read again", again),
    "speed": ("Speed", speed),
}


def main() -> int:
    """Every part in a process of its own, whose memory is its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    if options.only:
        threadpool_limits(1)
        title, part_of = PARTS[options.only]
        print(title, flush=True)
        missed = part_of(options.quick)
        if missed:
            print("  UNDER THE BAR: " + ", ".join(missed))
        return 1 if missed else 0
    asked = ["--quick"] * options.quick
    bad = [
        name
        for name in PARTS
        if subprocess.run([sys.executable, __file__, "--only", name, *asked], check=False).returncode
    ]
    print("under the bar: " + ", ".join(bad) if bad else "all bars are kept")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
