"""Wrong combinations of settings, found before they hurt."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection

Apps = Sequence[AppConfig] | None


@register()
def several_processes_need_redis(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.WEB_PROCESSES > 1 and not settings.REDIS_URL:
        return [
            Error(
                "Several web processes share nothing without Redis: live updates would be lost.",
                hint="Set REDIS_URL, or WEB_PROCESSES=1.",
                id="parley.E001",
            )
        ]
    return []


@register()
def call_setup_is_known(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.CALL_SETUP in {"token", "server"}:
        return []
    return [
        Error(
            f"CALL_SETUP={settings.CALL_SETUP!r} is not a way to set up calls.",
            hint="Set CALL_SETUP=token or CALL_SETUP=server, or leave it out.",
            id="parley.E002",
        )
    ]


@register()
def opus_has_its_codec(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if not settings.AUDIO_RELAY_OPUS or find_spec("av"):
        return []
    return [
        Error(
            "AUDIO_RELAY_OPUS is on, and PyAV, which does the coding, is not installed.",
            hint="Install `av` as pinned in pyproject.toml, or leave AUDIO_RELAY_OPUS out.",
            id="parley.E005",
        )
    ]


@register()
def the_pool_is_larger_than_its_threads(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    from chat.stored import THREADS_ON_POSTGRESQL

    pool = settings.DATABASES["default"]["OPTIONS"].get("pool")
    if not pool or pool["max_size"] > THREADS_ON_POSTGRESQL:
        return []
    return [
        Error(
            f"{THREADS_ON_POSTGRESQL} threads write for sockets, and the pool has "
            f"{pool['max_size']} connections: pages would wait for them.",
            hint=f"Set DATABASE_POOL_SIZE to {THREADS_ON_POSTGRESQL + 2} or more.",
            id="parley.E004",
        )
    ]


@register()
def embedded_means_one_process(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMBEDDED and settings.REDIS_URL:
        return [
            Warning(
                "PARLEY_EMBEDDED starts a worker inside web although Redis is configured.",
                hint="Leave PARLEY_EMBEDDED out and start `celery -A config worker --beat`.",
                id="parley.W001",
            )
        ]
    return []


@register(deploy=True)
def a_key_is_set(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.OPENAI_API_KEY:
        return []
    return [
        Warning(
            "No OPENAI_API_KEY: nobody can start a call.",
            hint="Set OPENAI_API_KEY or OPENAI_API_KEY_FILE.",
            id="parley.W002",
        )
    ]


@register("database")
def no_demo_accounts_in_production(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if settings.DEBUG or not databases or not _demo_accounts_exist():
        return []
    return [
        Error(
            "Demo accounts with a public password exist while DEBUG is off.",
            hint="Delete alice, bob and admin at example.com, or give them new passwords.",
            id="parley.E003",
        )
    ]


def _demo_accounts_exist() -> bool:
    """False before the first migration too: `migrate` runs this check on an empty database."""
    from chat.models import User

    is_migrated = User._meta.db_table in connection.introspection.table_names()
    return is_migrated and User.objects.demo_accounts().exists()
