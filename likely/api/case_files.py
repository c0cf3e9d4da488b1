"""Files of a case: put in as they are, listed, fetched, taken out again."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from likely.act.case import Case
from likely.act.case_file import CaseFile, Upload, drop_file, largest_file, put_files
from likely.api.caller import actor_of, workspace_of
from likely.api.cases import case_of
from likely.api.colleague import case_worker, mail_of
from likely.api.door import check_media, with_bytes
from likely.api.field import Line, Sent, Told, read_id
from likely.api.once import once
from likely.api.page import NEWEST_FIRST, Asked, Listed, only_known, page_of
from likely.lib.handed_out import handed_out
from likely.lib.refusal import Refusal

router = Router(tags=["Cases"])

PUT: Final = "application/octet-stream"
BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


class FileNamed(Sent):
    """name: of the file, with its ending. author: the mail address of the colleague whose it is."""

    name: Annotated[Line, Field(min_length=1)]
    author: Line | None = None


class FileTold(Told):
    """type: by its bytes, whatever its name says. message: to which it belongs; null: it was put in."""

    id: UUID
    name: str
    type: str
    size: int
    author: str | None
    message: UUID | None
    at: datetime


@router.get(
    "/cases/{case}/files",
    response=Listed[FileTold],
    operation_id="list_case_files",
    summary="List the files of a case",
)
def list_case_files(request: HttpRequest, case: str, asked: Query[Asked]) -> Any:
    """Put in, sent or received; the newest first."""
    found = case_of(request, case)
    return page_of(request, _files(found), asked, NEWEST_FIRST, tell_file)


@router.post(
    "/cases/{case}/files",
    response={201: FileTold},
    operation_id="put_case_file",
    summary="Put a file into a case",
    openapi_extra={"requestBody": {"required": True, "content": {PUT: BYTES}}},
)
@with_bytes(largest_file)
@once()
def put_case_file(request: HttpRequest, case: str, named: Query[FileNamed]) -> tuple[int, Told]:
    """The body is the file itself, as `application/octet-stream`. Its size and, by its bytes, its kind are
    looked at."""
    found = case_of(request, case)
    check_media(request, PUT)
    only_known(request, FileNamed)
    author = case_worker(workspace_of(request), named.author, "author") if named.author else None
    uploads = [Upload(named.name, request.body)]
    [made] = put_files(found, uploads, author, actor_of(request), timezone.now())
    return 201, tell_file(made)


@router.get(
    "/cases/{case}/files/{file}",
    operation_id="get_case_file",
    summary="Fetch a file of a case",
    openapi_extra={"responses": {200: {"description": "The file itself", "content": {"*/*": BYTES}}}},
)
def get_case_file(request: HttpRequest, case: str, file: str) -> Any:
    """Its bytes, under the media type that they have."""
    found = _file(request, case, file)
    return handed_out(found.name, found.media, bytes(found.content))


@router.delete(
    "/cases/{case}/files/{file}",
    response={204: None},
    operation_id="delete_case_file",
    summary="Take a file out of a case",
)
def delete_case_file(request: HttpRequest, case: str, file: str) -> Any:
    """Of those that were put in: what was sent or received stays with its message."""
    drop_file(_file(request, case, file), actor_of(request))
    return Status(204, None)


def tell_file(row: CaseFile) -> FileTold:
    return FileTold.from_row(row, type=row.media, author=mail_of(row.author), message=row.message_id)


def _files(case: Case) -> Any:
    rows = CaseFile.objects.of(case.workspace_id).filter(case=case)
    return rows.defer("content").select_related("author")


def _file(request: HttpRequest, case: str, file: str) -> CaseFile:
    held, id = case_of(request, case), read_id(file)
    rows = CaseFile.objects.of(held.workspace_id).select_related("case__workspace")
    found: CaseFile | None = rows.filter(case=held, pk=id).first() if id else None
    if found is None:
        raise Refusal("file_not_there", "There is no such file.", field="file")
    return found
