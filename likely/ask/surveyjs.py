"""Surveys of SurveyJS: JSON of pages, panels and elements."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from likely.ask.assembly import Imported, assemble
from likely.ask.expression import Unsayable, read_expression
from likely.ask.foreign import (
    Foreign,
    Part,
    Reading,
    Rule,
    both,
    is_on,
    items,
    language_code,
    mapping,
    number_of_steps,
    text,
    whole,
)
from likely.ask.plain_data import Texts

DEEPEST: Final = 12  # panels within panels
PARTS: Final = ("pages", "elements", "questions")
TEXTS_ALONE: Final = ("html", "image", "expression")  # kinds that ask nothing
# Read here, or how it looks, which is ours: everything else is listed.
OF_ALL: Final = {
    "type", "name", "title", "description", "visibleIf", "isRequired", "valueName", "startWithNewLine",
    "titleLocation", "descriptionLocation", "width", "minWidth", "maxWidth", "indent", "hideNumber", "size",
    "requiredErrorText", "commentText", "errorLocation", "renderAs",
}  # fmt: skip
OF_KINDS: Final[dict[str, set[str]]] = {
    "rating": {
        "rateMin", "rateMax", "rateCount", "rateStep", "rateValues", "rateType", "minRateDescription",
        "maxRateDescription", "mininumRateDescription", "maximumRateDescription", "displayMode",
        "autoGenerate", "scaleColorMode", "rateColorMode", "displayRateDescriptionsAsExtremeItems",
    },
    "comment": {"rows", "cols", "autoGrow", "placeholder", "placeHolder", "acceptCarriageReturn"},
    "text": {"placeholder", "placeHolder"},
    "choice": {
        "choices", "hasOther", "showOtherItem", "otherText", "otherPlaceholder", "colCount", "choicesOrder",
        "hasNone", "showNoneItem", "noneText", "maxSelectedChoices", "storeOthersAsComment", "placeholder",
        "showClearButton", "allowClear", "searchEnabled",
    },
    "boolean": {"renderAs", "swapOrder"},
    "matrix": {"columns", "rows", "rowsOrder", "alternateRows", "showHeader", "rowTitleWidth"},
    "multipletext": {"items", "colCount", "itemSize"},
}  # fmt: skip
OF_SURVEY: Final = {
    *PARTS, "title", "locale", "completedHtml", "completedHtmlOnCondition", "showProgressBar",
    "showQuestionNumbers", "questionsOnPageMode", "widthMode", "fitToContainer", "headerView",
    "textUpdateMode", "pagePrevText",
    "pageNextText", "completeText", "checkErrorsMode", "logoPosition",
    "progressBarLocation", "progressBarType",
}  # fmt: skip
OF_PANEL: Final = {
    "type", "name", "title", "elements", "questions", "visibleIf", "state", "innerIndent", "startWithNewLine",
    "questionTitleLocation", "navigationTitle", "showNumber", "questionStartIndex",
}  # fmt: skip


def is_one(data: Mapping[str, Any]) -> bool:
    return any(isinstance(data.get(part), list) for part in PARTS)


def read(data: Mapping[str, Any]) -> Imported:
    survey = _Survey(Reading("SurveyJS"), language_code(text(data.get("locale"))) or "en")
    survey.read(data)
    return assemble(survey.reading)


class _Survey:
    def __init__(self, reading: Reading, language: str) -> None:
        self.reading, self.language = reading, language
        reading.know(language)

    def read(self, data: Mapping[str, Any]) -> None:
        self.reading.name = self.said("survey", data.get("title")).get(self.language, "")
        for part in PARTS:
            self._parts(items(data.get(part)), None, 0)
        self._endings(data)
        self.reading.leave_settings("survey", [name for name in data if name not in OF_SURVEY])

    def said(self, place: str, value: object) -> Texts:
        """Text in the survey's language, or an object of languages."""
        if not isinstance(value, dict):
            return self.reading.texts(place, {self.language: text(value)})
        named = {self.language if code == "default" else code: words for code, words in value.items()}
        return self.reading.texts(place, named)

    def _parts(self, parts: list[Any], rule: Rule | None, deep: int) -> None:
        for part in map(mapping, parts):
            place = text(part.get("name")) or text(part.get("title")) or "?"
            own = both(rule, self._rule(place, part.get("visibleIf")))
            inner = [*items(part.get("elements")), *items(part.get("questions"))]
            if part.get("type") in (None, "panel") and ("elements" in part or "questions" in part):
                self._panel(place, part)
                if deep < DEEPEST:
                    self._parts(inner, own, deep + 1)
                else:
                    self.reading.leave_question(place, "panel", place)
            elif part:
                self._question(place, part, own)

    def _panel(self, place: str, part: Mapping[str, Any]) -> None:
        for name in ("title", "description"):
            for words in list(self.said(place, part.get(name)).values())[:1]:
                self.reading.leave_text(place, words)
        self.reading.leave_settings(place, set(part) - OF_PANEL - {"description"})

    def _rule(self, place: str, source: object) -> Rule | None:
        try:
            return read_expression(text(source))
        except Unsayable:
            self.reading.leave_rule(place)
        return None

    def _question(self, place: str, part: Mapping[str, Any], rule: Rule | None) -> None:
        kind = text(part.get("type"))
        reader = READERS.get(kind)
        words = self.said(place, part.get("title")) or self.said(place, text(part.get("name")))
        found = reader(self, place, part) if reader and words else None
        if found is None:
            shown = part.get("html") or next(iter(words.values()), place)
            leave = self.reading.leave_text if kind in TEXTS_ALONE else None
            leave(place, shown) if leave else self.reading.leave_question(place, kind, shown)
            return
        common = {
            "text": words, "help": self.said(place, part.get("description")), "rule": rule,
            "required": is_on(part.get("isRequired")),
        }  # fmt: skip
        self._add(place, part, [{**common, **fields} for fields in found])
        family = "choice" if kind in CHOICES else kind
        self.reading.leave_settings(place, set(part) - OF_ALL - OF_KINDS.get(family, set()))

    def _add(self, place: str, part: Mapping[str, Any], found: list[dict[str, Any]]) -> None:
        value_name = text(part.get("valueName"))
        for fields in found:
            also = (value_name,) if value_name and len(found) == 1 else ()
            self.reading.ask(Foreign(**{"name": place, "also": also, **fields}))

    def _endings(self, data: Mapping[str, Any]) -> None:
        said = self.said("completedHtml", data.get("completedHtml"))
        if said:
            self.reading.thanks["all"] = said
        for n, part in enumerate(map(mapping, items(data.get("completedHtmlOnCondition"))), 1):
            place = f"completedHtmlOnCondition {n}"
            words = self.said(place, part.get("html"))
            try:
                rule = read_expression(text(part.get("expression")))
            except Unsayable:
                rule = None
            if rule and words:
                self.reading.endings.append((place, rule, words))
            else:
                self.reading.leave_text(place, next(iter(words.values()), ""))

    def parts(self, place: str, found: object) -> tuple[Part, ...]:
        """Choices or rows: values alone, or objects with value and text."""
        made = []
        for one in items(found):
            whole_one = mapping(one) if isinstance(one, dict) else {"value": one}
            value = text(whole_one.get("value"))
            words = self.said(place, whole_one.get("text")) or self.said(place, value)
            if value and words:
                made.append(Part(value, words))
            self.reading.leave_settings(place, set(whole_one) - {"value", "text"})
        return tuple({part.name: part for part in made}.values())


Fields = dict[str, Any]


def _rating(survey: _Survey, place: str, part: Mapping[str, Any]) -> list[Fields] | None:
    ends = {
        "low": survey.said(place, part.get("minRateDescription", part.get("mininumRateDescription"))),
        "high": survey.said(place, part.get("maxRateDescription", part.get("maximumRateDescription"))),
    }
    values = survey.parts(place, part.get("rateValues"))
    if values:
        return _named_points(survey, place, values, ends)
    first = whole(part.get("rateMin", 1))
    last = whole(part.get("rateMax"))
    if last is None and first is not None:
        last = first + (whole(part.get("rateCount")) or 5) - 1
    if whole(part.get("rateStep", 1)) != 1:
        return None
    steps = number_of_steps(first, last)
    return [ends | steps] if steps else None


def _named_points(survey: _Survey, place: str, values: tuple[Part, ...], ends: Fields) -> list[Fields] | None:
    """A rating with words for its points: the words of the ends stay."""
    if [part.name for part in values] == [str(n) for n in range(11)]:
        return [ends | {"kind": "scale"}]
    if not 2 <= len(values) <= 11:
        return None
    survey.reading.leave_points(place, [part.text for part in values[1:-1]])
    numbers = {part.name: n for n, part in enumerate(values, 1)}
    named = {"low": ends["low"] or values[0].text, "high": ends["high"] or values[-1].text}
    return [{"kind": "rating", "points": len(values), "numbers": numbers, **named}]


def _choice(survey: _Survey, place: str, part: Mapping[str, Any]) -> list[Fields] | None:
    choices = survey.parts(place, part.get("choices"))
    if is_on(part.get("hasNone")) or is_on(part.get("showNoneItem")):
        none = survey.said(place, part.get("noneText")) or {survey.language: _("None")}
        choices = (*choices, Part("none", none))
    other = is_on(part.get("hasOther")) or is_on(part.get("showOtherItem"))
    several = part.get("type") in ("checkbox", "tagbox")
    if len(choices) + other < 2:
        return None
    if other and part.get("otherText"):
        survey.reading.leave_text(place, next(iter(survey.said(place, part["otherText"]).values()), ""))
    most = whole(part.get("maxSelectedChoices")) or _most(part) if several else None
    return [
        {
            "kind": "choices" if several else "choice",
            "choices": choices,
            "other": "other" if other else None,
            "randomised": part.get("choicesOrder") == "random",
            "most": most if most and 1 <= most <= 60 else None,
        }
    ]


def _most(part: Mapping[str, Any]) -> int | None:
    counts = (whole(mapping(one).get("maxCount")) for one in items(part.get("validators")))
    return next((count for count in counts if count), None)


def _matrix(survey: _Survey, place: str, part: Mapping[str, Any]) -> list[Fields] | None:
    columns = survey.parts(place, part.get("columns"))
    rows = survey.parts(place, part.get("rows"))
    if not rows or not 2 <= len(columns) <= 11:
        return None
    survey.reading.leave_points(place, [column.text for column in columns[1:-1]])
    return [
        {
            "kind": "rating",
            "rows": rows,
            "points": len(columns),
            "low": columns[0].text,
            "high": columns[-1].text,
            "numbers": {column.name: n for n, column in enumerate(columns, 1)},
            "randomised": part.get("rowsOrder") == "random",
            "required": is_on(part.get("isRequired")) or is_on(part.get("isAllRowRequired")),
        }
    ]


def _lines(survey: _Survey, place: str, part: Mapping[str, Any]) -> list[Fields] | None:
    """Several lines to write in: each a question."""
    made: list[Fields] = []
    for line in map(mapping, items(part.get("items"))):
        name = text(line.get("name"))
        words = survey.said(place, line.get("title")) or survey.said(place, name)
        if words:
            made.append({"kind": "text", "short": True, "name": f"{place}.{name}", "text": words})
    return made or None


CHOICES: Final = ("radiogroup", "dropdown", "checkbox", "tagbox", "imagepicker", "buttongroup")
READERS: Final[dict[str, Callable[[_Survey, str, Mapping[str, Any]], list[Fields] | None]]] = {
    "rating": _rating,
    "comment": lambda *_of: [{"kind": "text"}],
    "text": lambda *_of: [{"kind": "text", "short": True}],
    "boolean": lambda *_of: [{"kind": "yes_no"}],
    "matrix": _matrix,
    "multipletext": _lines,
    **dict.fromkeys(CHOICES, _choice),
}
