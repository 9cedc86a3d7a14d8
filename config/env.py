"""Read the environment; refuse what is unclear."""

import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import pool

env = Env()

# So that a host that is gone is noticed, too, and not only a process that has ended.
TCP = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
BUSY_TIMEOUT_S = 5


def secret(name: str) -> str:
    """The value of NAME, or the content of the file named by NAME_FILE; empty when neither is set."""
    path = env.str(f"{name}_FILE", "")
    if path and env.str(name, ""):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if not path:
        return env.str(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{name}_FILE is not text in UTF-8.") from error


def at_least_one(name: str, default: int) -> int:
    return at_least(1, name, default)


def at_least(least: int, name: str, default: int) -> int:
    found: int = env.int(name, default)
    if found < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more.")
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Such as 10.1.0.0/16, comma separated; one address is a network too."""
    written: list[str] = env.list(name, [])
    try:
        return [ip_network(one.strip()) for one in written]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks such as 10.1.0.0/16.") from error


def hosts(name: str) -> list[str]:
    written: list[str] = env.list(name, default=[])
    return [host.strip(". ").lower() for host in written]


def ports(name: str, default: list[int]) -> list[int]:
    found: list[int] = env.list(name, default, subcast=int)
    if not all(0 < port < 65_536 for port in found):
        raise ImproperlyConfigured(f"{name} must be ports from 1 to 65535.")
    return found


def signing_key(data_dir: Path, *, debug: bool) -> str:
    """SECRET_KEY; while DEBUG is on and none is set, one made once and kept in the data folder."""
    given = secret("SECRET_KEY")
    if given:
        return given
    if not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is needed while DEBUG is off: set it to 50 or more random characters."
        )
    kept = data_dir / "secret-key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def database(data_dir: Path) -> dict[str, Any]:
    """DATABASE_URL as Django wants it: PostgreSQL with a pool, or an SQLite file that can wait."""
    url = env.str("DATABASE_URL", "") or f"sqlite:///{data_dir / 'parley.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"].endswith("postgresql"):
        size = at_least_one("DATABASE_POOL_SIZE", 12)
        options = found.pop("OPTIONS", {}) | TCP | {"pool": pool.options(size)}
        return found | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    if found["ENGINE"].endswith("sqlite3"):
        return found | {"OPTIONS": _sqlite_options()}
    raise ImproperlyConfigured("DATABASE_URL must name PostgreSQL or SQLite.")


def _sqlite_options() -> dict[str, Any]:
    # Without IMMEDIATE a read that turns into a write fails at once instead of waiting (safety.md 2.2).
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": BUSY_TIMEOUT_S,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
