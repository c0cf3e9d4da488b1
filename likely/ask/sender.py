"""Who sends a workspace's mails, and how they look: name, addresses, colour, the company's postal address."""

import re
from collections.abc import Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db import models, transaction
from email_validator import EmailNotValidError, validate_email

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text, one_line
from likely.lib.refusal import Refusal

COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
SELECTOR: Final = re.compile(r"[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?")
LONGEST: Final = {"name": 120, "logo": 60, "postal_address": 300}  # characters
USUAL_COLOUR: Final = "#0f766e"


class MailSender(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="mail_sender")
    name = models.CharField(max_length=120, blank=True)  # "": the workspace's
    address = models.EmailField(blank=True)  # "": the installation's
    reply_to = models.EmailField(blank=True)  # "": answers go to the sender
    logo = models.CharField(max_length=60, blank=True)  # text at the head of a mail; "": the sender's name
    colour = models.CharField(max_length=7, default=USUAL_COLOUR)
    postal_address = models.CharField(max_length=300, blank=True)
    selector = models.CharField(max_length=63, blank=True)  # under which the domain's DKIM key lies

    objects = ScopedQuerySet.as_manager()

    @property
    def shown_name(self) -> str:
        return self.name or self.workspace.name

    @property
    def mail_address(self) -> str:
        return self.address or _address_in(settings.FROM_EMAIL)

    @property
    def header(self) -> str:
        """`Name <mail>`, quoted where it must be."""
        return _header(self.shown_name, self.mail_address)


@lru_cache(maxsize=256)  # the same for a workspace's every mail
def _header(name: str, address: str) -> str:
    user, _, domain = address.rpartition("@")
    return str(Address(" ".join(name.split()), user, domain))


@lru_cache(maxsize=8)
def _address_in(header: str) -> str:
    return parseaddr(header)[1]


def sender_of(workspace: Workspace) -> MailSender:
    """The workspace's sender, or one that says what the installation says."""
    return MailSender.objects.of(workspace).first() or MailSender(workspace=workspace)


@transaction.atomic
def keep_sender(workspace: Workspace, facts: Mapping[str, str], actor: str) -> MailSender:
    """What is not among the facts stays as it was."""
    sender = sender_of(workspace)
    for name in ("name", "address", "reply_to", "logo", "colour", "postal_address", "selector"):
        if name in facts:
            setattr(sender, name, _read(name, facts[name]))
    sender.save()
    record(workspace, actor, "mail_sender.changed", f"workspace:{workspace.pk}", address=sender.address)
    return sender


def _read(name: str, value: str) -> str:
    text = clean_text(value, name, LONGEST.get(name, 254))
    if name != "postal_address":
        one_line(name, text)
    if name in ("address", "reply_to"):
        return _address(name, text)
    if name == "colour":
        return _matching(name, text.lower() or USUAL_COLOUR, COLOUR, "Write #0f766e.")
    if name == "selector":
        return text and _matching(name, text.lower(), SELECTOR, "It is the part before ._domainkey.")
    return text


def _matching(name: str, text: str, rule: re.Pattern[str], cure: str) -> str:
    if not rule.fullmatch(text):
        raise Refusal(f"{name}_malformed", f"{name} is {text!r}.", cure=cure, field=name)
    return text


def _address(name: str, text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized if text else ""
    except EmailNotValidError as error:
        raise Refusal("email_malformed", f"{name}: {error}", field=name) from None
