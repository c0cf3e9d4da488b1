"""The mail of a message: which words it says, in whose name, with which headers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from likely.ask.definition import Definition
from likely.ask.invitation import Invitation
from likely.ask.mail_body import MailParts, html_of, text_of
from likely.ask.mail_words import MailWords
from likely.ask.merge import fill
from likely.ask.message import AFTER_ANSWER, Message, MessagePurpose
from likely.ask.message_id import message_id_of
from likely.ask.outgoing import Outgoing
from likely.ask.plain_data import pick
from likely.ask.promoter_link import promoter_page
from likely.ask.score_row import score_row
from likely.ask.sender import sender_of
from likely.ask.survey import Survey
from likely.ask.unsubscribe import unsubscribe_headers
from likely.ask.wording import MailWords as UsualWords
from likely.ask.wording import nearest, wording
from likely.channels.channel import Letter
from likely.lib.identity import new_id
from likely.people.person import Person
from likely.stats.scale import group_of

LONGEST_SUBJECT: Final = 150  # characters
# A machine sent it: no program should answer (RFC 3834; the second is Exchange's own).
BY_MACHINE: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


def mail_letter(going: Outgoing) -> Letter:
    parts = parts_of(going)
    return Letter(
        channel="mail",
        address=going.message.address,
        message_id=message_id_of(going.message.pk),
        text=text_of(parts),
        language=going.language,
        subject=parts.subject,
        html=html_of(parts),
        link=going.link,
        sender=going.sender.header,
        headers=_headers(going),
    )


def mail_look(
    survey: Survey, definition: Definition, language: str, purpose: str, *, name: str, link: str
) -> Outgoing:
    """The mail as somebody of that name would get it, for a look or a test. No row of it is kept.

    link: where all of its links lead: nobody may be asked, or unsubscribed, by a look.
    """
    workspace = survey.workspace
    person = Person(workspace=workspace, name=name)
    invitation = Invitation(workspace=workspace, survey=survey, person=person, language=language)
    message = Message(workspace=workspace, invitation=invitation, purpose=purpose, channel="mail")
    words = MailWords.objects.of(workspace).filter(survey=survey, language=language).first()
    return Outgoing(
        message=message,
        invitation=invitation,
        definition=definition,
        language=language,
        person=person,
        sender=sender_of(workspace),
        words=words,
        link=link,
        unsubscribe=link,
        first_id=message_id_of(new_id()) if purpose == MessagePurpose.REMIND else "",
        score=10 if purpose == MessagePurpose.THANK else None,
    )


def parts_of(going: Outgoing) -> MailParts:
    spoken = wording(nearest(going.language))
    values = _values(going)
    own = going.words or MailWords()
    first = fill(own.subject or _usual_subject(going, spoken.mail), values)
    thanks = going.message.purpose in AFTER_ANSWER
    paragraphs, buttons = _after(going) if thanks else _question(going, own, spoken.mail, values)
    row = None if thanks else score_row(going.definition, going.language, going.link)
    greeting = spoken.mail.hello_name if values["name"] else spoken.mail.hello
    own_lead = bool(own.reminder if going.message.purpose == MessagePurpose.REMIND else own.lead)
    return MailParts(
        subject=_subject(going, own, first, spoken.page.thanks, spoken.mail, values),
        preheader=fill(own.preheader, values) if own.preheader else paragraphs[0],
        language=going.language,
        direction=spoken.direction,
        logo=going.sender.logo or going.sender.shown_name,
        colour=going.sender.colour,
        paragraphs=([] if own_lead and not thanks else [fill(greeting, values)]) + paragraphs,
        row=row if row and row.html else None,
        buttons=buttons,
        closing=fill(own.closing, values),
        footer=[fill(spoken.mail.sent_by, values), *going.sender.postal_address.splitlines()],
        unsubscribe=(spoken.mail.unsubscribe, going.unsubscribe),
    )


def _values(going: Outgoing) -> Mapping[str, str]:
    definition, person = going.definition, going.person
    told = {
        "name": person.name if person else "",
        "account": str(person.account) if person and person.account else "",
        "subject": pick(definition.subject, going.language, definition.languages[0]),
        "touchpoint": pick(definition.touchpoint, going.language, definition.languages[0]),
        "sender": going.sender.shown_name,
    }
    return {name: " ".join(value.split()) for name, value in told.items()}


def _usual_subject(going: Outgoing, usual: UsualWords) -> str:
    return usual.subject_tnps if going.definition.touchpoint else usual.subject


def _subject(
    going: Outgoing,
    own: MailWords,
    first: str,
    thanks: str,
    usual: UsualWords,
    values: Mapping[str, str],
) -> str:
    purpose = going.message.purpose
    said = first
    if purpose == MessagePurpose.THANK:
        said = thanks
    elif purpose == MessagePurpose.PROMOTE:
        said = wording(nearest(going.language)).promoter.subject
    elif purpose == MessagePurpose.REMIND and own.reminder_subject:
        said = fill(own.reminder_subject, values)
    elif purpose == MessagePurpose.REMIND:
        said = usual.reminder_subject.replace("{first}", first)
    line = " ".join(said.split())
    line = line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"
    return line[:1].upper() + line[1:]


def _question(
    going: Outgoing, own: MailWords, usual: UsualWords, values: Mapping[str, str]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Paragraphs, and the button where no row of numbers stands."""
    with_row = bool(going.definition.leading.steps)
    reminding = going.message.purpose == MessagePurpose.REMIND
    said = (own.reminder or usual.reminder) if reminding else own.lead
    said = said or (usual.lead if with_row else usual.lead_plain)
    return _paragraphs(fill(said, values)), [] if with_row else [(usual.open, going.link)]


def _after(going: Outgoing) -> tuple[list[str], list[tuple[str, str]]]:
    return _promotion(going) if going.message.purpose == MessagePurpose.PROMOTE else _thanks(going)


def _promotion(going: Outgoing) -> tuple[list[str], list[tuple[str, str]]]:
    words = wording(nearest(going.language)).promoter
    is_known = going.person is not None and not going.person._state.adding  # a look has nobody
    page = promoter_page(going.person) if going.person and is_known else going.link
    return _paragraphs(words.letter), [(words.link, page)]


def _thanks(going: Outgoing) -> tuple[list[str], list[tuple[str, str]]]:
    definition, score = going.definition, going.score
    group = None if score is None else group_of(score)
    said = definition.say(definition.thanks_of(group), going.language)
    links = definition.links_of(group)
    buttons = [(definition.say(link.text, going.language), link.url) for link in links]
    return _paragraphs(said or wording(nearest(going.language)).page.thanks), buttons


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.split("\n\n") if one.strip()]


def _headers(going: Outgoing) -> dict[str, str]:
    """What mail programs read: how to unsubscribe, what it answers, that a machine sent it."""
    programme = going.invitation.programme_id or going.invitation.survey_id
    told = {
        **unsubscribe_headers(going.unsubscribe),
        **BY_MACHINE,
        "Feedback-ID": f"{programme.hex}:{going.message.workspace_id.hex}:likely",
        "Content-Language": going.language,
    }
    if going.sender.reply_to:
        told["Reply-To"] = going.sender.reply_to
    if going.first_id:
        told |= {"In-Reply-To": going.first_id, "References": going.first_id}
    return told


def trial_letter(going: Outgoing, address: str, mark: str) -> Letter:
    """The look as a mail to a colleague: marked, and without headers that would unsubscribe anybody."""
    letter = mail_letter(going)
    return replace(letter, address=address, subject=f"{mark} {letter.subject}", headers=dict(BY_MACHINE))
