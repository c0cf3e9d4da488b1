"""Alerts in words, in the language that is active."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from likely.act.posted_mail import Words
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.lib.figure import grouped, signed
from likely.people.account import Account
from likely.stats.cusum import Alarm
from likely.text.quotes import shown


def value_words(response: Response, account: Account) -> Words:
    who, score = str(response.person), response.score
    lines = [
        _("A customer of value is a detractor."),
        "",
        _("Customer: {who}").replace("{who}", f"{who} · {account}" if str(account) != who else who),
        _("Value: {value}").format(value=grouped(round(account.value or 0))),
        _("Score: {score}").format(score=score),
        *([f"“{shown(response.comment)}”"] if response.comment else []),
        "",
        _("Open the response: {link}").format(link=f"{settings.BASE_URL}/responses/{response.pk}"),
    ]
    subject = (
        _("{account}: a score of {score}").replace("{score}", str(score)).replace("{account}", str(account))
    )
    return Words(" ".join(subject.split()), _footed(lines))


def alarm_words(workspace: Workspace, alarm: Alarm) -> Words:
    """The size of the change is a rough figure, picked for being large: it is said to be one."""
    told = {
        "day": date_format(alarm.day, "DATE_FORMAT"),
        "since": date_format(alarm.since, "DATE_FORMAT"),
        "usual": signed(alarm.level),
        "change": signed(alarm.change),
    }
    lines = [
        _("The score alarm of %(day)s: the level seems to have sunk since %(since)s.") % told,
        _("Usual before: %(usual)s. Since then roughly %(change)s points; the true change may be smaller.")
        % told,
        "",
        _("See the trend: {link}").format(link=f"{settings.BASE_URL}/trend?period=90"),
    ]
    return Words(_("{name}: the score is sinking").replace("{name}", workspace.name), _footed(lines))


def _footed(lines: list[str]) -> str:
    choose = _("Choose what you are told")
    return "\n".join([*lines, "", "-- ", f"{choose}: {settings.BASE_URL}/digest"])
