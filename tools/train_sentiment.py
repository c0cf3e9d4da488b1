"""Train the small model of sentiment that comes with Likely: likely/text/sentiment.npz.

    python tools/train_sentiment.py FOLDER

FOLDER holds the data sets below, which are no part of the project. What is kept is 60,000 weights of hashed
letter sequences, 8 bits each, and no text. Sources and their licences:

- NHS Friends and Family Test comments, The Strategy Unit (pxtextmining), MIT, © NHS England
- Women's E-Commerce Clothing Reviews, CC0
- NPSgame, a garden-centre chain's comments in French, CC0
- ASAP, restaurant reviews in Chinese (sample), Apache-2.0, © Meituan-Dianping
- Estonian Valence Corpus, Pajupuu, Altrov, Pajupuu, CC BY 4.0
- praise and blame in our own words, tools/sentiment_phrases.py and tools/sentiment_lists/
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sentiment_phrases import phrases

from likely.text.grams import Grams
from likely.text.sentiment import SHIPPED, Sentiment, fit
from likely.text.words import normalised

KEPT = 60_000
SMALL_COUNT = 15  # times that an example of the small sets counts: they are few beside our own phrases
SMALL = ("restaurants", "et")
CLOTHING = 4000  # of its reviews; with all of them dresses would speak for the world
Told = list[tuple[bool, str]]


def patients(folder: Path) -> Told:
    rows = pd.read_parquet(folder / "recommend_patient_fft_en.parquet").dropna(subset=["comment"])
    felt = rows["comment_sentiment"]
    return [(v < 3, text) for v, text in zip(felt, rows["comment"], strict=True) if pd.notna(v) and v != 3]


def clothing(folder: Path) -> Told:
    rows = pd.read_parquet(folder / "recommend_clothing_en.parquet").dropna(subset=["comment"])
    good, bad = rows[rows["recommended"] == 1], rows[rows["recommended"] == 0]
    rows = pd.concat(
        [good.sample(CLOTHING // 2, random_state=0), bad.sample(2 * CLOTHING // 4, random_state=0)]
    )
    return [(v == 1, text) for v, text in zip(rows["recommended"], rows["comment"], strict=True)]


def garden(folder: Path) -> Told:
    rows = pd.read_parquet(folder / "nps_retail_fr.parquet").dropna(subset=["comment", "score"])
    return [(v >= 9, t) for v, t in zip(rows["score"], rows["comment"], strict=True) if not 7 <= v <= 8]


def restaurants(folder: Path) -> Told:
    rows = pd.read_parquet(folder / "reviews_restaurant_zh_asap_sample.parquet")
    return [(v > 3, text) for v, text in zip(rows["rating"], rows["comment"], strict=True) if v != 3]


def estonian(folder: Path) -> Told:
    rows = pd.read_parquet(folder / "sentiment_et.parquet")
    felt = {"positiivne": True, "negatiivne": False}
    return [(felt[v], text) for v, text in zip(rows["valence"], rows["text"], strict=True) if v in felt]


SETS = {
    "patients": patients,
    "clothing": clothing,
    "garden": garden,
    "restaurants": restaurants,
    "et": estonian,
}


def told(folder: Path, without: Sequence[str] = ()) -> Told:
    """All examples; `without`: sets to leave out, so that they can judge the model."""
    made = [
        one
        for name, read in SETS.items()
        if name not in without
        for one in read(folder) * (SMALL_COUNT if name in SMALL else 1)
    ]
    return [*made, *phrases()]


def main(folder: Path) -> None:
    examples = told(folder)
    keep(fit(Grams().rows(normalised(text) for _, text in examples), [good for good, _ in examples]))


def keep(model: Sentiment) -> None:
    heavy = np.argsort(-np.abs(model.weights * model.idf))[:KEPT]
    columns = np.sort(heavy[model.weights[heavy] != 0]).astype(np.uint32)
    step = float(np.abs(model.weights[columns]).max()) / 127
    path = Path(__file__).parent.parent / "likely" / "text" / SHIPPED
    np.savez_compressed(
        path,
        columns=columns,
        weights=np.round(model.weights[columns] / step).astype(np.int8),
        idf=np.round(model.idf[columns] * 16).astype(np.uint8),
        step=step,
        rest=np.array([model.bias, model.slope, model.shift, model.n]),
    )
    print(
        f"{path}: {path.stat().st_size // 1024} kB, {model.n} examples, AUC on unseen folds {model.auc:.3f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
