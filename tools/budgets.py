"""Budgets of the code: lengths of functions and files, depth, repeated blocks. Prints each beside its aim.

Exits with 1 where a hard limit is passed: a function over 60 code lines, a file over 400 lines, a folder
deeper than two.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
FUNCTION_LIMIT, FILE_LIMIT, DEPTH_LIMIT, BLOCK = 60, 400, 2, 8  # lines, lines, folders, lines


FRAMEWORK = {"migrations", "formats"}  # folders whose shape Django prescribes


def files(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if not FRAMEWORK & set(path.parts)]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, code lines) of each function: blank lines, comments and docstrings do not count."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _code_lines(node, lines)


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    body = node.body
    told = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[0].end_lineno if told and body[0].end_lineno else body[0].lineno - 1
    kept = lines[first : node.end_lineno]
    return sum(1 for line in kept if line.strip() and not line.strip().startswith("#"))


def repeated_blocks(paths: list[Path]) -> list[tuple[str, str]]:
    """Pairs of places that share BLOCK code lines in a row."""
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in paths:
        code = [
            (number, line.strip())
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if len(line.strip()) > 3 and not line.strip().startswith(("#", "import ", "from "))
        ]
        for start in range(len(code) - BLOCK + 1):
            block = tuple(line for _, line in code[start : start + BLOCK])
            seen[block].append(f"{path.relative_to(ROOT)}:{code[start][0]}")
    pairs = [(places[0], places[1]) for places in seen.values() if len(places) > 1]
    return [
        pair
        for position, pair in enumerate(pairs)
        if position == 0 or not _next_to(pairs[position - 1], pair)
    ]


def _next_to(earlier: tuple[str, str], later: tuple[str, str]) -> bool:
    return [place.split(":")[0] for place in earlier] == [place.split(":")[0] for place in later]


def tell(what: str, figure: object, aim: str) -> None:
    print(f"{what:<34}{figure!s:>10}   aim {aim}")


def main() -> int:
    product, tests = files("likely"), files("tests")
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in product}
    lengths = {name: n for path in product for name, n in functions(path)}
    blocks = repeated_blocks(product)
    test_lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in tests)
    tell("function, median code lines", median(lengths.values()), "<= 6")
    tell("function, 90th percentile", round(quantiles(lengths.values(), n=10)[8]), "<= 25")
    tell("function, longest", max(lengths.values()), f"<= {FUNCTION_LIMIT}")
    tell("file, median lines", median(n for n in sizes.values() if n > 1), "<= 110")
    tell("file, longest", max(sizes.values()), f"<= {FILE_LIMIT}")
    tell("product lines", sum(sizes.values()), "-")
    tell("tests : product", round(test_lines / sum(sizes.values()), 2), "about 1.5")
    tell(f"blocks of {BLOCK} lines that stand twice", len(blocks), "0")
    over = [f"{name}: {n} lines" for name, n in lengths.items() if n > FUNCTION_LIMIT]
    over += [f"{path.relative_to(ROOT)}: {n} lines" for path, n in sizes.items() if n > FILE_LIMIT]
    over += [
        f"{path.relative_to(ROOT)}: too deep"
        for path in product
        if len(path.relative_to(ROOT).parts) - 1 > DEPTH_LIMIT
    ]
    for pair in blocks:
        print("stands twice: {} ~ {}".format(*pair))
    for line in over:
        print(f"over the limit: {line}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
