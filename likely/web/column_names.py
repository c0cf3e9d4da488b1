"""What a column and its values are called on a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.lib.chart import group_words
from likely.lib.figure import short
from likely.people.property import Property, PropertyType
from likely.store.bins import NO, YES
from likely.store.cut_name import Bins, bins_named, column_asked
from likely.store.schema import DIMENSIONS
from likely.templatetags.figures import kind_name
from likely.templatetags.names import channel_name


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """surveys: {slug: name}, the newest first. labels: {key of a declared property: its label}.

    yes_no: keys of properties that are a yes or a no. Keys are without capitals here, as they ignore case.
    What is not declared keeps the name under which it came.
    """

    surveys: Mapping[str, str]
    labels: Mapping[str, str]
    yes_no: frozenset[str]

    def column(self, name: str) -> str:
        named = {
            "survey": _("Survey"),
            "kind": _("Kind"),
            "channel": _("Channel"),
            "language": _("Language"),
            "touchpoint": _("Touchpoint"),
            "group": _("Group"),
            "commented": _("Comment"),
        }
        key = column_asked(name)
        return named.get(name) or self.labels.get(key.casefold()) or key

    def columns(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self.column(name) for name in names}

    def value(self, column: str, value: str) -> str:
        if column == "survey":
            return self.surveys.get(value, value)
        if column == "group":
            return group_words(_).get(value, value)
        if column == "kind":
            return kind_name(value)
        if column == "channel":
            return channel_name(value)
        if column == "commented":
            return {"yes": _("with a comment"), "no": _("without a comment")}.get(value, value)
        if column.casefold() in self.yes_no and value in (*YES, *NO):
            return _("yes") if value in YES else _("no")
        bins = bins_named(column)
        return bin_label(bins, value) if bins and value in bins.values else value or _("not known")


def column_names(workspace: Workspace) -> ColumnNames:
    surveys = Survey.objects.of(workspace).order_by("-created_at").values_list("slug", "name")
    rows = list(Property.objects.of(workspace).values_list("key", "label", "type"))
    labels = {key.casefold(): label for key, label, _type in rows if label and key not in DIMENSIONS}
    yes_no = frozenset(key.casefold() for key, _label, type in rows if type == PropertyType.BOOLEAN)
    return ColumnNames(dict(surveys), labels, yes_no)


def bin_label(bins: Bins, value: str) -> str:
    """up to 10; 11–50; over 50"""
    if value.startswith("≤"):
        return _("up to %(number)s") % {"number": short(bins.edges[0])}
    low, high = bins.span_of(value)
    if high is None:
        return _("over %(number)s") % {"number": short(low)}
    if bins.whole:
        return short(high) if low + 1 == high else f"{short(low + 1)}–{short(high)}"
    return _("over %(low)s to %(high)s") % {"low": short(low), "high": short(high)}
