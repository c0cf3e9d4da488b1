"""The conversation with the customer, as a part of the page of a case."""

from typing import Any

from django import template

from likely.act.case import Case
from likely.web.case_reply import reply_context

register = template.Library()


@register.inclusion_tag("web/case_reply.html", takes_context=True)
def case_conversation(context: Any, case: Case) -> dict[str, Any]:
    request = context["request"]
    return {
        "case": case,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        **reply_context(request, case),
    }
