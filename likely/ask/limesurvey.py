"""Surveys of LimeSurvey (.lss): tables of groups, questions and answers, of version 3 and of 4 and later."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

from likely.ask.assembly import Imported, assemble
from likely.ask.expression import Unsayable, read_expression
from likely.ask.foreign import Foreign, Part, Reading, Rule, both, language_code, whole
from likely.ask.plain_data import Texts
from likely.ask.xml_tables import Row, Tables
from likely.lib.refusal import Refusal

Fields = dict[str, Any]
NAMES: Final = {
    "R": "R (ranking)", "D": "D (date)", "G": "G (gender)", "I": "I (language switch)",
    "|": "| (file upload)",
    "*": "* (equation)", "K": "K (several numbers)", ":": ": (array of numbers)", ";": "; (array of texts)",
    "1": "1 (dual scale)", "C": "C (yes, no, uncertain)", "E": "E (increase, same, decrease)",
}  # fmt: skip
ELEVEN: Final = [str(n) for n in range(11)]
# Attributes that are read here, or say how it looks
READ: Final = {
    "nps_left_text", "nps_right_text", "nps_show_colors", "question_template", "random_order", "answer_order",
    "max_answers", "hidden", "cssclass", "display_columns", "statistics_showgraph", "statistics_graphtype",
    "public_statistics", "text_input_width", "input_size", "display_rows", "save_as_default", "clear_default",
    "subquestion_order", "keep_aspect", "repeat_headings", "answer_width", "label_input_columns",
    "category_separator", "hide_tip", "scale_export", "time_limit_action", "dropdown_prefix", "page_break",
    "time_limit_disable_next", "time_limit_disable_prev", "time_limit_timer_style", "slider_layout",
    "use_dropdown", "alphasort", "slider_orientation", "slider_handle", "slider_custom_handle",
    "printable_help", "dropdown_size", "dropdown_separators", "dualscale_headerA", "dualscale_headerB",
    "other_position",
    "other_position_code", "em_validation_q_tip", "suffix", "prefix",
}  # fmt: skip
READ_BUT_TELLING: Final = {"prefix", "suffix"}  # words that stand beside the field
UNSET: Final = ("", "0", "N", "none", "default", "normal")


def read(tables: Tables) -> Imported:
    if tables.root != "document" or tables.heads.get("LimeSurveyDocType") != ["Survey"]:
        raise Refusal(
            "file_unknown",
            "The XML is no survey of LimeSurvey.",
            cure="Export the survey's structure (.lss): no group, no responses.",
            field="file",
        )
    survey = _Survey(tables, Reading("LimeSurvey"))
    survey.read()
    return assemble(survey.reading)


class _Survey:
    def __init__(self, tables: Tables, reading: Reading) -> None:
        self.rows, self.reading = tables.rows, reading
        options = next(iter(self.rows.get("surveys", [])), {})
        self.options: Row = options
        self.language = options.get("language") or next(iter(tables.heads.get("languages", [])), "en")
        self.reading.know(language_code(self.language) or "en")
        self.conditioned = {row.get("qid") for row in self.rows.get("conditions", [])}
        self.of_question = _by("qid", self.rows.get("question_attributes", []))

    def read(self) -> None:
        self._settings()
        texts = {one: self._worded(one) for one in ("groups", "questions", "subquestions")}
        inner = _by("parent_qid", [*texts["subquestions"], *texts["questions"]])
        answers = _by("qid", self._worded("answers"))
        asked = [rows for rows in _by("qid", texts["questions"]).values() if _is_asked(rows[0])]
        groups = sorted(_by("gid", texts["groups"]).items(), key=lambda one: _at("group_order")(one[1][0]))
        of_group: dict[str, list[list[Row]]] = defaultdict(list)
        for rows in sorted(asked, key=lambda rows: _at("question_order")(rows[0])):
            of_group[rows[0].get("gid", "")].append(rows)
        for gid, said in groups:
            rule = self._group(said)
            for rows in of_group.pop(gid, []):
                qid = rows[0].get("qid", "")
                self._question(rows, inner.get(qid, []), answers.get(qid, []), rule)
        for homeless in of_group.values():
            for row in (one[0] for one in homeless):
                self.reading.leave_question(row.get("title", "?"), row.get("type", ""), row.get("question"))

    def _worded(self, table: str) -> list[Row]:
        """The rows with their texts, a row for each language, as version 3 has them."""
        rows = self.rows.get(table, [])
        name = {"groups": "group_l10ns", "answers": "answer_l10ns"}.get(table, "question_l10ns")
        key = {"groups": "gid", "answers": "aid"}.get(table, "qid")
        worded = _by(key, self.rows.get(name, []))
        if not worded:
            return rows
        return [
            {**said, **row, "language": said.get("language", "")}
            for row in rows
            for said in worded.get(row.get(key, ""), [{}])
        ]

    def _settings(self) -> None:
        said = self.rows.get("surveys_languagesettings", [])
        titles = self.said("survey", said, "surveyls_title", "surveyls_language")
        self.reading.name = next(iter(titles.values()), "")
        thanks = self.said("surveyls_endtext", said, "surveyls_endtext", "surveyls_language")
        if thanks:
            self.reading.thanks["all"] = thanks
        for row in said:
            for name in ("surveyls_welcometext", "surveyls_description", "surveyls_policy_notice"):
                self.reading.leave_text(name, row.get(name))
            if row.get("surveyls_url"):
                self.reading.leave_settings("survey", ["surveyls_url"])
        self.reading.anonymous = self.options.get("anonymized") == "Y"
        named = [
            name
            for name in ("expires", "startdate", "usecaptcha")
            if self.options.get(name, "N") not in UNSET
        ]
        self.reading.leave_settings("survey", named)
        for table in ("quota", "assessments", "surveys_permissions", "defaultvalues"):
            if self.rows.get(table):
                self.reading.leave_settings("survey", [table])

    def _group(self, rows: list[Row]) -> Rule | None:
        group = rows[0]
        place = group.get("group_name") or group.get("gid", "?")
        for row in rows:
            self.reading.leave_text(place, row.get("description"))
        if group.get("randomization_group"):
            self.reading.leave_settings(place, ["randomization_group"])
        return self._rule(place, group.get("grelevance", ""))

    def _rule(self, place: str, source: str) -> Rule | None:
        try:
            return read_expression(source)
        except Unsayable:
            self.reading.leave_rule(place)
        return None

    def _question(self, rows: list[Row], inner: list[Row], answers: list[Row], rule: Rule | None) -> None:
        row = rows[0]
        kind, place = row.get("type", ""), row.get("title") or row.get("qid", "")
        words = self.said(place, rows, "question")
        if kind == "X":
            self.reading.leave_text(place, row.get("question"))
            return
        one = _Question(self, place, row, inner, answers)
        reader = READERS.get(kind)
        found = reader(one) if reader and words else None
        if found is None or one.attribute("hidden") == "1":
            named = f"{NAMES.get(kind, kind)}{', hidden' if one.attribute('hidden') == '1' else ''}"
            self.reading.leave_question(place, named, row.get("question"))
            return
        one.leave_the_rest()
        own = self._rule(place, row.get("relevance", ""))
        if own is None and row.get("qid") in self.conditioned:
            self.reading.leave_rule(place)
        common: Fields = {
            "name": place, "also": _also(row), "text": words, "help": self.said(place, rows, "help"),
            "rule": both(rule, own), "required": row.get("mandatory") in ("Y", "S"),
        }  # fmt: skip
        for fields in found:
            self.reading.ask(Foreign(**{**common, **fields}))

    def said(self, place: str, rows: Iterable[Row], name: str, language: str = "language") -> Texts:
        found: dict[str, object] = {}
        for row in sorted(rows, key=lambda row: row.get(language) != self.language):
            found.setdefault(row.get(language) or self.language, row.get(name, ""))
        return self.reading.texts(place, found)


class _Question:
    def __init__(self, survey: _Survey, place: str, row: Row, inner: list[Row], answers: list[Row]) -> None:
        self.survey, self.place, self.row, self.inner, self.answers = survey, place, row, inner, answers
        self.attributes = survey.of_question.get(row.get("qid", ""), [])

    def attribute(self, name: str) -> str:
        return next((row.get("value", "") for row in self.attributes if row.get("attribute") == name), "")

    def said(self, name: str) -> Texts:
        rows = [row for row in self.attributes if row.get("attribute") == name]
        return self.survey.said(self.place, rows, "value")

    def rows(self) -> tuple[Part, ...]:
        return self._parts(self.inner, "title", "question", "question_order")

    def choices(self) -> tuple[Part, ...]:
        return self._parts(self.answers, "code", "answer", "sortorder")

    def _parts(self, rows: list[Row], code: str, name: str, order: str) -> tuple[Part, ...]:
        """The codes in their order, with their words of all languages."""
        each = _by(
            code, sorted((row for row in rows if row.get("scale_id", "0") in ("", "0")), key=_at(order))
        )
        made = (Part(one, self.survey.said(self.place, said, name)) for one, said in each.items() if one)
        return tuple(part for part in made if part.text)

    @property
    def other(self) -> str | None:
        return "-oth-" if self.row.get("other") == "Y" else None

    @property
    def randomised(self) -> bool:
        orders = [self.attribute(name) for name in ("random_order", "answer_order", "subquestion_order")]
        return any(order in ("1", "random") for order in orders)

    def leave_the_rest(self) -> None:
        named = {
            row.get("attribute", "")
            for row in self.attributes
            if row.get("value", "") not in UNSET
            and (row.get("attribute") not in READ or row.get("attribute") in READ_BUT_TELLING)
        }
        named |= {name for name in ("preg",) if self.row.get(name)}
        self.survey.reading.leave_settings(self.place, named - {""})


def _list(one: _Question) -> list[Fields] | None:
    choices = one.choices()
    if sorted(part.name for part in choices) == sorted(ELEVEN) and not one.other:
        theme = "net" in one.attribute("question_template").lower()
        ends = {"low": one.said("nps_left_text"), "high": one.said("nps_right_text")}
        return [{"kind": "scale", "certain": theme or bool(ends["low"]), **ends}]
    if len(choices) + bool(one.other) < 2:
        return None
    if one.row.get("type") == "O":
        one.survey.reading.leave_settings(one.place, ["comment"])
    return [{"kind": "choice", "choices": choices, "other": one.other, "randomised": one.randomised}]


def _boxes(one: _Question) -> list[Fields] | None:
    choices = one.rows()
    if len(choices) + bool(one.other) < 2:
        return None
    if one.row.get("type") == "P":
        one.survey.reading.leave_settings(one.place, ["comment"])
    most = whole(one.attribute("max_answers"))
    return [
        {
            "kind": "choices", "choices": choices, "other": one.other, "randomised": one.randomised,
            "most": most if most and 1 <= most <= 60 else None,
        }
    ]  # fmt: skip


def _lines(one: _Question) -> list[Fields] | None:
    return [
        {"kind": "text", "short": True, "name": f"{one.place}_{row.name}", "also": (), "text": row.text}
        for row in one.rows()
    ] or None


def _number(one: _Question) -> list[Fields]:
    one.survey.reading.leave_settings(one.place, ["numbers only"])
    return [{"kind": "text", "short": True}]


def _array(one: _Question) -> list[Fields] | None:
    """Rows that are rated: on named points, on five, or on ten."""
    rows, points = one.rows(), {"A": 5, "B": 10}.get(one.row.get("type", ""))
    if not rows:
        return None
    if points:
        return [{"kind": "rating", "rows": rows, "points": points, "randomised": one.randomised}]
    named = one.choices()
    if not 2 <= len(named) <= 11:
        return None
    one.survey.reading.leave_points(one.place, [part.text for part in named[1:-1]])
    return [
        {
            "kind": "rating", "rows": rows, "points": len(named), "low": named[0].text,
            "high": named[-1].text, "numbers": {part.name: n for n, part in enumerate(named, 1)},
            "randomised": one.randomised,
        }
    ]  # fmt: skip


READERS: Final[dict[str, Callable[[_Question], list[Fields] | None]]] = {
    "L": _list, "!": _list, "O": _list, "M": _boxes, "P": _boxes, "Q": _lines, "N": _number,
    "T": lambda _one: [{"kind": "text"}],
    "U": lambda _one: [{"kind": "text"}],
    "S": lambda _one: [{"kind": "text", "short": True}],
    "Y": lambda _one: [{"kind": "yes_no"}],
    "5": lambda _one: [{"kind": "rating", "points": 5}],
    "A": _array, "B": _array, "F": _array, "H": _array,
}  # fmt: skip


def _by(key: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(key, "")].append(row)
    return dict(found)


def _is_asked(row: Row) -> bool:
    return row.get("parent_qid", "0") in ("", "0")


def _at(name: str) -> Callable[[Row], int]:
    return lambda row: whole(row.get(name)) or 0


def _also(row: Row) -> tuple[str, ...]:
    """157384X1103X13096: the name of a question in older rules."""
    return (f"{row.get('sid', '')}X{row.get('gid', '')}X{row.get('qid', '')}",)
