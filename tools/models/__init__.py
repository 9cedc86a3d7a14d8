"""What is stored about tools, one noun a file."""

from tools.models.decision import ToolDecision
from tools.models.fact import Fact
from tools.models.item import Item
from tools.models.mcp_server import McpServer, McpTool
from tools.models.notification import Notification
from tools.models.policy import ToolPolicy
from tools.models.stored_file import StoredFile
from tools.models.toggle import ToolToggle

__all__ = [
    "Fact",
    "Item",
    "McpServer",
    "McpTool",
    "Notification",
    "StoredFile",
    "ToolDecision",
    "ToolPolicy",
    "ToolToggle",
]
