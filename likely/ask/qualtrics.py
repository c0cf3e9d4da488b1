"""Surveys of Qualtrics (.qsf): JSON of elements, with blocks, a flow through them, and questions."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from likely.ask.assembly import Imported, assemble
from likely.ask.expression import Unsayable
from likely.ask.foreign import (
    Foreign,
    Reading,
    Rule,
    both,
    is_on,
    items,
    language_code,
    mapping,
    text,
)
from likely.ask.markup import plain_words
from likely.ask.qualtrics_question import read_question
from likely.ask.qualtrics_rule import read_logic
from likely.lib.refusal import Refusal

DEEPEST: Final = 12  # parts of the flow within parts
WITHOUT_MEANING: Final = ("QC", "STAT", "PROJ", "RS", "NT", "PL")  # counts and book-keeping
# What the options say beside how it looks and who may answer
OPTIONS: Final = {
    "Header": "", "Footer": "", "SurveyExpiration": "", "Password": "", "CustomStyles": "",
    "EOSRedirectURL": "https://",
}  # fmt: skip
FLOW: Final = {
    "Branch": "branch", "BlockRandomizer": "randomizer", "Group": "group", "EndSurvey": "end of survey",
    "WebService": "web service", "Authenticator": "authenticator", "TableOfContents": "table of contents",
    "QuotaCheck": "quota", "ReferenceSurvey": "reference survey", "SupplementalData": "supplemental data",
}  # fmt: skip


def read(data: Mapping[str, Any]) -> Imported:
    elements = [mapping(element) for element in items(data.get("SurveyElements"))]
    entry = mapping(data.get("SurveyEntry"))
    survey = _Survey(elements, Reading("Qualtrics", name=plain_words(text(entry.get("SurveyName")))))
    survey.language = language_code(text(entry.get("SurveyLanguage"))) or "en"
    survey.reading.know(survey.language)
    survey.read()
    return assemble(survey.reading)


class _Survey:
    def __init__(self, elements: list[dict[str, Any]], reading: Reading) -> None:
        self.elements, self.reading, self.language = elements, reading, "en"
        self.questions = {
            text(element.get("PrimaryAttribute")): mapping(element.get("Payload"))
            for element in elements
            if element.get("Element") == "SQ"
        }
        self.blocks = {
            text(block.get("ID")): block
            for payload in self._payloads("BL")
            for block in map(mapping, items(payload))
        }
        self.met: set[str] = set()

    def read(self) -> None:
        if not self.questions:
            raise Refusal("file_unknown", "The file holds no question of Qualtrics.", field="file")
        flows = self._payloads("FL")
        if flows:
            self._flow(items(mapping(flows[0]).get("Flow")), None, 0)
        else:
            for block_id in self.blocks:
                self._block(block_id, None)
        self._not_met()
        self._options()
        self._rest()

    def _payloads(self, name: str) -> list[Any]:
        return [element.get("Payload") for element in self.elements if element.get("Element") == name]

    def _flow(self, parts: list[Any], rule: Rule | None, deep: int) -> None:
        for part in map(mapping, parts):
            kind, place = text(part.get("Type")), text(part.get("FlowID")) or "flow"
            inner, own = items(part.get("Flow")), rule
            if kind in ("Block", "Standard"):
                self._block(text(part.get("ID")), rule)
            elif kind == "EmbeddedData":
                self._properties(place, items(part.get("EmbeddedData")))
            elif kind == "Branch":
                own = both(rule, self._branch(place, part))
            elif kind != "Group":
                said = _("A part of the flow of the kind {kind} has no counterpart.")
                self.reading.leave(place, said.format(kind=FLOW.get(kind, kind[:40])))
            if inner and deep < DEEPEST:
                self._flow(inner, own, deep + 1)

    def _branch(self, place: str, part: Mapping[str, Any]) -> Rule | None:
        try:
            return read_logic(part.get("BranchLogic"))
        except Unsayable:
            self.reading.leave_rule(place)
        return None

    def _properties(self, place: str, fields: list[Any]) -> None:
        """Embedded data is what is known of a person: a hidden question that holds the property."""
        for field in map(mapping, fields):
            name = text(field.get("Field")) or text(field.get("Description"))
            if not name:
                continue
            key = property_key(name)
            if any(one.known_as == key for one in self.reading.questions):
                continue
            if key != name:
                said = _("The name of the property {name}: here it is {key}.")
                self.reading.leave(place, said.format(name=name[:60], key=key))
            if text(field.get("Value")):
                self.reading.leave_settings(name, ["Value"])
            self.reading.ask(Foreign(name=name[:60], kind="hidden", known_as=key, also=(f"ed:{name}",)))

    def _block(self, block_id: str, rule: Rule | None) -> None:
        block = self.blocks.get(block_id, {})
        self._block_options(text(block.get("Description")) or block_id, mapping(block.get("Options")))
        for element in map(mapping, items(block.get("BlockElements"))):
            question_id = text(element.get("QuestionID"))
            if element.get("Type") == "Question" and question_id not in self.met:
                self.met.add(question_id)
                if question_id in self.questions:
                    read_question(self.reading, question_id, self.questions[question_id], rule, self.language)
            if element.get("SkipLogic"):
                self.reading.leave_settings(question_id or block_id, ["SkipLogic"])

    def _block_options(self, place: str, options: Mapping[str, Any]) -> None:
        named = [name for name in ("Looping", "RandomizeQuestions") if is_set(options.get(name))]
        self.reading.leave_settings(place, named)

    def _not_met(self) -> None:
        """What lies in the trash, or in a block that the flow never comes to."""
        for question_id in self.questions:
            if question_id not in self.met:
                payload = self.questions[question_id]
                said = _("“{question}” is not asked in the file: it lies in the bin, or no way leads to it.")
                words = plain_words(text(payload.get("QuestionText")))[:80]
                place = text(payload.get("DataExportTag")) or question_id
                self.reading.leave(place, said.format(question=words))

    def _options(self) -> None:
        for options in map(mapping, self._payloads("SO")):
            thanks = self.reading.texts("EOSMessage", {self.language: own_text(options.get("EOSMessage"))})
            if thanks:
                self.reading.thanks["all"] = thanks
            elif is_set(options.get("EOSMessage")):
                self.reading.leave_settings("EOSMessage", [text(options.get("EOSMessage"))])
            self.reading.anonymous = self.reading.anonymous or is_on(options.get("AnonymizeResponse"))
            named = [name for name, usual in OPTIONS.items() if text(options.get(name)) not in ("", usual)]
            self.reading.leave_settings("options", named)

    def _rest(self) -> None:
        for element in self.elements:
            kind = text(element.get("Element"))
            if kind == "SCO" and not items(mapping(element.get("Payload")).get("ScoringCategories")):
                continue
            if kind not in ("SQ", "BL", "FL", "SO", *WITHOUT_MEANING):
                self.reading.leave_settings("survey", [kind])


def property_key(name: str) -> str:
    """Region of sale: region_of_sale."""
    slug = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.lower())
    return (slug if slug[0].isalpha() else f"p{slug}")[:40]


def is_set(value: object) -> bool:
    return value not in (None, "", "None", "false", False, "0", 0) and value not in ([], {})


def own_text(value: object) -> str:
    """A message written here; the name of one in their library (MS_…) is no text."""
    return "" if text(value).startswith("MS_") else text(value)
