"""Lists of people in the browser, by hand; and a signing secret that is shown once."""

from typing import Any

from likely.act.endpoint import Endpoint
from likely.act.playbook import PlaybookFacts, make_playbook
from likely.act.playbook_step import Step
from likely.ask.programme import Programme
from likely.people.person import Person
from likely.people.roster import Roster, RosterEntry
from likely.people.segment import Segment
from tests.web.conftest import signed_in

HOOK = "https://93.184.215.14/in"


def texts(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_list_by_hand_from_its_name_to_a_programme(
    workspace: Any, foreign_workspace: Any, owner: Any
) -> None:
    mari = Person.objects.create(workspace=workspace, email="mari@example.org", name="Mari")
    jaan = Person.objects.create(workspace=workspace, external_id="C-7", name="Jaan")
    theirs = Person.objects.create(workspace=foreign_workspace, email="li@example.org", name="Li")
    client = signed_in(owner)
    address = client.post("/people/lists", {"name": "To  call"})["Location"]
    found = Roster.objects.get()
    assert found.name == "To call"
    assert client.post("/people/lists", {"name": "To call"}).status_code == 422
    refused = client.post(f"{address}/put", {"people": f"mari@example.org\n{theirs.email}"})
    assert refused.status_code == 422
    assert "Nobody is known by: li@example.org." in texts(refused)
    assert "mari@example.org" in texts(refused)  # what was typed stays
    client.post(f"{address}/put", {"people": "MARI@example.org \n\nC-7\nmari@example.org"})
    assert set(RosterEntry.objects.values_list("person", flat=True)) == {mari.pk, jaan.pk}
    client.post(f"{address}/off/{jaan.pk}")
    assert "Mari" in texts(client.get(address))
    assert "Jaan" not in texts(client.get(address))
    assert 'value="' + str(found.pk) in texts(client.get(f"/people/{jaan.pk}"))
    client.post(f"/people/{jaan.pk}/list", {"list": str(found.pk)})
    client.post(f"{address}/rename", {"name": "Call back"})
    begun = client.post(f"{address}/audience")
    segment = Segment.objects.get()
    assert (segment.name, segment.rule) == ("Call back", 'list is "Call back"')
    assert begun["Location"] == f"/programmes/new?segment={segment.pk}"
    assert f'value="{segment.pk}" selected' in texts(client.get(begun["Location"]))
    client.post(f"{address}/audience")  # a second time makes no second segment
    assert (Segment.objects.count(), Programme.objects.count()) == (1, 0)
    assert "Call back" in texts(client.get(f"/playbooks/new?list={found.pk}"))
    client.post(f"{address}/drop")
    assert not Roster.objects.exists()


def test_a_signing_secret_is_shown_once_and_rotated_once(workspace: Any, owner: Any) -> None:
    steps = (Step("a", "webhook", says={"url": HOOK}),)
    playbook = make_playbook(workspace, PlaybookFacts("Call", ("detractor",), steps=steps), "system", "steps")
    client, page = signed_in(owner), f"/playbooks/{playbook.pk}"
    assert "whsec_" not in texts(client.get(page))
    first = Endpoint.objects.get().secret_shown
    assert first in texts(client.post(f"{page}/secret", {"url": HOOK}))
    assert first not in texts(client.post(f"{page}/secret", {"url": HOOK}, follow=True))
    turned = {"url": HOOK, "rotate": "yes", "since": "", "hours": "24"}
    shown = texts(client.post(f"{page}/secret", turned))
    second = Endpoint.objects.get()
    assert second.secret_shown in shown
    assert first not in shown
    assert second.former_until is not None
    assert "whsec_" not in texts(client.post(f"{page}/secret", turned, follow=True))  # loaded again
    assert Endpoint.objects.get().secret == second.secret
    assert "signed with the former secret too until" in texts(client.get(page))
