"""The answers of a page: whoever sees comments masked finds none by what is masked."""

from collections.abc import Sequence

from likely.base.member import Role
from likely.store.seen_comments import as_seen
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.workspace_table import COUNTED, table_of
from likely.templatetags.masked import reads_all
from likely.web.access import StaffRequest


def table_seen(request: StaffRequest, states: Sequence[str] = COUNTED) -> Responses:
    """The workspace's responses in these states, without those that only what is masked would find."""
    table = table_of(request.workspace, states)
    return as_seen(table, words_asked(request)) if sees_masked(request) else table


def sees_masked(request: StaffRequest) -> bool:
    """So does a reader who is no member, of a board that is shared."""
    reader = getattr(request, "member", None)
    return not reads_all(reader.role if reader else Role.VIEWER)


def words_asked(request: StaffRequest) -> str:
    """The words that the answers are searched for, as the slice of the page has them."""
    return Slice.from_query({"words": request.GET.getlist("words")}, ()).words
