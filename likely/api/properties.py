"""Properties of people: declared with a type, or met and guessed."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.people.property import MOST_CHOICES, Property, declare

router = Router(tags=["Properties"])

Type = Literal["text", "number", "date", "boolean", "choice"]


class NewProperty(Sent):
    """choices: the values of a choice, and of nothing else."""

    key: Line
    type: Type
    label: Line | None = None
    choices: Annotated[list[Line], Field(max_length=MOST_CHOICES)] | None = None


class PropertyTold(Told):
    """guessed: by the first value that came. A guess yields to what comes later; a declaration refuses it."""

    id: UUID
    key: str
    type: Type
    label: str
    choices: list[str]
    guessed: bool


@router.get(
    "/properties", response=Listed[PropertyTold], operation_id="list_properties", summary="List properties"
)
def list_properties(request: HttpRequest, asked: Query[Asked]) -> Any:
    return page_of(request, Property.objects.of(workspace_of(request)), asked, BY_ID, tell_property)


@router.post(
    "/properties",
    response={200: PropertyTold, 201: PropertyTold},
    operation_id="declare_property",
    summary="Declare a property",
)
@once()
def make_property(request: HttpRequest, body: NewProperty) -> tuple[int, Told]:
    """The property of that key is made (201) or said anew (200). Values that people have follow its type."""
    found, is_new = declare(
        workspace_of(request), body.key, body.type, body.label or "", body.choices or (), actor_of(request)
    )
    return 201 if is_new else 200, tell_property(found)


def tell_property(one: Property) -> PropertyTold:
    return PropertyTold.from_row(one)
