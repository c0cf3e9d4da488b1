"""The home: one folder that holds whatever an installation keeps on its machine."""

import os
from pathlib import Path
from secrets import token_urlsafe

from likely.lib.refusal import Refusal

KEY_FILE = "secret-key"
ENCRYPTION_KEY_FILE = "encryption-key"  # of its own: a new secret key loses no provider's password


def prepare_home(path: str) -> Path:
    """The folder, made for its owner alone if it is not there."""
    home = Path(path).expanduser().resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            "wrong_setting",
            f"LIKELY_HOME {home} can't be made: {error.strerror}.",
            cure="Name a folder that this user may write to.",
            field="LIKELY_HOME",
        ) from None
    return home


def kept_secret(home: Path, name: str = KEY_FILE) -> str:
    """A secret of the installation: made once, readable by the owner only."""
    path = home / name
    try:
        with open(path, "x", encoding="ascii", opener=_for_owner_only) as file:
            file.write(token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
