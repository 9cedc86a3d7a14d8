"""Addresses of the chat (design: "Addresses")."""

from django.urls import path

from chat.views import (
    assistants,
    call_settings,
    check,
    conversation_settings,
    conversations,
    devices,
    exports,
    installing,
    messages,
    preferences,
    review,
    sessions,
<<<<<<< HEAD
=======
    tools,
    voices,
>>>>>>> 4b5e0c5 (Let administrators and people decide about tools, in calls that are on too)
    tool_calls,
    troubleshooting,
    turns,
    voices,
)

urlpatterns = [
    path("", conversations.home, name="home"),
    path("conversations/", conversations.collection, name="conversations"),
    path("conversations/recent/", conversations.recent, name="recent_conversations"),
    path("conversations/<uuid:conversation_id>/", conversations.detail, name="conversation"),
    path(
        "conversations/<uuid:conversation_id>/settings/",
        conversation_settings.edit,
        name="conversation_settings",
    ),
    path(
        "conversations/<uuid:conversation_id>/call-settings/",
        call_settings.edit,
        name="call_settings",
    ),
    path("conversations/<uuid:conversation_id>/row/", conversations.row, name="conversation_row"),
    path(
        "conversations/<uuid:conversation_id>/title/",
        conversations.title,
        name="conversation_title",
    ),
    path(
        "conversations/<uuid:conversation_id>/archive/",
        conversations.archive,
        name="conversation_archive",
    ),
    path(
        "conversations/<uuid:conversation_id>/archive/undo/",
        conversations.archive_undo,
        name="conversation_archive_undo",
    ),
    path(
        "conversations/<uuid:conversation_id>/deletion/",
        conversations.deletion,
        name="conversation_deletion",
    ),
    path(
        "conversations/<uuid:conversation_id>/deletion/undo/",
        conversations.deletion_undo,
        name="conversation_deletion_undo",
    ),
    path("conversations/<uuid:conversation_id>/export.<str:kind>", exports.export, name="export"),
    path("conversations/<uuid:conversation_id>/messages/", messages.create, name="messages"),
    path(
        "conversations/<uuid:conversation_id>/messages/earlier/<int:than>/",
        messages.earlier,
        name="earlier_messages",
    ),
    path(
        "conversations/<uuid:conversation_id>/tool-calls/<uuid:call_id>/runs/",
        tool_calls.run,
        name="tool_run",
    ),
    path("conversations/<uuid:conversation_id>/sessions/", sessions.start, name="sessions"),
    path(
        "conversations/<uuid:conversation_id>/sessions/<uuid:session_id>/offer/",
        sessions.offer,
        name="session_offer",
    ),
    path(
        "conversations/<uuid:conversation_id>/sessions/<uuid:session_id>/end/",
        sessions.end,
        name="session_end",
    ),
    path(
        "conversations/<uuid:conversation_id>/sessions/<uuid:session_id>/turns/",
        turns.change,
        name="session_turns",
    ),
    path("troubleshooting/", troubleshooting.show, name="troubleshooting"),
    path("check/", check.show, name="check"),
    path("check/provider/", check.provider, name="check_provider"),
    path("assistants/", assistants.collection, name="assistants"),
    path("assistants/new/", assistants.new, name="new_assistant"),
    path("assistants/<uuid:assistant_id>/", assistants.edit, name="assistant"),
    path("assistants/<uuid:assistant_id>/deletion/", assistants.delete, name="assistant_deletion"),
    path("devices/", devices.collection, name="devices"),
    path("devices/others/end/", devices.end_others, name="other_devices_end"),
    path("devices/<int:device_id>/end/", devices.end, name="device_end"),
    path("app.webmanifest", installing.manifest, name="manifest"),
    path("offline/", installing.offline, name="offline"),
    path("worker.js", installing.worker, name="worker"),
    path("voices/<str:voice>/preview/", voices.preview, name="voice_preview"),
    path("preferences/shown/<str:what>/", preferences.shown, name="shown"),
    path("preferences/", preferences.edit, name="preferences"),
    path("tools/", tools.collection, name="tools"),
    path("tools/permissions/", tools.matrix, name="tool_permissions"),
    path("tools/decisions/", tools.decisions, name="tool_decisions"),
    path("tools/<str:tool>/toggle/", tools.toggle, name="tool_toggle"),
    path("tools/<str:tool>/permission/", tools.permission, name="tool_permission"),
    path("review/", review.collection, name="reviews"),
    path("review/<uuid:conversation_id>/", review.transcript, name="review"),
    path(
        "review/<uuid:conversation_id>/calls/<uuid:session_id>/events.jsonl",
        review.event_log,
        name="review_event_log",
    ),
]
