"""The reader of rules that the documentation gives for scripts says what the one in Python says."""

import re
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser

from likely.ask.condition import holds, read_condition

DOCS = Path(__file__).parents[2] / "docs" / "surveys.md"
VALUES = [0, 3, 7, 10, -1, True, False, "pro", "3", "", "na", ["a"], ["a", "b"], []]
NAMES = ("score", "plan", "used", "missing")


def rule(chance: Random, deep: int = 3) -> dict[str, Any]:
    form = chance.choice(("range", "from", "to", "is", "answered", *(("not", "all", "any") if deep else ())))
    if form == "not":
        return {"not": rule(chance, deep - 1)}
    if form in ("all", "any"):
        return {form: [rule(chance, deep - 1) for _ in range(chance.randint(1, 3))]}
    first, last = sorted((chance.randint(-1, 11), chance.randint(-1, 11)))
    said: dict[str, dict[str, Any]] = {
        "range": {"from": first, "to": last}, "from": {"from": first}, "to": {"to": last},
        "is": {"is": [value for value in chance.sample(VALUES, 3) if not isinstance(value, list)] or [1]},
        "answered": {"answered": chance.random() < 0.5},
    }  # fmt: skip
    return {"on": chance.choice(NAMES), **said[form]}


def test_a_script_reads_every_rule_alike(chromium: Browser) -> None:
    [script] = re.findall(r"```js\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    chance = Random(7)
    cases = [
        (rule(chance), {name: chance.choice(VALUES) for name in NAMES[:3] if chance.random() < 0.8})
        for _ in range(3000)
    ]
    page = chromium.new_page()
    told = page.evaluate(f"(cases) => {{ {script} return cases.map(([r, f]) => holds(r, f)); }}", cases)
    page.close()
    assert told == [holds(read_condition(one), facts) for one, facts in cases]
    assert 0.2 < sum(told) / len(told) < 0.8
