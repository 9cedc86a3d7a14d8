"""Django's admin: people, and who may use which tool."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.forms import ModelForm
from django.http import HttpRequest

from chat.models import AccessRecord, User
from tools import registry
from tools.models import ToolPolicy


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


class ToolPolicyForm(ModelForm):  # type: ignore[type-arg]
    tool = forms.ChoiceField(choices=registry.choices)

    class Meta:
        model = ToolPolicy
        fields = ("tool", "user", "group", "decision")
        help_texts = {
            "user": "Leave user and group empty for a decision about everyone.",
            "group": "A decision for a user goes before one for a group.",
        }


@admin.register(ToolPolicy)
class ToolPolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ToolPolicyForm
    list_display = ("tool", "user", "group", "decision", "decided_by", "decided_at")
    list_filter = ("tool", "decision")

    def save_model(self, request: HttpRequest, policy: ToolPolicy, form: Any, change: bool) -> None:
        policy.decided_by_id = request.user.pk
        super().save_model(request, policy, form, change)


@admin.register(AccessRecord)
class AccessRecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("read_at", "reader", "conversation", "through_sequence")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False
