"""Messages that wait to be sent, and a channel that notes what it is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.channels.channel import Letter, SendError, Sent


@dataclass
class Noting:
    """Takes every letter, unless the next of `answers` says otherwise."""

    name: str = "mail"
    letters: list[Letter] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        self.letters += letters
        return [self.answers.pop(0) if self.answers else Sent(one.message_id) for one in letters]


def queue(survey: Any, address: str, **fields: Any) -> Any:
    """A message to a new person of that address, due a minute ago."""
    from likely.ask.invitation import Invitation
    from likely.ask.message import Message
    from likely.people.person import Person

    of_person = {name: fields.pop(name) for name in ("name", "language") if name in fields}
    invited = fields.pop("invited", {})
    person = Person.objects.create(workspace=survey.workspace, email=address, **of_person)
    invitation = fields.pop("invitation", None) or Invitation.objects.create(
        workspace=survey.workspace, survey=survey, person=person, channel="mail", **invited
    )
    told = {
        "workspace": survey.workspace,
        "invitation": invitation,
        "purpose": "invite",
        "channel": "mail",
        "address": address,
        "due_at": timezone.now() - timedelta(minutes=1),
    }
    return Message.objects.create(**{**told, **fields})


def follow(message: Any, **fields: Any) -> Any:
    """A reminder of a message."""
    from likely.ask.message import Message

    told = {name: getattr(message, name) for name in ("workspace", "invitation", "channel", "address")}
    again = {"purpose": "remind", "step": 1, "due_at": timezone.now() - timedelta(minutes=1)}
    return Message.objects.create(**{**told, **again, **fields})
