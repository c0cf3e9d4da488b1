"""Addresses that playbooks call, and the secrets with which the calls are signed."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import ConfigDict, Field

from likely.act.endpoint import LONGEST_OVERLAP, USUAL_OVERLAP, WEBHOOK, Endpoint, rotate_secret
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of

router = Router(tags=["Playbooks"])


class NewSecret(Sent):
    """overlap_hours: how long the secret before signs too; 0: not at all."""

    model_config = ConfigDict(json_schema_extra={"example": {"overlap_hours": 24}})

    overlap_hours: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP)] = USUAL_OVERLAP


class EndpointTold(Told):
    """former_until: until when calls carry the signature of the secret before, too; null: they do not."""

    id: UUID
    url: str
    former_until: datetime | None
    rotated_at: datetime | None
    created_at: datetime


class SecretTold(EndpointTold):
    """secret: told this once."""

    secret: str


@router.get(
    "/endpoints",
    response=Listed[EndpointTold],
    operation_id="list_endpoints",
    summary="List the addresses that playbooks call",
)
def list_endpoints(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those named first come first. Secrets are not told: rotate one that was lost."""
    rows = Endpoint.objects.of(workspace_of(request)).filter(kind=WEBHOOK)
    return page_of(request, rows, asked, BY_ID, tell_endpoint)


@router.post(
    "/endpoints/{endpoint}/rotate",
    response={200: SecretTold},
    operation_id="rotate_secret",
    summary="Rotate a signing secret",
)
@once(secret=True)
def rotate(request: HttpRequest, endpoint: str, body: NewSecret) -> tuple[int, Told]:
    """During the overlap `webhook-signature` holds two signatures, the new one first: check either."""
    rows = Endpoint.objects.of(workspace_of(request)).filter(kind=WEBHOOK)
    found = row_named(rows, endpoint, "endpoint_unknown", "endpoint", "address")
    made = rotate_secret(found, body.overlap_hours, actor_of(request), timezone.now())
    return 200, SecretTold(**tell_endpoint(rows.get(pk=found.pk)).model_dump(), secret=made)


def tell_endpoint(row: Endpoint) -> EndpointTold:
    now = timezone.now()
    until = row.former_until if row.former_until and row.former_until > now else None
    return EndpointTold(
        id=row.pk, url=row.url, former_until=until, rotated_at=row.rotated_at, created_at=row.created_at
    )
