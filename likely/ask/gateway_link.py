"""The address at which the provider behind an HTTP gateway tells what became of messages."""

from typing import Final
from uuid import UUID

from django.conf import settings

from likely.ask.derived_token import DerivedToken

TOKEN: Final = DerivedToken("likely.ask.gateway_link")


def gateway_address(workspace: UUID) -> str:
    """Whoever has it can tell of this workspace's messages by gateway; it opens nothing else."""
    return f"{settings.BASE_URL}/hooks/gateway/{TOKEN.of(workspace)}"
