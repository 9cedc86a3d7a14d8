"""Django's hook for the tools application."""

from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "tools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tools import builtin, registry
        from tools.remote import offered

        registry.load(builtin)
        registry.add_source(offered)
