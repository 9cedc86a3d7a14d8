"""Django's hook for the tools application."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class ToolsConfig(AppConfig):
    name = "tools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tools import builtin, registry
        from tools.remote import offered

        for package in (builtin, *map(import_module, settings.TOOL_PACKAGES)):
            registry.load(package)
        registry.add_source(offered)
