"""The themes that a workspace listens for: read, edited one by one, and sent or fetched as a whole."""

from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import ConfigDict, Field, JsonValue

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Sent, Told
from likely.api.once import once
from likely.lib.refusal import Refusal
from likely.store.theme_set import (
    change_themes,
    drop_theme,
    merge_themes,
    replace_themes,
    revision_of,
    themes_of,
)
from likely.text.taxonomy import MOST_THEMES, MOST_WORDS, Taxonomy, Theme, fresh_id, put, split
from likely.text.taxonomy_file import LONGEST_NAME, LONGEST_WORD, read_taxonomy, read_theme

router = Router(tags=["Themes"])

EXAMPLE: Final[dict[str, JsonValue]] = {
    "id": "delivery",
    "names": {"en": "Delivery", "et": "Tarne", "zh": "送货"},
    "words": ["deliver*", "courier", "tarne*", "送货"],
    "without": ["delivery room"],
    "parent": None,
    "followed": True,
}
ThemeId = Annotated[str, Field(max_length=60, description="Small letters, figures, - and _.")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Names = Annotated[dict[str, Name], Field(min_length=1, description="By language, such as en, et or zh.")]
Word = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD)]
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]
Revision = Annotated[str, Field(max_length=64)]


class NewTheme(Sent):
    """id: of its name's letters where it is left out. words: forms of a word count; a star is any ending."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    id: ThemeId | None = None
    names: Names
    words: Words = Field(default_factory=list)
    without: Words = Field(default_factory=list)
    parent: ThemeId | None = None
    followed: bool = False


class ThemeChange(Sent):
    """What is left out stays. names: those of the languages that are sent; null takes one away.

    parent: the theme under which it moves; null: to the top.
    """

    model_config = ConfigDict(
        json_schema_extra={"example": {"names": {"en": "Shipping"}, "parent": "service"}}
    )

    names: dict[str, Name | None] | None = None
    words: Words | None = None
    without: Words | None = None
    parent: ThemeId | None = None
    followed: bool | None = None


class Merged(Sent):
    model_config = ConfigDict(json_schema_extra={"example": {"others": ["courier", "parcel"]}})

    others: Annotated[list[ThemeId], Field(min_length=1, max_length=MOST_THEMES)]


class Parted(Sent):
    """words: of the theme, which the new one takes away from it."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"names": {"en": "Courier"}, "words": ["courier"]}}
    )

    id: ThemeId | None = None
    names: Names
    words: Annotated[list[Word], Field(min_length=1, max_length=MOST_WORDS)]


class ThemeInFile(NewTheme):
    """examples: none; what was put right by hand is kept with the responses."""

    id: ThemeId
    examples: Annotated[list[Any], Field(max_length=0)] = Field(default_factory=list)


class SentTaxonomy(Sent):
    """version: taken and not used; a workspace counts its own. revision: of the themes that were read."""

    model_config = ConfigDict(json_schema_extra={"example": {"themes": [EXAMPLE]}})

    themes: Annotated[list[ThemeInFile], Field(max_length=MOST_THEMES)]
    version: Annotated[int, Field(ge=1)] | None = None
    revision: Revision | None = None


class ThemeKept(Told):
    """One theme as a taxonomy holds it. parent: the id of the one above it."""

    id: str
    names: dict[str, str]
    words: list[str]
    without: list[str]
    parent: str | None
    followed: bool


class TaxonomyTold(Told):
    """themes: in the order in which they are listed. revision: names this text of them."""

    version: int
    revision: str
    themes: list[ThemeKept]


@router.get("/taxonomy", response=TaxonomyTold, operation_id="get_taxonomy", summary="Get all themes")
def get_taxonomy(request: HttpRequest) -> Any:
    """The whole taxonomy, 300 themes at most: what PUT takes again, here or in another workspace."""
    return _tell(themes_of(workspace_of(request)))


@router.put("/taxonomy", response=TaxonomyTold, operation_id="keep_taxonomy", summary="Replace all themes")
def keep_taxonomy(request: HttpRequest, body: SentTaxonomy) -> Any:
    """All or nothing. Where words changed, comments are read anew; until then the themes before are shown.

    With a `revision`, themes that were changed meanwhile are a 409; leave it out for a file from elsewhere.
    """
    made = read_taxonomy({"themes": [one.model_dump() for one in body.themes]})
    kept = replace_themes(workspace_of(request), made, actor_of(request), body.revision)
    return _tell(kept.read())


@router.post(
    "/taxonomy/themes", response={201: ThemeKept}, operation_id="create_theme", summary="Make a theme"
)
@once()
def create_theme(request: HttpRequest, body: NewTheme) -> tuple[int, Told]:
    """An id that is taken is refused. Without words only what is put right by hand speaks of it."""
    workspace = workspace_of(request)

    def added(old: Taxonomy) -> Taxonomy:
        theme = _new(old, body.model_dump())
        if theme.id in old:
            raise Refusal("theme_twice", f"There is a theme {theme.id!r} already.", field="id")
        return put(old, theme)

    return 201, _theme(change_themes(workspace, added, actor_of(request)).read().themes[-1])


@router.get("/taxonomy/themes/{theme}", response=ThemeKept, operation_id="get_theme", summary="Get a theme")
def get_theme(request: HttpRequest, theme: Path[ThemeId]) -> Any:
    return _theme(_known(themes_of(workspace_of(request)), theme))


@router.patch(
    "/taxonomy/themes/{theme}", response=ThemeKept, operation_id="change_theme", summary="Change a theme"
)
def change_theme(request: HttpRequest, theme: Path[ThemeId], body: ThemeChange) -> Any:
    """Renames it, moves it under another, follows it, or gives it other words."""
    sent = body.changes("parent")

    def edited(old: Taxonomy) -> Taxonomy:
        whole = _theme(_known(old, theme)).model_dump() | sent
        names = {**old[theme].names, **sent.get("names", {})}
        whole["names"] = {language: name for language, name in names.items() if name is not None}
        return put(old, read_theme(whole))

    return _theme(change_themes(workspace_of(request), edited, actor_of(request)).read()[theme])


@router.delete(
    "/taxonomy/themes/{theme}",
    response={204: None},
    operation_id="delete_theme",
    summary="Delete a theme",
)
def delete_theme(request: HttpRequest, theme: Path[ThemeId]) -> Any:
    """What lay under it moves up; what was said of it by hand is deleted."""
    workspace = workspace_of(request)
    _known(themes_of(workspace), theme)
    drop_theme(workspace, theme, actor_of(request))
    return Status(204, None)


@router.post(
    "/taxonomy/themes/{theme}/merge", response=ThemeKept, operation_id="merge_themes", summary="Merge themes"
)
@once()
def merge_into(request: HttpRequest, theme: Path[ThemeId], body: Merged) -> tuple[int, Told]:
    """The others' words, sub-themes and corrections become those of this theme, and the others go."""
    workspace = workspace_of(request)
    old = themes_of(workspace)
    _known(old, theme)
    for place, other in enumerate(body.others):
        if other not in old or other == theme:
            raise Refusal(
                "no_such_theme",
                f"others.{place}: there is no other theme {other!r}.",
                field=f"others.{place}",
            )
    return 200, _theme(merge_themes(workspace, theme, body.others, actor_of(request)).read()[theme])


@router.post(
    "/taxonomy/themes/{theme}/split",
    response={201: ThemeKept},
    operation_id="split_theme",
    summary="Split a theme",
)
@once()
def split_theme(request: HttpRequest, theme: Path[ThemeId], body: Parted) -> tuple[int, Told]:
    """The new theme stands beside it and has the words that are named."""
    workspace, made = workspace_of(request), []

    def parted(old: Taxonomy) -> Taxonomy:
        kept, new = _known(old, theme), _new(old, body.model_dump())
        for place, word in enumerate(new.words):
            if " ".join(word.casefold().split()) not in kept.words:
                raise Refusal(
                    "no_such_word", f"words.{place}: {theme} has no word {word!r}.", field=f"words.{place}"
                )
        made.append(new.id)
        return split(old, theme, new)

    kept = change_themes(workspace, parted, actor_of(request))
    return 201, _theme(kept.read()[made[-1]])


def _new(old: Taxonomy, sent: dict[str, Any]) -> Theme:
    """What was sent as a theme, with an id of its own where none was named."""
    if sent["id"] is None:
        names = sent["names"]
        sent = {**sent, "id": fresh_id(old, str(names.get("en") or next(iter(names.values()))))}
    return read_theme(sent)


def _known(old: Taxonomy, theme: str) -> Theme:
    if theme not in old:
        raise Refusal("theme_unknown", "There is no such theme.", field="theme")
    return old[theme]


def _tell(found: Taxonomy) -> TaxonomyTold:
    return TaxonomyTold(
        version=found.version,
        revision=revision_of(found),
        themes=[_theme(one) for one in found.themes],
    )


def _theme(one: Theme) -> ThemeKept:
    return ThemeKept(
        id=one.id,
        names=dict(one.names),
        words=list(one.words),
        without=list(one.without),
        parent=one.parent,
        followed=one.followed,
    )
