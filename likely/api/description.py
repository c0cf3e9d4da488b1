"""The OpenAPI description, completed: what every operation has and no operation says."""

from typing import Any, Final

from ninja import NinjaAPI

from likely.api.once import HEADER
from likely.lib.problem import CONTENT_TYPE

PROBLEM: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. code: a stable word for programs. field: what is at fault. cure: what to do.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"type": "string"},
        "cure": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
    },
}
NAMED: Final = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A name of your own for this request. Sent again under it within 24 hours, it is answered "
    "again and not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
REFUSALS: Final = {"4XX": "Declined, with the reason.", "5XX": "Failed on our side; try again."}


class DescribedAPI(NinjaAPI):
    """Every operation with its problems, and every POST with its Idempotency-Key."""

    def get_openapi_schema(self, **where: Any) -> Any:
        schema = super().get_openapi_schema(**where)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(method, operation)
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    refused = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for statuses, meaning in REFUSALS.items():
        operation["responses"][statuses] = {"description": meaning, "content": refused}
    if method == "post":
        operation.setdefault("parameters", []).append(NAMED)
