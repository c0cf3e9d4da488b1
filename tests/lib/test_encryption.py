import pytest

from likely.lib.encryption import decrypt, encrypt
from likely.lib.refusal import Refusal


def test_what_is_kept_does_not_show_the_secret(settings: object) -> None:
    settings.ENCRYPTION_KEYS = ["first-key"]  # type: ignore[attr-defined]
    kept = encrypt("пароль 密码")
    assert "пароль" not in kept
    assert kept != encrypt("пароль 密码")
    assert decrypt(kept) == "пароль 密码"


def test_a_new_key_in_front_reads_what_the_old_one_wrote(settings: object) -> None:
    settings.ENCRYPTION_KEYS = ["old"]  # type: ignore[attr-defined]
    kept = encrypt("secret")
    settings.ENCRYPTION_KEYS = ["new", "old"]  # type: ignore[attr-defined]
    assert decrypt(kept) == "secret"
    settings.ENCRYPTION_KEYS = ["new"]  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="encryption key is missing"):
        decrypt(kept)


@pytest.mark.parametrize("kept", ["", "nothing", "gAAAAA", "ä"])
def test_what_nobody_encrypted_is_refused(kept: str, settings: object) -> None:
    settings.ENCRYPTION_KEYS = ["first-key"]  # type: ignore[attr-defined]
    with pytest.raises(Refusal):
        decrypt(kept)


def test_the_secret_key_may_change(settings: object) -> None:
    settings.SECRET_KEY = "one"  # type: ignore[attr-defined]
    kept = encrypt("secret")
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert decrypt(kept) == "secret"
