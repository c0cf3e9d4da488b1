"""A browser without scripts: the form of a page as it would be sent, and the way that it then leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.public.browser_like import headers

VOID = {"meta", "link", "input", "br"}


@dataclass
class Control:
    name: str
    kind: str
    value: str
    checked: bool
    required: bool


@dataclass
class Form(HTMLParser):
    """The one form of a page: what is disabled or inert is left out, as a browser does."""

    html: str
    action: str = ""
    controls: list[Control] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._off: list[str] = []  # open tags within which nothing is sent
        self._area: Control | None = None
        self.feed(self.html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if tag == "form":
            self.action = told["action"] or ""
        if self._off or tag == "template" or (tag == "fieldset" and "disabled" in told):
            self._off += [tag] if tag not in VOID else []
            return
        if tag in ("input", "textarea") and told.get("name") and "disabled" not in told:
            kind = told.get("type") or ("textarea" if tag == "textarea" else "text")
            control = Control(
                told["name"] or "", kind, told.get("value") or "", "checked" in told, "required" in told
            )
            self.controls.append(control)
            self._area = control if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if self._off and self._off[-1] == tag:
            self._off.pop()
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area.value += data

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.controls if one.kind != "hidden"}

    def pairs(self, wanted: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What is sent once `wanted` (name: value, or a list of them) was entered."""
        for one in self.controls:
            chosen = wanted.get(one.name)
            if one.kind == "hidden":
                yield one.name, one.value
            elif one.kind not in ("radio", "checkbox"):
                yield one.name, one.value if chosen is None else str(chosen)
            elif one.checked if chosen is None else one.value in (str(c) for c in _each(chosen)):
                yield one.name, one.value

    def offers(self, name: str) -> list[str]:
        return [one.value for one in self.controls if one.name == name and one.kind != "hidden"]


def _each(chosen: Any) -> list[Any]:
    return chosen if isinstance(chosen, list) else [chosen]


@dataclass
class Visitor:
    """One person with such a browser on one link."""

    client: Client
    address: str
    html: str = ""

    def look(self, query: str = "") -> Form:
        response = self.client.get(self.address + query)
        self.html = response.content.decode()
        return Form(self.html)

    def send(self, form: Form, **wanted: Any) -> Form:
        """Sends the form and follows to where it leads. A dot in a name is written as two lines."""
        entered = {name.replace("__", "."): value for name, value in wanted.items()}
        unknown = set(entered) - form.names
        assert not unknown, f"the page does not ask for {unknown}"
        media_type = "application/x-www-form-urlencoded"
        body = urlencode(list(form.pairs(entered)))
        sent = self.client.post(form.action, body, content_type=media_type, headers=headers(form=True))
        assert sent.status_code == 303, sent.content
        self.step = sent["Location"]
        self.html = self.client.get(sent["Location"]).content.decode()
        return Form(self.html)
