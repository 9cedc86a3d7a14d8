"""Keep the secrets of remote servers unreadable in the database and its backups."""

from __future__ import annotations

import base64
import hashlib

import msgspec
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tools.outside.errors import Unreachable


class Access(msgspec.Struct, frozen=True):
    """What it takes to speak with a server."""

    url: str
    headers: dict[str, str] = {}


def seal(access: Access) -> str:
    return _box().encrypt(msgspec.json.encode(access)).decode()


def unseal(sealed: str) -> Access:
    """Raises Unreachable when it was sealed with a SECRET_KEY that is not known any more."""
    try:
        return msgspec.json.decode(_box().decrypt(sealed.encode()), type=Access)
    except InvalidToken as error:
        message = "Its address and headers cannot be read any more: SECRET_KEY is another one."
        raise Unreachable("lost_secret", message) from error


def _box() -> MultiFernet:
    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _fernet(key: str | bytes) -> Fernet:
    derived = hashlib.sha256(b"parley mcp access\0" + force_bytes(key)).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
