"""Every address by its name: who may open it, and which take posts (tests/chat/views/test_matrix.py)."""

# Who may open it: public, person (logged in), owner (of the id in it), reviewer.
MATRIX = {
    "home": "person",
    "conversations": "person",
    "recent_conversations": "person",
    "conversation": "owner",
    "conversation_row": "owner",
    "conversation_title": "owner",
    "conversation_archive": "owner",
    "conversation_archive_undo": "owner",
    "conversation_deletion": "owner",
    "conversation_deletion_undo": "owner",
    "conversation_settings": "owner",
    "call_settings": "owner",
    "export": "owner",
    "messages": "owner",
    "earlier_messages": "owner",
    "speech": "owner",
    "recording": "owner",
    "recordings": "owner",
    "recording_message": "owner",
    "tool_run": "owner",
    "sessions": "owner",
    "session_end": "owner",
    "session_offer": "owner",
    "session_turns": "owner",
    "dictations": "owner",
    "dictation_reports": "owner",
    "dictation_language": "person",
    "dictation_preferences": "person",
    "assistants": "person",
    "new_assistant": "person",
    "assistant": "owner",
    "assistant_deletion": "owner",
    "devices": "person",
    "usersessions_list": "public",
    "other_devices_end": "person",
    "device_end": "owner",
    "preferences": "person",
    "shown": "person",
    "voice_preview": "person",
    "troubleshooting": "person",
    "check": "person",
    "check_provider": "person",
    "fact_deletion": "owner",
    "reviews": "person",
    "review": "reviewer",
    "review_event_log": "reviewer",
    "manifest": "public",
    "offline": "public",
    "worker": "public",
    "health": "public",
    "health_ready": "public",
    "health_live": "public",
}
ENTRANCES = "login signup logout inactive email_verification_sent confirm_email confirm_login_code"
ENTRANCES += " reset_password reset_password_done reset_password_from_key"
ENTRANCES += " reset_password_from_key_done"
MATRIX |= {f"account_{name}": "public" for name in ENTRANCES.split()}
OWN = "reauthenticate email change_password set_password"
MATRIX |= {f"account_{name}": "person" for name in OWN.split()}
MATRIX |= dict.fromkeys(["tools", "tool_toggle", "facts"], "person")
MATRIX |= dict.fromkeys(["tool_permissions", "tool_permission", "tool_decisions"], "person")
MATRIX |= dict.fromkeys(["tool_approval", "tool_cancellation", "download"], "owner")
MATRIX |= dict.fromkeys(["answers", "answers_end", "mode"], "owner")
MATRIX |= {"exports": "person", "export_deletion": "person", "grant_revocation": "owner"}
MCP = [f"mcp_{verb}" for verb in ("look", "switch", "agreement", "removal")]
MATRIX |= dict.fromkeys(["mcp_servers", *MCP], "person")
ITEM_POSTS = [f"item_{verb}" for verb in ("done", "deletion", "deletion_undo", "change_undo")]
FILE_POSTS = ["file_deletion", "file_deletion_undo"]
MATRIX |= dict.fromkeys(["item", "item_row", *ITEM_POSTS, "file", "file_download"], "owner")
MATRIX |= dict.fromkeys(FILE_POSTS, "owner")
MATRIX |= {"items": "person", "files": "person", "sandbox": "public"}
LIST_POSTS = ["title", "archive", "archive_undo", "deletion", "deletion_undo"]
POSTS = [
    *[f"conversation_{noun}" for noun in LIST_POSTS],
    "messages",
    "answers",
    "answers_end",
    "mode",
    "speech",
    "recordings",
    "recording_message",
    "tool_run",
    "tool_approval",
    "tool_cancellation",
    "export_deletion",
    "grant_revocation",
    "sessions",
    "session_end",
    "session_offer",
    "dictations",
    "dictation_language",
    "dictation_preferences",
    "conversation_settings",
    "call_settings",
    "new_assistant",
    "assistant",
    "assistant_deletion",
    "other_devices_end",
    "device_end",
    "preferences",
    "shown",
    "voice_preview",
    "check_provider",
    "tool_toggle",
    "tool_permission",
    "fact_deletion",
    "mcp_servers",
    *MCP,
    "items",
    "item",
    *ITEM_POSTS,
    "files",
    *FILE_POSTS,
    "conversations",
    "account_logout",
]
