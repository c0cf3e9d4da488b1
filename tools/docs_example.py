"""Puts what the live example of docs/widget.md runs on into the built site: the widget itself, and a survey.

mkdocs calls it after each build (mkdocs.yml). The example needs no server, so it also runs from a folder.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WIDGET = ROOT / "likely" / "static" / "widget"
LANGUAGES = ("en", "et", "zh", "ar")
NAMES = {"en": "Nordic Hardware", "et": "Põhjala Rauad", "zh": "北方五金", "ar": "أدوات الشمال"}


def on_post_build(config: Any, **_: Any) -> None:
    write_example(Path(config["site_dir"]) / "widget")


def write_example(folder: Path) -> None:
    """w.js as it is served; data.js: the script that it loads, as text, and the survey in each language."""
    folder.mkdir(parents=True, exist_ok=True)
    script = (WIDGET / "w.js").read_text("utf-8")
    (folder / "w.js").write_text(script, encoding="utf-8")
    [name] = re.findall(r"w-view\.mjs\?v=\w+", script)
    told = {"name": name, "view": (WIDGET / "w-view.mjs").read_text("utf-8"), "surveys": surveys()}
    data = f"window.likelyExample = {json.dumps(told, ensure_ascii=False)};\n"
    (folder / "data.js").write_text(data, encoding="utf-8")


def surveys() -> dict[str, Any]:
    """language: what the widget would get of a relationship survey."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "likely.settings")
    os.environ.setdefault("LIKELY_HOME", tempfile.gettempdir())
    django.setup()
    from likely.ask.template import make_definition
    from likely.ask.widget_rules import WidgetRules
    from likely.public.widget_data import widget_data

    definition = make_definition("rnps", NAMES, LANGUAGES)
    rules = WidgetRules.of({})
    return {
        language: widget_data(definition, language, version=1, sender=NAMES[language], rules=rules)
        for language in LANGUAGES
    }
