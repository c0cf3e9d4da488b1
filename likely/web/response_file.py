"""The responses of a page as a file."""

from collections.abc import Iterator
from typing import Final

from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from likely.base.member import Role
from likely.lib.handed_out import named
from likely.store.response_stream import STREAMS, columns_of, csv_stream
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.told_answers import told_of
from likely.web.access import StaffRequest, member
from likely.web.language import language
from likely.web.question import read_question
from likely.web.responses import table_asked

CONTENT_TYPES: Final = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def _stream(request: StaffRequest, kind: str, table: Responses, slice: Slice) -> Iterator[bytes]:
    """People read a CSV, so its answers stand in words; programs read a Parquet file."""
    if kind != "csv":
        return STREAMS[kind](table, slice, columns_of(table))
    told = told_of(request.workspace, language())
    return csv_stream(table, slice, columns_of(table), told)


@member(Role.ANALYST)
@require_safe
def response_file(request: StaffRequest, kind: str) -> StreamingHttpResponse:
    """The same question as the page's."""
    if kind not in STREAMS:
        raise Http404
    _state, table = table_asked(request)
    question = read_question(request.workspace, table, request.GET, cut=False)
    stream = _stream(request, kind, question.table, question.slice)
    answer = StreamingHttpResponse(stream, content_type=CONTENT_TYPES[kind])
    named(answer, f"responses-{question.today.isoformat()}.{kind}")
    return answer
