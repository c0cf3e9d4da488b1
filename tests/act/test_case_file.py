"""Files of a case: checked by what they are, handed out safely, and gone with the case and the person."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from likely.act import posting
from likely.act.case import Case, Opening, open_case
from likely.act.case_file import CaseFile, Upload, check_files, put_files
from likely.act.case_message import CaseMessage, Draft, reply
from likely.act.erasure import erase_person
from likely.act.person_file import person_data, person_json
from likely.act.posting import post_due
from likely.channels.mail import message_of
from likely.channels.mime_bytes import mime_bytes
from likely.lib.refusal import Refusal
from tests.ask.queued import Noting
from tests.web.conftest import agent, answer, person, response, signed_in, stranger, survey

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"." * 20


@pytest.fixture
def case(response: Any, agent: Any) -> Case:
    return open_case(response, Opening(), "user:a", MONDAY)[0]


def test_a_colleague_puts_files_in_and_takes_them_out(case: Case, agent: Any) -> None:
    page, address = signed_in(agent), f"/cases/{case.pk}/files"
    sent = [SimpleUploadedFile("bill.exe", b"%PDF-1.7", "text/html"), SimpleUploadedFile("a.png", PNG)]
    assert page.post(address, {"files": sent}).url == f"/cases/{case.pk}"
    assert sorted(CaseFile.objects.values_list("name", "kind")) == [("a.png", "png"), ("bill.exe.pdf", "pdf")]
    found = CaseFile.objects.get(kind="pdf")
    shown = page.get(f"/cases/{case.pk}").content.decode()
    assert "bill.exe.pdf" in shown
    answer = page.get(f"{address}/{found.pk}")
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''bill.exe.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    page.post(f"{address}/{found.pk}/drop")
    assert page.get(f"{address}/{found.pk}").status_code == 404


def test_nobody_else_sees_them(case: Case, agent: Any, stranger: Any) -> None:
    [kept] = put_files(case, [Upload("a.png", PNG)], agent, "user:a", MONDAY)
    assert signed_in(stranger).get(f"/cases/{case.pk}/files/{kept.pk}").status_code == 404
    other = open_case(case.response, Opening("b"), "user:a", MONDAY)[0]
    assert signed_in(agent).get(f"/cases/{other.pk}/files/{kept.pk}").status_code == 404


@pytest.mark.parametrize(
    ("uploads", "code"),
    [
        ([Upload("a.pdf", b"MZ\x90\x00")], "file_kind"),
        ([Upload("a.txt", b"<html><script>1</script>")], "file_kind"),
        ([Upload("a.pdf", b"")], "case_file_empty"),
        ([Upload("a.pdf", b"%PDF-" + b"0" * 1_000_000)], "case_file_too_large"),
        ([Upload("a.pdf", b"%PDF-" + b"0" * 600_000)] * 2, "files_too_large"),
        ([Upload("a.png", PNG)] * 11, "too_many_files"),
    ],
)
def test_what_is_not_taken_is_refused_and_nothing_kept(
    case: Case, agent: Any, settings: Any, uploads: list[Upload], code: str
) -> None:
    settings.LARGEST_FILE_MB = 1
    with pytest.raises(Refusal) as refused:
        put_files(case, uploads, agent, "user:a", MONDAY)
    assert (refused.value.code, refused.value.field) == (code, "files")
    assert not CaseFile.objects.exists()


def test_the_setting_says_which_kinds(settings: Any) -> None:
    check_files([Upload("a.png", PNG)])
    settings.FILE_KINDS = ("pdf",)
    with pytest.raises(Refusal, match="Taken are: pdf"):
        check_files([Upload("a.png", PNG)])


def test_a_reply_carries_its_files(case: Case, agent: Any, channel: Noting) -> None:
    told = {"subject": "A", "body": "B", "once": "x", "files": [SimpleUploadedFile("发票.png", PNG)]}
    assert signed_in(agent).post(f"/cases/{case.pk}/reply", told).status_code == 302
    assert post_due(5, lambda: datetime.now(UTC) + timedelta(minutes=1)) == 1
    [letter] = channel.letters
    parts = list(message_from_bytes(mime_bytes(message_of(letter), "x")).walk())
    assert [(one.get_content_type(), one.get_filename()) for one in parts[1:]] == [
        ("text/plain", None),
        ("image/png", "发票.png"),
    ]
    assert parts[2].get_payload(decode=True) == PNG
    [file] = CaseMessage.objects.get().attachments
    assert file["file"] == str(CaseFile.objects.get().pk)


def test_one_that_is_refused_sends_nothing(case: Case, agent: Any) -> None:
    told = {
        "subject": "A",
        "body": "Typed",
        "once": "x",
        "files": [SimpleUploadedFile("a.png", b"#!/bin/sh")],
    }
    answer = signed_in(agent).post(f"/cases/{case.pk}/reply", told)
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()
    assert 'id="reply-files" name="files" type="file" multiple' in answer.content.decode()
    assert not CaseMessage.objects.exists()


def test_the_persons_file_has_them_and_erasing_takes_them(case: Case, agent: Any, person: Any) -> None:
    put_files(case, [Upload("a.png", PNG)], agent, "user:a", MONDAY)
    [told] = json.loads(person_json(person_data(case.workspace, person, MONDAY)))["casefiles"]
    assert (told["name"], told["content"][:8]) == ("a.png", "iVBORw0K")
    erase_person(case.workspace, person, "anonymous", "masked", "user:a", MONDAY)
    assert not CaseFile.objects.exists()
