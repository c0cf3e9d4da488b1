"""The form of a person: facts in fields, and a field for each declared property."""

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.people.facts import POPULATIONS, AccountFacts, PersonFacts, PropertyValue, read_person
from likely.people.person import Person
from likely.people.property import Property, PropertyType

PROPERTY: Final = "property-"
FACTS: Final = ("external_id", "email", "phone", "name", "language", "time_zone", "channel", "population")


class Suggestions(forms.TextInput):
    """A text field that offers values; any other may be typed."""

    template_name = "web/suggestions.html"

    def __init__(self, offered: Any) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"list_id": list_id, "offered": self.offered()}


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("With country code: +372 5551 2345."),
    )
    external_id = forms.CharField(
        label=gettext_lazy("Your own id"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("The number under which your other systems know this person."),
    )
    account = forms.CharField(
        label=gettext_lazy("Account"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("The company that the person belongs to, by your own id of it."),
    )
    population = forms.CharField(
        label=gettext_lazy("Population"),
        max_length=24,
        required=False,
        widget=Suggestions(lambda: POPULATIONS),
        help_text=gettext_lazy("Customers, employees, owners, buyers, users, or a word of your own."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("A code such as en, et or zh."),
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        required=False,
        widget=Suggestions(lambda: sorted(available_timezones())),
        help_text=gettext_lazy("As in Europe/Tallinn. Empty means that of the workspace."),
    )
    channel = forms.CharField(
        label=gettext_lazy("Preferred channel"),
        max_length=16,
        required=False,
        widget=Suggestions(lambda: ("mail", "sms", "whatsapp", "voice")),
    )

    def __init__(self, sent: Any, *, properties: list[Property], initial: Any = None) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        for one in properties:
            self.fields[PROPERTY + one.key] = _field(one)

    def facts(self) -> PersonFacts:
        """A refusal names the field."""
        told = {name: self.cleaned_data[name] for name in FACTS}
        account = self.cleaned_data["account"].strip()
        return read_person(told | ({"account": {"external_id": account}} if account else {}))

    def properties(self) -> dict[str, PropertyValue | None]:
        """Of the declared ones; None where the field is empty."""
        told = {
            name.removeprefix(PROPERTY): value
            for name, value in self.cleaned_data.items()
            if name[:9] == PROPERTY
        }
        return {key: value if value != "" else None for key, value in told.items()}

    def refuse(self, refusal: Any, said: str) -> None:
        """Under the field that is at fault."""
        field = refusal.field.replace("properties.", PROPERTY).replace("account.external_id", "account")
        self.add_error(field if field in self.fields else None, said)


def initial_of(person: Person) -> dict[str, Any]:
    account: AccountFacts | Any = person.account
    told = {name: getattr(person, name) for name in FACTS} | {
        "account": account.external_id if account else ""
    }
    return told | {PROPERTY + key: _shown(value) for key, value in person.properties.items()}


def _shown(value: PropertyValue) -> PropertyValue:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _field(one: Property) -> forms.Field:
    same: dict[str, Any] = {"label": str(one), "required": False}
    if one.type == PropertyType.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *((value, value) for value in one.choices)], **same)
    if one.type == PropertyType.BOOLEAN:
        return forms.ChoiceField(choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))], **same)
    if one.type == PropertyType.DATE:
        return forms.CharField(max_length=10, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **same)
    widget = forms.TextInput({"inputmode": "decimal"} if one.type == PropertyType.NUMBER else {})
    return forms.CharField(max_length=500, widget=widget, **same)
