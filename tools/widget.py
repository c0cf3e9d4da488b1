"""Makes what the widget serves out of likely/static/widget/src: small, and compressed once for all.

    python tools/widget.py [--check]

Each served script is one file: the modules that it needs in their order, without imports, comments and
white space. The results are kept in the repository, so that running Likely needs no build step.
--check writes nothing and exits with 1 where a result is not what the sources say.
"""

import gzip
import json
import re
import sys
from hashlib import sha256
from pathlib import Path

import brotli
from rjsmin import jsmin

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.short_names import shortened  # noqa: E402

FOLDER = ROOT / "likely" / "static" / "widget"
SOURCES = FOLDER / "src"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const|let|function|async)", re.MULTILINE)
NAME = re.compile(r"^(?:const|let|function|async function) (\w+)", re.MULTILINE)
PUBLIC = frozenset({"show", "likely"})  # names that a page, or the other part, knows them by
CLASSIC = {  # how the classic script says what the module says of itself
    "SCRIPT = null": "SCRIPT = document.currentScript",
    "import.meta.url": '(SCRIPT ? SCRIPT.src : "")',
}


def modules(name: str, seen: list[str]) -> list[str]:
    """What `name` imports and itself, each once, in an order in which they can run."""
    for needed in IMPORT.findall(source(name)):
        if needed not in seen:
            modules(needed, seen)
    if name not in seen:
        seen.append(name)
    return seen


def source(name: str) -> str:
    if name == "style":
        return f"export const CSS = {json.dumps(css())};\n"
    return (SOURCES / f"{name}.js").read_text("utf-8")


def css() -> str:
    text = re.sub(r"\s+", " ", (SOURCES / "style.css").read_text("utf-8"))
    text = re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}")
    return re.sub(r": (?=[^{}]*[;}])", ":", text).strip()


def bundle(name: str) -> str:
    text = "".join(EXPORT.sub("", IMPORT.sub("", source(one))) for one in modules(name, []))
    names = NAME.findall(text)
    if twice := {one for one in names if names.count(one) > 1}:
        raise SystemExit(f"{name}: declared by two modules: {', '.join(sorted(twice))}")
    return text


def minified(text: str) -> bytes:
    return shortened(str(jsmin(text)).replace(";}", "}"), PUBLIC).encode() + b"\n"


def results() -> dict[str, bytes]:
    """name: bytes of everything that is served."""
    view = minified(bundle("view") + "\nexport { show };\n")
    version = sha256(view).hexdigest()[:10]
    core = bundle("main").replace('"w-view.mjs"', f'"w-view.mjs?v={version}"')
    classic = core
    for module, script in CLASSIC.items():
        classic = classic.replace(module, script)
    return {
        "w.js": minified(f'(() => {{\n"use strict";\n{classic}}})();\n'),
        "w.mjs": minified(f"{core}\nexport {{ likely, likely as default }};\n"),
        "w-view.mjs": view,
        "w.d.ts": (SOURCES / "w.d.ts").read_bytes(),
    }


def is_current(name: str, body: bytes) -> bool:
    """Whether the kept file and its compressed twins hold `body`; compressors differ by version."""
    plain, small, smaller = (FOLDER / (name + suffix) for suffix in ("", ".gz", ".br"))
    if not (plain.exists() and small.exists() and smaller.exists()):
        return False
    kept = (
        plain.read_bytes(),
        gzip.decompress(small.read_bytes()),
        brotli.decompress(smaller.read_bytes()),
    )
    return all(one == body for one in kept)


def write(name: str, body: bytes) -> None:
    (FOLDER / name).write_bytes(body)
    (FOLDER / f"{name}.gz").write_bytes(gzip.compress(body, 9, mtime=0))
    (FOLDER / f"{name}.br").write_bytes(
        brotli.compress(body, quality=11, mode=brotli.MODE_FONT)
    )  # the smallest here


def main() -> None:
    stale = {name: body for name, body in results().items() if not is_current(name, body)}
    if "--check" in sys.argv and stale:
        raise SystemExit(f"Not what the sources say: {', '.join(stale)}. Run python tools/widget.py")
    for name, body in stale.items():
        write(name, body)
        print(f"{name}: {len(body)} bytes, {(FOLDER / f'{name}.br').stat().st_size} brotli")


if __name__ == "__main__":
    main()
