"""Django's admin: people, who may use which tool, and how calls may be made."""

from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.forms import ModelForm
from django.http import HttpRequest

from chat.models import AccessRecord, CallPolicy, User
from chat.services import limits
from tools.models import ToolDecision, ToolPolicy

# From where somebody comes is shown to that person alone.
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "is_staff", "is_active", "last_login")
    search_fields = ("email", "first_name", "last_name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        (
            "Permissions",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """What is written elsewhere, or must never be written over."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False


@admin.register(ToolPolicy)
class ToolPolicyAdmin(ReadOnly):
    """Decided at /tools/permissions/, where each decision is noted and live calls hear of it."""

    list_display = ("tool", "user", "group", "decision", "decided_by", "decided_at")
    list_filter = ("tool", "decision")


@admin.register(ToolDecision)
class ToolDecisionAdmin(ReadOnly):
    list_display = ("decided_at", "tool", "subject", "whom", "decision", "decided_by_name")
    list_filter = ("tool", "subject")


class CallPolicyForm(ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CallPolicy
        fields = (
            "user",
            "group",
            "stopped",
            "setup",
            "transport",
            "longest_s",
            "idle_s",
            "at_once",
        )
        labels = {
            "stopped": "Stop calls",
            "setup": "Way to set up a call",
            "transport": "Way of the sound",
            "longest_s": "Longest call (seconds)",
            "idle_s": "Longest silence (seconds)",
            "at_once": "Calls at once",
        }
        help_texts = {
            "user": "Leave user and group empty for what holds for everyone.",
            "group": "What is set for a person goes before a group, a group before everyone; "
            "of two groups the stricter holds.",
            "stopped": "Saving ends their open calls at once, and none starts until this is "
            "taken back. A stop holds wherever it is set.",
            "setup": "Server: Parley sets the call up itself, can end it at the provider, and the "
            "browser gets no token. Token: the browser does, with a token for one minute. "
            "Empty: as the settings say.",
            "transport": "WebRTC: between browser and provider. Through the server: Parley carries "
            "the sound over a socket, for networks that let no WebRTC through. Automatic: WebRTC, "
            "and the socket where it does not connect. Empty: as each person chose.",
            "longest_s": "A call ends after this time. Empty: CALL_SECONDS. With a token, and where "
            "the server does not know the call's id, it ends at the provider only when the "
            "browser obeys.",
            "idle_s": "A call in which nobody speaks for so long ends. Empty: CALL_IDLE_SECONDS.",
            "at_once": "How many calls one person may have open, in different conversations. "
            "Empty: CALLS_PER_USER. To allow none, stop calls.",
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("longest_s", "idle_s", "at_once"):
            if found.get(name) == 0:
                self.add_error(name, "Give 1 or more, or leave it empty.")
        if found.get("user") and found.get("group"):
            self.add_error("group", "Choose a user or a group, not both.")
        if not found.get("user") and not found.get("group") and self._is_a_second_for_everyone():
            self.add_error(None, "There is one for everyone already: change that one.")
        return found

    def _is_a_second_for_everyone(self) -> bool:
        others = CallPolicy.objects.exclude(pk=self.instance.pk)
        return others.filter(user=None, group=None).exists()


@admin.register(CallPolicy)
class CallPolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = CallPolicyForm
    list_display = (
        "concerns",
        "stopped",
        "setup",
        "transport",
        "longest_s",
        "idle_s",
        "at_once",
        "decided_by",
        "decided_at",
    )

    @admin.display(description="Concerns")
    def concerns(self, policy: CallPolicy) -> str:
        return str(policy.user or policy.group or "Everyone")

    def save_model(self, request: HttpRequest, policy: CallPolicy, form: Any, change: bool) -> None:
        limits.decide(policy, cast("User", request.user))


@admin.register(AccessRecord)
class AccessRecordAdmin(ReadOnly):
    list_display = ("read_at", "reader", "conversation", "through_sequence")
