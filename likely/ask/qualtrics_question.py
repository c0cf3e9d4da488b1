"""One question of Qualtrics in our terms."""

from collections.abc import Mapping
from typing import Any, Final

from likely.ask.expression import Unsayable
from likely.ask.foreign import (
    Foreign,
    Part,
    Reading,
    Rule,
    both,
    is_on,
    items,
    mapping,
    number_of_steps,
    text,
    whole,
)
from likely.ask.plain_data import Texts
from likely.ask.qualtrics_rule import read_logic

Payload = Mapping[str, Any]
Fields = dict[str, Any]
ONE: Final = ("SAVR", "SAHR", "SACOL", "DL", "SB", "NPS")
SEVERAL: Final = ("MAVR", "MAHR", "MACOL", "MSB")
NOT_APPLICABLE: Final = ("n/a", "na", "not applicable", "does not apply", "不适用", "ei kohaldu", "entfällt")
NAMES: Final = {  # as Qualtrics shows them
    "RO": "Rank Order", "CS": "Constant Sum", "PGR": "Pick, Group, and Rank", "SBS": "Side by Side",
    "HotSpot": "Hot Spot", "HeatMap": "Heat Map", "DD": "Drill Down", "FileUpload": "File Upload",
    "Meta": "Meta Info", "Draw": "Signature",
}  # fmt: skip
ELEVEN: Final = [str(n) for n in range(11)]
# Settings that change what is asked and are not read here
LISTED: Final = ("QuestionJS", "SkipLogic", "Quotas", "DynamicChoices", "RecodeLogic", "InPageDisplayLogic")


def read_question(
    reading: Reading, question_id: str, payload: Payload, rule: Rule | None, language: str
) -> None:
    """Adds it to the questions, or to what is left out."""
    place = text(payload.get("DataExportTag")) or question_id
    one = _Question(reading, place, payload, language)
    kind = text(payload.get("QuestionType"))
    if kind == "DB":
        reading.leave_text(place, payload.get("QuestionText"))
        return
    found = one.fields()
    words = one.said("QuestionText")
    if found is None or not words:
        kind = NAMES.get(kind, kind)
        if payload.get("DynamicChoices"):
            kind = f"Carry Forward {kind}"
        selector = " ".join(
            filter(None, [kind, text(payload.get("Selector")), text(payload.get("SubSelector"))])
        )
        reading.leave_question(place, selector, payload.get("QuestionText"))
        return
    one.leave_the_rest()
    common: Fields = {
        "name": place, "also": (question_id,), "text": words, "rule": both(rule, one.rule()),
        "required": is_on(one.settings.get("ForceResponse")), "randomised": one.randomised(),
    }  # fmt: skip
    for fields in found:
        reading.ask(Foreign(**{**common, **fields}))


class _Question:
    def __init__(self, reading: Reading, place: str, payload: Payload, language: str) -> None:
        self.reading, self.place, self.payload, self.language = reading, place, payload, language
        self.settings = mapping(mapping(payload.get("Validation")).get("Settings"))
        self.translations = {
            code: mapping(said)
            for code, said in mapping(payload.get("Language")).items()
            if isinstance(said, dict)
        }

    def fields(self) -> list[Fields] | None:
        kind, selector = text(self.payload.get("QuestionType")), text(self.payload.get("Selector"))
        match kind:
            case "MC":
                return self._choice(selector)
            case "TE" if selector in ("SL", "ML", "ESTB"):
                return [{"kind": "text", "short": selector == "SL"}]
            case "TE" if selector == "FORM":
                return self._form()
            case "Matrix" if selector == "Likert" and self.payload.get("SubSelector") in (
                "SingleAnswer",
                "DL",
                "DND",
            ):
                return self._matrix()
            case "Slider":
                return self._slider(selector)
            case _:
                return None

    def said(self, name: str) -> Texts:
        return self.reading.texts(
            self.place,
            {
                self.language: text(self.payload.get(name)),
                **{code: text(said.get(name)) for code, said in self.translations.items()},
            },
        )

    def parts(self, name: str, order: str) -> list[tuple[Part, Mapping[str, Any]]]:
        """Choices or points in their order, each with all that is said of it."""
        found = mapping(self.payload.get(name))
        wanted = [text(one) for one in items(self.payload.get(order))]
        keys = [key for key in dict.fromkeys(wanted) if key in found] or list(found)
        made: list[tuple[Part, Mapping[str, Any]]] = [
            (Part(key, self._part(name, key, mapping(found[key]))), mapping(found[key])) for key in keys
        ]
        for part, _said in made:
            if not part.text:
                self.reading.leave_settings(self.place, [f"{name} {part.name}"])
        return made

    def _part(self, name: str, key: str, part: Mapping[str, Any]) -> Texts:
        translated = {
            code: text(mapping(mapping(said.get(name)).get(key)).get("Display"))
            for code, said in self.translations.items()
        }
        own = text(part.get("Display"))
        return self.reading.texts(self.place, {self.language: own, **translated}) if own else {}

    def _choice(self, selector: str) -> list[Fields] | None:
        parts = [(part, said) for part, said in self.parts("Choices", "ChoiceOrder") if part.text]
        names = [plain_text(part) for part, _said in parts]
        if selector == "NPS" or (selector in ONE and names == ELEVEN):
            codes = [part.name for part, _said in parts]
            numbers = dict(zip(codes, range(11), strict=False)) if codes != ELEVEN else {}
            return [{"kind": "scale", "certain": selector == "NPS", "numbers": numbers, **self._ends()}]
        if selector not in (*ONE, *SEVERAL):
            return None
        written = [part.name for part, said in parts if is_on(said.get("TextEntry"))]
        others = written[:1]
        for part, said in parts:
            self._leave_of_choice(part, said, others)
        choices = tuple(part for part, _said in parts if part.name not in others)
        if len(choices) + len(others) < 2:
            return None
        several = selector in SEVERAL
        most = whole(self.settings.get("MaxChoices")) if several else None
        return [
            {
                "kind": "choices" if several else "choice",
                "choices": choices,
                "other": next(iter(others), None),
                "most": most if most and 1 <= most <= 60 else None,
            }
        ]

    def _leave_of_choice(self, part: Part, said: Mapping[str, Any], others: list[str]) -> None:
        if part.name in others:
            self.reading.leave_other(self.place, plain_text(part))
        named = [name for name in ("ExclusiveAnswer", "DisplayLogic", "Image") if said.get(name)]
        if is_on(said.get("TextEntry")) and part.name not in others:
            named.append("TextEntry")
        self.reading.leave_settings(f"{self.place}: {plain_text(part)}", named)

    def _ends(self) -> Fields:
        labels = [text(mapping(label).get("Display")) for label in items(self.payload.get("ColumnLabels"))]
        if len(labels) < 2:
            return {}
        self.reading.leave_points(self.place, [{self.language: said} for said in labels[1:-1]])
        low, high = (
            self.reading.texts(self.place, {self.language: said}) for said in (labels[0], labels[-1])
        )
        return {"low": low, "high": high}

    def _form(self) -> list[Fields] | None:
        lines = [part for part, _said in self.parts("Choices", "ChoiceOrder") if part.text]
        question = self.said("QuestionText")
        return [
            {
                "kind": "text", "short": True, "name": f"{self.place}_{line.name}", "also": (),
                "text": line.text, "help": question,
            }
            for line in lines
        ] or None  # fmt: skip

    def _matrix(self) -> list[Fields] | None:
        rows = self.parts("Choices", "ChoiceOrder")
        points = [part for part, _said in self.parts("Answers", "AnswerOrder") if part.text]
        without = [part for part in points if plain_text(part).lower() in NOT_APPLICABLE]
        rated = [part for part in points if part not in without]
        if not any(row.text for row, _said in rows) or not 2 <= len(rated) <= 11:
            return None
        for row, said in rows:
            if is_on(said.get("TextEntry")):
                self.reading.leave_settings(f"{self.place}: {plain_text(row)}", ["TextEntry"])
        self.reading.leave_points(self.place, [part.text for part in rated[1:-1]])
        numbers: dict[str, int | str] = {part.name: n for n, part in enumerate(rated, 1)}
        return [
            {
                "kind": "rating",
                "rows": tuple(row for row, _said in rows if row.text),
                "points": len(rated),
                "low": rated[0].text,
                "high": rated[-1].text,
                "numbers": numbers | {part.name: "na" for part in without},
                "not_applicable": bool(without),
            }
        ]

    def _slider(self, selector: str) -> list[Fields] | None:
        """A slider with few enough steps; one line alone from 0 to 10 is a scale."""
        shape = mapping(self.payload.get("Configuration"))
        first, last = whole(shape.get("CSSliderMin", 0)), whole(shape.get("CSSliderMax"))
        if selector == "STAR":
            first, last = 1, whole(shape.get("StarCount")) or last
        steps = number_of_steps(first, last)
        rows = tuple(part for part, _said in self.parts("Choices", "ChoiceOrder") if part.text)
        if steps is None or not rows:
            return None
        if len(rows) == 1:
            return [{**steps, "help": rows[0].text}]
        many = steps if steps["kind"] == "rating" else {"kind": "rating", "points": 11, "shift": 1}
        return [{**many, "rows": rows}]

    def randomised(self) -> bool:
        how = mapping(self.payload.get("Randomization"))
        kind = text(how.get("Type"))
        if kind not in ("", "None", "All"):
            self.reading.leave_settings(self.place, [f"Randomization {kind}"])
        return kind == "All" and self.payload.get("QuestionType") in ("MC", "Matrix")

    def rule(self) -> Rule | None:
        try:
            return read_logic(self.payload.get("DisplayLogic"))
        except Unsayable:
            self.reading.leave_rule(self.place)
        return None

    def leave_the_rest(self) -> None:
        named = [name for name in LISTED if self.payload.get(name)]
        if items(self.payload.get("DefaultChoices")):
            named.append("DefaultChoices")
        kinds = [text(self.settings.get(name)) for name in ("Type", "ContentType", "MinChoices", "MinChars")]
        named += [f"Validation {kind}" for kind in kinds if kind not in ("", "None", "MaxChoices", "null")]
        if (
            is_on(self.settings.get("ForceResponse"))
            and self.settings.get("ForceResponseType") == "RequestResponse"
        ):
            named.append("RequestResponse")
        self.reading.leave_settings(self.place, named)


def plain_text(part: Part) -> str:
    return next(iter(part.text.values()), "")
