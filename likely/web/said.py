"""A refusal in the reader's language. What is refused to programs stays English; what people meet is here."""

from typing import Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from likely.ask.fault import DefinitionRefusal
from likely.ask.team_ask import NotTaken
from likely.lib.refusal import Refusal
from likely.web.definition_fault import fault_words
from likely.web.not_sent import why_not

# code, or code and field where one code is said of several things
SENTENCES: Final = {
    "field_missing": _("Something that is needed is empty. Fill it in."),
    "choice_unknown": _("This is none of the choices."),
    "sender_malformed": _("The sender is no number. Write it as +15550100."),
    "secret_in_address": _(
        "The secret must not stand in the address, which is written into logs. Put it into a header or the "
        "body."
    ),
    "gateway_malformed": _("This pattern can't work. Choose method and body, and write the host as it is."),
    "gateway_body": _('The body is no JSON. Write {"to": "{to}", "text": "{text}"}.'),
    "address_refused": _(
        "This address can't be called. Give a public https address, or let the operator name the network in "
        "LIKELY_OUTBOUND_ALLOW."
    ),
    "contact_malformed": _("The contact is no address. Write it as mailto:you@example.org."),
    "chat_address": _(
        "This is no address of a chat app that is known here. Write it as apprise does, such as "
        "slack://TOKEN_A/TOKEN_B/TOKEN_C/#team; the one for a person holds {to}."
    ),
    "email_malformed": _("This is no mail address. Write it as in name@example.org."),
    "unknown_field": _("One field in braces is none that is filled in. Use one of those that are listed."),
    "not_one_line": _("This is one line. Take the line break out."),
    "colour_malformed": _("This is no colour. Write it as #0f766e."),
    "selector_malformed": _("This is no selector. It is the part before ._domainkey."),
    "address_not_https": _("This is no address that people can be led to. It must begin with https://."),
    "site_twice": _("Two review pages have the same name. Give each its own."),
    "site_without_name": _("A review page has no name. Give it one, or empty its address."),
    "too_many_sites": _("There are more than 8 review pages. Keep the ones that matter."),
    "decision_missing": _("Say what was decided, and why."),
    "no_title": _("The idea has no title. Give it one."),
    "problem_unknown": _("There is no such problem."),
    "reason_missing": _("Say why."),
    "idea_decided": _("It is decided. Submit another one."),
    "no_remark": _("It says nothing. Write something."),
    "too_many_remarks": _("Enough is said about it: an idea has at most 300 remarks."),
    "too_many_ideas": _("A workspace has at most 2,000 ideas. Remove some that are done."),
    "release_missing": _("Say on which day it was released."),
    "words_without_letters": _("A line holds no word. Take it out, or write one."),
    "theme_unknown": _("There is no such theme."),
    "not_settled": _("Tell them once it is released, or decided that it stays as it is."),
    "words_missing": _("Write subject and text."),
    "survey_of_badge": _("The badge shows relationship surveys only. Choose one of them."),
    "credit_without_name": _("Say who or what is credited."),
    "not_unknown": _("What became of these messages is known by now. Look at the list again."),
    "no_reason": _("A reason is needed: say why it must not count."),
    "bad_margin_text": _("Write each kind once with a number, such as North = 300; South = 250."),
    "empty_category": _(
        "Of one of the kinds nobody answered together with the other property. Weight to one."
    ),
    "nobody": _("The list is empty. Write one address or id a line."),
    "too_many": _("The list is too long. Send it in parts."),
    "unit_no_name": _("The unit has no name. Give it one."),
    "unit_unknown": _("There is no such unit."),
    "unit_name_taken": _("There is a unit of this name at this place already. Choose another name."),
    "unit_circle": _("A unit can't lie below itself."),
    "unit_too_deep": _("Units lie at most 8 deep."),
    "unit_not_empty": _("There are units below it. Remove them or move them first."),
    "unit_columns": _(
        "The columns of the file are unit, level, property, values and people; unit is needed."
    ),
    "unit_keys": _("Choose one to three different properties that answers have."),
    "too_many_units": _("A workspace has at most 2,000 units."),
    "too_many_values": _("A unit has at most 200 values."),
    "rule_half": _("Property and values belong together: give both or neither."),
    "level_unknown": _("This is none of your levels."),
    "level_used": _("Units have a level that is missing here. Change them first."),
    "levels_count": _("Name 1 to 12 levels."),
    "member_unknown": _("There is no such member."),
    "units_file_too_large": _("The file has more than 2 MB. Send it in parts."),
    "not_utf8": _("The file is not UTF-8 text. Save it as CSV UTF-8."),
    "goal_taken": _("There is a goal of this kind for the unit and the period already. Change that one."),
    "goal_ended": _(
        "The period of this goal is over. Its target stays as it was. Set a goal for a period that runs."
    ),
    "too_many_goals": _(
        "A workspace has at most 2,000 goals that run or are to come, and 20,000 that ended."
    ),
    "target_out_of_range": _("A score lies between −100 and 100, a share between 1 and 100 percent."),
    "too_many_parts": _("One digest tells of at most 10 segments and units."),
    "no_name": _("A name is missing. Give it one."),
    "unknown_state": _("A survey can't be put into that state."),
    "never_published": _("This survey has no version yet."),
    "template_unknown": _("There is no such template."),
    "language_unknown": _("There are no texts in one of the chosen languages, or none was chosen."),
    "subject_missing": _("Say what is recommended."),
    "touchpoint_missing": _("Say which touchpoint is meant."),
    "link_closed": _(
        "This sign-in link is no longer good. Sign in with your password, or ask for a new link."
    ),
    "invitation_closed": _("This invitation is no longer good. Ask whoever invited you for a new link."),
    "other_address": _(
        "This invitation is for another mail address than the one you are signed in with. Sign out, then "
        "open the link again."
    ),
    "unknown_role": _("There is no such role."),
    "role_too_wide": _("You can't give a role above your own."),
    "last_owner": _("The last owner can't be removed. Make somebody else owner first."),
    "not_an_address": _("This is no mail address."),
    "not_a_phone": _("This is no phone number. Write it with the country code, as in +372 5555 1234."),
    "person_unnamed": _(
        "A person needs your own id, a mail address or a phone number: at least one of them."
    ),
    "two_people": _("These belong to different people. Correct one of them."),
    "too_long": _("This text is too long. Shorten it."),
    "not_text": _("This must be text."),
    "wrong_cursor": _("This page of the list does not exist. Begin at the first one."),
    "not_a_day": _("This is no day."),
    "unknown_column": _("There is nothing here by that name to filter or compare by."),
    "unknown_cut": _("There is nothing here by that name to filter or compare by."),
    "property_name": _("A property can't have that name. Begin it with a letter a to z."),
    "property_value": _("A property must be text, a number, or yes or no."),
    "kind_is_fixed": _("A published survey keeps its kind. Duplicate it, or start a new one."),
    "file_missing": _("No file was chosen. Choose one."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than 1 MB. Export the survey alone, without its responses."),
    "file_unknown": _(
        "This is no survey of Likely, Qualtrics (.qsf), SurveyJS (JSON) or LimeSurvey (.lss). "
        "Export the survey itself, not its responses."
    ),
    "file_not_utf8": _("The file is not encoded in UTF-8. Save it as UTF-8."),
    "file_not_xml": _("The file is not well-formed XML. Export the survey again as a structure (.lss)."),
    "file_declares": _(
        "The file declares a document type or entities, which a survey never needs. "
        "Export the survey again as a structure (.lss)."
    ),
    "file_too_deep": _("The file holds more than a survey can."),
    "nothing_to_ask": _(
        "The file asks nothing that can be asked here. It needs at least one question: a scale, a choice, a "
        "rating or a text."
    ),
    "no_draft": _("There is no draft to publish. Edit the survey first."),
    "draft_moved": _(
        "This draft was changed elsewhere meanwhile. Load the newest draft, or save yours on top of it."
    ),
    "no_such_field": _("This part of the survey is gone. Load the page again."),
    "text_empty": _("This text can’t be empty. Write something."),
    "not_a_number": _("This is no whole number."),
    "unknown_kind": _("There is no such kind of question."),
    "question_unworded": _("Say what is asked."),
    "language_stays": _("This language can’t be removed."),
    "not_json": _("This is no JSON. Paste the whole file."),
    "unknown_change": _("A draft can’t be changed like that."),
    "definition_invalid": _("A definition is a JSON object in braces."),
    "person_refused": _("This person does not want to be called."),
    "nothing_sent": _("Nothing was answered yet. Take the first answer, or say how the call ended."),
    "outcome_unknown": _("A call can’t end like that."),
    "again_at_missing": _("Say when to call back, and only then."),
    "pin_malformed": _("The PIN must be 4 to 8 digits."),
    "link_unknown": _("This link is not valid."),
    "link_expired": _("The link of this person is no longer good. Nothing was stored."),
    "survey_paused": _("This survey is paused. Nothing was stored."),
    "survey_closed": _("This survey is closed. Nothing was stored."),
    "answer_settled": _("This answer can’t be changed any more. Nothing was stored."),
    "answer_out_of_range": _("One answer lies outside its scale."),
    "answer_malformed": _("One answer can’t be taken as it stands. Look at it again."),
    "origin_malformed": _("One line is no origin. Write it as in https://shop.example"),
    "too_many_fields": _("There are too many properties for one link."),
    "formula": _("The cell is a formula. Put an apostrophe before it if it is meant as text."),
    "time_zone_unknown": _("This is no time zone. Write it as in Europe/Tallinn."),
    "population_malformed": _("A population is one word of at most 24 letters, such as employees."),
    "language_malformed": _("This is no language. Write a code such as en, et or zh."),
    "channel_malformed": _("This is no channel. Write one such as mail or sms."),
    "property_mistyped": _("The value does not fit the type of the property."),
    "country_unknown": _("This is no country. Write its two letters, as in EE."),
    "ragged_row": _("The row does not have as many cells as the head row."),
    "broken_quote": _("A quotation mark of the row is broken."),
    "broken_letters": _("The row holds letters that can't be read."),
    "mapped_twice": _("Two columns would become the same. Leave one of them out."),
    "no_naming_column": _(
        "No column holds an id of your own, a mail address or a phone number. Say which one names a person."
    ),
    "account_unnamed": _("The account needs an id or a name."),
    "import_begun": _("This import has begun already."),
    "not_undoable": _("This import can't be undone: it is too long ago, or something is under way."),
    "import_too_large": _("The file is too large. Send it in parts."),
    "no_rows": _("There is no row of data below the head row."),
    "not_a_table": _("This is no table. Export it as CSV, XLSX or Parquet with a head row."),
    "row_too_long": _(
        "A row is longer than any row of people. A quotation mark that is never closed does this; mend it."
    ),
    "quote_never_closed": _(
        "A quotation mark is never closed and swallows the rows behind it. Mend that line."
    ),
    "workbook_broken": _("This workbook can't be read. Save it again without a password, or as CSV."),
    "workbook_too_large": _("This workbook is too large. Save it as CSV."),
    "parquet_broken": _("This Parquet file can't be read. The copy may be incomplete."),
    "too_many_columns": _("The file has too many columns. Leave out those that are not needed."),
    "too_many_properties": _("There are too many properties. Leave some columns out."),
    "choices_missing": _("A choice needs its values, one a line."),
    "unknown_type": _("There is no such type of property."),
    "not_two_people": _("Choose two different people."),
    "person_unknown": _("This person is gone."),
    "address_missing": _("An address is missing."),
    "addresses_malformed": _("Some rows hold no address. Nothing was taken in: correct or remove them."),
    "list_too_large": _("The file is larger than 10 MB. Send it in parts."),
    "file_not_csv": _("The file is no CSV."),
    "column_missing": _("No column holds addresses. Name it Email or Phone, or send one address a line."),
    "no_lift_reason": _("A reason is needed: say why it may be sent to again."),
    "choice_missing": _("Choose what becomes of the answers."),
    "not_confirmed": _("This can’t be undone. Tick the box to confirm."),
    "purpose_unknown": _("There is no such purpose."),
    "role_too_low": _("Your role may not change this."),
    "segment_name_taken": _("There is a segment of that name already. Choose another name."),
    "segment_used": _("The segment is used. Take it out there first."),
    "too_many_segments": _("There are too many segments. Remove some first."),
    "programme_fixed": _(
        "A programme that was started keeps its survey and its kind. End it and begin another."
    ),
    "priority_out_of_range": _("The priority must lie between 0 and 100."),
    "survey_unknown": _("There is no such survey."),
    "segment_unknown": _("There is no such segment."),
    "not_arms": _("Name 2 to 10 different arms, the control first, such as old = 50; new = 50."),
    "experiment_name_taken": _("There is an experiment of that name. Choose another one."),
    "board_full": _("A board has at most 12 charts. Take one off first."),
    "no_readers": _("Nobody is chosen. Tick who is sent the board."),
    "not_a_member": _("Only members of this workspace are sent a board."),
    "too_many_readers": _("A board is sent to at most 20 members."),
    "bin_too_narrow": _("This bin is too narrow to be shown by itself. Take a wider one."),
    "wrong_edges": _("The edges of bins are up to 11 numbers, each above the one before. Write 10, 50."),
    "not_a_chart": _("This is no chart that can be pinned."),
    "experiment_started": _("It has been started: what ran is kept."),
    "experiment_not_running": _("Only an experiment that runs can be stopped."),
    "guard_twice": _("One of them is named twice. Name each once."),
    "benchmark_taken": _("It is quoted for that year already."),
    "too_many_benchmarks": _("There are 50 benchmarks, the most that there may be. Remove one first."),
    "not_in_answers": _("What was answered does not tell who is in this segment. Choose another one."),
    "name_taken": _("There is one of that name already. Choose another name."),
    "wrong_state": _("This can’t be done with the programme as it is now: look at the page again."),
    "survey_not_open": _("The survey takes no answers. Publish and open it first."),
    "survey_anonymous": _(
        "Nobody knows who answered an anonymous survey, so nobody can be reminded or thanked. Leave "
        "reminders and thank-you out."
    ),
    "case_state": _("This can’t be done with the case as it is now: look at it again."),
    "owner_unknown": _("Nobody of that name works on cases here."),
    "no_note": _("The note says nothing. Write something."),
    "hours_half": _("A day that is worked has a beginning and an end. Give both, or neither."),
    "hours_malformed": _("A day must end at least half an hour after it begins."),
    "no_working_day": _("At least one day of the week must be worked."),
    "holidays_unknown": _("The holidays of this country are not known."),
    "too_many_days": _("These are more than 100 days. Take some out."),
    "owner_missing": _("Say whose every case becomes."),
    "no_tag": _("There is no tag. Write one."),
    "outcome_unknown_of_case": _("There is no such outcome."),
    "too_many_tags": _("There are too many tags. Take some out."),
    "not_two_cases": _("Choose two different cases of one person."),
    "groups_missing": _("Choose whose answers are meant."),
    "too_many_playbooks": _("There are too many playbooks. Remove some first."),
    "too_many_steps": _("These are too many steps. Take some out."),
    "step_unfit": _("What this playbook waits for does not allow this step. Take it out."),
    "step_done": _("This step was done, or is being done."),
    "delay_out_of_range": _(
        "Say how many: at least 1, at most a day of minutes, a month of hours or a year."
    ),
    "when_unfit": _("Only an answer can open a case, or be thanked for. Choose nothing but the steps."),
    "condition_unfit": _("This is about nobody, so nobody can be chosen. Empty the condition."),
    "no_steps": _("The playbook does nothing. Add a step."),
    "tag_is_property": _("A property of this name holds something else. Choose another tag."),
    "too_many_lists": _("There are too many lists. Remove some first."),
    "too_many_endpoints": _("Too many addresses are called already. Use one of them."),
    "unknown_deed": _("A programme can’t be asked to do that."),
    "plan_invalid": _("The plan can’t be kept as it stands."),
    "contact_policy_invalid": _("The contact policy can’t be kept as it stands."),
    "no_message": _("The message says nothing. Write something."),
    "no_subject": _("The mail has no subject. Write one."),
    "reply_nobody": _("Nobody knows who gave this answer, so there is nobody to write to."),
    "reply_no_address": _("There is no mail address of this customer."),
    "reply_no_phone": _("There is no telephone number of this customer."),
    "reply_not_set_up": _("This channel is not set up."),
    "reply_window": _(
        "WhatsApp lets us write freely only within 24 hours after the customer wrote to us there, and they "
        "have not. Write a mail or an SMS, or call."
    ),
    "following_malformed": _("It ends before it begins."),
    "nothing_to_follow": _("Give it words or themes: else there is nothing to follow."),
    "tracker_malformed": _("This is no address. Write it as https://tracker.example.org/…"),
    "files_by_mail": _("Files go by mail alone."),
    "file_kind": _(
        "One of the files is of a kind that is not taken. Pictures, PDF, documents without macros, texts, "
        "sound and video are."
    ),
    "case_file_too_large": _("One of the files is too large."),
    "case_file_empty": _("One of the files is empty."),
    "files_too_large": _("Together the files are too large. Send them in several mails."),
    "too_many_files": _("These are too many files. Leave some out."),
    "no_file": _("No file was chosen. Choose one."),
    "file_of_message": _("What was sent or received stays with its message."),
    "reply_not_asked": _(
        "This customer was not asked whether we may get in touch. Without a yes, nothing is sent."
    ),
    "reply_not_permitted": _("This customer does not want to be contacted. Nothing is sent."),
    "reply_suppressed": _(
        "Nothing is sent to this address: its owner took it off, complained, or it bounced."
    ),
    "too_many_templates": _("There are too many ready-made replies. Remove some first."),
    "days_out_of_range": _("It is asked at most 60 days after the end."),
    "store_unavailable": _(
        "The store can't be reached right now. Nothing was changed; try again in a moment."
    ),
}


def said(refusal: Refusal) -> str:
    """One paragraph: what is refused and the cure. In English, and where not listed, as it was raised."""
    if isinstance(refusal, DefinitionRefusal):
        return fault_words(refusal.fault)
    if isinstance(refusal, NotTaken):
        return gettext("The chat app did not take the question: %(why)s.") % {"why": why_not(refusal.words)}
    sentence = SENTENCES.get(refusal.code)
    is_english = (get_language() or "en").startswith("en")
    return str(refusal) if sentence is None or is_english else str(sentence)
