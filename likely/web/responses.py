"""Responses: the list with its filters, the page of one, and taking one out of the score."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from likely.act.case import Case
from likely.act.dismissal import dismiss as dismiss_response
from likely.act.dismissal import restore as restore_response
from likely.ask.told_answer import told_answers
from likely.base.access import reaches
from likely.base.journal import JournalEntry
from likely.base.member import Role
from likely.collect.response import Response, ResponseState
from likely.lib.refusal import Refusal
from likely.lib.sort_order import head
from likely.people.person import Person
from likely.stats.scale import GROUPS
from likely.store.comment_page import comment_page
from likely.store.rows import SORTS, Page, Sort, page
from likely.store.table import Responses
from likely.store.workspace_table import COUNTED, EVERY_STATE
from likely.web.access import StaffRequest, actor, member
from likely.web.asked_segment import answers_of, segments_offered
from likely.web.question import PERIODS, Question, chips, read_question
from likely.web.table_seen import sees_masked, table_seen

PER_PAGE: Final = 50
COLUMNS: Final = ("id", "at", "score", "comment", "survey", "channel", "language", "state", "person")
STATES: Final = {
    "counted": COUNTED,
    "quarantined": (ResponseState.QUARANTINED.value,),
    "dismissed": (ResponseState.DISMISSED.value,),
    "all": EVERY_STATE,
}


@member()
@require_safe
def responses(request: StaffRequest) -> HttpResponse:
    state, table = table_asked(request)
    question = read_question(request.workspace, table, request.GET, cut=False)
    wanted = request.GET.get("sort", "")
    sort = next((one for one in SORTS if one == wanted), SORTS[0])
    found = _found(request, question, STATES[state], sort)
    context = {
        "question": question,
        "others": [pair for pair in question.others if pair[0] != "group"],
        "surveys": question.names.surveys,
        "chips": chips(question),
        "segments": segments_offered(request.workspace),
        "rows": _named(request, found.rows),
        "next": found.next,
        "head": head(sort, SORTS, SORTS[0]),
        "state": state,
        "states": STATES,
        "groups": GROUPS,
        "group": dict(question.slice.where).get("group", ("",))[0],
        "periods": PERIODS,
        "cuts": [(column, question.names.column(column)) for column in question.columns],
        "may_export": reaches(request.member.role, Role.ANALYST),
        "masked_search": bool(question.slice.words) and sees_masked(request),
        "nothing_ever": not Response.objects.of(request.workspace).exists(),
    }
    return render(request, "web/responses.html", context)


@member()
@require_safe
def response(request: StaffRequest, response_id: UUID) -> HttpResponse:
    return _response_page(request, response_id)


@member(Role.AGENT)
@require_POST
def dismiss(request: StaffRequest, response_id: UUID) -> HttpResponse:
    found = _response(request, response_id)
    try:
        dismiss_response(request.workspace, found.pk, request.POST.get("reason", ""), actor(request))
    except Refusal as refusal:
        return _response_page(request, response_id, refusal)
    messages.success(request, _("The response no longer counts. It is kept, and can be restored."))
    return redirect("response", found.pk)


@member(Role.AGENT)
@require_POST
def restore(request: StaffRequest, response_id: UUID) -> HttpResponse:
    found = _response(request, response_id)
    restore_response(request.workspace, found.pk, actor(request))
    messages.success(request, _("The response counts."))
    return redirect("response", found.pk)


def _found(request: StaffRequest, question: Question, states: Sequence[str], sort: Sort) -> Page:
    """Words are looked for in the database's index, as far as it has the order that is asked for."""
    after, slice = request.GET.get("after", ""), question.slice
    if slice.words and sort == SORTS[0]:
        found = comment_page(
            request.workspace,
            slice,
            COLUMNS,
            states,
            among=partial(answers_of, question.segment),
            masked=sees_masked(request),
            after=after,
            size=PER_PAGE,
        )
        if found is not None:
            return found
    return page(question.table, slice, COLUMNS, after=after, size=PER_PAGE, sort=sort)


def table_asked(request: StaffRequest) -> tuple[str, Responses]:
    """The state asked for, and the table of the responses in it."""
    state = request.GET.get("state", "counted")
    state = state if state in STATES else "counted"
    return state, table_seen(request, STATES[state])


def _response(request: StaffRequest, response_id: UUID) -> Response:
    rows = Response.objects.of(request.workspace).select_related("survey", "version", "person", "invitation")
    return get_object_or_404(rows, pk=response_id)


def _response_page(request: StaffRequest, response_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    found = _response(request, response_id)
    is_agent = reaches(request.member.role, Role.AGENT)
    deeds = JournalEntry.objects.of(request.workspace).filter(subject=f"response:{found.pk}")
    context = {
        "response": found,
        "answers": list(_answers(found, request)),
        "person": found.person if is_agent else None,
        "may_dismiss": is_agent,
        "cases": Case.objects.of(request.workspace).filter(response=found) if is_agent else (),
        "deeds": deeds.order_by("at"),
        "refusal": refusal,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "web/response.html", context, status=422 if refusal else 200)


def _answers(response: Response, request: StaffRequest) -> Iterable[tuple[str, Any]]:
    """What was asked beside score and reason, in the words of the version that was answered."""
    definition = response.version.read()
    language = definition.best_language([request.LANGUAGE_CODE[:2]])
    given = response.answers
    if not reaches(request.member.role, Role.AGENT):
        contacts = {question.key for question in definition.questions if question.kind == "contact"}
        given = {key: value for key, value in given.items() if key not in contacts}
    return told_answers(definition, given, language)


def _doubted(request: StaffRequest, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = [row["id"] for row in rows if row["state"] not in COUNTED]
    found = Response.objects.of(request.workspace).filter(pk__in=ids).values_list("pk", "doubt")
    doubts = {str(pk): doubt for pk, doubt in found} if ids else {}
    return [row | {"doubt": doubts.get(str(row["id"]), "")} for row in rows]


def _named(request: StaffRequest, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the names of their people, for those who may see them, and with why they don't count."""
    kept = _doubted(request, [dict(row) for row in rows])
    if not reaches(request.member.role, Role.AGENT):
        return [row | {"person": None} for row in kept]
    ids = {row["person"] for row in kept if row["person"]}
    names = {str(person.pk): person for person in Person.objects.of(request.workspace).filter(pk__in=ids)}
    return [row | {"person": names.get(row["person"])} for row in kept]
