"""Replies from a case for programs: by permission alone, once a key, in the thread; and the case's files."""

from typing import Any

import pytest

from likely.act.case import Case
from likely.act.case_file import CaseFile
from likely.act.posted_mail import PostedMail
from likely.base.idempotency import NamedRequest
from likely.collect.response import Response
from tests.api.conftest import Program, problem, told

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def case(program: Program, response: Any) -> str:
    return f"/cases/{told(program.post('/cases', {'response': str(response.pk)}), 201)['id']}"


def ways(program: Program, case: str) -> dict[str, str]:
    return {one["by"]: one["why_not"] for one in told(program.get(f"{case}/ways"))["items"]}


def test_nobody_is_written_to_who_was_not_asked_or_said_no(program: Program, case: str) -> None:
    body = {"subject": "Your order", "body": "Hello"}
    for permission, reason in ((None, "not_asked"), (False, "not_permitted")):
        Response.objects.update(permission=permission)
        assert ways(program, case)["mail"] == reason
        refused = problem(program.post(f"{case}/messages", body), 422, f"reply_{reason}", "body")
        assert refused["detail"] == told(program.get(f"{case}/ways"))["items"][0]["reason"]
    assert not PostedMail.objects.exists()


def test_a_reply_goes_out_once_a_key_and_stops_the_clock(program: Program, case: str, ann: Any) -> None:
    Response.objects.update(permission=True)
    assert ways(program, case) == {"mail": "", "sms": "no_phone", "whatsapp": "no_phone"}
    body = {"subject": "Your order", "body": "Hello {name}", "author": ann.email, "wait": True}
    for _ in range(2):
        made = told(program.post(f"{case}/messages", body, Idempotency_Key="reply-1"), 201)
    assert (made["direction"], made["state"], made["author"]) == ("out", "queued", ann.email)
    assert made["body"] == "Hello Zebrafinch"
    assert PostedMail.objects.count() == 1
    after = told(program.get(case))
    assert (after["state"], after["replied_at"] is None) == ("waiting", False)
    assert told(program.get(f"{case}/messages"))["items"] == [made]
    told(program.post(f"{case}/messages", {"subject": "Again", "body": "By a program"}), 201)
    assert PostedMail.objects.filter(by_machine=True).count() == 1
    problem(
        program.post(f"{case}/messages", body | {"author": "x@example.org"}), 422, "owner_unknown", "author"
    )
    problem(program.post(f"{case}/messages", body | {"by": "pigeon"}), 422, "literal_error", "by")
    problem(program.post(f"{case}/messages", {"body": "No subject"}), 422, "no_subject", "subject")


def test_a_file_is_kept_as_it_is_and_looked_at_by_its_bytes(
    program: Program, case: str, ann: Any, settings: Any
) -> None:
    def put(
        content: bytes, query: str = "?name=photo.txt", media: str = "application/octet-stream", **more: Any
    ) -> Any:
        return program.call("POST", f"{case}/files{query}", content, content_type=media, **more)

    for _ in range(2):
        made = told(put(PICTURE, f"?name=photo.txt&author={ann.email}", Idempotency_Key="file-1"), 201)
    assert (made["name"], made["type"], made["size"]) == ("photo.txt.png", "image/png", len(PICTURE))
    assert made["author"] == ann.email
    assert told(program.get(f"{case}/files"))["items"] == [made]
    fetched = program.get(f"{case}/files/{made['id']}")
    assert (fetched.content, fetched["Content-Type"]) == (PICTURE, "image/png")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in fetched["Content-Disposition"]
    large = b"a" * 1_000_000  # as large as is kept, and larger than JSON may be
    settings.LARGEST_FILE_MB = 1
    assert told(put(large), 201)["size"] == len(large)
    problem(put(large + b"a"), 413, "body_too_large")
    problem(put(b"MZ" + bytes(80)), 422, "file_kind", "files")
    problem(put(b""), 422, "case_file_empty", "files")
    problem(put(PICTURE, media="image/png"), 415, "media_type_unknown", "Content-Type")
    problem(put(PICTURE, "?name=a&size=3"), 422, "field_unknown", "size")
    assert program.call("DELETE", f"{case}/files/{made['id']}").status_code == 204
    problem(program.get(f"{case}/files/{made['id']}"), 404, "file_not_there", "file")
    assert CaseFile.objects.count() == 1
    assert Case.objects.count() == 1
    assert not NamedRequest.objects.filter(status=None).exists()
