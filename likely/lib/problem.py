"""A refusal as RFC 9457 tells it: the one body of every error that a machine reads."""

import json
from http import HTTPStatus
from typing import Any

from likely.lib.refusal import Refusal

CONTENT_TYPE = "application/problem+json"

# Refusal code -> HTTP status, where it is not 422: understood, and against a rule.
STATUS_OF_CODE = {
    "not_json": 400,
    "not_utf8": 400,
    "key_twice": 400,
    "key_unknown": 401,
    "not_allowed": 403,
    "origin_refused": 403,
    "not_found": 404,
    "survey_unknown": 404,
    "link_unknown": 404,
    "person_unknown": 404,
    "account_unknown": 404,
    "response_unknown": 404,
    "case_unknown": 404,
    "playbook_unknown": 404,
    "board_unknown": 404,
    "step_not_there": 404,
    "list_unknown": 404,
    "idea_unknown": 404,
    "problem_unknown": 404,
    "file_not_there": 404,
    "endpoint_unknown": 404,
    "segment_unknown": 404,
    "unit_not_found": 404,
    "goal_unknown": 404,
    "experiment_unknown": 404,
    "annotation_unknown": 404,
    "benchmark_unknown": 404,
    "referral_unknown": 404,
    "theme_unknown": 404,
    "version_unknown": 404,
    "method_unknown": 405,
    "survey_paused": 409,
    "request_under_way": 409,
    "draft_moved": 409,
    "themes_moved": 409,
    "no_draft": 409,
    "survey_closed": 410,
    "answer_settled": 410,
    "link_expired": 410,
    "body_too_large": 413,
    "media_type_unknown": 415,
    "too_many": 429,
    "broken": 500,
    "store_unavailable": 503,
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: 4xx, or 503 while the store can't take anything."""
    return STATUS_OF_CODE.get(refusal.code, 422)


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """The members of the problem: RFC 9457's own, and `code`, `field` and `cure` where there is one."""
    status = status_of(refusal)
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": refusal.message,
        "code": refusal.code,
        "field": refusal.field,
        "cure": refusal.cure,
    }
    return {name: value for name, value in problem.items() if value != ""}


def problem_body(refusal: Refusal) -> bytes:
    return json.dumps(problem_of(refusal), ensure_ascii=False).encode("utf-8", "replace")
