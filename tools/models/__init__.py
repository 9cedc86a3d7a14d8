"""What is stored about tools, one noun a file."""

from tools.models.decision import ToolDecision
from tools.models.fact import Fact
from tools.models.policy import ToolPolicy
from tools.models.toggle import ToolToggle

__all__ = ["Fact", "ToolDecision", "ToolPolicy", "ToolToggle"]
