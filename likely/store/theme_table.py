"""A workspace's responses with the themes that are shown beside them."""

from dataclasses import dataclass

from likely.base.workspace import Workspace
from likely.store.table import Responses
from likely.store.theme_columns import with_themes
from likely.store.theme_lake import tags_of
from likely.store.theme_set import newest_set, shown_set, themes_of
from likely.text.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """taxonomy: the themes that `table` was read by."""

    table: Responses
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Progress:
    """Comments that the newest themes have read, of how many; `of` is what there was when they were begun."""

    read: int
    of: int


def theme_table(workspace: Workspace, table: Responses) -> ThemeTable | None:
    """table: of the workspace, whole or narrowed. None while no comments were read by any themes."""
    shown = shown_set(workspace)
    at = tags_of(workspace, shown.number).snapshot() if shown else None
    if shown is None or at is None or not at.files:
        return None
    return ThemeTable(with_themes(table, at), _newest_names(workspace, shown.read()))


def _newest_names(workspace: Workspace, shown: Taxonomy) -> Taxonomy:
    """A theme that was renamed or moved meanwhile is told as it is called now."""
    newest = themes_of(workspace)
    same = {theme.id for theme in shown.themes} == {theme.id for theme in newest.themes}
    return newest if same else shown


def progress(workspace: Workspace) -> Progress | None:
    """How far new themes have come; None where nothing is being read anew."""
    newest = newest_set(workspace)
    if newest is None or newest.done_at is not None:
        return None
    return Progress(min(newest.tagged, newest.of), newest.of)
