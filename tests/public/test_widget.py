"""The widget's addresses: what they tell, to whom, for how long; and the kept scripts are the sources'."""

import gzip
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client
from django.utils import timezone

from likely.ask.definition import Definition
from likely.ask.preset import make_preset
from likely.ask.survey import Survey, SurveyState
from likely.ask.widget_rules import WidgetRules, read_origins
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from tests.public.widget_surveys import EVERY, make
from tools.short_names import shortened

ROOT = Path(__file__).parents[2]
SHOP = "https://shop.example"
KEY = "k" * 32


@pytest.fixture
def client() -> Client:
    return Client()


def tell(client: Client, slug: str, origin: str = SHOP, **said: Any) -> Any:
    return client.post(
        f"/w/{slug}",
        json.dumps({"key": KEY, **said}),
        content_type="application/json",
        headers={"Origin": origin},
    )


def limit(survey: Survey, **rules: Any) -> None:
    survey.widget = WidgetRules(**rules).to_json()
    survey.save()


@pytest.mark.parametrize(
    ("script", "short"),
    [
        ("const total=(value)=>value*2;total(3);", "const a=(b)=>b*2;a(3);"),
        ("const name=1;part.name=name;", "const name=1;part.name=name;"),  # a property
        ("const value=1;send({value});send({value:2});", "const value=1;send({value});send({value:2});"),
        ("const said=1;`said ${said?`is ${said}`:{}} said`;", "const a=1;`said ${a?`is ${a}`:{}} said`;"),
        ("let found='found';found=/found[`'{]/;", "let a='found';a=/found[`'{]/;"),
        ("const {kept}=one;const [first,last]=kept;", "const {kept}=one;const [a,b]=kept;"),
        ("const wide=a?wide:b;document.title=wide;", "const c=a?c:b;document.title=c;"),
        ("const likely=1;const parts=[...likely,parts];", "const likely=1;const a=[...likely,a];"),
    ],
)
def test_what_a_script_alone_knows_has_a_short_name(script: str, short: str) -> None:
    assert shortened(script, {"likely"}) == short


def test_the_kept_scripts_are_what_the_sources_say() -> None:
    told = subprocess.run(
        [sys.executable, "tools/widget.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("name", ["w.js", "w.mjs", "w-view.mjs", "w.d.ts"])
def test_a_script_is_compressed_and_kept_for_any_page(client: Client, name: str) -> None:
    plain = client.get(f"/{name}", headers={"Accept-Encoding": "identity"})
    small = client.get(f"/{name}", headers={"Accept-Encoding": "gzip, deflate"})
    smaller = client.get(f"/{name}", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert gzip.decompress(small.content) == brotli.decompress(smaller.content) == plain.content
    assert (small["Content-Encoding"], smaller["Content-Encoding"]) == ("gzip", "br")
    assert smaller["Access-Control-Allow-Origin"] == "*"
    assert smaller["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Accept-Encoding" in smaller["Vary"]
    again = client.get(f"/{name}", headers={"Accept-Encoding": "br", "If-None-Match": smaller["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert plain["ETag"] != smaller["ETag"]


def test_the_part_that_is_named_by_its_version_never_changes(client: Client) -> None:
    script = client.get("/w.js").content.decode()
    address = "/" + script[script.index("w-view.mjs?v=") :][:23]
    assert "immutable" in client.get(address)["Cache-Control"]
    assert "immutable" not in client.get("/w-view.mjs?v=other")["Cache-Control"]


def test_a_survey_is_told_in_one_language(client: Client, survey: Survey) -> None:
    told = client.get("/w/nordic.json?lang=fr,et-EE,en", headers={"Origin": SHOP})
    assert told["Access-Control-Allow-Origin"] == "*"
    found = told.json()
    assert found["language"] == "et"
    assert found["words"]["send"] == "Saada"
    assert "推荐" not in told.content.decode()
    assert "recommend" not in told.content.decode()
    assert not told.cookies
    assert client.get("/w/nordic.json").json()["language"] == "en"


def test_a_survey_is_told_without_internals(client: Client, workspace: Any) -> None:
    hidden = {"key": "margin", "kind": "hidden", "known_as": "secret_margin"}
    looked_at = {"key": "tier", "kind": "hidden"}
    rule = {"on": "tier", "is": ["gold"]}
    ruled = {
        "key": "gold",
        "kind": "text",
        "text": {"en": "Gold?"},
        "show_if": {"all": [rule, {"on": "channel", "is": ["widget"]}]},
    }
    definition = Definition.from_json({**EVERY, "questions": [*EVERY["questions"], hidden, looked_at, ruled]})
    survey = Survey.objects.create(workspace=workspace, slug="full", name="Board only", kind="rnps")
    survey.publish(definition)
    told = client.get("/w/full.json")
    found = told.json()
    text = told.content.decode()
    for internal in (
        str(survey.pk),
        str(workspace.pk),
        str(survey.live_id),
        "Board only",
        "margin",
        "published",
    ):
        assert internal not in text
    assert set(found) == {
        "version", "language", "direction", "sender", "anonymous", "questions", "consent", "thanks", "links",
        "privacy", "words", "rest", "proof",
    }  # fmt: skip
    questions = {question["key"]: question for question in found["questions"]}
    assert questions["gold"]["show_if"] == rule
    assert questions["tier"] == {"key": "tier", "kind": "hidden", "known_as": "tier"}
    assert (questions["score"]["first"], questions["score"]["last"]) == (0, 10)
    assert (questions["effort"]["first"], questions["effort"]["last"]) == (1, 7)


def test_a_survey_that_did_not_change_is_not_sent_again(client: Client, survey: Survey) -> None:
    told = client.get("/w/nordic.json?lang=en")
    assert "max-age=60" in told["Cache-Control"]
    assert client.get("/w/nordic.json?lang=en", headers={"If-None-Match": told["ETag"]}).status_code == 304
    assert client.get("/w/nordic.json?lang=et", headers={"If-None-Match": told["ETag"]}).status_code == 200
    limit(survey, shown_days=60)
    assert client.get("/w/nordic.json?lang=en", headers={"If-None-Match": told["ETag"]}).json()["rest"] == {
        "shownDays": 60, "answeredDays": 0, "sample": 100,
    }  # fmt: skip


@pytest.mark.parametrize(("state", "status"), [(SurveyState.PAUSED, 409), (SurveyState.CLOSED, 410)])
def test_a_survey_that_takes_no_answers_says_so_and_when_to_ask_again(
    client: Client, survey: Survey, state: str, status: int
) -> None:
    survey.move_to(state, "test")
    told = client.get("/w/nordic.json")
    assert told.status_code == status
    assert int(told["Retry-After"]) > 0
    assert told["Access-Control-Allow-Origin"] == "*"
    assert client.get("/w/nobody.json").status_code == 404


def test_a_browser_asks_before_it_sends(client: Client, survey: Survey) -> None:
    asked = client.options(
        "/w/nordic",
        headers={
            "Origin": SHOP,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Headers"] == "Content-Type"
    assert asked["Access-Control-Allow-Methods"] == "POST"
    assert "Access-Control-Allow-Credentials" not in asked


def test_an_answer_is_taken_from_any_page_and_makes_no_cookie(client: Client, survey: Survey) -> None:
    told = tell(client, "nordic", score=9, properties={"plan": "pro"})
    assert told.status_code == 200
    assert told["Access-Control-Allow-Origin"] == "*"
    assert told.json()["status"] == "stored"
    assert not told.cookies
    assert tell(client, "nordic", score=9).json()["status"] == "repeated"
    row = Response.objects.get()
    assert (row.channel, row.score, row.properties) == ("widget", 9, {"plan": "pro", "unverified": True})


def test_a_refusal_can_be_read_by_the_page(client: Client, survey: Survey) -> None:
    told = tell(client, "nordic", score="9")
    assert told.status_code == 422
    assert told["Access-Control-Allow-Origin"] == "*"
    assert told.json()["field"] == "score"
    form = client.post("/w/nordic", "key=a&score=9", content_type="application/x-www-form-urlencoded")
    assert form.status_code in {400, 415}
    assert not Response.objects.exists()


def test_the_open_link_takes_no_properties(client: Client, survey: Survey) -> None:
    body = json.dumps({"key": KEY, "score": 9, "properties": {"plan": "pro"}})
    assert client.post("/s/nordic", body, content_type="application/json").status_code == 422


def test_only_the_named_pages_may_ask(client: Client, survey: Survey) -> None:
    limit(survey, origins=(SHOP, "https://*.partner.example"))
    assert client.get("/w/nordic.json", headers={"Origin": SHOP}).status_code == 200
    assert client.get("/w/nordic.json", headers={"Origin": "https://evil.example"}).status_code == 403
    assert tell(client, "nordic", "https://evil.example", score=1).status_code == 403
    assert tell(client, "nordic", "https://evilpartner.example", score=1).status_code == 403
    assert not Response.objects.exists()
    assert tell(client, "nordic", "https://www.partner.example", score=1).status_code == 200


def test_an_anonymous_survey_keeps_nothing_that_the_page_says(client: Client, workspace: Any) -> None:
    survey = Survey.objects.create(workspace=workspace, slug="staff", name="Staff", kind="rnps")
    survey.publish(
        Definition.from_json(
            {**make("usual").to_json(), "anonymous": True, "questions": EVERY["questions"][:2]}
        )
    )
    assert tell(client, "staff", score=3, properties={"email": "mari@example.org"}).status_code == 200
    assert Response.objects.get().properties == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Shop.Example/ http://127.0.0.1:8080", ("https://shop.example", "http://127.0.0.1:8080")),
        ("https://shop.example:443\nhttps://shop.example", ("https://shop.example",)),
        ("https://*.example.org", ("https://*.example.org",)),
        ("", ()),
    ],
)
def test_origins_are_read_as_people_type_them(typed: str, kept: tuple[str, ...]) -> None:
    assert read_origins(typed) == kept


@pytest.mark.parametrize(
    "typed", ["shop.example", "ftp://shop.example", "https://a.example/path", "https://", "javascript:x"]
)
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="origin"):
        read_origins(typed)


def test_what_the_owner_signed_is_believed_before_what_the_page_says(client: Client, survey: Survey) -> None:
    signed = make_preset(survey, {"shop": "port"})
    told = tell(client, "nordic", score=9, preset=signed, properties={"shop": "hacked", "plan": "pro"})
    assert told.status_code == 200
    assert Response.objects.get().properties == {"shop": "port", "plan": "pro", "unverified": True}


def test_a_signature_that_is_over_or_wrong_costs_no_answer(client: Client, survey: Survey) -> None:
    over = make_preset(survey, {"shop": "port"}, timezone.now() - timedelta(days=1))
    assert tell(client, "nordic", score=9, preset=over).status_code == 200
    assert tell(client, "nordic", score=9, preset="forged").status_code == 200
    assert Response.objects.get().properties == {}


SOURCES = ROOT / "likely" / "static" / "widget" / "src"
TYPES = (SOURCES.parent / "w.d.ts").read_text("utf-8")


def typed(name: str) -> set[str]:
    """The members of an interface of the types."""
    body = re.sub(
        r"/\*\*.*?\*/", "", TYPES.split(f"export interface {name} {{")[1].split("\n}")[0], flags=re.S
    )
    return set(re.findall(r"^  (\w+)\??:", body, flags=re.M))


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.js")))


def test_the_types_know_every_deed_of_the_source_and_no_other() -> None:
    deeds = (SOURCES / "main.js").read_text("utf-8").split("const deeds = {")[1].split("\n};")[0]
    done = set(re.findall(r"^  (\w+)(?:\(|:|,)", deeds, flags=re.M))
    assert set(re.findall(r'\(deed: "(\w+)"', TYPES)) == done


def test_the_types_know_every_event_of_the_source_and_no_other() -> None:
    assert set(re.findall(r'emit\("(\w+)"', sources())) == typed("Events")


def test_every_option_of_the_types_is_read_and_every_one_that_is_read_is_typed() -> None:
    parts = ("main.js", "target.js", "view.js", "colour.js")
    text = "".join((SOURCES / name).read_text("utf-8") for name in parts)
    read = set(re.findall(r"\boptions\.(\w+)", text))
    read |= set(re.findall(r'"(\w+)"', text.split("const NUMBERS = [")[1].split("]")[0]))
    for names in re.findall(r"const \{([^}]*)\} = options\b|placeOf = \(\{([^}]*)\}\)", text):
        read |= set(re.findall(r"\w+", "".join(names)))
    own = {"at"}  # the script tag itself, of which nobody else can speak
    assert typed("ShowOptions") == read - own


def test_the_package_names_files_that_are_there() -> None:
    folder = SOURCES.parent
    package = json.loads((folder / "package.json").read_text("utf-8"))
    named = {package["main"], package["types"], *package["exports"]["."].values(), *package["files"]}
    assert [name for name in named if not (folder / name).is_file()] == []
    assert "export{likely,likely as default}" in (folder / "w.mjs").read_text("utf-8")
