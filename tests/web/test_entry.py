"""The doors: the link, the invitation, the language, the theme."""

from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from likely.base.api_key import ApiKey
from likely.base.entry import SALT, entry_token
from likely.base.invite import invite_token
from likely.base.member import Member, User
from tests.web.conftest import member, signed_in

PASSWORD = "a horse and a battery"


class TestSignInLink:
    def test_opens_the_board(self, owner: Any) -> None:
        client = Client()
        assert client.get(f"/enter/{entry_token(owner)}")["Location"] == "/"
        assert client.get("/").status_code == 200

    def test_ends_with_the_password_it_was_made_under(self, owner: Any) -> None:
        token = entry_token(owner)
        owner.password = "argon2$another"
        owner.save()
        assert Client().get(f"/enter/{token}").status_code == 410

    @pytest.mark.parametrize("bad", ["", "x", "a:b:c"])
    def test_refuses_what_it_did_not_make(self, owner: Any, bad: str) -> None:
        assert Client().get(f"/enter/{bad or 'none'}").status_code == 410

    def test_refuses_a_token_made_for_another_purpose(self, owner: Any, workspace: Any) -> None:
        assert SALT != "likely.base.invite"
        assert Client().get(f"/enter/{invite_token(workspace, owner.email, 'owner')}").status_code == 410
        assert Client().get(f"/enter/{signing.dumps([str(owner.pk), 'x'], salt='other')}").status_code == 410

    def test_is_closed_for_the_deactivated(self, owner: Any) -> None:
        token = entry_token(owner)
        User.objects.update(is_active=False)
        assert Client().get(f"/enter/{token}").status_code == 410


class TestInvitation:
    def test_makes_an_account_and_a_member(self, workspace: Any) -> None:
        client = Client()
        opened = client.get(f"/join/{invite_token(workspace, 'New@example.org', 'analyst')}", follow=True)
        assert opened.redirect_chain[-1][0] == reverse("account_signup")
        client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
        made = Member.objects.get(user__email="new@example.org")
        assert (made.workspace, made.role) == (workspace, "analyst")
        assert made.user.password.startswith("argon2")
        assert client.get("/").status_code == 200

    def test_is_for_its_own_address_only(self, workspace: Any) -> None:
        client = Client()
        client.get(f"/join/{invite_token(workspace, 'new@example.org', 'owner')}")
        refused = client.post(
            reverse("account_signup"), {"email": "other@example.org", "password1": PASSWORD}
        )
        assert "another address" in refused.content.decode()
        assert not User.objects.filter(email="other@example.org").exists()

    def test_nobody_signs_up_without_one(self, db: None) -> None:
        answer = Client().post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})
        assert "by invitation" in answer.content.decode()
        assert not User.objects.exists()

    def test_a_known_user_joins_with_one_press(self, stranger: Any, workspace: Any) -> None:
        client = signed_in(stranger)
        address = f"/join/{invite_token(workspace, stranger.email, 'viewer')}"
        assert not Member.objects.filter(workspace=workspace, user=stranger).exists()
        assert "Join Nordic Hardware" in client.get(address).content.decode()
        assert not Member.objects.filter(workspace=workspace, user=stranger).exists()  # a GET writes nothing
        client.post(address)
        client.post(address)
        assert Member.objects.filter(workspace=workspace, user=stranger).count() == 1

    def test_somebody_else_can_not_use_it(self, stranger: Any, workspace: Any) -> None:
        answer = signed_in(stranger).post(f"/join/{invite_token(workspace, 'new@example.org', 'owner')}")
        assert answer.status_code == 410
        assert not Member.objects.filter(workspace=workspace, user=stranger).exists()

    def test_ends_when_the_member_is_removed(self, owner: Any, viewer: Any, workspace: Any) -> None:
        token = invite_token(workspace, viewer.email, "viewer")
        found = Member.objects.get(user=viewer)
        signed_in(owner).post(reverse("remove-member", args=[found.pk]))
        assert signed_in(viewer).post(f"/join/{token}").status_code == 410

    def test_nobody_gives_more_than_they_have(self, workspace: Any) -> None:
        client = signed_in(member(workspace, "m@example.org", "manager"))
        sent = {"email": "new@example.org", "role": "owner"}
        answer = client.post(reverse("invite-member"), sent)
        assert answer.status_code == 422
        assert "/join/" not in answer.content.decode()


def test_a_reset_mail_names_our_own_address_only(owner: Any, settings: Any) -> None:
    owner.set_password(PASSWORD)
    owner.save()
    Client().post(reverse("account_reset_password"), {"email": owner.email}, headers={"host": "127.0.0.1"})
    [sent] = mail.outbox
    assert f"{settings.BASE_URL}/sign-in/password/new/" in sent.body
    Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert len(mail.outbox) == 1


class TestSwitches:
    @pytest.mark.parametrize(("code", "word"), [("et", "Ülevaade"), ("zh-hans", "总览"), ("en", "Overview")])
    def test_the_language_is_kept(self, owner: Any, code: str, word: str) -> None:
        client = signed_in(owner)
        assert client.post(reverse("language"), {"language": code, "next": "/"})["Location"] == "/"
        assert word in client.get("/").content.decode()

    def test_only_our_own_addresses_are_gone_back_to(self, db: None) -> None:
        for bad in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
            answer = Client().post(reverse("theme"), {"theme": "dark", "next": bad})
            assert answer["Location"] == "/"

    def test_nothing_else_is_taken(self, db: None) -> None:
        assert Client().post(reverse("theme"), {"theme": "pink"}).status_code == 400
        assert Client().post(reverse("language"), {"language": "xx"}).status_code == 400


class TestKeys:
    def test_a_key_is_shown_once_and_can_be_revoked(self, owner: Any) -> None:
        client = signed_in(owner)
        said = client.post(reverse("create-key"), {"name": "till"}).content.decode()
        token = said.split('id="token">')[1].split("<")[0]
        key = ApiKey.find(token)
        assert key
        assert token not in client.get("/settings").content.decode()
        client.post(reverse("revoke-key", args=[key.pk]))
        assert ApiKey.find(token) is None
