"""The page of suppressions: found by address, added by hand or file, lifted with a reason, given out."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from likely.base.journal import JournalEntry
from likely.people.suppression import Suppression, SuppressionReason, barred, suppress
from tests.web.conftest import signed_in


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def barred_of(workspace: Any, *addresses: str) -> set[str]:
    return set(barred(workspace, "mail", addresses, "rnps", timezone.now()))


def send(client: Any, text: str | bytes, **more: str) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse("suppression-file"), {"file": SimpleUploadedFile("a.csv", content), **more})


def test_one_is_added_found_and_lifted_with_a_reason(owner: Any, workspace: Any) -> None:
    client = signed_in(owner)
    page = reverse("suppressions")
    assert client.post(page, {"address": " Mari@Example.org"}).status_code == 302
    assert barred_of(workspace, "mari@example.org")
    assert "m…i@example.org" in told(client.get(page, {"address": "mari@example.org"}))
    assert "Nothing is barred there." in told(client.get(page, {"address": "jaan@example.org"}))
    row = Suppression.objects.get()
    lifting = reverse("lift-suppression", args=[row.pk])
    assert client.post(lifting, {"why": ""}).status_code == 422
    assert barred_of(workspace, "mari@example.org")
    assert client.post(lifting, {"why": "asked by phone"}).status_code == 302
    assert not barred_of(workspace, "mari@example.org")
    told_by_journal = {one.verb for one in JournalEntry.objects.of(workspace)}
    assert told_by_journal == {"suppression.added", "suppression.lifted"}


def test_what_is_no_address_is_refused(owner: Any, workspace: Any) -> None:
    answer = signed_in(owner).post(reverse("suppressions"), {"address": "mari"})
    assert answer.status_code == 422
    assert 'value="mari"' in told(answer)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        "mari@example.org\njaan@example.org\n",
        "Email,Unsubscribed At\nmari@example.org,2026-01-01\nJAAN@example.org,2026-01-02\n",
        "person_id;email;name\n1;mari@example.org;Mari\n2;jaan@example.org;\n",
        "\ufeffE-mail address\nmari@example.org\njaan@example.org\nmari@example.org\n\n",
    ],
)
def test_a_list_of_another_tool_is_taken_in(owner: Any, workspace: Any, file: str) -> None:
    assert send(signed_in(owner), file, reason="hard_bounce").status_code == 302
    assert barred_of(workspace, "mari@example.org", "jaan@example.org", "other@example.org") == {
        "mari@example.org",
        "jaan@example.org",
    }
    assert set(Suppression.objects.values_list("reason", flat=True)) == {SuppressionReason.HARD_BOUNCE}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("Email\nmari@example.org\nnobody\n", "row 3: &#x27;nobody&#x27;"),
        ("Name\nMari\n", "No column"),
        ("", "empty"),
        (b"Email\nm\xe4ri@example.org", "UTF-8"),
        ("Email\n", "no address"),
    ],
)
def test_a_list_with_a_fault_changes_nothing(owner: Any, file: Any, said: str) -> None:
    answer = send(signed_in(owner), file)
    assert answer.status_code == 422
    assert said in told(answer)
    assert not Suppression.objects.exists()


def test_the_list_is_paged_and_given_out(owner: Any, workspace: Any) -> None:
    for number in range(51):
        suppress(
            workspace,
            "mail",
            f"p{number:02}x@example.org",
            "",
            SuppressionReason.COMPLAINT,
            "=1+1",
            timezone.now(),
        )
    client = signed_in(owner)
    page = told(client.get(reverse("suppressions")))
    assert page.count('<th scope="row">') == 50
    last = sorted(Suppression.objects.values_list("pk", flat=True))[1]
    assert f"after={last}" in page
    assert told(client.get(reverse("suppressions"), {"after": str(last)})).count('<th scope="row">') == 1
    file = b"".join(client.get(reverse("suppression-list")).streaming_content).decode("utf-8-sig")
    assert len(file.splitlines()) == 52
    assert ",'=1+1," in file
    assert "p01x" not in file
