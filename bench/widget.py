"""What a page pays for the widget, and a respondent for the page: bytes of each file, raw, gzip and brotli.

    python bench/widget.py [--quick]

The files are asked for as a browser asks for them, so that what is counted is what is sent. Bars, in bytes:
the first script at most 6000 brotli, all scripts of a page at most 12000 brotli (the script or the
module, and the part that shows a survey), a respondent's page with everything in it at most 25000 gzip,
as it is sent. The survey itself (its words in one language) is printed beside them. Exit code 1 above a
bar. --quick is the same: it takes a second or two.
"""

import gzip
import os
import sys
import tempfile

import brotli

SCRIPT_BYTES, ALL_BYTES, PAGE_BYTES = 6_000, 12_000, 25_000


def prepare() -> None:
    """An installation of its own, gone with the process."""
    os.environ["LIKELY_HOME"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "likely.settings"
    os.environ.pop("LIKELY_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    publish()


def publish() -> None:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition
    from likely.base.workspace import Workspace

    workspace = Workspace.objects.create(name="Nordic Hardware")
    survey = Survey.objects.create(workspace=workspace, slug="bench", name="Bench", kind="rnps")
    survey.publish(make_definition("rnps", "Nordic Hardware", ("en", "zh", "et")))


def sent(address: str, encoding: str) -> tuple[bytes, bool]:
    """The reply's body for a browser that takes `encoding` alone, and whether it is packed so."""
    from django.test import Client

    reply = Client().get(address, headers={"Accept-Encoding": encoding, "Host": "127.0.0.1"})
    assert reply.status_code == 200, f"{address}: {reply.status_code}"
    return bytes(reply.content), reply.get("Content-Encoding") == encoding


def sizes(address: str) -> tuple[int, int, int]:
    """Raw, gzip and brotli. What the server does not send as brotli is packed here, to compare."""
    raw, _ = sent(address, "identity")
    packed, is_gzip = sent(address, "gzip")
    small, is_brotli = sent(address, "br")
    return (
        len(raw),
        len(packed if is_gzip else gzip.compress(packed)),
        len(small if is_brotli else brotli.compress(small)),
    )


def main() -> None:
    prepare()
    found = {
        "script /w.js": sizes("/w.js"),
        "module /w.mjs": sizes("/w.mjs"),
        "view /w-view.mjs": sizes("/w-view.mjs"),
        "survey /w/SLUG.json": sizes("/w/bench.json?lang=en"),
        "answer page /s/SLUG": sizes("/s/bench?lang=en"),
    }
    print(f"{'bytes':<22}{'raw':>8}{'gzip':>8}{'brotli':>8}")
    for name, counted in found.items():
        print(f"{name:<22}" + "".join(f"{count:>8}" for count in counted))
    first = max(found["script /w.js"][2], found["module /w.mjs"][2])
    everything = first + found["view /w-view.mjs"][2]
    page = found["answer page /s/SLUG"][1]
    print(f"first script {first} of {SCRIPT_BYTES}; answer page {page} of {PAGE_BYTES} (gzip)")
    print(f"widget in all: {everything} bytes of {ALL_BYTES}")
    sys.exit(first > SCRIPT_BYTES or everything > ALL_BYTES or page > PAGE_BYTES)


if __name__ == "__main__":
    main()
