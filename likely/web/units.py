"""The tree of units: built by hand, by a file, or out of what answers carry."""

import csv
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.experiment import ARM
from likely.base.access import reaches
from likely.base.member import Member, Role
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.people.unit import (
    LEVELS,
    LONGEST,
    Unit,
    UnitFacts,
    UnitTree,
    change_unit,
    drop_unit,
    levels_of,
    make_unit,
    name_levels,
    tree_of,
)
from likely.people.unit_rows import LARGEST, keep_rows, read_rows, rows_of
from likely.store.schema import DIMENSIONS
from likely.store.units_found import MOST_KEYS, rows_found
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

PER_PAGE: Final = 100
LEVEL_WORDS: Final = {
    "company": pgettext_lazy("level of a unit", "Company"),
    "region": pgettext_lazy("level of a unit", "Region"),
    "team": pgettext_lazy("level of a unit", "Team"),
    "agent": pgettext_lazy("level of a unit", "Agent"),
    "store": pgettext_lazy("level of a unit", "Store"),
}


def level_word(level: str) -> str:
    return str(LEVEL_WORDS.get(level, level))


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST["name"])
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Lies under"), coerce=UUID, required=False, empty_value=None
    )
    property = forms.ChoiceField(
        label=gettext_lazy("Its answers are those whose property"),
        required=False,
        help_text=gettext_lazy("None: it has the answers of the units below it alone."),
    )
    values = forms.CharField(
        label=gettext_lazy("has one of these values"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on a line, as answers carry it."),
    )
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who works in it"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(
        label=gettext_lazy("Digest for its people"),
        required=False,
        choices=(
            ("", pgettext_lazy("a digest", "None")),
            ("week", gettext_lazy("Weekly")),
            ("day", gettext_lazy("Daily")),
        ),
        help_text=gettext_lazy(
            "Until they choose themselves. Each gets it in their own language and can end it."
        ),
    )

    def __init__(self, sent: Any, request: StaffRequest, unit: Unit | None, initial: Any = None) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        fields: Any = self.fields
        tree, own = tree_of(request.workspace), set()
        if unit is not None:
            own = {one.pk for one in tree.within(unit)}
        levels = [(one, level_word(one)) for one in levels_of(request.workspace)]
        fields["level"].choices = [("", "–"), *levels]
        above = [(str(one.pk), tree.path(one)) for one in tree.units if one.pk not in own]
        fields["parent"].choices = [("", pgettext("a unit", "None, it is on top")), *above]
        names = dict.fromkeys([*_keys(request), *([unit.key] if unit and unit.key else [])])
        fields["property"].choices = [("", "–"), *((one, one) for one in names)]
        members = Member.objects.of(request.workspace).select_related("user").order_by("user__email")
        fields["people"].choices = [(str(one.user_id), str(one.user)) for one in members]

    def facts(self) -> UnitFacts:
        told = dict(self.cleaned_data)
        return UnitFacts(**{**told, "values": told["values"].splitlines()})


class FoundForm(forms.Form):
    """From the top down; the level of each is the one in its place."""

    def __init__(self, sent: Any, request: StaffRequest) -> None:
        super().__init__(sent, label_suffix="")
        names = _keys(request)
        for place in range(min(MOST_KEYS, len(names))):
            label = _("Property") if not place else _("and below it")
            first = [] if not place else [("", "–")]
            self.fields[f"key_{place}"] = forms.ChoiceField(
                label=label, required=not place, choices=[*first, *((one, one) for one in names)]
            )
            levels = [(one, level_word(one)) for one in levels_of(request.workspace)]
            self.fields[f"level_{place}"] = forms.ChoiceField(
                label=_("Level"), required=False, choices=[("", "–"), *levels]
            )

    def chosen(self) -> tuple[list[str], list[str]]:
        """Properties and levels."""
        told = self.cleaned_data
        pairs = [(told[f"key_{n}"], told[f"level_{n}"]) for n in range(MOST_KEYS) if told.get(f"key_{n}")]
        return [key for key, _level in pairs], [level for _key, level in pairs]


@member()
@require_safe
def units(request: StaffRequest) -> HttpResponse:
    return _page(request)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: StaffRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, request, None, {"parent": request.GET.get("under", "")})
    if _kept(request, form, None):
        return redirect("units")
    return render(
        request, "web/unit_form.html", {"form": form, "unit": None}, status=422 if form.errors else 200
    )


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    found = _found(request, unit_id)
    typed = {
        "name": found.name,
        "level": found.level,
        "parent": str(found.parent_id or ""),
        "property": found.key,
        "values": "\n".join(found.values),
        "people": [str(one) for one in found.people.values_list("pk", flat=True)],
        "digest": found.digest,
    }
    form = UnitForm(request.POST or None, request, found, typed)
    if _kept(request, form, found):
        return redirect("units")
    context = {"form": form, "unit": found}
    return render(request, "web/unit_form.html", context, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def unit_drop(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    found = _found(request, unit_id)
    try:
        drop_unit(found, actor(request))
    except Refusal as refusal:
        messages.error(request, str(said(refusal)))
        return redirect("unit", found.pk)
    messages.success(request, _("The unit is removed."))
    return redirect("units")


@member(Role.MANAGER)
@require_POST
def units_import(request: StaffRequest) -> HttpResponse:
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refusal("field_missing", "There is no file.", field="file")
        if (file.size or 0) > LARGEST:
            raise Refusal("units_file_too_large", "The file has more than 2 MB.", field="file")
        told = keep_rows(request.workspace, read_rows(file.read()), actor(request))
    except Refusal as refusal:
        return _page(request, fault=_row_said(refusal))
    _tell(request, told.added, told.changed)
    return redirect("units")


@member(Role.MANAGER)
@require_POST
def units_from_answers(request: StaffRequest) -> HttpResponse:
    form = FoundForm(request.POST, request)
    if not form.fields:
        messages.error(request, _("No answer carries a property yet."))
        return redirect("units")
    if form.is_valid():
        try:
            keys, levels = form.chosen()
            rows = rows_found(table_of(request.workspace), keys, levels, (), tree_of(request.workspace))
            told = keep_rows(request.workspace, rows, actor(request))
        except Refusal as refusal:
            form.add_error(None, _row_said(refusal))
        else:
            _tell(request, told.added, told.changed)
            return redirect("units")
    return _page(request, found=form)


@member(Role.MANAGER)
@require_POST
def unit_levels(request: StaffRequest) -> HttpResponse:
    known = {level_word(one): one for one in LEVELS}
    typed = [one.strip() for one in request.POST.get("levels", "").splitlines()]
    try:
        name_levels(request.workspace, [known.get(one, one) for one in typed], actor(request))
    except Refusal as refusal:
        return _page(request, levels_fault=str(said(refusal)), levels="\n".join(typed))
    messages.success(request, _("Saved."))
    return redirect("units")


@member(Role.MANAGER)
@require_safe
def units_file(request: StaffRequest) -> HttpResponse:
    """All of them, as a file that can be changed and read again."""
    answer = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    named(answer, "units.csv")
    csv.writer(answer).writerows(
        [plain_cell(one) for one in row] for row in rows_of(tree_of(request.workspace))
    )
    return answer


def _page(
    request: StaffRequest,
    fault: str = "",
    found: FoundForm | None = None,
    levels_fault: str = "",
    levels: str = "",
) -> HttpResponse:
    tree, own = tree_of(request.workspace), reaches(request.member.role, Role.MANAGER)
    page = Paginator(tree.units, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, tree, page),
        "any": bool(tree.units),
        "own": own,
        "fault": fault,
        "found": found or (FoundForm(None, request) if own and _keys(request) else None),
        "levels": levels or "\n".join(level_word(one) for one in levels_of(request.workspace)),
        "levels_fault": levels_fault,
        "tab": "units",
        "sees_signs": own,
    }
    return render(request, "web/units.html", context, status=422 if fault or found or levels_fault else 200)


def _rows(request: StaffRequest, tree: UnitTree, page: Any) -> list[dict[str, Any]]:
    members = Member.objects.of(request.workspace).values("user")
    pairs = Unit.people.through.objects.filter(unit__in=[one.pk for one in page], user__in=members)
    people: dict[UUID, int] = {}
    for pk in pairs.values_list("unit_id", flat=True):
        people[pk] = people.get(pk, 0) + 1
    return [
        {
            "unit": one,
            "indent": tree.depths[one.pk],
            "level": level_word(one.level),
            "values": ", ".join(one.values[:3]) + (" …" if len(one.values) > 3 else ""),
            "people": people.get(one.pk, 0),
        }
        for one in page
    ]


def _kept(request: StaffRequest, form: UnitForm, found: Unit | None) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        if found is None:
            make_unit(request.workspace, form.facts(), actor(request))
        else:
            change_unit(found, form.facts(), actor(request))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        return False
    messages.success(request, _("Saved."))
    return True


def _tell(request: StaffRequest, added: int, changed: int) -> None:
    messages.success(
        request, _("%(added)s units were added, %(changed)s changed.") % {"added": added, "changed": changed}
    )


def _row_said(refusal: Refusal) -> str:
    """With the row that it is about, which the refusal's own words begin with."""
    row, mark, _rest = refusal.message.partition(": ")
    place = row.removeprefix("row ")
    words = str(said(refusal))
    return _("Row %(n)s: %(why)s") % {"n": place, "why": words} if mark and place.isdecimal() else words


def _keys(request: StaffRequest) -> list[str]:
    """Properties that answers carry."""
    table = table_of(request.workspace)
    return sorted(one for one in table.dimensions if one not in DIMENSIONS and not one.startswith(ARM))


def _found(request: StaffRequest, unit_id: UUID) -> Unit:
    return get_object_or_404(Unit.objects.of(request.workspace).select_related("workspace"), pk=unit_id)
