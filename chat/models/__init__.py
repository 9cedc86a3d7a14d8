"""What is stored, one noun a file."""

from chat.models.approval import Approval, ToolGrant
from chat.models.assistant import Assistant
from chat.models.call_policy import CallPolicy
from chat.models.conversation import Conversation, Mode
from chat.models.event_log import EventLogEntry
from chat.models.export import Export
from chat.models.message import Message
from chat.models.preference import Preference
from chat.models.recording import Recording
from chat.models.review import AccessRecord
from chat.models.session import RealtimeSession
from chat.models.tool_call import ToolCall
from chat.models.user import User

__all__ = [
    "AccessRecord",
    "Approval",
    "Assistant",
    "CallPolicy",
    "Conversation",
    "EventLogEntry",
    "Export",
    "Message",
    "Mode",
    "Preference",
    "RealtimeSession",
    "Recording",
    "ToolCall",
    "ToolGrant",
    "User",
]
