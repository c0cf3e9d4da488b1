"""A saved board: charts that somebody chose, each with what narrows it, under a name and perhaps a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import models, transaction
from django.utils.text import slugify

from likely.ask.derived_token import DerivedToken
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id, new_token
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

MOST_PINS: Final = 12  # of a board: each is computed when it is looked at
MOST_BOARDS: Final = 100  # of a workspace
LONGEST_QUERY: Final = 2000  # characters
TOKEN: Final = DerivedToken("likely.saved_board")


@dataclass(frozen=True, slots=True)
class Pin:
    """key: names it on its board. chart: the address of its files without a kind. query: what narrows it."""

    key: str
    chart: str
    query: str


class SavedBoard(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="saved_boards")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=90, allow_unicode=True)  # /boards/SLUG
    pins = models.JSONField(default=list)  # [{key, chart, query}], in their order
    shared = models.UUIDField(null=True, unique=True)  # what its link names; null: there is none
    every = models.CharField(
        max_length=5, blank=True
    )  # how often it goes out on paper: one of EVERY; "": never
    readers = models.JSONField(default=list)  # [id of a user] whom it goes to, while they are members
    next_at = models.DateTimeField(null=True)  # when it goes out next; null: never
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "slug"], name="saved_board_once")
        ]
        indexes: ClassVar = [models.Index(fields=["next_at"], name="saved_board_due")]

    def __str__(self) -> str:
        return self.name

    def read(self) -> tuple[Pin, ...]:
        return tuple(Pin(**one) for one in self.pins)

    @property
    def token(self) -> str:
        """Of its link; empty where it is not shared."""
        return TOKEN.of(self.shared) if self.shared else ""


def board_shared(token: str) -> SavedBoard | None:
    named = TOKEN.named_by(token)
    return SavedBoard.objects.select_related("workspace").filter(shared=named).first() if named else None


@transaction.atomic
def make_board(workspace: Workspace, name: object, actor: str) -> SavedBoard:
    said = _name(name)
    if SavedBoard.objects.of(workspace).count() >= MOST_BOARDS:
        raise Refusal("too_many_boards", f"A workspace has at most {MOST_BOARDS} boards.")
    made = SavedBoard.objects.create(workspace=workspace, name=said, slug=_slug(workspace, said))
    record(workspace, actor, "board.made", f"board:{made.pk}", name=said)
    return made


@transaction.atomic
def rename_board(board: SavedBoard, name: object, actor: str) -> None:
    """Its address stays: others may have kept it."""
    board.name = _name(name)
    board.save(update_fields=["name"])
    record(board.workspace, actor, "board.renamed", f"board:{board.pk}", name=board.name)


@transaction.atomic
def drop_board(board: SavedBoard, actor: str) -> None:
    record(board.workspace, actor, "board.dropped", f"board:{board.pk}", name=board.name)
    board.delete()


@transaction.atomic
def pin(board: SavedBoard, chart: str, query: str) -> Pin:
    """The same chart with the same query stands once."""
    if len(query) > LONGEST_QUERY:
        raise Refusal("too_long", "The chart's filters are too long to be kept.", field="chart")
    pins = _locked(board)
    known = next((one for one in pins if (one["chart"], one["query"]) == (chart, query)), None)
    if known:
        return Pin(**known)
    if len(pins) >= MOST_PINS:
        raise Refusal(
            "board_full",
            f"A board has at most {MOST_PINS} charts.",
            cure="Take one off first.",
            field="board",
        )
    made = Pin(new_token()[:12], chart, query)
    _keep(board, [*pins, {"key": made.key, "chart": made.chart, "query": made.query}])
    return made


@transaction.atomic
def pin_all(board: SavedBoard, charts: Sequence[tuple[str, str]]) -> None:
    """These and no others, in this order. charts: (chart, query) each; those that stay keep their keys."""
    keys = {(one["chart"], one["query"]): one["key"] for one in _locked(board)}
    _keep(board, [])
    for chart, query in dict.fromkeys(charts):
        pin(board, chart, query)
    pins = [one | {"key": keys.get((one["chart"], one["query"]), one["key"])} for one in board.pins]
    _keep(board, pins)


@transaction.atomic
def unpin(board: SavedBoard, key: str) -> None:
    _keep(board, [one for one in _locked(board) if one["key"] != key])


@transaction.atomic
def move_pin(board: SavedBoard, key: str, steps: int) -> None:
    """steps: -1 is one place nearer the top. At the ends nothing moves."""
    pins = _locked(board)
    place = next((i for i, one in enumerate(pins) if one["key"] == key), None)
    if place is None or not 0 <= place + steps < len(pins):
        return
    moved = pins.pop(place)
    pins.insert(place + steps, moved)
    _keep(board, pins)


@transaction.atomic
def share_board(board: SavedBoard, on: bool, actor: str) -> None:
    """A link that anybody may open and nobody can change; switched off it is dead, and a later one is new."""
    board.shared = (board.shared or new_id()) if on else None
    board.save(update_fields=["shared"])
    record(board.workspace, actor, "board.shared" if on else "board.unshared", f"board:{board.pk}")


def _locked(board: SavedBoard) -> list[dict[str, str]]:
    return list(SavedBoard.objects.select_for_update().get(pk=board.pk).pins)


def _keep(board: SavedBoard, pins: list[dict[str, str]]) -> None:
    board.pins = pins
    board.save(update_fields=["pins"])


def _name(name: object) -> str:
    said = " ".join(clean_text(name, "name", 80).split())
    if not said:
        raise Refusal("no_name", "The board has no name.", cure="Give it one.", field="name")
    return said


def _slug(workspace: Workspace, name: str) -> str:
    said = slugify(name, allow_unicode=True)[:80] or "board"
    taken = set(SavedBoard.objects.of(workspace).values_list("slug", flat=True)) | {"new", "pin"}
    return next(
        one for one in (said, *(f"{said}-{n}" for n in range(2, MOST_BOARDS + 4))) if one not in taken
    )
