"""What a playbook says to colleagues where there is no case to speak of: one line for each happening."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.act.case import Case
from likely.act.case_notice import link_to
from likely.act.playbook_run import PlaybookRun
from likely.act.posted_mail import Words
from likely.lib.translation import translator

LONGEST_QUOTE: Final = 300  # characters of the comment
LINES: Final[Mapping[str, str]] = {
    "answer": N_("An answer came in."),
    "answer.quarantined": N_("An answer was set aside as doubtful."),
    "answer.released": N_("An answer that was set aside counts again."),
    "person.at_risk": N_("A customer is at risk of leaving."),
    "case.opened": N_("A case was opened."),
    "case.assigned": N_("A case was given to somebody."),
    "case.answered": N_("A customer has answered in their case."),
    "case.overdue": N_("A case is overdue."),
    "case.resolved": N_("A case was resolved."),
    "case.closed": N_("A case was closed."),
    "invitation.bounced": N_("An invitation could not be delivered."),
    "score.alarm": N_("The score has dropped, and it lasts."),
    "goal.reached": N_("The goal is reached."),
}


def colleague_words(run: PlaybookRun, language: str) -> Words:
    """A mail in the reader's language."""
    _ = translator(language)
    subject = f"{run.playbook.name}: {_(LINES[run.kind])}"
    lines = [_(LINES[run.kind]), *_facts(run, language), "", _link(run, None, language)]
    return Words(subject, "\n".join(lines))


def chat_words(run: PlaybookRun, case: Case | None, text: str, language: str) -> Words:
    """text: of the playbook itself; "": what happened."""
    _ = translator(language)
    lines = [text or _(LINES[run.kind]), *_facts(run, language), _link(run, case, language)]
    return Words(run.playbook.name, "\n".join(lines))


def _facts(run: PlaybookRun, language: str) -> list[str]:
    _ = translator(language)
    facts = []
    response = run.response
    if run.person is not None and str(run.person):
        facts.append(_("Customer: {who}").replace("{who}", str(run.person)))
    if response is not None and response.score is not None:
        facts.append(_("Score: {score}").format(score=response.score))
    if response is not None and (comment := " ".join(response.comment.split())):
        short = f"{comment[:LONGEST_QUOTE]}…" if len(comment) > LONGEST_QUOTE else comment
        facts.append(f"“{short}”")
    if "before" in run.facts:
        facts.append(_("Before it: {score}").format(score=run.facts["before"]))
    if "chance" in run.facts:
        told = _("Chance of leaving within 90 days: {chance} % (usually {usual} %)")
        facts.append(told.format(chance=run.facts["chance"], usual=run.facts["usual"]))
    elif "score" in run.facts:
        facts.append(_("Score: {score}").format(score=run.facts["score"]))
    if run.facts.get("unit"):
        facts.append(_("Unit: %(name)s") % {"name": run.facts["unit"]})
    return facts


def _link(run: PlaybookRun, case: Case | None, language: str) -> str:
    _ = translator(language)
    if case is not None:
        return _("Open the case: {link}").format(link=link_to(case))
    if run.response is not None:
        return _("Open the response: {link}").format(link=f"{settings.BASE_URL}/responses/{run.response.pk}")
    if run.person is not None:
        return _("Open the person: {link}").format(link=f"{settings.BASE_URL}/people/{run.person.pk}")
    if "goal" in run.facts:
        return f"{_('See all goals')}: {settings.BASE_URL}/teams/goals#goal-{run.facts['goal']}"
    return _("See the trend: {link}").format(link=f"{settings.BASE_URL}/trend?period=90")
