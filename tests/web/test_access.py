"""Who may open which page: every address of the site, for everybody. A new address without a line fails."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from likely.act.annotation import annotate
from likely.act.case import Opening, open_case
from likely.act.case_file import Upload, keep_file
from likely.act.credit import CreditFacts, credit
from likely.act.goal import GoalFacts, set_goal
from likely.act.idea import IdeaFacts, submit_idea
from likely.act.playbook import Playbook, PlaybookFacts, make_playbook
from likely.act.playbook_run import RunStep
from likely.act.playbook_step import Step
from likely.act.problem import ProblemFacts, make_problem
from likely.act.quoted_benchmark import BenchmarkFacts, quote
from likely.act.reacting import run
from likely.act.reply_template import TemplateFacts, keep_reply_template
from likely.act.saved_board import make_board
from likely.api.caller import HITS
from likely.ask.experiment import ExperimentFacts, make_experiment
from likely.ask.invitation import Invitation
from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import read_plan
from likely.ask.unsubscribe import unsubscribe_token
from likely.base.access import reaches
from likely.base.api_key import ApiKey
from likely.base.member import Member
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.people.account import Account
from likely.people.people_import import PeopleImport
from likely.people.person import Person
from likely.people.roster import list_named
from likely.people.segment import Segment
from likely.people.suppression import SuppressionReason, suppress
from likely.people.unit import UnitFacts, make_unit
from likely.store.theme_set import Origin, keep_themes
from likely.text.taxonomy import Theme, taxonomy
from tests.web.conftest import MARKER, late_response, make_person, make_survey, member, signed_in

pytestmark = pytest.mark.django_db

NOBODY = UUID("01a20000-0000-7000-8000-000000000000")
READY = TemplateFacts(MARKER, "", "en", "About", "Hello")

# Staff pages: name -> (method, how its arguments are found, what is sent)
STAFF: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "overview": ("get", (), {}),
    "pulse": ("get", (), {}),
    "filters": ("get", (), {}),
    "funnel": ("get", (), {}),
    "reasons": ("get", (), {}),
    "theme-comments": ("get", (), {}),
    "themes": ("get", (), {}),
    "write-names": ("post", (), {}),
    "write-summary": ("post", (), {}),
    "written": ("get", (), {}),
    "language-model": ("get", (), {}),
    "themes-json": ("get", (), {}),
    "themes-change": ("post", (), {"do": "add", "name": "New"}),
    "theme-tried": ("get", (), {"words": "late"}),
    "theme-edit": ("get", ("theme_id",), {}),
    "theme-inbox": ("get", (), {}),
    "theme-put-right": ("post", ("response_id",), {"theme": "zebra"}),
    "theme-progress": ("get", (), {}),
    "theme-file": ("get", ("themes",), {}),
    "chart": ("get", ("chart",), {}),
    "segments": ("get", (), {}),
    "segments-standing-out": ("get", (), {}),
    "segments-file": ("get", ("compared",), {}),
    "trend": ("get", (), {}),
    "benchmarks": ("get", (), {}),
    "benchmark-file": ("get", ("benchmarks",), {}),
    "quote-benchmark": ("post", (), {"name": "B", "points": "3", "source": "S", "year": "2026"}),
    "benchmark-drop": ("post", ("benchmark_id",), {}),
    "populations": ("get", (), {}),
    "population-file": ("get", ("both",), {}),
    "account-scores": ("get", (), {}),
    "account-score-file": ("get", ("accounts",), {}),
    "trend-file": ("get", ("insight",), {}),
    "annotate": ("post", (), {"day": "2026-01-31", "kind": "release", "text": "New checkout"}),
    "drop-annotation": ("post", ("annotation_id",), {}),
    "drivers": ("get", (), {}),
    "driver-file": ("get", ("shares",), {}),
    "journey": ("get", (), {}),
    "followed": ("get", (), {}),
    "followed-file": ("get", ("followed",), {}),
    "journey-file": ("get", ("scores",), {}),
    "teams": ("get", (), {}),
    "team-file": ("get", ("fair",), {}),
    "weights": ("get", (), {}),
    "weight-file": ("get", ("weighted",), {}),
    "boards": ("get", (), {}),
    "pin-chart": ("get", (), {"chart": "/trend/periods.csv"}),
    "saved-board": ("get", ("a board",), {}),
    "saved-board-paper": ("get", ("a board",), {}),
    "board-state": ("post", ("board_id",), {"deed": "share"}),
    "experiments": ("get", (), {}),
    "new-experiment": ("get", (), {}),
    "experiment": ("get", ("experiment_id",), {}),
    "experiment-file": ("get", ("experiment_id", "arms"), {}),
    "experiment-state": ("post", ("experiment_id",), {"deed": "start"}),
    "responses": ("get", (), {}),
    "response-file": ("get", ("kind",), {}),
    "response": ("get", ("response_id",), {}),
    "dismiss": ("post", ("response_id",), {"reason": "a test"}),
    "restore": ("post", ("response_id",), {}),
    "open-case": ("post", ("response_id",), {}),
    "cases": ("get", (), {}),
    "cases-bulk": ("post", (), {"deed": "mine"}),
    "case": ("get", ("case_id",), {}),
    "case-move": ("post", ("case_id",), {"deed": "wait"}),
    "case-assign": ("post", ("case_id",), {"owner": ""}),
    "case-note": ("post", ("case_id",), {"text": "called"}),
    "case-facts": ("post", ("case_id",), {"root_cause": "late"}),
    "case-merge": ("post", ("case_id", "twin_id"), {}),
    "case-reply": ("get", ("case_id",), {}),
    "case-problem": ("post", ("case_id",), {}),
    "case-files": ("post", ("case_id",), {}),
    "case-file": ("get", ("case_id", "file_id"), {}),
    "drop-case-file": ("post", ("case_id", "file_id"), {}),
    "reply-templates": ("get", (), {}),
    "new-reply-template": ("get", (), {}),
    "reply-template": ("get", ("template_id",), {}),
    "drop-reply-template": ("post", ("template_id",), {}),
    "recovery": ("get", (), {}),
    "recovery-plan": ("post", (), {"after_days": "3"}),
    "recovery-file": ("get", ("scores",), {}),
    "playbooks": ("get", (), {}),
    "case-settings": ("get", (), {}),
    "new-playbook": ("get", (), {"ready": "thank"}),
    "playbook": ("get", ("playbook_id",), {}),
    "switch-playbook": ("post", ("playbook_id",), {"on": "yes"}),
    "drop-playbook": ("post", ("playbook_id",), {}),
    "playbook-step-again": ("post", ("step_id",), {}),
    "playbook-secret": ("post", ("playbook_id",), {"url": "https://zebra.example.org/"}),
    "people-lists": ("get", (), {}),
    "people-list": ("get", ("list_id",), {}),
    "rename-list": ("post", ("list_id",), {"name": "Other"}),
    "list-put": ("post", ("list_id",), {"people": "mari@example.org"}),
    "list-take-off": ("post", ("list_id", "person_id"), {}),
    "list-audience": ("post", ("list_id",), {}),
    "drop-list": ("post", ("list_id",), {}),
    "person-list": ("post", ("person_id",), {"list": "x"}),
    "surveys": ("get", (), {}),
    "new-survey": ("get", (), {}),
    "survey-import": ("get", (), {}),
    "survey": ("get", ("survey_id",), {}),
    "survey-state": ("post", ("survey_id",), {"state": "paused"}),
    "survey-edit": ("get", ("survey_id",), {}),
    "survey-preview": ("get", ("survey_id",), {}),
    "survey-publish": ("get", ("survey_id",), {}),
    "survey-discard": ("post", ("survey_id",), {}),
    "survey-duplicate": ("post", ("survey_id",), {}),
    "survey-versions": ("get", ("survey_id",), {}),
    "survey-draft": ("get", ("survey_id",), {}),
    "survey-links": ("post", ("survey_id",), {"people": "maria@example.org"}),
    "survey-score-row": ("get", ("survey_id",), {}),
    "survey-score-row-look": ("get", ("survey_id",), {}),
    "survey-widget": ("get", ("survey_id",), {}),
    "survey-mail-look": ("get", ("survey_id",), {}),
    "survey-interview": ("get", ("survey_id",), {}),
    "survey-sheet": ("get", ("survey_id",), {}),
    "survey-code": ("get", ("survey_id", "kind"), {}),
    "survey-qr": ("get", ("survey_id",), {}),
    "survey-version": ("get", ("survey_id", "number"), {}),
    "people": ("get", (), {}),
    "new-person": ("get", (), {}),
    "person": ("get", ("person_id",), {}),
    "person-edit": ("get", ("person_id",), {}),
    "people-merge": ("get", ("person_id", "other_id"), {}),
    "people-duplicates": ("get", (), {}),
    "people-properties": ("get", (), {}),
    "people-import": ("get", (), {}),
    "survey-mail": ("get", ("survey_id",), {}),
    "people-import-one": ("get", ("import_id",), {}),
    "people-import-progress": ("get", ("import_id",), {}),
    "people-import-drop": ("post", ("import_id",), {}),
    "people-import-undo": ("post", ("import_id",), {}),
    "people-import-faults": ("get", ("import_id",), {}),
    "accounts": ("get", (), {}),
    "account": ("get", ("account_id",), {}),
    "account-edit": ("get", ("account_id",), {}),
    "person-consent": ("post", ("person_id",), {"purpose": "surveys", "given": "yes"}),
    "person-file": ("post", ("person_id", "kind"), {}),
    "person-erase": ("get", ("person_id",), {}),
    "saved-segments": ("get", (), {}),
    "new-segment": ("get", (), {}),
    "segment-look": ("get", (), {"rule": "created in the last 30 days"}),
    "saved-segment": ("get", ("segment_id",), {}),
    "segment-count": ("get", ("segment_id",), {}),
    "drop-segment": ("post", ("segment_id",), {}),
    "programmes": ("get", (), {}),
    "new-programme": ("get", (), {}),
    "programme": ("get", ("programme_id",), {}),
    "change-programme": ("get", ("programme_id",), {}),
    "programme-state": ("post", ("programme_id",), {"deed": "start"}),
    "programme-progress": ("get", ("programme_id",), {}),
    "programme-dry-run": ("get", ("programme_id",), {}),
    "programme-decisions": ("get", ("programme_id",), {}),
    "programme-messages": ("get", ("programme_id",), {}),
    "units": ("get", (), {}),
    "units-file": ("get", (), {}),
    "new-unit": ("get", (), {}),
    "units-import": ("post", (), {}),
    "units-from-answers": ("post", (), {"key_0": "region"}),
    "unit-levels": ("post", (), {"levels": "Company"}),
    "unit": ("get", ("unit_id",), {}),
    "drop-unit": ("post", ("unit_id",), {}),
    "goals": ("get", (), {}),
    "goal-file": ("get", ("goals",), {}),
    "new-goal": ("get", (), {}),
    "goal": ("get", ("goal_id",), {}),
    "change-goal": ("post", ("goal_id",), {"target": "60"}),
    "drop-goal": ("post", ("goal_id",), {}),
    "team-signs": ("get", (), {}),
    "ideas": ("get", (), {}),
    "new-idea": ("get", (), {}),
    "idea": ("get", ("idea_id",), {}),
    "change-idea": ("get", ("idea_id",), {}),
    "idea-vote": ("post", ("idea_id",), {"vote": "yes"}),
    "idea-remark": ("post", ("idea_id",), {"remark": "So do I"}),
    "idea-decide": ("post", ("idea_id",), {"state": "planned", "reason": "Good"}),
    "drop-idea": ("post", ("idea_id",), {}),
    "problems": ("get", (), {}),
    "new-problem": ("get", (), {}),
    "problems-followed": ("get", (), {}),
    "problem": ("get", ("problem_id",), {}),
    "change-problem": ("get", ("problem_id",), {}),
    "problem-cases": ("post", ("problem_id",), {}),
    "tell-problem": ("post", ("problem_id",), {"subject": "Repaired", "text": "It is repaired"}),
    "drop-problem": ("post", ("problem_id",), {}),
    "promoters": ("get", (), {}),
    "promoters-file": ("get", (), {}),
    "promoter-standing": ("post", ("person_id",), {"reference": "asked"}),
    "examples": ("get", (), {}),
    "new-credit": ("get", (), {}),
    "drop-credit": ("post", ("credit_id",), {}),
    "badge-settings": ("get", (), {}),
    "promoter-settings": ("get", (), {}),
    "promoter-mail": ("post", (), {"on": "yes"}),
    "digest": ("get", (), {}),
    "digest-look": ("get", (), {}),
    "digest-now": ("post", (), {}),
    "settings": ("get", (), {}),
    "contact-policy": ("get", (), {}),
    "mail-sender": ("get", (), {}),
    "mail-sender-test": ("post", (), {}),
    "mail-sender-records": ("get", (), {}),
    "messages": ("get", (), {}),
    "message-fate": ("post", (), {"fate": "resend"}),
    "channels": ("get", (), {}),
    "channel": ("get", ("channel",), {}),
    "channel-test": ("post", ("channel",), {"to": "+37255551234"}),
    "chat-ask": ("post", (), {"survey": "acme"}),
    "channel-drop": ("post", ("channel",), {}),
    "unit-rooms": ("get", (), {}),
    "unit-room": ("get", ("unit_id",), {}),
    "unit-room-test": ("post", ("unit_id",), {}),
    "unit-room-drop": ("post", ("unit_id",), {}),
    "suppressions": ("get", (), {}),
    "suppression-file": ("post", (), {"reason": "imported"}),
    "suppression-list": ("get", (), {}),
    "lift-suppression": ("get", ("suppression_id",), {}),
    "invite-member": ("post", (), {"email": "new@example.org", "role": "viewer"}),
    "remove-member": ("post", ("member_id",), {}),
    "create-key": ("post", (), {"name": "till"}),
    "revoke-key": ("post", ("key_id",), {}),
}
PICTURES = (
    "followed-file",
    "population-file",
    "account-score-file",
    "benchmark-file",
    "recovery-file",
    "goal-file",
    "driver-file",
    "journey-file",
    "team-file",
    "theme-file",
    "weight-file",
)  # whose argument above is the name of a picture
# Pages for people who are not known, or not yet.
DOORS = {
    "enter", "join", "choose", "language", "theme",
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate",
    "account_change_password", "account_set_password", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
# Pages for anyone: name -> (address, what it answers to a stranger without any cookie)
PUBLIC: dict[str, tuple[str, int]] = {
    "open-link": ("/s/{slug}", 200),
    "personal-link": ("/r/{token}", 200),
    "unsubscribe": ("/u/{leave}", 200),
    "told-leave": ("/m/{leave}", 404),  # a link of its own
    "digest-leave": ("/d/{leave}", 404),  # a link of its own, and not that of a survey
    "share-card": ("/s/{slug}/card.png", 200),
    "kiosk": ("/k/{slug}", 200),
    "kiosk-worker": ("/k/sw.js", 200),
    "notify": ("/n/{token}", 404),  # a link of its own, and not that of a survey
    "notify-worker": ("/n/sw.js", 200),
    "promoter-page": ("/p/{token}", 404),  # a link of its own too
    "promoter-share": ("/p/{token}/share/x", 404),
    "promoter-review": ("/p/{token}/review", 404),
    "go": ("/go/nobody", 404),
    "go-track": ("/go/nobody/signup.gif", 200),  # the same picture whatever is asked
    "shared-board": ("/b/{token}", 404),  # a link of its own too
    "shared-board-paper": ("/b/{token}.pdf", 404),
    "calculator": ("/calculator", 200),
    "badge": ("/badge/nobody", 404),  # off until an owner opts in
    "badge-picture": ("/badge/nobody.svg", 404),
    "survey-schema": ("/schema/survey-1.json", 200),
    "w.js": ("/w.js", 200),
    "w.mjs": ("/w.mjs", 200),
    "w-view.mjs": ("/w-view.mjs", 200),
    "w.d.ts": ("/w.d.ts", 200),
    "widget-survey": ("/w/{slug}.json", 200),
    "widget-answers": ("/w/{slug}", 404),  # takes answers only; the gate in front of Django does
    "widget-track": ("/w/{slug}/track", 405),
    "widget-ask": ("/w/{slug}/ask", 405),  # asked by POST, with a signature
    "openapi-json": ("/api/v1/openapi.json", 200),
    "api-docs": ("/api/docs", 200),
    "api-root": ("/api/v1/", 404),
    "api-nothing": ("/api/v2/responses", 404),
    "healthz": ("/healthz", 200),
    "readyz": ("/readyz", 200),
    "metrics": ("/metrics", 404),  # unless a token is set
    "mail-receipts": ("/hooks/mail/mailgun", 405),  # providers call these, and prove themselves
    "mail-inbound": ("/hooks/mail/mailgun/inbound", 405),
    "twilio-status": ("/hooks/twilio/{survey_id}/sms/status", 405),  # providers call these, signed
    "twilio-inbound": ("/hooks/twilio/{survey_id}/sms/inbound", 405),
    "voice-call": ("/hooks/voice/{token}", 405),
    "voice-step": ("/hooks/voice/{token}/score", 405),
    "gateway-hook": ("/hooks/gateway/{token}", 403),
    "whatsapp-hook": ("/hooks/whatsapp/{survey_id}", 403),
}
# What machines ask with a key: name -> (method, address, body)
MACHINES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "list_surveys": ("get", "/api/v1/surveys", {}),
    "create_survey": ("post", "/api/v1/surveys", {"template": "rnps", "subject": "x"}),
    "get_survey": ("get", "/api/v1/surveys/{survey_id}", {}),
    "open_survey": ("post", "/api/v1/surveys/{survey_id}/open", {}),
    "pause_survey": ("post", "/api/v1/surveys/{survey_id}/pause", {}),
    "close_survey": ("post", "/api/v1/surveys/{survey_id}/close", {}),
    "set_closing": ("put", "/api/v1/surveys/{survey_id}/closing", {"closes_at": None}),
    "duplicate_survey": ("post", "/api/v1/surveys/{survey_id}/duplicate", {}),
    "get_draft": ("get", "/api/v1/surveys/{survey_id}/draft", {}),
    "keep_draft": ("put", "/api/v1/surveys/{survey_id}/draft", {"definition": {}}),
    "publish_draft": ("post", "/api/v1/surveys/{survey_id}/publish", {}),
    "list_versions": ("get", "/api/v1/surveys/{survey_id}/versions", {}),
    "get_version": ("get", "/api/v1/surveys/{survey_id}/versions/1", {}),
    "compare_versions": ("get", "/api/v1/surveys/{survey_id}/diff", {}),
    "list_events": ("get", "/api/v1/events", {}),
    "list_people": ("get", "/api/v1/people", {}),
    "list_cases": ("get", "/api/v1/cases", {}),
    "create_case": ("post", "/api/v1/cases", {"response": "{response_id}"}),
    "get_case": ("get", "/api/v1/cases/{case_id}", {}),
    "patch_case": ("patch", "/api/v1/cases/{case_id}", {"root_cause": "late"}),
    "list_case_notes": ("get", "/api/v1/cases/{case_id}/notes", {}),
    "note_case": ("post", "/api/v1/cases/{case_id}/notes", {"text": "called"}),
    "list_referrals": ("get", "/api/v1/referrals", {}),
    "get_referral": ("get", "/api/v1/referrals/nobody", {}),
    "note_signup": ("post", "/api/v1/referrals/nobody/signups", {"key": "1"}),
    "note_conversion": ("post", "/api/v1/referrals/nobody/conversions", {"key": "1"}),
    "keep": ("post", "/api/v1/people", {"email": "new@example.org"}),
    "get_person": ("get", "/api/v1/people/{person_id}", {}),
    "list_accounts": ("get", "/api/v1/accounts", {}),
    "make_account": ("post", "/api/v1/accounts", {"external_id": "A-9"}),
    "get_account": ("get", "/api/v1/accounts/{account_id}", {}),
    "list_properties": ("get", "/api/v1/properties", {}),
    "make_property": ("post", "/api/v1/properties", {"key": "plan", "type": "text"}),
    "keep_batch": ("post", "/api/v1/people/batch", {"people": [{"email": "new@example.org"}]}),
    "list_units": ("get", "/api/v1/units", {}),
    "keep_units": ("put", "/api/v1/units", {"units": [{"path": ["New"]}]}),
    "delete_unit": ("delete", "/api/v1/units/{unit_id}", {}),
    "list_goals": ("get", "/api/v1/goals", {}),
    "create_goal": (
        "post",
        "/api/v1/goals",
        {"measure": "score", "target": 50, "period": "year", "day": "2026-01-31"},
    ),
    "get_goal": ("get", "/api/v1/goals/{goal_id}", {}),
    "list_goal_periods": ("get", "/api/v1/goals/{goal_id}/periods", {}),
    "change_goal": ("patch", "/api/v1/goals/{goal_id}", {"target": 60}),
    "delete_goal": ("delete", "/api/v1/goals/{goal_id}", {}),
    "list_signs": ("get", "/api/v1/signs", {}),
    "list_segments": ("get", "/api/v1/segments", {}),
    "create_segment": ("post", "/api/v1/segments", {"name": "New", "rule": "answers over 0"}),
    "get_segment": ("get", "/api/v1/segments/{segment_id}", {}),
    "list_segment_people": ("get", "/api/v1/segments/{segment_id}/people", {}),
    "list_suppressions": ("get", "/api/v1/suppressions", {}),
    "create_suppression": ("post", "/api/v1/suppressions", {"address": "new@example.org"}),
    "list_consents": ("get", "/api/v1/people/{person_id}/consents", {}),
    "note_consent": ("post", "/api/v1/people/{person_id}/consents", {"purpose": "quote", "given": True}),
    "list_responses": ("get", "/api/v1/responses", {}),
    "create_response": ("post", "/api/v1/responses", {"survey": "{slug}", "score": 3}),
    "get_response": ("get", "/api/v1/responses/{response_id}", {}),
    "ask_score": ("post", "/api/v1/score", {}),
    "ask_drivers": ("post", "/api/v1/drivers", {}),
    "ask_themes": ("post", "/api/v1/themes", {}),
    "get_taxonomy": ("get", "/api/v1/taxonomy", {}),
    "keep_taxonomy": ("put", "/api/v1/taxonomy", {"themes": []}),
    "create_theme": ("post", "/api/v1/taxonomy/themes", {"names": {"en": "New"}}),
    "get_theme": ("get", "/api/v1/taxonomy/themes/{theme_id}", {}),
    "change_theme": ("patch", "/api/v1/taxonomy/themes/{theme_id}", {"followed": True}),
    "delete_theme": ("delete", "/api/v1/taxonomy/themes/{theme_id}", {}),
    "merge_into": ("post", "/api/v1/taxonomy/themes/{theme_id}/merge", {"others": ["a"]}),
    "split_theme": (
        "post",
        "/api/v1/taxonomy/themes/{theme_id}/split",
        {"names": {"en": "New"}, "words": ["a"]},
    ),
    "list_playbooks": ("get", "/api/v1/playbooks", {}),
    "create_playbook": ("post", "/api/v1/playbooks", {"name": "New", "groups": ["detractor"]}),
    "get_playbook": ("get", "/api/v1/playbooks/{playbook_id}", {}),
    "patch_playbook": ("patch", "/api/v1/playbooks/{playbook_id}", {"on": True}),
    "delete_playbook": ("delete", "/api/v1/playbooks/{playbook_id}", {}),
    "dry_run_playbook": ("get", "/api/v1/playbooks/{playbook_id}/dry-run", {}),
    "list_playbook_runs": ("get", "/api/v1/playbooks/{playbook_id}/runs", {}),
    "try_step_again": ("post", "/api/v1/playbooks/steps/{step_id}/again", {}),
    "list_lists": ("get", "/api/v1/lists", {}),
    "create_list": ("post", "/api/v1/lists", {"name": "New"}),
    "patch_list": ("patch", "/api/v1/lists/{list_id}", {"name": "New"}),
    "delete_list": ("delete", "/api/v1/lists/{list_id}", {}),
    "list_list_people": ("get", "/api/v1/lists/{list_id}/people", {}),
    "add_list_people": ("post", "/api/v1/lists/{list_id}/people", {"people": ["x"]}),
    "remove_list_person": ("delete", "/api/v1/lists/{list_id}/people/{person_id}", {}),
    "list_endpoints": ("get", "/api/v1/endpoints", {}),
    "rotate": ("post", "/api/v1/endpoints/{list_id}/rotate", {}),
    "list_promoters": ("get", "/api/v1/promoters", {}),
    "get_promoter_figures": ("get", "/api/v1/promoters/figures", {}),
    "list_case_ways": ("get", "/api/v1/cases/{case_id}/ways", {}),
    "list_case_messages": ("get", "/api/v1/cases/{case_id}/messages", {}),
    "reply_to_case": ("post", "/api/v1/cases/{case_id}/messages", {"body": "Hello"}),
    "list_case_files": ("get", "/api/v1/cases/{case_id}/files", {}),
    "put_case_file": ("post", "/api/v1/cases/{case_id}/files?name=a.txt", {}),
    "get_case_file": ("get", "/api/v1/cases/{case_id}/files/{file_id}", {}),
    "delete_case_file": ("delete", "/api/v1/cases/{case_id}/files/{file_id}", {}),
    "list_problems": ("get", "/api/v1/problems", {}),
    "create_problem": ("post", "/api/v1/problems", {"name": "New"}),
    "get_problem": ("get", "/api/v1/problems/{problem_id}", {}),
    "patch_problem": ("patch", "/api/v1/problems/{problem_id}", {"about": "x"}),
    "delete_problem": ("delete", "/api/v1/problems/{problem_id}", {}),
    "get_problem_size": ("get", "/api/v1/problems/{problem_id}/size", {}),
    "get_problem_reach": ("get", "/api/v1/problems/{problem_id}/reach", {}),
    "list_problem_cases": ("get", "/api/v1/problems/{problem_id}/cases", {}),
    "add_problem_cases": ("post", "/api/v1/problems/{problem_id}/cases", {"cases": ["x"]}),
    "remove_problem_case": ("delete", "/api/v1/problems/{problem_id}/cases/{case_id}", {}),
    "tell": ("post", "/api/v1/problems/{problem_id}/tell", {"subject": "It", "text": "works"}),
    "list_ideas": ("get", "/api/v1/ideas", {}),
    "create_idea": ("post", "/api/v1/ideas", {"title": "New"}),
    "get_idea": ("get", "/api/v1/ideas/{idea_id}", {}),
    "patch_idea": ("patch", "/api/v1/ideas/{idea_id}", {"text": "x"}),
    "delete_idea": ("delete", "/api/v1/ideas/{idea_id}", {}),
    "vote_idea": ("post", "/api/v1/ideas/{idea_id}/votes", {"voter": "x"}),
    "list_idea_remarks": ("get", "/api/v1/ideas/{idea_id}/remarks", {}),
    "remark_idea": ("post", "/api/v1/ideas/{idea_id}/remarks", {"text": "x"}),
    "decide": ("post", "/api/v1/ideas/{idea_id}/decision", {"state": "open"}),
    "ask_journey": ("post", "/api/v1/journey", {}),
    "ask_teams": ("post", "/api/v1/teams", {"by": "region"}),
    "ask_trend": ("post", "/api/v1/trend", {}),
    "list_annotations": ("get", "/api/v1/annotations", {}),
    "create_annotation": ("post", "/api/v1/annotations", {"day": "2026-01-31", "text": "x"}),
    "delete_annotation": ("delete", "/api/v1/annotations/{annotation_id}", {}),
    "delete_benchmark": ("delete", "/api/v1/benchmarks/{benchmark_id}", {}),
    "ask_waves": (
        "post",
        "/api/v1/waves",
        {
            "first": {"since": "2026-01-01", "until": "2026-01-31"},
            "second": {"since": "2026-02-01", "until": "2026-02-28"},
        },
    ),
    "ask_compare": ("post", "/api/v1/compare", {}),
    "ask_heat": ("post", "/api/v1/heat", {"row": "channel", "column": "survey"}),
    "ask_surprises": ("post", "/api/v1/surprises", {}),
    "ask_weights": ("post", "/api/v1/weights", {"by": ["channel"]}),
    "ask_followed": ("post", "/api/v1/followed", {"event": "renewal"}),
    "ask_populations": ("post", "/api/v1/populations", {"by": "plan"}),
    "ask_accounts": ("post", "/api/v1/account-scores", {}),
    "list_benchmarks": ("get", "/api/v1/benchmarks", {}),
    "create_benchmark": (
        "post",
        "/api/v1/benchmarks",
        {"name": "New", "points": 3, "source": "S", "year": 2026},
    ),
    "ask_benchmarks": ("post", "/api/v1/benchmarks/held", {}),
    "list_experiments": ("get", "/api/v1/experiments", {}),
    "list_boards": ("get", "/api/v1/boards", {}),
    "create_board": ("post", "/api/v1/boards", {"name": "New"}),
    "get_board": ("get", "/api/v1/boards/{board_id}", {}),
    "change_board": ("patch", "/api/v1/boards/{board_id}", {"name": "Other"}),
    "get_board_paper": ("get", "/api/v1/boards/{board_id}/paper", {}),
    "schedule_board": (
        "put",
        "/api/v1/boards/{board_id}/schedule",
        {"every": "week", "readers": ["owner@example.org"]},
    ),
    "stop_board": ("delete", "/api/v1/boards/{board_id}/schedule", {}),
    "delete_board": ("delete", "/api/v1/boards/{board_id}", {}),
    "create_experiment": (
        "post",
        "/api/v1/experiments",
        {"name": "New", "survey": "{slug}", "arms": {"old": 1, "new": 1}},
    ),
    "get_experiment": ("get", "/api/v1/experiments/{experiment_id}", {}),
    "start": ("post", "/api/v1/experiments/{experiment_id}/start", {}),
    "stop": ("post", "/api/v1/experiments/{experiment_id}/stop", {}),
    "get_arm": ("get", "/api/v1/experiments/{experiment_id}/people/{person_id}", {}),
}


def views() -> Iterator[tuple[str, Any]]:
    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        yield pattern.name or str(pattern.pattern), pattern.callback


def test_every_address_has_a_line_here() -> None:
    """Of every face: a new address that nobody thought about fails here."""
    lines = [*STAFF, *DOORS, *PUBLIC, *MACHINES]
    assert len(lines) == len(set(lines))
    assert {name for name, _ in views()} == set(lines)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_tells_anyone_nothing_of_others_and_writes_nothing(
    name: str, own: dict[str, Any], person: Any
) -> None:
    address, status = PUBLIC[name]
    before = Response.objects.count()
    answer = Client().get(address.format(**own))
    assert answer.status_code == status, body(answer)
    for private in (person.name, person.email, f"{MARKER} was late"):
        assert private not in body(answer)
    assert Response.objects.count() == before
    assert not Invitation.objects.exclude(viewed_at=None).exists()


@pytest.mark.once
@pytest.mark.parametrize("name", MACHINES)
class TestEachOperation:
    @pytest.fixture(autouse=True)
    def nobody_has_tried_before(self) -> None:
        """There are more operations than wrong keys a minute."""
        HITS.storage.reset()

    def test_is_closed_without_a_live_key(self, name: str, own: dict[str, Any], owner: Any) -> None:
        """A session is none: else a foreign page could make a signed-in browser write."""
        key, token = ApiKey.issue(own["workspace"], "gone")
        key.revoked_at = timezone.now()
        key.save()
        revoked = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        for client, more in ((Client(), {}), (signed_in(owner), {}), (Client(), revoked)):
            answer = machine(client, name, own, **more)
            assert answer.status_code == 401
            assert MARKER not in body(answer)

    def test_the_key_of_another_workspace_sees_nothing(
        self, name: str, own: dict[str, Any], foreign_workspace: Any
    ) -> None:
        before = Response.objects.of(own["workspace"]).count()
        _key, token = ApiKey.issue(foreign_workspace, "foreign")
        answer = machine(Client(), name, own, HTTP_AUTHORIZATION=f"Bearer {token}")
        assert answer.status_code in ((404,) if "_id}" in MACHINES[name][1] else (200, 201, 404, 422))
        assert MARKER not in body(answer)
        assert Response.objects.of(own["workspace"]).count() == before


def machine(client: Client, name: str, own: dict[str, Any], **more: str) -> Any:
    method, address, data = MACHINES[name]
    sent = {key: value.format(**own) if isinstance(value, str) else value for key, value in data.items()}
    address = address.format(**own)
    if method == "get":
        return client.get(address, **more)
    return getattr(client, method)(address, json.dumps(sent), content_type="application/json", **more)


def test_every_staff_view_says_which_role_it_needs() -> None:
    roles = {name: getattr(view, "needed_role", None) for name, view in views() if name in STAFF}
    assert [name for name, role in roles.items() if role is None] == []


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What is made in it stands for all tests of this file; each takes back its own changes alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def workspace(lasting: None) -> Any:
    return Workspace.objects.create(name="Nordic Hardware")


@pytest.fixture(scope="module")
def survey(workspace: Any) -> Any:
    return make_survey(workspace)


@pytest.fixture(scope="module")
def person(workspace: Any) -> Any:
    return make_person(workspace)


@pytest.fixture(scope="module")
def response(survey: Any, person: Any) -> Any:
    return late_response(survey, person)


@pytest.fixture(scope="module")
def own(workspace: Any, survey: Any, person: Any, response: Any) -> dict[str, Any]:
    return all_things(workspace, survey, person, response)


def playbook_that_acted(workspace: Any, response: Any) -> Playbook:
    """With a step in its log."""
    facts = PlaybookFacts(MARKER, ("detractor",), steps=(Step("a", "list", says={"list": MARKER}),))
    made = make_playbook(workspace, facts, "system")
    run(made, response, timezone.now())
    return made


def all_things(workspace: Any, survey: Any, person: Any, response: Any) -> dict[str, Any]:
    """One of everything that an address may name."""
    colleague = Member.objects.get(user=member(workspace, "colleague@example.org", "viewer"))
    invitation = Invitation.objects.create(workspace=workspace, survey=survey, person=person)
    case, twin = (open_case(response, Opening(rule), "system", timezone.now())[0] for rule in ("hand", "b"))
    return {
        "case_id": case.pk,
        "template_id": keep_reply_template(workspace, READY, "system").pk,
        "twin_id": twin.pk,
        "file_id": keep_file(case, Upload(f"{MARKER}.txt", MARKER.encode()), timezone.now()).pk,
        "playbook_id": (playbook := playbook_that_acted(workspace, response)).pk,
        "step_id": RunStep.objects.get(run__playbook=playbook).pk,
        "list_id": list_named(workspace, MARKER, "system").pk,
        "response_id": response.pk,
        "survey_id": survey.pk,
        "person_id": person.pk,
        "other_id": Person.objects.create(workspace=workspace, external_id="other").pk,
        "account_id": Account.objects.create(workspace=workspace, external_id=MARKER).pk,
        "import_id": PeopleImport.objects.create(
            workspace=workspace, file_name=f"{MARKER}.csv", path="imports/none", state="done", added=1
        ).pk,
        "member_id": colleague.pk,
        "key_id": ApiKey.issue(workspace, "till")[0].pk,
        "number": 1,
        "workspace": workspace,
        "slug": survey.slug,
        "idea_id": submit_idea(workspace, IdeaFacts(MARKER), colleague.user, timezone.now()).pk,
        "problem_id": make_problem(workspace, ProblemFacts(MARKER, "", None, "declined", "no"), "system").pk,
        "credit_id": credit(workspace, None, CreditFacts("person", MARKER), "system", timezone.now()).pk,
        "unit_id": (unit := make_unit(workspace, UnitFacts(MARKER), "system")).pk,
        "goal_id": set_goal(
            workspace, GoalFacts("score", 50, "month", (now := timezone.now()).date(), unit.pk), "system", now
        ).pk,
        "segment_id": Segment.objects.create(workspace=workspace, name=MARKER, rule="answers over 0").pk,
        "programme_id": Programme.begin(
            workspace, ProgrammeFacts(MARKER, survey, read_plan({"wave": {}})), "system"
        ).pk,
        "suppression_id": suppress(
            workspace, "mail", "gone@example.org", "", SuppressionReason.BY_HAND, MARKER, timezone.now()
        ).pk,
        "board_id": (board := make_board(workspace, MARKER, "system")).pk,
        "board": board.slug,
        "benchmark_id": quote(workspace, BenchmarkFacts(MARKER, 30.0, "Source", 2026), "system").pk,
        "experiment_id": make_experiment(
            workspace, ExperimentFacts(MARKER, survey, {"old": 1, "new": 1}), "system"
        ).pk,
        "annotation_id": annotate(workspace, date(2026, 1, 31), "release", MARKER, "system").pk,
        "theme_id": keep_themes(
            workspace, taxonomy([Theme("zebra", {"en": MARKER})]), Origin.EDITED, "system"
        ).themes["themes"][0]["id"],
        "token": invitation.token,
        "leave": unsubscribe_token(invitation),
        "channel": "sms",
    }


def address_of(name: str, ids: dict[str, Any]) -> str:
    """Where a page of the table is, with what it needs of `own`."""
    wanted = STAFF[name][1]
    arguments: dict[str, Any] = {key: ids[key] for key in wanted if key in ids}
    arguments |= {"name": "trend", "kind": "svg"} if "chart" in wanted else {}
    arguments |= {"name": "periods", "kind": "csv"} if "insight" in wanted else {}
    arguments |= {"name": wanted[0], "kind": "csv"} if name in PICTURES else {}
    arguments |= {"name": "values", "kind": "csv"} if "compared" in wanted else {}
    arguments |= {"name": "arms", "kind": "csv"} if "arms" in wanted else {}
    arguments |= {"slug": ids["board"]} if "a board" in wanted else {}
    arguments |= {"kind": "csv"} if wanted == ("kind",) else {}
    arguments |= {"kind": "svg"} if name == "survey-code" else {}
    arguments |= {"kind": "json"} if name == "person-file" else {}
    return reverse(name, kwargs=arguments)


def ask(client: Client, name: str, ids: dict[str, Any]) -> Any:
    method, _wanted, data = STAFF[name]
    if name == "units-import":
        data = data | {"file": SimpleUploadedFile("units.csv", b"unit\nNew\n")}  # type: ignore[dict-item]
    if name == "suppression-file":
        data = data | {"file": SimpleUploadedFile("list.csv", b"new@example.org")}  # type: ignore[dict-item]
    return getattr(client, method)(address_of(name, ids), data)


def body(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(
        errors="replace"
    )


@pytest.mark.once
@pytest.mark.parametrize("name", STAFF)
class TestEachPage:
    def test_lets_in_the_roles_that_it_names(self, name: str, own: dict[str, Any], workspace: Any) -> None:
        needed = dict(views())[name].needed_role
        for role in ("viewer", "agent", "analyst", "manager"):
            answer = ask(signed_in(member(workspace, f"{role}2@example.org", role)), name, own)
            if reaches(role, needed):
                assert answer.status_code in (200, 204, 302), body(answer)
            else:
                assert answer.status_code == 403
                assert MARKER not in body(answer)

    def test_lets_the_owner_in_by_its_own_method(self, name: str, own: dict[str, Any], owner: Any) -> None:
        method, wanted, _data = STAFF[name]
        if method == "post" and name != "survey-links":
            arguments = {key: own.get(key, "json") for key in wanted}
            assert signed_in(owner).get(reverse(name, kwargs=arguments)).status_code == 405
        answer = ask(signed_in(owner), name, own)
        assert answer.status_code in (200, 204, 302), body(answer)
        assert "no-store" in answer["Cache-Control"]

    def test_shows_a_stranger_nothing(self, name: str, own: dict[str, Any], stranger: Any) -> None:
        """Who is unknown signs in; what is another's answers as what never was."""
        unknown = ask(Client(), name, own)
        assert unknown.status_code == 302
        assert unknown["Location"].startswith(reverse("account_login"))
        client = signed_in(stranger)
        answer = ask(client, name, own)
        said = body(answer)
        assert MARKER not in said
        _method, wanted, _data = STAFF[name]
        if any(key.endswith("_id") for key in wanted):
            never = own | dict.fromkeys(own, NOBODY) | {"member_id": 987654, "number": 1}
            missing = ask(client, name, never)
            assert answer.status_code == missing.status_code == 404
            assert without_token(said) == without_token(body(missing))


def without_token(page: str) -> str:
    """The page without what differs from request to request: CSRF tokens, the nonce, its own address."""
    own = ("csrf", "nonce", 'name="next"')
    return "\n".join(line for line in page.splitlines() if not any(word in line for word in own))


def test_a_deactivated_user_is_out_at_once(owner: Any) -> None:
    client = signed_in(owner)
    assert client.get("/").status_code == 200
    owner.is_active = False
    owner.save()
    assert client.get("/").status_code == 302


def test_a_removed_member_is_out_at_once(owner: Any, viewer: Any, workspace: Any) -> None:
    client = signed_in(viewer)
    found = Member.objects.get(user=viewer)
    signed_in(owner).post(reverse("remove-member", args=[found.pk]))
    assert client.get("/")["Location"] == reverse("choose")


def test_two_workspaces_are_chosen_between(owner: Any, workspace: Any, foreign_workspace: Any) -> None:
    Member.objects.create(workspace=foreign_workspace, user=owner, role="viewer")
    client = signed_in(owner)
    assert client.get("/")["Location"] == reverse("choose")
    client.post(reverse("choose"), {"workspace": str(foreign_workspace.pk)})
    assert "Somebody Else" in client.get("/").content.decode()
    client.post(reverse("choose"), {"workspace": str(NOBODY)})
    assert "Somebody Else" in client.get("/").content.decode()


def test_the_last_owner_stays(owner: Any) -> None:
    found = Member.objects.get(user=owner)
    answer = signed_in(owner).post(reverse("remove-member", args=[found.pk]))
    assert answer.status_code == 422
    assert Member.objects.filter(pk=found.pk).exists()
