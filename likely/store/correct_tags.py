"""Somebody says what a comment speaks of: kept, and in its tags at once, without reading anything anew."""

from typing import Any, Final

from likely.collect.response import Response
from likely.store.lake import Lake, Overtaken
from likely.store.theme_lake import row_of, tag_schema, tags_of
from likely.store.theme_set import ThemeMark, mark, sets_at_work
from likely.text.tag_code import corrected, read

ATTEMPTS: Final = 5  # while somebody else writes tags


def correct(response: Response, theme: str, about: bool, actor: str) -> None:
    """In the set that is shown and in the newest; where neither has read it yet, it is read with the mark."""
    mark(response.workspace, response, theme, about, actor)
    said = dict(ThemeMark.objects.filter(response=response).values_list("theme", "about"))
    for found in sets_at_work(response.workspace):
        known = {one: about for one, about in said.items() if one in found.read()}
        _rewrite(tags_of(response.workspace, found.number), response, known)


def _rewrite(lake: Lake, response: Response, said: dict[str, bool]) -> None:
    for attempt in range(ATTEMPTS):
        at = lake.snapshot()
        row = row_of(at, str(response.pk), response.at)
        if at is None or row is None:
            return
        try:
            lake.write(at.number + 1, _table(row, said), at, [row["id"]])
        except Overtaken:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return


def _table(row: dict[str, Any], said: dict[str, bool]) -> Any:
    import pyarrow as pa

    code = corrected(read(row["themes"]), said, row["themes_favour"] / 100)
    return pa.Table.from_pylist([{**row, "themes": code, "themes_guessed": False}], schema=tag_schema())
