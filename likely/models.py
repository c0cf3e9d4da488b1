"""The noun files, imported: Django finds the rows here and nothing else lives here."""

from likely.act.annotation import Annotation
from likely.act.badge import Badge
from likely.act.case import Case
from likely.act.case_file import CaseFile
from likely.act.case_media import CaseMedia
from likely.act.case_message import CaseMessage
from likely.act.case_note import CaseNote
from likely.act.case_policy import CaseSettings
from likely.act.credit import Credit
from likely.act.digest import Digest
from likely.act.endpoint import Endpoint
from likely.act.erasure import Erasure
from likely.act.goal import Goal
from likely.act.idea import Idea, IdeaRemark
from likely.act.language_model_setup import LanguageModelSetup
from likely.act.playbook import Playbook
from likely.act.playbook_run import PlaybookRun, RunStep
from likely.act.posted_mail import PostedMail
from likely.act.problem import Problem
from likely.act.promoter import Promoter, PromoterDeed
from likely.act.promoter_plan import PromoterSettings
from likely.act.quoted_benchmark import QuotedBenchmark
from likely.act.recovery_plan import RecoverySettings
from likely.act.reply_template import ReplyTemplate
from likely.act.resurvey import Resurvey
from likely.act.saved_board import SavedBoard
from likely.act.written_text import WrittenText
from likely.ask.allowance import Allowance
from likely.ask.contact_clock import ContactClock
from likely.ask.decision import Decision
from likely.ask.experiment import Experiment
from likely.ask.guardrail import Guardrail
from likely.ask.invitation import Invitation
from likely.ask.mail_reply import MailReply
from likely.ask.mail_words import MailWords
from likely.ask.message import Message
from likely.ask.programme import Programme
from likely.ask.receipt import MessageReceipt
from likely.ask.sender import MailSender
from likely.ask.survey import Survey, SurveyVersion
from likely.ask.tally import Tally
from likely.base.api_key import ApiKey
from likely.base.happening import DomainEvent
from likely.base.idempotency import NamedRequest
from likely.base.journal import JournalEntry
from likely.base.member import Member, User
from likely.base.tick import Tick
from likely.base.workspace import Workspace
from likely.channels.setup import ChannelSetup
from likely.channels.unit_room import UnitRoom
from likely.collect.opening import Opening
from likely.collect.reply import Reply
from likely.collect.response import Response
from likely.people.account import Account
from likely.people.consent import Consent
from likely.people.event import Event
from likely.people.people_import import ImportChange, ImportFault, PeopleImport
from likely.people.person import Person
from likely.people.property import Property
from likely.people.push_subscription import PushSubscription
from likely.people.roster import Roster, RosterEntry
from likely.people.segment import Segment
from likely.people.suppression import Suppression
from likely.people.unit import Unit
from likely.store.seal import Seal
from likely.store.theme_set import ThemeMark, ThemeSet

__all__ = [
    "Account",
    "Allowance",
    "Annotation",
    "ApiKey",
    "Badge",
    "Case",
    "CaseFile",
    "CaseMedia",
    "CaseMessage",
    "CaseNote",
    "CaseSettings",
    "ChannelSetup",
    "Consent",
    "ContactClock",
    "Credit",
    "Decision",
    "Digest",
    "DomainEvent",
    "Endpoint",
    "Erasure",
    "Event",
    "Experiment",
    "Goal",
    "Guardrail",
    "Idea",
    "IdeaRemark",
    "ImportChange",
    "ImportFault",
    "Invitation",
    "JournalEntry",
    "LanguageModelSetup",
    "MailReply",
    "MailSender",
    "MailWords",
    "Member",
    "Message",
    "MessageReceipt",
    "NamedRequest",
    "Opening",
    "PeopleImport",
    "Person",
    "Playbook",
    "PlaybookRun",
    "PostedMail",
    "Problem",
    "Programme",
    "Promoter",
    "PromoterDeed",
    "PromoterSettings",
    "Property",
    "PushSubscription",
    "QuotedBenchmark",
    "RecoverySettings",
    "Reply",
    "ReplyTemplate",
    "Response",
    "Resurvey",
    "Roster",
    "RosterEntry",
    "RunStep",
    "SavedBoard",
    "Seal",
    "Segment",
    "Suppression",
    "Survey",
    "SurveyVersion",
    "Tally",
    "ThemeMark",
    "ThemeSet",
    "Tick",
    "Unit",
    "UnitRoom",
    "User",
    "Workspace",
    "WrittenText",
]
