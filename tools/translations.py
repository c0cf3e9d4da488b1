"""Collect every text that goes through gettext and bring the catalogues up to date.

Without an option the .po files are rewritten: new texts are added empty, gone ones are dropped.
`--check` changes nothing and exits with 1 where a text is missing, untranslated, doubtful or loses a
placeholder.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "likely"
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po"))
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extract_django(source: BinaryIO, keywords: object, comments: object, options: object) -> Iterator[tuple]:
    """Django turns its templates into something that reads like Python; Babel reads that."""
    text = templatize(source.read().decode(), origin="template")
    text = "\n".join(
        line.lstrip() for line in text.splitlines()
    )  # a tag's indentation means nothing in Python
    yield from extract_python(BytesIO(text.encode()), keywords, comments, {"encoding": "utf-8"})


METHODS = [
    ("templates/**.jinja", "jinja2.ext:babel_extract"),
    ("templates/**.html", extract_django),
    ("templates/**.txt", extract_django),
    ("**.py", "python"),
]


def collect() -> Catalog:
    """All texts, each with the files that hold it."""
    found = Catalog(project="Likely", charset="utf-8")
    for name, _, text, _, context in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        if not (isinstance(text, str) and not text.strip()):
            found.add(text, locations=[(f"likely/{name}", 0)], context=context)
    return found


def faults(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What a reader of that language would miss."""
    return [fault for message in wanted if message.id for fault in _faults_of(message, catalogue)]


def _faults_of(wanted: Message, catalogue: Catalog) -> Iterator[str]:
    key = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
    told = catalogue.get(key, wanted.context)
    if told is None or told.fuzzy or not all(_forms(told.string)):
        yield f"not translated: {key!r}"
        return
    needed = set(PLACEHOLDER.findall(_forms(wanted.id)[-1]))
    for form in _forms(told.string):
        if needed - set(PLACEHOLDER.findall(form)):
            yield f"a placeholder is lost: {key!r} -> {form!r}"


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if text is None:
        return ("",)
    return (text,) if isinstance(text, str) else tuple(text)


def main() -> int:
    settings.configure(USE_I18N=False)
    wanted, wrong = collect(), 0
    for path in CATALOGUES:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        if "--check" in sys.argv:
            for fault in faults(catalogue, wanted):
                print(f"{path.relative_to(PACKAGE.parent)}: {fault}")
                wrong += 1
            continue
        catalogue.update(wanted, no_fuzzy_matching=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
        missing = len(faults(catalogue, wanted))
        print(f"{path.relative_to(PACKAGE.parent)}: {len(wanted)} texts, {missing} to translate")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
