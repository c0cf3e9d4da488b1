"""What a webhook of a playbook says: what happened, and the answer, case and person as they are then.

Documented in docs/playbooks.md; fields are only ever added.
"""

from typing import Any

from django.conf import settings

from likely.act.case import Case
from likely.act.step_deeds import Work
from likely.collect.response import Response
from likely.people.person import Person
from likely.stats.scale import group_of


def payload_of(work: Work) -> dict[str, Any]:
    """type: one of playbook.WHENS. timestamp: of the happening's handling, the same in every try."""
    run = work.run
    return {
        "type": run.kind,
        "timestamp": run.at.isoformat(),
        "data": {
            "workspace": str(work.workspace.pk),
            "playbook": {"id": str(work.playbook.pk), "name": work.playbook.name},
            "run": str(run.pk),
            "step": str(work.step.pk),
            "answer": answer_told(work.response) if work.response else None,
            "case": case_told(work.case) if work.case else None,
            "person": person_told(work.person) if work.person else None,
            "facts": dict(run.facts),
        },
    }


def note_payload(work: Work) -> dict[str, Any]:
    """For a CRM without a way of its own: the note beside whom it is about."""
    told = payload_of(work)
    told["data"]["note"] = note_text(work)
    return told | {"type": "crm.note"}


def note_text(work: Work) -> str:
    """The playbook's words, and what was answered; plain text."""
    response, lines = work.response, [work.says("text") or work.playbook.name]
    if response is not None and response.score is not None:
        lines.append(f"{response.survey.name}: {response.score}/10, {response.at:%Y-%m-%d}")
    if response is not None and response.comment:
        lines.append(f"“{response.comment}”")
    if work.case is not None:
        lines.append(f"{settings.BASE_URL}/cases/{work.case.pk}")
    elif response is not None:
        lines.append(f"{settings.BASE_URL}/responses/{response.pk}")
    return "\n".join(lines)


def answer_told(row: Response) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "survey": row.survey.slug,
        "score": row.score,
        "group": None if row.score is None else group_of(row.score),
        "comment": row.comment,
        "permission": row.permission,
        "channel": row.channel,
        "language": row.language,
        "at": row.at.isoformat(),
    }


def case_told(row: Case) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "state": row.state,
        "owner": row.owner.email if row.owner else None,
        "tags": list(row.tags),
        "opened_at": row.opened_at.isoformat(),
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "url": f"{settings.BASE_URL}/cases/{row.pk}",
    }


def person_told(row: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "external_id": row.external_id,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "account": row.account.external_id if row.account else None,
    }
