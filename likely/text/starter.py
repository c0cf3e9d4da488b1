"""Themes to begin with, by industry, named in English, Estonian and Chinese and looked for in all three."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from likely.lib.refusal import Refusal
from likely.text.taxonomy import Taxonomy, Theme, taxonomy

LANGUAGES = ("en", "et", "zh")


def industries() -> tuple[str, ...]:
    return tuple(_read("industries"))


def starter(industry: str) -> Taxonomy:
    """The starter set of one of `industries()`; a refusal for any other."""
    if industry not in industries():
        known = ", ".join(industries())
        raise Refusal("no_such_industry", f"There are themes for {known}.", field="industry")
    given = _read("industries")[industry]
    common = _read("common")
    own = [_theme(id, rows) for id, rows in given["own"].items()]
    shared = [_theme(id, common[id]) for id in given["common"].split(", ")]
    return taxonomy([*own, *shared])


def _theme(id: str, rows: dict[str, str]) -> Theme:
    names = {language: rows[language] for language in LANGUAGES}
    words, without = (
        tuple(word.strip() for word in rows.get(key, "").split(",") if word.strip())
        for key in ("words", "without")
    )
    return Theme(id, names, words, without)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("likely.text").joinpath("starters", f"{name}.toml").read_text("utf-8"))
